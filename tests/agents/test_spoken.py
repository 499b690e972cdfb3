"""The spoken side of an interview: real speech measured, quotes found where they are heard, words filled in later."""

import asyncio
import hashlib
import uuid
from pathlib import Path

import pytest

from agents import feedback, interview, recording, speech, spoken, transcribing
from agents.aligning import spans_of
from audio.clip import decode
from core.errors import AppError
from core.schema import Brief, Utterance, Word
from core.settings import KEYS_FILE, Settings
from store import jobs, sessions
from tests.agents.test_interview import refused
from tests.waiting import report_of, until
from tests.wire import cartesia, deepgram
from tests.wire.serving import spread

JFK = Path(__file__).parents[2].parent / "shared" / "data" / "audio" / "jfk.flac"

KENNEDY = "and so my fellow americans ask not what your country can do for you ask what you can do for your country"


@pytest.fixture(scope="module")
def jfk():
    if not JFK.exists():
        pytest.skip("the recording of 1961 is not here")
    return decode(JFK)


@pytest.fixture
def vendor():
    made = deepgram.Deepgram()
    yield made
    made.close()


@pytest.fixture
def later(tmp_path, vendor):
    """Parts whose only recognizer lacks its key, which may arrive later."""
    from app import make_deps

    made = make_deps(Settings(data=tmp_path, brain="rules", stt="deepgram", deepgram_url=vendor.url))
    made.queue.start()
    yield made
    made.close()


def timed(text, seconds, start=0.0):
    return tuple(Word(text=word, start=a, end=b) for word, a, b in spread(text, seconds, start))


def keep(deps, caller, view, clip, side="you"):
    for n, at in enumerate(range(0, len(clip.pcm), 320_000)):
        pcm = clip.pcm[at : at + 320_000]
        digest = hashlib.sha256(pcm).hexdigest()
        recording.keep_chunk(deps, caller, view.session_id, view.turn, side, n, pcm, digest)


def hold(deps, caller, said, *, record=True, clip=None):
    """A one-question interview; `said(view, reference)` gives each utterance. Returns its id once the report is there."""
    view = interview.start(deps, caller, Brief(track="technical", questions=1, seed=3, record=record))
    while view.status != "finished":
        question = next((one for one in deps.knowledge.bank if one.title == view.title), None)
        if clip is not None and view.phase == "core":
            keep(deps, caller, view, clip)
        utterance = said(view, question.reference if question else "")
        list(interview.answer(deps, caller, view.session_id, utterance, uuid.uuid4().hex))
        view = interview.status(deps, caller, view.session_id)
    report_of(deps, caller, view.session_id)
    return view.session_id


def typed(view, reference):
    beside = {"opening": "I am ready.", "follow_up": "I have nothing to add to that, I think that is all I know about it."}
    return Utterance(text=reference if view.phase == "core" else beside.get(view.phase, "No, thank you."))


def aloud(view, reference):
    """The same words, said in 60 seconds."""
    plain = typed(view, reference)
    if view.phase != "core":
        return plain
    words = timed(reference, 60.0, start=1.5)
    return plain.model_copy(update={"source": "spoken", "words": words, "engine": "whisper:base", "waited_s": 1.5})


def not_heard(view, reference):
    plain = typed(view, reference)
    return plain.model_copy(update={"text": "", "source": "spoken", "unheard": 1}) if view.phase == "core" else plain


def core_turn(deps, caller, session_id):
    return next(turn for turn in sessions.load(deps.store, caller, session_id).turns if turn.phase == "core")


def test_real_speech_ends_as_a_turn_with_word_times_and_delivery_measures(deps, caller, jfk):
    pytest.importorskip("pocketsphinx")
    heard = asyncio.run(deps.hearing.recognizer("sphinx").transcribe(jfk, "en"))
    assert "country" in heard.text

    def said(view, reference):
        if view.phase != "core":
            return typed(view, reference)
        return Utterance(text=heard.text, source="spoken", words=heard.words, engine=heard.engine, waited_s=0.4)

    session_id = hold(deps, caller, said, clip=jfk)
    (one,) = spoken.spoken(deps, caller, session_id)
    assert one.turn == core_turn(deps, caller, session_id).n
    assert one.sound.seconds == pytest.approx(11.0, abs=0.01)
    assert len(one.sound.peaks) == 160
    assert one.sound.lufs < -10
    assert one.sound.semitones > 0.5
    measures = {measure.name: measure for measure in one.delivery.measures}
    assert set(measures) == {"pace", "fillers", "pauses", "start", "pitch", "loudness"}
    assert measures["start"].value == 0.4
    assert one.delivery.words == len(heard.words) > 15
    pauses = [mark for mark in one.delivery.marks if mark.kind == "pause"]
    assert pauses
    assert all(0 <= mark.start < mark.end <= 11.0 for mark in pauses)
    quote = " ".join(word.text for word in heard.words[-6:-2]).capitalize() + "."
    (span,) = spans_of([quote], heard.text, heard.words)
    assert span.start == heard.words[-6].start
    assert span.end == heard.words[-3].end


@pytest.mark.parametrize("name", ["sphinx", "deepgram", "cartesia"])
def test_the_same_recording_through_every_recognizer_ends_as_a_turn_with_times_and_measures(tmp_path, caller, jfk, name):
    from app import make_deps

    pytest.importorskip("pocketsphinx")
    stand_ins = {"deepgram": deepgram.Deepgram([KENNEDY]), "cartesia": cartesia.Cartesia([KENNEDY])}
    urls = {f"{one}_url": stand_in.url for one, stand_in in stand_ins.items()}
    keys = {"deepgram_api_key": deepgram.KEY, "cartesia_api_key": cartesia.KEY}
    deps = make_deps(Settings(data=tmp_path, brain="rules", stt=name, **urls, **keys))
    try:
        view = interview.start(deps, caller, Brief(track="technical", record=True))
        heard = speech.answer_from(deps, caller, view.session_id, JFK)
        list(interview.answer(deps, caller, view.session_id, heard, uuid.uuid4().hex))
        recording.assemble_all(deps, caller, view.session_id)
        (turn,) = spoken.spoken(deps, caller, view.session_id)
        stored = sessions.load(deps.store, caller, view.session_id).turns[0].heard
    finally:
        deps.close()
        for stand_in in stand_ins.values():
            stand_in.close()
    assert "your country can do for you" in stored.text or (name == "sphinx" and "country" in stored.text)
    assert stored.engine.startswith(name)
    times = [time for word in stored.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert times[-1] <= 11.1
    assert turn.sound.seconds == pytest.approx(11.0, abs=0.1)
    assert len(turn.delivery.measures) > 3
    assert turn.delivery.words == len(stored.text.split())


def test_every_quote_of_a_spoken_report_is_found_where_it_was_said(deps, caller, jfk):
    session_id = hold(deps, caller, aloud, clip=jfk)
    report = feedback.get(deps, caller, session_id)
    (one,) = spoken.spoken(deps, caller, session_id)
    quotes = {
        point.quote.text for question in report.questions for point in question.judgement.decisions if point.quote
    }
    assert quotes
    assert quotes <= {span.text for span in one.spans}
    heard = core_turn(deps, caller, session_id).heard
    for span in one.spans:
        inside = [word.text for word in heard.words if span.start <= word.start and word.end <= span.end]
        assert " ".join(inside) == span.text.rstrip() or span.text in " ".join(inside)


def test_no_score_changes_with_how_an_answer_was_said(deps, caller, other, jfk):
    plain = feedback.get(deps, other, hold(deps, other, typed, record=False))
    said = feedback.get(deps, caller, hold(deps, caller, aloud, clip=jfk))
    own = {"id", "session_id", "created_at", "minutes", "plan"}
    assert plain.model_dump(exclude=own) == said.model_dump(exclude=own)
    assert plain.score is not None


def test_how_an_answer_was_said_is_for_its_candidate_alone(deps, caller, other, jfk):
    session_id = hold(deps, caller, aloud, clip=jfk)
    assert spoken.aloud(deps, caller, session_id).overall.words > 20
    assert refused(lambda: spoken.spoken(deps, other, session_id)) == "unknown_session"
    assert refused(lambda: transcribing.request(deps, other, session_id)) == "unknown_session"
    assert refused(lambda: recording.delete(deps, other, session_id)) == "unknown_session"
    assert spoken.spoken(deps, caller, session_id)[0].sound is not None


def test_what_was_said_before_a_skip_is_still_heard_in_the_report(deps, caller, jfk):
    view = interview.start(deps, caller, Brief(track="technical", questions=1, seed=3, record=True))
    list(interview.answer(deps, caller, view.session_id, typed(view, ""), "r"))
    keep(deps, caller, interview.status(deps, caller, view.session_id), jfk)
    list(interview.skip(deps, caller, view.session_id, "s"))
    interview.end(deps, caller, view.session_id)
    report_of(deps, caller, view.session_id)
    (one,) = spoken.spoken(deps, caller, view.session_id)
    assert (one.answered, one.delivery, one.spans) == (False, None, ())
    assert one.sound.seconds == pytest.approx(11.0, abs=0.01)


def test_a_deleted_recording_leaves_the_measures_and_the_report(deps, caller, jfk):
    session_id = hold(deps, caller, aloud, clip=jfk)
    recording.delete(deps, caller, session_id)
    (one,) = spoken.spoken(deps, caller, session_id)
    assert one.sound is None
    assert one.delivery.words > 20
    assert spoken.aloud(deps, caller, session_id).bytes == 0
    assert feedback.get(deps, caller, session_id).score is not None


def test_speech_that_nobody_could_hear_is_transcribed_once_somebody_can(later, caller, vendor, jfk, tmp_path):
    references = []

    def said(view, reference):
        references.extend([reference] if view.phase == "core" else [])
        return not_heard(view, reference)

    session_id = hold(later, caller, said, clip=jfk)
    before = feedback.get(later, caller, session_id)
    assert before.questions[0].judgement.state == "no_answer"
    found = until(lambda: (told := spoken.aloud(later, caller, session_id)).transcribing == "failed" and told)
    assert "DEEPGRAM_API_KEY" in found.failed
    assert found.failed.endswith(".")
    assert (found.unheard, found.turns[0].unheard, found.turns[0].delivery) == (1, 1, None)

    (tmp_path / KEYS_FILE).write_text(f"DEEPGRAM_API_KEY={deepgram.KEY}\n")
    vendor.script.texts = [references[0]]
    transcribing.request(later, caller, session_id)
    after = until(lambda: (made := feedback.get(later, caller, session_id)).id != before.id and made)
    assert after.questions[0].judgement.state == "scored"
    assert transcribing.NOTICE in after.notices
    heard = core_turn(later, caller, session_id).heard
    assert heard.text == references[0]
    assert heard.engine.endswith(", later")
    assert heard.unheard == 0
    (one,) = spoken.spoken(later, caller, session_id)
    assert one.later
    assert one.spans
    assert len(vendor.requests) == 1
    assert refused(lambda: transcribing.request(later, caller, session_id)) == "nothing_unheard"


def test_a_typed_answer_stays_and_what_was_said_beside_it_is_kept_apart(later, caller, vendor, jfk, tmp_path):
    (tmp_path / KEYS_FILE).write_text(f"DEEPGRAM_API_KEY={deepgram.KEY}\n")
    vendor.script.texts = ["ask what you can do for your country"]

    def said(view, reference):
        plain = typed(view, reference)
        return plain.model_copy(update={"unheard": 2}) if view.phase == "core" else plain

    session_id = hold(later, caller, said, clip=jfk)
    heard = until(lambda: not (one := core_turn(later, caller, session_id).heard).unheard and one)
    assert heard.spoken_text == "ask what you can do for your country"
    assert heard.source == "typed"
    assert len(heard.text) > 200
    assert len(heard.words) == 8
    (one,) = spoken.spoken(later, caller, session_id)
    assert (one.typed, one.said, one.spans) == (True, heard.spoken_text, ())
    job = jobs.by_key(later.store, caller, f"{transcribing.TRANSCRIBE_JOB}:{session_id}")
    assert transcribing.run(later, job) == {"turns": []}


def test_a_worse_transcript_replaces_no_words(later, caller, vendor, jfk, tmp_path):
    (tmp_path / KEYS_FILE).write_text(f"DEEPGRAM_API_KEY={deepgram.KEY}\n")
    vendor.script.texts = ["hm"]

    def said(view, reference):
        return aloud(view, reference).model_copy(update={"unheard": 1 if view.phase == "core" else 0})

    session_id = hold(later, caller, said, clip=jfk)
    heard = until(lambda: not (one := core_turn(later, caller, session_id).heard).unheard and one)
    assert len(heard.text) > 200
    assert heard.engine == "whisper:base"


def test_without_a_recording_nothing_is_asked_of_a_recognizer(later, caller):
    session_id = hold(later, caller, lambda view, reference: not_heard(view, reference), record=False)
    assert spoken.aloud(later, caller, session_id).transcribing == "none"
    with pytest.raises(AppError, match="unknown_recording"):
        transcribing.request(later, caller, session_id)


SAID = "So, the back pressure starts in the queue. I would add ten workers, because the GarbageCollector pauses."
HEARD = timed(
    "so the backpressure starts in the queue i would add 10 workers because the garbage collector pauses", 17.0
)


@pytest.mark.parametrize(
    ("quote", "first", "last"),
    [
        ("So, the back pressure", "so", "backpressure"),
        ("BACK-PRESSURE starts", "backpressure", "starts"),
        ("because the GarbageCollector pauses.", "because", "pauses"),
        ("I would add ten workers", "i", "workers"),
        ("add ten", None, None),
        ("art", None, None),
        ("the database", None, None),
        ("", None, None),
        ("…", None, None),
    ],
)
def test_a_quote_is_found_by_its_words_or_not_at_all(quote, first, last):
    found = spans_of([quote], SAID, HEARD)
    if first is None:
        assert found == ()
        return
    starts = {word.text: word.start for word in HEARD}
    ends = {word.text: word.end for word in HEARD}
    assert (found[0].start, found[0].end) == (starts[first], ends[last])
