"""Sound for programs, by the real client: a file heard, a text spoken, a recording as an answer."""

import base64
import io
import json
import urllib.request
import wave
from pathlib import Path

import numpy as np
import pytest
from gradio_client import handle_file

from audio.clip import RATE, from_floats
from tests.callers import program
from tests.conftest import Server

pytest.importorskip("pocketsphinx")
pytest.importorskip("espeakng_loader")
JFK = Path(__file__).parents[3] / "shared/data/audio/jfk.flac"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("speech"), VIVA_STT="sphinx", VIVA_TTS="espeak").start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def client(server):
    return program(server.url)


@pytest.fixture(scope="module")
def spoken(client, tmp_path_factory):
    """A sentence as the server itself speaks it."""
    told = client.predict(text="I would measure the slowest query first.", api_name="/speech_synthesize")
    path = tmp_path_factory.mktemp("sound") / "answer.wav"
    path.write_bytes(base64.b64decode(told["audio"]))
    return path


def wav(folder, samples):
    path = folder / "sound.wav"
    path.write_bytes(from_floats(samples).wav())
    return path


def test_a_text_becomes_a_wav_of_the_rate_that_is_promised(client):
    told = client.predict(text="Read `this` at https://example.org/a/b", api_name="/speech_synthesize")
    assert told["use_client_tts"] is False
    with wave.open(io.BytesIO(base64.b64decode(told["audio"]))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert told["seconds"] == pytest.approx(len(samples) / RATE, abs=0.01)
    assert np.abs(samples).max() > 1000


def test_where_the_browser_speaks_the_answer_is_instructions(tmp_path):
    own = Server(tmp_path).start()
    try:
        told = program(own.url).predict(text="**Hello** there.", api_name="/speech_synthesize")
    finally:
        own.stop()
    assert told == {
        "use_client_tts": True, "text": "Hello there.", "fragments": ["Hello there."], "lang": "en", "rate": 1.0,
    }  # fmt: skip


def test_a_file_is_heard_with_the_time_of_each_word(client, spoken):
    told = client.predict(audio=handle_file(spoken), api_name="/speech_transcribe")
    assert told["engine"].startswith("sphinx")
    assert [word["text"] for word in told["words"]] == told["text"].split()
    times = [time for word in told["words"] for time in (word["start"], word["end"])]
    assert times == sorted(times)
    assert times[-1] <= told["seconds"]


@pytest.mark.skipif(not JFK.exists(), reason="the sample recordings are not here")
def test_real_speech_gives_real_words(client):
    told = client.predict(audio=handle_file(JFK), api_name="/speech_transcribe")
    assert "what your country can do for you" in told["text"]
    country = next(word for word in told["words"] if word["text"] == "country")
    assert 4.0 < country["start"] < country["end"] < 7.0


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("answer.txt", b"I would measure first." * 50, "not_audio"), ("empty.wav", b"", "not_audio")],
)
def test_what_is_no_sound_is_refused_by_name(client, tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Exception, match=code):
        client.predict(audio=handle_file(tmp_path / name), api_name="/speech_transcribe")


@pytest.mark.parametrize("path", ["/etc/hostname", "../secret", ""])
def test_a_path_of_the_server_is_no_upload(server, path):
    body = json.dumps({"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}, "en"]}).encode()
    asked = urllib.request.Request(
        f"{server.url}/gradio_api/call/speech_transcribe", body, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(asked) as answer:
        event = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{server.url}/gradio_api/call/speech_transcribe/{event}") as stream:
        told = stream.read().decode()
    assert "event: error" in told
    assert '"text"' not in told


def test_silence_is_no_answer_and_no_words_are_made_up(client, tmp_path):
    quiet = wav(tmp_path, np.zeros(3 * RATE))
    assert client.predict(audio=handle_file(quiet), api_name="/speech_transcribe")["text"] == ""
    asked = client.predict(track="hr", api_name="/interview_start")
    with pytest.raises(Exception, match="nothing_heard"):
        client.predict(session_id=asked["session_id"], audio=handle_file(quiet), api_name="/interview_answer")
    assert client.predict(session_id=asked["session_id"], api_name="/interview_status")["turn"] == 0


def test_an_uploaded_answer_is_heard_kept_and_taken_once(client, server, spoken):
    asked = client.predict(track="technical", record=True, api_name="/interview_start")
    sent = {"session_id": asked["session_id"], "request_id": "first"}
    for _ in range(2):
        events = list(client.submit(**sent, audio=handle_file(spoken), api_name="/interview_answer"))
        assert [one["event"] for one in events if one["event"] != "partial"] == ["heard", "said"]
    now = client.predict(session_id=asked["session_id"], api_name="/interview_status")
    assert now["turn"] == 1
    assert now["history"][0]["heard"]
    address = f"{server.url}/files/audio/{asked['session_id']}/0/you.flac"
    with urllib.request.urlopen(address) as kept:
        data = kept.read()
    from audio.clip import decode

    assert decode(data).seconds == pytest.approx(decode(spoken).seconds, abs=0.05)


def test_text_and_audio_together_are_refused(client, spoken):
    asked = client.predict(track="hr", api_name="/interview_start")
    with pytest.raises(Exception, match="text_and_audio"):
        client.predict(
            session_id=asked["session_id"], text="Both", audio=handle_file(spoken), api_name="/interview_answer"
        )
