"""From a segment that has ended to its words: in order, so that late words of one never stand in the next."""

import asyncio
from typing import TYPE_CHECKING

from audio.turns import Segment
from core.errors import ProviderError

if TYPE_CHECKING:
    from audio.live import Live


class Segments:
    """Asks the ear, tells the policy, and says so when nobody could hear."""

    def __init__(self, live: "Live") -> None:
        self._live = live
        self._order = asyncio.Lock()

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
            for words in getattr(live.uplink.ear, "notices", ()):
                live.notice(words)
            live.step(Segment(number, text))
            live.caption_you(final=True)

    def _failed(self, fault: ProviderError) -> None:
        live = self._live
        kept = "The recording is kept" if live.uplink.recording else "What you just said was not kept"
        live.notice(
            f"I could not make out your words: {fault.sentence.rstrip('.')}. {kept}; type your answer, or go on."
        )
        live.tell({"type": "hearing_failed"})
