"""A recording from its sound to its files: exported, found, corrected, graded again, and heard anew with its corrections kept."""

import pytest

from agents.transcripts import corrections, editing, exporting, regrading, searching, shelf
from tests.recordings.brought import JFK, TWO, speech
from tests.recordings.conftest import folder, room  # noqa: F401 - fixtures
from tests.recordings.test_recordings import ANSWER, INTERVIEW, QUESTION, made, worked

samples = pytest.mark.skipif(not JFK.exists(), reason="the sample recordings are not here")


@samples
@pytest.mark.parametrize("path", [JFK, TWO], ids=["jfk", "two"])
def test_a_real_recording_comes_out_in_every_format(room, caller, path):  # noqa: F811
    deps, _ = room("deepgram")
    told = made(deps, caller, path, title="A sample")
    for kind, begins in (("vtt", b"WEBVTT"), ("srt", b"1\n"), ("docx", b"PK"), ("pdf", b"%PDF"), ("md", b"# "), ("json", b"{"), ("txt", b"A sample")):
        assert exporting.export(deps, caller, told.id, kind)[0].startswith(begins)
    vtt = exporting.export(deps, caller, told.id, "vtt")[0].decode()
    assert {f"<v {one.name}>" for one in told.speakers} == {piece.split(">")[0] + ">" for piece in vtt.split("\n") if piece.startswith("<v ")}


def test_a_graded_recording_is_corrected_graded_again_and_keeps_that_when_it_is_heard_anew(room, caller, other):  # noqa: F811
    half = ANSWER[: len(ANSWER) // 2].rsplit(".", 1)[0] + "."
    heard = INTERVIEW.replace(ANSWER, half)
    deps, vendors = room("deepgram", [heard])
    told = made(deps, caller, speech(60), title="Second round")
    exchange = next(one for one in told.exchanges if one.question_id == QUESTION)
    n = exchange.answered[0]
    editing.correct(deps, caller, told.id, n, ANSWER)
    after = regrading.regrade(deps, caller, told.id)
    graded = next(one for one in after.exchanges if one.question_id == QUESTION)
    assert graded.judgement.score > exchange.judgement.score
    assert graded.judgement.engine == exchange.judgement.engine
    said = " ".join(after.passages[at].text for at in graded.answered)
    assert all(one.quote.text in said for one in graded.judgement.decisions if one.quote)
    assert any(one.transcript_id == told.id for one in searching.search(deps, caller, ANSWER[:200]))
    assert searching.search(deps, other, ANSWER[:200]) == []

    shelf.rename(deps, caller, told.id, "Ada's second round", "Ada")
    vendors.deepgram.script.texts = [heard]
    assert worked(deps, caller, told.id, engine="deepgram")["state"] == "done"
    again = shelf.get(deps, caller, told.id)
    assert (again.title, again.candidate) == ("Ada's second round", "Ada")
    assert (again.passages[n].text, again.passages[n].edited) == (ANSWER, True)
    assert corrections.PENDING in again.notices
    assert [one.applied for one in editing.history(deps, caller, told.id)] == [True]
    shelf.delete(deps, caller, told.id)
    assert deps.blobs.keys(caller.owner, f"media/{told.id}") == ()
