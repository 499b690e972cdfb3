"""What was misheard is corrected with its history, graded again by the same grader, and stays when the transcript is made anew."""

import uuid

import pytest

from agents import feedback
from agents.transcripts import corrections, editing, regrading, shelf
from core.errors import AppError
from core.text import sentences
from store import sessions
from tests.agents.test_spoken import hold, refused
from tests.transcripts import made


def test_a_correction_marks_its_passage_and_keeps_what_was_there(parts, me):
    one = made.keep(parts, me, made.plain(uuid.uuid4().hex, "We use cough car for the events."))
    editing.correct(parts, me, one.id, 0, "We use Kafka for events.")
    after = editing.correct(parts, me, one.id, 0, "We use Kafka for the events.").passages[0]
    assert (after.text, after.edited, after.words) == ("We use Kafka for the events.", True, one.passages[0].words)
    assert editing.correct(parts, me, one.id, 0, after.text).passages[0] == after
    history = editing.history(parts, me, one.id)
    assert [(edit.before[:12], edit.after[:20], edit.by) for edit in history] == [
        ("We use cough", "We use Kafka for eve", me.owner), ("We use Kafka", "We use Kafka for the", me.owner),
    ]  # fmt: skip
    back = editing.revert(parts, me, one.id, 0).passages[0]
    assert (back.text, back.edited) == (one.passages[0].text, False)
    assert len(editing.history(parts, me, one.id)) == 3


@pytest.mark.parametrize(
    ("passage", "text", "code"),
    [(0, "  ", "empty_text"), (0, "x" * 20_001, "text_too_long"), (7, "Words", "unknown_passage"), (-1, "Words", "unknown_passage")],
)
def test_a_wrong_correction_changes_nothing(parts, me, passage, text, code):
    one = made.keep(parts, me, made.plain(uuid.uuid4().hex, "As it was."))
    assert refused(lambda: editing.correct(parts, me, one.id, passage, text)) == code
    assert shelf.get(parts, me, one.id).passages == one.passages
    assert editing.history(parts, me, one.id) == ()


def test_a_corrected_recording_is_graded_again_over_its_new_words(parts, me):
    one = made.keep(parts, me, made.recording(parts, uuid.uuid4().hex))
    question = made.question_of(parts)
    assert refused(lambda: regrading.regrade(parts, me, one.id)) == "nothing_changed"
    pending = editing.correct(parts, me, one.id, 1, question.reference)
    assert corrections.PENDING in pending.notices
    assert pending.score == one.score
    after = regrading.regrade(parts, me, one.id)
    assert after.score > one.score
    assert corrections.GRADED in after.notices
    assert corrections.PENDING not in after.notices
    assert after.exchanges[0].judgement.engine == "rules"
    for decision in after.exchanges[0].judgement.decisions:
        assert decision.quote is None or decision.quote.text in after.passages[1].text
    assert refused(lambda: regrading.regrade(parts, me, one.id)) == "nothing_changed"
    (row,) = shelf.listing(parts, me)
    assert (row.band, row.score) == (after.band, after.score)


def test_a_corrected_interview_is_graded_again_and_its_own_record_stays(deps, caller, other):
    def half(view, reference):
        from tests.agents.test_spoken import typed

        told = sentences(reference)
        return typed(view, " ".join(told[: len(told) // 2])) if view.phase == "core" else typed(view, reference)

    session_id = hold(deps, caller, half, record=False)
    before, record = shelf.get(deps, caller, session_id), sessions.load(deps.store, caller, session_id)
    exchange = next(one for one in before.exchanges if one.band)
    reference = next(one for one in deps.knowledge.bank if one.id == exchange.question_id).reference
    editing.correct(deps, caller, session_id, exchange.answered[0], reference)
    after = regrading.regrade(deps, caller, session_id)
    assert after.exchanges[exchange.n].judgement.score > exchange.judgement.score
    assert sessions.load(deps.store, caller, session_id) == record
    assert feedback.get(deps, caller, session_id).score == before.score
    assert refused(lambda: regrading.regrade(deps, other, session_id)) == "unknown_transcript"

    again = shelf.keep_interview(deps, caller, session_id)
    assert again.passages[exchange.answered[0]].text == reference
    assert again.passages[exchange.answered[0]].edited
    assert corrections.PENDING in again.notices  # its grades are the interview's own once more
    assert again.score == before.score


def test_made_anew_what_reads_as_before_is_corrected_again_and_the_rest_is_named(parts, me):
    key = uuid.uuid4().hex
    said = ["We use cough car.", "It is cue based.", "That is all."]
    first = made.plain(key, "x", passages=tuple(made.spoken(n, 1, text, 5.0 * n) for n, text in enumerate(said)))
    made.keep(parts, me, first)
    editing.correct(parts, me, key, 0, "We use Kafka.")
    editing.correct(parts, me, key, 1, "It is queue based.")
    better = ["Good morning.", "We use cough car.", "It is Q based.", "That is all."]
    fresh = first.model_copy(update={"passages": tuple(made.spoken(n, 1, text, 5.0 * n) for n, text in enumerate(better))})
    after = shelf.keep(parts, me, fresh)
    assert [one.text for one in after.passages] == ["Good morning.", "We use Kafka.", "It is Q based.", "That is all."]
    assert [one.edited for one in after.passages] == [False, True, False, False]
    history = editing.history(parts, me, key)
    assert {(one.passage, one.after): one.applied for one in history} == {(1, "We use Kafka."): True, (1, "It is queue based."): False}
    assert any("no longer fit" in notice and notice.endswith("1.") for notice in after.notices)
    assert shelf.keep(parts, me, fresh).passages == after.passages
    assert editing.revert(parts, me, key, 1).passages[1].text == "We use cough car."


def test_of_two_corrections_at_once_none_is_lost(parts, me):
    import threading

    one = made.plain(uuid.uuid4().hex, "x", passages=tuple(made.spoken(n, 1, f"Word {n}.", 2.0 * n) for n in range(8)))
    made.keep(parts, me, one)
    at_work = [threading.Thread(target=editing.correct, args=(parts, me, one.id, n, f"Changed {n}.")) for n in range(8)]
    for thread in at_work:
        thread.start()
    for thread in at_work:
        thread.join()
    assert [passage.text for passage in shelf.get(parts, me, one.id).passages] == [f"Changed {n}." for n in range(8)]
    assert len(editing.history(parts, me, one.id)) == 8


def test_an_unknown_transcript_is_refused_in_the_same_words(parts, me):
    with pytest.raises(AppError, match="unknown_transcript"):
        editing.correct(parts, me, "nothing", 0, "Words")
