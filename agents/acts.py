"""What a candidate may do beside answering: hint, repeat, rephrase, skip, think, pause, resume."""

from collections.abc import Iterator

from agents.deps import Deps
from agents.door import admit_action
from agents.interview import skip
from agents.personas import manner
from agents.view import number, open_hints, total
from core.caller import Caller
from core.errors import AppError
from core.events import Event, Said
from core.schema import Act, Action, Session
from store import sessions


def act(deps: Deps, caller: Caller, session_id: str, action: str, request_id: str) -> Iterator[Event]:
    """Carries the action out and tells what the interviewer says to it; the same request id does it once."""
    admit_action(action)
    if not request_id:
        raise AppError("no_request_id", "Send a request_id of your own with each action, so that a retry is safe.")
    if action == "skip":
        yield from skip(deps, caller, session_id, request_id)
        return
    session = sessions.load(deps.store, caller, session_id)
    past = next((one for turn in session.turns for one in turn.acts if one.request_id == request_id), None)
    if past is None:
        past = _do(deps, caller, session, action, request_id)  # type: ignore[arg-type]
    turn = session.turns[-1]
    yield Said(turn.n, turn.phase, past.said, "", "", number(session), total(session))


def _do(deps: Deps, caller: Caller, session: Session, action: Action, request_id: str) -> Act:
    if session.status == "finished":
        raise AppError("finished", "This interview is over. Its report is on the Feedback page.")
    if session.status == "paused" and action != "resume":
        raise AppError("paused", "This interview is paused. Resume it first.")
    if session.status == "open" and action == "resume":
        raise AppError("not_paused", "This interview is running already; go on where you were.")
    done = Act(action=action, said=_said(session, action), at=deps.now(), request_id=request_id)
    if action == "pause":
        sessions.pause(deps.store, caller, session.id, done.at, done)
    elif action == "resume":
        sessions.resume(deps.store, caller, session.id, done.at, done)
    else:
        sessions.save_act(deps.store, caller, session.id, session.turns[-1].n, done)
    return done


def _said(session: Session, action: Action) -> str:
    turn = session.turns[-1]
    if action == "hint":
        return _hint(session)
    if action == "rephrase":
        if turn.question is None:
            return f"In other words: {turn.said}"
        if turn.phase == "follow_up":
            return f"We are still on this: {turn.question.rephrased} What I asked just now: {turn.said}"
        return turn.question.rephrased
    return {
        "repeat": turn.said,
        "think": "Take all the time you need. I am here when you are ready.",
        "pause": "Paused. The clock stands still, and you can come back days from now.",
        "resume": f"Welcome back. We were here: {turn.said}",
        "skip": "",
    }[action]


def _hint(session: Session) -> str:
    turn = session.turns[-1]
    if session.brief.mode == "real":
        raise AppError("no_hints", "There are no hints in a real interview. You can ask me to rephrase, or skip.")
    if turn.question is None:
        raise AppError("no_hints", "There is no hint for this one; answer in your own words.")
    left = open_hints(session, turn.question)
    if not left:
        raise AppError("no_more_hints", "You have had every hint for this question. Say what you can, or skip it.")
    given = len(turn.question.hints) - len(left)
    lead = manner(session.brief.persona).hint
    return f"{lead[min(given, len(lead) - 1)]} {left[0]}"
