"""The nouns of delivery: how something was said, measured and never judged. For the candidate alone; no score knows them."""

from typing import Literal

from pydantic import Field

from core.noun import Noun

MeasureName = Literal["pace", "fillers", "pauses", "start", "pitch", "loudness"]


class Stretch(Noun):
    """A part of a recording, in seconds from its start."""

    start: float = Field(ge=0)
    end: float = Field(ge=0)


class Sound(Noun):
    """What a recording itself tells, without its words."""

    seconds: float
    peaks: tuple[tuple[int, int], ...] = ()
    """Lowest and highest sample of equal stretches, in percent of full scale, -100 to 100."""
    gaps: tuple[Stretch, ...] = ()
    """Pieces that never arrived; silence stands in their place."""
    voiced_s: float = 0.0
    """Seconds in which a pitch was found."""
    semitones: float | None = None
    """Standard deviation of the pitch; None where too little of it was found."""
    lufs: float | None = None
    """Loudness of the speech by ITU-R BS.1770; None for silence."""
    clipped: float = 0.0
    """Share of samples at full scale, 0-1."""


class Mark(Stretch):
    """A pause or a filler in its place. `text` holds a filler's words as they were heard."""

    kind: Literal["pause", "filler"]
    text: str = ""


class Measure(Noun):
    """One measured quantity in words. `value` is None where there was too little to measure, and `reading` says so."""

    name: MeasureName
    label: str
    value: float | None
    shown: str
    """The value with its unit; empty without a value."""
    reading: str
    """What a listener may notice, or why there is no number."""


class Delivery(Noun):
    """How an answer was said: its measures, and where its pauses and fillers are."""

    words: int
    speech_s: float
    """Seconds of speech, pauses excluded."""
    measures: tuple[Measure, ...]
    marks: tuple[Mark, ...] = ()


class Span(Stretch):
    """Where a quote stands in the recording of its turn."""

    text: str


class Spoken(Noun):
    """One spoken turn as its report shows it. `sound` is None where nothing was recorded."""

    turn: int
    delivery: Delivery | None = None
    """None where the recognizer gave no times."""
    sound: Sound | None = None
    question: float | None = None
    """Seconds of the interviewer's side, where it was recorded."""
    spans: tuple[Span, ...] = ()
    """The quotes of the report that are heard in it."""
    answered: bool = True
    """False where it was recorded and then skipped, or left open."""
    typed: bool = False
    """The answer was typed; the sound stands beside it."""
    said: str = ""
    """What was said beside a typed answer, once it is transcribed."""
    unheard: int = 0
    """Stretches of speech that are not transcribed yet."""
    later: bool = False
    """Its words were filled in after the interview."""
