"""What is asked of a shelf of transcripts, and what is found on it."""

from datetime import UTC, datetime
from typing import Literal

from pydantic import ConfigDict, Field, field_validator

from core.noun import Noun
from core.transcript import Source


class Filters(Noun):
    """Which transcripts; what is empty narrows nothing. Bands from 1 to 5, both ends included."""

    role: str = Field(default="", max_length=80)
    track: str = Field(default="", max_length=32)
    since: datetime | None = None
    until: datetime | None = None
    """Held at this moment or before."""
    state: Literal["", "graded", "ungraded"] = ""
    band_from: int | None = Field(default=None, ge=1, le=5)
    band_to: int | None = Field(default=None, ge=1, le=5)
    tag: str = Field(default="", max_length=40)
    source: Literal["", "interview", "recording"] = ""
    kit: str = Field(default="", max_length=32)
    """Interviews held by link of this kit, by its id; of the caller's kits."""
    text: str = Field(default="", max_length=400)
    """Words that all stand in it, or in its title or the candidate's name."""

    @field_validator("since", "until")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Row(Noun):
    """One line of the list of transcripts."""

    id: str
    title: str
    candidate: str
    track: str
    role: str
    level: int | None
    held_at: datetime
    seconds: float
    graded: bool
    band: int | None
    score: float | None
    source: Source
    tags: tuple[str, ...]
    exchanges: int
    kit: str = ""
    """The caller's kit by whose link it was held, and what that is called."""
    kit_title: str = ""


class Hit(Noun):
    """A passage that a search found. `snippet` is text with marks beside it, so that nothing has to be parsed again."""

    model_config = ConfigDict(str_strip_whitespace=False)  # the pieces of a snippet are put together again

    transcript_id: str
    title: str
    passage: int
    speaker: str
    start: float | None
    """Seconds on the transcript's time line; None where it was typed."""
    snippet: tuple[tuple[str, bool], ...]
    """(text, whether it matches the words of the query) in order."""
    score: float


class Cited(Noun):
    """Words of a transcript, exactly as they stand there."""

    transcript_id: str
    title: str
    passage: int
    speaker: str
    start: float | None
    text: str


class Said(Noun):
    """One sentence of an answer with the quotes that it rests on, as numbers into the answer's quotes."""

    text: str
    quotes: tuple[int, ...]


class Answer(Noun):
    """An answer over transcripts. Without a model, or where none of its sentences held, `text` is None and the quotes stand alone."""

    quotes: tuple[Cited, ...]
    text: str | None = None
    sentences: tuple[Said, ...] = ()
    notice: str = ""
    """What its reader must know: nothing was found, a model failed, sentences were dropped."""
    engine: str = ""
