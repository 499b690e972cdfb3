"""What hears and what speaks: the nouns and Protocols that every vendor of the room fills, one file each."""

from collections.abc import AsyncIterator
from math import isfinite
from typing import Protocol

from audio.clip import Clip
from core.noun import Noun
from core.schema import Word


def word(text: str, start: float, end: float, confidence: float | None = None, speaker: int | None = None) -> Word:
    """A word as a vendor told it, put in order; ValueError for times that are none.

    Without the noun's own checks: there are hundreds in an answer, and a live room hears many at once.
    """
    if not (isfinite(start) and isfinite(end)):
        raise ValueError("a time that is no number")
    start = max(0.0, start)
    sure = None if confidence is None else min(1.0, max(0.0, confidence))
    return Word.model_construct(text=text.strip(), start=start, end=max(start, end), confidence=sure, speaker=speaker)


class Transcript(Noun):
    """What was heard in a clip. Word times are seconds from the clip's start; `words` is empty where a vendor gives none."""

    text: str = ""
    words: tuple[Word, ...] = ()
    language: str = "en"
    engine: str
    """Who heard it: `vendor:model`."""
    seconds: float = 0.0
    """Length of the audio."""


class Recognizer(Protocol):
    """Hears a whole clip at once."""

    @property
    def name(self) -> str:
        """`vendor:model`, as it stands on the page and in transcripts."""
        ...

    async def transcribe(self, clip: Clip, language: str) -> Transcript:
        """The words; empty text for silence; ProviderError when the vendor fails."""
        ...


class Ear(Protocol):
    """Hears one live stream of PCM16 mono 16 kHz, segment by segment."""

    @property
    def name(self) -> str:
        """`vendor:model`."""
        ...

    async def feed(self, pcm: bytes) -> None:
        """Takes the next samples; returns at once."""
        ...

    def interim(self) -> str:
        """What is understood so far of the segment that runs; may change; empty where a vendor cannot tell."""
        ...

    async def flush(self) -> Transcript:
        """Ends the segment: the final words of everything fed since the last flush, times from that segment's start.

        ProviderError when the vendor fails; the samples are kept, so that another ear can be given them.
        """
        ...

    async def close(self) -> None:
        """Ends the stream; safe to call twice."""
        ...


class Voice(Protocol):
    """Speaks text as PCM16 mono 16 kHz."""

    @property
    def name(self) -> str:
        """`vendor:voice`."""
        ...

    def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """The sound in pieces as they are made, the first as early as can be; ProviderError when the vendor fails."""
        ...
