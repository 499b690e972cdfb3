"""Whole interviews by voice in a real browser with a fake microphone: interruptions, thinking, a broken line, vendors that fail."""

import asyncio
import json
from contextlib import ExitStack

import numpy as np
import pytest

from audio.policy import CONTINUED_S
from rag.bank import Bank
from tests.callers import program
from tests.conftest import Server
from tests.pages.chromium import chromium, listening
from tests.pages.test_live_client import SYNTH
from tests.waiting import until
from tests.wire import deepgram, polly

pytestmark = [pytest.mark.browser, pytest.mark.live]
pytest.importorskip("espeakng_loader")
RATE = 16_000
LINES = """
window.__lines = [];
window.__said = [];
const Real = WebSocket;
window.WebSocket = class extends Real {
  constructor(...all) {
    super(...all);
    if (!String(all[0]).includes("/live/")) return;
    window.__lines.push(this);
    this.addEventListener("message", ({ data }) => { if (typeof data === "string") window.__said.push({ ...JSON.parse(data), time: Math.round(performance.now()) }); });
  }
};
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.__sound = this; return play.call(this); };
"""
# The fake microphone repeats its sentence without end; the page hears as many whole ones as `__say` counts. A clock of the test's
# own, since a slow machine is late by seconds where a person would simply speak later.
GATE = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.__say = 0;
window.__sounding = false;
window.__replies = 0;
new MutationObserver((all) => { window.__replies += all.filter((one) => one.target.dataset?.state === "speaking" && one.oldValue !== "speaking").length; })
  .observe(document, { subtree: true, attributes: true, attributeFilter: ["data-state"], attributeOldValue: true });
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await open({ ...wanted, audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  const made = new AudioContext(), source = made.createMediaStreamSource(stream), out = made.createMediaStreamDestination();
  const gate = new GainNode(made, { gain: 0 }), meter = new AnalyserNode(made, { fftSize: 2048 }), wave = new Float32Array(2048);
  source.connect(meter);
  source.connect(gate).connect(out);
  let still = 0;
  setInterval(() => {
    meter.getFloatTimeDomainData(wave);
    still = wave.some((one) => Math.abs(one) > 0.01) ? 0 : still + 1;
    const silent = still >= 12;
    if (window.__sounding && silent) { window.__sounding = false; if (!--window.__say) gate.gain.value = 0; }
    if (silent && window.__say) gate.gain.value = 1;
    if (!still && gate.gain.value) window.__sounding = true;
  }, 40);
  return out.stream;
};
"""


def sentence():
    """A sentence of machine speech without a pause, PCM16 16 kHz."""
    from audio.tts.espeak import Espeak
    from core.settings import Settings

    async def said():
        words = "the lease on the lock expired while the worker was still busy"
        return b"".join([piece async for piece in Espeak(Settings(speech_rate=100)).speak(words, "en")])

    return np.frombuffer(asyncio.run(said()), "<i2")


def microphone(folder, pause):
    """A file for the fake microphone, which repeats it: the sentence, then so many seconds of silence."""
    from audio.clip import Clip

    whole = np.concatenate([sentence(), np.zeros(round(pause * RATE), "<i2")])
    path = folder / "microphone.wav"
    path.write_bytes(Clip(whole.tobytes()).wav())
    return path


@pytest.fixture
def talk(tmp_path, monkeypatch):
    """`talk(pause, *scripts, **env)`: a page, the stand-ins and a client; the microphone plays its sentence after each pause."""
    monkeypatch.setattr(polly, "SECONDS_A_WORD", 0.12)
    hears, speaks = deepgram.Deepgram(), polly.Polly()
    keys = {
        "VIVA_STT": "deepgram", "DEEPGRAM_API_KEY": deepgram.KEY, "VIVA_DEEPGRAM_URL": hears.url, "VIVA_TTS": "polly",
        "AWS_ACCESS_KEY_ID": polly.KEY, "AWS_SECRET_ACCESS_KEY": polly.SECRET, "VIVA_POLLY_URL": speaks.url,
    }  # fmt: skip
    faults, opened = [], ExitStack()

    def made(pause, *scripts, **env):
        file = microphone(tmp_path, pause)
        server = Server(tmp_path, **{**keys, **env})
        opened.callback(server.stop)
        server.start()
        browser = opened.enter_context(chromium(*listening(file)))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        for script in (LINES, *scripts):
            page.add_init_script(script)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(30_000)
        page.goto(server.url)
        return page, program(server.url)

    made.hears, made.speaks = hears, speaks
    with opened:
        yield made
    hears.close()
    speaks.close()
    assert not faults


def begin(page, questions=1, *, record=True):
    page.wait_for_selector("#btn-begin:visible")
    page.fill("#count input[type=number]", str(questions))
    if record:
        page.get_by_label("Record both voices").check()
    page.click("#btn-begin")
    page.wait_for_selector("#live-mic:visible")
    page.click("#live-mic")


def say(page, sentences=1, *, replies=0):
    """The candidate says so many sentences, one pause apart, once that many replies sounded and the page listens."""
    page.wait_for_function(
        "(replies) => window.__replies >= replies && document.querySelector('#live .live').dataset.state === 'listening'",
        arg=replies,
    )
    page.evaluate("(count) => { window.__say = count; }", sentences)


def said(page, kind):
    return [one for one in page.evaluate("window.__said") if one["type"] == kind]


def wait_for_turn(page, turn, seconds=30):
    page.wait_for_selector(f'#stage [data-turn="{turn}"] #question', timeout=seconds * 1000)


def status(client):
    newest = client.predict(api_name="/interview_list")[0]["id"]
    return client.predict(session_id=newest, api_name="/interview_status")


def reference(page):
    """Two sentences of the asked question's reference answer."""
    asked = page.inner_text("#question").strip()
    question = next(one for one in Bank().track("technical") if one.question.strip() == asked)
    first, second, *_ = question.reference.replace("\n", " ").split(". ")
    return first, second


def test_an_interview_with_a_barge_in_a_long_thought_and_a_broken_line_ends_in_quotes_that_play(talk, monkeypatch):
    page, client = talk(2.6, GATE)
    texts = talk.hears.script.texts
    texts.append("I work on a payment service in Go and PostgreSQL.")
    begin(page)
    say(page, replies=1)
    wait_for_turn(page, 1)
    first, second = reference(page)
    texts += [f"{first}, because", f"{second}.", "One thing I would add is a test for that.", "And I would watch it afterwards."]
    # The next reply is slow, so that there is something to interrupt.
    monkeypatch.setattr(polly, "SECONDS_A_WORD", 2.0)
    # The long thought: 2.6 s of silence behind "because", and the turn stays the candidate's.
    say(page, 2, replies=2)
    wait_for_turn(page, 2)
    now = status(client)
    assert now["history"][1]["heard"] == f"{first}, because {second}."
    # The barge-in: the reply sounds, the candidate speaks, the reply falls silent. Sooner they would go on with their own answer.
    page.wait_for_function("window.__replies >= 3 && document.querySelector('#live .live').dataset.state === 'speaking'")
    page.wait_for_timeout((CONTINUED_S + 0.5) * 1000)
    page.evaluate("window.__say = 1")
    page.wait_for_function("window.__said.some((one) => one.type === 'clear')")
    assert said(page, "hold")
    assert not said(page, "reopened")
    replies = page.evaluate("window.__replies")
    monkeypatch.setattr(polly, "SECONDS_A_WORD", 0.12)
    until(lambda: status(client)["history"][-1]["heard"], lambda heard: heard.startswith("One thing I would add"))
    turn = status(client)["turn"]
    # The broken line, in the middle of a sentence.
    say(page, replies=replies + 1)
    page.wait_for_function("window.__sounding")
    page.wait_for_timeout(500)
    page.evaluate("window.__lines.at(-1).close()")
    page.wait_for_function("window.__lines.length >= 2")
    until(lambda: status(client)["turn"] > turn or status(client)["status"] == "finished")
    assert status(client)["history"][turn]["heard"] == "And I would watch it afterwards."
    assert said(page, "welcome")[-1]["resumed"] is True
    if status(client)["status"] != "finished":
        page.click("#btn-end")
    quote = page.locator("#report .hear").first
    quote.wait_for()
    quote.scroll_into_view_if_needed()
    start, end = (float(quote.get_attribute(name)) for name in ("data-start", "data-end"))
    quote.click()
    page.wait_for_function("window.__sound && window.__sound.currentTime > 0")
    assert start - 0.5 <= page.evaluate("window.__sound.currentTime") <= end + 0.1
    page.wait_for_function("window.__sound.paused", timeout=(end - start + 5) * 1000)
    assert page.evaluate("window.__sound.currentTime") == pytest.approx(end, abs=0.5)


def test_a_voice_that_fails_leaves_text_and_ears_that_fail_leave_a_recording(talk):
    page, client = talk(2.0, GATE)
    texts = talk.hears.script.texts
    talk.speaks.fault = "server_error"
    texts.append("I work on a payment service.")
    begin(page)
    page.get_by_text("read on", exact=False).first.wait_for()
    say(page)
    wait_for_turn(page, 1)
    talk.hears.fault = "malformed"
    say(page)
    page.get_by_text("I could not make out your words", exact=False).first.wait_for()
    page.click("#live-keyboard")
    page.fill("#live-answer", "I would measure the slowest query first, because one query usually dominates the rest.")
    page.click("#live-send")
    wait_for_turn(page, 2)
    kept = status(client)
    assert kept["history"][1]["heard"].startswith("I would measure the slowest query")
    talk.hears.fault = ""
    texts.append("the words that nobody could hear at the time")
    page.click("#btn-end")
    page.get_by_text("transcribed after the interview", exact=False).first.wait_for(timeout=40_000)
    assert "the words that nobody could hear at the time" in json.dumps(client.predict(api_name="/data_export"))


@pytest.mark.parametrize("half_duplex", [True, False])
def test_an_interview_on_the_browsers_own_voice(talk, half_duplex):
    known = f"sessionStorage.setItem('viva-mic', '{json.dumps({'half_duplex': half_duplex})}')"
    page, client = talk(4.5, SYNTH, known, VIVA_TTS="browser")
    begin(page, record=False)
    page.wait_for_selector("#report h1.title", timeout=150_000)
    spoken = " ".join(one["text"] for one in page.evaluate("window.__synth.spoken"))
    done = status(client)
    assert done["status"] == "finished"
    assert all(one["said"].split(".")[0] in spoken for one in done["history"][:2])
    assert sum(bool(one["heard"]) for one in done["history"]) >= 3
    if half_duplex:
        assert not said(page, "hold")
