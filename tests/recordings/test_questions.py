"""Which turns of an interview ask something: half of the bench's interviews, which nothing was tuned on, with signs and without."""

import pytest

from bench import questions


@pytest.fixture(scope="module")
def unseen():
    return [one for one in questions.every() if one.held_out]


def test_the_interviews_hold_turns_of_every_kind(unseen):
    kinds = {one.kind for one in unseen}
    assert {"direct", "imperative", "indirect", "follow_up", "hypothetical", "embedded", "small_talk", "statement", "acknowledgement"} <= kinds
    assert sum(one.by == "interviewer" for one in unseen) >= 40
    assert {one.interview for one in unseen}.isdisjoint(one.interview for one in questions.every() if not one.held_out)


def test_most_questions_are_found_and_little_else_is_taken_for_one(unseen):
    written, bare = questions.read(unseen, lambda one: one.written), questions.read(unseen, lambda one: one.bare)
    assert written["recall"] > 0.93
    assert bare["recall"] > 0.7  # 0.51 where only the beginnings of questions were known
    assert min(written["precision"], bare["precision"]) > 0.95
    assert min(written["precision_all"], bare["precision_all"]) > 0.93


def test_without_signs_and_voices_most_words_are_given_to_whom_they_belong(unseen):
    told = questions.told(unseen)
    assert told["voices"] > 0.7
    assert told["voices_asked"] > 0.65
