"""Files that a person or a program has just uploaded: taken from Gradio's own folder only, and gone once they are read."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder

from core.errors import AppError

MOST_BYTES = 64 * 2**20
"""Half an hour of uncompressed speech."""


@contextlib.contextmanager
def uploaded(file: Any) -> Iterator[Path]:
    """The path of an upload while it is used; AppError for anything that is none."""
    name = file.get("path") if isinstance(file, dict) else getattr(file, "path", file)
    path = Path(name).resolve() if isinstance(name, str) and name and "\0" not in name else None
    if path is None or not path.is_relative_to(Path(get_upload_folder()).resolve()) or not path.is_file():
        raise AppError("no_file", "Send the file itself: with gradio_client, handle_file(path).")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
