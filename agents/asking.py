"""What an interview will ask: our questions, those of banks that people brought, or both side by side."""

from itertools import zip_longest

from agents import planning
from agents.brains import chain
from agents.deps import Deps
from core.bank import Question
from core.caller import Caller
from core.errors import AppError
from core.schema import Brief, Plan, Slot
from store import banks
from store.listing import asked_before


def planned(deps: Deps, caller: Caller, brief: Brief) -> tuple[Plan, tuple[str, ...]]:
    """The plan, and what the candidate should be told about it. Beside ours, a brought bank fills every second slot, and
    either fills what the other cannot; alone, it is asked as far as it goes."""
    if not brief.banks:
        if not brief.ours:
            raise AppError("no_bank", "Choose a question bank, or let ours be asked.")
        return _ours(deps, caller, brief)
    own = _own(deps, caller, brief)
    wanted = planning.slot_count(brief)
    if not brief.ours and not own:
        raise AppError(
            "no_questions", "The chosen banks hold no question for this kind of interview. Choose another kind."
        )
    share = wanted - wanted // 2 if brief.ours else wanted
    material = planning.own_material(deps.knowledge, brief, own, asked_before(deps.store, caller))
    # By rule, not by a model: what strangers wrote into their titles is read by no planner.
    mine = planning.slots(_for(brief, wanted), material)[: min(share, len(own))]
    if not brief.ours:
        return Plan(slots=mine, requirements=material.requirements, questions=_named(mine, own)), _short(
            len(mine), wanted
        )
    theirs, notices = (
        _ours(deps, caller, _for(brief, wanted - len(mine))) if wanted > len(mine) else (Plan(slots=()), ())
    )
    slots = tuple(slot for pair in zip_longest(mine, theirs.slots) for slot in pair if slot is not None)
    plan = theirs.model_copy(update={"slots": slots, "questions": _named(mine, own)})
    none = () if own else ("The chosen banks hold no question for this kind of interview; all of them are ours.",)
    return plan, (*notices, *none)


def _ours(deps: Deps, caller: Caller, brief: Brief) -> tuple[Plan, tuple[str, ...]]:
    """A plan of our questions alone, by the best brain that is able."""
    material = planning.material(deps.knowledge, brief, asked_before(deps.store, caller))
    if not material.candidates:
        raise AppError("no_questions", f"There are no questions for {brief.role} in this track. Choose another role.")
    plan, notices = deps.turns.loop.run(
        chain.first_able(
            deps.brains(), lambda brain: brain.plan(brief, material), deps.settings.llm_timeout_s, "the plan"
        )
    )
    return plan, (*notices, *filter(None, (deps.knowledge.index.fault,)))


def _own(deps: Deps, caller: Caller, brief: Brief) -> tuple[Question, ...]:
    """The questions of this kind of interview in the chosen banks, each once."""
    found: dict[str, Question] = {}
    for bank_id in dict.fromkeys(brief.banks):
        for question in banks.usable(deps.store, caller, bank_id).questions:
            if question.track == brief.track:
                found[question.id] = question
    return tuple(found.values())


def _for(brief: Brief, count: int) -> Brief:
    """The brief for a part of the interview."""
    return brief.model_copy(update={"questions": count, "minutes": None})


def _named(slots: tuple[Slot, ...], own: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions that the slots name, kept with the interview: it outlives its bank."""
    named = {choice for slot in slots for choice in slot.choices}
    return tuple(question for question in own if question.id in named)


def _short(count: int, wanted: int) -> tuple[str, ...]:
    if count >= wanted:
        return ()
    questions = "one question" if count == 1 else f"{count} questions"
    return (f"The chosen banks hold {questions} of this kind, so that this interview is shorter than you asked for.",)
