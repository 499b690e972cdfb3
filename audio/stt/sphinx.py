"""pocketsphinx: an English model inside its wheel, so that something hears without keys and weights. An emergency, labelled so."""

import asyncio
import importlib.util
import re
import threading

from audio.clip import Clip
from audio.speech import Transcript
from core.errors import ProviderError
from core.schema import Word
from core.settings import Settings

FRAME_S = 0.01


def lacking(settings: Settings) -> str:
    """What it still needs."""
    return (
        ""
        if importlib.util.find_spec("pocketsphinx")
        else "a package: pip install pocketsphinx (an emergency, it mishears a lot)"
    )


def build(settings: Settings) -> "Sphinx":
    """The vendor."""
    return Sphinx()


class Sphinx:
    """One decoder, one clip at a time."""

    name = "sphinx:en-us (emergency)"

    def __init__(self) -> None:
        self._lock = threading.Lock()

    async def transcribe(self, clip: Clip, language: str) -> Transcript:
        """The words, from a thread; ProviderError for any language but English."""
        if not language.startswith("en"):
            raise ProviderError(self.name, "pocketsphinx hears English only", retryable=False)
        return await asyncio.to_thread(self._transcribe, clip)

    def _transcribe(self, clip: Clip) -> Transcript:
        try:
            from pocketsphinx import Decoder

            with self._lock:
                decoder = Decoder(loglevel="FATAL")
                decoder.start_utt()
                decoder.process_raw(clip.pcm, full_utt=True)
                decoder.end_utt()
                found = list(decoder.seg() or ())
        except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
            raise ProviderError(
                self.name, f"pocketsphinx could not be used ({type(fault).__name__})", retryable=False
            ) from None
        words = tuple(
            Word(
                text=re.sub(r"\(\d+\)$", "", one.word),
                start=one.start_frame * FRAME_S,
                end=(one.end_frame + 1) * FRAME_S,
            )
            for one in found
            if not re.match(r"[<\[]", one.word)
        )
        return Transcript(
            text=" ".join(word.text for word in words), words=words, engine=self.name, seconds=clip.seconds
        )
