"""Hours of interviews in minutes: frames pushed as fast as they are taken, interview after interview, to see what memory does.

A socket takes 4,000 frames at once and 75 a second after that, so the line is broken and taken up again every minute of sound,
which is what is looked for too. Vendors answer at once; time is the stream's own.
"""

import asyncio
import time
from collections.abc import Callable

from websockets.exceptions import ConnectionClosed

from bench.live_client import SILENCE, Guest, Ours
from bench.live_fixed import FRAME, FRAME_S, RATE

A_LINE = 3000
"""Frames after which the line is broken."""
PACE = 6.0
"""Times real time at which silence is pushed while a reply is awaited."""


class Hurried(Ours):
    """A candidate without a clock."""

    async def enter(self) -> None:
        """A new interview, its opening heard."""
        self._place = await asyncio.to_thread(self.guest.interview)
        self._left = A_LINE
        await self.open(*self._place)
        await self._reply(0)

    async def push(self, pcm: bytes) -> None:
        """Sound, at once."""
        for at in range(0, len(pcm), FRAME):
            await self.frame(pcm[at : at + FRAME])
        self._left -= len(pcm) // FRAME
        if self._left < 0:
            await self._caught_up()
            self._left = A_LINE
            await self.open(*self._place)

    async def _caught_up(self) -> None:
        """Everything sent is taken: the server acknowledges each second of sound."""
        await asyncio.sleep(0.3)

    async def _reply(self, after: int) -> None:
        heard = asyncio.create_task(self.listen(after))
        try:
            while not heard.done():
                await self.push(SILENCE * 5)
                await asyncio.sleep(5 * FRAME_S / PACE)
            await heard
        finally:
            heard.cancel()
        # The reply's own length passes too.
        length = int(self._length(max(self.samples)) * RATE) * 2 // FRAME
        await self.push(SILENCE * length)

    async def answer(self, pcm: bytes) -> None:
        """A turn."""
        before = max(self.samples, default=0)
        await self.push(pcm)
        await self._reply(before)


class Lapse:
    """What happened: turns, faults, memory at each mark."""

    def __init__(self) -> None:
        self.turns = self.interviews = 0
        self.faults: list[str] = []

    async def one(self, url: str, pcm: bytes, hours: float, passed: Callable[[float], None]) -> None:
        """One candidate's hours; `passed` is told the seconds of its stream."""
        guest, before = Guest(url), 0.0
        while before < hours * 3600:
            person = Hurried(guest, "fixed_0.6")
            try:
                await person.enter()
                self.interviews += 1
                while not person.finished and before + person.number * FRAME_S < hours * 3600:
                    await person.answer(pcm)
                    self.turns += 1
                    passed(before + person.number * FRAME_S)
            except (TimeoutError, OSError, ConnectionClosed) as fault:
                # The line also closes because the interview is over, while frames are still under way.
                await asyncio.sleep(0.2)
                if not person.finished:
                    self.faults.append(f"{type(fault).__name__}: {fault}")
            finally:
                before += person.number * FRAME_S
                self.faults += person.faults
                await person.close()


def lapsed(url: str, pcm: bytes, hours: float, people: int, rss_mb: Callable[[], float]) -> dict[str, object]:
    """Runs it; memory once each has heard its first minutes, after each half, and at the end."""
    lapse, begun = Lapse(), time.monotonic()
    marks: dict[float, float] = {}
    wanted = [0.05 * hours, 0.5 * hours, hours]

    def passed(seconds: float) -> None:
        for mark in wanted:
            if mark not in marks and seconds >= mark * 3600 * 0.995:
                marks[mark] = rss_mb()

    async def all_of_them() -> None:
        await asyncio.gather(*(lapse.one(url, pcm, hours, passed) for _ in range(people)))

    asyncio.run(all_of_them())
    start, half, whole = (round(marks.get(mark, rss_mb()), 1) for mark in wanted)
    return {
        "hours": hours,
        "sessions": people,
        "interviews": lapse.interviews,
        "turns": lapse.turns,
        "rss_start_mb": start,
        "rss_half_mb": half,
        "rss_end_mb": whole,
        "errors": len(lapse.faults),
        "took_s": round(time.monotonic() - begun),
        **({"faults": lapse.faults[:3]} if lapse.faults else {}),
    }
