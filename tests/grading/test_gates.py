"""What is no answer is a state: silence, too little, echo, keywords, gibberish, another topic."""

import pytest

from agents.grading import gate
from core.schema import Part


@pytest.mark.parametrize("text", [
    "I don't know.", "No idea, sorry.", "pass", "I haven't the foggiest.", "Sorry, I really do not know the answer to this question.",
    "Honestly, I've never worked with that, so I'd rather not guess. Can we move on?", "It's on the tip of my tongue but I can't remember.",
    "Hmm, that's beyond me.", "I would be guessing.", "We never covered that in my course.", "   ", "",
])
def test_not_knowing_is_no_answer(graded, text):
    assert graded(text).state == "no_answer"


def test_an_answer_that_begins_with_not_knowing_is_still_an_answer(graded):
    judgement = graded(
        "I don't know exactly what the message says, but I think that two transactions each hold a lock that the other one is "
        "waiting for, and the database has to abort one of them, which the application should then run again as a whole."
    )
    assert judgement.state == "scored"
    assert (judgement.score or 0) > 1


def test_too_little_says_how_much_was_heard(graded):
    judgement = graded("Two transactions are waiting.")
    assert judgement.state == "too_little"
    assert judgement.note.startswith("4 words were heard")


@pytest.mark.parametrize("form", [
    "{q}", "So you are asking: {q} That's a great question.", "{r}", "Well, {q} It is an important topic, let me think about it. {r}",
])
def test_the_question_said_back_is_an_echo(graded, lock, form):
    assert graded(form.format(q=lock.question, r=lock.rephrased)).state == "echo"


@pytest.mark.parametrize("text", [
    "deadlock, lock, transaction, order, rollback, retry, victim, index, report, waiting",
    "deadlock and lock and transaction and order and rollback and retry and victim",
    "- deadlock\n- lock order\n- rollback\n- retry\n- isolation\n- index",
    "I would mention deadlock, lock, transaction, order, rollback, retry, victim, index, report.",
])
def test_terms_without_a_sentence_are_keywords_only(graded, text):
    assert graded(text).state == "keywords_only"


@pytest.mark.parametrize("text", [
    "asdf jkl qwer uiop zxcv bnm asdf hjkl fdsa rewq", "😀😀🎉🎉 👍👍", "ыва олд жэ фыв апр лдж", "!!! ??? ###", "bla bla bla bla bla bla bla bla bla bla bla bla",
    "مرحبا كيف حالك اليوم يا صديقي العزيز", "\x00\x01\x02\x03",
])
def test_mashed_keys_and_other_scripts_are_gibberish(graded, text):
    assert graded(text).state in ("gibberish", "no_answer")


@pytest.mark.parametrize("text", [
    "To bake bread you mix flour, water, salt and yeast, knead the dough, let it rise for an hour and bake it in a hot oven.",
    "My favourite film is about a boy who builds a boat, and I have watched it at least ten times together with my sister.",
])
def test_a_fluent_answer_about_something_else_is_off_topic(graded, text):
    assert graded(text).state == "off_topic"


def test_a_good_answer_to_another_question_earns_next_to_nothing(bank, graded):
    questions = list(bank.track("technical"))
    scores = [graded(other.reference, question).score or 0.0 for question, other in zip(questions, questions[7:], strict=False)]
    assert sum(scores) / len(scores) <= 0.5


def test_an_answer_in_code_alone_is_not_too_little(bank, embedder):
    question = bank.get("code-badge-second-scan")
    code = "seen = set()\nfor b in scans:\n    if b in seen:\n        return b\n    seen.add(b)"
    assert gate(question, [Part(turn=1, text="", code=code)], embedder) is None


def test_a_short_wrong_answer_is_graded_and_not_called_something_else(graded):
    judgement = graded("I would increase the lock timeout and buy a bigger server, because the database has too many users at that time.")
    assert judgement.state == "scored"
    assert (judgement.score or 0) <= 1.5
