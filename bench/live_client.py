"""Candidates of the voice benches: a microphone at real-time pace, and the two wires it can speak into, ours and pipecat's.

The clock of a turn runs from the sending of the frame whose last sample is the last of speech to the arrival of the first
binary message with a sample of the reply; a reply that is taken back (`clear`) starts no clock. Both wires are the same machine's.
"""

import asyncio
import contextlib
import json
import random
import struct
import time
import urllib.request
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from bench.live_fixed import FRAME, FRAME_S, RATE

REPLY_LIMIT_S = 12.0
SILENCE = bytes(FRAME)
PAIRED, HUSH_FRAMES, HUSHED_TOGETHER = 2, 100, 3
"""As in `pages/look/link.js`."""


def noise(amplitude: int) -> bytes:
    """One frame of noise."""
    return struct.pack("<320h", *(random.randint(-amplitude, amplitude) for _ in range(320)))


class Mic:
    """20 ms every 20 ms: silence, or what was put in to be said."""

    def __init__(self, send: Callable[[bytes, bool], Awaitable[None]], silence: bytes = SILENCE) -> None:
        """`send` takes a frame and whether it is speech."""
        self._send = send
        self._silence = silence
        self._frames: deque[bytes] = deque()
        self._said: asyncio.Future[float] | None = None

    def say(self, pcm: bytes) -> "asyncio.Future[float]":
        """Speaks; the future tells the moment at which the last sample was sent."""
        self._frames.extend(pcm[at : at + FRAME] for at in range(0, len(pcm), FRAME))
        self._said = asyncio.get_running_loop().create_future()
        return self._said

    async def run(self) -> None:
        """Until it is cancelled."""
        begun, count = time.monotonic(), 0
        while True:
            count += 1
            await asyncio.sleep(max(0.0, begun + count * FRAME_S - time.monotonic()))
            speech = bool(self._frames)
            frame = self._frames.popleft() if speech else self._silence
            if speech and not self._frames and self._said is not None:
                self._said.set_result(time.monotonic())
            await self._send(frame, speech)


@dataclass(slots=True)
class Guest:
    """A guest of our site: another owner than any other."""

    url: str
    cookie: str = ""

    def headers(self) -> dict[str, str]:
        """What a request through a proxy carries."""
        # Forwarded requests are never the local user's.
        return {"x-forwarded-for": "203.0.113.7", **({"cookie": self.cookie} if self.cookie else {})}

    def ask(self, path: str, data: dict[str, Any] | None = None, method: str = "GET") -> str:
        """One request; the first answer brings the cookie."""
        body = json.dumps(data).encode() if data is not None else None
        headers = {**self.headers(), "content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", data=body, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            given = answer.headers.get("set-cookie")
            if given and not self.cookie:
                self.cookie = given.split(";")[0]
            return str(answer.read().decode())

    def interview(self) -> tuple[str, str]:
        """(session id, token) of a new interview of twelve questions."""
        if not self.cookie:
            self.ask("/healthz")
        known = json.loads(self.ask("/gradio_api/info"))["named_endpoints"]["/interview_start"]["parameters"]
        given = {"track": "technical", "questions": 12}
        data = [given.get(one["parameter_name"], one.get("parameter_default")) for one in known]
        asked = json.loads(self.ask("/gradio_api/call/interview_start", {"data": data}, "POST"))
        told = self.ask(f"/gradio_api/call/interview_start/{asked['event_id']}")
        if "event: error" in told:
            raise OSError(f"no interview: {told.strip().splitlines()[-1]}")
        view = json.loads(next(line[6:] for line in told.splitlines() if line.startswith("data: ")))[0]
        token = json.loads(self.ask(f"/live/{view['session_id']}/token", {}, "POST"))["token"]
        return str(view["session_id"]), str(token)


@dataclass(slots=True)
class Ours:
    """A candidate in our room. `real_time`: the reply is listened to as long as it sounds, told every 100 ms.

    `noise`: the amplitude of the room in int16 steps while nobody speaks.
    """

    guest: Guest
    patience: str
    real_time: bool = False
    noise: int = 0
    number: int = 0
    samples: dict[int, int] = field(default_factory=dict)
    first: dict[int, float] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    taken_back: int = 0
    """Replies that were silenced after their first sound; the one that came instead is measured."""
    finished: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _socket: ClientConnection | None = None
    _held: bytes = b""
    _quiet: int = 0
    welcome: bool = False
    _reading: "asyncio.Task[None] | None" = None
    _pacing: "asyncio.Task[None] | None" = None
    mic: Mic = field(init=False)

    def __post_init__(self) -> None:
        self.mic = Mic(self.frame, noise(self.noise))

    async def enter(self) -> None:
        """A new interview, its opening heard."""
        await self.begin()
        await self.listen(0)

    async def begin(self) -> None:
        """A new interview."""
        session_id, token = await asyncio.to_thread(self.guest.interview)
        await self.open(session_id, token)
        self._pacing = asyncio.create_task(self.mic.run())

    async def open(self, session_id: str, token: str) -> None:
        """The line, until we are welcome; opened again for the same interview it takes up where the last one broke."""
        if self._reading is not None:
            self._reading.cancel()
        if self._socket is not None:
            await self._socket.close()
        self.welcome = False
        address = f"{self.guest.url.replace('http', 'ws')}/live/{session_id}?token={token}"
        self._socket = await connect(
            address, additional_headers=self.guest.headers(), max_size=2**22, compression=None, ping_interval=None
        )
        hello = {"type": "hello", "voice": "server", "patience": self.patience}
        await self._socket.send(json.dumps(hello))
        self._reading = asyncio.create_task(self._read())
        await self._until(lambda: self.welcome)

    async def frame(self, pcm: bytes, speech: bool = True) -> None:
        """The next 20 ms; as from the page, two share a message, three after two seconds of quiet, and a word ends that at once."""
        woken = speech and self._quiet >= HUSH_FRAMES
        self._quiet = 0 if speech else self._quiet + 1
        self._held += pcm
        count = len(self._held) // FRAME
        if woken or count >= (PAIRED if self._quiet < HUSH_FRAMES else HUSHED_TOGETHER):
            assert self._socket is not None
            number, self.number = self.number, self.number + count
            held, self._held = self._held, b""
            await self._socket.send(struct.pack("<I", number) + held)

    async def _read(self) -> None:
        assert self._socket is not None
        with contextlib.suppress(Exception):
            async for message in self._socket:
                if isinstance(message, bytes):
                    (utterance,) = struct.unpack_from("<I", message)
                    if utterance not in self.first:
                        self.first[utterance] = time.monotonic()
                        self.news.set()
                    self.samples[utterance] = self.samples.get(utterance, 0) + len(message) // 2 - 2
                else:
                    self._told(json.loads(message))
        if not self.finished and self._socket.close_code != 1000:  # 1000: the interview is over
            self.faults.append(f"closed {self._socket.close_code}")
        self.finished = True
        self.news.set()

    def _told(self, told: dict[str, Any]) -> None:
        match told["type"]:
            case "speak_end":
                self.whole.add(told["utterance"])
            case "clear":
                if self.first.pop(told["utterance"], None) is not None:
                    self.taken_back += 1
            case "finished":
                self.finished = True
            case "error" | "hearing_failed" | "notice":
                self.faults.append(json.dumps(told))
            case "again":
                self.number = told["frame"]
            case "welcome":
                self.number, self.welcome = told["frame"], True
            case _:
                return
        self.news.set()

    async def _until(self, found: Callable[[], Any]) -> Any:
        async with asyncio.timeout(REPLY_LIMIT_S):
            while not (held := found()):
                self.news.clear()
                if self.finished and not found():
                    return None
                await self.news.wait()
        return held

    def _next(self, after: int) -> int:
        return min((number for number in self.first if number > after), default=0)

    async def turn(self, pcm: bytes) -> float:
        """Says it; seconds from the end of speech to the reply's first sample. TimeoutError when none comes."""
        before = max(self.samples, default=0)
        ended = await self.mic.say(pcm)
        return await self.listen(before) - ended

    async def listen(self, after: int) -> float:
        """Hears the next utterance to its end, and tells so as the page does; the moment of its first sample."""
        number = 0
        while number not in self.first:
            number = await self._until(lambda: self._next(after))
            if not number:
                raise TimeoutError("the interview was over")
            begun = self.first[number]
            await self._played(number, 1600, ended=False)
            while self.real_time and number in self.first and (at := time.monotonic() - begun) < self._length(number):
                await self._played(number, round(at * RATE), ended=False)
                await asyncio.sleep(0.1)
            await self._until(lambda: number in self.whole or number not in self.first)  # noqa: B023 - awaited here
        await self._played(number, self.samples[number], ended=True)
        return begun

    def _length(self, number: int) -> float:
        return self.samples.get(number, 0) / RATE

    async def _played(self, number: int, samples: int, *, ended: bool) -> None:
        assert self._socket is not None
        told = {"type": "played", "utterance": number, "samples": samples, "ended": ended}
        await self._socket.send(json.dumps(told))

    async def close(self) -> None:
        """Leaves."""
        self.finished = True
        running = [task for task in (self._reading, self._pacing) if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()


class Pipecat:
    """A candidate of pipecat's pipeline: bare PCM both ways. Its reply is over when nothing came for 0.4 s."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._came: list[float] = []
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.faults: list[str] = []

    async def enter(self) -> None:
        """The line."""
        self._socket = await connect(
            f"ws://127.0.0.1:{self._port}", max_size=2**22, compression=None, ping_interval=None
        )
        self.mic = Mic(self._frame)
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self.mic.run())]
        await asyncio.sleep(0.5)

    async def _frame(self, pcm: bytes, speech: bool) -> None:
        await self._socket.send(pcm)

    async def _read(self) -> None:
        with contextlib.suppress(Exception):
            async for message in self._socket:
                if isinstance(message, bytes):
                    self._came.append(time.monotonic())
                    self._news.set()

    async def turn(self, pcm: bytes) -> float:
        """As `Ours.turn`."""
        self._came = []
        self._news.clear()
        ended = await self.mic.say(pcm)
        if self._came:
            self._came = []
            self.faults.append("spoke before the end")
        self._news.clear()
        async with asyncio.timeout(REPLY_LIMIT_S):
            await self._news.wait()
        latency = self._came[0] - ended
        while time.monotonic() - self._came[-1] < 0.4:
            await asyncio.sleep(0.1)
        return latency

    async def close(self) -> None:
        """Leaves."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._socket.close()
