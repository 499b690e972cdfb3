"""The charts of a transcript's PDF, drawn as vectors: bands as steps, the interview as lanes of time; each says the same in words."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from agents.paper.pdf import FLUSH, INK, LINE, SOFT, TEAL, WIDE, say, style
from agents.transcripts.report_times import Lane
from agents.transcripts.report_words import Bar

EDGE = HexColor("#b9b2a5")
"""Around what is empty, so that it is seen in grey print too."""
GREY = HexColor("#9a9ea5")
STEPS, SAID, GAP = 50 * mm, 36 * mm, 5 * mm
LANE, LASTING = 76 * mm, 36 * mm
HIGH = 7.0


def bars(drawn: Sequence[Bar]) -> Table:
    """What each is of, five steps, and the same in words; the numbers of the steps stand above them, on each page."""
    rows: list[list[Any]] = [["", _Numbers(), "", ""]]
    for one in drawn:
        label = [say(one.label, size=9), *([say(one.about, size=8, color=SOFT)] if one.about else [])]
        words = say(one.words, "Bold" if one.band else "Sans", 8.5, INK if one.band else SOFT)
        rows.append([label, _Steps(one.band), "", words])
    return _laid(rows, [WIDE - STEPS - GAP - SAID, STEPS, GAP, SAID], repeatRows=1)


def lanes(drawn: Sequence[Lane]) -> Table:
    """What each is of, its place in the whole, and how long it took."""
    rows = []
    for at, one in enumerate(drawn):
        label = say(one.label, "Sans" if at else "Bold", 9)
        rows.append([label, _Place(one), "", say(one.words, size=8.5, color=SOFT if at else INK)])
    return _laid(rows, [WIDE - LANE - GAP - LASTING, LANE, GAP, LASTING])


def _laid(rows: list[list[Any]], columns: list[float], **more: Any) -> Table:
    pads = [("TOPPADDING", (0, 0), (-1, -1), 2.2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2)]
    looks = [*FLUSH, *pads, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("RIGHTPADDING", (0, 0), (0, -1), GAP)]
    return Table(rows, colWidths=columns, style=looks, **more)


class _Drawn(Flowable):  # type: ignore[misc]
    """As wide as its column."""

    def wrap(self, wide: float, _high: float) -> tuple[float, float]:
        self.width, self.height = wide, HIGH
        return wide, HIGH


class _Numbers(_Drawn):
    """1 to 5 above the steps."""

    def draw(self) -> None:
        style("Sans", 7)  # the fonts are known from here on
        self.canv.setFont("VivaSans", 7)
        self.canv.setFillColor(SOFT)
        for n in range(5):
            self.canv.drawCentredString((n + 0.5) * self.width / 5 - 0.8, 0, str(n + 1))


class _Steps(_Drawn):
    """Steps that are reached are filled; without a band there are none, but a frame of dashes."""

    def __init__(self, band: int | None) -> None:
        super().__init__()
        self._band = band

    def draw(self) -> None:
        self.canv.setStrokeColor(EDGE)
        self.canv.setLineWidth(0.5)
        if self._band is None:
            self.canv.setDash(2, 2)
            self.canv.roundRect(0.25, 0.25, self.width - 2.1, HIGH - 0.5, 1.4, stroke=1, fill=0)
            return
        step = self.width / 5
        for n in range(5):
            reached = n < self._band
            self.canv.setFillColor(TEAL if reached else LINE)
            self.canv.roundRect(n * step + 0.25, 0.25, step - 2.1, HIGH - 0.5, 1.4, stroke=int(not reached), fill=1)


class _Place(_Drawn):
    """A line for the whole time, and upon it who speaks when."""

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane

    def draw(self) -> None:
        self.canv.setFillColor(LINE)
        self.canv.rect(0, HIGH / 2 - 0.3, self.width, 0.6, stroke=0, fill=1)
        self.canv.setStrokeColor(SOFT)
        self.canv.setLineWidth(0.5)
        for one in self._lane.stretches:
            wide = max(0.8, (one.end - one.start) * self.width)
            outlined = one.role == "interviewer"
            self.canv.setFillColor({"interviewer": HexColor("#ffffff"), "candidate": TEAL}.get(one.role, GREY))
            inset = 0.9 if outlined else 0.4
            self.canv.rect(one.start * self.width, inset, wide, HIGH - 2 * inset, stroke=int(outlined), fill=1)
