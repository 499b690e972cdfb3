"""Five candidates on five tracks through gradio_client, to a report: the strong one far above the weak one, silence a state.

The answers lie in `bench/candidates`; how the interviewer behaves is looked at in `test_conduct.py`.
"""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.candidates import Shelf
from core.text import words
from rag.bank import Bank
from tests.callers import program, report_for

BANK = Bank()
ANSWERS = Shelf(BANK).rows
TOPICS = {
    "technical": ["api design", "transactions", "indexing"],
    "behavioral": ["ambiguity", "collaboration", "customer focus", "feedback"],
    "hr": ["motivation", "company knowledge", "values"],
    "coding": ["strings", "arrays and hashing", "recursion"],
    "case_study": ["growth", "market sizing", "pricing"],
}
KINDS = ("strong", "weak", "rambling", "silent", "off_topic")
BY_TITLE = {question.title: question for question in BANK}
SMALL_TALK = (
    "My grandmother kept bees behind the church, and every spring the whole village came for the first honey. "
    "I carried the jars, my cousin painted the labels, and we were paid in pancakes until the summer ended."
)


def reply(kind, view):
    """(text, code) that this candidate gives to what is asked."""
    if view["phase"] == "opening":
        return "I have worked in this field for eight years, mostly in small teams.", ""
    if view["phase"] == "questions":
        return "No, thank you.", ""
    if kind == "silent":
        return "I don't know.", ""
    if kind == "off_topic":
        return SMALL_TALK, ""
    row, question = ANSWERS[BY_TITLE[view["title"]].id], BY_TITLE[view["title"]]
    if view["phase"] == "core":
        return row[kind], row["strong_code"] if kind == "strong" else ""
    if kind != "strong":
        return "I am not sure what else to add, it depends on the circumstances really.", ""
    point = next((follow.point for follow in question.follow_ups if follow.text == view["said"]), "")
    return row["follow_ups"].get(point, row["strong"]), ""


def hold(client, track, kind):
    """The report of one interview and the questions that were asked."""
    view = client.predict(track, topics=TOPICS[track], questions=6, seed=1, api_name="/interview_start")
    key, asked = view["session_id"], []
    while view["status"] != "finished":
        if view["phase"] == "core":
            asked.append(view["title"])
        text, code = reply(kind, view)
        client.submit(key, text, code, uuid.uuid4().hex, api_name="/interview_answer").result(timeout=60)
        view = client.predict(key, api_name="/interview_status")
    return report_for(client, key), asked


@pytest.fixture(scope="module")
def reports(server):
    """Every candidate on every track; all candidates at once, each by a client of their own."""

    def held_by(kind):
        client = program(server.url)
        return {(track, kind): hold(client, track, kind) for track in TOPICS}

    with ThreadPoolExecutor(len(KINDS)) as at_once:
        return {key: held for found in at_once.map(held_by, KINDS) for key, held in found.items()}


def mean_band(report):
    """The mean band of the questions; one without a score stands at the lowest band."""
    return sum(question["band"] or 1 for question in report["questions"]) / len(report["questions"])


@pytest.mark.parametrize("track", TOPICS)
def test_the_strong_candidate_stands_far_above_the_weak_one(reports, track):
    strong, weak = (mean_band(reports[track, kind][0]) for kind in ("strong", "weak"))
    assert strong - weak >= 1.5, (strong, weak)


@pytest.mark.parametrize("track", TOPICS)
def test_the_silent_candidate_gets_states_and_no_number(reports, track):
    report, _ = reports[track, "silent"]
    assert report["band"] is None
    assert {question["judgement"]["state"] for question in report["questions"]} == {"no_answer"}
    assert all(question["judgement"]["score"] is None for question in report["questions"])


@pytest.mark.parametrize("track", TOPICS)
def test_who_talks_of_something_else_stands_far_below(reports, track):
    assert mean_band(reports[track, "off_topic"][0]) <= 1.5
    # A rambling answer holds one real point at the most before it drifts away.
    assert mean_band(reports[track, "strong"][0]) - mean_band(reports[track, "rambling"][0]) >= 1


@pytest.mark.parametrize("track", TOPICS)
def test_no_question_is_asked_twice(reports, track):
    for kind in KINDS:
        asked = reports[track, kind][1]
        assert len(asked) == len(set(asked)) == 6


def test_the_strong_answers_share_little_with_the_references():
    for key, row in ANSWERS.items():
        told, kept = (
            {tuple(found[at : at + 3]) for at in range(len(found) - 2)}
            for found in (words(row["strong"]), words(BANK.get(key).reference))
        )
        assert len(told & kept) <= 0.2 * len(told), key
