"""An organisation's own Word template: opened, its placeholders filled, the report put where it says, or at its end."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError

from core.errors import AppError

MOST_BYTES = 20 * 2**20
REPORT = "report"
"""{{report}}, in a paragraph of its own, is where the report goes."""
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def opened(path: str) -> Any:
    """The template; AppError `broken_template` says what is wrong with it."""
    place = Path(path)
    try:
        if place.stat().st_size > MOST_BYTES:
            raise _broken(place, "it is larger than 20 MB")
        file = docx.Document(str(place))
        for name in ("Normal", "Heading 2", "Heading 3"):
            if name not in {one.name for one in file.styles}:
                raise _broken(place, f"it has no style named {name}")
    except FileNotFoundError:
        raise _broken(place, "there is no such file") from None
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError, SyntaxError):
        raise _broken(place, "it is no Word file that can be read") from None
    return file


def fill(file: Any, before: int, values: Mapping[str, str]) -> None:
    """Fills the placeholders and puts what was added after the first `before` parts of the body where {{report}} stands."""
    body = file.element.body
    added = list(body)[before - 1 : -1]  # the last part of a body holds the page's own settings
    place = None
    for line in _lines(file):
        found = _PLACE.findall(line.text)
        if not found or any(line._p is one or one in line._p.iterancestors() for one in added):
            continue
        if REPORT in found and line._p.getparent() is body:
            place = line._p
        _put(line, values)
    if place is not None:
        for one in added:
            place.addprevious(one)
        body.remove(place)


def _lines(file: Any) -> Iterator[Any]:
    """The paragraphs of the body, of its tables, and of every header and footer."""
    yield from file.paragraphs
    for table in file.tables:
        yield from (line for row in table.rows for cell in row.cells for line in cell.paragraphs)
    for part in file.sections:
        for edge in (part.header, part.footer, part.first_page_header, part.first_page_footer):
            if not edge.is_linked_to_previous:
                yield from edge.paragraphs
                yield from (line for table in edge.tables for row in table.rows for cell in row.cells for line in cell.paragraphs)


def _put(line: Any, values: Mapping[str, str]) -> None:
    """Word cuts a line into runs as it likes: what is filled keeps the looks of the run in which it begins."""
    runs = line.runs
    for place in reversed(list(_PLACE.finditer("".join(one.text for one in runs)))):
        value = values.get(place.group(1), "")
        at = 0
        for one in runs:
            text, start, end = one.text, place.start() - at, place.end() - at
            at += len(text)
            if end <= 0 or start >= len(text):
                continue
            one.text = text[: max(0, start)] + (value if start >= 0 else "") + text[min(len(text), end) :]


def _broken(place: Path, why: str) -> AppError:
    return AppError(
        "broken_template", f"The report template {place.name} cannot be used: {why}. Mend it, or empty VIVA_REPORT_TEMPLATE."
    )
