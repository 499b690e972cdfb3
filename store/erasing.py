"""Deleting one interview or one recording with every row that belongs to it, and giving the bytes back."""

from sqlalchemy import Connection, delete

from core.caller import Caller
from store import nouns, sqlite, tables
from store.database import Store


def session(store: Store, caller: Caller, session_id: str) -> None:
    """Deletes an interview: its turns, reports, disputes, recordings and jobs."""
    with store.write() as connection:
        for table in (tables.disputes, tables.chunks, tables.recordings, tables.turns, tables.reports):
            connection.execute(delete(table).where(table.c.session_id == session_id, table.c.owner == caller.owner))
        _jobs(connection, caller, session_id)
        s = tables.sessions.c
        connection.execute(delete(tables.sessions).where(s.id == session_id, s.owner == caller.owner))
    nouns.forget()


def media(store: Store, caller: Caller, media_id: str) -> None:
    """Deletes the rows of a recording that was brought, and its jobs."""
    m, c = tables.media.c, tables.media_chunks.c
    with store.write() as connection:
        connection.execute(delete(tables.media_chunks).where(c.media_id == media_id, c.owner == caller.owner))
        _jobs(connection, caller, media_id)
        connection.execute(delete(tables.media).where(m.id == media_id, m.owner == caller.owner))


def shrink(store: Store) -> None:
    """Overwrites what was deleted, where the database leaves it in its files."""
    if store.engine.dialect.name == "sqlite":
        sqlite.shrink(store.engine)


def _jobs(connection: Connection, caller: Caller, about: str) -> None:
    """The jobs that name it in their key."""
    j = tables.jobs.c
    connection.execute(delete(tables.jobs).where(j.key.contains(about, autoescape=True), j.owner == caller.owner))
