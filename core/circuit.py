"""A vendor's edge: one bounded retry with jitter, and a circuit that leaves a vendor alone after failures in a row."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.errors import ProviderError

T = TypeVar("T")
OPEN_AFTER, OPEN_S = 3, 30.0
"""Failures in a row after which a vendor is left alone, and for how long."""
RETRY_S = (0.1, 0.4)
"""The wait before the second attempt, drawn evenly."""


class Circuit:
    """Counts one vendor's failures in a row. `words` turns any exception into a ProviderError with a sentence."""

    def __init__(
        self,
        name: str,
        words: Callable[[Exception], Awaitable[ProviderError]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._words = words
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0

    def must_be_closed(self) -> None:
        """ProviderError while the vendor is left alone."""
        left = self._open_until - self._clock()
        if left > 0:
            raise ProviderError(
                self.name,
                f"{self.name} failed {OPEN_AFTER} times in a row and is left alone for {left:.0f} s",
                retryable=True,
            )

    def worked(self) -> None:
        """A call went through."""
        self._failures = 0

    async def failed(self, fault: Exception) -> ProviderError:
        """A call failed; returns what to raise."""
        self._failures += 1
        if self._failures >= OPEN_AFTER:
            self._open_until, self._failures = self._clock() + OPEN_S, 0
        return fault if isinstance(fault, ProviderError) else await self._words(fault)

    async def guarded(self, work: Callable[[], Awaitable[T]]) -> T:
        """Runs `work`, once more if its failure may pass; ProviderError when it does not."""
        self.must_be_closed()
        for attempt in (1, 2):
            try:
                done = await work()
                self.worked()
                return done
            except ProviderError as known:
                if not known.retryable:
                    raise
                worded = await self.failed(known)
            except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
                worded = await self.failed(fault)
            if attempt == 2 or not worded.retryable:
                raise worded from None
            await asyncio.sleep(random.uniform(*RETRY_S))
        raise AssertionError("two attempts and no outcome")
