"""Reports on finished interviews: made by a job, read, compared, tried again and exported."""

import logging
from typing import Any, Literal

from agents import comparing, interview, recording, reporting, transcribing
from agents.brains import Brain, Words, chain
from agents.deps import Deps
from agents.regrading import regrade
from agents.transcripts import shelf
from agents.view import View
from agents.wording import report_words
from core.caller import Caller
from core.errors import AppError
from core.noun import Noun
from core.report import BetterSentence, QuestionReport, Report
from core.schema import Judgement, Session
from core.text import squeeze
from store import jobs, reports, sessions
from store.jobs import Job, NewJob

log = logging.getLogger(__name__)
Engine = Literal["", "rules", "llm"]


class Comparison(Noun):
    """One question before and after it was tried again."""

    before: QuestionReport
    after: QuestionReport
    before_session: str
    after_session: str


def generate(deps: Deps, caller: Caller, session_id: str, engine: Engine = "") -> Job:
    """Queues a report; with an engine every answer is graded again by it, beside the earlier report."""
    session = sessions.load(deps.store, caller, session_id)
    if session.status != "finished":
        raise AppError("still_running", "This interview is still running. End it first, then the report can be made.")
    if engine not in ("", "rules", "llm"):
        raise AppError("unknown_engine", f"There is no engine '{str(engine)[:40]}'. Use rules or llm.")
    if engine == "llm" and len(deps.brains()) == 1:
        raise AppError(
            "no_model", "No language model is set up, so only the rules can grade. Add a key on the Status page."
        )
    key = f"{interview.REPORT_JOB}:{session_id}" + (f":{engine}:{deps.now().isoformat()}" if engine else "")
    job = jobs.enqueue(
        deps.store,
        caller,
        NewJob(kind=interview.REPORT_JOB, payload={"session_id": session_id, "engine": engine}, key=key),
    )
    deps.queue.wake()
    return job


def run(deps: Deps, job: Job) -> dict[str, Any]:
    """The worker's part: makes the report of a job and stores it, once however often the job is delivered."""
    caller = Caller(owner=job.owner, role="program")
    session = sessions.load(deps.store, caller, job.payload["session_id"])
    _prepare_sound(deps, caller, session)
    engine = job.payload.get("engine", "")
    regraded, failed = _regraded(deps, session, job, engine) if engine else ({}, ())
    report = reporting.build(session, deps.knowledge.embedder, deps.now(), regraded)
    report = report.model_copy(update={"id": job.id, "notices": _notices(report, failed, anew=bool(engine))})
    words, notices = deps.turns.loop.run(
        chain.first_able(
            _engines(deps, engine),
            lambda brain: brain.words(session, report),
            deps.settings.llm_timeout_s * 2,
            "the words of this report",
        )
    )
    report = _with_words(session, report, words, notices)
    _keep_transcript(deps, caller, report)
    reports.save(deps.store, caller, report)
    return {"report_id": report.id}


def _keep_transcript(deps: Deps, caller: Caller, report: Report) -> None:
    """Before the report is there, so that whoever sees it finds the transcript too."""
    try:
        shelf.keep_interview(deps, caller, report.session_id, report)
    except AppError as fault:  # deleted by hand, say: the report is made all the same
        log.warning("transcript of %s: %s", report.session_id, fault.sentence)


def _prepare_sound(deps: Deps, caller: Caller, session: Session) -> None:
    """Puts the recording together before the report is looked at, and queues what is not transcribed yet."""
    try:
        recording.assemble_all(deps, caller, session.id)
        transcribing.follow(deps, caller, session)
    except AppError as fault:  # a full disk, say: the report is made all the same
        log.warning("recording of %s: %s", session.id, fault.sentence)


def status(deps: Deps, caller: Caller, job_id: str) -> Job:
    """How far a report is."""
    return jobs.get(deps.store, caller, job_id)


def get(deps: Deps, caller: Caller, session_id: str, report_id: str = "") -> Report:
    """The latest report of an interview, or an earlier one of it; AppError says when it is still being made."""
    session = sessions.load(deps.store, caller, session_id)
    if report_id:
        return _of(session, reports.get(deps.store, caller, report_id))
    report = reports.latest(deps.store, caller, session_id)
    if report is None:
        if session.status != "finished":
            raise AppError(
                "still_running", "This interview is still running. End it first, then the report can be made."
            )
        raise AppError("no_report_yet", "The report is still being made. Ask again in a moment.")
    return report


def failure(deps: Deps, caller: Caller, session_id: str) -> str:
    """Why the report of an interview could not be made; empty while it is on its way or there."""
    job = jobs.by_key(deps.store, caller, f"{interview.REPORT_JOB}:{session_id}")
    return job.error if job and job.state == "failed" else ""


def versions(deps: Deps, caller: Caller, session_id: str) -> list[Report]:
    """Every report of an interview, latest first: one for each engine or rubric it was graded with."""
    sessions.load(deps.store, caller, session_id)
    return reports.every(deps.store, caller, session_id)


def retry(deps: Deps, caller: Caller, session_id: str, question_id: str, request_id: str = "") -> View:
    """Opens a short session on one question of an interview."""
    return interview.start_retry(deps, caller, session_id, question_id, request_id)


def compare(deps: Deps, caller: Caller, retry_session_id: str) -> Comparison:
    """The question of a finished retry, as it was and as it is now."""
    again = sessions.load(deps.store, caller, retry_session_id)
    if again.retry_of is None:
        raise AppError("not_a_retry", "This interview is not a second try, so there is nothing to compare it with.")
    past = sessions.load(deps.store, caller, again.retry_of.session_id)
    wanted = again.retry_of.question_id
    return Comparison(
        before=_question_in(deps, past, wanted),
        after=_question_in(deps, again, wanted),
        before_session=past.id,
        after_session=again.id,
    )


def engines(deps: Deps) -> tuple[Engine, ...]:
    """The engines that can grade here, best first."""
    return ("llm", "rules") if len(deps.brains()) > 1 else ("rules",)


def compare_gradings(
    deps: Deps, caller: Caller, session_id: str, before: str = "", after: str = ""
) -> comparing.Gradings:
    """Two reports of one interview by their ids; without them the latest and the one before it."""
    every = versions(deps, caller, session_id)
    later = get(deps, caller, session_id, after)
    earlier = [one for one in every if one.created_at < later.created_at]
    if not before and not earlier:
        raise AppError("graded_once", "This interview was graded once. Grade it again with rules or llm, then compare.")
    return comparing.side_by_side(get(deps, caller, session_id, before) if before else earlier[0], later)


def history(deps: Deps, caller: Caller) -> list[Any]:
    """Bands over time, oldest first, for the chart of progress."""
    return list(reports.history(deps.store, caller))


def _question_in(deps: Deps, session: Session, question_id: str) -> QuestionReport:
    made = reporting.build(session, deps.knowledge.embedder, deps.now())
    return next(one for one in made.questions if one.question_id == question_id)


def _engines(deps: Deps, engine: str) -> tuple[Brain, ...]:
    brains = deps.brains()
    return brains[-1:] if engine == "rules" else brains


def _regraded(deps: Deps, session: Session, job: Job, engine: str) -> tuple[dict[str, Judgement], tuple[str, ...]]:
    return regrade(deps, session, _engines(deps, engine), tell=lambda words: jobs.progress(deps.store, job, words))


def _of(session: Session, report: Report) -> Report:
    if report.session_id != session.id:
        raise AppError("unknown_report", "There is no such report of this interview. Pick one of its own.")
    return report


def _notices(report: Report, failed: tuple[str, ...], *, anew: bool) -> tuple[str, ...]:
    """What happened on the way; graded anew, the faults of the first grading are no longer this report's."""
    kept = (one for one in report.notices if not (anew and chain.about_grading(one)))
    return tuple(dict.fromkeys((*kept, *failed)))


def _with_words(session: Session, report: Report, words: Words, notices: tuple[str, ...]) -> Report:
    """Prose put beside the numbers; a better sentence counts only if the candidate really said the first one."""
    said = {turn.n: squeeze(turn.heard.text) for turn in session.turns if turn.heard}
    better = {
        one.question_id: BetterSentence(turn=one.turn, before=one.before, after=one.after, why=one.why)
        for one in words.better
        if squeeze(one.before) and squeeze(one.before) in said.get(one.turn, "")
    }
    plain = report_words(report)
    questions = tuple(
        one.model_copy(
            update={
                "better": better.get(one.question_id, one.better),
                "exercise": words.exercises.get(one.question_id) or one.exercise,
            }
        )
        for one in report.questions
    )
    return report.model_copy(
        update={
            "headline": words.headline or plain.headline,
            # What could be scored is counted by code; a model may only add to it.
            "summary": plain.summary if words.summary in ("", plain.summary) else f"{plain.summary} {words.summary}",
            "questions": questions,
            "notices": (*report.notices, *words.notices, *notices),
        }
    )
