"""Files that a person or a program has just uploaded: taken from Gradio's own folder only, and gone once they are read."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder

from core.errors import AppError
from core.text import paired

MOST_BYTES = 64 * 2**20
"""Half an hour of uncompressed speech."""


@contextlib.contextmanager
def uploaded(file: Any) -> Iterator[Path]:
    """The path of an upload while it is used; AppError for anything that is none."""
    path = found(file.get("path") if isinstance(file, dict) else getattr(file, "path", file))
    if path is None:
        raise AppError("no_file", "Send the file itself: with gradio_client, handle_file(path).")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def name_of(file: Any, path: Path) -> str:
    """What the upload was called where it came from."""
    told = file.get("orig_name") if isinstance(file, dict) else getattr(file, "orig_name", None)
    return (paired(told) if isinstance(told, str) else "") or path.name


def found(name: Any) -> Path | None:
    """The file of this name, where it is one that was uploaded; a name may be anything, and a link leads nowhere else."""
    try:
        path = Path(name).resolve()
        return path if path.is_relative_to(Path(get_upload_folder()).resolve()) and path.is_file() else None
    except (OSError, TypeError, ValueError):
        return None
