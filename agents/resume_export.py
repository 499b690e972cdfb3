"""A match as a file: Markdown to read, JSON to compute with, Word and PDF to hand on."""

from collections.abc import Callable

from agents import resume_words as words
from core.errors import AppError
from core.portfolio import KeptMatch
from core.resume import Match, RequirementRow

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def made(kept: KeptMatch, kind: str) -> tuple[bytes, str]:
    """The file and its media type; AppError `unknown_format`."""
    if kind not in _KINDS:
        raise AppError("unknown_format", "There is no such format. Use .pdf, .docx, .md or .json.")
    write, media = _KINDS[kind]
    return write(kept), media


def to_json(kept: KeptMatch) -> bytes:
    """The whole match, indented."""
    return kept.model_dump_json(indent=2).encode()


def to_markdown(kept: KeptMatch) -> bytes:
    """The whole match as Markdown; everything a person wrote is escaped."""
    match = kept.match
    assert match is not None
    lines = [
        f"# {_escape(words.headline(match))}",
        "",
        f"{_escape(words.match_name(kept))} · {kept.created_at:%d %B %Y}",
        "",
    ]
    if match.refused:
        lines += [_escape(match.refused), "", _escape(match.resume.reading.mend), ""]
    if match.score:
        lines += [f"**{match.score.total} of 100.** {_escape(match.score.gate)}", ""]
    lines += [f"- **Note:** {_escape(one.sentence)}" for one in match.warnings]
    for title, rows in words.grouped(match):
        lines += [
            "",
            f"## {title}",
            "",
            "| requirement | state | what the resume says |",
            "|---|---|---|",
            *map(_row, rows),
        ]
    return "\n".join((*lines, *_sum(match), *_advice(match))).encode() + b"\n"


def _row(row: RequirementRow) -> str:
    return f"| {_escape(words.asked(row))} | {words.state(row)} | {_escape(said(row))} |"


def said(row: RequirementRow) -> str:
    """What stands beside a requirement, as one text."""
    quote = words.quoted(row)
    cited = f"{'nearest: ' * (row.state == 'missing')}“{quote}”" if quote else ""
    parts = (cited, words.told(row)) if row.state in ("missing", "claimed") else (words.told(row), cited)
    return " · ".join(part for part in parts if part)


def _sum(match: Match) -> list[str]:
    score = match.score
    if score is None:
        return []
    rows = [f"| {_escape(row.text)} | {row.weight:g} | {row.share:.2f} | {row.points:.2f} |" for row in score.rows]
    return [
        "", "## How it adds up", "", "| requirement | weight | share | points |", "|---|---:|---:|---:|", *rows, "",
        f"Sum {score.sum:.2f}, ceiling {score.ceiling:.2f}, total {score.total}.",
    ]  # fmt: skip


def _advice(match: Match) -> list[str]:
    advice, names = match.advice, {row.requirement.id: words.asked(row) for row in match.rows}
    lines = ["", "## Close the gaps"] if advice.gaps else []
    for one in advice.gaps:
        lines += ["", f"### {_escape(names.get(one.requirement, ''))}", "", f"- Show it: {_escape(one.show)}",
                  f"- Learn: {_escape(one.learn)}", f"- They will ask: {_escape(one.question)}"]  # fmt: skip
    lines += ["", "## Stronger lines"] if advice.bullets else []
    for bullet in advice.bullets:
        faults = ", ".join(words.FAULTS[fault] for fault in bullet.faults)
        lines += [
            "",
            f"> {_escape(bullet.text)}",
            "",
            f"{faults}: {_escape(bullet.why)}",
            "",
            f"→ {_escape(bullet.rewrite)}",
        ]
    if advice.letter:
        lines += ["", "## Cover letter, a draft", "", *(_escape(line) for line in advice.letter.splitlines())]
    if advice.brief:
        lines += ["", "## Before the interview", "", *(f"- {_escape(line)}" for line in advice.brief)]
    return lines


def _escape(text: str) -> str:
    flat = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in flat)


def _word(kept: KeptMatch) -> bytes:
    from agents.resume_word import to_docx

    return to_docx(kept)


def _pdf(kept: KeptMatch) -> bytes:
    from agents.resume_pdf import to_pdf

    return to_pdf(kept)


_KINDS: dict[str, tuple[Callable[[KeptMatch], bytes], str]] = {
    "md": (to_markdown, "text/markdown; charset=utf-8"),
    "json": (to_json, "application/json"),
    "docx": (_word, WORD),
    "pdf": (_pdf, "application/pdf"),
}
