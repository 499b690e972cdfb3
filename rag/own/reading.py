"""A file of questions read into rows. It runs in a child process, since a stranger made the file: `task` is its door."""

import re
from typing import Any

from core.errors import AppError
from core.own import MOST_QUESTIONS, FileKind, Upload
from rag.own import lines, markdown, table
from rag.own.fields import one_line, track_of

MOST_BYTES = 2 * 2**20
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENDINGS: dict[str, FileKind] = {
    "csv": "csv", "tsv": "csv", "jsonl": "jsonl", "ndjson": "jsonl", "json": "jsonl", "md": "markdown", "markdown": "markdown",
}  # fmt: skip
_OTHER = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3")
_NO_TEXT = "Save it as CSV UTF-8, JSON lines or Markdown, and upload that."


def task(ask: dict[str, Any], data: bytes) -> bytes:
    """What the child does: `name` and `track` in, an Upload as JSON out."""
    return read(data, str(ask["name"]), str(ask["track"])).model_dump_json().encode()


def read(data: bytes, name: str, track: str = "technical") -> Upload:
    """The rows of a file. AppError when it cannot be read at all; what is wrong in one row stands in that row."""
    if len(data) > MOST_BYTES:
        raise AppError("too_large", "This file is larger than 2 MB. Split it, or take out what is no question.")
    text = decoded(data)
    if not text.strip():
        raise AppError("empty", "There is nothing in this file. Choose another one.")
    kind = kind_of(text, name)
    meant = track_of(track)
    if meant is None:
        raise AppError(
            "unknown_track", f"There is no track '{track[:40]}'. Use technical, behavioral, hr, coding or case_study."
        )
    called = re.sub(rf"\.(?:txt|{'|'.join(_ENDINGS)})$", "", one_line(name), flags=re.I)[:80]
    if kind == "markdown":
        title, rows, notes = markdown.read(text)
        called = one_line(title)[:80] or called
    else:
        rows, notes = (table if kind == "csv" else lines).read(text)
    if not rows:
        raise AppError("no_questions", "No question was found in this file. The page shows how a file should look.")
    if len(rows) > MOST_QUESTIONS:
        raise AppError(
            "too_many_questions", f"This file holds more than {MOST_QUESTIONS:,} questions. Split it in two."
        )
    return Upload(kind=kind, name=called or "Questions", track=meant, rows=tuple(rows), notes=tuple(notes))


def kind_of(text: str, name: str) -> FileKind:
    """The format: by the name's ending, and where that says nothing, by how the text begins."""
    ending = name.lower().rpartition(".")[2]
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    start = text.lstrip()
    if start[0] == "{" or re.match(r"\[\s*[{\]]", start):
        return "jsonl"
    return "markdown" if re.match(r"#{1,6}\s", start) else "csv"


def decoded(data: bytes) -> str:
    """The text, by its mark, as UTF-8, or as Windows-1252; AppError `not_text` for anything else."""
    if data.startswith(_OTHER):
        raise AppError("not_text", f"This is no text file, whatever its name says. {_NO_TEXT}")
    try:
        text = _text(data)
    except UnicodeDecodeError:
        raise AppError("not_text", f"The letters of this file cannot be read. {_NO_TEXT}") from None
    odd = sum(sign < " " and sign not in "\t\n\r\f" for sign in text)
    if "\0" in text or odd > len(text) * 0.02:
        raise AppError("not_text", f"This file holds signs that no text has. {_NO_TEXT}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")
