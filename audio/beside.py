"""Work that runs beside the live loop: its faults are told in one sentence, never silent, and nothing of it outlives the room."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from audio.telling import Telling
from core.errors import AppError

log = logging.getLogger(__name__)


class Beside:
    """A room's tasks."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs work beside; a fault in it is told."""
        task = asyncio.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # A task that is cancelled before its first step never takes its work up.
        task.add_done_callback(lambda done: work.close())
        return task

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as fault:  # noqa: BLE001 - whatever it was, somebody waits for a word
            self.failed(fault)

    def failed(self, fault: Exception) -> None:
        """Says what went wrong in one sentence; what nobody foresaw goes to the log as well."""
        if isinstance(fault, AppError):
            self._telling.error(fault.code, fault.sentence)
            return
        log.error("the live room failed in a way nobody foresaw", exc_info=fault)
        self._telling.error("failed", "Something went wrong here. What you said is kept: go on, or try that again.")

    async def close(self) -> None:
        """Cancels everything and waits for its end."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
