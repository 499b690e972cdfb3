"""Disputes and comparisons for programs: through gradio_client and the file routes of a real server."""

import csv
import io
import json
import urllib.error
import urllib.request
import uuid

import pytest

from agents import grading
from core.schema import Decision
from tests.callers import done, program, report_for
from tests.pages.test_api import refusal

SAID = "It depends: I would measure first, because guessing is expensive, and then fix the slowest part of it."


@pytest.fixture(scope="module")
def client(server):
    return program(server.url)


@pytest.fixture(scope="module")
def report(client, server):
    """A graded interview of which one question was scored."""
    from rag.bank import Bank

    key = client.predict("technical", questions=1, seed=3, api_name="/interview_start")["session_id"]
    view = client.predict(key, api_name="/interview_status")
    while view["status"] != "finished":
        question = next((one for one in Bank() if one.title == view["title"]), None)
        text = f"{SAID} {question.reference[:300]}" if question else "No, thank you."
        client.submit(key, text, "", uuid.uuid4().hex, api_name="/interview_answer").result(timeout=60)
        view = client.predict(key, api_name="/interview_status")
    return report_for(client, key)


def first_of(report, *statuses):
    question = report["questions"][0]
    found = [one for one in question["judgement"]["decisions"] if one["status"] in statuses]
    return question, found[0]


def test_a_program_disputes_reads_exports_and_withdraws(client, server, report):
    key = report["session_id"]
    question, decision = first_of(report, "missing", "partly")
    where = (key, question["question_id"], decision["point"])
    made = client.predict(
        *where, "covered", "I named it at once.", "guessing is expensive", api_name="/feedback_dispute"
    )
    assert made["ours"] == decision["status"]
    assert made["quote"]["text"] == "guessing is expensive"
    again = client.predict(key, api_name="/feedback_get")
    assert [one["why"] for one in again.pop("disputes")] == ["I named it at once."]
    assert again == {name: value for name, value in report.items() if name != "disputes"}
    assert "1 decision disputed" in client.predict(key, "markdown", api_name="/feedback_get")["markdown"]

    told = client.predict(key, "csv", api_name="/feedback_disputes")["csv"]
    row = next(csv.DictReader(io.StringIO(told)))
    decided = [
        Decision.model_validate({**one, "status": "covered", "credit": None} if one["point"] == decision["point"] else one)
        for one in question["judgement"]["decisions"]
    ]
    assert float(row["grade"]) == grading.score(decided) > float(row["our_grade"])
    assert row["answer"].startswith(SAID)
    assert {"question", "reference", "score_norm", "key_point", "our_decision", "engine", "rubric"} <= set(row)
    lines = client.predict("", "jsonl", api_name="/feedback_disputes")["jsonl"]
    assert json.loads(lines.splitlines()[0])["disputed_decision"] == "covered"
    assert read(f"{server.url}/files/disputes.csv") == told
    assert json.loads(read(f"{server.url}/files/report/{key}.json"))["disputes"]

    gone = client.predict(*where, withdraw=True, api_name="/feedback_dispute")
    assert gone["withdrawn_at"]
    after = client.predict(key, api_name="/feedback_disputes")
    assert (len(after["disputes"]), after["rows"]) == (1, [])


def test_what_does_not_fit_is_refused_with_a_code_and_a_sentence(client, report):
    key = report["session_id"]
    question, decision = first_of(report, "missing", "partly")
    where = (key, question["question_id"], decision["point"])
    for code, work in {
        "not_said": lambda: client.predict(*where, "covered", "So.", "never said", api_name="/feedback_dispute"),
        "no_reason": lambda: client.predict(*where, "covered", " ", api_name="/feedback_dispute"),
        "unknown_status": lambda: client.predict(*where, "great", "So.", api_name="/feedback_dispute"),
        "unknown_point": lambda: client.predict(key, where[1], "zz", "covered", "So.", api_name="/feedback_dispute"),
        "unknown_report": lambda: client.predict(*where, "covered", "So.", "", "none", api_name="/feedback_dispute"),
        "unknown_format": lambda: client.predict(key, "xml", api_name="/feedback_disputes"),
        "graded_once": lambda: client.predict(key, api_name="/feedback_compare"),
    }.items():
        assert refusal(work).startswith(f"{code}: ")


def test_an_interview_is_graded_again_and_compared(client, report):
    key = report["session_id"]
    job = client.predict(key, "rules", api_name="/feedback_generate")
    done(client, job["id"])
    made = client.predict(key, api_name="/feedback_compare")
    assert made["before"]["report_id"] == report["id"]
    assert made["after"]["report_id"] != report["id"]
    assert made["same"] == made["decisions"] == len(report["questions"][0]["judgement"]["decisions"])
    earlier = client.predict(key, "json", report["id"], api_name="/feedback_get")
    assert (earlier["id"], earlier["rubric"]) == (report["id"], grading.RUBRIC)


def test_the_pages_own_routes_refuse_what_the_verbs_refuse(server, report):
    question, decision = first_of(report, "missing", "partly")
    form = {"report_id": report["id"], "question_id": question["question_id"], "point": decision["point"]}
    assert send(server, {**form, "status": "covered", "why": ""}) == (409, "no_reason")
    assert send(server, {**form, "report_id": "x", "status": "covered", "why": "So."}) == (404, "unknown_report")
    assert send(server, {"report_id": "x"})[0] == 422
    assert send(server, {**form, "status": "covered", "why": "So."}, origin="https://evil.example")[0] == 403


def send(server, body, **headers):
    request = urllib.request.Request(
        f"{server.url}/files/disputes",
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json", **headers},
        method="POST",
    )
    with pytest.raises(urllib.error.HTTPError) as fault:
        urllib.request.urlopen(request, timeout=20)
    told = json.loads(fault.value.read())
    return fault.value.code, str(told.get("error", "")).split(":")[0]


def read(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()
