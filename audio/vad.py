"""Where speech begins and ends in a stream, by Silero's small network; a stream keeps 3 kB of state.

A window is 512 samples (32 ms). Live streams ask together: the windows of a few milliseconds are one batch.
"""

import asyncio
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from audio.clip import RATE, Clip
from audio.silero import CONTEXT, STATE, WINDOW, Floats, network

WINDOW_S = WINDOW / RATE
ENTER, LEAVE = 0.4, 0.25
"""Probabilities at which speech begins and ends; a little below the authors' 0.5 and 0.35, since a missed word costs more than a noise."""
LEAST_SPEECH_S = 0.09
TOGETHER_S, MANY_A_SECOND = 0.008, 150
"""How long a window waits for others, and from how many windows a second on (five voices at once)."""
SILENT = 30.0
"""Root mean square of int16 samples below which a window cannot hold speech: no network is asked."""
_NOTHING = bytes(4 * WINDOW)


@dataclass(frozen=True, slots=True)
class Edge:
    """Speech began or ended `at` seconds of the stream."""

    kind: Literal["start", "end"]
    at: float


def warm() -> None:
    """Loads the network ahead of the first stream."""
    network()


class Vad:
    """One stream's edges. `silence_s`: how long silence must last before an end is told."""

    def __init__(self, silence_s: float = 0.25) -> None:
        self.silence_s = silence_s
        self._left = b""
        self._windows = 0
        self._void = True
        """What is left over and what came before it are nothing at all."""
        self._crowd: Crowd | None = None
        self._clear()

    def _clear(self) -> None:
        self.state = np.zeros((2, STATE), np.float32)
        self._before = _NOTHING[: 2 * CONTEXT]
        self.speaking = False
        self._above = 0
        self._below: float | None = None

    def reset(self) -> None:
        """Forgets the speech that runs, so that its going on is a new beginning."""
        self._clear()

    def feed(self, pcm: bytes) -> list[Edge]:
        """The edges in the next samples (PCM16 mono 16 kHz, any length)."""
        self._void = False
        edges: list[Edge] = []
        for given in self._windows_of(pcm):
            chance = 0.0
            if given is not None:
                chances, h, c = network().run(_scaled([given]), self.state[:1], self.state[1:])
                chance, self.state = float(chances[0]), np.concatenate([h, c])
            edges += self._step(chance)
        return edges

    async def hear(self, pcm: bytes) -> Sequence[Edge]:
        """The same, asked together with the other live streams of this event loop."""
        if self._void and pcm == _NOTHING[: len(pcm)]:  # most of what a candidate sends while listening
            whole, left = divmod(len(self._left) + len(pcm), 2 * WINDOW)
            self._windows, self._left = self._windows + whole, _NOTHING[:left]
            return ()
        self._void = False
        if len(self._left) + len(pcm) < 2 * WINDOW:
            self._left += pcm
            return ()
        self._crowd = self._crowd or _crowd()
        edges: list[Edge] = []
        for given in self._windows_of(pcm):
            edges += self._step(0.0 if given is None else await self._crowd.chance(self, given))
        if not self.speaking and not self._above:
            rest = self._before + self._left
            self._void = rest == _NOTHING[: len(rest)]
        return edges

    def _windows_of(self, pcm: bytes) -> Iterator[bytes | None]:
        """Whole windows with what came before them (576 samples); None for one that cannot hold speech."""
        data = self._left + pcm
        whole = len(data) // (2 * WINDOW)
        self._left = data[whole * 2 * WINDOW :]
        for at in range(0, whole * 2 * WINDOW, 2 * WINDOW):
            window = data[at : at + 2 * WINDOW]
            before, self._before = self._before, window[-2 * CONTEXT :]
            yield None if not self.speaking and _silent(window) else before + window

    def _step(self, chance: float) -> tuple[Edge, ...]:
        begun = self._windows * WINDOW_S
        self._windows += 1
        if not self.speaking:
            self._above = self._above + 1 if chance >= ENTER else 0
            if self._above * WINDOW_S < LEAST_SPEECH_S:
                return ()
            self.speaking, self._below = True, None
            return (Edge("start", begun - (self._above - 1) * WINDOW_S),)
        if chance >= LEAVE:
            self._below = None
            return ()
        self._below = begun if self._below is None else self._below
        if begun + WINDOW_S - self._below < self.silence_s:
            return ()
        self.speaking, self._above = False, 0
        return (Edge("end", self._below),)


def _silent(window: bytes) -> bool:
    """True when a window cannot hold speech: most are nothing at all, and every second sample tells of the rest.

    numpy gives the interpreter's lock away for a product or for more than 500 numbers; with fifty such a second for each
    candidate, waiting to get it back cost more than the sums.
    """
    if window == _NOTHING[: 2 * WINDOW]:
        return True
    samples = np.frombuffer(window, "<i2")[::2].astype(np.float32)
    return bool(np.add.reduce(samples * samples) < SILENT * SILENT * (WINDOW // 2))


def _scaled(windows: Sequence[bytes]) -> Floats:
    """PCM16 windows as (n, 576) in [-1, 1]."""
    samples = np.frombuffer(b"".join(windows), "<i2").reshape(len(windows), -1)
    return samples.astype(np.float32) * np.float32(1 / 32768)


class Crowd:
    """The live streams of one event loop: what they ask within a moment is answered by one batch."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._asked: list[tuple[Vad, bytes, Floats, asyncio.Future[float]]] = []
        self._counted, self._since, self._many = 0, loop.time(), False

    async def chance(self, vad: Vad, given: bytes) -> float:
        """The probability of speech; the stream's state goes on, unless it was reset meanwhile."""
        if not self._asked:
            self._count()
            if self._many:
                self._loop.call_later(TOGETHER_S, self._answer)
            else:
                self._loop.call_soon(self._answer)
        future: asyncio.Future[float] = self._loop.create_future()
        self._asked.append((vad, given, vad.state, future))
        return await future

    def _count(self) -> None:
        """Whether so many streams speak that waiting for each other saves more than it costs."""
        now = self._loop.time()
        if now - self._since >= 0.25:
            self._many = self._counted / (now - self._since) > MANY_A_SECOND
            self._counted, self._since = 0, now

    def _answer(self) -> None:
        asked, self._asked = self._asked, []
        self._counted += len(asked)
        try:
            states = np.stack([state for _, _, state, _ in asked], axis=1)
            chances, h, c = network().run(_scaled([given for _, given, _, _ in asked]), states[0], states[1])
        except Exception as fault:  # noqa: BLE001 - every stream that waits must hear of it
            for _, _, _, future in asked:
                if not future.done():
                    future.set_exception(fault)
            return
        for at, (vad, _, state, future) in enumerate(asked):
            if vad.state is state:
                vad.state = np.stack([h[at], c[at]])
            if not future.done():
                future.set_result(float(chances[at]))


_CROWDS: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Crowd]" = weakref.WeakKeyDictionary()


def _crowd() -> Crowd:
    loop = asyncio.get_running_loop()
    found = _CROWDS.get(loop)
    if found is None:
        found = _CROWDS[loop] = Crowd(loop)
    return found


def speech_spans(clip: Clip, silence_s: float = 0.25) -> tuple[tuple[float, float], ...]:
    """(start, end) in seconds of every stretch of speech in a clip."""
    spans: list[tuple[float, float]] = []
    for edge in _edges_of(clip, silence_s):
        if edge.kind == "start":
            spans.append((edge.at, clip.seconds))
        else:
            spans[-1] = (spans[-1][0], min(edge.at, clip.seconds))
    return tuple(spans)


def _edges_of(clip: Clip, silence_s: float) -> Iterator[Edge]:
    vad = Vad(silence_s)
    padded = clip.pcm[: len(clip.pcm) // 2 * 2] + bytes(WINDOW * 2)
    second = 31 * WINDOW * 2
    for at in range(0, len(padded), second):
        yield from vad.feed(padded[at : at + second])
