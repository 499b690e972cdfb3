"""Questions of a finished interview judged anew, by another engine or over words that were filled in later."""

import asyncio
from collections.abc import Callable, Iterable

from agents import reporting
from agents.brains import Brain, chain
from agents.deps import Deps
from agents.memory import answer_to
from core.bank import Question
from core.schema import Judgement, Session


def regrade(
    deps: Deps,
    session: Session,
    brains: tuple[Brain, ...],
    only: Iterable[str] | None = None,
    tell: Callable[[str], None] = lambda words: None,
) -> tuple[dict[str, Judgement], tuple[str, ...]]:
    """Question id → its new verdict, for every answered question or for `only` those; and what failed on the way.

    `tell` hears how far it is.
    """
    wanted = None if only is None else set(only)
    asked = [one for one in reporting.asked(session) if wanted is None or one.id in wanted]
    questions = [one for one in asked if _answered(session, one)]

    async def every() -> dict[str, tuple[Judgement, tuple[str, ...]]]:
        found = {}
        for at, one in enumerate(questions, start=1):
            await asyncio.to_thread(tell, f"answer {at} of {len(questions)}")
            found[one.id] = await _judged(deps, session, brains, one)
        return found

    made = deps.turns.loop.run(every())
    told = tuple(dict.fromkeys(notice for _, notices in made.values() for notice in notices))
    return {key: verdict for key, (verdict, _) in made.items()}, told


def _answered(session: Session, question: Question) -> bool:
    return bool(answer_to(session, question.id).parts)


async def _judged(
    deps: Deps, session: Session, brains: tuple[Brain, ...], question: Question
) -> tuple[Judgement, tuple[str, ...]]:
    answer = answer_to(session, question.id)
    return await chain.first_able(
        brains, lambda brain: brain.judge(question, answer), deps.settings.llm_timeout_s, chain.GRADING
    )
