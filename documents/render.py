"""A page as a picture for the screen, so that a line can be lit on it by its box."""

from typing import Any

from core.child import Limits, run
from core.errors import AppError

WIDEST = 2_400
LIMITS = Limits(wall_s=9.5, memory_mb=290, output_mb=24)


def page_png(data: bytes, page: int, width: int, *, turn: int = 0) -> bytes:
    """Page `page` (from 0) as PNG, `width` pixels wide or less; `turn` is the page's own of the Document.

    Raises AppError as `read` does, `unknown_page`, and `no_pages` for files without pages.
    """
    return run(draw, {"page": page, "width": max(16, min(width, WIDEST)), "turn": turn}, data, limits=LIMITS)


def draw(ask: dict[str, Any], data: bytes) -> bytes:
    """The child's task."""
    from documents import picture
    from documents.pdf import opened
    from documents.sniff import kind_of

    kind, n = kind_of(data), ask["page"]
    if kind == "image":
        for at, pixels in enumerate(picture.frames(data, 40_000_000, n + 1)):
            if at == n:
                return picture.png(pixels, ask["width"], ask["turn"])
    elif kind == "pdf":
        document = opened(data)
        if 0 <= n < len(document):
            across = document[n].get_size()[ask["turn"] % 180 // 90]
            return picture.png(picture.page(data, n, ask["width"] / max(1.0, across)), ask["width"], ask["turn"])
    else:
        raise AppError("no_pages", "This kind of file has no pages to show; its text is shown instead.")
    raise AppError("unknown_page", f"This file has no page {n + 1}.")
