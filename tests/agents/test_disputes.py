"""Objecting to decisions: kept beside the score, verbatim or refused, withdrawn, taken out as labels, gone with everything."""

import csv
import io
import json

import pytest

from agents import account, disputing, export, feedback, grading, labelled
from agents.disputing import Objection
from core.errors import AppError
from core.schema import Brief
from core.text import sentences
from store import sessions
from tests.agents.test_interview import hold, reference, refused
from tests.waiting import report_of, until


@pytest.fixture
def held(deps, caller):
    """A finished interview, half of each answer left out, and its report."""

    def half(view):
        told = sentences(reference(deps, view))
        return " ".join(told[: max(2, len(told) // 2)])

    view = hold(deps, caller, Brief(track="technical", questions=2, seed=4), half)
    return view, report_of(deps, caller, view.session_id)


def missed(report):
    """A scored question, one of its decisions that is missing, and one that is covered."""
    for question in report.questions:
        by = {one.status: one for one in question.judgement.decisions}
        if {"missing", "covered"} <= set(by):
            return question, by["missing"], by["covered"]
    raise AssertionError("no question with both")


def said(question, decision, status="covered", why="I said it in my first sentence.", quote=""):
    return Objection(question_id=question.question_id, point=decision.point, status=status, why=why, quote=quote)


def test_a_dispute_stands_beside_a_score_that_does_not_move(deps, caller, held):
    _, report = held
    question, missing, covered = missed(report)
    quote = f"  “{covered.quote.text.upper()}” "
    made = disputing.dispute(deps, caller, report.id, said(question, missing, quote=quote))
    assert made.ours == "missing"
    told_in = next(part for part in sessions.load(deps.store, caller, report.session_id).turns if part.n == made.quote.turn)
    assert made.quote.text in told_in.heard.text  # the same words may stand in two turns
    assert made.quote.text == covered.quote.text.rstrip("."), "the transcript's own words, not the sender's"
    assert (made.engine, made.rubric) == (question.judgement.engine, question.judgement.rubric)
    assert report_of(deps, caller, report.session_id) == report
    told = disputing.of_report(deps, caller, report.id)
    assert told == [made]
    assert disputing.as_seen(question.judgement.decisions, told) > question.judgement.score
    page = export.to_markdown(report, told)
    assert "1 decision disputed; as you see it" in page
    assert "You disagree: covered." in page
    assert json.loads(export.to_json(report, told))["disputes"][0]["why"] == "I said it in my first sentence."


def test_what_does_not_fit_is_refused_and_nothing_is_kept(deps, caller, other, held):
    _, report = held
    question, missing, covered = missed(report)
    for code, objection in {
        "unknown_question": Objection(question_id="none", point="a", status="covered", why="So."),
        "unknown_point": Objection(question_id=question.question_id, point="zz", status="covered", why="So."),
        "unknown_status": said(question, missing, status="excellent"),
        "same_decision": said(question, missing, status="missing"),
        "no_reason": said(question, missing, why=" \u200b "),
        "too_long": said(question, missing, why="because " * 200),
        "not_said": said(question, missing, quote="I led the migration at three banks in one night."),
    }.items():
        assert refused(lambda one=objection: disputing.dispute(deps, caller, report.id, one)) == code
    assert refused(lambda: disputing.dispute(deps, caller, "nothing", said(question, missing))) == "unknown_report"
    assert refused(lambda: disputing.dispute(deps, other, report.id, said(question, missing))) == "unknown_report"
    paraphrase = " ".join(reversed(covered.quote.text.split()))
    assert refused(lambda: disputing.dispute(deps, caller, report.id, said(question, missing, quote=paraphrase))) == "not_said"
    assert disputing.of_session(deps, caller) == []


def test_an_answer_without_a_score_has_no_decision_to_dispute(deps, caller):
    view = hold(deps, caller, Brief(track="technical", questions=1, seed=1), lambda _view: "I don't know.")
    report = report_of(deps, caller, view.session_id)
    objection = Objection(question_id=report.questions[0].question_id, point="a", status="covered", why="So.")
    assert refused(lambda: disputing.dispute(deps, caller, report.id, objection)) == "not_scored"


def test_a_dispute_can_be_changed_and_withdrawn_and_made_again(deps, caller, other, held):
    _, report = held
    question, missing, _ = missed(report)
    first = disputing.dispute(deps, caller, report.id, said(question, missing))
    again = disputing.dispute(deps, caller, report.id, said(question, missing, status="partly", why="In part."))
    assert again.id == first.id
    assert [one.status for one in disputing.of_report(deps, caller, report.id)] == ["partly"]
    key = (report.id, question.question_id, missing.point)
    assert refused(lambda: disputing.withdraw(deps, other, *key)) == "unknown_dispute"
    gone = disputing.withdraw(deps, caller, *key)
    assert not gone.open
    assert disputing.withdraw(deps, caller, *key) == gone
    assert disputing.of_report(deps, caller, report.id) == [gone]
    assert labelled.rows(deps, caller) == []
    assert disputing.as_seen(question.judgement.decisions, [gone]) == question.judgement.score
    assert disputing.dispute(deps, caller, report.id, said(question, missing)).open


def test_the_labels_hold_what_a_grading_bench_needs(deps, caller, other, held):
    view, report = held
    question, missing, covered = missed(report)
    disputing.dispute(deps, caller, report.id, said(question, missing, why='=1+1; I said: "that", and\nmore'))
    disputing.dispute(deps, caller, report.id, said(question, covered, status="partly", quote=covered.quote.text))
    rows = list(csv.DictReader(io.StringIO(labelled.to_csv(labelled.rows(deps, caller, view.session_id)))))
    assert {row["disputed_decision"] for row in rows} == {"covered", "partly"}
    for row in rows:
        assert row["question"] == question.question
        assert row["reference"] == question.model_answer
        assert sentences(question.model_answer)[0] in row["answer"]
        assert float(row["our_grade"]) == question.judgement.score
        assert 0 <= float(row["grade"]) <= 5
        assert float(row["score_norm"]) == pytest.approx(float(row["grade"]) / 5, abs=1e-4)
    assert len({row["grade"] for row in rows}) == 1, "both disputes are of one answer"
    wanted = {missing.point: "covered", covered.point: "partly"}
    decided = [
        one.model_copy(update={"status": wanted[one.point], "credit": None}) if one.point in wanted else one
        for one in question.judgement.decisions
    ]
    assert float(rows[0]["grade"]) == grading.score(decided)
    assert next(row for row in rows if row["our_decision"] == "missing")["why"] == '\'=1+1; I said: "that", and\nmore'
    lines = [json.loads(line) for line in labelled.to_jsonl(labelled.rows(deps, caller)).splitlines()]
    assert [line["key_point"] for line in lines] == [missing.text, covered.text]
    assert labelled.rows(deps, other) == []
    assert refused(lambda: labelled.rows(deps, other, view.session_id)) == "unknown_session"


def test_disputes_are_exported_and_deleted_with_everything_else(deps, caller, other, held):
    _, report = held
    question, missing, _ = missed(report)
    disputing.dispute(deps, caller, report.id, said(question, missing, why="The heron stood in the reeds."))
    assert "heron" in json.dumps(account.export(deps, caller)["disputes"])
    assert account.export(deps, other)["disputes"] == []
    assert account.delete(deps, caller)["disputes"] == 1
    assert disputing.of_session(deps, caller) == []
    assert not any(b"heron" in path.read_bytes() for path in deps.settings.data.rglob("*") if path.is_file())


def test_an_interview_graded_again_keeps_both_reports_and_says_what_changed(deps, caller, held):
    view, report = held
    assert refused(lambda: feedback.compare_gradings(deps, caller, view.session_id)) == "graded_once"
    job = feedback.generate(deps, caller, view.session_id, "rules")
    again = wait_for(deps, caller, job)
    made = feedback.compare_gradings(deps, caller, view.session_id)
    assert (made.before.report_id, made.after.report_id) == (report.id, again.id)
    assert made.decisions == sum(len(one.judgement.decisions) for one in report.questions) > 0
    assert made.same == made.decisions, "the rules are deterministic"
    assert made.agreement == 1.0
    assert all(not one.changes for one in made.questions)
    assert feedback.get(deps, caller, view.session_id, report.id) == report
    assert feedback.get(deps, caller, view.session_id).id == again.id


def test_only_gradings_of_one_interview_and_one_owner_are_compared(deps, caller, other, held):
    view, report = held
    second = hold(deps, caller, Brief(track="hr", questions=1, seed=1), lambda view: reference(deps, view))
    foreign = report_of(deps, caller, second.session_id)
    key = view.session_id
    assert refused(lambda: feedback.compare_gradings(deps, caller, key, foreign.id, report.id)) == "unknown_report"
    assert refused(lambda: feedback.compare_gradings(deps, caller, key, "none", report.id)) == "unknown_report"
    assert refused(lambda: feedback.compare_gradings(deps, other, key, report.id, report.id)) == "unknown_session"


def wait_for(deps, caller, job):
    """The report of a job that is done."""
    found = until(lambda: feedback.status(deps, caller, job.id), lambda one: one.state in ("done", "failed"))
    assert found.state == "done", found.error
    return feedback.get(deps, caller, found.payload["session_id"], found.result["report_id"])


def test_a_report_of_another_version_stays_readable(deps, caller, held):
    """A report by an engine and a rubric that are no more is read and compared like any other."""
    from datetime import timedelta

    from core.report import Report
    from store import reports

    view, report = held
    judged = [
        one.model_copy(
            update={
                "judgement": one.judgement.model_copy(
                    update={
                        "rubric": "2025.01",
                        "decisions": tuple(
                            each.model_copy(update={"status": "partly"}) if each.status == "covered" else each
                            for each in one.judgement.decisions
                        ),
                    }
                )
            }
        )
        for one in report.questions
    ]
    old: Report = report.model_copy(
        update={
            "id": "old",
            "rubric": "2025.01",
            "questions": tuple(judged),
            "created_at": report.created_at - timedelta(days=300),
        }
    )
    reports.save(deps.store, caller, old)
    made = feedback.compare_gradings(deps, caller, view.session_id)
    assert (made.before.rubric, made.after.rubric) == ("2025.01", grading.RUBRIC)
    changed = [change for one in made.questions for change in one.changes]
    assert changed
    assert {(one.before.status, one.after.status) for one in changed} == {("partly", "covered")}
    assert made.same == made.decisions - len(changed)
    assert feedback.get(deps, caller, view.session_id, "old").rubric == "2025.01"
    with pytest.raises(AppError):
        feedback.get(deps, caller, view.session_id, "older")
