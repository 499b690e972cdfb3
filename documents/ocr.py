"""Pictures of pages become lines, by rapidocr: turned upright, lines in reading order whatever the skew. In the child."""

import itertools
import json
import math
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.child import progress
from core.document import Box, Document, Line, Page
from core.errors import AppError
from documents import picture
from documents.order import arranged
from documents.words import quality, tidy

Pixels = NDArray[np.uint8]
SURE = 0.5
"""The recognizer's confidence below which a line is left out."""
LONG = 22.0
"""Width to height of a piece: longer lines are cut at a gap, since the recognizer garbles them."""
SAMPLE = 6
"""Lines that tell whether a page is upside down."""
THREADS = 3
FOUND, TOLD_EACH = 0.4, 5
"""The share of a page's time that finding its lines takes, and after how many lines more is told."""
MOST_PIXELS = 2_600_000
"""Of the picture that lines are looked for in: it decides on the memory, 250 MB a million; letters are read from the whole one."""


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


def read(ask: dict[str, Any], data: bytes) -> bytes:
    """JSON of pages by number: `page`, `lines`, `sure`. Asks: `kind`, `scans`, `pixels`, `pages`, `seconds`."""
    ends = time.monotonic() + ask["seconds"]
    reader = _Reader(ends)
    told: list[dict[str, Any]] = []
    for n, pixels in _pictures(ask, data):
        if told and time.monotonic() + 1.3 * (ask["seconds"] - (ends - time.monotonic())) / len(told) > ends:
            break
        whole = max(len(told) + 1, len(ask["scans"]))
        page, lines, sure = reader.page(pixels, n, partial(_tell, len(told), whole))
        told.append({"n": n, "page": page.model_dump(), "lines": [line.model_dump() for line in lines], "sure": sure})
        progress(len(told) / whole, f"Page {n + 1} read from its picture")
    return json.dumps({"pages": told, "cut": reader.cut}).encode()


def _tell(page: int, pages: int, share: float, words: str) -> None:
    progress((page + share) / pages, words)


def _pictures(ask: dict[str, Any], data: bytes) -> Iterator[tuple[int, Pixels]]:
    if ask["kind"] == "pdf":
        for n in ask["scans"]:
            yield n, picture.page(data, n)
    else:
        yield from enumerate(picture.frames(data, ask["pixels"], ask["pages"]))


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
            "engine": "+".join(filter(None, (document.engine, "rapidocr"))),
            "quality": round(quality(text) * (sure if len(every) == len(pages) else 1.0), 3),
        }
    )


class _Reader:
    """The models, and the time until which they may run."""

    def __init__(self, ends: float) -> None:
        try:
            import cv2
            from rapidocr import RapidOCR
        except ImportError as error:
            raise AppError(
                "missing_package", "Reading pictures needs the package rapidocr: pip install rapidocr."
            ) from error
        cv2.setNumThreads(1)
        quiet = {"Global.log_level": "critical", "Global.use_cls": False}
        threads = {
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        self._engine: Callable[..., Any] = RapidOCR(params={**quiet, **threads})
        self._ends = ends
        self.cut = False

    def page(self, pixels: Pixels, n: int, tell: Callable[[float, str], None]) -> tuple[Page, list[Line], float]:
        """One page's lines, and the mean confidence (0-1); `tell` hears what share of the page is done."""
        tell(0.02, f"Looking for the lines of page {n + 1}")
        turned, turn, quads = self._upright(pixels)
        height, width = turned.shape[:2]
        seen = self._read(turned, quads, tell)
        placed = arranged(seen, drawn=False)
        columns = max((column for _, column in placed), default=0) + 1
        page = Page(width=width, height=height, columns=columns, ocr=True, turn=turn)
        lines = [_line(one, column, at, page, n) for at, (one, column) in enumerate(_joined(placed))]
        letters = sum(len(one.text) for one in seen)
        return page, lines, sum(one.sure * len(one.text) for one in seen) / letters if letters else 0.0

    def _upright(self, pixels: Pixels) -> tuple[Pixels, int, list[Any]]:
        """The picture turned so that its lines run across and are not upside down; the turn; the lines' corners."""
        # A sideways page is wider than high: a small copy, which costs a quarter, tells first.
        wide = pixels.shape[1] > pixels.shape[0]
        quads, turn = self._found(pixels, MOST_PIXELS // 4 if wide else MOST_PIXELS), 0
        if quads and sum(_length(q) for q in quads if _tall(q)) > 0.5 * sum(_length(q) for q in quads):
            pixels, turn = np.ascontiguousarray(np.rot90(pixels, -1)), 90
            quads = self._found(pixels)
        elif wide:
            quads = self._found(pixels)
        some = sorted(quads, key=lambda q: abs(_length(q) / max(1.0, _thick(q)) - 12))[:SAMPLE]
        crops = [_crop(pixels, q) for q in some]
        if sum(self._sure(np.ascontiguousarray(c[::-1, ::-1])) for c in crops) > 1.05 * sum(map(self._sure, crops)):
            pixels, turn = np.ascontiguousarray(pixels[::-1, ::-1]), turn + 180
            quads = self._found(pixels)
        return pixels, turn, quads

    def _found(self, pixels: Pixels, most: int = MOST_PIXELS) -> list[Any]:
        import cv2

        height, width = pixels.shape[:2]
        scale = min(1.0, math.sqrt(most / (height * width)))
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        told = self._engine(small[:, :, ::-1], use_det=True, use_cls=False, use_rec=False)
        return [] if getattr(told, "boxes", None) is None else [np.asarray(box, float) / scale for box in told.boxes]

    def _text(self, crop: Pixels) -> tuple[str, float]:
        told = self._engine(crop[:, :, ::-1], use_det=False, use_cls=False, use_rec=True)
        return (told.txts[0], float(told.scores[0])) if getattr(told, "txts", None) else ("", 0.0)

    def _sure(self, crop: Pixels) -> float:
        """Confidence, weighed by what was read."""
        text, sure = self._text(crop)
        return sure * sum(map(str.isalnum, text))

    def _read(self, pixels: Pixels, quads: list[Any], tell: Callable[[float, str], None]) -> list[Seen]:
        angle = _angle(quads)
        # Several lines at once, each on its own, cost less than one batch of padded ones.
        with ThreadPoolExecutor(THREADS) as pool:
            every = []
            for one in pool.map(partial(self._line, pixels, angle), quads):
                every.append(one)
                if len(every) % TOLD_EACH == 0 or len(every) == len(quads):
                    tell(FOUND + (1 - FOUND) * len(every) / len(quads), f"{len(every)} of {len(quads)} lines read")
        return [one for one in every if one is not None]

    def _line(self, pixels: Pixels, angle: float, quad: Any) -> Seen | None:
        if time.monotonic() > self._ends:
            self.cut = True
            return None
        told = [self._text(piece) for piece in _pieces(_crop(pixels, quad))]
        text = _mended(tidy(" ".join(text for text, sure in told if sure >= SURE)))
        if not text:
            return None
        level = quad @ np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        low, high = level.min(axis=0), level.max(axis=0)
        # Boxes are drawn with a margin of a fifth around the letters; without it neighbouring rows touch.
        slack = 0.15 * (high[1] - low[1])
        box = (*quad.min(axis=0), *quad.max(axis=0))
        sure = sum(sure for _, sure in told) / len(told)
        return Seen(text, box, low[0], low[1] + slack, high[0], high[1] - slack, sure)


def _length(quad: Any) -> float:
    return float(max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])))


def _thick(quad: Any) -> float:
    return float(min(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])))


def _tall(quad: Any) -> bool:
    return bool(np.linalg.norm(quad[3] - quad[0]) > 1.5 * np.linalg.norm(quad[1] - quad[0]))


def _angle(quads: list[Any]) -> float:
    """Skew of the page in radians: the median over its longer lines."""
    long = [q for q in quads if _length(q) > 5 * _thick(q)]
    angles = [math.atan2(q[1][1] - q[0][1], q[1][0] - q[0][0]) for q in long]
    return float(np.median(angles)) if angles else 0.0


def _crop(pixels: Pixels, quad: Any) -> Pixels:
    """What is inside four corners, made level."""
    import cv2

    width = max(2, round(float(np.linalg.norm(quad[1] - quad[0]))))
    height = max(2, round(float(np.linalg.norm(quad[3] - quad[0]))))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(quad.astype(np.float32), flat)
    return np.asarray(
        cv2.warpPerspective(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def _pieces(crop: Pixels) -> list[Pixels]:
    """A long line cut in its widest gaps, so that no piece is longer than the recognizer likes."""
    height, width = crop.shape[:2]
    if width <= LONG * height:
        return [crop]
    grey = crop.mean(axis=2)
    ink = np.abs(grey - np.median(grey)).max(axis=0)
    # A gap between words is some 0.2 of the height wide; the quietest window of that width is one.
    window = max(2, round(0.2 * height))
    quiet = np.convolve(ink, np.ones(window) / window, "same")
    parts = math.ceil(width / (0.85 * LONG * height))
    step = width / parts
    cuts = [0]
    for n in range(1, parts):
        begin, end = round(n * step - 0.25 * step), round(n * step + 0.25 * step)
        cuts.append(begin + int(np.argmin(quiet[begin:end])))
    cuts.append(width)
    return [crop[:, a:b] for a, b in itertools.pairwise(cuts) if b - a > 2]


def _mended(text: str) -> str:
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
