"""The tables. Nouns are kept whole as JSON beside the columns that are asked for, so a new field needs no migration."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC and given back aware of it, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive times are refused: they would mean another moment on another machine."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, always."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str, **more: Any) -> Column[str]:
    return Column(name, String(64), nullable=False, **more)


sessions = Table(
    "sessions",
    metadata,
    _id("id", primary_key=True),
    _id("owner", index=True),
    _id("request_id"),
    Column("status", String(16), nullable=False),
    Column("track", String(32), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("paused_s", Float, nullable=False),
    Column("finished_at", Moment),
    Column("data", JSON, nullable=False),
    UniqueConstraint("owner", "request_id"),
)

turns = Table(
    "turns",
    metadata,
    _id("session_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    _id("owner", index=True),
    Column("request_id", String(128)),
    Column("question_id", String(64), index=True),
    Column("phase", String(16), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("data", JSON, nullable=False),
    ForeignKeyConstraint(["session_id"], ["sessions.id"], ondelete="CASCADE"),
)

reports = Table(
    "reports",
    metadata,
    _id("id", primary_key=True),
    _id("owner", index=True),
    _id("session_id", index=True),
    Column("engine", String(128), nullable=False),
    Column("rubric", String(32), nullable=False),
    Column("band", Integer),
    Column("score", Float),
    Column("created_at", Moment, nullable=False),
    Column("headline", Text, nullable=False),
    Column("data", JSON, nullable=False),
    ForeignKeyConstraint(["session_id"], ["sessions.id"], ondelete="CASCADE"),
)

jobs = Table(
    "jobs",
    metadata,
    _id("id", primary_key=True),
    _id("owner", index=True),
    Column("kind", String(32), nullable=False),
    Column("key", String(200), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", String(64)),
    Column("lease_until", Moment),
    Column("not_before", Moment),
    Column("progress", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("result", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("owner", "key"),
    Index("ix_jobs_state", "state", "created_at"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    _id("owner", index=True),
    Column("name", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
)


def _sound(name: str, *columns: Any) -> Table:
    return Table(
        name,
        metadata,
        _id("session_id", primary_key=True),
        Column("turn", Integer, primary_key=True),
        Column("side", String(16), primary_key=True),
        *columns,
        _id("owner", index=True),
        Column("bytes", Integer, nullable=False),
        Column("created_at", Moment, nullable=False),
        ForeignKeyConstraint(["session_id"], ["sessions.id"], ondelete="CASCADE"),
    )


chunks = _sound("chunks", Column("n", Integer, primary_key=True), Column("sha256", String(64), nullable=False))

recordings = _sound("recordings", Column("seconds", Float, nullable=False), Column("data", JSON, nullable=False))

resumes = Table(
    "resumes",
    metadata,
    _id("id", primary_key=True),
    _id("owner", index=True),
    Column("created_at", Moment, nullable=False),
    Column("data", JSON, nullable=False),
)

matches = Table(
    "matches",
    metadata,
    _id("id", primary_key=True),
    _id("owner", index=True),
    _id("resume_id", index=True),
    _id("job_key", index=True),
    Column("created_at", Moment, nullable=False),
    Column("data", JSON, nullable=False),
    ForeignKeyConstraint(["resume_id"], ["resumes.id"], ondelete="CASCADE"),
)

OWNED = (matches, resumes, chunks, recordings, turns, reports, jobs, sessions, api_keys)
"""Every table with an owner, those that point to others first."""
