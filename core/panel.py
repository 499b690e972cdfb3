"""The noun of a review by several: somebody invited by link to read chosen transcripts and give a verdict of their own."""

from datetime import datetime

from pydantic import Field

from core.link import Link

MOST_TRANSCRIPTS = 20
"""Of one invitation."""


class Reviewer(Link):
    """An invited reviewer: who follows the link first takes the seat."""

    host: str = Field(default="", max_length=120)
    """Who invites, as the reviewer reads it."""
    blind: bool
    """Names, voices, scores and other reviewers stay hidden until the reviewer's own verdict; they cannot switch it off."""
    files: bool = False
    """They may take transcripts out as files."""
    taken_by: str = ""
    """The reviewer, as an owner id; empty until somebody took the seat."""
    name: str = Field(default="", max_length=80)
    taken_at: datetime | None = None
    transcript_ids: tuple[str, ...] = ()
    """What is still there of what they were invited to."""

    @property
    def ends_at(self) -> datetime:
        """When their access ends, or ended."""
        return min(self.expires_at, self.revoked_at or self.expires_at)

    @property
    def called(self) -> str:
        """The name they gave, else what they were called in the invitation."""
        return self.name or self.label or "A reviewer"
