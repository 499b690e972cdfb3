"""Interview kits, their invites, the consent of candidates, and links that share a transcript."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _id(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(64), nullable=False)


def _kept() -> "list[sa.Column[Any]]":
    return [sa.Column("created_at", Moment(), nullable=False), sa.Column("data", sa.JSON, nullable=False)]


def _cascade(name: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{name}_{column}", ondelete="CASCADE")


def upgrade() -> None:
    op.create_table("kits", _id("id"), _id("owner"), *_kept(), sa.PrimaryKeyConstraint("id", name="pk_kits"))
    op.create_table(
        "invites",
        *(_id(name) for name in ("id", "owner", "kit_id", "digest", "taken_by")),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("digest", name="uq_invites_digest"),
        _cascade("invites", "kit_id", "kits.id"),
    )
    op.create_table(
        "grants",
        *(_id(name) for name in ("session_id", "owner", "grantee", "kit_id")),
        sa.Column("withdrawn_at", Moment()),
        *_kept(),
        sa.PrimaryKeyConstraint("session_id", name="pk_grants"),
        _cascade("grants", "session_id", "sessions.id"),
    )
    op.create_table(
        "shares",
        *(_id(name) for name in ("id", "owner", "transcript_id", "digest")),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        sa.UniqueConstraint("digest", name="uq_shares_digest"),
    )
    op.create_table(
        "share_views",
        sa.Column("id", sa.Integer, nullable=False),
        _id("share_id"),
        _id("owner"),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name="pk_share_views"),
        _cascade("share_views", "share_id", "shares.id"),
    )
    for name, columns in _INDEXED.items():
        for column in columns:
            op.create_index(f"ix_{name}_{column}", name, [column])


_INDEXED = {
    "kits": ("owner",),
    "invites": ("owner", "kit_id", "taken_by"),
    "grants": ("owner", "grantee"),
    "shares": ("owner", "transcript_id"),
    "share_views": ("owner", "share_id"),
}


def downgrade() -> None:
    for name in ("share_views", "shares", "grants", "invites", "kits"):
        op.drop_table(name)
