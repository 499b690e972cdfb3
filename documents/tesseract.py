"""Pictures of pages become lines by tesseract, a program beside the child: it gets clean grey pictures, never a stranger's bytes.

It is started before the child gives up its right to start programs, waits for names of files on its input, and answers in TSV.
"""

import itertools
import json
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.child import beside, progress
from documents.seen import SURE, Seen, laid_out, mended, pictures
from documents.words import tidy

Pixels = NDArray[np.uint8]
PROGRAM = "tesseract"
COMMAND = (PROGRAM, "stdin", "stdout", "--psm", "1", "-l", "eng", "tsv")
"""`--psm 1`: columns, and which way is up, are found by the program."""
MISSING = (
    "Tesseract is chosen for pictures, but its program is not on this machine (Debian: apt-get install tesseract-ocr); "
    "rapidocr reads them instead."
)
WIDE = 1.8
"""A gap of so many letter heights between two words parts what stands side by side."""
STEEPEST, STEP = 6.0, 0.25
"""Degrees of skew that are looked for, and in which steps."""
COARSE = 900
"""Pixels of the longer side of the copy on which the skew is measured."""
LETTERS = 2_000
"""Pixels of the longer side up to which a small picture is enlarged: below 20 pixels a letter the program guesses."""
SEEN_SHARE = 0.2
"""The share of the time that making the pictures takes."""


@dataclass(frozen=True)
class _Word:
    line: tuple[int, int, int]
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float
    text: str


def found() -> bool:
    """Whether the program is on this machine."""
    return shutil.which(PROGRAM) is not None


def read(ask: dict[str, Any], data: bytes) -> bytes:
    """JSON of pages by number, as `documents.ocr.read` gives it and asked in the same way."""
    ends = time.monotonic() + ask["seconds"]
    sizes: list[tuple[int, tuple[int, int]]] = []
    for at, (n, pixels) in enumerate(pictures(ask, data)):
        progress(0.02, f"Looking at page {n + 1}")
        clean = _level(_even(pixels))
        _save(clean, Path(f"page-{at}.png"))
        sizes.append((n, (clean.shape[1], clean.shape[0])))
    program = beside()
    assert program.stdin
    late = threading.Timer(max(0.1, ends - time.monotonic()), program.kill)
    late.start()
    program.stdin.write("".join(f"page-{at}.png\n" for at in range(len(sizes))).encode())
    program.stdin.close()
    told = []
    for at, words in _pages(program):
        n, size = sizes[at]
        turn, upright, size = _upright(words, size)
        page, lines, sure = laid_out(list(_seen(upright)), size, turn, n)
        told.append({"n": n, "page": page.model_dump(), "lines": [line.model_dump() for line in lines], "sure": sure})
        progress(SEEN_SHARE + (1 - SEEN_SHARE) * len(told) / len(sizes), f"Page {n + 1} read from its picture")
    late.cancel()
    return json.dumps({"pages": told, "cut": len(told) < len(sizes), "engine": PROGRAM}).encode()


def _even(pixels: Pixels) -> Pixels:
    """Grey, with shadows and the colour of the lamp taken out: each pixel beside the paper around it."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = LETTERS / max(grey.shape)
    if scale > 1.1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    paper = cv2.medianBlur(cv2.dilate(grey, np.ones((9, 9), np.uint8)), 31)
    return np.asarray(cv2.divide(grey, paper, scale=255), np.uint8)


def _level(grey: Pixels) -> Pixels:
    """Turned by its skew: level lines, or level columns on a sideways page, make the sharpest profile of ink."""
    import cv2

    scale = min(1.0, COARSE / max(grey.shape))
    small = 255 - cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    def turned(picture: Pixels, angle: float, ground: int) -> Pixels:
        height, width = picture.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        return np.asarray(cv2.warpAffine(picture, turn, (width, height), borderValue=ground), np.uint8)

    def sharp(angle: float) -> float:
        ink = turned(small, angle, 0).astype(np.float32)
        return max(float(np.square(np.diff(ink.sum(axis=axis))).sum()) for axis in (0, 1))

    steps = round(STEEPEST / STEP)
    best = max((STEP * step for step in range(-steps, steps + 1)), key=sharp)
    return turned(grey, best, 255) if best else grey


def _save(grey: Pixels, path: Path) -> None:
    import cv2

    path.write_bytes(cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes())


def _pages(program: "Popen[bytes]") -> Iterator[tuple[int, list[_Word]]]:
    """(page from 0, its words), as the program gives them; the last page only when it ended by itself."""
    assert program.stdout
    words: list[_Word] = []
    page = 0
    for raw in program.stdout:
        cells = raw.decode("utf-8", "replace").rstrip("\n").split("\t")
        if len(cells) < 12 or not cells[0].isdigit():
            continue
        if cells[0] == "1" and int(cells[1]) > page:
            if page:
                yield page - 1, words
            page, words = int(cells[1]), []
        elif cells[0] == "5" and cells[11].strip():
            x, y, width, height = map(float, cells[6:10])
            block, paragraph, line = map(int, cells[2:5])
            words.append(_Word((block, paragraph, line), x, y, x + width, y + height, float(cells[10]) / 100, cells[11]))
    if page and program.wait() == 0:
        yield page - 1, words


def _upright(words: list[_Word], size: tuple[int, int]) -> tuple[int, list[_Word], tuple[int, int]]:
    """The turn (degrees clockwise) that sets the page upright, by where the words of a line go; words and size after it."""
    across = down = 0
    for one, other in itertools.pairwise(words):
        if one.line == other.line:
            right, below = other.x0 + other.x1 - one.x0 - one.x1, other.y0 + other.y1 - one.y0 - one.y1
            if abs(right) > abs(below):
                across += 1 if right > 0 else -1
            else:
                down += 1 if below > 0 else -1
    width, height = size
    if abs(across) >= abs(down):
        if across >= 0:
            return 0, words, size
        return 180, [_moved(one, width - one.x1, height - one.y1, width - one.x0, height - one.y0) for one in words], size
    if down < 0:
        return 90, [_moved(one, height - one.y1, one.x0, height - one.y0, one.x1) for one in words], (height, width)
    return 270, [_moved(one, one.y0, width - one.x1, one.y1, width - one.x0) for one in words], (height, width)


def _moved(one: _Word, x0: float, y0: float, x1: float, y1: float) -> _Word:
    return _Word(one.line, x0, y0, x1, y1, one.sure, one.text)


def _seen(words: list[_Word]) -> Iterator[Seen]:
    """Words next to each other in one line are one piece."""
    group: list[_Word] = []
    for word in words:
        last = group[-1] if group else None
        if last and (last.line != word.line or word.x0 - last.x1 > WIDE * max(1.0, last.y1 - last.y0)):
            yield from _piece(group)
            group = []
        group.append(word)
    yield from _piece(group)


def _piece(group: list[_Word]) -> Iterator[Seen]:
    sure = [word for word in group if word.sure >= SURE]
    text = mended(tidy(" ".join(word.text for word in sure)))
    if any(letter.isalnum() for letter in text):
        box = (
            min(word.x0 for word in sure), min(word.y0 for word in sure),
            max(word.x1 for word in sure), max(word.y1 for word in sure),
        )  # fmt: skip
        yield Seen(text, box, *box, sum(word.sure for word in sure) / len(sure))
