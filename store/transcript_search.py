"""Searching over passages: which of them hold a word, how near their vectors are, and their text with the matches marked."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, update

from core.caller import Caller
from core.shelf import Filters
from store import tables, transcript_index
from store.database import Store
from store.transcript_index import END, SHELF, START, Term
from store.transcript_index import PASSAGES as PASSAGES
from store.transcripts import narrowed, visible

Ids = NDArray[np.int64]
Small = NDArray[np.int8]
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One passage as it is shown; `text` has marks around what matches."""

    id: int
    transcript_id: str
    title: str
    n: int
    speaker: str
    start: float | None
    text: str


def stamps(store: Store, caller: Caller, filters: Filters) -> dict[int, str]:
    """The numbers of the transcripts that the caller may see and the filters let through; a stamp changes with the vectors."""
    t, i = tables.transcripts.c, tables.indexed.c
    query = select(i.number, i.stamp).where(visible(caller, tables.indexed))
    if filters != Filters():
        query = narrowed(query.join(tables.transcripts, t.id == i.transcript_id), caller, filters)
    with store.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def vectors(store: Store, caller: Caller, numbers: Iterable[int], dims: int) -> Iterator[tuple[int, Ids, Small]]:
    """Of each transcript its number, the id of the passage of every vector, and the vectors (n, dims)."""
    i = tables.indexed.c
    every = list(numbers)
    for at in range(0, len(every), _AT_ONCE):
        some = every[at : at + _AT_ONCE]
        query = select(i.number, i.places, i.vectors).where(i.number.in_(some), visible(caller, tables.indexed))
        with store.read() as connection:
            rows = connection.execute(query.where(i.vectors.is_not(None))).all()
        for number, places, data in rows:
            ids = (number << PASSAGES) + np.frombuffer(places, dtype=np.uint16).astype(np.int64)
            yield number, ids, np.frombuffer(data, dtype=np.int8).reshape(-1, dims)


def having(store: Store, terms: Sequence[Term], numbers: Ids) -> list[Ids]:
    """For each term the ids of the passages that hold it, of these transcripts alone."""
    # Shelf by shelf: between those of two owners lie everybody else's.
    shelves = [numbers[numbers >> SHELF == one] for one in np.unique(numbers >> SHELF)]
    ranges = [(int(one.min()) << PASSAGES, ((int(one.max()) + 1) << PASSAGES) - 1) for one in shelves]
    found = []
    with store.read() as connection:
        for term in terms:
            ids = [np.zeros(0, dtype=np.int64)]
            for first, last in ranges:
                query = transcript_index.passages_with(store.engine.dialect.name, term, first, last)
                ids.append(np.array(connection.execute(query).scalars().all(), dtype=np.int64))
            every = np.concatenate(ids)
            found.append(every[np.isin(every >> PASSAGES, numbers)])
    return found


def lines(store: Store, caller: Caller, ids: Sequence[int], terms: Sequence[Term]) -> dict[int, Line]:
    """Passages by their ids; only those that the caller may see."""
    p, t = tables.passages.c, tables.transcripts.c
    query = (
        select(tables.passages, t.title)
        .join(tables.transcripts, t.id == p.transcript_id)
        .where(p.id.in_(ids), visible(caller, tables.passages), visible(caller, tables.transcripts))
    )
    with store.read() as connection:
        rows = connection.execute(query).mappings().all()
        mine = [row["id"] for row in rows]
        marked: dict[int, str] = {}
        if terms and mine:
            asked = transcript_index.marked(store.engine.dialect.name, terms, mine)
            marked = {row[0]: row[1] for row in connection.execute(asked)}
    return {
        row["id"]: Line(**{name: row[name] for name in ("id", "transcript_id", "title", "n", "speaker", "start")},
                        text=marked.get(row["id"]) or row["text"].replace(START, "").replace(END, ""))
        for row in rows
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bare:
    """A transcript without vectors: the numbers and texts of its passages, and the stamp that they have."""

    transcript_id: str
    stamp: str
    passages: list[tuple[int, str]]


def without_vectors(store: Store, caller: Caller, embedder: str, limit: int = 200) -> list[Bare]:
    """The caller's transcripts whose vectors are to be made."""
    i, p = tables.indexed.c, tables.passages.c
    asked = select(i.transcript_id, i.stamp).where(i.owner == caller.owner, i.embedder != embedder).limit(limit)
    with store.read() as connection:
        found = {row[0]: Bare(row[0], row[1], []) for row in connection.execute(asked)}
        query = select(p.transcript_id, p.n, p.text).where(p.transcript_id.in_(found), p.owner == caller.owner)
        for key, n, text in connection.execute(query.order_by(p.id)) if found else ():
            found[key].passages.append((n, text))
    return list(found.values())


def put_vectors(
    store: Store, caller: Caller, embedder: str, made: Iterable[tuple[Bare, NDArray[np.uint16], Small]]
) -> None:
    """Keeps the vectors of transcripts, with the passage of every vector; not of those whose words changed meanwhile."""
    i = tables.indexed.c
    with store.write() as connection:
        for bare, places, vectors in made:
            row = {"embedder": embedder, "stamp": uuid.uuid4().hex, "places": places.tobytes(), "vectors": vectors.tobytes()}
            here = (i.transcript_id == bare.transcript_id, i.owner == caller.owner, i.stamp == bare.stamp)
            connection.execute(update(tables.indexed).where(*here).values(row))
