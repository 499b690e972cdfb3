"""Speaking: which voices are able right now, a chain through them, and the cache in front. The browser's own voice is the default."""

import importlib
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from audio.fragments import fragments
from audio.tts.cache import Blobs, Cache, key_of
from audio.tts.speakable import speakable
from core.errors import ProviderError
from core.settings import KEYS_FILE, Settings

log = logging.getLogger(__name__)
MODULES = {"polly": "audio.tts.polly", "espeak": "audio.tts.espeak"}
AUTO = ("polly", "browser")
"""espeak-ng speaks only where it was named: most browsers have a better voice."""


class Speaking:
    """The voices of this process; built without loading one. Keys may arrive while the app runs."""

    def __init__(self, settings: Settings, blobs: Blobs | None = None) -> None:
        self._settings = settings
        self._cache = Cache(blobs)
        self._made: dict[str, tuple[int, Any]] = {}
        self._lacking: tuple[int, dict[str, str]] = (-1, {})

    def names(self) -> tuple[str, ...]:
        """The voices in the order they are tried."""
        wanted = tuple(name.strip() for name in self._settings.tts.split(","))
        return AUTO if wanted == ("auto",) else wanted

    def lacking(self) -> dict[str, str]:
        """Voice → what it still needs, in one sentence; empty text where nothing is missing."""
        stamp = self._stamp()
        if self._lacking[0] != stamp:
            settings = self._settings.with_keys()
            found = {
                name: importlib.import_module(MODULES[name]).lacking(settings) if name in MODULES else ""
                for name in self.names()
            }
            self._lacking = (stamp, found)
        return self._lacking[1]

    def _stamp(self) -> int:
        """Another number whenever keys were pasted."""
        path = self._settings.data / KEYS_FILE
        return path.stat().st_mtime_ns if path.exists() else 0

    def able(self) -> tuple[str, ...]:
        """The voices that can be tried, best first."""
        return tuple(name for name, missing in self.lacking().items() if not missing)

    @property
    def by_client(self) -> bool:
        """True when the browser is what speaks."""
        return self.able()[:1] in ((), ("browser",))

    @property
    def name(self) -> str:
        """Who speaks: `vendor:voice`, or `browser`."""
        return "browser" if self.by_client else str(self._voice(self.able()[0]).name)

    def _voice(self, name: str) -> Any:
        stamp = self._stamp()
        held = self._made.get(name)
        if held is None or held[0] != stamp:
            made = importlib.import_module(MODULES[name]).build(self._settings.with_keys())
            held = self._made[name] = (stamp, made)
        return held[1]

    async def speak(
        self,
        text: str,
        language: str = "en",
        on_notice: Callable[[str], None] = lambda words: None,
        *,
        keep: bool = False,
    ) -> AsyncIterator[bytes]:
        """PCM16 16 kHz, stretch by stretch; what one voice cannot finish the next one says.

        ProviderError when no voice is left.
        """
        names = [name for name in self.able() if name in MODULES]
        last = ProviderError("speaking", "no voice of the server is able to speak just now", retryable=True)
        for stretch in fragments(speakable(text)):
            while True:
                if not names:
                    raise last
                heard = False
                try:
                    async for piece in self._stretch(names[0], stretch, language, keep):
                        heard = True
                        yield piece
                    break
                except ProviderError as fault:
                    log.warning("speaking failed: %s", fault)
                    names.pop(0)
                    last = fault
                    if names:
                        on_notice(
                            f"{fault.sentence[:1].upper()}{fault.sentence[1:].rstrip('.')}; another voice goes on."
                        )
                    if heard and names:
                        # The stretch was cut in the middle: the next voice says it again, since half a sentence helps nobody.
                        continue

    def _stretch(self, name: str, stretch: str, language: str, keep: bool) -> AsyncIterator[bytes]:
        voice = self._voice(name)
        key = key_of(voice.name, voice.rate, language, stretch)
        return self._cache.play(key, lambda: voice.speak(stretch, language), keep=keep)

    async def warm(self, lines: Iterable[str], language: str = "en") -> None:
        """Synthesizes common lines ahead; a voice that fails is left for later."""
        if self.by_client:
            return
        for line in lines:
            try:
                async for _ in self.speak(line, language, keep=True):
                    pass
            except ProviderError:
                return

    def instructions(self, text: str, language: str = "en") -> dict[str, Any]:
        """What a client that speaks itself needs to know."""
        plain = speakable(text)
        return {"use_client_tts": True, "text": plain, "fragments": fragments(plain), "lang": language, "rate": 1.0}
