"""What invitations and shares have in common: an address that opens something for whoever holds it, for some days."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from core.noun import Noun

LinkState = Literal["open", "expired", "revoked"]


class Link(Noun):
    """A link by what is known of it. The secret in its address is told once; only its digest is kept."""

    id: str
    owner: str
    """Who made it; it opens no more than they may see themselves."""
    label: str = Field(default="", max_length=120)
    """Whom it is for, in the words of who made it."""
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> LinkState:
        """Whether it still opens anything, and why not."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= now else "open"
