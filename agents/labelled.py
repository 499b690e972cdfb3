"""Disputed decisions as labelled data: a row each, with the grade that the candidate's decisions would give."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable

from pydantic import BaseModel

from agents import disputing
from agents.deps import Deps
from agents.memory import answer_to
from core.caller import Caller
from core.cells import guarded
from core.dispute import Dispute
from store import reports, sessions


class Row(BaseModel):
    """One disputed decision. `grade` (0-5) and `score_norm` (0-1) are of the whole answer, with every open dispute of
    its question taken at its word, so that rows of one answer agree; `our_grade` is what the report says."""

    question: str
    reference: str
    answer: str
    grade: float
    score_norm: float
    key_point: str
    weight: int
    our_decision: str
    disputed_decision: str
    quote: str
    why: str
    engine: str
    rubric: str
    our_grade: float
    session_id: str
    report_id: str
    question_id: str
    point: str
    competency: str
    disputed_at: str


def rows(deps: Deps, caller: Caller, session_id: str = "") -> list[Row]:
    """The caller's open disputes, oldest first; those of one interview, or all."""
    found = [one for one in disputing.of_session(deps, caller, session_id) if one.open]
    by_report: dict[str, list[Dispute]] = defaultdict(list)
    for one in found:
        by_report[one.report_id].append(one)
    return [row for report_id, told in by_report.items() for row in _rows(deps, caller, report_id, told)]


def to_csv(told: Iterable[Row]) -> str:
    """A header and a line each, as a spreadsheet or the grading bench reads it; no cell is a formula."""
    held = io.StringIO(newline="")
    writer = csv.DictWriter(held, list(Row.model_fields), lineterminator="\n")
    writer.writeheader()
    for one in told:
        cells = one.model_dump()
        writer.writerow({name: guarded(cell) if isinstance(cell, str) else cell for name, cell in cells.items()})
    return held.getvalue()


def to_jsonl(told: Iterable[Row]) -> str:
    """An object a line."""
    return "".join(json.dumps(one.model_dump(), ensure_ascii=False) + "\n" for one in told)


def _rows(deps: Deps, caller: Caller, report_id: str, told: list[Dispute]) -> Iterable[Row]:
    report = reports.get(deps.store, caller, report_id)
    session = sessions.load(deps.store, caller, report.session_id)
    questions = {one.question_id: one for one in report.questions}
    for one in told:
        question = questions[one.question_id]
        decisions = question.judgement.decisions
        decision = next(each for each in decisions if each.point == one.point)
        grade = disputing.as_seen(decisions, (each for each in told if each.question_id == one.question_id))
        answer = answer_to(session, one.question_id)
        yield Row(
            question=question.question,
            reference=question.model_answer,
            answer="\n".join(text for part in answer.parts for text in (part.text, part.code) if text),
            grade=grade,
            score_norm=round(grade / 5, 4),
            key_point=decision.text,
            weight=decision.weight,
            our_decision=one.ours,
            disputed_decision=one.status,
            quote=one.quote.text if one.quote else "",
            why=one.why,
            engine=one.engine,
            rubric=one.rubric,
            our_grade=question.judgement.score or 0.0,
            session_id=one.session_id,
            report_id=one.report_id,
            question_id=one.question_id,
            point=one.point,
            competency=decision.competency,
            disputed_at=one.created_at.isoformat(),
        )
