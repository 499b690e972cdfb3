"""A candidate's objection to one decision of a report: kept beside the score, which stays what it is."""

from datetime import datetime

from pydantic import Field

from core.noun import Noun
from core.schema import DecisionStatus, Quote

LONGEST_WHY = 1_000
"""Characters."""


class Dispute(Noun):
    """What one decision should have been and why; `id` is the same for the same decision of the same report."""

    id: str
    report_id: str
    session_id: str
    question_id: str
    point: str
    ours: DecisionStatus
    """What the report decided."""
    status: DecisionStatus
    """What it should be, as the candidate sees it."""
    quote: Quote | None = None
    """The candidate's own words for it, as they stand in the transcript."""
    why: str = Field(min_length=1, max_length=LONGEST_WHY)
    engine: str
    rubric: str
    created_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def open(self) -> bool:
        """True until it is withdrawn."""
        return self.withdrawn_at is None
