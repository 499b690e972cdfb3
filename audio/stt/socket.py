"""A vendor's live websocket: samples go out as they come, final pieces are gathered until the vendor says a segment is through."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audio.clip import RATE
from audio.speech import Transcript
from audio.stt.worded import worded
from core.errors import ProviderError
from core.schema import Word

PIECE = 3200
"""Bytes of 100 ms."""
KEEP_S = 3.0
"""Vendors end a line on which nothing was said for ten seconds or more; at most twice this passes."""


@dataclass(frozen=True, slots=True)
class Got:
    """What one of the vendor's messages says. Word times are seconds of the socket's own stream."""

    final: str = ""
    interim: str = ""
    words: tuple[Word, ...] = ()
    through: bool = False
    """The segment that was asked for is complete."""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """How a vendor is spoken to: where, with what headers, what ends a segment, keeps the line and closes it."""

    name: str
    url: str
    headers: dict[str, str]
    finalize: str
    goodbye: str
    read: Callable[[dict[str, Any]], Got]
    keep: str = ""
    joiner: str = " "
    """What stands between two final pieces."""


class LiveSocket:
    """One stream to one vendor. `send` never waits; `flush` gives the words since the last flush."""

    def __init__(self, talk: Talk, language: str) -> None:
        self._talk = talk
        self._language = language
        self._out: asyncio.Queue[bytes | str] = asyncio.Queue()
        self._sent = 0
        self._held = bytearray()
        self._segment_from = 0.0
        self._finals: list[str] = []
        self._words: list[Word] = []
        self._interim = ""
        self._through = asyncio.Event()
        self._quiet = False
        """Nothing went out since the last look."""
        self._fault: ProviderError | None = None
        self._task = asyncio.create_task(self._run())

    def send(self, pcm: bytes) -> None:
        """The next samples; they go out in pieces of 100 ms, as vendors ask, which costs a fifth of frames of 20 ms."""
        self._sent += len(pcm) // 2
        self._held += pcm
        if len(self._held) >= PIECE:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._held:
            self._out.put_nowait(bytes(self._held))
            self._held.clear()

    def interim(self) -> str:
        """Words so far of the segment that runs."""
        return self._talk.joiner.join([*self._finals, self._interim]).strip()

    async def flush(self, limit_s: float) -> Transcript:
        """The final words of the segment; ProviderError when they do not come in time or the line broke."""
        self._through.clear()
        self._pass_on()
        self._out.put_nowait(self._talk.finalize)
        try:
            if self._fault is None:
                async with asyncio.timeout(limit_s):
                    await self._through.wait()
        except TimeoutError:
            raise ProviderError(
                self._talk.name, f"{self._talk.name} took longer than {limit_s:g} seconds", retryable=True
            ) from None
        if self._fault is not None:
            raise self._fault
        text = self._talk.joiner.join(self._finals).strip()
        start, end = self._segment_from, self._sent / RATE
        words = tuple(word.later(-start) for word in self._words)
        self._finals, self._words, self._interim, self._segment_from = [], [], "", end
        return Transcript(text=text, words=words, language=self._language, engine=self._talk.name, seconds=end - start)

    async def close(self) -> None:
        """Says goodbye and ends the line."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await self._task

    async def _run(self) -> None:
        from websockets.asyncio.client import connect

        try:
            async with connect(
                self._talk.url,
                additional_headers=self._talk.headers,
                open_timeout=5,
                close_timeout=1,
                max_size=2**20,
                compression=None,  # sound does not shrink; deflating it took a third of what this socket cost
            ) as line:
                beside = [asyncio.create_task(self._send_all(line)), asyncio.create_task(self._keep())]
                try:
                    async for message in line:
                        self._take(message)
                finally:
                    for task in beside:
                        task.cancel()
                    with contextlib.suppress(Exception):
                        await line.send(self._talk.goodbye)
            self._fail(ProviderError(self._talk.name, f"{self._talk.name} ended the stream", retryable=True))
        except asyncio.CancelledError:
            raise
        except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
            self._fail(worded(self._talk.name, fault))

    async def _send_all(self, line: Any) -> None:
        while True:
            await line.send(await self._out.get())
            self._quiet = False

    async def _keep(self) -> None:
        """Keeps a line open on which nothing goes out."""
        while self._talk.keep:
            self._quiet = True
            await asyncio.sleep(KEEP_S)
            if self._quiet:
                self._out.put_nowait(self._talk.keep)

    def _take(self, message: str | bytes) -> None:
        try:
            told = json.loads(message)
            got = self._talk.read(told) if isinstance(told, dict) else Got()
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        if got.fault:
            self._fail(ProviderError(self._talk.name, got.fault, retryable=True))
            return
        if got.final:
            self._finals.append(got.final)
            self._words += got.words
        self._interim = got.interim
        if got.through:
            self._through.set()

    def _fail(self, fault: ProviderError) -> None:
        self._fault = self._fault or fault
        self._through.set()
