"""Pictures and scanned pages as pixels: the size is looked at before anything is unpacked. In the child."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import AppError

Pixels = NDArray[np.uint8]
LONGEST = 2_600
"""Pixels of the longer side that are kept; a letter page at 230 dpi."""
PAGE_SCALE = 2.4
"""A scanned PDF page is rendered at 173 dpi: letters of 9 points are then 20 pixels high, as the recognizer likes them."""


def frames(data: bytes, most_pixels: int, most_frames: int) -> Iterator[Pixels]:
    """The pictures of a file (one, but for TIFF), upright by their EXIF note, as (height, width, 3)."""
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = most_pixels
    try:
        with Image.open(BytesIO(data)) as source:
            _bounded(source.size, most_pixels)
            source.draft("RGB", (LONGEST, LONGEST))
            many = source.format == "TIFF"
            for n, frame in enumerate(ImageSequence.Iterator(source)):
                if n >= (most_frames if many else 1):
                    return
                _bounded(frame.size, most_pixels)
                frame.thumbnail((LONGEST, LONGEST)) if frame.mode in ("RGB", "L") else frame.load()
                yield np.asarray(_flat(ImageOps.exif_transpose(frame)))
    except (AppError, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise _too_many(most_pixels) from error
    except Exception as error:  # decoders raise whatever they like at damaged pictures
        raise AppError(
            "unreadable", "This picture is damaged or was cut off on its way; take or save it anew."
        ) from error


def page(data: bytes, n: int, scale: float = PAGE_SCALE) -> Pixels:
    """A PDF page as pixels."""
    from documents.pdf import opened
    from documents.visible import rendered

    return rendered(opened(data)[n], scale)[0]


def png(pixels: Pixels, width: int, turn: int = 0) -> bytes:
    """The picture as PNG, turned clockwise, at most `width` pixels wide."""
    from PIL import Image

    image = Image.fromarray(np.ascontiguousarray(np.rot90(pixels, -turn // 90)))
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _bounded(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise _too_many(most)


def _too_many(most: int) -> AppError:
    return AppError("too_large", f"This picture has more than {most // 1_000_000} million pixels; save it smaller.")


def _flat(image: Any) -> Any:
    """RGB on white, no larger than is useful."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image.thumbnail((LONGEST, LONGEST))
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        image = ground
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    image = image.convert("RGB")
    image.thumbnail((LONGEST, LONGEST))
    return image
