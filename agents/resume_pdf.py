"""A match as a PDF: the headline with its total, the requirements, the sum, and the advice, in the type of the pages."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Paragraph, Spacer, Table

from agents import resume_words as words
from agents.paper.pdf import FLUSH, SOFT, TEAL, WIDE, built, inline, ruled, say, style, title
from core.portfolio import KeptMatch
from core.resume import Match, RequirementRow

TONES = {"shown": "#2b6e46", "claimed": "#9a4f10", "adjacent": "#5f646b", "missing": "#a8322a"}


def to_pdf(kept: KeptMatch) -> bytes:
    """The whole match on A4."""
    match = kept.match
    assert match is not None
    parts = [*_head(match, words.match_name(kept)), *_rows(match), *_sum(match), *_advice(match)]
    return built(parts, f"{words.match_name(kept)}: {words.headline(match)}", f"Viva Voce · {kept.created_at:%d %B %Y}")


def _head(match: Match, name: str) -> list[Any]:
    left = [say(name, "Sans", 10, SOFT), say(words.headline(match), "Serif", 21)]
    right = [
        say(str(match.score.total), "Serif", 32, TEAL, alignment=TA_RIGHT),
        say("of 100", "Sans", 8.5, SOFT, alignment=TA_RIGHT),
    ] if match.score else []  # fmt: skip
    head = Table(
        [[left, right]], colWidths=[WIDE - 26 * mm, 26 * mm], style=[("VALIGN", (0, 0), (-1, -1), "BOTTOM"), *FLUSH]
    )
    made: list[Any] = [head, Spacer(1, 8)]
    mend = match.resume.reading.mend if match.refused else ""
    for sentence in filter(None, (match.refused, mend, match.score.gate if match.score else "")):
        made += [say(sentence, color=SOFT), Spacer(1, 4)]
    for one in match.warnings:
        made += [say(one.sentence, color=HexColor(TONES["claimed"])), Spacer(1, 3)]
    return made


def _rows(match: Match) -> list[Any]:
    made: list[Any] = []
    for heading, rows in words.grouped(match):
        made += [
            Spacer(1, 12),
            say(heading, "Serif", 14),
            Spacer(1, 4),
            ruled([_row(row) for row in rows], [52, 34, 0]),
        ]
    return made


def _row(row: RequirementRow) -> list[Any]:
    color = HexColor(TONES[words.tone(row)])
    return [
        say(words.asked(row), "Bold", 9),
        say(words.state(row), "Bold", 8.5, color),
        _cited(row),
    ]


def _cited(row: RequirementRow) -> Paragraph:
    """What the resume says, its own words in the face of quotes."""
    told, quote = inline(words.told(row)), inline(words.quoted(row), "Quote")
    near = "nearest: " if row.state == "missing" else ""
    cited = f'{near}<font name="VivaQuote" size="10.5">“{quote}”</font>' if quote else ""
    parts = (cited, told) if row.state in ("missing", "claimed") else (told, cited)
    return Paragraph(" · ".join(part for part in parts if part), style("Sans", 8.5, SOFT))


def _sum(match: Match) -> list[Any]:
    score = match.score
    if score is None:
        return []
    rows = [_added(row.text, f"{row.weight:g} × {row.share:.2f}", f"{row.points:.2f}") for row in score.rows]
    rows += [_added("Sum", "", f"{score.sum:.2f}"), _added("Ceiling from the must-haves", "", f"{score.ceiling:.2f}")]
    rows.append(_added("Total, the lower of the two", "", str(score.total), "Bold"))
    parts = [
        Spacer(1, 14),
        say("How it adds up", "Serif", 14, keepWithNext=1),
        Spacer(1, 4),
        ruled(rows, [0, 34, 22]),
    ]
    return [KeepTogether(parts)] if len(rows) < 26 else parts


def _added(text: str, weight: str, points: str, font: str = "Sans") -> list[Any]:
    return [
        say(text, font, 8.5),
        say(weight, font, 8.5, SOFT, alignment=TA_RIGHT),
        say(points, font, 8.5, alignment=TA_RIGHT),
    ]


def _advice(match: Match) -> list[Any]:
    advice, names = match.advice, {row.requirement.id: words.asked(row) for row in match.rows}
    made: list[Any] = []
    if advice.gaps:
        made += title("Close the gaps")
    for one in advice.gaps:
        told = [("Show it, if it is true", one.show), ("Learn", one.learn), ("They will ask", one.question)]
        body = [_labelled(label, text) for label, text in told]
        made.append(
            KeepTogether([say(names.get(one.requirement, ""), "Bold", 9.5), Spacer(1, 2), *body, Spacer(1, 8)])
        )
    if advice.bullets:
        made += title("Stronger lines")
    for bullet in advice.bullets:
        lines = [
            say(f"“{bullet.text}”", "Quote", 11),
            say(bullet.why, size=8.5, color=SOFT),
            say(f"Now: {bullet.rewrite}"),
        ]
        made.append(KeepTogether([*lines, Spacer(1, 8)]))
    if advice.letter:
        made += [*title("Cover letter, a draft"), *(_letter_line(line) for line in advice.letter.splitlines())]
    if advice.brief:
        made += [
            *title("Before the interview"),
            *(say(f"•  {line}", leftIndent=11, firstLineIndent=-11) for line in advice.brief),
        ]
    return made


def _labelled(label: str, text: str) -> Paragraph:
    return Paragraph(f'<font color="#5f646b">{label}.</font> {inline(text)}', style("Sans", 9, leftIndent=10))


def _letter_line(line: str) -> Any:
    return say(line, "Serif", 11) if line.strip() else Spacer(1, 7)
