"""Resumes, and what they were held against."""

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resumes",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resumes"),
    )
    op.create_table(
        "matches",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("resume_id", sa.String(64), nullable=False),
        sa.Column("job_key", sa.String(64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_matches"),
        sa.ForeignKeyConstraint(["resume_id"], ["resumes.id"], name="fk_matches_resume_id", ondelete="CASCADE"),
    )
    for table, column in (("resumes", "owner"), ("matches", "owner"), ("matches", "resume_id"), ("matches", "job_key")):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in ("matches", "resumes"):
        op.drop_table(table)
