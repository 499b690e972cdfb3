"""Which words of a PDF page a person cannot see: their boxes are compared with the pixels of the rendered page."""

from typing import Any, Literal

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from documents.glyphs import INVISIBLE, Word

Pixels = NDArray[np.uint8]
Why = Literal["white", "tiny", "off_page", "covered", "invisible"]

SCALE = 2.0
"""144 pixels to the inch."""
MOST_PIXELS = 4_000_000
FAINT = 24
"""Steps of 255 between the lightest and the darkest pixel in a word's box below which nothing is seen."""
TINY = 3.0
"""Points on a page of usual width (612) below which nobody reads."""
SCAN = 0.4
"""A picture over this share of the page is a scan, and invisible text over it is what was read from it."""
LIGHT = 200


def rendered(page: Any, scale: float = SCALE) -> tuple[Pixels, float]:
    """The page as pixels (height, width, 3) and the scale that was used, kept below the bound of pixels."""
    width, height = page.get_size()
    scale = min(scale, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, no_smoothpath=False)
    pixels = np.array(bitmap.to_numpy()[:, :, :3], copy=True)
    bitmap.close()
    return pixels, scale


def unseen(page: Any, words: list[Word]) -> dict[int, Why]:
    """Index of each hidden word -> why it is not seen."""
    if not words:
        return {}
    width, height = page.get_size()
    pixels, scale = rendered(page)
    scans = _scans(page)
    crowd = _overlapping(words)
    found: dict[int, Why] = {}
    for n, word in enumerate(words):
        if why := _why(word, (width, height), pixels, scale, n in crowd, scans):
            found[n] = why
    return found


def _why(
    word: Word, size: tuple[float, float], pixels: Pixels, scale: float, crowded: bool, scans: float
) -> Why | None:
    width, height = size
    if _outside(word, width, height):
        return "off_page"
    if 0 < word.size < TINY * min(1.0, width / 612) or max(word.x1 - word.x0, word.y1 - word.y0) <= 0:
        return "tiny" if any(letter.isalnum() for letter in word.text) else None
    # One pixel more on each side: the edge of a filled letter is where its contrast is.
    patch = _patch(pixels, word, scale, 1)
    contrast = int((patch.max(axis=(0, 1)).astype(int) - patch.min(axis=(0, 1))).max()) if patch.size else 0
    if word.mode in INVISIBLE and scans < SCAN and word.mode == 3:
        return "invisible"
    if contrast >= FAINT:
        return "white" if crowded and _blends(word, pixels, scale) else None
    if word.mode in INVISIBLE or word.colour[3] < FAINT:
        return "invisible"
    if min(word.colour[:3]) >= LIGHT:
        return "white"
    return "covered" if word.drawable else None


def _outside(word: Word, width: float, height: float) -> bool:
    """More than half of it lies beyond the page's edge."""
    area = max(1e-6, word.x1 - word.x0) * max(1e-6, word.y1 - word.y0)
    inside = max(0.0, min(word.x1, width) - max(word.x0, 0)) * max(0.0, min(word.y1, height) - max(word.y0, 0))
    if area <= 1e-3:
        return not (0 <= word.x0 <= width and 0 <= word.y0 <= height)
    return inside < 0.5 * area


def _patch(pixels: Pixels, word: Word, scale: float, more: int) -> Pixels:
    x0, y0 = max(0, int(word.x0 * scale) - more), max(0, int(word.y0 * scale) - more)
    return pixels[y0 : int(word.y1 * scale) + 1 + more, x0 : int(word.x1 * scale) + 1 + more]


def _blends(word: Word, pixels: Pixels, scale: float) -> bool:
    """Its colour is that of its surroundings, so that what is seen in its box belongs to other words."""
    if word.mode or word.colour[3] < 255:
        return False
    around = _patch(pixels, word, scale, 4).reshape(-1, 3)
    ground = np.median(around, axis=0)
    return bool(np.abs(ground - np.array(word.colour[:3])).max() < FAINT)


def _overlapping(words: list[Word]) -> set[int]:
    """Words that lie on other words for a good part."""
    boxes = np.array([(word.x0, word.y0, word.x1, word.y1) for word in words])
    area = np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1e-6)
    found = set()
    for n, (x0, y0, x1, y1) in enumerate(boxes):
        wide = np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)
        tall = np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0)
        shared = np.maximum(wide, 0) * np.maximum(tall, 0) / np.minimum(area, area[n])
        shared[n] = 0
        if shared.max() > 0.3:
            found.add(n)
    return found


def _scans(page: Any) -> float:
    """Share of the page that its largest picture covers (0-1)."""
    width, height = page.get_size()
    most = 0.0
    for n, one in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        if n > 500:
            break
        left, bottom, right, top = one.get_bounds()
        most = max(most, (right - left) * (top - bottom))
    return float(min(1.0, most / max(1.0, width * height)))
