"""The grader as a whole: states instead of numbers, honest answers found, quotes that stand in the transcript."""

import statistics

import pytest

from agents.grading import band, judge, score
from core.schema import Decision, Part
from core.text import words
from tests.grading.conftest import rows

STRONG = [row for row in rows("paraphrases.jsonl") if row["kind"] == "paraphrase"]
WEAK = [row for row in rows("paraphrases.jsonl") if row["kind"] == "weak"]


def test_every_reference_answer_of_the_banks_is_strong(bank, graded):
    scores = [graded(q.reference, q).score or 0.0 for q in bank]
    assert statistics.mean(scores) >= 4.5
    assert min(scores) >= 2.5


def test_honest_paraphrases_are_recognised(bank, graded):
    scores = [graded(row["answer"], bank.get(row["id"]), row["code"]).score or 0.0 for row in STRONG]
    assert len(scores) >= 30
    assert statistics.mean(scores) >= 3.8


@pytest.mark.parametrize("track", ["technical", "behavioral", "hr", "coding", "case_study"])
def test_strong_answers_are_well_above_weak_ones_on_every_track(bank, graded, track):
    def mean(some):
        values = [graded(row["answer"], bank.get(row["id"]), row["code"]).score or 0.0 for row in some
                  if bank.get(row["id"]).track == track]
        return statistics.mean(values)

    assert mean(STRONG) - mean(WEAK) >= 1.5
    assert mean(WEAK) <= 2.0


def test_paraphrases_share_few_trigrams_with_the_reference(bank):
    for row in STRONG:
        said, wanted = words(row["answer"]), words(bank.get(row["id"]).reference)
        mine = {tuple(said[at : at + 3]) for at in range(len(said) - 2)}
        theirs = {tuple(wanted[at : at + 3]) for at in range(len(wanted) - 2)}
        assert len(mine & theirs) <= 0.2 * len(mine), row["id"]


def test_every_quote_stands_word_for_word_in_the_transcript(bank, graded):
    for row in STRONG + WEAK:
        for decision in graded(row["answer"], bank.get(row["id"]), row["code"]).decisions:
            assert (decision.quote is not None) == (decision.status != "missing")
            if decision.quote:
                assert decision.quote.text in row["answer"] or decision.quote.text in row["code"]


def test_a_quote_is_the_shortest_clause_that_carries_the_point(graded):
    judgement = graded(
        "Well, there are many things one can say about databases in general, but two transactions each hold a lock "
        "that the other one is waiting for, and that is what people see in the evening when they look at their logs."
    )
    quote = judgement.decisions[0].quote
    assert quote is not None
    assert "two transactions each hold a lock" in quote.text
    assert "evening" not in quote.text


def test_the_same_answer_always_gets_the_same_judgement(bank, graded):
    row = STRONG[0]
    assert graded(row["answer"], bank.get(row["id"])) == graded(row["answer"], bank.get(row["id"]))


def test_only_a_scored_judgement_has_a_score(graded):
    for text in ("", "I don't know.", "asdf qwer zxcv", "deadlock, lock, transaction, rollback, order"):
        judgement = graded(text)
        assert judgement.state != "scored"
        assert judgement.score is None
        assert judgement.decisions == ()
        assert judgement.note


def test_points_may_come_over_several_turns_and_quotes_name_their_turn(lock, embedder):
    parts = [
        Part(turn=2, text="Two transactions each hold a lock that the other one is waiting for, so the database aborts one."),
        Part(turn=5, text="I would take all locks in the same fixed order everywhere, for example sorted by ascending id."),
    ]
    judgement = judge(lock, parts, embedder)
    quoted = {d.point: d.quote.turn for d in judgement.decisions if d.quote}
    assert quoted["a"] == 2
    assert quoted["b"] == 5


def test_the_opposite_of_a_key_point_costs_more_than_silence(lock, embedder):
    good = "Two transactions each hold a lock that the other one is waiting for, and so the database aborts one of them. "
    silent = judge(lock, [Part(turn=1, text=good)], embedder)
    wrong = judge(lock, [Part(turn=1, text=good + "You should never acquire the locks in the same fixed order everywhere.")], embedder)
    assert next(d for d in wrong.decisions if d.point == "b").status == "contradicted"
    assert (wrong.score or 0) <= (silent.score or 0)


def test_a_number_is_needed_where_the_point_names_one(bank, embedder):
    question = bank.get("case-ops-clinic-waiting")
    def status(text):
        judgement = judge(question, [Part(turn=1, text=text)], embedder)
        return next(d for d in judgement.decisions if d.point == "b").status

    said = (
        "By Little's law a visit takes about {} on average, from the twelve people inside and twenty-four arriving an hour. "
        "The nurses are the tightest step, overrun in the first hour, so I would spread the appointments evenly."
    )
    assert status(said.format("thirty minutes")) == "covered"
    assert status(said.format("30 minutes")) == "covered"
    assert status(said.format("a good while")) != "covered"


def test_code_in_its_own_field_covers_points_that_name_a_fragment(bank, embedder):
    question = bank.get("code-badge-second-scan")
    code = "def first(badges):\n    visited = set()\n    for b in badges:\n        if b in visited:\n            return b\n        visited.add(b)"
    judgement = judge(question, [Part(turn=1, text="I would go through the list and look each one up.", code=code)], embedder)
    found = {d.point: d for d in judgement.decisions}
    assert found["b"].status == "covered"
    assert found["b"].quote is not None
    assert found["b"].quote.text in code


def test_a_story_about_something_else_earns_nothing_for_its_form(bank, graded):
    holiday = (
        "In July 2021 I travelled to Lisbon with my sister. I booked the rooms and I planned the route. In the end we saved "
        "200 euros. I learned that trains are better than planes."
    )
    judgement = graded(holiday, bank.get("beh-heated-code-review"))
    assert (judgement.score or 0.0) <= 1.0


@pytest.mark.parametrize("track", ["behavioral", "hr"])
def test_a_good_answer_to_another_question_is_no_answer_to_this_one(bank, graded, track):
    every = [q for q in bank if q.track == track]
    half = len(every) // 2
    scores = [graded(other.reference, q).score or 0.0 for q, other in zip(every, every[half:] + every[:half], strict=True)]
    assert statistics.mean(scores) <= 1.0


def _decisions(*statuses):
    return [Decision(point=str(at), text="x", weight=2, competency="depth", status=status) for at, status in enumerate(statuses)]


def test_the_curve_gives_the_bands_their_meaning():
    assert score([]) == 0.0
    assert band(score(_decisions("missing", "missing", "missing", "missing"))) == 1
    assert band(score(_decisions("covered", "missing", "missing", "missing"))) == 2
    assert band(score(_decisions("covered", "covered", "missing", "missing"))) == 3
    assert band(score(_decisions("covered", "covered", "covered", "missing"))) == 4
    assert band(score(_decisions("covered", "covered", "covered", "covered"))) == 5
    assert score(_decisions("covered", "contradicted")) < score(_decisions("covered", "missing"))
