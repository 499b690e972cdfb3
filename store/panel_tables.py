"""The tables of invited reviewers: who was invited by link, and to which transcripts."""

from sqlalchemy import Column

from store.columns import Moment, belongs, identity, kept

reviewers = kept(
    "reviewers",
    identity("id", primary_key=True),
    identity("digest", unique=True),
    identity("taken_by", index=True),
    Column("ends_at", Moment, nullable=False),
)

reviewed = kept(
    "reviewed",
    identity("reviewer_id", primary_key=True),
    identity("transcript_id", primary_key=True, index=True),
    belongs("reviewer_id", "reviewers.id"),
)
