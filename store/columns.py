"""What tables are made of: kinds of columns that SQLAlchemy lacks, ids, owners, and tables of nouns."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
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


Large = BigInteger().with_variant(Integer, "sqlite")
"""64 bits; SQLite makes only an INTEGER key its row id."""


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def identity(name: str, **more: Any) -> Column[str]:
    """An id of ours, or an owner."""
    return Column(name, String(64), nullable=False, **more)


def kept(name: str, *columns: Any) -> Table:
    """A table of nouns: their owner, when they were made, and the noun itself."""
    common = (identity("owner", index=True), Column("created_at", Moment, nullable=False), Column("data", JSON, nullable=False))
    return Table(name, metadata, *columns, *common)


def counted() -> Column[int]:
    """A number that the database gives."""
    return Column("id", Integer, primary_key=True)


def belongs(column: str, to: str) -> ForeignKeyConstraint:
    """What is deleted with the row it belongs to."""
    return ForeignKeyConstraint([column], [to], ondelete="CASCADE")
