"""Reviewers invited by link, and the transcripts that they were invited to."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _id(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(64), nullable=False)


def _kept() -> "list[sa.Column[Any]]":
    return [sa.Column("created_at", Moment(), nullable=False), sa.Column("data", sa.JSON, nullable=False)]


def upgrade() -> None:
    op.create_table(
        "reviewers",
        *(_id(name) for name in ("id", "owner", "digest", "taken_by")),
        sa.Column("ends_at", Moment(), nullable=False),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name="pk_reviewers"),
        sa.UniqueConstraint("digest", name="uq_reviewers_digest"),
    )
    op.create_table(
        "reviewed",
        *(_id(name) for name in ("reviewer_id", "transcript_id", "owner")),
        *_kept(),
        sa.PrimaryKeyConstraint("reviewer_id", "transcript_id", name="pk_reviewed"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["reviewers.id"], name="fk_reviewed_reviewer_id", ondelete="CASCADE"),
    )
    for name, column in (("reviewers", "owner"), ("reviewers", "taken_by"), ("reviewed", "owner"), ("reviewed", "transcript_id")):
        op.create_index(f"ix_{name}_{column}", name, [column])


def downgrade() -> None:
    op.drop_table("reviewed")
    op.drop_table("reviewers")
