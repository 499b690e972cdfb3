"""One asyncio loop in a thread of its own, so that sync verbs can use async brains and vendors keep one loop for life."""

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
_END = object()


def _fast() -> asyncio.AbstractEventLoop:
    """uvloop's where there is one: every word of a live interview wakes this loop from another thread."""
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


class Loop:
    """Started on first use; `close` ends it and whatever still runs on it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, waited for in the calling thread."""
        return self.submit(work).result()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Starts `work`; cancelling the future cancels it."""
        return asyncio.run_coroutine_threadsafe(work, self._running())

    def iterate(self, source: AsyncIterator[T]) -> Iterator[T]:
        """The items of `source` as they come. A reader who walks away does not stop the work behind it."""
        arrived: queue.SimpleQueue[Any] = queue.SimpleQueue()

        async def pump() -> None:
            try:
                async for item in source:
                    arrived.put(item)
                arrived.put(_END)
            except BaseException as fault:  # noqa: BLE001 - carried over to the reading thread, which raises it
                arrived.put(fault)

        asyncio.run_coroutine_threadsafe(pump(), self._running())
        while (item := arrived.get()) is not _END:
            if isinstance(item, BaseException):
                raise item
            yield item

    def close(self) -> None:
        """Cancels what runs and ends the thread."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is not None:
            loop.call_soon_threadsafe(self._cancel_all, loop)

    @staticmethod
    def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        asyncio.gather(*tasks, return_exceptions=True).add_done_callback(lambda _: loop.stop())

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = _fast()
                threading.Thread(target=self._loop.run_forever, name="agents-loop", daemon=True).start()
            return self._loop
