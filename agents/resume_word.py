"""A match as a Word file: the same parts in the same order as the PDF, with headings that Word knows."""

import io
import re
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from agents import resume_words as words
from agents.resume_export import said
from core.portfolio import KeptMatch
from core.resume import Match, ScoreRow

TONES = {"shown": "2b6e46", "claimed": "9a4f10", "adjacent": "5f646b", "missing": "a8322a"}
INK, SOFT, TEAL = "20242a", "5f646b", "0f6b66"
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""


def to_docx(kept: KeptMatch) -> bytes:
    """The whole match on A4."""
    match, made, out = kept.match, docx.Document(), io.BytesIO()
    assert match is not None
    _page(made, kept)
    _head(made, match)
    for title, rows in words.grouped(match):
        _title(made, title)
        _table(
            made,
            [
                (
                    (words.asked(row), True, INK),
                    (words.state(row), True, TONES[words.tone(row)]),
                    (said(row), False, SOFT),
                )
                for row in rows
            ],
            (55, 33, 78),
        )
    _sum(made, match)
    _advice(made, match)
    made.save(out)
    return out.getvalue()


def _page(made: Any, kept: KeptMatch) -> None:
    """A4, the margins, the fonts of the styles, and the foot."""
    part = made.sections[0]
    part.page_width, part.page_height = Mm(210), Mm(297)
    part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Mm(22)
    for name, font, size in (("Normal", "Calibri", 10), ("Heading 1", "Garamond", 22), ("Heading 2", "Garamond", 15)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.bold = font, Pt(size), False
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        fonts = style.element.rPr.rFonts
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(key), font)
        style.font.color.rgb = RGBColor.from_string(INK)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    made.core_properties.title, made.core_properties.author = (
        _kept(words.job_name(kept.match)) if kept.match else "",
        "Viva Voce",
    )
    _run(part.footer.paragraphs[0], f"Viva Voce · {kept.created_at:%d %B %Y}", color=SOFT, size=8)


def _head(made: Any, match: Match) -> None:
    _run(made.add_paragraph(), words.job_name(match), color=SOFT, size=10.5)
    head = made.add_heading(level=1)
    head.paragraph_format.space_before = Pt(0)
    _run(head, words.headline(match))
    if match.score:
        line = made.add_paragraph()
        _run(line, str(match.score.total), color=TEAL, size=30, font="Garamond")
        _run(line, " of 100.  ", color=SOFT)
        _run(line, match.score.gate, color=SOFT)
    for sentence in filter(None, (match.refused, match.resume.reading.mend if match.refused else "")):
        _run(made.add_paragraph(), sentence)
    for one in match.warnings:
        _run(made.add_paragraph(), one.sentence, color=TONES["claimed"])


def _sum(made: Any, match: Match) -> None:
    score = match.score
    if score is None:
        return
    _title(made, "How it adds up")
    rows = [
        ((row.text, False, INK), (f"{row.weight:g} × {row.share:.2f}", False, SOFT), (f"{row.points:.2f}", False, INK))
        for row in score.rows
    ]
    for name, value in (("Sum", f"{score.sum:.2f}"), ("Ceiling from the must-haves", f"{score.ceiling:.2f}")):
        rows.append(((name, False, INK), ("", False, SOFT), (value, False, INK)))
    rows.append((("Total, the lower of the two", True, INK), ("", False, SOFT), (str(score.total), True, TEAL)))
    _table(made, rows, (110, 33, 23), right=True)


def _times(row: ScoreRow) -> str:
    return f"{row.weight:g} × {row.share:.2f}"


def _advice(made: Any, match: Match) -> None:
    advice, names = match.advice, {row.requirement.id: words.asked(row) for row in match.rows}
    if advice.gaps:
        _title(made, "Close the gaps")
    for one in advice.gaps:
        line = made.add_paragraph()
        line.paragraph_format.keep_with_next = True
        _run(line, names.get(one.requirement, ""), bold=True)
        for label, text in (
            ("Show it, if it is true. ", one.show),
            ("Learn. ", one.learn),
            ("They will ask. ", one.question),
        ):
            line = made.add_paragraph()
            line.paragraph_format.left_indent = Mm(4)
            _run(line, label, color=SOFT)
            _run(line, text)
    if advice.bullets:
        _title(made, "Stronger lines")
    for bullet in advice.bullets:
        _run(made.add_paragraph(), f"“{bullet.text}”", font="Garamond", size=11.5, italic=True)
        _run(made.add_paragraph(), bullet.why, color=SOFT, size=9)
        _run(made.add_paragraph(), f"Now: {bullet.rewrite}")
    if advice.letter:
        _title(made, "Cover letter, a draft")
        for text in advice.letter.splitlines():
            _run(made.add_paragraph(), text)
    if advice.brief:
        _title(made, "Before the interview")
        for text in advice.brief:
            _run(made.add_paragraph(style="List Bullet"), text)


def _title(made: Any, text: str) -> None:
    _run(made.add_heading(level=2), text)


def _table(made: Any, rows: list[Any], widths: tuple[int, ...], *, right: bool = False) -> None:
    """Rows of (text, bold, colour) with a hairline below each."""
    table = made.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for row in rows:
        cells = table.add_row().cells
        for at, ((text, bold, color), cell) in enumerate(zip(row, cells, strict=True)):
            cell.width = Mm(widths[at])
            line = cell.paragraphs[0]
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(3)
            if right and at:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _run(line, text, bold=bold, color=color, size=9.5)
            _hairline(cell)


def _hairline(cell: Any) -> None:
    borders, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "e6e1d8")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _run(
    line: Any, text: str, *, bold: bool = False, italic: bool = False, color: str = "", size: float = 0, font: str = ""
) -> None:
    run = line.add_run(_kept(text))
    run.bold, run.italic = bold or None, italic or None
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    if size:
        run.font.size = Pt(size)
    if font:
        run.font.name = font


def _kept(text: str) -> str:
    return _UNKEEPABLE.sub("", text)
