"""Pictures of pages become lines, by rapidocr: turned upright, lines in reading order whatever the skew. In the child."""

import itertools
import json
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.child import progress
from core.document import Line, Page
from core.errors import AppError
from documents.seen import SURE, Seen, laid_out, mended, pictures
from documents.words import tidy

Pixels = NDArray[np.uint8]
LONG = 22.0
"""Width to height of a piece: longer lines are cut at a gap, since the recognizer garbles them."""
SMALLEST = 12
"""Pixels of the shorter side below which nothing can be read, and the recognizer crashes."""
SAMPLE = 6
"""Lines that tell whether a page is upside down."""
THREADS = 3
FOUND, TOLD_EACH = 0.4, 5
"""The share of a page's time that finding its lines takes, and after how many lines more is told."""
MOST_PIXELS = 2_600_000
"""Of the picture that lines are looked for in: it decides on the memory, 250 MB a million; letters are read from the whole one."""


def read(ask: dict[str, Any], data: bytes) -> bytes:
    """JSON of pages by number: `page`, `lines`, `sure`. Asks: `kind`, `scans`, `pixels`, `pages`, `seconds`."""
    ends = time.monotonic() + ask["seconds"]
    reader = _Reader(ends)
    told: list[dict[str, Any]] = []
    for n, pixels in pictures(ask, data):
        if told and time.monotonic() + 1.3 * (ask["seconds"] - (ends - time.monotonic())) / len(told) > ends:
            break
        whole = max(len(told) + 1, len(ask["scans"]))
        page, lines, sure = reader.page(pixels, n, partial(_tell, len(told), whole))
        told.append({"n": n, "page": page.model_dump(), "lines": [line.model_dump() for line in lines], "sure": sure})
        progress(len(told) / whole, f"Page {n + 1} read from its picture")
    return json.dumps({"pages": told, "cut": reader.cut, "engine": "rapidocr"}).encode()


def _tell(page: int, pages: int, share: float, words: str) -> None:
    progress((page + share) / pages, words)


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
        if min(pixels.shape[:2]) < SMALLEST:
            return laid_out([], pixels.shape[1::-1], 0, n)
        tell(0.02, f"Looking for the lines of page {n + 1}")
        turned, turn, quads = self._upright(pixels)
        height, width = turned.shape[:2]
        return laid_out(self._read(turned, quads, tell), (width, height), turn, n)

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
        text = mended(tidy(" ".join(text for text, sure in told if sure >= SURE)))
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
