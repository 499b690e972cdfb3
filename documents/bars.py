"""A strip of bars as a picture for a Word file; the PDF draws the same as vectors."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw

DOTS = 40
"""A millimetre while it is drawn; half of them are kept, so that edges are smooth."""
EDGE = 0.15
"""Millimetres of a line around a bar."""


@dataclass(frozen=True, slots=True)
class Box:
    """A bar over the whole height but for `inset`, in millimetres; colours as #rrggbb, an empty one is not drawn."""

    left: float
    right: float
    fill: str = ""
    edge: str = ""
    inset: float = 0.0
    round: float = 0.0
    dashed: bool = False


def strip(wide: float, high: float, boxes: Iterable[Box]) -> bytes:
    """A PNG on white, so many millimetres wide and high; no bar is too thin to be seen."""
    image = Image.new("RGB", (round(wide * DOTS), round(high * DOTS)), "#ffffff")
    draw = ImageDraw.Draw(image)
    for one in boxes:
        left, top, bottom = one.left * DOTS, one.inset * DOTS, (high - one.inset) * DOTS - 1
        around = (left, top, min(max(one.right * DOTS, left + DOTS / 4), image.width) - 1, bottom)
        if one.dashed:
            _dashes(draw, around, one.edge)
        else:
            draw.rounded_rectangle(around, one.round * DOTS, one.fill or None, one.edge or None, round(EDGE * DOTS))
    out = io.BytesIO()
    image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX).save(out, "PNG", optimize=True)
    return out.getvalue()


def _dashes(draw: ImageDraw.ImageDraw, around: tuple[float, float, float, float], color: str) -> None:
    left, top, right, bottom = around
    thick, dash, inner = round(EDGE * DOTS), DOTS * 0.75, EDGE * DOTS / 2
    at = left
    while at < right:
        for level in (top + inner, bottom - inner):
            draw.line((at, level, min(at + dash, right), level), color, thick)
        at += 2 * dash
    for side in (left + inner, right - inner):
        draw.line((side, top, side, bottom), color, thick)
