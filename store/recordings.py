"""Recordings as rows: hashed chunks while an interview runs, one file for each turn and side once it is over."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from core.caller import Caller
from core.errors import AppError
from core.noun import Noun
from store import tables
from store.database import Store

Side = Literal["you", "interviewer"]


class Chunk(Noun):
    """A piece of at most 10 s, PCM16 mono 16 kHz."""

    session_id: str
    turn: int
    side: Side
    n: int
    sha256: str
    bytes: int


class Track(Noun):
    """One side of one turn as a file."""

    session_id: str
    turn: int
    side: Side
    seconds: float
    bytes: int
    missing: tuple[int, ...] = ()
    """Numbers of chunks that never arrived."""


def chunk(store: Store, caller: Caller, session_id: str, turn: int, side: Side, n: int) -> Chunk | None:
    """The chunk with this number, or None."""
    c = tables.chunks.c
    wanted = (c.session_id == session_id, c.turn == turn, c.side == side, c.n == n, c.owner == caller.owner)
    with store.read() as connection:
        row = connection.execute(select(tables.chunks).where(*wanted)).mappings().one_or_none()
    return _chunk(row) if row else None


def add_chunk(store: Store, caller: Caller, chunk: Chunk, at: datetime) -> None:
    """Acknowledges a chunk whose bytes are kept already."""
    with store.write() as connection:
        connection.execute(insert(tables.chunks).values(**chunk.model_dump(), owner=caller.owner, created_at=at))


def chunks(store: Store, caller: Caller, session_id: str) -> list[Chunk]:
    """All chunks of an interview, in order."""
    c = tables.chunks.c
    query = (
        select(tables.chunks).where(c.session_id == session_id, c.owner == caller.owner).order_by(c.turn, c.side, c.n)
    )
    with store.read() as connection:
        return [_chunk(row) for row in connection.execute(query).mappings()]


def bytes_of(store: Store, caller: Caller, session_id: str | None = None) -> int:
    """How much sound is kept, of one interview or of all of this caller's."""
    found = 0
    with store.read() as connection:
        for table in (tables.chunks, tables.recordings):
            query = select(func.coalesce(func.sum(table.c.bytes), 0)).where(table.c.owner == caller.owner)
            if session_id is not None:
                query = query.where(table.c.session_id == session_id)
            found += int(connection.execute(query).scalar_one())
    return found


def put_track(store: Store, caller: Caller, track: Track, at: datetime) -> None:
    """Puts a file in the place of its chunks; putting it twice changes nothing."""
    c, r = tables.chunks.c, tables.recordings.c
    where = (c.session_id == track.session_id, c.turn == track.turn, c.side == track.side, c.owner == caller.owner)
    with store.write() as connection:
        known = select(r.turn).where(r.session_id == track.session_id, r.turn == track.turn, r.side == track.side)
        if connection.execute(known).first() is None:
            row = {**track.model_dump(exclude={"missing"}), "missing": list(track.missing)}
            connection.execute(insert(tables.recordings).values(**row, owner=caller.owner, created_at=at))
        connection.execute(delete(tables.chunks).where(*where))


def tracks(store: Store, caller: Caller, session_id: str) -> list[Track]:
    """The files of an interview, in order; AppError `unknown_session` when it is not the caller's."""
    with store.read() as connection:
        _must_own(connection, caller, session_id)
        r = tables.recordings.c
        query = (
            select(tables.recordings)
            .where(r.session_id == session_id, r.owner == caller.owner)
            .order_by(r.turn, r.side)
        )
        return [
            Track(
                session_id=row["session_id"],
                turn=row["turn"],
                side=row["side"],
                seconds=row["seconds"],
                bytes=row["bytes"],
                missing=tuple(row["missing"]),
            )
            for row in connection.execute(query).mappings()
        ]


def _must_own(connection: Connection, caller: Caller, session_id: str) -> None:
    s = tables.sessions.c
    if connection.execute(select(s.id).where(s.id == session_id, s.owner == caller.owner)).first() is None:
        raise AppError(
            "unknown_session", "There is no such interview among yours. Start one, or pick one from the list."
        )


def _chunk(row: RowMapping) -> Chunk:
    return Chunk.model_validate({name: row[name] for name in Chunk.model_fields})
