"""What a door shows of an interview: everything the page or a program needs to go on, and nothing that gives answers away."""

from datetime import datetime
from typing import Literal

from agents.clock import active_minutes
from agents.personas import manner
from agents.tracks import style
from core.bank import Question, Track
from core.noun import Noun
from core.schema import Judgement, Mode, Persona, Phase, Session, Status, Turn


class PlanLine(Noun):
    """One line of the plan at the side of the room; a question still to come shows its topic only."""

    text: str
    state: Literal["done", "now", "to_come"]


class Exchange(Noun):
    """One turn as it is shown back."""

    turn: int
    lead: str
    said: str
    heard: str
    code: str
    skipped: bool
    acts: tuple[str, ...]
    judgement: Judgement | None


class View(Noun):
    """An interview as it stands. `judgement`s are there in practice mode, or once the interview is over."""

    session_id: str
    track: Track
    role: str
    level: int
    language: str
    voice: bool
    recording: bool
    persona: Persona
    persona_about: str
    mode: Mode
    status: Status
    engine: str
    phase: Phase
    turn: int
    number: int
    of: int
    lead: str
    said: str
    context: str
    exhibit: str
    title: str
    topic: str
    plan: tuple[PlanLine, ...]
    history: tuple[Exchange, ...]
    acts: tuple[str, ...]
    """What was said since the question and still helps: hints, other words for it, and the last thing of all."""
    hints_left: int
    minutes: float
    minutes_of: int | None
    created_at: datetime
    retry_of: str = ""
    again: bool = False
    """What is asked was asked before, at the candidate's wish: it expects what it expected then."""
    notices: tuple[str, ...] = ()
    briefing: str = ""
    """The interview brief that this interview draws on, by its id."""


def view(session: Session, now: datetime) -> View:
    """The view of a session at a moment."""
    turn = session.turns[-1]
    brief = session.brief
    question = turn.question
    finished = session.status == "finished"
    still = turn.question.id if turn.question and not finished else ""

    def may_see(past: Turn) -> bool:
        # A verdict names what was missed: it waits until its question is closed.
        return finished or (brief.mode == "practice" and (past.question is None or past.question.id != still))

    return View(
        session_id=session.id,
        track=brief.track,
        role=brief.role,
        level=brief.level,
        language=brief.language,
        voice=brief.voice,
        recording=brief.record,
        persona=brief.persona,
        persona_about=manner(brief.persona).about,
        mode=brief.mode,
        status=session.status,
        engine=session.engine,
        phase=turn.phase,
        turn=turn.n,
        number=number(session),
        of=total(session),
        lead=turn.lead,
        said=turn.said,
        context=turn.context,
        exhibit=question.exhibit if question else "",
        title=question.title if question else "",
        topic=question.topic if question else "",
        plan=plan_lines(session),
        history=tuple(
            Exchange(
                turn=past.n,
                lead=past.lead,
                said=past.said,
                heard=past.heard.text if past.heard else "",
                code=past.heard.code if past.heard else "",
                skipped=past.skipped,
                acts=tuple(act.said for act in past.acts),
                judgement=past.judgement if may_see(past) else None,
            )
            for past in session.turns
            if past.answered_at is not None
        ),
        acts=tuple(
            act.said
            for at, act in enumerate(turn.acts, 1)
            # A hint and other words go on helping; a pause that is over, or the question said again, does not.
            if act.action in ("hint", "rephrase") or at == len(turn.acts)
        ),
        hints_left=hints_left(session),
        minutes=round(active_minutes(session, session.finished_at or now), 2),
        minutes_of=brief.minutes,
        created_at=session.created_at,
        retry_of=session.retry_of.session_id if session.retry_of else "",
        again=turn.again and turn.point is None,
        notices=tuple(notice for past in session.turns for notice in past.notices),
        briefing=session.plan.briefing.id if session.plan.briefing else "",
    )


def number(session: Session) -> int:
    """Which core question is on, from 1; 0 outside the core."""
    if session.turns[-1].phase not in ("core", "follow_up"):
        return 0
    return sum(turn.phase == "core" for turn in session.turns)


def total(session: Session) -> int:
    """How many core questions are planned."""
    return 1 if session.retry_of else len(session.plan.slots)


def hints_left(session: Session) -> int:
    """Hints of the current question that were not given yet; 0 in a real interview."""
    turn = session.turns[-1]
    if turn.question is None or session.brief.mode == "real" or session.status == "finished":
        return 0
    return len(open_hints(session, turn.question))


def open_hints(session: Session, question: Question) -> tuple[str, ...]:
    """The hints of a question that were not said yet, asked for or offered, gentle ones first."""
    told = [act.said for turn in session.turns for act in turn.acts] + [turn.said for turn in session.turns]
    return tuple(hint for hint in question.hints if not any(hint in text for text in told))


def plan_lines(session: Session) -> tuple[PlanLine, ...]:
    """Opening, the core questions by title or topic, the candidate's questions, closing."""
    finished = session.status == "finished"
    phase = session.turns[-1].phase
    core = [turn.question for turn in session.turns if turn.phase == "core" and turn.question]
    lines: list[PlanLine] = []
    if session.turns[0].phase == "opening":
        lines.append(PlanLine(text="Opening", state="now" if phase == "opening" and not finished else "done"))
    for at, question in enumerate(core):
        current = at == len(core) - 1 and phase in ("core", "follow_up") and not finished
        lines.append(PlanLine(text=question.title, state="now" if current else "done"))
    if session.retry_of:
        return tuple(lines)
    beyond = finished or phase in ("questions", "closing")
    if not beyond:
        lines += [PlanLine(text=topic_words(slot.topic), state="to_come") for slot in session.plan.slots[len(core) :]]
    asking = any(turn.phase == "questions" for turn in session.turns)
    state: Literal["done", "now", "to_come"] = "to_come" if not beyond else "now" if not finished else "done"
    if asking or not finished:
        lines.append(PlanLine(text=style(session.brief.track).parts[2], state=state))
    return tuple(lines)


def topic_words(topic: str) -> str:
    """A topic as a heading: `api design` is API design."""
    spelled = " ".join({"api": "API", "llm": "LLM"}.get(word, word) for word in topic.split())
    return spelled[:1].upper() + spelled[1:]
