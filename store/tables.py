"""The tables. Nouns are kept whole as JSON beside the columns that are asked for, so a new field needs no migration."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from store.columns import Large as Large
from store.columns import Moment as Moment
from store.columns import belongs, counted, identity, kept
from store.columns import metadata as metadata
from store.panel_tables import reviewed as reviewed
from store.panel_tables import reviewers as reviewers

sessions = Table(
    "sessions",
    metadata,
    identity("id", primary_key=True),
    identity("owner", index=True),
    identity("request_id"),
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
    identity("session_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    identity("owner", index=True),
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
    identity("id", primary_key=True),
    identity("owner", index=True),
    identity("session_id", index=True),
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
    identity("id", primary_key=True),
    identity("owner", index=True),
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
    identity("owner", index=True),
    Column("name", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
)


def _sound(name: str, *columns: Any) -> Table:
    return Table(
        name,
        metadata,
        identity("session_id", primary_key=True),
        Column("turn", Integer, primary_key=True),
        Column("side", String(16), primary_key=True),
        *columns,
        identity("owner", index=True),
        Column("bytes", Integer, nullable=False),
        Column("created_at", Moment, nullable=False),
        ForeignKeyConstraint(["session_id"], ["sessions.id"], ondelete="CASCADE"),
    )


chunks = _sound("chunks", Column("n", Integer, primary_key=True), Column("sha256", String(64), nullable=False))

recordings = _sound("recordings", Column("seconds", Float, nullable=False), Column("data", JSON, nullable=False))

resumes = kept("resumes", identity("id", primary_key=True))

matches = kept(
    "matches",
    identity("id", primary_key=True),
    identity("resume_id", index=True),
    identity("job_key", index=True),
    belongs("resume_id", "resumes.id"),
)

banks = Table(
    "banks",
    metadata,
    identity("id", primary_key=True),
    identity("owner", index=True),
    Column("name", String(80), nullable=False),
    Column("shared", Boolean, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("owner", "name"),
)

uploads = Table(
    "uploads",
    metadata,
    identity("owner", primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("data", JSON, nullable=False),
)

disputes = kept(
    "disputes",
    identity("id", primary_key=True),
    identity("session_id", index=True),
    identity("report_id", index=True),
    belongs("report_id", "reports.id"),
)

media = Table(
    "media",
    metadata,
    identity("id", primary_key=True),
    identity("owner", index=True),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("data", JSON, nullable=False),
)

media_chunks = Table(
    "media_chunks",
    metadata,
    identity("media_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    identity("owner", index=True),
    Column("sha256", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    ForeignKeyConstraint(["media_id"], ["media.id"], ondelete="CASCADE"),
)

transcripts = Table(
    "transcripts",
    metadata,
    identity("id", primary_key=True),
    identity("owner", index=True),
    Column("source", String(16), nullable=False),
    Column("title", String(200), nullable=False),
    Column("track", String(32), nullable=False),
    Column("role", String(80), nullable=False),
    Column("level", Integer),
    Column("band", Integer),
    Column("score", Float),
    Column("seconds", Float, nullable=False),
    Column("held_at", Moment, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("candidate", String(80), nullable=False),
    Column("exchanges", Integer, nullable=False),
    Column("graded", Boolean, nullable=False),
    Column("named", Boolean, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("data", JSON, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Large, primary_key=True, autoincrement=False),
    identity("transcript_id", index=True),
    identity("owner", index=True),
    Column("n", Integer, nullable=False),
    Column("speaker", String(80), nullable=False),
    Column("start", Float),
    Column("text", Text, nullable=False),
)

indexed = Table(
    "indexed",
    metadata,
    identity("transcript_id", primary_key=True),
    identity("owner"),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("embedder", String(64), nullable=False),
    Column("stamp", String(32), nullable=False),
    Column("places", LargeBinary),
    Column("vectors", LargeBinary),
    # All that a search asks before it reads: without it, a page of vectors is read for every transcript.
    Index("ix_indexed_owner", "owner", "number", "stamp", "embedder"),
)

buried = Table(
    "buried",
    metadata,
    identity("transcript_id", primary_key=True),
    identity("owner", index=True),
    Column("created_at", Moment, nullable=False),
)


edits = kept("edits", counted(), identity("transcript_id", index=True))

notes = kept("notes", identity("id", primary_key=True), identity("transcript_id", index=True))

verdicts = kept("verdicts", identity("id", primary_key=True), identity("transcript_id", index=True))

audit = kept("audit", counted(), identity("transcript_id", index=True))

kits = kept("kits", identity("id", primary_key=True))

invites = kept(
    "invites",
    identity("id", primary_key=True),
    identity("kit_id", index=True),
    identity("digest", unique=True),
    identity("taken_by", index=True),
    belongs("kit_id", "kits.id"),
)

grants = kept(
    "grants",
    identity("session_id", primary_key=True),
    identity("grantee", index=True),
    identity("kit_id"),
    Column("withdrawn_at", Moment),
    belongs("session_id", "sessions.id"),
)

shares = kept("shares", identity("id", primary_key=True), identity("transcript_id", index=True), identity("digest", unique=True))

share_views = kept("share_views", counted(), identity("share_id", index=True), belongs("share_id", "shares.id"))

blinds = kept("blinds", identity("reviewer", primary_key=True), identity("transcript_id", primary_key=True))

candidates = Table(
    "candidates",
    metadata,
    identity("owner", primary_key=True),
    identity("transcript_id", primary_key=True),
    Column("number", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("owner", "number"),
)

ABOUT = (reviewed, shares, notes, verdicts, audit, blinds, candidates)
"""What anybody keeps about transcripts: links to them, who reviews them, and what is said. It goes with the transcript."""

OWNED = (
    *(reviewed, reviewers, share_views, shares, grants, invites, kits),
    *(blinds, candidates, audit, verdicts, notes, edits, buried, indexed, passages, transcripts, media_chunks, media),
    *(banks, uploads, disputes, matches, resumes, chunks, recordings, turns, reports, jobs, sessions, api_keys),
)
"""Every table with an owner, those that point to others first."""
