"""The charts of a transcript's Word file: pictures as the PDF draws them, each between what it is of and the same in words."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm, Pt

from agents.paper.word import INK, SOFT, TEAL, cells, grid, run
from agents.transcripts.report_times import Lane
from agents.transcripts.report_words import Bar
from documents.bars import Box, strip

PALE, EDGE, GREY, WHITE = "#e6e1d8", "#b9b2a5", "#9a9ea5", "#ffffff"
BARS, LANES = (76, 54, 36), (50, 80, 36)
"""Millimetres: what it is of, the chart itself, the same in words."""
CLEAR, BETWEEN, HIGH = 5.0, 0.7, 2.6
"""Millimetres between a chart and its words, and between two steps; of a bar from top to bottom."""
TOGETHER = 16
"""Rows of a chart that stay on one page."""


def bars(file: Any, drawn: Sequence[Bar], title: str) -> None:
    """Five steps a bar, those that are reached in the accent; a frame of dashes without a band."""
    table = grid(file, BARS, f"{title}, from 1 to 5. " + " ".join(f"{one.label}: {one.words}." for one in drawn))
    for one in drawn:
        row = _row(table, one.label, one.about)
        _picture(row[1], _steps(one.band, _wide(row[1])), f"{one.label}: {one.words}")
        run(row[2].paragraphs[0], one.words, bold=bool(one.band), color=INK if one.band else SOFT, size=9)
    _together(table)


def lanes(file: Any, drawn: Sequence[Lane]) -> None:
    """Where each question lies in the whole, and who speaks."""
    table = grid(file, LANES, "Time and questions. " + " ".join(f"{one.label}: {one.words}." for one in drawn))
    for one in drawn:
        row = _row(table, one.label)
        _picture(row[1], _place(one, _wide(row[1])), f"{one.label}: {one.words}")
        run(row[2].paragraphs[0], one.words, color=SOFT, size=9)
    _together(table)


def _row(table: Any, label: str, about: str = "") -> Any:
    row = cells(table)
    for cell in row:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    run(row[0].paragraphs[0], label, color=INK, size=9.5)
    if about:
        row[0].paragraphs[0].paragraph_format.space_after = Pt(0)
        line = row[0].add_paragraph()
        line.paragraph_format.space_after = Pt(3)
        run(line, about, color=SOFT, size=8)
    return row


def _together(table: Any) -> None:
    if len(table.rows) <= TOGETHER:
        for row in table.rows[:-1]:
            for cell in row.cells:
                for line in cell.paragraphs:
                    line.paragraph_format.keep_with_next = True


def _wide(cell: Any) -> float:
    """Millimetres of the picture in a column."""
    return float(cell.width.mm) - CLEAR


def _picture(cell: Any, boxes: Iterator[Box], told: str) -> None:
    """A drawing as wide as its column; `told` is said in its place."""
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = Pt(5)  # below a picture its line has room for letters; this is its like above
    made = line.add_run().add_picture(io.BytesIO(strip(_wide(cell), HIGH, boxes)), width=Mm(_wide(cell)))
    made._inline.docPr.set("descr", told)


def _steps(band: int | None, wide: float) -> Iterator[Box]:
    step = wide / 5
    if band is None:
        yield Box(0, wide - BETWEEN, edge=GREY, dashed=True)
        return
    for n in range(5):
        reached = n < band
        yield Box(
            n * step, (n + 1) * step - BETWEEN, f"#{TEAL}" if reached else PALE, "" if reached else EDGE, round=0.5
        )


def _place(lane: Lane, wide: float) -> Iterator[Box]:
    yield Box(0, wide, PALE, inset=HIGH / 2 - 0.1)
    for one in lane.stretches:
        start, end = one.start * wide, one.end * wide
        if one.role == "interviewer":
            yield Box(start, end, WHITE, f"#{SOFT}", inset=0.25)
        else:
            yield Box(start, end, f"#{TEAL}" if one.role == "candidate" else GREY, inset=0.1)
