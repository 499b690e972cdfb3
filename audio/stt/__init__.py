"""Hearing: which recognizers are able right now, best first, and a chain through them for clips and for live streams."""

import asyncio
import importlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audio.clip import Clip
from audio.speech import Recognizer, Transcript
from audio.stt.whisper import Fetch
from audio.vad import speech_spans
from core.errors import ProviderError
from core.settings import KEYS_FILE, Settings

log = logging.getLogger(__name__)
LIVE_LIMIT_S = 4.0
"""Seconds that the words of one live segment may take."""


@dataclass(frozen=True, slots=True)
class Row:
    """One vendor: where its code is, and what `lacking(settings)` there says it still needs."""

    name: str
    module: str


ROWS = (
    Row("cartesia", "audio.stt.cartesia"),
    Row("deepgram", "audio.stt.deepgram"),
    Row("whisper", "audio.stt.whisper"),
    Row("vosk", "audio.stt.vosk"),
    Row("sphinx", "audio.stt.sphinx"),
)

AUTO = ("cartesia", "deepgram", "whisper", "vosk")
"""pocketsphinx hears only where it was named: it is often wrong, and the browser or the keyboard serves better."""


class Hearing:
    """The recognizers of this process; built without loading one. Keys and weights may arrive while the app runs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: dict[str, tuple[int, Recognizer]] = {}
        self.fetch = Fetch(settings)
        """Brings Whisper's weights."""

    def rows(self) -> tuple[Row, ...]:
        """The vendors in the order they are tried: as set, else as listed here."""
        wanted = [name.strip() for name in self._settings.stt.split(",") if name.strip()]
        known = {row.name: row for row in ROWS}
        return tuple(known[name] for name in (AUTO if wanted == ["auto"] else wanted) if name in known)

    def lacking(self) -> dict[str, str]:
        """Vendor → what it still needs, in one sentence; empty text where nothing is missing."""
        settings = self._settings.with_keys()
        return {row.name: importlib.import_module(row.module).lacking(settings) for row in self.rows()}

    def able(self) -> tuple[str, ...]:
        """The names of the vendors that can be tried, best first."""
        return tuple(name for name, missing in self.lacking().items() if not missing)

    @property
    def name(self) -> str:
        """Who hears: `vendor:model`, or empty."""
        able = self.able()
        return self.recognizer(able[0]).name if able else ""

    def recognizer(self, name: str) -> Recognizer:
        """The vendor by name, built once for each set of keys."""
        path = self._settings.data / KEYS_FILE
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        held = self._made.get(name)
        if held is None or held[0] != stamp:
            row = next(row for row in ROWS if row.name == name)
            made: Recognizer = importlib.import_module(row.module).build(self._settings.with_keys())
            held = self._made[name] = (stamp, made)
        return held[1]

    def lacks(self, name: str) -> str:
        """What one vendor still needs, in or out of the order that is set; KeyError for one that is none."""
        row = {one.name: one for one in ROWS}[name]
        return str(importlib.import_module(row.module).lacking(self._settings.with_keys()))

    async def transcribe(self, clip: Clip, language: str = "en", only: str = "") -> tuple[Transcript, tuple[str, ...]]:
        """The words of a clip and a notice for each vendor that failed; silence asks nobody. `only`: no vendor but this one.

        ProviderError when none is able, or all failed.
        """
        if not await asyncio.to_thread(speech_spans, clip):
            return Transcript(engine="silence", language=language, seconds=clip.seconds), ()
        notices: list[str] = []
        faults: list[ProviderError] = []
        for name in (only,) if only else self.able():
            try:
                heard = await self.recognizer(name).transcribe(clip, language)
            except ProviderError as fault:
                log.warning("hearing failed: %s", fault)
                faults.append(fault)
                notices.append(
                    f"{fault.sentence[:1].upper()}{fault.sentence[1:].rstrip('.')}; another recognizer was tried."
                )
                continue
            return heard, tuple(notices)
        why = faults[-1].sentence if faults else self.why_not()
        raise ProviderError("hearing", why, retryable=any(fault.retryable for fault in faults))

    def why_not(self, notices: list[str] | None = None) -> str:
        """Why nothing can be heard, with the way out."""
        if notices:
            return notices[-1].split(";")[0]
        return "no recognizer is set up: fetch Whisper's weights on the Status page, or set CARTESIA_API_KEY or DEEPGRAM_API_KEY"

    def ear(self, language: str = "en") -> "ChainEar":
        """A live stream's ear through the same chain."""
        return ChainEar(self, language)


class ChainEar:
    """Feeds the first able vendor, live where it has a live way; a segment that fails goes to the next one as a clip."""

    def __init__(self, hearing: Hearing, language: str) -> None:
        self._hearing = hearing
        self._language = language
        self._held = bytearray()
        self._live: Any = None
        self._live_name = ""
        self._able: tuple[str, ...] = ()
        self._asked_at = float("-inf")
        self.notices: list[str] = []
        self._name = ""

    @property
    def name(self) -> str:
        """Who heard the last segment."""
        return self._name or self._hearing.name

    def _names(self) -> tuple[str, ...]:
        # Looking up keys and weights reads files: not for each 20 ms of sound.
        if time.monotonic() - self._asked_at > 5.0:
            self._able, self._asked_at = self._hearing.able(), time.monotonic()
        return self._able

    async def feed(self, pcm: bytes) -> None:
        """Keeps the samples and passes them on to the live vendor."""
        first = not self._held
        self._held += pcm
        if first and self._live is None:
            self._open()
        if self._live is not None:
            self._live.send(pcm if not first else bytes(self._held))

    def _open(self) -> None:
        for name in self._names()[:1]:
            listen: Callable[[str], Any] | None = getattr(self._hearing.recognizer(name), "listen", None)
            if listen is not None:
                self._live, self._live_name = listen(self._language), name

    def interim(self) -> str:
        """What the live vendor understands so far."""
        return str(self._live.interim()) if self._live is not None and self._held else ""

    async def flush(self) -> Transcript:
        """The segment's words from the first vendor that gives them."""
        clip, self._held = Clip(bytes(self._held)), bytearray()
        failed: list[str] = []
        names = self._names()
        if self._live is not None:
            try:
                return self._kept(await self._live.flush(LIVE_LIMIT_S))
            except ProviderError as fault:
                failed.append(self._live_name)
                self._told(fault)
                await self.close()
        if not await asyncio.to_thread(speech_spans, clip):
            return Transcript(engine="silence", language=self._language, seconds=clip.seconds)
        last: ProviderError | None = None
        for name in (one for one in names if one not in failed):
            try:
                return self._kept(await self._hearing.recognizer(name).transcribe(clip, self._language))
            except ProviderError as fault:
                last = fault
                self._told(fault)
        raise last or ProviderError("hearing", self._hearing.why_not(self.notices[-1:]), retryable=False)

    def _kept(self, heard: Transcript) -> Transcript:
        self._name = heard.engine
        return heard

    def _told(self, fault: ProviderError) -> None:
        log.warning("hearing failed: %s", fault)
        sentence = f"{fault.sentence[:1].upper()}{fault.sentence[1:].rstrip('.')}."
        if sentence not in self.notices:
            self.notices.append(sentence)

    async def close(self) -> None:
        """Ends the live stream."""
        live, self._live = self._live, None
        if live is not None:
            await live.close()
