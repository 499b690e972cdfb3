"""Banks as tables: CSV with commas, semicolons or tabs, as spreadsheets write them; and back, safe to open in one."""

import csv
import io
from collections.abc import Iterator, Sequence

from core.cells import guarded, unguarded
from core.errors import AppError
from core.own import FIELDS, MOST_QUESTIONS, Fault, Row
from core.text import counted
from rag.own.fields import column, plain

MOST_COLUMNS = 60
MOST_CELL = 4 * 2**20
_DELIMITERS = ",;\t"


def read(text: str) -> tuple[list[Row], list[str]]:
    """The rows, numbered as a spreadsheet numbers them, and what was left out. AppError when no column is a question."""
    csv.field_size_limit(MOST_CELL)
    delimiter = _delimiter(text)
    records = _records(text, delimiter)
    header = next((record for _, record in records), [])
    if len(header) > MOST_COLUMNS:
        raise AppError("too_many_columns", f"The first line has {len(header):,} columns. Keep at most {MOST_COLUMNS}.")
    fields = [column(name) for name in header]
    if "question" not in fields:
        raise AppError(
            "no_question_column",
            "No column is called question. Name the columns in the first line: question, answer, key points, topic, level.",
        )
    twice = next((field for field in FIELDS if fields.count(field) > 1), "")
    if twice:
        names = " and ".join(f"“{name[:40]}”" for name, field in zip(header, fields, strict=True) if field == twice)
        raise AppError("same_column", f"The columns {names} mean the same. Keep one of them.")
    unknown = [name.strip()[:40] for name, field in zip(header, fields, strict=True) if not field and name.strip()]
    notes = [f"The column “{name}” is not known here and was left out." for name in unknown[:8]]
    rows: list[Row] = []
    for n, record in records:
        if any(cell.strip() for cell in record):
            rows.append(_row(n, fields, record))
        if len(rows) > MOST_QUESTIONS:
            break
    # Quotation marks come in pairs; an odd one swallowed all that follows it.
    if rows and text.count('"') % 2:
        fault = Fault(
            what="A quotation mark is opened in this row and never closed, so that the rest of the file became one cell.",
            mend="Close it in the file and upload again; a quotation mark inside a text is written twice.",
        )
        rows[-1] = rows[-1].model_copy(update={"faults": (fault,)})
    return rows, notes


def write(rows: Sequence[dict[str, str]]) -> str:
    """A table of rows with every field, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL)
    table.writerow([field.replace("_", " ") for field in FIELDS])
    for row in rows:
        table.writerow([guarded(row.get(field, "")) for field in FIELDS])
    return "\ufeff" + out.getvalue()


def _delimiter(text: str) -> str:
    """The sign by which the first line falls into the most names that we know."""

    def known(sign: str) -> tuple[int, int]:
        header = next((record for _, record in _records(text[:20_000], sign)), [])
        return sum(bool(column(name)) for name in header), len(header)

    return max(_DELIMITERS, key=known)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(number from 1, cells) of every record."""
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1)
    except csv.Error as fault:
        raise AppError("unreadable", f"This table cannot be read ({fault}). Save it anew as CSV UTF-8.") from None


def _row(n: int, fields: list[str], record: list[str]) -> Row:
    found = {
        field: plain(field, unguarded(cell.strip(" ")))
        for field, cell in zip(fields, record, strict=False)
        if field and cell.strip()
    }
    beyond = sum(bool(cell.strip()) for cell in record[len(fields) :])
    fault = Fault(
        what=f"This row has {counted(beyond, 'more cell')} than the first line has columns.",
        mend="Put a text that holds the separating sign in quotation marks.",
    )
    return Row(n=n, fields=found, faults=(fault,) if beyond else ())
