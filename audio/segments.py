"""From a segment that has ended to its words: in order, so that late words of one never stand in the next."""

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from audio.speech import Ear
from audio.stt.browser import BrowserEar
from audio.turns import TEXT_LIMIT_S, Interim, Segment
from core.errors import ProviderError

if TYPE_CHECKING:
    from audio.live import Live

log = logging.getLogger(__name__)


class Segments:
    """Asks the ear, tells the policy, and says so when nobody could hear."""

    def __init__(self, live: "Live") -> None:
        self._live = live
        self._order = asyncio.Lock()
        self._ears: tuple[Ear, BrowserEar] | None = None
        self._last = (-1, "")

    def by_browser(self, *, on: bool) -> None:
        """The browser's own recognition hears from now on, or the server's again."""
        uplink = self._live.uplink
        if self._ears is None:
            if not on:
                return
            self._ears = (uplink.ear, BrowserEar(self._live.language))
        uplink.ear = self._ears[1] if on else self._ears[0]

    def heard(self, text: str, *, final: bool) -> None:
        """Words from the browser; those that come after their segment was told are put behind it."""
        live, ear = self._live, self._live.uplink.ear
        if not isinstance(ear, BrowserEar):
            return
        late = ear.heard(text, final=final)
        if ear.interim():
            live.step(Interim(ear.interim()))
            live.caption_you(final=False, interim=ear.interim())
        if late and self._last[0] >= 0:
            self._told(self._last[0], f"{self._last[1]} {late}".strip())

    async def settled(self) -> None:
        """Waits, not for long, until the words of every closed segment are told."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TEXT_LIMIT_S):
                while self._live.uplink.owes:
                    async with self._order:
                        pass
                    await asyncio.sleep(0)

    async def hear(self, number: int) -> None:
        """The words of a closed segment."""
        live = self._live
        async with self._order:
            text: str | None = ""
            try:
                heard = await live.uplink.flush(number)
                text = heard.text if heard is not None else ""
            except ProviderError as fault:
                text = None
                self._failed(fault)
            except Exception:
                log.exception("hearing failed in a way nobody foresaw")
                text = None
                self._failed(ProviderError("hearing", "the recognizer failed", retryable=True))
            else:
                for words in getattr(live.uplink.ear, "notices", ()):
                    live.notice(words)
            self._told(number, text)

    def _told(self, number: int, text: str | None) -> None:
        self._last = (number, text or "")
        self._live.step(Segment(number, text))
        self._live.acknowledge()
        self._live.caption_you(final=True)

    def _failed(self, fault: ProviderError) -> None:
        live = self._live
        kept = "The recording is kept" if live.uplink.recording else "What you just said was not kept"
        live.notice(
            f"I could not make out your words: {fault.sentence.rstrip('.')}. {kept}; type your answer, or press Done to go on."
        )
        live.tell({"type": "hearing_failed"})
