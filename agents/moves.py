"""What the interviewer does next: plain rules over the plan, the clock and what was missed. Both brains follow them."""

from collections.abc import Callable
from datetime import datetime

from agents.brains import Move
from agents.clock import active_minutes
from agents.memory import Memory
from agents.personas import manner
from agents.tracks import style
from core.bank import Question
from core.errors import AppError
from core.schema import Decision, Judgement, Session
from core.text import words

MOST_INVITATIONS = 4
"""Questions a candidate may put before the interview closes."""
_NOTHING_TO_ASK = {"no", "none", "nothing", "nope", "enough", "fine", "not"}

Lookup = Callable[[str], Question]


def next_move(
    session: Session, memory: Memory, judgement: Judgement | None, lookup: Lookup, now: datetime
) -> tuple[Move, int]:
    """The move after the answered last turn, and the level at which it is made."""
    turn = session.turns[-1]
    if turn.phase == "questions":
        return _after_a_question(session, memory), memory.level
    if turn.phase in ("core", "follow_up") and turn.question is not None:
        if not turn.skipped and judgement is not None and not _time_is_up(session, now):
            further = _further(session, memory, turn.question, judgement)
            if further:
                return further, memory.level
        level = _next_level(session, memory, judgement if not turn.skipped else None)
    else:
        level = memory.level
    return _ask(session, memory, lookup, level, now), level


def _after_a_question(session: Session, memory: Memory) -> Move:
    turn = session.turns[-1]
    said = words(turn.heard.text) if turn.heard else []
    done = turn.skipped or not said or (len(said) <= 8 and said[0] in _NOTHING_TO_ASK)
    return Move(kind="close" if done or memory.invited >= MOST_INVITATIONS else "respond")


def _further(session: Session, memory: Memory, question: Question, judgement: Judgement) -> Move | None:
    """A follow-up on the same question, or None when it is time to move on."""
    persona, track = session.brief.persona, style(session.brief.track)
    done = memory.probed.get(question.id, ())
    if len(done) >= track.probes[persona]:
        return None
    state = judgement.state
    if state in ("off_topic", "echo", "keywords_only", "gibberish"):
        return None if done else Move(kind="redirect", question=question)
    if state == "no_answer":
        kind_enough = manner(persona).offers_hint and session.brief.mode == "practice" and not done
        return Move(kind="nudge", question=question) if kind_enough else None
    point = _missed(question, judgement, done, track.probe_order)
    return Move(kind="probe", question=question, point=point) if point else None


def _missed(question: Question, judgement: Judgement, done: tuple[str, ...], order: str) -> str | None:
    """The key point to ask after: the heaviest missed one, or the first in the order of the work or the story."""
    with_words = {follow.point for follow in question.follow_ups}
    open_points = [
        decision
        for decision in judgement.decisions
        if decision.status != "covered"
        and decision.point in with_words
        and decision.point not in done
        and (decision.weight > 1 or decision.status == "contradicted")
    ]
    if not open_points:
        return None
    competencies = [point.competency for point in question.key_points]

    def rank(decision: Decision) -> tuple[float, ...]:
        place = competencies.index(decision.competency) if decision.competency in competencies else 9
        heavy = -decision.weight + (0.5 if decision.status == "partly" else 0.0)
        return (heavy, place) if order == "weight" else (place, heavy)

    return min(open_points, key=rank).point


def _next_level(session: Session, memory: Memory, judgement: Judgement | None) -> int:
    """One step up after a strong answer, one down after a weak or missing one, never more than one from the brief."""
    persona = manner(session.brief.persona)
    score = judgement.score if judgement and judgement.score is not None else 0.0
    step = 1 if score >= persona.step_up else -1 if score <= persona.step_down else 0
    wanted = session.brief.level
    return max(1, wanted - 1, min(5, wanted + 1, memory.level + step))


def _time_is_up(session: Session, now: datetime) -> bool:
    """True when another question would not fit before the agreed end."""
    limit = session.brief.minutes
    needed = style(session.brief.track).minutes_each * 0.5
    return limit is not None and active_minutes(session, now) + needed > limit


def _ask(session: Session, memory: Memory, lookup: Lookup, level: int, now: datetime) -> Move:
    if session.retry_of:
        return Move(kind="close")
    slots = session.plan.slots
    number = len(memory.asked)
    if not _time_is_up(session, now):
        # The slots' choices overlap: where a slot has none left, any that is left serves.
        for choices in [slot.choices for slot in slots[number:]] + [slot.choices for slot in slots[number:] and slots]:
            question = _choose(choices, memory, lookup, level)
            if question:
                return Move(kind="ask", question=question, last=number + 1 >= len(slots))
    return Move(kind="invite")


def _choose(choices: tuple[str, ...], memory: Memory, lookup: Lookup, level: int) -> Question | None:
    """The choice nearest to the level that was not asked yet; the plan's order decides between equals."""
    left: list[Question] = []
    for choice in choices:
        if choice not in memory.asked:
            try:
                left.append(lookup(choice))
            except AppError:  # a bank that changed since the plan was made
                continue
    return min(left, key=lambda question: abs(question.level - level), default=None)
