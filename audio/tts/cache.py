"""Sound that was made once: in memory, and as blobs where there is a place for them. What broke off is never kept."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from typing import Protocol

MOST_BYTES = 64 * 2**20


class Blobs(Protocol):
    """A place for artifacts by key; a lost one costs time only."""

    def get(self, key: str) -> bytes | None:
        """What was kept, or None."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keeps it; failing to is no failure."""
        ...


def key_of(voice: str, rate: int, language: str, text: str) -> str:
    """The name of a piece of sound."""
    return hashlib.sha256(f"{voice}\0{rate}\0{language}\0{text}".encode()).hexdigest()


class Cache:
    """Two of one event loop who want the same sound at once wait for one synthesis."""

    def __init__(self, blobs: Blobs | None = None, most: int = MOST_BYTES) -> None:
        self._blobs = blobs
        self._most = most
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._making: dict[tuple[int, str], _Making] = {}

    async def play(
        self, key: str, make: Callable[[], AsyncIterator[bytes]], *, keep: bool = False
    ) -> AsyncIterator[bytes]:
        """The sound of `key` in pieces, made by `make` when it is not there; `keep` makes a blob of it too.

        Only lines that are nobody's own are kept: what quotes a candidate stays in memory.
        """
        here = (id(asyncio.get_running_loop()), key)
        kept = self._held.get(key)
        if kept is not None:
            self._held.move_to_end(key)
        elif keep and self._blobs is not None and here not in self._making:
            kept = await asyncio.to_thread(self._blobs.get, key)
            if kept:
                self._keep(key, kept)
        if kept:
            for at in range(0, len(kept), 6400):
                yield kept[at : at + 6400]
            return
        making = self._making.get(here)
        if making is None:
            making = self._making[here] = _Making(make, lambda data: self._made(key, data, keep))
        making.wanted += 1
        try:
            async for piece in making.pieces():
                yield piece
        finally:
            making.wanted -= 1
            if making.over or not making.wanted:
                making.task.cancel()
                self._making.pop(here, None)

    def _made(self, key: str, data: bytes, keep: bool) -> None:
        self._keep(key, data)
        if keep and self._blobs is not None:
            asyncio.get_running_loop().run_in_executor(None, self._blobs.put, key, data)

    def _keep(self, key: str, data: bytes) -> None:
        self._size += len(data) - len(self._held.pop(key, b""))
        self._held[key] = data
        while self._size > self._most and len(self._held) > 1:
            self._size -= len(self._held.popitem(last=False)[1])


class _Making:
    """One synthesis that several may listen to."""

    def __init__(self, make: Callable[[], AsyncIterator[bytes]], made: Callable[[bytes], None]) -> None:
        self.wanted = 0
        self.over = False
        self._found: list[bytes] = []
        self._fault: BaseException | None = None
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._run(make, made))

    async def _run(self, make: Callable[[], AsyncIterator[bytes]], made: Callable[[bytes], None]) -> None:
        try:
            async for piece in make():
                self._found.append(piece)
                self._news.set()
            made(b"".join(self._found))
        except BaseException as fault:  # noqa: BLE001 - handed on to whoever listens
            self._fault = fault
        finally:
            self.over = True
            self._news.set()

    async def pieces(self) -> AsyncIterator[bytes]:
        """All pieces from the first one on."""
        at = 0
        while True:
            while at < len(self._found):
                yield self._found[at]
                at += 1
            if self.over:
                if self._fault is not None:
                    raise self._fault
                return
            self._news.clear()
            await self._news.wait()
