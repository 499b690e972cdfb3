"""Recordings: hashed chunks, and one file for each turn and side."""

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _key() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "chunks",
        *_key(),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "turn", "side", "n", name="pk_chunks"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_chunks_session_id", ondelete="CASCADE"),
    )
    op.create_table(
        "recordings",
        *_key(),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "turn", "side", name="pk_recordings"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_recordings_session_id", ondelete="CASCADE"),
    )
    for table in ("chunks", "recordings"):
        op.create_index(f"ix_{table}_owner", table, ["owner"])


def downgrade() -> None:
    for table in ("recordings", "chunks"):
        op.drop_table(table)
