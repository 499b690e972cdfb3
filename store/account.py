"""Everything of one owner: taken out as data, or deleted so that no byte stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete as delete_from
from sqlalchemy import select

from core.caller import Caller
from store import nouns, sqlite, tables
from store.database import Store


def export(store: Store, caller: Caller) -> dict[str, Any]:
    """Every row of this owner, by table, JSON-ready; keys are left out, since only their digests are kept."""
    found: dict[str, Any] = {}
    with store.read() as connection:
        for table in tables.OWNED:
            if table is tables.api_keys:
                continue
            rows = connection.execute(select(table).where(table.c.owner == caller.owner)).mappings()
            found[str(table.name)] = [{str(key): _plain(value) for key, value in row.items()} for row in rows]
    return found


def delete(store: Store, caller: Caller) -> dict[str, int]:
    """Deletes every row of this owner; returns how many of what. On SQLite the files are rewritten."""
    counts: dict[str, int] = {}
    with store.write() as connection:
        for table in tables.OWNED:
            if table is not tables.api_keys:
                counts[str(table.name)] = connection.execute(
                    delete_from(table).where(table.c.owner == caller.owner)
                ).rowcount
    nouns.forget()
    if store.engine.dialect.name == "sqlite" and any(counts.values()):
        sqlite.shrink(store.engine)
    return counts


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
