"""The full-text index over passages: FTS5 on SQLite, a GIN index on PostgreSQL; what one of them is asked in its own words.

Triggers keep FTS5 in step with the table, so that no write and no delete, wherever it is made, can forget it.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    Executable,
    Select,
    TextClause,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from core.caller import Caller
from core.transcript import Transcript
from store import tables

START, END = "\x02", "\x03"
"""Around what matches; no text that is kept holds them."""
_VECTOR = "to_tsvector('english', text)"

CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE passages_fts USING fts5(text, content='passages', content_rowid='id', tokenize='porter unicode61')",
        "CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN "
        "INSERT INTO passages_fts(rowid, text) VALUES (new.id, new.text); END",
        "CREATE TRIGGER passages_gone AFTER DELETE ON passages BEGIN "
        "INSERT INTO passages_fts(passages_fts, rowid, text) VALUES ('delete', old.id, old.text); END",
        "CREATE TRIGGER passages_changed AFTER UPDATE OF text ON passages BEGIN "
        "INSERT INTO passages_fts(passages_fts, rowid, text) VALUES ('delete', old.id, old.text); "
        "INSERT INTO passages_fts(rowid, text) VALUES (new.id, new.text); END",
    ),
    "postgresql": (f"CREATE INDEX passages_fts ON passages USING gin ({_VECTOR})",),
}
DROP: dict[str, tuple[str, ...]] = {
    "sqlite": ("DROP TABLE passages_fts",),
    "postgresql": ("DROP INDEX passages_fts",),
}
MERGE = "INSERT INTO passages_fts(passages_fts) VALUES ('optimize')"
"""On SQLite: deleted words stay in older segments of FTS5 until these are merged; its own secure-delete needs 3.42."""


PASSAGES, SHELF = 16, 22
"""Bits of a passage's id that number it within its transcript, and its transcript within the shelf of its owner.

The bits above are of the owner: what one person's search reads lies together, in the table and in the index.
"""




@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other, lower-cased; `prefix`: the last may go on; `must`: nothing without them is wanted."""

    words: tuple[str, ...]
    prefix: bool = False
    must: bool = False


def shelf_of(owner: str) -> int:
    """The first number of an owner's shelf. Two owners may share one; every query asks for the owner as well."""
    return int.from_bytes(hashlib.sha256(owner.encode("utf-8", "ignore")).digest()[:3]) << SHELF


def write(connection: Connection, caller: Caller, made: Transcript) -> None:
    """Puts the passages of a transcript in the place of those that it had; its vectors are to be made anew."""
    i, p = tables.indexed.c, tables.passages.c
    # Vectors that were made of the words before find another stamp, and are not put in.
    fresh = {"embedder": "", "stamp": uuid.uuid4().hex, "places": None, "vectors": None}
    number = connection.execute(select(i.number).where(i.transcript_id == made.id)).scalar()
    if number is None:
        number = _next(connection, caller)
        row = {"transcript_id": made.id, "owner": caller.owner, "number": number, **fresh}
        connection.execute(insert(tables.indexed).values(row))
    else:
        connection.execute(update(tables.indexed).where(i.transcript_id == made.id).values(fresh))
        connection.execute(delete(tables.passages).where(p.transcript_id == made.id))
    names = {one.n: one.name for one in made.speakers}
    rows = [
        {
            "id": (number << PASSAGES) + one.n,
            "transcript_id": made.id,
            "owner": caller.owner,
            "n": one.n,
            "speaker": names.get(one.speaker, "")[:80],
            "start": one.start,
            "text": "\n".join(filter(None, (one.text, one.code))),
        }
        for one in made.passages[: 1 << PASSAGES]
    ]
    if rows:
        connection.execute(insert(tables.passages), rows)


def drop(connection: Connection, caller: Caller, transcript_id: str) -> None:
    """Deletes the passages and vectors of a transcript."""
    for table in (tables.passages, tables.indexed):
        here = (table.c.transcript_id == transcript_id, table.c.owner == caller.owner)
        connection.execute(delete(table).where(*here))


def _next(connection: Connection, caller: Caller) -> int:
    """A number on the caller's shelf that nobody has."""
    first, i = shelf_of(caller.owner), tables.indexed.c
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        connection.execute(select(func.pg_advisory_xact_lock(first)))
    last = connection.execute(select(func.max(i.number)).where(i.number.between(first, first + (1 << SHELF) - 1))).scalar()
    return first if last is None else int(last) + 1


def passages_with(dialect: str, term: Term, first: int, last: int) -> TextClause:
    """The ids between `first` and `last` of the passages that hold a term, in order."""
    if dialect == "sqlite":
        found = text("SELECT rowid FROM passages_fts WHERE passages_fts MATCH :asked AND rowid BETWEEN :first AND :last")
        return found.bindparams(asked=_fts5(term), first=first, last=last)
    found = text(f"SELECT id FROM passages WHERE {_VECTOR} @@ {_tsquery(term)} AND id BETWEEN :first AND :last ORDER BY id")  # noqa: S608
    return found.bindparams(asked=_words(term), first=first, last=last)


def holding(dialect: str, term: Term, at: int) -> Select[tuple[str]]:
    """The ids of the transcripts that hold a term, of anybody: to be narrowed. `at` tells one term of a query from the others."""
    p, name = tables.passages.c, f"asked_{at}"
    if dialect == "sqlite":
        inner = text(f"SELECT rowid FROM passages_fts WHERE passages_fts MATCH :{name}").bindparams(**{name: _fts5(term)})  # noqa: S608
        return select(p.transcript_id).where(p.id.in_(inner.columns(tables.passages.c.id)))
    asked = text(f"{_VECTOR} @@ {_tsquery(term, name)}").bindparams(**{name: _words(term)})
    return select(p.transcript_id).where(asked)


def marked(dialect: str, terms: Sequence[Term], ids: Sequence[int]) -> Executable:
    """(id, text with marks around what matches) of these passages; those without a match are left out."""
    p = tables.passages.c
    if dialect == "sqlite":
        asked = " OR ".join(_fts5(term) for term in terms)
        found = text(
            "SELECT rowid, highlight(passages_fts, 0, char(2), char(3)) FROM passages_fts "
            "WHERE passages_fts MATCH :asked AND rowid IN :ids"
        )
        return found.bindparams(bindparam("ids", value=list(ids), expanding=True), bindparam("asked", value=asked))
    query = text(" || ".join(_tsquery(term, f"asked_{at}") for at, term in enumerate(terms)))
    query = query.bindparams(**{f"asked_{at}": _words(term) for at, term in enumerate(terms)})
    options = f"HighlightAll=true, StartSel={START}, StopSel={END}"
    return select(p.id, func.ts_headline("english", p.text, query, options)).where(p.id.in_(ids))


def _fts5(term: Term) -> str:
    """A quoted string: nothing in it is read as FTS5's own language."""
    inside = " ".join(term.words).replace('"', '""')
    return f'"{inside}"' + (" *" if term.prefix else "")


def _tsquery(term: Term, name: str = "asked") -> str:
    return f"to_tsquery('english', :{name})" if term.prefix else f"phraseto_tsquery('english', :{name})"


def _words(term: Term) -> str:
    """For to_tsquery the letters and digits alone, since it has a language of its own."""
    if not term.prefix:
        return " ".join(term.words)
    return " <-> ".join("".join(filter(str.isalnum, word)) for word in term.words) + ":*"
