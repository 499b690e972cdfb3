"""What the interviewer does next: plain rules over the plan, the clock and what was missed. Both brains follow them."""

import re
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from agents.brains import Move
from agents.clock import active_minutes
from agents.memory import Memory
from agents.personas import manner
from agents.tracks import style
from agents.view import open_hints
from agents.wishes import Wish, hostile, wish_of
from core.bank import Question
from core.errors import AppError
from core.schema import Decision, Judgement, Session, Turn
from core.text import squeeze

MOST_INVITATIONS = 4
"""Questions a candidate may put before the interview closes."""
MOST_AGAIN = 3
"""Times in a row that one thing is asked once more."""
MOST_OUTBURSTS = 3
"""Insults after which the interview ends: the first is answered with a choice, the second by going on."""
CALM_BELOW = 1.3
"""A score (0-5) under which an insult is what was said; above it, somebody swore in an answer."""
MOST_SILENT = 3
"""Questions in a row met with silence, each asked twice, after which the interview ends."""
_ASKS = re.compile(
    r"^(?:(?:well|so|yes|yeah|and|okay|ok|sure|um|uh|er|oh|actually|maybe|perhaps|great|thanks|thank you|first|then|also)\W+)*"
    r"(?:what|how|when|where|who|whom|which|whose|why|is|are|was|were|do|does|did|can|could|would|will|may|should|have|has)(?:'s)?\b"
    r"|\b(?:i wonder|i'm curious|i am curious|tell me|interested (?:in|to)|(?:want|like|love|need) to (?:ask|know|hear|learn|understand)"
    r"|(?:one|a|another|my) question is)\b",
    re.IGNORECASE,
)
"""How somebody begins who asks, where a recognizer hears no question mark."""

Lookup = Callable[[str], Question]


def next_move(
    session: Session, memory: Memory, judgement: Judgement | None, lookup: Lookup, now: datetime
) -> tuple[Move, int]:
    """The move after the answered last turn, and the level at which it is made."""
    turn = session.turns[-1]
    wish = wish_in(session)
    if wish == "end" or outbursts(session) >= MOST_OUTBURSTS:
        return Move(kind="close", early=turn.phase != "questions" or wish is None, wish=wish), memory.level
    if silent(session) >= MOST_SILENT:
        return Move(kind="close", early=True, wish="silence"), memory.level
    if wish and wish != "skip":
        return Move(kind="again", question=turn.question, point=turn.point, wish=wish), memory.level
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


def wish_in(session: Session) -> Wish | None:
    """What the last turn's words ask for instead of answering; None for an answer, and for the same wish too often."""
    turn = session.turns[-1]
    if turn.heard is None or turn.heard.code or turn.heard.unheard or session.brief.language != "en":
        return None
    wish = wish_of(turn.heard.text)
    if wish == "silence" and (turn.again or turn.phase not in ("opening", "core")):
        return None  # asked twice, or asked after already: an answer that did not come
    too_often = wish not in (None, "end") and all(past.again for past in session.turns[-MOST_AGAIN:])
    return "skip" if too_often else wish


def outbursts(session: Session) -> int:
    """How often the candidate insulted instead of answering, the last turn included; 0 when the last was none."""
    if session.brief.language != "en" or not _insults(session.turns[-1]):
        return 0
    return sum(_insults(turn) for turn in session.turns)


def _insults(turn: Turn) -> bool:
    calm = turn.judgement is not None and (turn.judgement.score or 0.0) >= CALM_BELOW
    return turn.heard is not None and not calm and hostile(turn.heard.text)


def silent(session: Session) -> int:
    """How many questions in a row, the last turn's included, were met with no word at all."""
    found: list[bool] = []
    for turn in session.turns:
        heard = turn.heard
        wordless = heard is not None and not heard.code and not heard.unheard and wish_of(heard.text) == "silence"
        if turn.phase == "core":
            found.append(wordless)
        elif turn.phase == "follow_up" and found:
            found[-1] = found[-1] and wordless
    if not session.turns[-1].again:
        return 0
    return next((at for at, one in enumerate(reversed(found)) if not one), len(found))


def _after_a_question(session: Session, memory: Memory) -> Move:
    turn = session.turns[-1]
    text = turn.heard.text if turn.heard else ""
    done = turn.skipped or not ("?" in text or _ASKS.search(text)) or bool(outbursts(session))
    return Move(kind="close" if done or memory.invited >= MOST_INVITATIONS else "respond")


def _further(session: Session, memory: Memory, question: Question, judgement: Judgement) -> Move | None:
    """A follow-up on the same question, or None when it is time to move on."""
    persona, track = session.brief.persona, style(session.brief.track)
    done = memory.probed.get(question.id, ())
    if len(done) >= track.probes[persona]:
        return None
    state = judgement.state
    if outbursts(session):
        return None if _was_calmed(session) else Move(kind="again", question=question)
    if state in ("off_topic", "echo", "keywords_only", "gibberish"):
        return None if done or _was_said(session, question.rephrased) else Move(kind="redirect", question=question)
    if state == "no_answer":
        offered = manner(persona).offers_hint and session.brief.mode == "practice" and not done and not silent(session)
        return Move(kind="nudge", question=question) if offered and open_hints(session, question) else None
    point = _missed(question, judgement, done, track.probe_order)
    return Move(kind="probe", question=question, point=point) if point else None


def _was_calmed(session: Session) -> bool:
    """True once somebody who lost their temper was offered the choice; it is offered once."""
    return any(
        turn.again and before.heard is not None and hostile(before.heard.text)
        for before, turn in pairwise(session.turns)
    )


def _was_said(session: Session, text: str) -> bool:
    wanted = squeeze(text)
    return any(wanted in squeeze(said) for turn in session.turns for said in (turn.said, *(a.said for a in turn.acts)))


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
