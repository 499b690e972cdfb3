"""Two gradings of one interview side by side: which decisions changed, how far the engines agree, and why."""

from core.noun import Noun
from core.report import QuestionReport, Report
from core.schema import Decision, Judgement


class Grading(Noun):
    """One report as the comparison names it."""

    report_id: str
    engine: str
    rubric: str
    created_at: str
    band: int | None
    score: float | None
    notices: tuple[str, ...] = ()


class Change(Noun):
    """One key point that the two gradings decided differently; None where one of them made no decision on it."""

    point: str
    text: str
    before: Decision | None
    after: Decision | None


class QuestionChange(Noun):
    """One question in both gradings; `agreement` is the share of decisions that are the same, None where there are none."""

    question_id: str
    title: str
    before: Judgement
    after: Judgement
    before_band: int | None
    after_band: int | None
    changes: tuple[Change, ...]
    agreement: float | None


class Gradings(Noun):
    """The comparison as a whole; `same` of `decisions` key points were decided alike."""

    session_id: str
    before: Grading
    after: Grading
    questions: tuple[QuestionChange, ...]
    decisions: int
    same: int
    agreement: float | None


def side_by_side(before: Report, after: Report) -> Gradings:
    """Compares two reports of the same interview, question by question, in the order they were asked."""
    earlier = {one.question_id: one for one in before.questions}
    questions = tuple(_question(earlier[one.question_id], one) for one in after.questions if one.question_id in earlier)
    decisions = sum(_count(one) for one in questions)
    same = decisions - sum(len(one.changes) for one in questions)
    return Gradings(
        session_id=after.session_id,
        before=_grading(before),
        after=_grading(after),
        questions=questions,
        decisions=decisions,
        same=same,
        agreement=_share(same, decisions),
    )


def _grading(report: Report) -> Grading:
    return Grading(
        report_id=report.id,
        engine=report.engine,
        rubric=report.rubric,
        created_at=report.created_at.isoformat(),
        band=report.band,
        score=report.score,
        notices=report.notices,
    )


def _question(before: QuestionReport, after: QuestionReport) -> QuestionChange:
    was = {one.point: one for one in before.judgement.decisions}
    now = {one.point: one for one in after.judgement.decisions}
    points = list(dict.fromkeys((*was, *now)))
    changes = tuple(
        Change(point=key, text=(now.get(key) or was[key]).text, before=was.get(key), after=now.get(key))
        for key in points
        if _status(was.get(key)) != _status(now.get(key))
    )
    return QuestionChange(
        question_id=after.question_id,
        title=after.title,
        before=before.judgement,
        after=after.judgement,
        before_band=before.band,
        after_band=after.band,
        changes=changes,
        agreement=_share(len(points) - len(changes), len(points)),
    )


def _count(question: QuestionChange) -> int:
    return len({one.point for verdict in (question.before, question.after) for one in verdict.decisions})


def _status(decision: Decision | None) -> str:
    return decision.status if decision else ""


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
