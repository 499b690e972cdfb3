"""A match as a PDF: the headline with its total, the requirements, the sum, and the advice, in the type of the pages."""

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table, TableStyle

from agents import resume_words as words
from core.portfolio import KeptMatch
from core.resume import Match, RequirementRow

FONTS = Path(__file__).parent / "fonts"
"""Latin instances of the pages' own fonts (both OFL, licences beside them)."""
INK, SOFT, LINE, TEAL = HexColor("#20242a"), HexColor("#5f646b"), HexColor("#e6e1d8"), HexColor("#0f6b66")
TONES = {"shown": "#2b6e46", "claimed": "#9a4f10", "adjacent": "#5f646b", "missing": "#a8322a"}
WIDE = A4[0] - 44 * mm


def to_pdf(kept: KeptMatch) -> bytes:
    """The whole match on A4."""
    match, out = kept.match, io.BytesIO()
    assert match is not None
    _fonts()
    paper = BaseDocTemplate(
        out, pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=22 * mm, bottomMargin=20 * mm,
        title=_plain(f"{words.job_name(match)}: {words.headline(match)}"), author="Viva Voce", invariant=1,
    )  # fmt: skip
    frame = Frame(22 * mm, 20 * mm, WIDE, A4[1] - 42 * mm, 0, 0, 0, 0)
    paper.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, page: _foot(canvas, page, kept)))
    paper.build([*_head(match), *_rows(match), *_sum(match), *_advice(match)])
    return out.getvalue()


@cache
def _fonts() -> None:
    for name, file in (
        ("Sans", "inter-400"),
        ("Bold", "inter-600"),
        ("Serif", "garamond-500"),
        ("Quote", "garamond-italic"),
    ):
        pdfmetrics.registerFont(TTFont(f"Viva{name}", FONTS / f"{file}.ttf"))


def _style(font: str, size: float, color: Any = INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("viva", fontName=f"Viva{font}", fontSize=size, leading=size * 1.4, textColor=color, **more)


def _say(text: str, font: str = "Sans", size: float = 9.5, color: Any = INK, **more: Any) -> Paragraph:
    return Paragraph(escape(_plain(text)), _style(font, size, color, **more))


def _plain(text: str) -> str:
    """Letters that the fonts do not have become a mark instead of an empty box."""
    known = _letters()
    return "".join(letter if ord(letter) in known or letter.isspace() else "?" for letter in text)


@cache
def _letters() -> frozenset[int]:
    faces = [TTFont("probe", FONTS / f"{file}.ttf").face for file in ("inter-400", "garamond-500", "garamond-italic")]
    return frozenset(faces[0].charToGlyph) & frozenset(faces[2].charToGlyph) & frozenset(faces[1].charToGlyph)


def _foot(canvas: Any, page: Any, kept: KeptMatch) -> None:
    """The name of the app, the day and the page's number; a rule of the accent on the first page."""
    canvas.saveState()
    canvas.setFont("VivaSans", 8)
    canvas.setFillColor(SOFT)
    canvas.drawString(22 * mm, 11 * mm, f"Viva Voce · {kept.created_at:%d %B %Y}")
    canvas.drawRightString(A4[0] - 22 * mm, 11 * mm, str(page.page))
    canvas.restoreState()


def _head(match: Match) -> list[Any]:
    left = [_say(words.job_name(match), "Sans", 10, SOFT), _say(words.headline(match), "Serif", 21)]
    right = [
        _say(str(match.score.total), "Serif", 32, TEAL, alignment=TA_RIGHT),
        _say("of 100", "Sans", 8.5, SOFT, alignment=TA_RIGHT),
    ] if match.score else []  # fmt: skip
    head = Table(
        [[left, right]], colWidths=[WIDE - 26 * mm, 26 * mm], style=[("VALIGN", (0, 0), (-1, -1), "BOTTOM"), *_FLUSH]
    )
    made: list[Any] = [head, Spacer(1, 8)]
    mend = match.resume.reading.mend if match.refused else ""
    for sentence in filter(None, (match.refused, mend, match.score.gate if match.score else "")):
        made += [_say(sentence, color=SOFT), Spacer(1, 4)]
    for one in match.warnings:
        made += [_say(one.sentence, color=HexColor(TONES["claimed"])), Spacer(1, 3)]
    return made


_FLUSH = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]


def _rows(match: Match) -> list[Any]:
    made: list[Any] = []
    for title, rows in words.grouped(match):
        made += [
            Spacer(1, 12),
            _say(title, "Serif", 14),
            Spacer(1, 4),
            _ruled([_row(row) for row in rows], [52, 34, 0]),
        ]
    return made


def _row(row: RequirementRow) -> list[Any]:
    color = HexColor(TONES[words.tone(row)])
    return [
        _say(words.asked(row), "Bold", 9),
        _say(words.state(row), "Bold", 8.5, color),
        _cited(row),
    ]


def _cited(row: RequirementRow) -> Paragraph:
    """What the resume says, its own words in the face of quotes."""
    told, quote = escape(_plain(words.told(row))), escape(_plain(words.quoted(row)))
    near = "nearest: " if row.state == "missing" else ""
    cited = f'{near}<font name="VivaQuote" size="10.5">“{quote}”</font>' if quote else ""
    parts = (cited, told) if row.state in ("missing", "claimed") else (told, cited)
    return Paragraph(" · ".join(part for part in parts if part), _style("Sans", 8.5, SOFT))


def _ruled(rows: list[list[Any]], mms: list[float]) -> Table:
    """A table with hairlines; a width of 0 takes what is left."""
    rest = WIDE - sum(mms) * mm
    rule = ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE)
    pads = [
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
    style = [rule, *pads, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]
    return Table(rows, colWidths=[one * mm or rest for one in mms], style=TableStyle(style))


def _sum(match: Match) -> list[Any]:
    score = match.score
    if score is None:
        return []
    rows = [_added(row.text, f"{row.weight:g} × {row.share:.2f}", f"{row.points:.2f}") for row in score.rows]
    rows += [_added("Sum", "", f"{score.sum:.2f}"), _added("Ceiling from the must-haves", "", f"{score.ceiling:.2f}")]
    rows.append(_added("Total, the lower of the two", "", str(score.total), "Bold"))
    parts = [
        Spacer(1, 14),
        _say("How it adds up", "Serif", 14, keepWithNext=1),
        Spacer(1, 4),
        _ruled(rows, [0, 34, 22]),
    ]
    return [KeepTogether(parts)] if len(rows) < 26 else parts


def _added(text: str, weight: str, points: str, font: str = "Sans") -> list[Any]:
    return [
        _say(text, font, 8.5),
        _say(weight, font, 8.5, SOFT, alignment=TA_RIGHT),
        _say(points, font, 8.5, alignment=TA_RIGHT),
    ]


def _advice(match: Match) -> list[Any]:
    advice, names = match.advice, {row.requirement.id: words.asked(row) for row in match.rows}
    made: list[Any] = []
    if advice.gaps:
        made += _title("Close the gaps")
    for one in advice.gaps:
        told = [("Show it, if it is true", one.show), ("Learn", one.learn), ("They will ask", one.question)]
        body = [_labelled(label, text) for label, text in told]
        made.append(
            KeepTogether([_say(names.get(one.requirement, ""), "Bold", 9.5), Spacer(1, 2), *body, Spacer(1, 8)])
        )
    if advice.bullets:
        made += _title("Stronger lines")
    for bullet in advice.bullets:
        lines = [
            _say(f"“{bullet.text}”", "Quote", 11),
            _say(bullet.why, size=8.5, color=SOFT),
            _say(f"Now: {bullet.rewrite}"),
        ]
        made.append(KeepTogether([*lines, Spacer(1, 8)]))
    if advice.letter:
        made += [*_title("Cover letter, a draft"), *(_letter_line(line) for line in advice.letter.splitlines())]
    if advice.brief:
        made += [
            *_title("Before the interview"),
            *(_say(f"•  {line}", leftIndent=11, firstLineIndent=-11) for line in advice.brief),
        ]
    return made


def _title(text: str) -> list[Any]:
    return [Spacer(1, 14), _say(text, "Serif", 16, keepWithNext=1), Spacer(1, 4)]


def _labelled(label: str, text: str) -> Paragraph:
    return Paragraph(f'<font color="#5f646b">{label}.</font> {escape(_plain(text))}', _style("Sans", 9, leftIndent=10))


def _letter_line(line: str) -> Any:
    return _say(line, "Serif", 11) if line.strip() else Spacer(1, 7)
