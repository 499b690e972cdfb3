"""The look of our Word files: A4, the styles that Word knows in our type, hairline tables, a quiet foot."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from agents.paper import bidi

INK, SOFT, TEAL = "20242a", "5f646b", "0f6b66"
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""
_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_RIGHT = re.compile(f"[{_LETTERS}](?:[^A-Za-z\\u00c0-\\u058f\\n]*[{_LETTERS}])?")
"""Hebrew and Arabic with what stands between their words."""


def page(made: Any, foot: str) -> None:
    """A4, the margins, the fonts of the styles, and the foot."""
    part = made.sections[0]
    part.page_width, part.page_height = Mm(210), Mm(297)
    part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Mm(22)
    for name, font, size in (("Normal", "Calibri", 10), ("Heading 1", "Garamond", 22), ("Heading 2", "Garamond", 15)):
        shape(made, name, font, size)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    _foot(part.footer.paragraphs[0], foot, Mm(210 - 44))


def shape(
    made: Any, name: str, font: str, size: float, *, color: str = INK, bold: bool = False, italic: bool = False
) -> None:
    """Gives a style our looks; its twin for single words too, which some programs read first."""
    for style in (made.styles[name], *(one for one in made.styles if one.name == f"{name} Char")):
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(key), font)
        style.font.color.rgb = RGBColor.from_string(color)


def named(made: Any, title: str) -> None:
    """What the file says of itself."""
    made.core_properties.title, made.core_properties.author = kept(title), "Viva Voce"


def title(made: Any, text: str) -> None:
    """The heading of a part."""
    run(made.add_heading(level=2), text)


def room(made: Any) -> float:
    """Millimetres between the margins, of the narrowest part of a file."""
    return float(min((part.page_width - part.left_margin - part.right_margin) / Mm(1) for part in made.sections))


def table(made: Any, rows: list[Any], widths: tuple[int, ...], *, right: bool = False) -> Any:
    """Rows of (text, bold, colour) with a hairline below each; widths in mm, `right` aligns all but the first column."""
    laid = grid(made, widths)
    for row in rows:
        for at, ((text, bold, color), cell) in enumerate(zip(row, cells(laid), strict=True)):
            line = cell.paragraphs[0]
            if right and at:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run(line, text, bold=bold, color=color, size=9.5)
            hairline(cell)
    return laid


def grid(made: Any, widths: Sequence[float], told: str = "") -> Any:
    """An empty table with columns of these widths in mm, narrower where the page is; `told` says to a screen reader what it shows."""
    laid = made.add_table(rows=0, cols=len(widths))
    laid.autofit = False
    fit = min(1.0, room(made) / sum(widths))
    for column, wide in zip(laid.columns, widths, strict=True):
        column.width = Mm(wide * fit)
    looks = laid._tbl.tblPr
    margins = made_of("w:tblCellMar")
    for side, wide in (("left", 0), ("right", 113)):  # twentieths of a point; the first column stands where the text does
        margins.append(made_of(f"w:{side}", w=str(wide), type="dxa"))
    looks.insert_element_before(margins, "w:tblLook")
    if told:
        looks.append(made_of("w:tblDescription", val=kept(told)))
    return laid


def cells(laid: Any, *, head: bool = False) -> Any:
    """The cells of a new row, which no page parts; `head`: it is said again on each page."""
    row = laid.add_row()
    looks = row._tr.get_or_add_trPr()
    looks.append(made_of("w:cantSplit"))
    if head:
        looks.append(made_of("w:tblHeader"))
    for cell, column in zip(row.cells, laid.columns, strict=True):
        cell.width = column.width
        looks = cell.paragraphs[0].paragraph_format
        looks.space_before = looks.space_after = Pt(3)
    return row.cells


def hairline(cell: Any, color: str = "e6e1d8") -> None:
    """A thin line below a cell."""
    borders = made_of("w:tcBorders")
    borders.append(made_of("w:bottom", val="single", sz="4", space="0", color=color))
    cell._tc.get_or_add_tcPr().append(borders)


def run(
    line: Any, text: str, *, bold: bool = False, italic: bool = False, color: str = "", size: float = 0, font: str = "",
    tint: str = "",
) -> None:  # fmt: skip
    """Adds text to a paragraph; what is left out is as the paragraph's style has it. What is written from right to left runs so."""
    for stretch, right in _directed(kept(text)):
        piece = line.add_run(stretch)
        piece.bold, piece.italic = bold or None, italic or None
        if color:
            piece.font.color.rgb = RGBColor.from_string(color)
        if size:
            piece.font.size = Pt(size)
        if font:
            piece.font.name = font
        if tint:
            piece._r.get_or_add_rPr().append(made_of("w:shd", val="clear", color="auto", fill=tint))
        if right:
            piece.font.rtl = True


def turn(line: Any, text: str) -> None:
    """Lets a paragraph begin at the right where its text does."""
    if bidi.begins_right(text):
        looks = line._p.get_or_add_pPr()
        looks.insert_element_before(made_of("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")


def _directed(text: str) -> Iterator[tuple[str, bool]]:
    """(piece, whether it runs from right to left)."""
    at = 0
    for found in _RIGHT.finditer(text) if bidi.turns(text) else ():
        if found.start() > at:
            yield text[at : found.start()], False
        yield found.group(), True
        at = found.end()
    if at < len(text):
        yield text[at:], False


def kept(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNKEEPABLE.sub("", text)


def _foot(line: Any, text: str, wide: Any) -> None:
    """The foot with the page's number of how many at its right."""
    for tab in list(line.style.paragraph_format.tab_stops):
        line.paragraph_format.tab_stops.add_tab_stop(tab.position, WD_TAB_ALIGNMENT.CLEAR)
    line.paragraph_format.tab_stops.add_tab_stop(wide, WD_TAB_ALIGNMENT.RIGHT)
    run(line, f"{text}\t", color=SOFT, size=8)
    for field, after in (("PAGE", " of "), ("NUMPAGES", "")):
        counted = made_of("w:fldSimple", instr=field)
        line._p.append(counted)
        run(line, "1", color=SOFT, size=8)
        counted.append(line.runs[-1]._r)
        run(line, after, color=SOFT, size=8)


def made_of(name: str, **values: str) -> Any:
    """An element with its values, such as `w:shd`."""
    one = OxmlElement(name)
    for key, value in values.items():
        one.set(qn(f"w:{key}"), value)
    return one
