"""The nouns of a transcript: who said what when, what was asked and how it was answered, and the sound behind it.

One form for an interview held here and for a recording that was brought: a time line in seconds, on which passages and takes lie.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from core.noun import Noun
from core.report import Requirement
from core.schema import Judgement, Word

Source = Literal["interview", "recording"]
SpeakerRole = Literal["interviewer", "candidate", "unknown"]


class Speaker(Noun):
    """A voice. `name` is what the page shows; blind reviews show the role alone."""

    n: int
    name: str
    role: SpeakerRole = "unknown"


class Passage(Noun):
    """What one speaker said in one go. Times are seconds on the transcript's time line; None where it was typed or not recorded."""

    n: int
    speaker: int
    text: str
    code: str = ""
    start: float | None = Field(default=None, ge=0)
    end: float | None = Field(default=None, ge=0)
    words: tuple[Word, ...] = ()
    """As they were heard, on the transcript's time line; empty where hearing gave no times."""
    turn: int
    """What quotes name: the interview's turn, or the exchange of a recording."""
    edited: bool = False
    """A person corrected `text`; `words` stay as they were heard."""


class Exchange(Noun):
    """One question with its answer. Passages by their numbers; no `judgement` where nothing was graded."""

    n: int
    title: str
    question: str
    asked: tuple[int, ...]
    answered: tuple[int, ...]
    question_id: str = ""
    """The bank's question that it was graded by; empty when none is near enough."""
    matched: str = ""
    """The wording of that question, where it was not asked by us but found by nearness."""
    topic: str = ""
    judgement: Judgement | None = None
    band: int | None = Field(default=None, ge=1, le=5)


class Take(Noun):
    """One sound file on the time line. Both sides of an interview's turn, or one recording as a whole."""

    start: float = Field(ge=0)
    """Where it begins on the time line, in seconds."""
    seconds: float = Field(ge=0)
    path: str
    """The route that plays it, from the root of the site; owner-checked, with Range."""
    key: str = ""
    """Of its blob, under the transcript's owner."""
    speaker: int | None = None
    peaks: tuple[tuple[int, int], ...] = ()
    """Lowest and highest sample of equal stretches, in percent of full scale, -100 to 100."""


class Transcript(Noun):
    """A reviewable interview. Delivery is never part of it: it is the candidate's alone."""

    id: str
    owner: str
    source: Source
    source_id: str
    """The session, or the recording that it was made from."""
    title: str
    candidate: str = ""
    """The candidate's name as far as it is known."""
    track: str = ""
    role: str = ""
    level: int | None = None
    language: str = "en"
    engine: str = ""
    """What heard the words, such as `whisper:base`; empty where everything was typed."""
    held_at: datetime
    made_at: datetime
    seconds: float = Field(default=0.0, ge=0)
    speakers: tuple[Speaker, ...] = ()
    passages: tuple[Passage, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    takes: tuple[Take, ...] = ()
    graded_by: str = ""
    rubric: str = ""
    band: int | None = Field(default=None, ge=1, le=5)
    score: float | None = Field(default=None, ge=0, le=5)
    coverage: tuple[Requirement, ...] = ()
    """What the job description asks for and what the interview showed of it; empty without a description."""
    tags: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    """What a reader must know: a part that nobody could hear, a grade that failed."""


class Edit(Noun):
    """One correction of one passage, kept apart from what was heard."""

    passage: int
    before: str
    after: str
    by: str
    at: datetime
    applied: bool = True
    """False: the transcript was made anew since, and this passage reads otherwise now."""
    graded: bool = False
    """The grades follow it."""


class Note(Noun):
    """A reviewer's note or bookmark at a second of the time line; a bookmark has no text."""

    id: str
    transcript_id: str
    by: str
    """The reviewer, as the caller's owner id."""
    at: float | None = Field(default=None, ge=0)
    text: str = Field(default="", max_length=4_000)
    made_at: datetime


class Verdict(Noun):
    """A reviewer's own decision on a transcript; nobody's but theirs."""

    transcript_id: str
    by: str
    decision: Literal["advance", "hold", "decline"]
    reason: str = Field(max_length=2_000)
    made_at: datetime
    blind: bool = False
    """It was given before names, voices, scores and other verdicts were shown."""
    changed: bool = False
    """It took the place of an earlier one of theirs."""


class Line(Noun):
    """One line of the audit trail: who did what when. `by` is an owner id, `what` a sentence's verb phrase."""

    transcript_id: str
    by: str
    at: datetime
    what: str
