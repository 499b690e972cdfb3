"""Objecting to a decision of a report, taking it back, and what the grade would be: the report's own score never moves."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import get_args

from agents import grading
from agents.deps import Deps
from agents.memory import answer_to
from core.caller import Caller
from core.dispute import LONGEST_WHY, Dispute
from core.errors import AppError
from core.noun import Noun
from core.report import QuestionReport, Report
from core.schema import Decision, DecisionStatus, Quote, Session
from core.text import clean, counted
from store import disputes, reports, sessions


class Objection(Noun):
    """What a candidate says against one decision."""

    question_id: str
    point: str
    status: str
    why: str
    quote: str = ""


def dispute(deps: Deps, caller: Caller, report_id: str, said: Objection) -> Dispute:
    """Keeps an objection; the same decision disputed again replaces the first one. AppError says what does not fit."""
    report = reports.get(deps.store, caller, report_id)
    question, ours = _decision(report, said)
    if said.status not in get_args(DecisionStatus):
        raise AppError("unknown_status", "Say what it should be: covered, partly, missing or contradicted.")
    if said.status == ours.status:
        raise AppError("same_decision", f"The report says {ours.status} already. Choose what it should be instead.")
    why = clean(said.why)
    if not why:
        raise AppError("no_reason", "Say in a sentence why you see it differently.")
    if len(why) > LONGEST_WHY:
        raise AppError("too_long", f"That reason is longer than {LONGEST_WHY:,} characters. Say it in a few sentences.")
    session = sessions.load(deps.store, caller, report.session_id)
    made = Dispute(
        id=_id(report.id, said),
        report_id=report.id,
        session_id=report.session_id,
        question_id=said.question_id,
        point=said.point,
        ours=ours.status,
        status=said.status,
        quote=_quoted(session, said),
        why=why,
        engine=question.judgement.engine,
        rubric=question.judgement.rubric,
        created_at=deps.now(),
    )
    disputes.put(deps.store, caller, made)
    return made


def withdraw(deps: Deps, caller: Caller, report_id: str, question_id: str, point: str) -> Dispute:
    """Takes an objection back; it stays readable as withdrawn. Doing it twice changes nothing."""
    said = Objection(question_id=question_id, point=point, status="", why="")
    return disputes.withdraw(deps.store, caller, _id(report_id, said), deps.now())


def of_report(deps: Deps, caller: Caller, report_id: str) -> list[Dispute]:
    """Every dispute of a report, oldest first, the withdrawn ones too."""
    return disputes.every(deps.store, caller, report_id=report_id)


def of_session(deps: Deps, caller: Caller, session_id: str = "") -> list[Dispute]:
    """Every dispute of an interview, or all of the caller's; oldest first, the withdrawn ones too."""
    if session_id:
        sessions.load(deps.store, caller, session_id)
    return disputes.every(deps.store, caller, session_id=session_id)


def open_ones(disputed: Iterable[Dispute], question_id: str) -> list[Dispute]:
    """The disputes of one question that still stand."""
    return [one for one in disputed if one.open and one.question_id == question_id]


def in_words(number: int) -> str:
    """Such as "1 decision disputed"."""
    return f"{counted(number, 'decision')} disputed"


def as_seen(decisions: Sequence[Decision], disputed: Iterable[Dispute]) -> float:
    """0-5: the score that the decisions give once the open disputes of their question are taken at their word."""
    wanted = {one.point: one.status for one in disputed if one.open}
    return grading.score(
        one.model_copy(update={"status": wanted[one.point], "credit": None}) if one.point in wanted else one
        for one in decisions
    )


def _decision(report: Report, said: Objection) -> tuple[QuestionReport, Decision]:
    question = next((one for one in report.questions if one.question_id == said.question_id), None)
    if question is None:
        raise AppError("unknown_question", "There is no such question in this report. Take its question_id from there.")
    if question.judgement.state != "scored":
        raise AppError("not_scored", "No decisions were made on this question, so there is none to dispute.")
    decision = next((one for one in question.judgement.decisions if one.point == said.point), None)
    if decision is None:
        raise AppError("unknown_point", "This question has no such key point. Take `point` from its decisions.")
    return question, decision


def _quoted(session: Session, said: Objection) -> Quote | None:
    """The transcript's own words for a quote, or none where none was given."""
    if not said.quote.strip():
        return None
    found = grading.verify(clean(said.quote), answer_to(session, said.question_id).parts)
    if found is None:
        raise AppError(
            "not_said",
            "These words do not stand in your answer to this question. Copy them from it exactly, or leave the quote out.",
        )
    return found


def _id(report_id: str, said: Objection) -> str:
    seed = f"{report_id}\0{said.question_id}\0{said.point}"
    return hashlib.sha256(seed.encode("utf-8", "ignore")).hexdigest()[:32]
