"""The nouns of what a candidate keeps: resumes as they were read and corrected, and each held against jobs."""

from datetime import datetime
from typing import Literal

from core.document import Document
from core.noun import Noun
from core.resume import Match, ParsedResume


class KeptResume(Noun):
    """One file, or pasted text. `document` and `parsed` are None until it has been read."""

    id: str
    name: str
    created_at: datetime
    bytes: int = 0
    pasted: bool = False
    """It came as text, not as a file."""
    document: Document | None = None
    parsed: ParsedResume | None = None
    edited: bool = False
    """The candidate corrected what the parser saw."""


class Ad(Noun):
    """A job description as it came: its text, or the bytes of a file and the file's name."""

    text: str = ""
    data: bytes = b""
    name: str = ""


class KeptMatch(Noun):
    """A resume held against one job description. `match` is None until the job behind it is done."""

    id: str
    resume_id: str
    created_at: datetime
    job_text: str
    """Empty until the file that it came in has been read."""
    source: str = ""
    """The name of that file."""
    name: str = ""
    """What the candidate calls it."""
    title: str = ""
    batch: str = ""
    """Shared by those that were asked for at once."""
    match: Match | None = None
    failed: str = ""
    """Why this one could not be worked out, while others of its batch were."""
    practices: tuple[str, ...] = ()
    """Interviews that were made from its gaps."""
    seconds: float = 0.0
    """From the file to the result."""


class Step(Noun):
    """How far one match of a batch is; `words` say what is being done, or why it failed."""

    match: KeptMatch
    state: Literal["queued", "running", "done", "failed"]
    share: float = 0.0
    words: str = ""


class Move(Noun):
    """How one requirement moved between two matches with the same job."""

    requirement: str
    before: str
    after: str


class Version(Noun):
    """One match in the history of a job: when, how much, and what moved since the one before."""

    match_id: str
    resume: str
    created_at: datetime
    total: int | None
    moves: tuple[Move, ...] = ()


class Probed(Noun):
    """What practice showed of a requirement: evidenced with a quote, asked without, or never probed."""

    requirement: str
    text: str
    state: str
    quote: str = ""
    session_id: str = ""
    turn: int | None = None
