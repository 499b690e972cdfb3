"""Questions that no bank holds, known from a reference answer alone: other people's answers, chance, and poor recognisers."""

from random import Random

import pytest

from agents.grading import Task, judge_task, key_points_from_reference
from core.schema import Part
from core.text import sentences
from tests.grading.conftest import rows

QUESTION = "What is a deadlock between threads, and how do you prevent it?"
REFERENCE = (
    "A deadlock occurs when two threads each hold a mutex and wait for the one that the other holds, so neither continues. "
    "Acquiring every mutex in the same global order prevents it. A timeout lets a thread release what it holds and retry. "
    "Holding a mutex for a shorter time does not exclude a deadlock."
)
HEARD = (
    ("A dead lock occurs when each of two threads holds a mutex and waits for the other's.", "A deadlock"),
    ("You always quire every mute ex in the same global order, and that prevents it.", "every mutex"),
    ("With a time out the thread gives back what it holds and then it will re try.", "With a timeout"),
    ("A deadlok occurs because each of two threats holds a mutecks.", "A deadlock"),
)


def unknown(question, reference, track="technical"):
    """The task that anybody's file or recording makes of a question."""
    return Task("unseen", track, question, "", key_points_from_reference(question, reference, track), reference)


@pytest.fixture(scope="module")
def told(embedder):
    def tell(text, task=None):
        return judge_task(task or unknown(QUESTION, REFERENCE), (Part(turn=1, text=text),), embedder)

    return tell


@pytest.fixture(scope="module")
def technical(bank):
    """Every second technical question, as its reference answer alone makes it, by id."""
    return {q.id: (unknown(q.question, q.reference), q) for q in bank.track("technical")[::2]}


def test_a_good_answer_to_another_question_earns_little(told, technical):
    pairs = list(technical.values())[::4]
    scores = [told(pairs[at - len(pairs) // 2][1].reference, task).score or 0 for at, (task, _) in enumerate(pairs)]
    assert sum(scores) / len(scores) <= 1.0


def test_honest_answers_in_other_words_stay_strong(told, bank):
    strong = [(bank.get(row["id"]), row["answer"]) for row in rows("paraphrases.jsonl") if row["kind"] == "paraphrase"]
    scores = [told(answer, unknown(q.question, q.reference)).score or 0 for q, answer in strong if q.track == "technical"]
    assert len(scores) > 5
    assert sum(scores) / len(scores) >= 3.8


@pytest.mark.parametrize(("heard", "said"), HEARD)
def test_what_a_recogniser_split_or_spelled_by_sound_counts_as_it_was_said(told, heard, said):
    judgement = told(heard)
    assert judgement.state == "scored"
    assert (judgement.score or 0) >= 1.0, said
    quotes = [decision.quote.text for decision in judgement.decisions if decision.quote]
    assert all(quote in heard for quote in quotes)


def test_a_split_term_costs_nothing(told):
    split = REFERENCE.replace("deadlock", "dead lock").replace("timeout", "time out").replace("mutex", "mute ex")
    assert (told(split).score or 0) >= (told(REFERENCE).score or 0) - 0.1


def test_a_lost_not_among_other_lost_words_turns_nothing_around(told):
    poor = REFERENCE.replace("does not exclude a deadlock", "does exclude bass deadlock").replace("a shorter time", "shorter weight time")
    assert all(decision.status != "contradicted" for decision in told(poor).decisions)


def test_the_same_sentence_said_clearly_is_the_opposite(told):
    turned = REFERENCE.replace("does not exclude a deadlock", "does exclude a deadlock")
    assert [decision.status for decision in told(turned).decisions].count("contradicted") == 1


def test_an_answer_turned_around_throughout_is_the_opposite_however_it_was_heard(told):
    turned = (
        "A deadlock does not occur when two threats each hold a mute ex and wait for one that the other holds. Acquiring every "
        "mutex in the same bass global order never prevents it. A time out does not let thread release what it holds and retry."
    )
    assert (told(turned).score or 0) <= 0.5


def test_the_right_words_in_no_order_are_no_answer(told, technical):
    states, ordered = [], []
    for turn, (task, question) in enumerate(list(technical.values())[::12]):
        words = question.reference.replace(".", "").split()
        Random(turn).shuffle(words)
        states.append(told(" ".join(words), task).state)
        ordered.append(told(" ".join(reversed(sentences(question.reference))), task).score or 0)
    # By chance a few neighbours meet again.
    assert states.count("keywords_only") >= 0.9 * len(states)
    assert min(ordered) >= 4.5
