"""Words filled in later: speech that nobody could hear during an interview is transcribed from its recording by a job."""

import logging
from collections.abc import Mapping
from typing import Any, Literal

from agents import interview, recording
from agents.deps import Deps
from agents.regrading import regrade
from audio.speech import Transcript
from core.caller import Caller
from core.errors import AppError
from core.schema import LONGEST_ANSWER, Session, Turn, Utterance
from core.text import clean, words
from store import jobs, sessions
from store.jobs import Job, NewJob

log = logging.getLogger(__name__)
TRANSCRIBE_JOB = "transcribe"
LATER = ", later"
NOTICE = "Some of what you said was transcribed after the interview."
State = Literal["none", "working", "failed", "done"]


def missing(session: Session) -> list[Turn]:
    """The answers with speech that is not transcribed yet."""
    return [turn for turn in session.turns if turn.heard is not None and turn.heard.unheard > 0]


def was_later(heard: Utterance) -> bool:
    """True when its words were filled in after the interview."""
    return heard.engine.endswith(LATER)


def follow(deps: Deps, caller: Caller, session: Session) -> None:
    """Queues what is missing of a finished interview, once; does nothing where nothing is, or nothing was recorded."""
    if missing(session) and _recorded(deps, caller, session.id):
        jobs.enqueue(deps.store, caller, _job(session.id))
        deps.queue.wake()


def request(deps: Deps, caller: Caller, session_id: str) -> Job:
    """Asks for the missing words, again after it failed; AppError says why there is nothing to do."""
    session = sessions.load(deps.store, caller, session_id)
    if session.status != "finished":
        raise AppError("still_running", "This interview is still running. End it first, then its words are filled in.")
    if not missing(session):
        raise AppError("nothing_unheard", "Everything that was said in this interview is transcribed already.")
    if not _recorded(deps, caller, session_id):
        raise AppError("unknown_recording", "There is no such recording among yours.")
    job = jobs.again(deps.store, caller, _job(session_id))
    deps.queue.wake()
    return job


def state_of(deps: Deps, caller: Caller, session_id: str) -> tuple[State, str]:
    """How far the words are, and why they could not be filled in."""
    job = jobs.by_key(deps.store, caller, _job(session_id).key)
    if job is None:
        return "none", ""
    if job.state == "failed":
        return "failed", job.error[:1].upper() + job.error[1:].rstrip(".") + "."
    return ("done", "") if job.state == "done" else ("working", "")


def run(deps: Deps, job: Job) -> dict[str, Any]:
    """The worker's part: hears every recording that is missing words, then stores words and verdicts in one step."""
    caller = Caller(owner=job.owner, role="program")
    session = sessions.load(deps.store, caller, job.payload["session_id"])
    heard = {turn.n: _heard(deps, caller, session, turn) for turn in missing(session)}
    if not heard:
        return {"turns": []}
    filled = session.model_copy(update={"turns": tuple(_filled(turn, heard) for turn in session.turns)})
    changed = {n for n, one in heard.items() if one.text != _text(session.turns[n])}
    touched = {turn.question.id for turn in filled.turns if turn.n in changed and turn.question is not None}
    verdicts, failed = regrade(deps, filled, deps.brains(), touched) if touched else ({}, ())
    for notice in failed:
        log.warning("%s", notice)
    report = NewJob(
        kind=interview.REPORT_JOB,
        payload={"session_id": session.id, "engine": ""},
        key=f"{interview.REPORT_JOB}:{session.id}:heard:{deps.now().isoformat()}",
    )
    sessions.fill_words(deps.store, caller, session.id, heard, verdicts, notice=NOTICE, job=report, at=deps.now())
    deps.queue.wake()
    return {"turns": sorted(heard)}


def _heard(deps: Deps, caller: Caller, session: Session, turn: Turn) -> Utterance:
    """The utterance of a turn with the transcript of its recording; AppError when nobody here can hear."""
    before = turn.heard
    clip = recording.clip(deps, caller, session.id, turn.n)
    if before is None or clip is None:
        raise AppError("unknown_recording", "The recording of this interview is not there any more.")
    if not deps.hearing.able():
        raise AppError("no_recognizer", f"Nobody can hear yet: {_needed(deps)}. Then ask for the transcript again.")
    told, _ = deps.turns.loop.run(deps.hearing.transcribe(clip, session.brief.language))
    return _with_words(before, told)


def _needed(deps: Deps) -> str:
    """What to set up: of the recognizers that were chosen, or in general where none was."""
    if deps.settings.stt == "auto":
        return deps.hearing.why_not()
    return "; ".join(f"{name} needs {lack}" for name, lack in deps.hearing.lacking().items())


def _with_words(before: Utterance, told: Transcript) -> Utterance:
    """A spoken answer becomes its whole transcript; beside a typed one the transcript is kept apart."""
    text = clean(told.text)[: LONGEST_ANSWER - len(before.code)]
    if before.source == "typed":
        spoken = {"spoken_text": text, "words": told.words, "engine": told.engine + LATER} if text else {}
        return before.model_copy(update={"unheard": 0, **spoken})
    if not text or _worse(before, told):
        return before.model_copy(update={"unheard": 0})
    changed = {"text": text, "words": told.words, "engine": told.engine + LATER, "unheard": 0}
    return before.model_copy(update=changed)


def _worse(before: Utterance, told: Transcript) -> bool:
    """True when words that were heard at once would be given up: the whole recording holds them too, so fewer are worse."""
    emergency = "emergency" in told.engine and "emergency" not in before.engine
    return bool(before.text) and (emergency or len(words(told.text)) < len(words(before.text)))


def _filled(turn: Turn, heard: Mapping[int, Utterance]) -> Turn:
    return turn.model_copy(update={"heard": heard[turn.n]}) if turn.n in heard else turn


def _text(turn: Turn) -> str:
    return turn.heard.text if turn.heard else ""


def _recorded(deps: Deps, caller: Caller, session_id: str) -> bool:
    return any(one.side == "you" for one in recording.assemble_all(deps, caller, session_id))


def _job(session_id: str) -> NewJob:
    return NewJob(kind=TRANSCRIBE_JOB, payload={"session_id": session_id}, key=f"{TRANSCRIBE_JOB}:{session_id}")
