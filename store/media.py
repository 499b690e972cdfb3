"""Recordings that were brought, as rows: each whole beside its times, and the hashed pieces of those on their way."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.caller import Caller
from core.errors import AppError
from core.media import Media
from core.noun import Noun
from store import tables
from store.database import Store


class Chunk(Noun):
    """A piece that is kept, by its number."""

    n: int
    sha256: str
    bytes: int


def add(store: Store, caller: Caller, made: Media) -> Media:
    """Keeps a new recording; the one that is there stays when it is the caller's. AppError `unknown_media` when it is not."""
    with store.write() as connection:
        held = connection.execute(select(tables.media).where(tables.media.c.id == made.id)).mappings().first()
        if held is not None:
            if held["owner"] != caller.owner:
                raise unknown()
            return Media.model_validate(held["data"])
        row = {"id": made.id, "owner": caller.owner, "created_at": made.created_at, "updated_at": made.created_at}
        connection.execute(insert(tables.media).values(**row, data=made.model_dump(mode="json")))
    return made


def load(store: Store, caller: Caller, media_id: str) -> Media:
    """The recording with this id; AppError `unknown_media`."""
    with store.read() as connection:
        return _load(connection, caller, media_id)


def listing(store: Store, caller: Caller) -> list[Media]:
    """The caller's recordings, latest first."""
    m = tables.media.c
    query = select(m.data).where(m.owner == caller.owner).order_by(m.created_at.desc(), m.id)
    with store.read() as connection:
        return [Media.model_validate(data) for data in connection.execute(query).scalars()]


def change(store: Store, caller: Caller, media_id: str, apply: Callable[[Media], Media], at: datetime) -> Media:
    """Puts what `apply` makes of a recording in its place, in one transaction; AppError `unknown_media`."""
    with store.write() as connection:
        return _change(connection, caller, media_id, apply, at)


def receive(store: Store, caller: Caller, media_id: str, apply: Callable[[Media], Media], at: datetime) -> Media:
    """The same for a recording that is here whole by now: its pieces are forgotten with it."""
    c = tables.media_chunks.c
    with store.write() as connection:
        made = _change(connection, caller, media_id, apply, at)
        connection.execute(delete(tables.media_chunks).where(c.media_id == media_id, c.owner == caller.owner))
    return made


def add_chunk(store: Store, caller: Caller, media_id: str, chunk: Chunk, at: datetime) -> None:
    """Acknowledges a piece whose bytes are kept already; one that is there stays. AppError `unknown_media`."""
    try:
        with store.write() as connection:
            if _change(connection, caller, media_id, lambda media: media, at).received:
                return
            row = {**chunk.model_dump(), "media_id": media_id, "owner": caller.owner, "created_at": at}
            connection.execute(insert(tables.media_chunks).values(row))
    except AppError as fault:
        if not isinstance(fault.__cause__, IntegrityError):
            raise


def drop_chunk(store: Store, caller: Caller, media_id: str, n: int) -> None:
    """Forgets a piece whose bytes were lost."""
    c = tables.media_chunks.c
    with store.write() as connection:
        here = (c.media_id == media_id, c.owner == caller.owner, c.n == n)
        connection.execute(delete(tables.media_chunks).where(*here))


def chunks(store: Store, caller: Caller, media_id: str) -> dict[int, Chunk]:
    """The pieces that are kept, by number."""
    c = tables.media_chunks.c
    query = select(c.n, c.sha256, c.bytes).where(c.media_id == media_id, c.owner == caller.owner).order_by(c.n)
    with store.read() as connection:
        return {row["n"]: Chunk.model_validate(dict(row)) for row in connection.execute(query).mappings()}


def forget(store: Store, caller: Caller, media_id: str) -> None:
    """Deletes the rows of a recording; AppError `unknown_media`."""
    c, m = tables.media_chunks.c, tables.media.c
    with store.write() as connection:
        _load(connection, caller, media_id)
        connection.execute(delete(tables.media_chunks).where(c.media_id == media_id, c.owner == caller.owner))
        connection.execute(delete(tables.media).where(m.id == media_id, m.owner == caller.owner))


def abandoned(store: Store, before: datetime) -> list[tuple[str, str]]:
    """Owner and id of the recordings that never arrived whole and of which nothing came since."""
    m = tables.media.c
    query = select(m.owner, m.id).where(m.updated_at < before, m.data["sha256"].as_string() == "")
    with store.read() as connection:
        return [(owner, media_id) for owner, media_id in connection.execute(query)]


def unknown() -> AppError:
    """The same words for a recording that is missing and for another owner's."""
    return AppError("unknown_media", "There is no such recording among yours. Upload it again.")


def _load(connection: Connection, caller: Caller, media_id: str) -> Media:
    m = tables.media.c
    query = select(m.data).where(m.id == media_id, m.owner == caller.owner).with_for_update()
    data = connection.execute(query).scalar()
    if data is None:
        raise unknown()
    return Media.model_validate(data)


def _change(
    connection: Connection, caller: Caller, media_id: str, apply: Callable[[Media], Media], at: datetime
) -> Media:
    m = tables.media.c
    made = apply(_load(connection, caller, media_id))
    row = {"data": made.model_dump(mode="json"), "updated_at": at}
    connection.execute(update(tables.media).where(m.id == media_id, m.owner == caller.owner).values(row))
    return made
