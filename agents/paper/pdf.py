"""The look of our PDFs: the pages' own type on A4, hairline tables, and a quiet foot."""

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from agents.paper import bidi
from agents.paper.bidi import Letter, Placed
from agents.paper.letters import markup, register, wide

INK, SOFT, LINE, TEAL = HexColor("#20242a"), HexColor("#5f646b"), HexColor("#e6e1d8"), HexColor("#0f6b66")
MARGIN = 22 * mm
WIDE = A4[0] - 2 * MARGIN
LONG = 400
"""Letters of which no line holds as many."""
FLUSH = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]


def built(parts: Sequence[Any], title: str, foot: str) -> bytes:
    """The parts on A4, with the foot and the page's number of how many below each, and the headings as the file's outline."""
    register()
    out = io.BytesIO()
    paper = _Paper(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=20 * mm,
        title=title, author="Viva Voce", lang="en", invariant=1,
    )  # fmt: skip
    frame = Frame(MARGIN, 20 * mm, WIDE, A4[1] - 42 * mm, 0, 0, 0, 0)
    paper.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, _: _foot(canvas, foot)))
    paper.build(list(parts), canvasmaker=_Numbered)
    return out.getvalue()


def style(font: str, size: float, color: Any = INK, **more: Any) -> ParagraphStyle:
    """Sans, Bold, Serif or Quote, or the Code of a program, at a size in points; no line of a paragraph stands alone on a page."""
    register()
    name = "Courier" if font == "Code" else f"Viva{font}"
    alone = {"allowWidows": 0, "allowOrphans": 0}
    return ParagraphStyle("viva", fontName=name, fontSize=size, leading=size * 1.4, textColor=color, **{**alone, **more})


def say(text: str, font: str = "Sans", size: float = 9.5, color: Any = INK, **more: Any) -> Any:
    """A paragraph of plain text, whatever lines it was written in; it begins where our own words do."""
    return _paragraph([(letter, False) for letter in text.replace("\n", " ")], style(font, size, color, **more))


def said(pieces: Sequence[tuple[str, bool]], looks: ParagraphStyle, tint: str = "") -> Any:
    """What somebody said, in its lines, what is marked of it on a tint; it begins at the right where its letters do."""
    letters = [(letter, mark) for text, mark in pieces for letter in text]
    if bidi.begins_right("".join(letter for letter, _ in letters)):
        looks = looks.clone("right", alignment=TA_RIGHT)
    return _paragraph(letters, looks, tint)


def _paragraph(letters: Sequence[Letter], looks: ParagraphStyle, tint: str = "") -> Any:
    if bidi.turns("".join(letter for letter, _ in letters)):
        return _Turning(letters, looks, tint)
    return Paragraph(markup(letters, looks.fontName, tint), looks)


def inline(text: str, font: str = "Sans") -> str:
    """Plain text as a part of a paragraph's markup."""
    return markup([(letter, False) for letter in text], f"Viva{font}")


def ruled(rows: list[list[Any]], mms: list[float], *, headed: bool = False) -> Table:
    """A table with hairlines; a width of 0 takes what is left, and `headed` says the first row again on each page."""
    rest = WIDE - sum(mms) * mm
    rule = ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE)
    pads = [
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
    head = [("LINEBELOW", (0, 0), (-1, 0), 0.8, SOFT), ("BOTTOMPADDING", (0, 0), (-1, 0), 3)] if headed else []
    looks = [rule, *pads, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("RIGHTPADDING", (-1, 0), (-1, -1), 0), *head]
    return Table(rows, colWidths=[one * mm or rest for one in mms], style=TableStyle(looks), repeatRows=int(headed))


def title(text: str) -> list[Any]:
    """The heading of a part, with the room around it."""
    heading = say(text, "Serif", 16, keepWithNext=1)
    heading.outlined = text
    return [Spacer(1, 14), heading, Spacer(1, 4)]


class _Turning(Flowable):  # type: ignore[misc]
    """A paragraph with letters that run from right to left: its lines are broken first, then each is put in the order of drawing."""

    def __init__(self, letters: Sequence[Letter], looks: ParagraphStyle, tint: str) -> None:
        super().__init__()
        self.style, self._tint = looks, tint
        self._stretches = [list(run) for ended, run in groupby(letters, lambda one: one[0] == "\n") if not ended]
        self._laid: Any = None

    def wrap(self, wide_: float, high: float) -> tuple[float, float]:
        room = wide_ - self.style.leftIndent - self.style.rightIndent - 1
        lines = [
            markup(line, self.style.fontName, self._tint) for stretch in self._stretches for line in self._lines(stretch, room)
        ]
        self._laid = Paragraph("<br/>".join(lines), self.style)
        self.width, self.height = self._laid.wrap(wide_, high)
        return self.width, self.height

    def split(self, wide_: float, high: float) -> list[Any]:
        self.wrap(wide_, high)
        return list(self._laid.split(wide_, high))

    def draw(self) -> None:
        self._laid.drawOn(self.canv, 0, 0)

    def _lines(self, letters: Sequence[Letter], room: float) -> Iterator[list[Letter]]:
        right = bidi.begins_right("".join(letter for letter, _ in letters))
        line: list[Placed] = []
        for word in _words(bidi.placed(letters, right)):
            if line and self._wide([*line, *word]) > room:
                yield bidi.drawn(_trimmed(line))
                line = []
            line = [*line, *word]
            while self._wide(line[:LONG]) > room:  # one word alone is longer than a line
                cut = next(at for at in range(1, len(line)) if self._wide(line[: at + 1]) > room)
                yield bidi.drawn(line[:cut])
                line = line[cut:]
        yield bidi.drawn(_trimmed(line))

    def _wide(self, line: Sequence[Placed]) -> float:
        return wide([(letter, mark) for letter, mark, _ in _trimmed(line)], self.style.fontName, self.style.fontSize)


def _trimmed(line: Sequence[Placed]) -> Sequence[Placed]:
    """Without the blanks at its end."""
    end = len(line)
    while end and line[end - 1][0] == " ":
        end -= 1
    return line[:end]


def _words(letters: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Words with the blanks behind them."""
    word: list[Placed] = []
    for at, one in enumerate(letters):
        word.append(one)
        if one[0] == " " and (at + 1 == len(letters) or letters[at + 1][0] != " "):
            yield word
            word = []
    if word:
        yield word


class _Paper(BaseDocTemplate):  # type: ignore[misc]
    """Headings become the outline of the file."""

    def afterFlowable(self, flowable: Any) -> None:
        text = getattr(flowable, "outlined", "")
        if text:
            key = f"part-{self.page}-{self.frame._y:.0f}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text, key)


class _Numbered(Canvas):  # type: ignore[misc]
    """Each page leaves a place for its number of how many, which are drawn when it is known how many there are."""

    def showPage(self) -> None:
        self.doForm(f"number-{self._pageNumber}")
        super().showPage()

    def save(self) -> None:
        pages = self._pageNumber - 1
        for page in range(1, pages + 1):
            self.beginForm(f"number-{page}", 0, 0, *A4)
            self.setFont("VivaSans", 8)
            self.setFillColor(SOFT)
            self.drawRightString(A4[0] - MARGIN, 11 * mm, f"{page} of {pages}")
            self.endForm()
        super().save()


def _foot(canvas: Any, text: str) -> None:
    foot = say(text, "Sans", 8, SOFT)
    foot.wrap(WIDE - 30 * mm, 10 * mm)
    foot.drawOn(canvas, MARGIN, 11 * mm - 3)
