"""Who is researching right now: one at a time for a person, few in an hour, and a way to stop it."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from core.errors import AppError

MOST_AN_HOUR = 12
"""Briefs that one person may have made in an hour: each may cost several searches and calls to a model."""


@dataclass(slots=True)
class Run:
    """One research; `task` is there once it has begun on its loop."""

    task: "asyncio.Task[object] | None" = None
    stopped: bool = False

    def stop(self) -> None:
        """Cancels it, from any thread; stopping what is over changes nothing."""
        self.stopped = True
        if self.task is not None and not self.task.done():
            self.task.get_loop().call_soon_threadsafe(self.task.cancel)


@dataclass(slots=True)
class Running:
    """Held by the deps; in memory, since a research does not outlive its process."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _runs: dict[str, Run] = field(default_factory=dict)
    _begun: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def alone(self, owner: str) -> Iterator[Run]:
        """Holds the owner's place; whoever leaves early stops the work behind it."""
        run = Run()
        with self._lock:
            now = time.monotonic()
            self._begun = {
                one: kept for one, times in self._begun.items() if (kept := [at for at in times if now - at < 3600])
            }
            if owner in self._runs:
                raise AppError("busy", "Your last research is still running. Wait for it, or stop it first.")
            if len(self._begun.get(owner, ())) >= MOST_AN_HOUR:
                raise AppError(
                    "too_many_briefs", f"{MOST_AN_HOUR} briefs were made for you within an hour. Come back a little later."
                )
            self._begun.setdefault(owner, []).append(now)
            self._runs[owner] = run
        try:
            yield run
        finally:
            run.stop()
            with self._lock:
                del self._runs[owner]

    def stop(self, owner: str) -> bool:
        """Stops the owner's research; False when there is none."""
        with self._lock:
            run = self._runs.get(owner)
        if run is not None:
            run.stop()
        return run is not None
