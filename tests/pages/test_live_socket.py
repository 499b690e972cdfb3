"""The live socket over a real port: who may open it, what it may carry, broken lines, dead processes, vendors that fail."""

import asyncio
import json
import struct

import numpy as np
import pytest
import websockets

from agents import interview
from core.caller import Caller
from core.schema import Brief
from pages import identity, live
from tests.callers import new_cookie, program
from tests.conftest import Server
from tests.pages.live_wire import FRAME, Site, Talker, fetch, token_of

pytestmark = pytest.mark.live
LOCAL = Caller(owner="local", role="local")
WORDS = "two services hold the same lock"


@pytest.fixture(scope="module")
def voiced():
    """About three seconds that the voice detector takes for speech."""
    pytest.importorskip("espeakng_loader")
    from audio.tts.espeak import _synthesize

    return _synthesize("Two services both believe that they hold the lock, and one of them is wrong.", "en", 100)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(tmp_path_factory.mktemp("live"), VIVA_MAX_OPEN=200)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _well(site):
    site.deepgram.fault, site.deepgram.script.texts = "", []


def start(site, **more):
    return interview.start(site.deps, LOCAL, Brief(track="technical", questions=2, seed=3, **more)).session_id


def talker(site, key=None, **more):
    key = key or start(site)
    made = Talker(site.url, key, token_of(site.url, key), **more)
    made.key = key
    return made


def run(work):
    return asyncio.run(asyncio.wait_for(work, 120))


# --- who may open it ------------------------------------------------------------------------------------------


async def code_of(one):
    await one.open()
    return await one.closed()


def test_a_wrong_an_old_and_a_foreign_token_open_nothing(site, monkeypatch):
    key, other = start(site), start(site)
    token = token_of(site.url, key)
    forged = Talker(site.url, key, "forged")
    assert run(code_of(forged)) == live.WRONG_TOKEN
    assert forged.socket.close_reason == live.REASONS[live.WRONG_TOKEN]
    assert run(code_of(Talker(site.url, key, ""))) == live.WRONG_TOKEN
    assert run(code_of(Talker(site.url, other, token))) == live.WRONG_TOKEN
    monkeypatch.setattr(identity, "TOKEN_S", -1)
    assert run(code_of(Talker(site.url, key, token))) == live.WRONG_TOKEN


def test_another_guests_session_and_token_open_nothing(public_server):

    cookies = [{"cookie": new_cookie(public_server.url)} for _ in range(2)]
    mine = program(public_server.url, **cookies[0])
    key = mine.predict("technical", questions=1, seed=1, api_name="/interview_start")["session_id"]
    token = token_of(public_server.url, key, cookies[0])

    async def work():
        for headers in (cookies[1], {}, {"cookie": "viva_guest=forged"}):
            one = Talker(public_server.url, key, token, headers=headers)
            assert await code_of(one) == live.WRONG_TOKEN
            assert one.told == []
        async with Talker(public_server.url, key, token, headers=cookies[0]) as one:
            assert (await one.until("welcome"))["view"]["session_id"] == key

    run(work())
    with pytest.raises(Exception, match=r"404|unknown"):
        token_of(public_server.url, key, cookies[1])


def test_another_sites_page_opens_nothing(site):
    async def work():
        one = talker(site, headers={"origin": "https://evil.example"})
        with pytest.raises(websockets.InvalidStatus):
            await one.open()

    run(work())


# --- what it may carry ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 3, 4, 5, 643, 645, 6405, 4 + 26 * 640, 200_000])
def test_a_frame_of_another_size_is_named_and_ends_the_line(site, size):
    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            await one.socket.send(bytes(size))
            assert str(size) in (await one.until("error"))["sentence"]
            assert await one.closed() == live.TOO_LARGE

    run(work())


def test_several_frames_share_a_message(site):
    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            await one.socket.send(struct.pack("<I", 0) + bytes(25 * 640))
            await one.socket.send(struct.pack("<I", 25) + bytes(24 * 640))
            one.number = 49
            await one.quiet(0.1)
            # Acknowledged as each second is whole.
            await one.until("ack", lambda told: told["frame"] == 50)
            assert all(told["type"] != "again" for told in one.told)

    run(work())


def test_frames_that_come_too_fast_end_the_line(site, monkeypatch):
    monkeypatch.setattr(live, "BURST", 100)
    monkeypatch.setattr(live, "FRAMES_A_SECOND", 10)
    # The budget takes its size when it is made, so the constants above count for the next socket.

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            with pytest.raises(websockets.ConnectionClosed):
                await one.quiet(60)
                await asyncio.sleep(5)
                await one.quiet(1)
            assert await one.closed() == live.TOO_MANY

    run(work())


def test_messages_that_come_too_fast_or_too_long_end_the_line(site):
    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            for at in range(live.MESSAGE_BURST + 100):
                await one.say("ping", at=at)
            assert await one.closed() == live.TOO_MANY
        async with talker(site) as one:
            await one.until("welcome")
            await one.socket.send(json.dumps({"type": "typed", "text": "x" * live.MOST_TEXT}))
            assert await one.closed() == live.TOO_LARGE

    run(work())


NONSENSE = ["", "hello", "[1, 2]", "null", "{", "[" * 50_000, '{"type": 5}', '{"type": "sing"}', '{"a": NaN}', "\x00"]


@pytest.mark.parametrize("text", NONSENSE)
def test_text_that_is_no_message_is_named_and_changes_nothing(site, text):
    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            await one.socket.send(text)
            told = await one.until("error")
            assert told["code"] in ("not_json", "unknown_message")
            await one.say("ping", at=1)
            assert await one.until("pong")
        assert stored(site, one.key) == [""]

    run(work())


ODD = [
    {"type": "played", "utterance": -1, "samples": "many", "ended": []},
    {"type": "played", "utterance": 2**70, "samples": 2**70, "ended": True},
    {"type": "voiced", "utterance": None, "chars": {}},
    {"type": "act", "action": "fly", "request_id": "a"},
    {"type": "act", "action": {"x": 1}, "request_id": 7},
    {"type": "typed", "text": 5, "code": None},
    {"type": "typed", "text": "\ud800 half a letter", "code": "", "request_id": "surrogate"},
    {"type": "typed", "text": "", "code": "", "request_id": "nothing"},
    {"type": "mode", "mode": 7},
    {"type": "mute", "on": "perhaps"},
    {"type": "mute"},
    {"type": "patience", "patience": ["quick"]},
    {"type": "hello", "voice": 3, "patience": {}, "recognition": []},
    {"type": "ping", "at": "\ud800"},
    {"type": "heard", "text": {"a": 1}, "final": "yes"},
]


def test_odd_values_are_refused_or_harmless_and_the_line_goes_on(site):
    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            for told in ODD:
                await one.say(**{"kind": told["type"], **{k: v for k, v in told.items() if k != "type"}})
            await one.say("ping", at="end")
            await one.until("pong", lambda told: told["at"] == "end")
            for told in one.told:
                assert "Traceback" not in json.dumps(told)

    run(work())


@pytest.mark.parametrize("first", [b"\0" * 644, "hello?", '{"type": "done"}', "[]"])
def test_a_line_that_does_not_begin_with_hello_is_closed(site, first):
    async def work():
        one = talker(site)
        async with websockets.connect(one.address) as socket:
            await socket.send(first)
            with pytest.raises(websockets.ConnectionClosed):
                await asyncio.wait_for(socket.recv(), 10)
            assert socket.close_code == live.SILENT

    run(work())


def test_a_line_that_falls_silent_is_closed_and_can_come_back(site, monkeypatch):
    monkeypatch.setattr(live, "SILENT_S", 0.3)

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            assert await one.closed() == live.SILENT
        monkeypatch.setattr(live, "SILENT_S", 45.0)
        async with talker(site, one.key) as again:
            assert (await again.until("welcome"))["resumed"]

    run(work())


# --- what is said ---------------------------------------------------------------------------------------------


def test_an_answer_is_heard_and_stored_word_by_word(site, voiced):
    site.deepgram.script.texts = [WORDS]

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            await one.speak(voiced)
            await one.quiet(0.4)
            await one.heard(WORDS)
            await one.say("done", request_id="d")
            await one.until("said")
            return one.key

    key = run(work())
    assert [turn for turn in stored(site, key) if turn] == [WORDS]


def stored(site, key):
    from store import sessions

    return [turn.heard.text if turn.heard else "" for turn in sessions.load(site.deps.store, LOCAL, key).turns]


def test_half_an_hour_of_silence_is_met_with_help_and_then_a_pause_and_invents_nothing(site, monkeypatch):
    monkeypatch.setattr(live, "FRAMES_A_SECOND", 10**6)
    site.deepgram.script.texts = ["Thank you."] * 50

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            for _ in range(30):
                await one.quiet(60)
                await one.say("ping", at=one.number)
                await one.until("pong", lambda told: told["at"] == one.number, seconds=30)
            assert (await one.until("state", lambda told: told["state"] == "paused"))["type"] == "state"
            spoken = [told["text"] for told in one.told if told["type"] == "caption" and told["side"] == "interviewer"]
            assert any("Take your time" in text for text in spoken)
            assert not any(told["text"] for told in one.told if told["type"] == "caption" and told["side"] == "you")
            return one.key

    key = run(work())
    assert stored(site, key) == [""]
    assert interview.status(site.deps, LOCAL, key).status == "paused"


def sounds():
    chance, time_ = np.random.default_rng(5), np.arange(16000 * 6) / 16000
    chords = sum(np.sin(2 * np.pi * f * time_) * (1 + np.sin(2 * np.pi * 2 * time_)) for f in (220, 277, 330, 440))
    return {
        "music": (chords / 8 * 9000).astype("<i2").tobytes(),
        "noise": (chance.normal(0, 3000, 16000 * 6)).clip(-32768, 32767).astype("<i2").tobytes(),
        "hum": (np.sin(2 * np.pi * 50 * time_) * 12000).astype("<i2").tobytes(),
        "clipped hum": (np.sign(np.sin(2 * np.pi * 100 * time_)) * 32767).astype("<i2").tobytes(),
    }


@pytest.mark.parametrize("kind", ["music", "noise", "hum", "clipped hum"])
def test_sound_without_speech_becomes_no_words(site, kind):
    site.deepgram.script.texts = ["Thank you."] * 50

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            await one.speak(sounds()[kind])
            await one.quiet(6)
            await one.say("ping", at=1)
            await one.until("pong")
            await asyncio.sleep(0.3)
            assert not any(told["text"] for told in one.told if told["type"] == "caption" and told["side"] == "you")
            return one.key

    assert stored(site, run(work())) == [""]


def test_clipped_speech_is_heard_like_any_other(site, voiced):
    site.deepgram.script.texts = [WORDS]
    loud = (np.frombuffer(voiced, "<i2").astype(np.int32) * 30).clip(-32768, 32767).astype("<i2").tobytes()

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            await one.speak(loud)
            await one.quiet(0.4)
            await one.heard(WORDS)

    run(work())


def test_a_vendor_that_answers_with_nothing_makes_no_answer(site, voiced):
    site.deepgram.fault = "empty"

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            await one.speak(voiced)
            await one.quiet(4)
            await asyncio.sleep(0.5)
            await one.quiet(4)
            await one.say("ping", at=1)
            await one.until("pong")
            assert not any(told["type"] == "said" for told in one.told)
            return one.key

    assert stored(site, run(work())) == [""]


def test_words_that_come_late_never_stand_in_the_next_turn(site, voiced):
    """The recognizer is slow; the candidate presses Done twice as fast as it hears."""
    site.deepgram.script.texts = ["the first answer of mine", "and the second one"]

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            site.deepgram.latency = 0.8
            for at in range(2):
                since = len(one.told)
                await one.speak(voiced, pace=0.001)
                await one.quiet(0.4)
                await one.say("done", request_id=f"d{at}")
                await one.until("said", since=since)
            return one.key

    try:
        assert stored(site, run(work()))[:2] == ["the first answer of mine", "and the second one"]
    finally:
        site.deepgram.latency = 0.0


# --- lines that break -----------------------------------------------------------------------------------------


def test_a_second_tab_takes_over_and_nothing_is_lost(site, voiced):
    site.deepgram.script.texts = [WORDS, "and one of them is wrong"]

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            await one.speak(voiced)
            await one.quiet(0.4)
            await one.heard(WORDS)
            async with talker(site, one.key) as two:
                welcome = await two.until("welcome")
                assert await one.closed() == live.ELSEWHERE
                assert welcome["resumed"]
                assert welcome["frame"] == one.number
                await two.heard(WORDS)
                two.number = welcome["frame"]
                await two.speak(voiced)
                await two.quiet(0.4)
                await two.heard("wrong")
                await two.say("done", request_id="d")
                await two.until("said")
            return one.key

    assert stored(site, run(work()))[0] == WORDS + " and one of them is wrong"


def test_a_line_that_breaks_in_mid_sentence_loses_not_one_frame(site, voiced):
    site.deepgram.script.texts = [WORDS]

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            half = len(voiced) // 2 // FRAME * FRAME
            await one.speak(voiced[:half])
            await one.drop()
            before = one.number
            await asyncio.sleep(0.3)
            since = len(one.told)
            await one.open()
            welcome = await one.until("welcome", since=since)
            assert welcome["resumed"]
            assert welcome["frame"] <= before
            one.number = welcome["frame"]
            await one.speak(voiced[one.number * FRAME :])
            await one.quiet(0.4)
            await one.heard(WORDS)
            await one.say("done", request_id="d")
            await one.until("said")
            assert site.deepgram.sockets
            return one.key

    assert stored(site, run(work()))[0] == WORDS


def test_frames_sent_twice_count_once_and_a_gap_is_asked_for(site, voiced):
    site.deepgram.script.texts = [WORDS]

    async def work():
        async with talker(site) as one:
            await one.until("welcome")
            for number in (0, 0, 1, 1, 0, 5):
                await one.socket.send(struct.pack("<I", number) + bytes(FRAME))
            assert (await one.until("again"))["frame"] == 2
            one.number = 2
            await one.speak(voiced)
            await one.quiet(0.4)
            await one.heard(WORDS)

    run(work())


# --- vendors that fail ----------------------------------------------------------------------------------------


def test_when_nobody_can_hear_it_is_said_and_typing_goes_on(site, voiced):
    site.deepgram.fault = "forbidden"

    async def work():
        async with talker(site, key=start(site, record=True)) as one:
            await one.until("welcome")
            await one.speak(voiced)
            await one.quiet(1.2)
            await one.until("hearing_failed")
            notice = await one.until("notice", lambda told: "type your answer" in told["text"])
            assert "recording is kept" in notice["text"]
            await one.quiet(2)
            assert await one.until("ack", lambda told: told["frame"] >= one.number - 60)
            await one.say("typed", text="Then I write it down.", code="", request_id="t")
            await one.until("said")
            return one.key

    key = run(work())
    assert stored(site, key)[0] == "Then I write it down."
    from store import recordings

    assert recordings.bytes_of(site.deps.store, LOCAL) > 60_000


def test_when_no_voice_is_left_the_text_goes_on(tmp_path):
    site = Site(tmp_path, tts="polly")
    site.polly.fault = "forbidden"

    async def work():
        async with talker(site, voice="server") as one:
            await one.until("welcome")
            assert "read on" in (await one.until("notice"))["text"]
            await one.until("caption", lambda told: told["side"] == "interviewer" and told["text"])
            await one.say("typed", text="It goes on in writing.", code="", request_id="t")
            await one.until("said")
            await one.quiet(1)
            await one.until("state", lambda told: told["state"] == "listening")
            return one.key

    try:
        assert stored(site, run(work()))[0] == "It goes on in writing."
    finally:
        site.close()


# --- a process that dies --------------------------------------------------------------------------------------


def test_a_killed_process_goes_on_in_the_same_turn_with_its_recording(tmp_path, voiced):
    """kill -9 in mid-answer; the client tells what it had seen heard, and sends again what was never acknowledged."""

    pytest.importorskip("pocketsphinx")
    server = Server(tmp_path, VIVA_STT="sphinx", VIVA_TTS="browser").start()
    try:
        client = program(server.url)
        key = client.predict("technical", questions=1, seed=1, record=True, api_name="/interview_start")["session_id"]

        async def first():
            one = Talker(server.url, key, token_of(server.url, key))
            async with one:
                await one.until("welcome")
                await one.speak(voiced * 3)
                await one.quiet(0.5)
                told = await one.until(
                    "caption", lambda told: told["side"] == "you" and told["final"] and told["text"], seconds=60
                )
                await one.until("ack", lambda told: told["frame"] > 0)
                await one.speak(voiced[: 60 * FRAME])
                await one.say("ping", at=1)
                await one.until("pong")
                await asyncio.sleep(0.5)
                server.kill()
            return told

        told = run(first())
        server.start()

        async def second():
            more = {"heard": {"text": told["text"], "turn": told["turn"]}, "oldest": 900}
            one = Talker(server.url, key, token_of(server.url, key), **more)
            async with one:
                welcome = await one.until("welcome")
                assert not welcome["resumed"]
                assert welcome["view"]["turn"] == told["turn"]
                one.number = welcome["frame"]
                await one.heard(told["text"])
                since = len(one.told)
                await one.speak(voiced * 3)
                await one.quiet(0.5)
                whole = await one.until(
                    "caption",
                    lambda late: late["side"] == "you" and late["final"] and len(late["text"]) > len(told["text"]),
                    seconds=60,
                    since=since,
                )
                assert whole["text"].startswith(told["text"])
                await one.say("done", request_id="d")
                await one.until("said", seconds=30)
                assert not any("recording stopped" in one_.get("text", "") for one_ in one.told)

        run(second())
        tracks = json.loads(fetch(f"{server.url}/files/everything.json"))
        assert told["text"].split()[0] in json.dumps(tracks)
    finally:
        server.stop()
