"""Interviews through the verbs, over the real store, banks and rules: every track, every act, every refusal."""

import asyncio
import threading
import uuid

import pytest

from agents import account, acts, banks, export, feedback, interview
from agents.door import brief_from, utterance_from
from core.bank import TRACKS
from core.errors import AppError
from core.events import Finished, Judged, Partial, Said
from core.schema import PERSONAS, Brief, Utterance
from core.text import sentences, squeeze
from tests.waiting import report_of


def say(deps, caller, session_id, text, code="", request_id=None):
    utterance = utterance_from(text, code)
    return list(interview.answer(deps, caller, session_id, utterance, request_id or uuid.uuid4().hex))


def hold(deps, caller, brief, answer):
    """Holds an interview to its end; `answer(view)` gives the words. Returns the last view."""
    view = interview.start(deps, caller, brief)
    while view.status != "finished":
        say(deps, caller, view.session_id, answer(view))
        view = interview.status(deps, caller, view.session_id)
    return view


def reference(deps, view):
    """The bank's own answer to what is asked; small talk outside the core."""
    found = [question for question in deps.knowledge.bank if question.title == view.title]
    if view.phase in ("core", "follow_up"):
        return found[0].reference
    return "I have built payment systems in Python for six years." if view.phase == "opening" else "No, thank you."


def refused(work):
    with pytest.raises(AppError) as fault:
        work()
    assert fault.value.sentence.endswith((".", "?"))
    assert "\n" not in fault.value.sentence
    return fault.value.code


@pytest.mark.parametrize("track", TRACKS)
def test_a_whole_interview_ends_in_a_report_that_quotes_the_candidate(deps, caller, track):
    view = hold(deps, caller, Brief(track=track, questions=3, seed=4), lambda view: reference(deps, view))
    report = report_of(deps, caller, view.session_id)
    said = {exchange.turn: f"{exchange.heard}\n{exchange.code}" for exchange in view.history}
    assert len(report.questions) == 3
    assert report.band is not None
    assert report.band >= 4
    for question in report.questions:
        for decision in question.judgement.decisions:
            assert (decision.quote is None) == (decision.status == "missing")
            if decision.quote:
                assert decision.quote.text in said[decision.quote.turn]
    assert report.plan
    assert report.headline in export.to_markdown(report)


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_question_and_no_long_sentence_comes_twice(deps, caller, persona):
    view = hold(
        deps,
        caller,
        Brief(track="technical", questions=8, persona=persona, seed=2),
        lambda view: "I would look at the numbers first, because otherwise I would be guessing about it.",
    )
    told = [
        squeeze(text)
        for exchange in view.history
        for part in (exchange.lead, exchange.said)
        for text in sentences(part)
    ]
    long_ones = [text for text in told if len(text.split()) > 3]
    assert len(set(long_ones)) == len(long_ones), [text for text in long_ones if long_ones.count(text) > 1]


def test_someone_who_says_nothing_gets_states_and_no_number(deps, caller):
    view = hold(deps, caller, Brief(track="behavioral", questions=3, seed=1), lambda _view: "I don't know.")
    report = report_of(deps, caller, view.session_id)
    assert report.band is None
    assert {question.judgement.state for question in report.questions} == {"no_answer"}
    assert all(question.judgement.score is None for question in report.questions)


def test_the_same_request_twice_makes_one_turn_and_says_the_same(deps, caller):
    view = interview.start(deps, caller, Brief(track="hr", questions=2, seed=1))
    first = say(deps, caller, view.session_id, "I am a nurse from Lyon.", request_id="once")
    again = say(deps, caller, view.session_id, "I am a nurse from Lyon.", request_id="once")
    assert [event for event in first if isinstance(event, Said)] == [
        event for event in again if isinstance(event, Said)
    ]
    assert interview.status(deps, caller, view.session_id).turn == 1


def test_two_answers_at_once_make_one_turn(deps, caller):
    view = interview.start(deps, caller, Brief(track="hr", questions=2, seed=1))
    outcomes = []

    def answer(at):
        try:
            say(deps, caller, view.session_id, f"I am candidate number {at}.", request_id=f"r{at}")
            outcomes.append("said")
        except AppError as fault:
            outcomes.append(fault.code)

    threads = [threading.Thread(target=answer, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = interview.status(deps, caller, view.session_id).turn
    assert turns == outcomes.count("said") >= 1
    assert set(outcomes) <= {"said", "busy", "turn_taken"}


def test_practice_mode_does_not_tell_what_was_missed_while_it_is_asked_for(deps, caller):
    view = interview.start(deps, caller, Brief(track="technical", questions=2, seed=3))
    say(deps, caller, view.session_id, "I write services in Go.")
    view = interview.status(deps, caller, view.session_id)
    question = next(one for one in deps.knowledge.bank if one.title == view.title)
    first = sentences(question.reference)[:2]
    events = say(deps, caller, view.session_id, " ".join(first))
    judged = next(event for event in events if isinstance(event, Judged))
    after = next(event for event in events if isinstance(event, Said))
    assert after.phase == "follow_up"
    assert judged.withheld > 0
    assert {one.status for one in judged.judgement.decisions} <= {"covered", "partly"}
    assert all(past.judgement is None for past in interview.status(deps, caller, view.session_id).history[1:])


def test_real_mode_shows_no_verdict_and_gives_no_hint_before_the_end(deps, caller):
    view = interview.start(deps, caller, Brief(track="coding", mode="real", questions=1, seed=1))
    say(deps, caller, view.session_id, "Python, and a small parser.")
    assert refused(lambda: list(acts.act(deps, caller, view.session_id, "hint", "h"))) == "no_hints"
    events = say(deps, caller, view.session_id, "I would use a dictionary and one loop, because that is linear.")
    assert not any(isinstance(event, Judged) for event in events)


def test_the_acts_do_what_they_say(deps, caller):
    view = interview.start(deps, caller, Brief(track="case_study", questions=2, seed=5))
    say(deps, caller, view.session_id, "I sold bicycles for ten years.")
    view = interview.status(deps, caller, view.session_id)
    key = view.session_id

    def told(action):
        return next(e for e in acts.act(deps, caller, key, action, uuid.uuid4().hex) if isinstance(e, Said)).text

    assert told("repeat") == view.said
    assert told("rephrase") not in ("", view.said)
    hints = view.hints_left
    assert told("hint")
    assert interview.status(deps, caller, key).hints_left == hints - 1
    assert told("think")
    assert "Paused" in told("pause")
    assert refused(lambda: say(deps, caller, key, "An answer")) == "paused"
    assert view.said in told("resume")
    still = interview.status(deps, caller, key).acts
    assert len(still) == 3, "other words, the hint and the welcome; not the pause that is over"
    assert not any(one.startswith("Paused") for one in still)
    events = list(acts.act(deps, caller, key, "skip", "s"))
    assert next(event for event in events if isinstance(event, Said)).phase == "core"
    assert interview.status(deps, caller, key).history[-1].skipped


def test_an_interview_by_minutes_wraps_up_when_they_are_over(deps, caller):
    from dataclasses import replace
    from datetime import timedelta

    moved = {"by": timedelta()}
    real = deps.now
    late = replace(deps, now=lambda: real() + moved["by"])
    view = interview.start(late, caller, Brief(track="hr", minutes=10, seed=1))
    say(late, caller, view.session_id, "I am a teacher, and I like order.")
    assert interview.status(late, caller, view.session_id).phase == "core"
    moved["by"] = timedelta(minutes=9.5)
    say(late, caller, view.session_id, "Because I want to work with people who build things.")
    assert interview.status(late, caller, view.session_id).phase == "questions"


def test_a_question_can_be_tried_again_and_both_answers_compared(deps, caller):
    view = hold(
        deps,
        caller,
        Brief(track="technical", questions=2, seed=4),
        lambda view: (
            "No." if view.phase == "questions" else "It depends on the load, and I would measure it first of all."
        ),
    )
    report = report_of(deps, caller, view.session_id)
    wanted = report.questions[0].question_id
    again = feedback.retry(deps, caller, view.session_id, wanted)
    while again.status != "finished":
        say(deps, caller, again.session_id, reference(deps, again))
        again = interview.status(deps, caller, again.session_id)
    both = feedback.compare(deps, caller, again.session_id)
    assert both.before.question_id == both.after.question_id == wanted
    assert (both.after.judgement.score or 0) > (both.before.judgement.score or 0)


def test_a_job_description_steers_the_questions_and_is_accounted_for(deps, caller):
    text = (
        "Requirements:\n- Strong knowledge of database transactions and isolation levels\n"
        "- Experience with caching\n- We offer a pension"
    )
    view = hold(
        deps,
        caller,
        Brief(track="technical", role="backend", questions=3, job_description=text, seed=1),
        lambda view: reference(deps, view),
    )
    report = report_of(deps, caller, view.session_id)
    rows = {row.text: row.state for row in report.coverage.requirements}
    assert set(rows) == {"Strong knowledge of database transactions and isolation levels", "Experience with caching"}
    assert "shown" in rows.values()
    assert {"transactions", "caching"} & {question.topic for question in report.questions}


def test_a_line_that_lists_skills_is_accounted_for_skill_by_skill(deps, caller):
    text = "Requirements:\n- Must have: Kafka, Terraform, Docker, CI/CD"
    brief = Brief(track="technical", role="backend", questions=1, job_description=text, seed=1)
    report = report_of(deps, caller, hold(deps, caller, brief, lambda view: reference(deps, view)).session_id)
    (asked,) = report.questions
    assert asked.band >= 3
    rows = {row.text: row.state for row in report.coverage.requirements}
    words = f"{asked.topic} {asked.title} {asked.question}"
    assert rows == {name: "shown" if name in words else "never_asked" for name in ("Kafka", "Terraform", "Docker", "CI/CD")}
    assert list(rows.values()).count("shown") == 1


def test_a_draft_writes_nothing_and_its_reply_is_used_when_the_words_stand(deps, caller, monkeypatch):
    view = interview.start(deps, caller, Brief(track="technical", questions=2, seed=3))
    say(deps, caller, view.session_id, "I write services in Go.")
    words = Utterance(text="I would measure first, because guessing costs more than looking.")
    made = asyncio.run(interview.draft(deps, caller, view.session_id, words))
    assert interview.status(deps, caller, view.session_id).turn == 1
    # The work is done: the brain is not asked again, which a stored reply alone would not show.
    monkeypatch.setattr(type(deps), "brains", lambda self: pytest.fail("the reply was worked out again"))
    events = list(interview.answer(deps, caller, view.session_id, words, "r"))
    said = next(event for event in events if isinstance(event, Said))
    assert made.text.endswith(said.text)


def test_ending_early_reports_on_what_was_answered(deps, caller):
    view = interview.start(deps, caller, Brief(track="technical", questions=4, seed=3))
    say(deps, caller, view.session_id, "I write services in Go.")
    say(deps, caller, view.session_id, reference(deps, interview.status(deps, caller, view.session_id)))
    done = interview.end(deps, caller, view.session_id)
    assert isinstance(done, Finished)
    report = report_of(deps, caller, view.session_id)
    assert report.coverage.planned == 4
    assert report.coverage.scored == 1


def test_what_cannot_be_taken_is_refused_in_one_sentence_and_changes_nothing(deps, caller, other):
    view = interview.start(deps, caller, Brief(track="technical", questions=2, seed=3))
    key = view.session_id
    for text, code in (
        ("", "empty_answer"),
        (" \n\t ", "empty_answer"),
        ("\u200b\ufeff", "empty_answer"),
        ("a" * 200_000, "answer_too_long"),
        ("\x00\x01\x02", "not_text"),
        ("\ufffd" * 50, "not_text"),
    ):
        assert refused(lambda text=text: say(deps, caller, key, text)) == code
    assert refused(lambda: say(deps, caller, "nothing", "Hello there")) == "unknown_session"
    assert refused(lambda: say(deps, other, key, "Hello there")) == "unknown_session"
    assert refused(lambda: list(interview.answer(deps, caller, key, Utterance(text="Hello"), ""))) == "no_request_id"
    assert refused(lambda: list(acts.act(deps, caller, key, "dance", "r"))) == "unknown_action"
    assert refused(lambda: brief_from({"track": "sports"})) == "unknown_track"
    assert refused(lambda: brief_from({"track": "hr", "persona": "rude"})) == "unknown_persona"
    assert refused(lambda: brief_from({"track": "hr", "questions": 0})) == "wrong_brief"
    link = Brief(track="hr", job_description="https://jobs.example.com/1")
    assert refused(lambda: interview.start(deps, caller, link)) == "only_a_link"
    assert refused(lambda: interview.start(deps, caller, Brief(track="hr", language="de"))) == "language_needs_model"
    assert refused(lambda: feedback.get(deps, caller, key)) == "still_running"
    assert interview.status(deps, caller, key).turn == 0


@pytest.mark.parametrize(
    "text", ["😀😀😀 🎉", "أنا مهندس برمجيات وأعمل على الأنظمة الموزعة", "a\ud800b\udfff and more words", "﷽" * 30]
)
def test_odd_text_is_answered_and_kept_as_it_can_be(deps, caller, text):
    view = interview.start(deps, caller, Brief(track="technical", questions=1, seed=3))
    say(deps, caller, view.session_id, text)
    say(deps, caller, view.session_id, text)
    assert interview.status(deps, caller, view.session_id).turn == 2


def test_an_answer_to_a_finished_interview_is_refused(deps, caller):
    view = interview.start(deps, caller, Brief(track="hr", questions=1, seed=1))
    interview.end(deps, caller, view.session_id)
    assert refused(lambda: say(deps, caller, view.session_id, "One more thing")) == "finished"


def test_deleting_everything_leaves_no_byte_of_what_was_said(deps, caller, tmp_path):
    planted = "the zebra sang at noon beside the harbour"
    view = interview.start(deps, caller, Brief(track="hr", questions=1, seed=1))
    say(deps, caller, view.session_id, planted)
    assert account.delete(deps, caller)["sessions"] == 1
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or planted.encode() not in path.read_bytes(), path
    assert interview.listing(deps, caller) == []


def test_questions_are_found_by_meaning_and_narrowed(deps, caller):
    found = banks.search(deps, caller, "two writers overwrite each other's update", track="technical", role="backend")
    assert found
    assert all(one.track == "technical" for one in found)
    assert {"transactions", "replication", "distributed systems"} & {one.topic for one in found[:5]}


def test_a_question_asked_before_gives_way_to_one_that_was_not(deps, caller):
    brief = Brief(track="hr", questions=4, seed=1)
    first = hold(deps, caller, brief, lambda _view: "I don't know.")
    second = hold(deps, caller, brief, lambda _view: "I don't know.")
    titles = [{line.text for line in view.plan} - {"Opening", "Your questions"} for view in (first, second)]
    assert not titles[0] & titles[1]


def test_an_answer_is_taken_back_while_its_reply_is_unanswered(deps, caller):
    view = interview.start(deps, caller, Brief(track="technical", questions=2, seed=3))
    say(deps, caller, view.session_id, "I have built payment systems.", request_id="first")
    before = interview.status(deps, caller, view.session_id)
    opened = interview.reopen(deps, caller, view.session_id, "first")
    assert (opened.turn, opened.said) == (view.turn, view.said)
    say(deps, caller, view.session_id, "I have built payment systems. And ledgers after that.", request_id="second")
    after = interview.status(deps, caller, view.session_id)
    assert [one.heard for one in after.history] == ["I have built payment systems. And ledgers after that."]
    assert after.turn == before.turn
    assert interview.reopen(deps, caller, view.session_id, "first").turn == after.turn
    say(deps, caller, view.session_id, "The next answer.", request_id="third")
    assert refused(lambda: interview.reopen(deps, caller, view.session_id, "second")) == "moved_on"


@pytest.mark.parametrize("seed", range(3))
def test_a_question_that_took_the_place_of_another_is_not_asked_again(deps, caller, seed):
    """A hint is offered, the answer taken back and given by a draft; the question that opens then is left without one."""
    brief = Brief(track="technical", questions=8, seed=seed, persona="friendly", mode="practice")
    view, asked = interview.start(deps, caller, brief), []
    while view.phase != "questions":
        key, turn = view.session_id, view.turn
        if view.phase == "core":
            asked.append(view.title)
        if turn % 2:
            say(deps, caller, key, "I don't know.", request_id=f"back{turn}")
            interview.reopen(deps, caller, key, f"back{turn}")
            utterance = Utterance(text=reference(deps, view), source="spoken")
            asyncio.run(interview.draft(deps, caller, key, utterance))
            list(interview.answer(deps, caller, key, utterance, f"draft{turn}"))
        else:
            list(interview.skip(deps, caller, key, f"skip{turn}"))
        view = interview.status(deps, caller, key)
    assert len(asked) == 8
    assert len(set(asked)) == 8


def test_a_draft_tells_its_words_while_they_form(deps, caller):
    view = interview.start(deps, caller, Brief(track="technical", questions=2, seed=3))
    told = []
    words = Utterance(text="I have built payment systems.", source="spoken")
    made = asyncio.run(interview.draft(deps, caller, view.session_id, words, told.append))
    assert "".join(event.text for event in told if isinstance(event, Partial)).strip() == made.text
