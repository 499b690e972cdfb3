"""Builds a report from what was judged: bands by arithmetic, evidence by quotation, coverage beside every total."""

import math
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from agents import grading
from agents.clock import active_minutes
from agents.coverage import coverage
from agents.memory import answer_to, verdict
from agents.nextsteps import exercise, two_weeks
from agents.tracks import Competency, style
from agents.view import total
from core.bank import Question
from core.report import CompetencyReport, QuestionReport, Report
from core.schema import Decision, Judgement, Session
from rag.index import TextEmbedder

FEWEST = 2
"""Decisions that a competency's band rests on at the least."""
MOST_EVIDENCE = 3


def build(
    session: Session, embedder: TextEmbedder, now: datetime, regraded: Mapping[str, Judgement] | None = None
) -> Report:
    """The report without prose; `regraded` judgements, by question id, stand in for the interview's own."""
    questions = tuple(
        _question_report(session, question, (regraded or {}).get(question.id) or _verdict(session, question))
        for question in asked(session)
    )
    score = overall([one.judgement for one in questions])
    competencies = tuple(
        _competency_report(session, competency, questions) for competency in style(session.brief.track).competencies
    )
    report = Report(
        id=uuid.uuid4().hex,
        session_id=session.id,
        track=session.brief.track,
        role=session.brief.role,
        level=session.brief.level,
        created_at=now,
        minutes=round(active_minutes(session, session.finished_at or now), 1),
        engine=" + ".join(sorted({one.judgement.engine for one in questions})) or session.engine,
        rubric=grading.RUBRIC,
        banks=session.banks,
        headline="",
        summary="",
        band=grading.band(score) if score is not None else None,
        score=score,
        competencies=competencies,
        questions=questions,
        coverage=coverage(session, questions, total(session), embedder),
        plan=(),
        notices=tuple(dict.fromkeys(notice for turn in session.turns for notice in turn.notices)),
        briefing=session.plan.briefing.id if session.plan.briefing else "",
    )
    return report.model_copy(update={"plan": two_weeks(report)})


def overall(judgements: Sequence[Judgement]) -> float | None:
    """The mean of the scores; None where fewer than half of the questions have one."""
    scores = [one.score for one in judgements if one.score is not None]
    return _mean(scores) if len(scores) >= math.ceil(len(judgements) / 2) else None


def asked(session: Session) -> list[Question]:
    """The core questions in the order they were asked."""
    return list({t.question.id: t.question for t in session.turns if t.phase == "core" and t.question}.values())


def _verdict(session: Session, question: Question) -> Judgement:
    """The latest judgement, or the state that says why there is none."""
    found = verdict(session, question.id)
    if found is not None:
        return found
    turns = [turn for turn in session.turns if turn.question and turn.question.id == question.id]
    skipped = any(turn.skipped for turn in turns)
    return Judgement(
        question_id=question.id,
        state="skipped" if skipped else "not_asked",
        note="You skipped this one." if skipped else "The interview ended before you answered.",
        engine=session.engine,
        rubric=grading.RUBRIC,
    )


def _question_report(session: Session, question: Question, judgement: Judgement) -> QuestionReport:
    parts = answer_to(session, question.id).parts
    return QuestionReport(
        question_id=question.id,
        title=question.title,
        topic=question.topic,
        question=question.question,
        turns=tuple(t.n for t in session.turns if t.question and t.question.id == question.id),
        judgement=judgement,
        band=grading.band(judgement.score) if judgement.score is not None else None,
        model_answer=question.reference,
        better=grading.better_sentence(question, judgement, parts) if judgement.state == "scored" else None,
        exercise=exercise(question, judgement),
    )


def _competency_report(
    session: Session, competency: Competency, questions: Sequence[QuestionReport]
) -> CompetencyReport:
    decisions: list[Decision] = []
    for question in questions:
        if question.judgement.state != "scored":
            continue
        if competency.name == "communication":
            decisions += grading.communication(answer_to(session, question.question_id).parts)
        else:
            decisions += [one for one in question.judgement.decisions if one.competency == competency.name]
    if len(decisions) < FEWEST:
        return CompetencyReport(
            name=competency.name,
            label=competency.label,
            band=None,
            counted=len(decisions),
            anchor="Too little was heard of this to give a band.",
        )
    band = grading.band(grading.score(decisions))
    shown = sorted(
        (one for one in decisions if one.quote and one.status in ("covered", "partly")),
        key=lambda one: (one.status != "covered", -one.weight),
    )
    quotes = tuple(dict.fromkeys(one.quote for one in shown if one.quote))
    return CompetencyReport(
        name=competency.name,
        label=competency.label,
        band=band,
        anchor=competency.anchors[band - 1],
        evidence=quotes[:MOST_EVIDENCE],
        counted=len(decisions),
    )


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None
