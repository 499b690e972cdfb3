"""Better words for the advice on a resume, where a language model is at work; rows and score are never its business."""

import asyncio

from agents.deps import Deps
from agents.resume.reworded import AdviceReply, prompt, reworded
from core.errors import ProviderError
from core.resume import Match, Warned


def able(deps: Deps, made: Match) -> bool:
    """Whether there is a model to ask, and something to word."""
    return made.score is not None and deps.writer() is not None


def in_better_words(deps: Deps, made: Match) -> Match:
    """The match with advice that the model worded as far as its words hold; a failure is told and changes nothing else."""
    writer = deps.writer()
    if writer is None:
        return made

    async def asked() -> AdviceReply:
        await writer.ready()  # its client is imported once, seconds on a small machine; the limit is the call's
        async with asyncio.timeout(deps.settings.llm_timeout_s):
            return await writer.ask(AdviceReply, prompt(made))

    try:
        reply = deps.turns.loop.run(asked())
    except (ProviderError, TimeoutError) as fault:
        why = fault.sentence if isinstance(fault, ProviderError) else f"{writer.name} took too long"
        told = Warned(
            kind="model", sentence=f"{why[:1].upper()}{why[1:].rstrip('.')}; the advice is in the rules' own words."
        )
        return made.model_copy(update={"warnings": (*made.warnings, told)})
    return made.model_copy(update={"advice": reworded(made, reply, writer.name)})
