"""The nouns of interview kits and of sharing: the same questions for everyone, who was invited, and who may read what.

A candidate's interview stays the candidate's. A grant lets the one who invited them read it, a share lets whoever holds a
link; both end when they are withdrawn.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from core.bank import Question, Track
from core.link import Link
from core.noun import Noun

MOST_QUESTIONS = 12
LONGEST_INVITE_DAYS = 90
Scope = Literal["transcript", "audio", "scores"]
SCOPES: tuple[Scope, ...] = ("transcript", "audio", "scores")


class Kit(Noun):
    """A fixed plan of questions, kept as they were on the day it was made, so that everyone is asked the same."""

    id: str
    owner: str
    title: str = Field(min_length=1, max_length=120)
    organisation: str = Field(default="", max_length=120)
    """Who asks, as the candidate reads it."""
    track: Track
    role: str = Field(default="any", max_length=80)
    level: int = Field(default=3, ge=1, le=5)
    questions: tuple[Question, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)
    requirements: tuple[str, ...] = ()
    """What the job description asks for; the results say what of it was shown."""
    made_at: datetime


class Invite(Link):
    """One candidate's way into a kit."""

    kit_id: str
    taken_by: str = ""
    """The candidate, as an owner id; empty until somebody agreed."""
    session_id: str = ""


class Grant(Noun):
    """A candidate's consent that the one who invited them reads this interview."""

    session_id: str
    kit_id: str
    owner: str
    """The candidate, whose interview it is."""
    to: str
    """Who may read it."""
    audio: bool
    given_at: datetime
    withdrawn_at: datetime | None = None


class Share(Link):
    """A link that opens one transcript."""

    transcript_id: str
    scope: tuple[Scope, ...] = Field(min_length=1)


class Viewing(Noun):
    """One opening of a share."""

    share_id: str
    at: datetime
    what: Literal["page", "audio"]
