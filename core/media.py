"""The nouns of a recording that was brought: where it comes from, what is in it, and how far its work is."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from core.noun import Noun
from core.schema import LONGEST_MATERIAL

CHUNK = 8 * 2**20
"""Bytes of every piece of an upload but the last."""
MOST_BYTES = 2 * 2**30
"""Of one file."""
Stage = Literal["receive", "decode", "transcribe", "divide", "grade", "report"]
STAGES: tuple[Stage, ...] = ("receive", "decode", "transcribe", "divide", "grade", "report")
"""In order: the file is here whole; its sound and waveform; its words and speakers; its questions and answers; grades; the transcript."""
StageState = Literal["waiting", "working", "done", "failed"]


class Progress(Noun):
    """How far one stage is. `said` is for people: what is done of how much, or why it failed and what to do."""

    stage: Stage
    state: StageState = "waiting"
    said: str = ""


class Channel(Noun):
    """One channel as FLAC, 16 kHz mono."""

    n: int
    key: str
    """Of its blob."""


class MediaFacts(Noun):
    """What decoding found. Rates in Hz, of the file as it came."""

    kind: Literal["audio", "video"]
    codec: str
    rate: int
    channels: int
    seconds: float = Field(ge=0)
    key: str
    """Of the blob that is listened to: FLAC, 16 kHz mono, all channels mixed."""
    bytes: int
    """Of that blob."""
    peaks: tuple[tuple[int, int], ...] = ()
    """Lowest and highest sample of equal stretches, in percent of full scale."""
    apart: tuple[Channel, ...] = ()
    """The channels one by one where they differ enough to hold a speaker each; else empty."""
    notices: tuple[str, ...] = ()
    """What a listener must know: the file breaks off, there is next to no sound in it."""


class Media(Noun):
    """A recording from its first byte to its transcript, whose id is the same."""

    id: str
    owner: str
    title: str = Field(max_length=200)
    file: str = Field(default="", max_length=200)
    """Its name as it came."""
    url: str = Field(default="", max_length=2_000)
    bytes: int = Field(default=0, ge=0)
    """Of the whole file; 0 while that is not known."""
    sha256: str = ""
    """Of the whole file; empty until it is here."""
    key: str = ""
    """Of the file's blob; empty until it is here, and again when it was let go after decoding."""
    candidate: str = Field(default="", max_length=80)
    track: str = ""
    """One of the interview's tracks; empty leaves it to what was asked."""
    role: str = Field(default="", max_length=80)
    level: int = Field(default=3, ge=1, le=5)
    language: str = Field(default="en", max_length=8)
    job_description: str = Field(default="", max_length=LONGEST_MATERIAL)
    held_at: datetime
    created_at: datetime
    facts: MediaFacts | None = None
    stages: tuple[Progress, ...] = tuple(Progress(stage=one) for one in STAGES)

    @property
    def received(self) -> bool:
        """True once the whole file has been here."""
        return bool(self.sha256)

    def at(self, stage: Stage, state: StageState, said: str = "") -> "Media":
        """The same with one stage further."""
        now = Progress(stage=stage, state=state, said=said)
        return self.model_copy(update={"stages": tuple(now if one.stage == stage else one for one in self.stages)})


class About(Noun):
    """What whoever brings a recording says of it; the fields mean the same as in `Media`."""

    title: str = Field(default="", max_length=200)
    candidate: str = Field(default="", max_length=80)
    track: str = ""
    role: str = Field(default="", max_length=80)
    level: int = Field(default=3, ge=1, le=5)
    language: str = Field(default="en", max_length=8)
    job_description: str = Field(default="", max_length=LONGEST_MATERIAL)
    held_at: datetime | None = None


class Arriving(Noun):
    """A recording on its way: in how many pieces it comes, how big each is but the last, and which are still to be sent."""

    media: Media
    chunk_bytes: int = CHUNK
    chunks: int
    missing: tuple[int, ...]
