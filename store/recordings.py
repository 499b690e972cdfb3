"""Recordings as rows: hashed chunks while they arrive, one file for each turn and side once they are put together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.caller import Caller
from core.delivery import Sound
from core.errors import AppError
from core.noun import Noun
from store import tables
from store.database import Store

Side = Literal["you", "interviewer"]
NOT_RECORDED = "This interview is not recorded: the candidate was not asked, or said no."
SIDES: tuple[Side, ...] = ("you", "interviewer")


class Part(Noun):
    """A piece of at most 10 s, PCM16 mono 16 kHz, by its number in the turn."""

    n: int
    sha256: str
    bytes: int


class Chunk(Part):
    """A part that is kept by itself."""

    session_id: str
    turn: int
    side: Side


class Track(Noun):
    """One side of one turn as a file."""

    session_id: str
    turn: int
    side: Side
    seconds: float
    bytes: int
    key: str
    """Its blob; another one whenever late parts are put in."""
    parts: tuple[Part, ...]
    missing: tuple[int, ...] = ()
    """Numbers of parts that never arrived, or whose bytes were lost."""
    lengths: tuple[int, ...]
    """Bytes of PCM of every part in the file, by number, the missing ones' silence too."""
    sound: Sound


def part(store: Store, caller: Caller, session_id: str, turn: int, side: Side, n: int) -> Part | None:
    """The part with this number, kept by itself or in its file; None when it has not arrived."""
    for one in chunks(store, caller, session_id, turn, side):
        if one.n == n:
            return one
    held = track(store, caller, session_id, turn, side)
    return next((one for one in held.parts if one.n == n), None) if held else None


def add_chunk(store: Store, caller: Caller, chunk: Chunk, at: datetime) -> None:
    """Acknowledges a chunk whose bytes are kept already; one that is there stays.

    AppError when its interview is gone, or is not recorded any more.
    """
    s = tables.sessions.c
    owner = select(s.data).where(s.id == chunk.session_id, s.owner == caller.owner).with_for_update()
    try:
        with store.write() as connection:
            _must_own(connection, caller, chunk.session_id)
            if not connection.execute(owner).scalar_one()["brief"].get("record"):
                raise AppError("not_recorded", NOT_RECORDED)
            connection.execute(insert(tables.chunks).values(**chunk.model_dump(), owner=caller.owner, created_at=at))
    except AppError as fault:
        if not isinstance(fault.__cause__, IntegrityError):
            raise


def chunks(
    store: Store, caller: Caller, session_id: str, turn: int | None = None, side: Side | None = None
) -> list[Chunk]:
    """The chunks of an interview, of a turn, or of a side of it, in order."""
    c = tables.chunks.c
    query = select(tables.chunks).where(c.session_id == session_id, c.owner == caller.owner)
    query = query.where(c.turn == turn) if turn is not None else query
    query = query.where(c.side == side) if side is not None else query
    with store.read() as connection:
        return [_chunk(row) for row in connection.execute(query.order_by(c.turn, c.side, c.n)).mappings()]


def seconds_of(store: Store, caller: Caller, session_id: str) -> float:
    """How much sound of an interview is kept, both sides."""
    c, r = tables.chunks.c, tables.recordings.c
    loose = select(func.coalesce(func.sum(c.bytes), 0)).where(c.session_id == session_id, c.owner == caller.owner)
    whole = select(func.coalesce(func.sum(r.seconds), 0.0)).where(r.session_id == session_id, r.owner == caller.owner)
    with store.read() as connection:
        return int(connection.execute(loose).scalar_one()) / 32_000 + float(connection.execute(whole).scalar_one())


def bytes_of(store: Store, caller: Caller) -> int:
    """How much is kept of all of this caller's interviews."""
    found = 0
    with store.read() as connection:
        for table in (tables.chunks, tables.recordings):
            query = select(func.coalesce(func.sum(table.c.bytes), 0)).where(table.c.owner == caller.owner)
            found += int(connection.execute(query).scalar_one())
    return found


def put_track(
    store: Store, caller: Caller, made: Track, used: Sequence[Chunk], before: Track | None, at: datetime
) -> bool:
    """Puts a file in the place of `before` and of the chunks it was made of; False when another one came between."""
    r, c = tables.recordings.c, tables.chunks.c
    here = (r.session_id == made.session_id, r.turn == made.turn, r.side == made.side, r.owner == caller.owner)
    row = {"seconds": made.seconds, "bytes": made.bytes, "data": made.model_dump(mode="json")}
    with store.write() as connection:
        _must_own(connection, caller, made.session_id)
        held = connection.execute(select(r.data).where(*here)).scalar()
        if (held or {}).get("key") != (before.key if before else None):
            return False
        if held is not None:
            connection.execute(update(tables.recordings).where(*here).values(row))
        else:
            name = made.model_dump(include={"session_id", "turn", "side"})
            connection.execute(insert(tables.recordings).values(**name, **row, owner=caller.owner, created_at=at))
        for one in used:
            this = (c.session_id == one.session_id, c.turn == one.turn, c.side == one.side, c.n == one.n)
            connection.execute(delete(tables.chunks).where(*this, c.owner == caller.owner))
    return True


def track(store: Store, caller: Caller, session_id: str, turn: int, side: Side) -> Track | None:
    """One file, or None."""
    r = tables.recordings.c
    here = (r.session_id == session_id, r.turn == turn, r.side == side, r.owner == caller.owner)
    with store.read() as connection:
        data = connection.execute(select(r.data).where(*here)).scalar()
    return Track.model_validate(data) if data is not None else None


def tracks(store: Store, caller: Caller, session_id: str) -> list[Track]:
    """The files of an interview, in order; AppError `unknown_session` when it is not the caller's."""
    r = tables.recordings.c
    query = select(r.data).where(r.session_id == session_id, r.owner == caller.owner).order_by(r.turn, r.side)
    with store.read() as connection:
        _must_own(connection, caller, session_id)
        return [Track.model_validate(data) for data in connection.execute(query).scalars()]


def forget(store: Store, caller: Caller, session_id: str) -> int:
    """Deletes every row of an interview's recording; returns how many there were."""
    counted = 0
    with store.write() as connection:
        _must_own(connection, caller, session_id)
        for table in (tables.chunks, tables.recordings):
            here = (table.c.session_id == session_id, table.c.owner == caller.owner)
            counted += connection.execute(delete(table).where(*here)).rowcount
    return counted


def _must_own(connection: Connection, caller: Caller, session_id: str) -> None:
    s = tables.sessions.c
    if connection.execute(select(s.id).where(s.id == session_id, s.owner == caller.owner)).first() is None:
        raise AppError(
            "unknown_session", "There is no such interview among yours. Start one, or pick one from the list."
        )


def _chunk(row: RowMapping) -> Chunk:
    return Chunk.model_validate({name: row[name] for name in Chunk.model_fields})
