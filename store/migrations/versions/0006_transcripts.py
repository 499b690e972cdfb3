"""Transcripts, the media they are made from, and what reviewers say of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from store import transcript_index
from store.tables import Large, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _moment(name: str) -> "sa.Column[Any]":
    return sa.Column(name, Moment(), nullable=False)


def _id(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(64), nullable=False)


def _data() -> "sa.Column[Any]":
    return sa.Column("data", sa.JSON, nullable=False)


def upgrade() -> None:
    op.create_table(
        "media",
        _id("id"),
        _id("owner"),
        _moment("created_at"),
        _moment("updated_at"),
        _data(),
        sa.PrimaryKeyConstraint("id", name="pk_media"),
    )
    op.create_table(
        "media_chunks",
        _id("media_id"),
        sa.Column("n", sa.Integer, nullable=False),
        _id("owner"),
        _id("sha256"),
        sa.Column("bytes", sa.Integer, nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("media_id", "n", name="pk_media_chunks"),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name="fk_media_chunks_media_id", ondelete="CASCADE"),
    )
    op.create_table(
        "transcripts",
        _id("id"),
        _id("owner"),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("track", sa.String(32), nullable=False),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("band", sa.Integer),
        sa.Column("score", sa.Float),
        sa.Column("seconds", sa.Float, nullable=False),
        _moment("held_at"),
        _moment("made_at"),
        sa.Column("candidate", sa.String(80), nullable=False),
        sa.Column("exchanges", sa.Integer, nullable=False),
        sa.Column("graded", sa.Boolean, nullable=False),
        sa.Column("named", sa.Boolean, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        _data(),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
    )
    op.create_table(
        "passages",
        sa.Column("id", Large, autoincrement=False, nullable=False),
        _id("transcript_id"),
        _id("owner"),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("speaker", sa.String(80), nullable=False),
        sa.Column("start", sa.Float),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passages"),
    )
    op.create_index("ix_passages_transcript_id", "passages", ["transcript_id"])
    op.create_table(
        "indexed",
        _id("transcript_id"),
        _id("owner"),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("embedder", sa.String(64), nullable=False),
        sa.Column("stamp", sa.String(32), nullable=False),
        sa.Column("places", sa.LargeBinary),
        sa.Column("vectors", sa.LargeBinary),
        sa.PrimaryKeyConstraint("transcript_id", name="pk_indexed"),
        sa.UniqueConstraint("number", name="uq_indexed_number"),
    )
    op.create_table(
        "buried",
        _id("transcript_id"),
        _id("owner"),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("transcript_id", name="pk_buried"),
    )
    for name, kind in (
        ("edits", sa.Integer),
        ("notes", sa.String(64)),
        ("verdicts", sa.String(64)),
        ("audit", sa.Integer),
    ):
        op.create_table(
            name,
            sa.Column("id", kind, nullable=False),
            _id("transcript_id"),
            _id("owner"),
            _moment("created_at"),
            _data(),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
        op.create_index(f"ix_{name}_transcript_id", name, ["transcript_id"])
    op.create_table(
        "blinds",
        _id("reviewer"),
        _id("transcript_id"),
        _id("owner"),
        _moment("created_at"),
        _data(),
        sa.PrimaryKeyConstraint("reviewer", "transcript_id", name="pk_blinds"),
    )
    op.create_table(
        "candidates",
        _id("owner"),
        _id("transcript_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("owner", "transcript_id", name="pk_candidates"),
        sa.UniqueConstraint("owner", "number", name="uq_candidates_owner"),
    )
    for name in (*("media", "media_chunks", "transcripts", "passages", "buried"), *("edits", "notes", "verdicts", "audit", "blinds")):
        op.create_index(f"ix_{name}_owner", name, ["owner"])
    op.create_index("ix_indexed_owner", "indexed", ["owner", "number", "stamp", "embedder"])
    for statement in transcript_index.CREATE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in transcript_index.DROP[op.get_bind().dialect.name]:
        op.execute(statement)
    for name in (
        *("candidates", "blinds", "audit", "verdicts", "notes", "edits", "buried", "indexed", "passages"),
        *("transcripts", "media_chunks", "media"),
    ):
        op.drop_table(name)
