"""`read`: any file that a person uploads becomes a Document, or one sentence that says what to do.

Everything that touches the bytes runs in a child process with limits (`core.child`): first one that reads text, then, where pages
are pictures, one that holds the recognizer.
"""

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from core.child import Limits, Progress, Ran, run
from core.confine import MB
from core.document import Document
from core.errors import AppError
from documents import ocr, tesseract, text
from documents.seen import with_pages

Engine = Literal["rapidocr", "tesseract"]

MARGIN_S = 2.5
"""The recognizer stops so long before its child is killed, so that what it has read is not lost."""

TEXT, OCR = Limits(wall_s=9.5, memory_mb=290), Limits(wall_s=19.5, memory_mb=980)


@dataclass(frozen=True)
class Bounds:
    """How much of a file is read, and at what cost."""

    file_mb: int = 20
    pages: int = 30
    pixels: int = 40_000_000
    letters: int = 2_000_000
    text: Limits = TEXT
    ocr: Limits = OCR
    """Its time counts from the beginning of both."""


def read(
    data: bytes | Path,
    name: str = "",
    *,
    on_progress: Progress | None = None,
    limits: Bounds = Bounds(),
    ran: Ran | None = None,
    engine: Engine = "rapidocr",
) -> Document:
    """The file's lines in reading order. `ran` is told what the children cost; `engine` reads what is a picture.

    Raises AppError with the codes `empty`, `too_large`, `unknown_type`, `encrypted`, `unreadable`, `nothing_to_read`,
    `took_too_long`, `too_much_memory`, `missing_package`.
    """
    begun = time.monotonic()
    name = name or (data.name if isinstance(data, Path) else "")
    held = _bytes(data, limits)
    ran = ran or Ran()
    ask = {"name": name[:200], "pages": limits.pages, "letters": limits.letters}
    told = json.loads(run(text.read, ask, held, limits=limits.text, on_progress=on_progress, ran=ran))
    document = Document.model_validate(told["document"])
    if told["scans"]:
        document = _with_pictures(document, told["scans"], held, limits, (on_progress, ran, begun), engine)
    if not document.lines:
        raise AppError("nothing_to_read", _nothing(document))
    ran.seconds = time.monotonic() - begun
    return document.model_copy(update={"seconds": round(ran.seconds, 3)})


def _bytes(data: bytes | Path, limits: Bounds) -> bytes:
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size > limits.file_mb * MB:
        raise AppError(
            "too_large", f"This file is larger than {limits.file_mb} MB; save it smaller, or paste its text."
        )
    if not size:
        raise AppError("empty", "This file is empty; choose another one or paste the text.")
    return data.read_bytes() if isinstance(data, Path) else data


def _with_pictures(
    document: Document, scans: list[int], data: bytes, limits: Bounds, run_by: tuple[Progress | None, Ran, float],
    engine: Engine,
) -> Document:  # fmt: skip
    """Pages without text are read from their pictures."""
    on_progress, ran, begun = run_by
    left = limits.ocr.wall_s - (time.monotonic() - begun)
    ask = {
        "kind": document.kind,
        "scans": scans,
        "pixels": limits.pixels,
        "pages": limits.pages,
        "seconds": left - MARGIN_S,
    }
    own, missing = Ran(), engine == "tesseract" and not tesseract.found()
    by_program = engine == "tesseract" and not missing
    task, program = (tesseract.read, tesseract.COMMAND) if by_program else (ocr.read, ())
    if missing:
        document = document.model_copy(update={"notices": (*document.notices, tesseract.MISSING)})
    try:
        bounds = replace(limits.ocr, wall_s=left)
        told = json.loads(run(task, ask, data, limits=bounds, on_progress=on_progress, ran=own, program=program))
    except AppError as error:
        if not document.lines:
            raise
        notice = f"Pages that are pictures were left out. {error.sentence}"
        return document.model_copy(update={"notices": (*document.notices, notice)})
    finally:
        ran.ocr = True
        ran.peak_mb = max(ran.peak_mb, own.peak_mb)
    return with_pages(document, told, len(scans) if document.kind == "pdf" else len(told["pages"]))


def _nothing(document: Document) -> str:
    if document.hidden:
        return "All text in this file is hidden from a reader's eye; upload a file whose text can be seen."
    return "No text was found in this file; choose another one, or paste the text."
