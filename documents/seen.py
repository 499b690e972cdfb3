"""What a recognizer saw in a picture becomes lines in reading order, whichever recognizer it was; and the pictures that it is shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.document import Box, Document, Line, Page
from documents import picture
from documents.order import arranged
from documents.words import quality

Pixels = NDArray[np.uint8]
SURE = 0.5
"""The recognizer's confidence below which a line is left out."""


@dataclass(frozen=True)
class Seen:
    """A line of a picture: its text, its corners' box on the page, its box where the page is level, the confidence."""

    text: str
    box: tuple[float, float, float, float]
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float


def pictures(ask: dict[str, Any], data: bytes) -> Iterator[tuple[int, Pixels]]:
    """The number and the pixels of each page that is to be read from its picture."""
    if ask["kind"] == "pdf":
        for n in ask["scans"]:
            yield n, picture.page(data, n)
    else:
        yield from enumerate(picture.frames(data, ask["pixels"], ask["pages"]))


def laid_out(seen: Sequence[Seen], size: tuple[int, int], turn: int, n: int) -> tuple[Page, list[Line], float]:
    """The page, its lines in reading order, and the mean confidence (0-1); `size` is that of the upright picture."""
    placed = arranged(list(seen), drawn=False)
    columns = max((column for _, column in placed), default=0) + 1
    page = Page.model_validate({"width": size[0], "height": size[1], "columns": columns, "ocr": True, "turn": turn})
    lines = [_line(one, column, at, page, n) for at, (one, column) in enumerate(_joined(placed))]
    letters = sum(len(one.text) for one in seen)
    return page, lines, sum(one.sure * len(one.text) for one in seen) / letters if letters else 0.0


def with_pages(document: Document, told: dict[str, Any], wanted: int) -> Document:
    """The document with what was read from pictures in its place."""
    every = {one["n"]: one for one in told["pages"]}
    pages = list(document.pages) + [Page(width=0, height=0)] * (len(every) - len(document.pages))
    lines = [line for line in document.lines if line.box is None or line.box.page not in every]
    for n, one in every.items():
        # A PDF's page keeps its size in points.
        read = Page.model_validate(one["page"])
        pages[n] = (
            read.model_copy(update={"width": pages[n].width, "height": pages[n].height})
            if pages[n].width and not read.turn
            else read
        )
        lines += [Line.model_validate(line) for line in one["lines"]]
    lines.sort(key=lambda line: line.box.page if line.box else 0)
    text = "\n".join(line.text for line in lines)
    sure = sum(one["sure"] for one in every.values()) / max(1, len(every))
    notices = [*document.notices, "Read from a picture: look through the words before you go on."]
    if len(every) < wanted or told["cut"]:
        notices.append("There was no time to read all of the pictures; upload a file with text, or fewer pages.")
    return document.model_copy(
        update={
            "lines": tuple(line.model_copy(update={"n": n}) for n, line in enumerate(lines)),
            "pages": tuple(pages),
            "notices": tuple(notices),
            "engine": "+".join(filter(None, (document.engine, told["engine"]))),
            "quality": round(quality(text) * (sure if len(every) == len(pages) else 1.0), 3),
        }
    )


def mended(text: str) -> str:
    """A small l that stands for a large I among capitals: APl, Al, Cl/CD, NeurlPS."""
    text = re.sub(r"(?<=[A-Z])l(?=[A-Z]|s?\b)|\bl(?=[A-Z]{2})|(?<=[a-z])l(?=[A-Z]{2})", "I", text)
    return re.sub(r"(?<=[.;:)]) {2,}", " ", text)


def _joined(placed: list[tuple[Seen, int]]) -> list[tuple[Seen, int]]:
    """Pieces that stand side by side in one column are one line."""
    made: list[tuple[Seen, int]] = []
    for one, column in placed:
        last = made[-1][0] if made and made[-1][1] == column else None
        height = min(one.y1 - one.y0, last.y1 - last.y0) if last else 0.0
        if last and abs((last.y0 + last.y1) - (one.y0 + one.y1)) / 2 < 0.5 * height and one.x0 > last.x0:
            box = (
                min(last.box[0], one.box[0]),
                min(last.box[1], one.box[1]),
                max(last.box[2], one.box[2]),
                max(last.box[3], one.box[3]),
            )
            made[-1] = (replace(last, text=f"{last.text}  {one.text}", box=box, x1=one.x1), column)
        else:
            made.append((one, column))
    return made


def _line(one: Seen, column: int, at: int, page: Page, n: int) -> Line:
    x0, y0, x1, y1 = (
        round(min(1.0, max(0.0, v / whole)), 4) for v, whole in zip(one.box, (page.width, page.height) * 2, strict=True)
    )
    return Line(n=at, text=one.text, box=Box(page=n, x0=x0, y0=y0, x1=x1, y1=y1), column=column)
