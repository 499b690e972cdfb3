"""Questions of a finished interview judged anew, by another engine or over words that were filled in later."""

import asyncio
import logging
from collections.abc import Iterable

from agents import reporting
from agents.brains import Brain, chain
from agents.deps import Deps
from agents.memory import answer_to
from core.bank import Question
from core.schema import Judgement, Session

log = logging.getLogger(__name__)


def regrade(
    deps: Deps, session: Session, brains: tuple[Brain, ...], only: Iterable[str] | None = None
) -> dict[str, Judgement]:
    """Question id → its new verdict, for every answered question or for `only` those."""
    wanted = None if only is None else set(only)
    questions = [one for one in reporting.asked(session) if wanted is None or one.id in wanted]

    async def every() -> dict[str, Judgement]:
        return {one.id: await _judged(deps, session, brains, one) for one in questions if _answered(session, one)}

    return deps.turns.loop.run(every())


def _answered(session: Session, question: Question) -> bool:
    return bool(answer_to(session, question.id).parts)


async def _judged(deps: Deps, session: Session, brains: tuple[Brain, ...], question: Question) -> Judgement:
    answer = answer_to(session, question.id)
    verdict, notices = await chain.first_able(
        brains, lambda brain: brain.judge(question, answer), deps.settings.llm_timeout_s, "the grading of an answer"
    )
    for notice in notices:
        log.warning("%s", notice)
    await asyncio.sleep(0)
    return verdict
