"""Many candidates in one process, each in an interview of its own: `python -m bench.live_crowd URL COUNT GO SECONDS NOISE`.

Each listens to a question in real time, speaks, waits for the reply, and so on. READY is printed once all are in; turns that
begin while the file GO is there are measured, for SECONDS. The result is one JSON object: seconds (of each turn), faults.
"""

import asyncio
import json
import random
import sys
import time
from pathlib import Path

from bench.live_client import Guest, Ours
from bench.live_speech import utterance

PATIENCE = "fixed_0.6"
ROUND_S = 10.0
"""About what a turn takes: candidates are spread over it, as they are in life."""


class Crowd:
    """The candidates and what they measured."""

    def __init__(self, url: str, pcm: bytes, noise: int) -> None:
        self._url, self._pcm, self._noise = url, pcm, noise
        self.open = False
        self.seconds: list[float] = []
        self.faults: list[str] = []
        self._door = asyncio.Semaphore(4)
        self.inside = 0

    async def live(self) -> None:
        """One candidate, interview after interview, until it is cancelled."""
        guest = Guest(self._url)
        first = True
        while True:
            one = Ours(guest, PATIENCE, real_time=True, noise=self._noise)
            try:
                async with self._door:
                    await one.begin()
                await one.listen(0)
                if first:
                    # All take turns of one length: those who came in together would speak together ever after.
                    await asyncio.sleep(random.uniform(0, ROUND_S))
                    self.inside += 1
                    first = False
                while not one.finished:
                    await self._turn(one)
            except (TimeoutError, OSError) as fault:
                self.faults.append(f"{type(fault).__name__} on entering")
            finally:
                self.faults += one.faults
                await one.close()

    async def _turn(self, one: Ours) -> None:
        await asyncio.sleep(random.uniform(0.3, 0.9))
        measured = self.open
        try:
            taken = await one.turn(self._pcm)
        except TimeoutError as fault:
            if not one.finished:
                self.faults.append(f"lost: {fault}")
            return
        if measured:
            self.seconds.append(taken)


async def held(url: str, count: int, go: Path, seconds: float, noise: int) -> Crowd:
    """The crowd, once its time is over."""
    crowd = Crowd(url, await asyncio.to_thread(utterance), noise)
    people = [asyncio.create_task(crowd.live()) for _ in range(count)]
    while crowd.inside < count:
        await asyncio.sleep(0.1)
    print("READY {}", flush=True)
    while not go.exists():
        await asyncio.sleep(0.05)
    crowd.open, until = True, time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.sleep(0.1)
    # A turn that was begun in time is waited for.
    crowd.open = False
    await asyncio.sleep(6.0)
    for one in people:
        one.cancel()
    await asyncio.gather(*people, return_exceptions=True)
    return crowd


def main(arguments: list[str]) -> int:
    """The command line."""
    url, count, go, seconds, noise = arguments
    crowd = asyncio.run(held(url, int(count), Path(go), float(seconds), int(noise)))
    print(json.dumps({"seconds": crowd.seconds, "faults": crowd.faults}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
