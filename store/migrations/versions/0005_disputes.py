"""Decisions that a candidate disputes."""

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("report_id", sa.String(64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disputes"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_disputes_report_id", ondelete="CASCADE"),
    )
    for column in ("owner", "session_id", "report_id"):
        op.create_index(f"ix_disputes_{column}", "disputes", [column])


def downgrade() -> None:
    op.drop_table("disputes")
