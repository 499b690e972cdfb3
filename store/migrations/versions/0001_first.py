"""The first tables: sessions, turns, reports, jobs and API keys."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, length: int = 64, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=null)


def _moment(name: str, *, null: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment(), nullable=null)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


def upgrade() -> None:
    op.create_table(
        "sessions",
        _text("id"),
        _text("owner"),
        _text("request_id"),
        _text("status", 16),
        _text("track", 32),
        _moment("created_at"),
        _moment("updated_at"),
        _moment("paused_at", null=True),
        sa.Column("paused_s", sa.Float, nullable=False),
        _moment("finished_at", null=True),
        _json("data"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("owner", "request_id", name="uq_sessions_owner"),
    )
    op.create_table(
        "turns",
        _text("session_id"),
        sa.Column("n", sa.Integer, nullable=False),
        _text("owner"),
        _text("request_id", 128, null=True),
        _text("question_id", null=True),
        _text("phase", 16),
        _moment("asked_at"),
        _moment("answered_at", null=True),
        _json("data"),
        sa.PrimaryKeyConstraint("session_id", "n", name="pk_turns"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_turns_session_id", ondelete="CASCADE"),
    )
    op.create_table(
        "reports",
        _text("id"),
        _text("owner"),
        _text("session_id"),
        _text("engine", 128),
        _text("rubric", 32),
        sa.Column("band", sa.Integer),
        sa.Column("score", sa.Float),
        _moment("created_at"),
        sa.Column("headline", sa.Text, nullable=False),
        _json("data"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_reports_session_id", ondelete="CASCADE"),
    )
    op.create_table(
        "jobs",
        _text("id"),
        _text("owner"),
        _text("kind", 32),
        _text("key", 200),
        _json("payload"),
        _text("state", 16),
        sa.Column("attempts", sa.Integer, nullable=False),
        _text("worker", null=True),
        _moment("lease_until", null=True),
        _moment("not_before", null=True),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        _json("result"),
        _moment("created_at"),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("owner", "key", name="uq_jobs_owner"),
    )
    op.create_table(
        "api_keys",
        _text("digest"),
        _text("owner"),
        _text("name", 80),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_api_keys"),
    )
    for table, columns in (
        ("sessions", "owner"),
        ("turns", "owner"),
        ("turns", "question_id"),
        ("reports", "owner"),
        ("reports", "session_id"),
        ("jobs", "owner"),
        ("api_keys", "owner"),
    ):
        op.create_index(f"ix_{table}_{columns}", table, [columns])
    op.create_index("ix_jobs_state", "jobs", ["state", "created_at"])


def downgrade() -> None:
    for table in ("api_keys", "jobs", "reports", "turns", "sessions"):
        op.drop_table(table)
