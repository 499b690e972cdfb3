"""The first child's task: what kind of file it is, and its text where it has any."""

import json
from collections.abc import Callable
from typing import Any

from core.document import Document, DocumentKind
from core.errors import AppError
from documents.sniff import kind_of
from documents.words import quality


def read(ask: dict[str, Any], data: bytes) -> bytes:
    """JSON: `document` and `scans`, the pages that are pictures. Asks: `name`, `pages`, `letters`."""
    kind, name = kind_of(data, ask["name"]), ask["name"]
    if kind == "pdf":
        from documents import pdf

        return pdf.read(ask, data)
    if kind == "image":
        return json.dumps(
            {"document": Document(kind=kind, name=name, lines=()).model_dump(mode="json"), "scans": [0]}
        ).encode()
    try:
        document = _reader(kind)(data, name)
    except ImportError as error:
        sentence = f"Reading this kind of file needs the package {error.name}: pip install {error.name}."
        raise AppError("missing_package", sentence) from error
    except RecursionError as error:
        raise AppError(
            "unreadable", "This file nests its parts too deeply to be read; save it anew or paste its text."
        ) from error
    document = _bounded(document, ask["letters"])
    document = document.model_copy(update={"quality": quality(document.text)})
    return json.dumps({"document": document.model_dump(mode="json"), "scans": []}).encode()


def _reader(kind: DocumentKind) -> Callable[[bytes, str], Document]:
    """Each kind's reader, loaded when it is needed."""
    if kind == "docx":
        from documents.word import read_docx

        return read_docx
    if kind == "odt":
        from documents.odt import read_odt

        return read_odt
    if kind == "rtf":
        from documents.rtf import read_rtf

        return read_rtf
    if kind == "html":
        from documents.html import read_html

        return read_html
    from documents.plain import read_text

    return lambda data, name: read_text(data, name, kind)


def _bounded(document: Document, letters: int) -> Document:
    """Only the first so many letters, and a notice of it."""
    lines, left = [], letters
    for line in document.lines:
        if left <= 0:
            break
        lines.append(line.model_copy(update={"text": line.text[:left]}) if len(line.text) > left else line)
        left -= len(line.text) + 1
    if left > 0 or not document.lines:
        return document
    notice = f"Only the first {letters:,} letters were read; the file holds more."
    return document.model_copy(update={"lines": tuple(lines), "notices": (*document.notices, notice)})
