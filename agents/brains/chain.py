"""Asks the brains in turn: the first able one answers, and each one that failed leaves a notice in words."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar

from agents.brains import Brain, Move
from core.errors import ProviderError
from core.schema import Session

T = TypeVar("T")
GRADING = "the grading of this answer"
"""What the notice of a failed judgement calls it."""


async def first_able(
    brains: Sequence[Brain], ask: Callable[[Brain], Awaitable[T]], limit_s: float, what: str
) -> tuple[T, tuple[str, ...]]:
    """The first answer and the notices of those that failed. The last brain has no limit and is trusted to answer."""
    notices: list[str] = []
    for brain in brains[:-1]:
        try:
            await brain.ready()
            async with asyncio.timeout(limit_s):
                return await ask(brain), tuple(notices)
        except ProviderError as fault:
            notices.append(_notice(what, fault.sentence))
        except TimeoutError:
            notices.append(_notice(what, f"{brain.name} took longer than {limit_s:g} seconds"))
    return await ask(brains[-1]), tuple(notices)


async def reply(
    brains: Sequence[Brain], session: Session, move: Move, limit_s: float
) -> AsyncIterator[tuple[str, str]]:
    """('piece', text) while words form, ('again', notice) when a brain failed and the next one starts from nothing."""
    for brain in brains[:-1]:
        try:
            await brain.ready()
            async with asyncio.timeout(limit_s):
                async for piece in brain.reply(session, move):
                    yield "piece", piece
            return
        except ProviderError as fault:
            yield "again", _notice("this reply", fault.sentence)
        except TimeoutError:
            yield "again", _notice("this reply", f"{brain.name} took longer than {limit_s:g} seconds")
    async for piece in brains[-1].reply(session, move):
        yield "piece", piece


def about_grading(notice: str) -> bool:
    """True for a notice that a judgement fell to the next brain."""
    return notice.startswith(f"The built-in rules did {GRADING}:")


def _notice(what: str, reason: str) -> str:
    return f"The built-in rules did {what}: {reason.rstrip('.')}."
