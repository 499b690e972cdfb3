"""An interview held here becomes a transcript: its turns on one time line, its grades, and nobody's but its owner's."""

from agents import feedback, recording
from agents.transcripts import shelf
from tests.agents.test_spoken import aloud, hold, jfk, refused, typed  # noqa: F401 - a fixture


def test_a_spoken_interview_lies_on_one_time_line_with_its_grades(deps, caller, jfk):  # noqa: F811
    session_id = hold(deps, caller, aloud, clip=jfk)
    made = shelf.get(deps, caller, session_id)
    report = feedback.get(deps, caller, session_id)
    assert (made.source, made.band, made.score, made.rubric) == ("interview", report.band, report.score, report.rubric)
    assert [one.n for one in made.passages] == list(range(len(made.passages)))
    assert [one.speaker for one in made.passages[:2]] == [0, 1]
    (take,) = made.takes
    assert take.path == f"/files/audio/{session_id}/{take.path.split('/')[4]}/you.flac"
    assert take.peaks
    (exchange,) = [one for one in made.exchanges if one.judgement.state == "scored"]
    said = [made.passages[n] for n in exchange.answered]
    assert said[0].words[0].start == take.start + 1.5
    for decision in exchange.judgement.decisions:
        if decision.quote:
            assert any(decision.quote.text in one.text and one.turn == decision.quote.turn for one in said)
    assert "waited" not in made.model_dump_json()  # delivery is the candidate's alone


def test_a_typed_interview_has_no_times_and_a_deleted_recording_no_takes(deps, caller, jfk):  # noqa: F811
    quiet = shelf.get(deps, caller, hold(deps, caller, typed, record=False))
    assert quiet.takes == ()
    assert {one.start for one in quiet.passages} == {None}
    session_id = hold(deps, caller, aloud, clip=jfk)
    recording.delete(deps, caller, session_id)
    assert shelf.get(deps, caller, session_id).takes == ()


def test_nobody_elses_transcript_is_given(deps, caller, other):
    session_id = hold(deps, caller, typed, record=False)
    assert refused(lambda: shelf.get(deps, other, session_id)) == "unknown_transcript"
    shelf.catch_up(deps, other)
    assert refused(lambda: shelf.get(deps, other, session_id)) == "unknown_transcript"
