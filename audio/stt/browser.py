"""The browser's own recognition as an ear: its words arrive as messages, and are matched to the segments that the sound shows."""

import asyncio

from audio.speech import Transcript
from core.text import words

FINAL_S = 1.2
"""How long after a segment the browser's last words may take; what comes later is told as `late`."""


class BrowserEar:
    """Gathers what the client heard. Times are not known, and the sound itself is not asked for."""

    name = "browser"

    def __init__(self, language: str) -> None:
        self._language = language
        self._final: list[str] = []
        self._interim = ""
        self._taken: list[str] = []
        """Words of the running result that a segment has already, from before it was final."""
        self._flushing = False
        self._speaking = False
        self._news = asyncio.Event()

    def heard(self, text: str, *, final: bool) -> str:
        """The running result anew, or its final words. Returns words that belong to a segment which has been told already."""
        fresh = self._beyond(text)
        self._interim = "" if final else fresh
        if final:
            self._taken = []
            if not self._speaking and not self._flushing:
                return fresh
            self._final.append(fresh)
        self._news.set()
        return ""

    def _beyond(self, text: str) -> str:
        """The text behind the words that were taken from it before it was final."""
        found = text.split()
        known = len(self._taken)
        counted = 0
        for at, word in enumerate(found):
            if counted >= known:
                return " ".join(found[at:])
            counted += len(words(word))
        return "" if known else text.strip()

    async def feed(self, pcm: bytes) -> None:
        """A segment runs."""
        self._speaking = True

    def interim(self) -> str:
        """What is understood so far of the segment that runs."""
        return " ".join([*self._final, self._interim]).strip()

    async def flush(self) -> Transcript:
        """The words of the segment that ended: its final ones, or after a while those so far."""
        self._speaking, self._flushing = False, True
        try:
            async with asyncio.timeout(FINAL_S):
                while not self._final or self._interim:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            pass
        finally:
            self._flushing = False
        if self._interim:
            self._taken += words(self._interim)
        text, self._final, self._interim = self.interim(), [], ""
        return Transcript(text=text, engine=self.name, language=self._language)

    async def close(self) -> None:
        """Nothing is held."""
