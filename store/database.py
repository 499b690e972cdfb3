"""Opening the database, and the edge at which its faults become sentences."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import PydanticSerializationError
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, StatementError

from core.errors import AppError
from store import sqlite

log = logging.getLogger(__name__)
HEAD = "0008"
"""The newest revision in `migrations/versions`; a test holds it to be."""


@dataclass(frozen=True, slots=True)
class Store:
    """An open database and the folder in which things are kept."""

    engine: Engine
    folder: Path

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; AppError when the database does not answer."""
        with _edge(self.folder), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed when the block ends, undone when it raises; AppError when nothing can be kept."""
        with _edge(self.folder), self.engine.execution_options(writes=True).begin() as connection:
            yield connection

    def ping(self) -> bool:
        """True when the database answers."""
        try:
            with self.engine.connect() as connection:
                return connection.execute(text("SELECT 1")).scalar() == 1
        except DBAPIError:
            return False

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def open_store(url: str, folder: Path) -> Store:
    """The store at `url`, or in the folder when that is empty; made and brought up to date where needed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise AppError(
            "storage_readonly", f"The data folder {folder} cannot be made ({fault.strerror}). Set VIVA_DATA to another."
        ) from None
    engine = create_engine(url or sqlite.url_for(folder), pool_pre_ping=not _is_sqlite(url))
    if _is_sqlite(url):
        sqlite.prepare(engine)
    store = Store(engine, folder)
    with _edge(folder):
        if _revision(engine) != HEAD:
            _migrate(engine)
    return store


def _is_sqlite(url: str) -> bool:
    return not url or url.startswith("sqlite")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    """Loads Alembic only when there is something to do: it costs a third of a second at start."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _edge(folder: Path) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, StatementError, UnicodeEncodeError, PydanticSerializationError) as fault:
        raise _worded(str(getattr(fault, "orig", None) or fault), folder) from fault


def _worded(told: str, folder: Path) -> AppError:
    low = told.lower()
    if "full" in low or "no space" in low or "disk i/o" in low or "too big" in low:
        return AppError(
            "storage_full", f"The disk that holds {folder} is full. Free some space; what was stored is safe."
        )
    if "readonly" in low or "read-only" in low or "unable to open" in low or "permission" in low:
        return AppError("storage_readonly", f"Nothing can be written to {folder}. Make it writable, or set VIVA_DATA.")
    if "locked" in low or "busy" in low:
        return AppError("storage_busy", "The database is busy just now. Try again in a moment; nothing was lost.")
    log.error("database: %s", told)
    return AppError("storage_failed", "The database could not do that. Try again; what was stored before is safe.")
