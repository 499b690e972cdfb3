"""Question banks of people's own, and uploads that wait to become one."""

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "banks",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_banks"),
        sa.UniqueConstraint("owner", "name", name="uq_banks_owner"),
    )
    op.create_table(
        "uploads",
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_uploads"),
    )
    for column in ("owner", "shared"):
        op.create_index(f"ix_banks_{column}", "banks", [column])


def downgrade() -> None:
    for table in ("uploads", "banks"):
        op.drop_table(table)
