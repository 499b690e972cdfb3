"""Bullets that a PDF draws as shapes, as browsers do: without them a list of statements reads as one paragraph."""

from typing import Any

import pypdfium2.raw as pdfium

from documents.glyphs import Ends, Fragment, Word, shown

MOST = 4_000
"""Shapes of a page that are looked at."""
SMALL, LARGE = 0.1, 0.45
"""A bullet's width and height in letter heights; the dots of a timeline are larger."""
FAR = 1.6
"""Letter heights from a bullet to its text, at most."""


def bulleted(page: Any, pieces: list[Fragment]) -> list[Fragment]:
    """The fragments, each that a bullet is drawn before with a bullet as its first word."""
    shapes = _shapes(page)
    lines = [one for one in shapes if one[3] - one[1] > 30 and one[2] - one[0] < 3]
    small = [one for one in shapes if max(one[2] - one[0], one[3] - one[1]) < 30 and not any(_on(one, line) for line in lines)]
    return [_with_bullet(piece, small) for piece in pieces] if small else pieces


def _shapes(page: Any) -> list[Ends]:
    box, turn, found = page.get_bbox(), page.get_rotation() % 360, []
    for n, one in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)):
        if n >= MOST:
            break
        found.append(shown(box, turn, one.get_bounds()))
    return found


def _on(one: Ends, line: Ends) -> bool:
    """A dot on an upright line marks a date, no statement."""
    return line[0] < one[2] and one[0] < line[2] and line[1] < one[3] + 3 and one[1] - 3 < line[3]


def _with_bullet(piece: Fragment, shapes: list[Ends]) -> Fragment:
    first, size = piece.words[0], piece.size
    middle = (first.y0 + first.y1) / 2
    for x0, y0, x1, y1 in shapes:
        level = abs((y0 + y1) / 2 - middle) < 0.35 * size
        if level and 0 <= first.x0 - x1 < FAR * size and all(SMALL * size < one < LARGE * size for one in (x1 - x0, y1 - y0)):
            mark = Word("•", x0, min(y0, first.y0), x1, max(y1, first.y1), size, upright=first.upright)
            return Fragment([mark, *piece.words]) if piece.upright else piece
    return piece
