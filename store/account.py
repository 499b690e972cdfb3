"""Everything of one owner: taken out as data, or deleted so that no byte stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import delete as delete_from

from core.caller import Caller
from store import nouns, panel, sqlite, tables
from store.database import Store


def export(store: Store, caller: Caller) -> dict[str, Any]:
    """Every row of this owner, by table, JSON-ready; without keys, of which only digests are kept, and what transcripts are found by."""
    found: dict[str, Any] = {}
    with store.read() as connection:
        for table in tables.OWNED:
            if table in (tables.api_keys, tables.passages, tables.indexed):
                continue
            rows = connection.execute(select(table).where(table.c.owner == caller.owner)).mappings()
            found[str(table.name)] = [{str(key): _plain(value) for key, value in row.items()} for row in rows]
        found["said_as_reviewer"] = panel.said(connection, caller)
    return found


def delete(store: Store, caller: Caller) -> dict[str, int]:
    """Deletes every row of this owner; returns how many of what. On SQLite the files are rewritten."""
    counts: dict[str, int] = {}
    with store.write() as connection:
        _forget_reviews(connection, caller)
        for table in tables.OWNED:
            if table is not tables.api_keys:
                counts[str(table.name)] = connection.execute(
                    delete_from(table).where(table.c.owner == caller.owner)
                ).rowcount
    nouns.forget()
    if store.engine.dialect.name == "sqlite" and any(counts.values()):
        sqlite.shrink(store.engine)
    return counts


def _forget_reviews(connection: Connection, caller: Caller) -> None:
    """What anybody who was let read this owner's transcripts has said of them, links to them, and what this owner said as a reviewer."""
    t = tables.transcripts.c
    for table in tables.ABOUT:
        theirs = select(t.id).where(t.owner == caller.owner)
        connection.execute(delete_from(table).where(table.c.transcript_id.in_(theirs)))
    panel.forget(connection, caller)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
