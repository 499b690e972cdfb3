"""Job descriptions as they come in: pasted, several in one text, as files, or as lists from a program."""

from collections.abc import Sequence
from typing import Any

from agents.resume.several import Piece, pieces
from core.errors import AppError
from core.portfolio import Ad
from pages.uploads import name_of, uploaded


def from_program(text: str, texts: Sequence[str], files: Sequence[Any]) -> list[Ad]:
    """One for each text and each file; a program knows where its texts begin, so that none is cut."""
    given = [text] if text.strip() or not (texts or files) else []
    return [Ad(text=one) for one in (*given, *texts)] + [from_file(one) for one in files]


def from_page(text: str, joined: Sequence[str], files: Sequence[Any]) -> list[Ad]:
    """What was pasted, cut where the person agreed, and each file."""
    found = [Ad(text=one.text) for one in pieces(text, joined)] + [from_file(one) for one in files]
    if not found:
        raise AppError("no_job", "Paste the job description, or choose files with it.")
    return found


def from_file(file: Any) -> Ad:
    """The bytes of an upload and the name that it had."""
    with uploaded(file) as path:
        called = name_of(file, path)
        data = path.read_bytes()
        if not data.strip():
            raise AppError("empty", f"{called} is empty. Choose another file, or paste the text of the job.")
        return Ad(data=data, name=called)


def choices(found: Sequence[Piece]) -> list[tuple[str, str]]:
    """The cuts that a person can take back: every piece but the first, by where it begins."""
    return [(f"{one.title or one.key} ({one.words} words)", one.key) for one in found[1:]]
