"""Holding an interview: start, answer, act, look, end. Each verb takes the deps and the caller; the store is the truth."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from agents import asking, briefed, research
from agents.brains import Move, chain
from agents.deps import Deps
from agents.door import admit_brief, admit_utterance
from agents.drafts import Draft
from agents.view import View, number, total, view
from core.caller import Caller
from core.errors import AppError
from core.events import Event, Finished, Heard, Judged, Notice, Said
from core.schema import Brief, Plan, Retry, Session, Turn, Utterance
from core.text import words
from store import jobs, sessions
from store.jobs import NewJob
from store.listing import SessionSummary, summaries

REPORT_JOB = "feedback"


def start(deps: Deps, caller: Caller, brief: Brief, request_id: str = "") -> View:
    """Plans an interview and opens it; the same request id gives the same interview."""
    request_id = request_id or uuid.uuid4().hex
    brief = admit_brief(deps, brief)
    _must_have_room(deps, caller)
    briefing = research.get(deps, caller, brief.briefing) if brief.briefing else None
    plan, notices = asking.planned(deps, caller, brief)
    session = _new(deps, caller, brief, briefed.plan(plan, brief, briefing) if briefing else plan)
    session = _with_first_turn(deps, session, Move(kind="open"), notices)
    return view(sessions.create(deps.store, caller, session, request_id), deps.now())


def start_planned(deps: Deps, caller: Caller, brief: Brief, plan: Plan, request_id: str) -> View:
    """Opens an interview whose questions were chosen already."""
    brief = admit_brief(deps, brief)
    _must_have_room(deps, caller)
    session = _with_first_turn(deps, _new(deps, caller, brief, plan), Move(kind="open"), ())
    return view(sessions.create(deps.store, caller, session, request_id), deps.now())


def start_retry(deps: Deps, caller: Caller, session_id: str, question_id: str, request_id: str = "") -> View:
    """Opens a short session that asks one question of an earlier interview again, in practice mode."""
    past = sessions.load(deps.store, caller, session_id)
    question = next((t.question for t in past.turns if t.question and t.question.id == question_id), None)
    if question is None:
        raise AppError("not_asked", "That question was not asked in this interview. Pick one from its report.")
    if past.brief.mode == "real" and past.status != "finished":
        raise AppError("still_running", "In a real interview a question can be tried again once it is over.")
    brief = past.brief.model_copy(update={"mode": "practice", "questions": 1, "minutes": None, "record": False})
    plan = Plan(slots=())
    retry = Retry(session_id=past.retry_of.session_id if past.retry_of else past.id, question_id=question_id)
    session = _new(deps, caller, brief, plan).model_copy(update={"retry_of": retry})
    first = Turn(
        n=0, phase="core", said=question.question, question=question, level=question.level, asked_at=deps.now()
    )
    session = session.model_copy(update={"turns": (first,)})
    return view(sessions.create(deps.store, caller, session, request_id or uuid.uuid4().hex), deps.now())


def answer(deps: Deps, caller: Caller, session_id: str, utterance: Utterance, request_id: str) -> Iterator[Event]:
    """Reads the answer, stores the turn and asks on. The same request id replays what was stored."""
    utterance = admit_utterance(utterance)
    return _turn(deps, caller, session_id, utterance, request_id)


def skip(deps: Deps, caller: Caller, session_id: str, request_id: str) -> Iterator[Event]:
    """Leaves the current question without an answer and asks on."""
    return _turn(deps, caller, session_id, None, request_id)


def reopen(deps: Deps, caller: Caller, session_id: str, request_id: str) -> View:
    """Takes the last answer back, for a candidate who went on speaking; only while its reply is unanswered."""
    with deps.turns.alone(session_id):
        session = sessions.load(deps.store, caller, session_id)
        n = next((turn.n for turn in reversed(session.turns) if turn.request_id == request_id), len(session.turns) - 1)
        return view(sessions.reopen(deps.store, caller, session_id, n, request_id), deps.now())


async def draft(
    deps: Deps,
    caller: Caller,
    session_id: str,
    utterance: Utterance,
    told: Callable[[Event], None] | None = None,
    session: Session | None = None,
) -> Draft:
    """Works the reply out ahead and writes nothing; `answer` uses it when the words are still the same.

    `told` hears the turn's events from the agents' loop while the reply forms. `session` is what was seen of it last;
    a look costs time that a listener notices, and a draft for a turn that is over is never used.
    """
    from agents.turn import Call

    utterance = admit_utterance(utterance)
    if session is None:
        session = await asyncio.to_thread(sessions.load, deps.store, caller, session_id)
    _must_be_open(session)
    call = Call(
        deps, session, utterance, request_id="", at=deps.now(), commit=lambda closed, following: None, told=told
    )
    work = asyncio.wrap_future(deps.turns.loop.submit(deps.turns.draft(call)))
    made = await work
    deps.drafts.put(session_id, made)
    return made


def status(deps: Deps, caller: Caller, session_id: str) -> View:
    """The interview as it stands."""
    return look(deps, caller, session_id)[1]


def look(deps: Deps, caller: Caller, session_id: str) -> tuple[Session, View]:
    """The interview as it stands, for a caller who will ask for drafts."""
    session = sessions.load(deps.store, caller, session_id)
    return session, view(session, deps.now())


def judged(deps: Deps, caller: Caller, session_id: str) -> tuple[Judged, str] | None:
    """What practice mode shows of the last answer, and its question's title; None when there is nothing to show."""
    from agents.turn import shown

    session = sessions.load(deps.store, caller, session_id)
    past = next((turn for turn in reversed(session.turns[:-1]) if turn.judgement and turn.question), None)
    if session.brief.mode != "practice" or past is None or past.n != len(session.turns) - 2:
        return None
    stays_open = session.turns[-1].phase == "follow_up"
    return shown(past.n, past.judgement, stays_open=stays_open), past.question.title  # type: ignore[arg-type,union-attr]


def listing(deps: Deps, caller: Caller, limit: int = 100) -> list[SessionSummary]:
    """The caller's interviews, latest first."""
    return summaries(deps.store, caller, limit)


def end(deps: Deps, caller: Caller, session_id: str) -> Finished:
    """Ends the interview now, with a report on what was answered; ending it again changes nothing."""
    with deps.turns.alone(session_id):
        session = sessions.load(deps.store, caller, session_id)
        if session.status != "finished":
            sessions.finish(deps.store, caller, session_id, deps.now(), _report_job(session_id))
            deps.queue.wake()
            deps.turns.loop.run(deps.turns.forget(session_id))
    return Finished(session_id=session_id, job_id=_job_id(deps, caller, session_id))


def _turn(deps: Deps, caller: Caller, session_id: str, utterance: Utterance | None, request_id: str) -> Iterator[Event]:
    from agents.turn import Call

    if not request_id:
        raise AppError("no_request_id", "Send a request_id of your own with each answer, so that a retry is safe.")
    with deps.turns.alone(session_id):
        session = sessions.load(deps.store, caller, session_id)
        done = next((turn for turn in session.turns if turn.request_id == request_id), None)
        if done is not None:
            yield from _replay(deps, caller, session, done)
            return
        _must_be_open(session)
        stored: list[Session] = []

        def commit(closed: Turn, following: Turn | None) -> None:
            over = following is not None and following.phase == "closing"
            at, job = (deps.now(), _report_job(session_id)) if over else (None, None)
            saved = sessions.save_turn(deps.store, caller, session_id, closed, following, finished_at=at, job=job)
            stored.append(saved)

        turn = session.turns[-1]
        ready = deps.drafts.take(session_id, turn.n, utterance) if utterance else None
        call = Call(deps, session, utterance, request_id, deps.now(), commit, ready)
        try:
            yield from deps.turns.loop.iterate(deps.turns.events(call))
        except Exception:
            # Once the turn is committed a fault behind it (a checkpoint that could not be written) loses nothing.
            if not stored:
                raise
    if stored[0].status == "finished":
        deps.queue.wake()
        deps.turns.loop.run(deps.turns.forget(session_id))
    yield from _told(deps, caller, stored[0], stored[0].turns[turn.n + 1])


def _replay(deps: Deps, caller: Caller, session: Session, done: Turn) -> Iterator[Event]:
    yield Heard(turn=done.n, words=len(words(done.heard.text)) if done.heard else 0)
    for notice in done.notices:
        yield Notice(notice)
    from agents.turn import shown

    if done.judgement and session.brief.mode == "practice":
        following = session.turns[done.n + 1 : done.n + 2]
        yield shown(done.n, done.judgement, stays_open=bool(following) and following[0].phase == "follow_up")
    if len(session.turns) > done.n + 1:
        yield from _told(deps, caller, session, session.turns[done.n + 1])


def _told(deps: Deps, caller: Caller, session: Session, turn: Turn) -> Iterator[Event]:
    upto = session.model_copy(update={"turns": session.turns[: turn.n + 1]})
    yield Said(turn.n, turn.phase, turn.said, turn.lead, turn.context, number(upto), total(upto))
    if turn.phase == "closing":
        yield Finished(session_id=session.id, job_id=_job_id(deps, caller, session.id))


def _must_have_room(deps: Deps, caller: Caller) -> None:
    still_open = sum(one.status != "finished" for one in summaries(deps.store, caller, limit=10_000))
    if still_open >= deps.settings.max_open:
        raise AppError(
            "too_many_open", f"You have {still_open} unfinished interviews. End one of them before starting another."
        )


def _must_be_open(session: Session) -> None:
    if session.status == "finished":
        raise AppError("finished", "This interview is over. Its report is on the Feedback page.")
    if session.status == "paused":
        raise AppError("paused", "This interview is paused. Resume it first.")


def _new(deps: Deps, caller: Caller, brief: Brief, plan: Plan) -> Session:
    now = deps.now()
    return Session(
        id=uuid.uuid4().hex,
        owner=caller.owner,
        brief=brief,
        plan=plan,
        status="open",
        engine=deps.brains()[0].name,
        banks=deps.knowledge.bank.version,
        created_at=now,
        updated_at=now,
        recording_agreed_at=now if brief.record else None,
    )


def _with_first_turn(deps: Deps, session: Session, move: Move, notices: tuple[str, ...]) -> Session:
    from agents.turn import next_turn

    async def say() -> tuple[str, list[str]]:
        pieces: list[str] = []
        failed: list[str] = []
        async for kind, text in chain.reply(deps.brains(), session, move, deps.settings.llm_timeout_s):
            if kind == "piece":
                pieces.append(text)
            else:
                pieces, failed = [], [*failed, text]
        return "".join(pieces).strip(), failed

    text, failed = deps.turns.loop.run(say())
    turn = next_turn(session, move, session.brief.level, text, deps.now())
    return session.model_copy(update={"turns": (turn.model_copy(update={"notices": (*notices, *failed)}),)})


def _report_job(session_id: str) -> NewJob:
    return NewJob(kind=REPORT_JOB, payload={"session_id": session_id}, key=f"{REPORT_JOB}:{session_id}")


def _job_id(deps: Deps, caller: Caller, session_id: str) -> str:
    job: Any = jobs.by_key(deps.store, caller, _report_job(session_id).key)
    return job.id if job else ""
