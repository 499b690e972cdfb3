"""A transcript as text to read, as Markdown and as JSON to compute with."""

import json
from collections.abc import Sequence
from typing import Any

from agents.export import escape
from agents.transcripts import report_words as words
from core.schema import Decision
from core.text import clock
from core.transcript import Edit, Exchange, Transcript

_SIGNS = {"covered": "✓", "partly": "–", "missing": "✗", "contradicted": "≠"}


def whole(made: Transcript, edits: Sequence[Edit]) -> dict[str, Any]:
    """The whole transcript with every correction, JSON-ready; whose it is, is left out."""
    told = [one.model_dump(mode="json", exclude={"by"}) for one in edits]
    # What has a `path` is a file to gradio_client, which would fetch it from another place.
    takes = [{**one.model_dump(mode="json", exclude={"path"}), "url": one.path} for one in made.takes]
    return {**made.model_dump(mode="json", exclude={"owner"}), "takes": takes, "edits": told}


def to_json(made: Transcript, edits: Sequence[Edit]) -> str:
    """The same, indented."""
    return json.dumps(whole(made, edits), indent=2, ensure_ascii=False)


def to_text(made: Transcript) -> str:
    """Who said what when, a passage a paragraph."""
    lines = [words.heading(made), words.about(made), ""]
    for one in made.passages:
        lines += [f"[{words.speaker(made, one).replace(words.GAP, ' ')}]", *filter(None, (one.text, one.code)), ""]
    return "\n".join(lines)


def to_markdown(made: Transcript) -> str:
    """The report with its transcript; everything a person wrote is escaped."""
    lines = [f"# {escape(words.heading(made))}", "", escape(words.about(made)), ""]
    lines += [f"**{words.band(made.band)}**", "", escape(words.basis(made)), ""]
    lines += [f"- **Note:** {escape(notice)}" for notice in made.notices]
    for title, bars in (("Answers", words.answers(made)), ("Competencies", words.competencies(made))):
        if bars:
            lines += ["", f"## {title}", "", "| | band |", "|---|---|"]
            lines += [f"| {escape(bar.label)} | {escape(bar.words)} |" for bar in bars]
    for one in made.exchanges:
        lines += _exchange(made, one)
    if made.coverage:
        lines += ["", "## What the job asks for", ""]
        lines += [f"- {escape(row.text)}: {words.NEEDS[row.state]}" for row in made.coverage]
    lines += ["", "## Transcript"]
    for passage in made.passages:
        lines += ["", f"**{escape(words.speaker(made, passage))}**", ""]
        lines += [escape(passage.text)] if passage.text else []
        lines += ["", *(f"    {line}" for line in passage.code.splitlines())] if passage.code else []
    return "\n".join(lines) + "\n"


def _exchange(made: Transcript, one: Exchange) -> list[str]:
    lines = ["", f"### {escape(one.title or one.question)}: {words.verdict(one)}", "", f"> {escape(one.question)}", ""]
    if one.judgement is None:
        return lines
    lines += [escape(one.judgement.note), ""] if one.judgement.note else []
    return [*lines, *(_decision(made, one, point) for point in one.judgement.decisions)]


def _decision(made: Transcript, one: Exchange, point: Decision) -> str:
    quote = ""
    if point.quote:
        passage, at = words.place(made, one, point.quote)
        at = at or (clock(passage.start) if passage else "")
        quote = f" “{escape(point.quote.text)}”" + (f" ({at})" if at else "")
    return f"- {_SIGNS[point.status]} **{escape(point.text)}** {point.status}.{quote}"
