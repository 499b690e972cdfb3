"""What was kept long enough: interviews that nobody touched since, and recordings that were brought before."""

from datetime import datetime

from sqlalchemy import select

from core.caller import Caller
from store import tables
from store.database import Store


def owners(store: Store, before: datetime) -> list[str]:
    """Whose interviews or recordings are due."""
    s, m = tables.sessions.c, tables.media.c
    with store.read() as connection:
        held = connection.execute(select(s.owner).where(s.updated_at < before).distinct()).scalars().all()
        brought = connection.execute(select(m.owner).where(m.updated_at < before).distinct()).scalars().all()
    return sorted({*held, *brought})


def due(store: Store, caller: Caller, before: datetime) -> tuple[list[str], list[str]]:
    """The ids of the caller's interviews and recordings that are due, oldest first."""
    s, m, j = tables.sessions.c, tables.media.c, tables.jobs.c
    working = select(j.id).where(j.owner == caller.owner, j.state.in_(("queued", "running")))
    with store.read() as connection:
        held = select(s.id).where(s.owner == caller.owner, s.updated_at < before).order_by(s.updated_at)
        sessions = list(connection.execute(held).scalars())
        # A recording that is being worked on is not taken away under its worker.
        brought = select(m.id).where(
            m.owner == caller.owner, m.updated_at < before, ~working.where(j.key.contains(m.id)).exists()
        )
        media = list(connection.execute(brought.order_by(m.updated_at)).scalars())
    return sessions, media
