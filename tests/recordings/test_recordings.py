"""From a recording to its graded transcript, over real recognizers' clients: words, speakers, questions, grades, and what fails."""

import re

import pytest

from agents import sharing
from agents.media import arriving, fetching
from agents.recordings import desk, running
from agents.recordings.kept import Kept
from agents.review import handling
from agents.transcripts import corrections, deleting, editing, shelf
from audio.clip import Clip, decode
from core.errors import AppError
from core.media import About
from rag.bank import Bank
from store import jobs, review, transcripts
from tests.recordings.asked import OURS
from tests.recordings.brought import JFK, TWO, bring, ended, music, quiet, speech
from tests.recordings.tunes import tunes
from tests.wire import cartesia
from tests.wire.files import Files

QUESTION = "tech-db-money-transfer"
ANSWER = Bank().get(QUESTION).reference
INTERVIEW = (
    f"<0> Hello and welcome, thank you for your time. {OURS[QUESTION]} <1> {ANSWER} "
    "<0> And why is that important? <1> Because otherwise money is lost when the process dies between the two updates. "
    "<0> How would you tune a piano? <1> I would ask somebody with a good ear and a lot of patience to come over."
)
samples = pytest.mark.skipif(not JFK.exists(), reason="the sample recordings are not here")


def worked(deps, caller, key, **asked):
    """Queues a recording and waits; returns its standing."""
    desk.analyze(deps, caller, key, **asked)
    return ended(lambda: desk.status(deps, caller, key).model_dump())


def made(deps, caller, sound, **said):
    """The transcript of a sound."""
    key = bring(deps, caller, sound, **said)
    now = worked(deps, caller, key)
    assert now["state"] == "done", now
    assert {row["state"] for row in now["stages"]} == {"done"}
    return transcripts.load(deps.store, caller, key)


def refused(work):
    with pytest.raises(AppError) as fault:
        work()
    assert fault.value.sentence[-1] in ".!"
    return fault.value.code


@samples
@pytest.mark.parametrize("engine", ["sphinx", "deepgram", "cartesia"])
@pytest.mark.parametrize("path", [JFK, TWO], ids=["jfk", "two"])
def test_real_recordings_become_words_with_times_and_speakers(room, caller, engine, path):
    pytest.importorskip("pocketsphinx")
    deps, _ = room(engine)
    told = made(deps, caller, path, title="A sample")
    seconds = decode(path).seconds
    assert told.engine.startswith(engine)
    assert len(told.speakers) == (2 if path == TWO else 1)
    assert {one.speaker for one in told.passages} == {one.n for one in told.speakers}
    for passage in told.passages:
        assert passage.text == " ".join(word.text for word in passage.words)
        times = [(word.start, word.end) for word in passage.words]
        assert times == sorted(times)
        assert 0 <= passage.start == times[0][0] <= passage.end <= seconds + 0.1
    assert any(one.startswith("Two people speak at once at 0:0") for one in told.notices) == (path == TWO)
    (take,) = told.takes
    assert take.path == f"/files/media/{told.id}/sound.flac"
    assert take.seconds == pytest.approx(seconds, abs=0.1)
    assert take.peaks
    if engine == "sphinx" and path == JFK:
        assert "what you can do for your" in " ".join(one.text for one in told.passages)


def test_an_interview_is_divided_matched_and_graded_with_quotes_from_it(room, caller):
    deps, vendors = room("deepgram", [INTERVIEW])
    told = made(deps, caller, speech(100), candidate="Ana", role="backend", job_description="Must have: moving money between accounts in a transaction with two updates.")  # fmt: skip
    assert [(one.name, one.role) for one in told.speakers] == [("Interviewer", "interviewer"), ("Ana", "candidate")]
    assert len(vendors.deepgram.requests) == 1
    graded, strange = told.exchanges
    assert (graded.question_id, graded.judgement.state) == (QUESTION, "scored")
    assert graded.band >= 4
    assert (told.band, told.score) == (graded.band, graded.judgement.score)
    assert (told.graded_by, told.rubric, told.track) == ("rules", graded.judgement.rubric, "technical")
    _, link = sharing.create(deps, caller, told.id)
    heard, take = sharing.sound(deps, link, 0, first=True)
    assert deps.blobs.get(heard.owner, take.key)[:4] == b"fLaC"
    assert len(graded.asked) == 2  # "And why is that important?" is no question of its own
    answers = [told.passages[n] for n in graded.answered]
    quotes = [one.quote for one in graded.judgement.decisions if one.quote]
    assert quotes
    for quote in quotes:
        assert any(quote.text in one.text and one.turn == quote.turn for one in answers)
    assert (strange.title, strange.question_id, strange.judgement) == ("How would you tune a piano?", "", None)
    assert any("“How would you tune a piano?”" in notice and "not graded" in notice for notice in told.notices)
    assert [one.state for one in told.coverage] == ["shown"]
    assert " ".join(one.text for one in answers).startswith(ANSWER[:60])
    assert answers[-1].text.startswith("Because otherwise")
    assert "transaction" in graded.matched
    assert strange.matched == ""
    assert [one.turn for one in told.passages] == sorted(one.turn for one in told.passages)
    assert {told.passages[n].turn for n in (*strange.asked, *strange.answered)} == {1}


def test_an_answer_that_was_held_against_another_question_loses_its_grade_for_good(room, caller, other):
    deps, _ = room("deepgram", [INTERVIEW])
    told = made(deps, caller, speech(100))
    assert refused(lambda: handling.ungrade(deps, other, told.id, 0)) == "unknown_transcript"
    assert refused(lambda: handling.ungrade(deps, caller, told.id, 1)) == "not_matched"
    assert refused(lambda: handling.ungrade(deps, caller, told.id, 7)) == "not_matched"
    title = told.exchanges[0].title
    handling.ungrade(deps, caller, told.id, 0)
    for again in (False, True):
        if again:
            assert worked(deps, caller, told.id, stage="divide")["state"] == "done"
        after = transcripts.load(deps.store, caller, told.id)
        assert [(one.question_id, one.matched, one.judgement, one.band) for one in after.exchanges] == [("", "", None, None)] * 2
        assert (after.band, after.score, after.graded_by) == (None, None, "")
        assert any(notice.startswith("2 questions are near no question") for notice in after.notices)
    assert after.passages == told.passages
    assert f"took the grade off “{title}”" in " ".join(one.what for one in review.lines(deps.store, caller, told.id))
    assert refused(lambda: handling.ungrade(deps, caller, told.id, 0)) == "not_matched"


def test_a_grade_that_is_taken_off_leaves_one_that_followed_a_correction(room, caller):
    second = "code-nearest-exit"
    deps, _ = room("deepgram", [f"<0> {OURS[QUESTION]} <1> {ANSWER} <0> {OURS[second]} <1> {Bank().get(second).reference}"])
    told = made(deps, caller, speech(100))
    assert [one.question_id for one in told.exchanges] == [QUESTION, second]
    handling.correct(deps, caller, told.id, told.exchanges[1].answered[0], "I do not know.")
    corrected = handling.regrade(deps, caller, told.id).exchanges[1]
    assert corrected.judgement != told.exchanges[1].judgement
    after = handling.ungrade(deps, caller, told.id, 0)
    assert (after.exchanges[0].judgement, after.exchanges[1]) == (None, corrected)
    assert (after.score, after.notices[-1]) == (corrected.judgement.score, corrections.GRADED)


def test_without_speaker_numbers_turns_tell_who_asked_and_it_is_said(room, caller):
    deps, _ = room("cartesia", [INTERVIEW.replace("<0> ", "").replace("<1> ", "")])
    told = made(deps, caller, speech(50))
    assert [one.role for one in told.speakers] == ["interviewer", "candidate"]
    assert {told.passages[n].speaker for n in told.exchanges[0].answered} == {1}
    assert told.exchanges[0].judgement.state == "scored"
    assert any("from pauses" in notice for notice in told.notices)


def test_an_answer_to_nothing_and_one_about_something_else_are_states(room, caller):
    deps, _ = room("deepgram", [f"<0> {OURS[QUESTION]} <1> I do not know. <0> {OURS['code-nearest-exit']} <1> Yesterday my sister baked a cake with eleven plums and the dog ate it under the table."])  # fmt: skip
    told = made(deps, caller, speech(60))
    states = {one.question_id: one.judgement.state for one in told.exchanges}
    assert states == {QUESTION: "no_answer", "code-nearest-exit": "off_topic"}
    assert (told.band, told.score) == (None, None)
    assert any("no overall band" in notice for notice in told.notices)


@pytest.mark.parametrize(
    ("sound", "named"),
    [(quiet(20), "No speech could be heard in this recording."), (music(20), "We hear music rather than speech in this recording")],
    ids=["silence", "music"],
)
def test_silence_and_music_never_become_words_and_are_named(room, caller, sound, named):
    deps, vendors = room("cartesia,deepgram")
    told = made(deps, caller, sound)
    assert told.passages == told.exchanges == told.speakers == ()
    assert any(one.startswith(named) for one in told.notices)
    assert sum("music" in one or "speech" in one for one in told.notices) == 1
    assert not vendors.cartesia.requests
    assert not vendors.deepgram.requests


def test_music_between_two_talks_is_named_where_it_plays_and_reaches_nobody(room, caller):
    deps, _ = room("deepgram", [INTERVIEW])
    told = made(deps, caller, Clip(speech(9).pcm + tunes(20)["piano"].pcm + speech(9).pcm))
    (named,) = [one for one in told.notices if "music" in one]
    assert re.fullmatch(r"We hear music rather than speech from 0:(09|1[0-6]) to 0:2[4-8]; no words are written down for it\.", named)
    assert told.exchanges


def test_long_sound_is_heard_in_pieces_and_word_times_go_on(room, caller):
    deps, vendors = room("cartesia")
    clip = Clip(b"".join((speech(25).pcm, quiet(2).pcm) * 6))
    key = bring(deps, caller, clip)
    desk.analyze(deps, caller, key)
    said = [event["said"] for event in desk.events(deps, caller, key) if event.get("stage") == "transcribe"]
    assert any("of 3 minutes heard" in one for one in said)
    told = transcripts.load(deps.store, caller, key)
    assert len(vendors.cartesia.requests) == len(Kept(deps, caller, key).heard(0)) > 2
    starts = [word.start for one in told.passages for word in one.words]
    assert starts == sorted(starts)
    assert starts[-1] > 120


class Breaking(cartesia.Cartesia):
    """Refuses every request after so many."""

    after = 10**6
    kind = "forbidden"

    @property
    def fault(self):
        return self.kind if len(self.requests) > self.after else ""

    @fault.setter
    def fault(self, value):
        pass


def test_a_vendor_that_breaks_off_leaves_what_was_heard_and_the_stage_is_tried_alone(room, caller):
    deps, vendors = room("cartesia", cartesia_of=Breaking)
    vendors.cartesia.after = 2
    clip = Clip(b"".join((speech(25).pcm, quiet(2).pcm) * 6))
    key = bring(deps, caller, clip)
    now = worked(deps, caller, key)
    rows = {row["stage"]: row for row in now["stages"]}
    assert now["state"] == rows["transcribe"]["state"] == "failed"
    assert "key" in rows["transcribe"]["said"]
    assert rows["transcribe"]["said"] == now["error"]
    assert now["transcript_id"] == ""
    assert rows["divide"]["state"] == "waiting"
    kept = [one.start for one in Kept(deps, caller, key).heard(0)]
    assert len(kept) == 2
    asked = len(vendors.cartesia.requests)
    vendors.cartesia.after = 10**6
    assert worked(deps, caller, key, stage="transcribe")["state"] == "done"
    pieces = Kept(deps, caller, key).heard(0)
    assert [one.start for one in pieces[:2]] == kept
    assert len(vendors.cartesia.requests) - asked == len(pieces) - 2


def test_a_vendor_that_fails_once_is_asked_again_by_itself(room, caller):
    class Once(Breaking):
        kind = "server_error"

        @property
        def fault(self):
            return self.kind if len(self.requests) <= 2 else ""  # both tries of the first attempt

        @fault.setter
        def fault(self, value):
            pass

    deps, vendors = room("cartesia", cartesia_of=Once)
    told = made(deps, caller, speech(10))
    assert told.passages
    assert len(vendors.cartesia.requests) == 3


def test_a_vendor_that_stays_down_is_replaced_by_the_next_and_it_is_said(room, caller):
    deps, vendors = room("deepgram,cartesia")
    vendors.deepgram.fault = "server_error"
    told = made(deps, caller, speech(10))
    assert told.engine.startswith("cartesia")
    assert any("eepgram" in notice and "another recognizer" in notice for notice in told.notices)


def test_nobody_able_to_hear_is_said_with_the_way_out(room, caller, folder):
    deps, _ = room("whisper")
    key = bring(deps, caller, speech(5))
    now = worked(deps, caller, key)
    assert now["state"] == "failed"
    assert "Status page" in now["error"]


def test_another_engine_transcribes_anew_and_the_tags_stay(room, caller):
    deps, vendors = room("cartesia", [INTERVIEW.replace("<0> ", "").replace("<1> ", "")])
    told = made(deps, caller, speech(60))
    shelf.tag(deps, caller, told.id, ["shortlist"])
    editing.correct(deps, caller, told.id, told.exchanges[-1].answered[0], "I would ask my aunt, who has a good ear.")
    vendors.deepgram.script.texts = [INTERVIEW]
    assert worked(deps, caller, told.id, engine="deepgram")["state"] == "done"
    after = transcripts.load(deps.store, caller, told.id)
    assert (told.engine[:8], after.engine[:8]) == ("cartesia", "deepgram")
    assert after.tags == ("shortlist",)
    assert [one.after for one in editing.history(deps, caller, told.id)] == ["I would ask my aunt, who has a good ear."]
    assert len(transcripts.ids(deps.store, caller) & {told.id}) == 1
    vendors.deepgram.fault = "forbidden"
    now = worked(deps, caller, told.id, engine="deepgram")
    assert (now["state"], now["transcript_id"]) == ("failed", told.id)  # who was asked for by name is not replaced
    assert transcripts.load(deps.store, caller, told.id).engine.startswith("deepgram")


def test_delivered_twice_and_asked_twice_there_is_one_transcript(room, caller):
    deps, vendors = room("deepgram", [INTERVIEW])
    told = made(deps, caller, speech(60))
    asked = len(vendors.deepgram.requests)
    job = jobs.by_key(deps.store, caller, running.key_of(told.id))
    assert running.run(deps, job) == {"transcript_id": told.id}
    assert desk.analyze(deps, caller, told.id).state == "done"
    assert len(vendors.deepgram.requests) == asked
    assert transcripts.load(deps.store, caller, told.id) == told
    worked(deps, caller, told.id, stage="grade")
    again = transcripts.load(deps.store, caller, told.id)
    assert again.model_copy(update={"made_at": told.made_at}) == told
    assert len(vendors.deepgram.requests) == asked


def test_a_recording_deleted_while_it_is_worked_on_leaves_nothing(room, caller):
    deps, vendors = room("cartesia")
    vendors.cartesia.latency = 0.5
    key = bring(deps, caller, Clip(b"".join((speech(25).pcm, quiet(2).pcm) * 4)))
    desk.analyze(deps, caller, key)
    for event in desk.events(deps, caller, key):
        if event.get("stage") == "transcribe" and "heard" in event["said"]:
            break
    deleting.brought(deps, caller, key)
    deps.queue.stop()  # waits until the worker has noticed
    assert jobs.by_key(deps.store, caller, running.key_of(key)) is None
    assert not [one for one in deps.blobs.keys(caller.owner) if key in one]
    assert key not in transcripts.ids(deps.store, caller)
    assert refused(lambda: desk.status(deps, caller, key)) == "unknown_media"


def test_an_address_that_was_noted_is_fetched_by_the_job(room, caller):
    files = Files(speech(5).wav())
    try:
        deps, _ = room("cartesia", VIVA_FETCH_ALLOW=files.host)
        key = fetching.begin_url(deps, caller, f"{files.url}/file/talk.wav", About()).id
        now = worked(deps, caller, key)
        assert [row["state"] for row in now["stages"]] == ["done"] * 6
        files.fault = "missing"
        missing = fetching.begin_url(deps, caller, f"{files.url}/file/other.wav", About()).id
        now = worked(deps, caller, missing)
        assert (now["state"], now["stages"][0]["state"]) == ("failed", "failed")
        assert now["stages"][0]["said"] == now["error"]
        files.fault = ""
        assert worked(deps, caller, missing)["state"] == "done"
    finally:
        files.close()


def test_sound_that_cannot_be_decoded_fails_its_stage_with_the_reason(room, caller, tmp_path):
    deps, _ = room("cartesia")
    key = bring(deps, caller, speech(4))
    deps.blobs.put(caller.owner, f"media/{key}/file", b"RIFF" + bytes(2000))
    now = worked(deps, caller, key)
    assert (now["state"], now["stages"][1]["state"]) == ("failed", "failed")
    assert now["stages"][1]["said"] == now["error"]
    (tmp_path / "again.wav").write_bytes(speech(4).wav())
    deps.blobs.put(caller.owner, f"media/{key}/file", (tmp_path / "again.wav").read_bytes())
    assert worked(deps, caller, key)["state"] == "done"


def test_what_is_asked_wrongly_gets_a_sentence(room, caller, other):
    deps, vendors = room("deepgram")
    key = bring(deps, caller, speech(20))
    assert desk.status(deps, caller, key).state == "idle"
    assert [one["event"] for one in desk.events(deps, caller, key)][-1] == "idle"
    assert refused(lambda: desk.analyze(deps, other, key)) == "unknown_media"
    assert refused(lambda: desk.status(deps, other, key)) == "unknown_media"
    assert refused(lambda: list(desk.events(deps, other, key))) == "unknown_media"
    assert refused(lambda: desk.analyze(deps, caller, key, engine="ear")) == "unknown_engine"
    assert refused(lambda: desk.analyze(deps, caller, key, engine="vosk")) == "engine_not_ready"
    assert refused(lambda: desk.analyze(deps, caller, key, stage="receive")) == "unknown_stage"
    assert refused(lambda: desk.analyze(deps, caller, key, engine="deepgram", stage="grade")) == "wrong_stage"
    begun = arriving.begin(deps, caller, "half.wav", 1000, About()).media.id
    assert refused(lambda: desk.analyze(deps, caller, begun)) == "not_here_yet"
    vendors.deepgram.latency = 1.0
    slow = bring(deps, caller, speech(20))
    assert desk.analyze(deps, caller, slow).state == "queued"
    assert refused(lambda: desk.analyze(deps, caller, slow, engine="cartesia")) == "still_working"
    assert desk.analyze(deps, caller, slow).state in ("queued", "working")
    assert ended(lambda: desk.status(deps, caller, slow).model_dump())["state"] == "done"
