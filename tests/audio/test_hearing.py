"""Hearing through the real clients against loopback stand-ins: words, times, every fault, the chain, silence."""

import asyncio
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.clip import Clip, decode, from_floats
from audio.stt import Hearing
from audio.stt.cartesia import words as cartesia_words
from audio.stt.deepgram import words as deepgram_words
from audio.stt.whisper import Fetch
from audio.vad import Vad, speech_spans
from core.errors import ProviderError
from core.settings import Settings
from tests.wire import cartesia, deepgram
from tests.wire.polly import tone

JFK = Path(__file__).parents[2].parent / "shared" / "data" / "audio" / "jfk.flac"


@pytest.fixture(scope="module")
def speech():
    """Something that the voice detector takes for speech: espeak's."""
    pytest.importorskip("espeakng_loader")
    from audio.tts.espeak import _synthesize

    pcm = _synthesize("Two services both believe that they hold the lock, and one of them is wrong.", "en", 100)
    return Clip(bytes(8000) + pcm + bytes(16000))


@pytest.fixture
def made(tmp_path):
    """A function that makes Hearing over stand-ins; they are closed at the end."""
    open_ones = []

    def make(order="cartesia", **texts):
        env = {"VIVA_DATA": tmp_path, "VIVA_STT": order}
        found = {}
        for name, module, kind in (
            ("cartesia", cartesia, cartesia.Cartesia),
            ("deepgram", deepgram, deepgram.Deepgram),
        ):
            if name in order:
                found[name] = kind(texts.get(name, ()))
                env[f"{name.upper()}_API_KEY"] = module.KEY
                env[f"VIVA_{name.upper()}_URL"] = found[name].url
        open_ones.extend(found.values())
        return Hearing(Settings(**env)), found

    yield make
    for one in open_ones:
        one.close()


def hear(hearing, clip):
    return asyncio.run(hearing.transcribe(clip))


@pytest.mark.parametrize("name", ["cartesia", "deepgram"])
def test_a_clip_comes_back_as_words_with_their_times(made, speech, name):
    hearing, found = made(name, **{name: ["two services hold one lock"]})
    heard, notices = hear(hearing, speech)
    assert heard.text == "two services hold one lock"
    assert [word.text for word in heard.words] == heard.text.split()
    assert all(a.end <= b.start + 0.01 for a, b in pairwise(heard.words))
    assert heard.words[-1].end <= speech.seconds
    assert heard.engine.startswith(name)
    assert notices == ()
    assert len(found[name].requests) == 1


def test_what_cartesia_is_asked_for_is_what_its_protocol_says(made, speech):
    hearing, found = made("cartesia")
    hear(hearing, speech)
    asked = found["cartesia"].requests[0]
    assert asked["model"] == "ink-whisper"
    assert asked["language"] == "en"
    assert asked["timestamp_granularities[]"] == "word"
    assert asked["headers"]["cartesia-version"] == "2025-04-16"


def test_what_deepgram_is_asked_for_keeps_fillers_and_speakers(made, speech):
    hearing, found = made("deepgram")
    hear(hearing, speech)
    asked = found["deepgram"].requests[0]
    assert {asked[name] for name in ("filler_words", "diarize", "punctuate", "utterances")} == {"true"}
    assert asked["model"] == "nova-3"


@pytest.mark.parametrize("name", ["cartesia", "deepgram"])
@pytest.mark.parametrize("fault", ["rate_limit", "server_error", "malformed", "wrong_shape", "forbidden"])
def test_a_fault_is_a_sentence_and_the_next_recognizer_hears(made, speech, name, fault):
    other = "deepgram" if name == "cartesia" else "cartesia"
    hearing, found = made(f"{name},{other}", **{other: ["heard after all"]})
    found[name].fault = fault
    heard, notices = hear(hearing, speech)
    assert heard.text == "heard after all"
    assert len(notices) == 1
    assert notices[0].endswith("another recognizer was tried.")
    assert "key-that" not in notices[0]
    assert "Traceback" not in notices[0]


@pytest.mark.parametrize("name", ["cartesia", "deepgram"])
def test_when_nobody_can_hear_the_reason_is_said(made, speech, name):
    hearing, found = made(name)
    found[name].fault = "forbidden"
    with pytest.raises(ProviderError) as fault:
        hear(hearing, speech)
    assert "was refused" in fault.value.sentence


def test_silence_noise_and_music_ask_nobody_and_become_no_words(made):
    hearing, found = made("deepgram")
    chance = np.random.default_rng(1)
    time = np.arange(48000) / 16000
    for clip in (
        Clip(bytes(96000)),
        from_floats(chance.normal(0, 0.05, 48000)),
        from_floats(0.3 * np.sin(2 * np.pi * 440 * time)),
        Clip(b""),
    ):
        heard, _ = hear(hearing, clip)
        assert (heard.text, heard.words) == ("", ())
    assert found["deepgram"].requests == []


def test_no_recognizer_at_all_says_how_to_get_one(tmp_path, speech):
    with pytest.raises(ProviderError) as fault:
        hear(Hearing(Settings(data=tmp_path, stt="vosk")), speech)
    assert "Status page" in fault.value.sentence


@pytest.mark.parametrize("name", ["cartesia", "deepgram"])
def test_a_live_stream_gives_each_segment_its_own_words_and_times(made, speech, name):
    hearing, found = made(name, **{name: ["the first segment", "and the second one"]})
    found[name].late = True

    async def run():
        ear = hearing.ear()
        heard = []
        for _ in range(2):
            for at in range(0, len(speech.pcm), 640):
                await ear.feed(speech.pcm[at : at + 640])
            heard.append(await ear.flush())
        await ear.close()
        return heard

    first, second = asyncio.run(run())
    assert (first.text, second.text) == ("the first segment", "and the second one")
    for heard in (first, second):
        assert 0 <= heard.words[0].start < 0.2
        assert heard.words[-1].end <= speech.seconds + 0.1
    assert found[name].sockets == 1
    assert found[name].requests == []


def test_a_live_line_stays_open_while_nobody_speaks(made, speech, monkeypatch):
    monkeypatch.setattr("audio.stt.socket.KEEP_S", 0.1)
    hearing, found = made("deepgram", deepgram=["before the silence", "and after it"])
    found["deepgram"].idle = 0.5

    async def run():
        ear = hearing.ear()
        heard = []
        for _ in range(2):
            await ear.feed(speech.pcm)
            heard.append((await ear.flush()).text)
            await asyncio.sleep(1.2)
        await ear.close()
        return heard, ear.notices

    assert asyncio.run(run()) == (["before the silence", "and after it"], [])
    assert found["deepgram"].sockets == 1


@pytest.mark.parametrize("name", ["cartesia", "deepgram"])
@pytest.mark.parametrize("fault", ["reset", "hang", "forbidden"])
def test_a_live_line_that_breaks_loses_no_words(made, speech, name, fault):
    other = "deepgram" if name == "cartesia" else "cartesia"
    hearing, found = made(f"{name},{other}", **{other: ["not a word was lost"]})
    found[name].fault = fault

    async def run():
        ear = hearing.ear()
        for at in range(0, len(speech.pcm), 640):
            await ear.feed(speech.pcm[at : at + 640])
        heard = await ear.flush()
        await ear.close()
        return heard, ear.notices

    heard, notices = asyncio.run(run())
    assert heard.text == "not a word was lost"
    assert notices


def test_word_rows_and_columns_are_read_alike(made, speech):
    hearing, found = made("cartesia", cartesia=["two services hold one lock"])
    found["cartesia"].columns = True

    async def run():
        ear = hearing.ear()
        await ear.feed(speech.pcm)
        heard = await ear.flush()
        await ear.close()
        return heard

    assert [word.text for word in asyncio.run(run()).words] == "two services hold one lock".split()


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["word", "words", "start", "end", "confidence", "speaker"]) | st.text(), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(JSONISH)
def test_odd_words_from_a_vendor_never_raise(told):
    for read in (cartesia_words, deepgram_words):
        for word in read(told):
            assert 0 <= word.start <= word.end


def test_the_detector_finds_speech_where_it_is_and_costs_little(speech):
    spans = speech_spans(speech)
    assert spans
    assert abs(spans[0][0] - 0.25) < 0.15
    vad = Vad(0.25)
    edges = [edge for at in range(0, len(speech.pcm), 640) for edge in vad.feed(speech.pcm[at : at + 640])]
    assert [edge.kind for edge in edges[:2]] == ["start", "end"]
    assert all(a.at <= b.at for a, b in pairwise(edges))


def test_a_buzz_shaped_like_speech_is_not_asserted_to_be_words(made):
    hearing, _ = made("deepgram")
    assert hear(hearing, Clip(tone(1.0)))[0].seconds == pytest.approx(1.0)


def test_weights_that_cannot_be_fetched_say_so(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    fetch = Fetch(Settings(data=tmp_path))
    fetch._run()
    assert not fetch.progress.running
    assert "could not be fetched" in fetch.progress.fault


@pytest.mark.skipif(not JFK.exists(), reason="the shared recordings are not here")
def test_real_words_with_real_times_through_pocketsphinx(tmp_path):
    pytest.importorskip("pocketsphinx")
    heard, _ = hear(Hearing(Settings(data=tmp_path, stt="sphinx")), decode(JFK))
    assert "what you can do for your" in heard.text
    country = [word for word in heard.words if word.text == "country"]
    assert 5.0 < country[0].start < 8.0
    assert "emergency" in heard.engine
