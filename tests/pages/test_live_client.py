"""The browser's side of the live room, in a real browser with a microphone of its own, against a server that follows a script."""

import time
import wave

import numpy as np
import pytest

from tests.pages.chromium import chromium, listening
from tests.pages.live_stand_in import QUESTION, VIEW, StandIn
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.live]
RATE = 16_000
HUSH = 0.006

# A microphone whose sound is made by the page: a pure tone, or nothing; `__loud` turns it up while the page sounds.
TONE = """
navigator.mediaDevices.getUserMedia = async () => {
  const made = new AudioContext(), out = made.createMediaStreamDestination(), loud = new GainNode(made, { gain: %s });
  for (const frequency of %s) {
    const tone = new OscillatorNode(made, { frequency });
    tone.connect(loud);
    tone.start();
  }
  loud.connect(out);
  window.__loud = (gain) => { loud.gain.value = gain; };
  window.__track = out.stream.getAudioTracks()[0];
  return out.stream;
};
"""
# What the microphone's worklet hands over, kept in the page beside what is sent.
KEPT = """
const Real = AudioWorkletNode;
window.__kept = [];
window.AudioWorkletNode = class extends Real {
  constructor(context, name, options) {
    super(context, name, options);
    if (name === "viva-capture") this.port.addEventListener("message", ({ data }) => window.__kept.push([...new Int16Array(data.pcm)]));
  }
};
"""
# What goes to the loudspeaker, kept as samples with the context's time.
LISTEN = """
const connect = AudioNode.prototype.connect;
window.__out = [];
AudioNode.prototype.connect = function (to, ...rest) {
  if (to instanceof AudioDestinationNode && to.context instanceof AudioContext && !this.__heard) {
    this.__heard = true;
    const tap = to.context.createScriptProcessor(512, 1, 1);
    tap.onaudioprocess = (event) => window.__out.push([performance.now(), ...event.inputBuffer.getChannelData(0)]);
    connect.call(this, tap);
    connect.call(tap, to);
    window.__rate = to.context.sampleRate;
  }
  return connect.call(this, to, ...rest);
};
"""
# A voice that speaks a word every 60 ms; `dead` never starts, `pauses: false` is a voice that cannot pause.
SYNTH = """
(() => {
  const synth = { spoken: [], cancels: 0, dead: false, pauses: true, paused: false, now: null, queue: [], onword: null };
  const voice = (name, lang, localService) => ({ name, lang, localService, default: false });
  const fire = (one, name, more = {}) => one[`on${name}`]?.(Object.assign(new Event(name), more));
  const words = (text) => [...text.matchAll(/\\S+/g)].map((found) => found.index);
  const next = () => {
    const one = (synth.now = synth.queue.shift() ?? null);
    if (!one || synth.dead) return;
    setTimeout(() => { if (synth.now === one) { fire(one, "start"); step(one, words(one.text)); } }, 20);
  };
  const step = (one, left) => {
    if (synth.now !== one) return;
    if (synth.paused) { setTimeout(() => step(one, left), 20); return; }
    if (!left.length) { synth.now = null; fire(one, "end"); window.__loud?.(window.__room ?? 0.3); if (!synth.now) next(); return; }
    window.__loud?.(window.__echo ?? 0.3);
    fire(one, "boundary", { charIndex: left[0] });
    setTimeout(() => step(one, left.slice(1)), 60);
  };
  const api = {
    getVoices: () => [voice("Anna", "de-DE", true), voice("Far", "en-GB", false), voice("Near", "en-GB", true)],
    speak: (one) => { synth.spoken.push({ text: one.text, voice: one.voice?.name, lang: one.lang }); synth.queue.push(one); if (!synth.now) next(); },
    cancel: () => { synth.cancels++; const one = synth.now; synth.now = null; synth.queue = []; synth.paused = false; if (one) setTimeout(() => fire(one, "error", { error: "interrupted" }), 5); },
    pause: () => { synth.paused = synth.pauses; },
    resume: () => { synth.paused = false; },
    get speaking() { return Boolean(synth.now); },
    get paused() { return synth.paused; },
    addEventListener() {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: api });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  window.__synth = synth;
})();
"""
EARS = """
window.webkitSpeechRecognition = window.SpeechRecognition = class {
  start() { window.__ears = this; window.__started = (window.__started ?? 0) + 1; }
  abort() { window.__ears = null; this.onend?.(); }
};
"""
STEERED = """
navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext(), tone = context.createOscillator(), out = context.createMediaStreamDestination();
  window.__gain = context.createGain();
  tone.connect(window.__gain).connect(out);
  tone.start();
  return out.stream;
};
"""
"""A microphone whose loudness the test chooses."""
REFUSING = "navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException({words!r}, {name!r}); }};"
PERMISSION = "navigator.permissions.query = async () => ({{ state: {state!r} }});"
RATES = "const Real = AudioContext; window.AudioContext = class extends Real {{ constructor(options) {{ super({{ ...options, sampleRate: {rate} }}); }} }};"


@pytest.fixture(scope="module")
def stand_in():
    made = StandIn().start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    talk = tmp_path_factory.mktemp("sound") / "talk.wav"
    with wave.open(str(talk), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        t = np.arange(48_000 * 8) / 48_000
        swell = (np.sin(2 * np.pi * 1.7 * t) > -0.3) * (0.5 + 0.5 * np.sin(2 * np.pi * 3.1 * t))
        file.writeframes((np.sin(2 * np.pi * 440 * t) * swell * 12_000).astype("<i2").tobytes())
    with chromium(*listening(talk), "--autoplay-policy=no-user-gesture-required") as made:
        yield made


@pytest.fixture
def enter(browser, stand_in):
    """Opens the room in a fresh tab: `enter(*scripts, width=…, start=…)`; at the end no page may have reported an error."""
    contexts, faults = [], []
    stand_in.forget()

    def made(*scripts, width=1440, start=True, url="", **more):
        context = browser.new_context(viewport={"width": width, "height": 880}, **more)
        contexts.append(context)
        for script in scripts:
            context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
        page.set_default_timeout(15_000)
        page.goto(url or stand_in.url)
        if url:
            return page
        page.wait_for_selector("#live-mic")
        if start:
            page.click("#live-mic")
            until(lambda: stand_in.hellos)
            stand_in.send(type="state", state="listening", left_ms=0, of_ms=0)
            shown(page, "listening")
        return page

    yield made
    for context in contexts:
        context.close()
    assert not faults


def shown(page, state):
    page.wait_for_function("state => document.querySelector('.live')?.dataset.state === state", arg=state)


def title(page):
    return page.locator(".live .title").inner_text()


def tone(seconds, frequency=440.0, rate=RATE):
    t = np.arange(int(seconds * rate)) / rate
    return (np.sin(2 * np.pi * frequency * t) * 10_000).astype("<i2").tobytes()


def samples(stand_in, first=0, last=None):
    return np.frombuffer(b"".join(stand_in.frames[first:last]), "<i2").astype(float)


def peak(sound, rate):
    window = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return np.argmax(window) * rate / len(sound)


def strength(sound, frequency, rate=RATE):
    t = np.arange(len(sound)) / rate
    return abs(np.sum(sound * np.hanning(len(sound)) * np.exp(-2j * np.pi * frequency * t)))


# --- the microphone's sound -----------------------------------------------------------------------------------------


def test_a_press_joins_and_the_fake_microphone_arrives_in_numbered_frames_of_20_ms(enter, stand_in):
    page = enter()
    began, had = time.monotonic(), len(stand_in.frames)
    until(lambda: len(stand_in.frames) >= had + 150)
    assert 2.7 < time.monotonic() - began < 3.4
    assert stand_in.seen == list(range(len(stand_in.seen)))
    assert {len(frame) for frame in stand_in.frames} == {640}
    assert peak(samples(stand_in, 20), RATE) == pytest.approx(440, abs=3)
    hello = stand_in.messages[0]
    assert hello == {
        "type": "hello",
        "voice": "server",
        "recognition": "server",
        "half_duplex": False,
        "patience": "normal",
        "record": True,
        "muted": False,
        "mode": "voice",
        "heard": {"text": "", "turn": None},
    }
    assert page.locator(".meter i.on").count() > 3


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000, 96_000])
def test_a_tone_keeps_its_pitch_at_any_rate_and_what_16_khz_cannot_carry_is_filtered(enter, stand_in, rate):
    # 11 kHz would fold to 5 kHz.
    enter(RATES.format(rate=rate), TONE % ("0.3", "[1000, 11000]"))
    until(lambda: len(stand_in.frames) > 120)
    sound = samples(stand_in, 40, 120)
    assert peak(sound, RATE) == pytest.approx(1000, abs=2)
    assert strength(sound, 5000) < strength(sound, 1000) / 1000


def test_a_muted_microphone_sends_nothing_and_says_so(enter, stand_in):
    page = enter()
    page.keyboard.press("m")
    shown(page, "muted")
    until(lambda: stand_in.told("mute") == [{"type": "mute", "on": True}])
    time.sleep(0.2)
    had = len(stand_in.frames)
    time.sleep(0.4)
    assert len(stand_in.frames) == had
    page.click("#live-mic")
    shown(page, "listening")
    until(lambda: len(stand_in.frames) > had + 10)
    assert stand_in.seen == list(range(len(stand_in.seen)))


# --- the interviewer's sound ----------------------------------------------------------------------------------------


def test_the_servers_sound_is_played_at_its_pitch_and_every_sample_is_counted(enter, stand_in):
    page = enter(LISTEN)
    stand_in.send(type="speak", utterance=1, text="One second.", voice="server", lang="en")
    stand_in.sound(1, tone(1.0))
    stand_in.send(type="speak_end", utterance=1)
    until(lambda: any(one["ended"] for one in stand_in.told("played")))
    told = stand_in.told("played")
    counts = [one["samples"] for one in told]
    assert counts == sorted(counts)
    assert told[-1] == {"type": "played", "utterance": 1, "samples": RATE, "ended": True}
    assert 8 <= len(told) <= 12
    heard, rate = np.concatenate([np.array(one[1:]) for one in page.evaluate("window.__out")]), page.evaluate("window.__rate")
    loud = heard[np.abs(heard) > 0.001]
    assert len(loud) / rate == pytest.approx(1.0, abs=0.03)
    assert peak(heard, rate) == pytest.approx(440, abs=3)


def test_clear_is_silence_at_once_and_what_comes_late_is_not_played(enter, stand_in):
    page = enter(LISTEN)
    stand_in.send(type="speak", utterance=1, text="Five seconds.", voice="server", lang="en")
    stand_in.sound(1, tone(5.0))
    until(lambda: stand_in.told("played") and stand_in.told("played")[-1]["samples"] > 4000)
    at = page.evaluate("performance.now()")
    stand_in.send(type="clear", utterance=1)
    stand_in.sound(1, tone(1.0))
    time.sleep(0.6)
    late = [one for one in page.evaluate("window.__out") if one[0] > at + 150]
    assert late
    assert max(abs(value) for one in late for value in one[1:]) == 0
    last = stand_in.told("played")[-1]
    assert last["ended"]
    assert last["samples"] < 3 * RATE
    stand_in.send(type="speak", utterance=2, text="Again.", voice="server", lang="en")
    stand_in.sound(2, tone(0.3))
    stand_in.send(type="speak_end", utterance=2)
    until(lambda: stand_in.told("played")[-1] == {"type": "played", "utterance": 2, "samples": 4800, "ended": True})


def test_hold_pauses_in_place_and_go_on_goes_on(enter, stand_in):
    enter()
    stand_in.send(type="speak", utterance=1, text="A second.", voice="server", lang="en")
    stand_in.sound(1, tone(1.2))
    stand_in.send(type="speak_end", utterance=1)
    until(lambda: stand_in.told("played"))
    stand_in.send(type="hold", utterance=1)
    time.sleep(0.3)
    held = stand_in.told("played")[-1]["samples"]
    time.sleep(0.5)
    assert stand_in.told("played")[-1]["samples"] == held
    stand_in.send(type="go_on", utterance=1)
    until(lambda: stand_in.told("played")[-1]["ended"])
    assert stand_in.told("played")[-1]["samples"] == 19_200


def test_esc_stops_the_interviewer_and_tells_the_server(enter, stand_in):
    page = enter()
    stand_in.send(type="speak", utterance=1, text="Long.", voice="server", lang="en")
    stand_in.sound(1, tone(4.0))
    until(lambda: stand_in.told("played"))
    page.keyboard.press("Escape")
    until(lambda: stand_in.told("stop"))
    until(lambda: stand_in.told("played")[-1]["ended"])
    assert stand_in.told("played")[-1]["samples"] < 2 * RATE


# --- a line that breaks ---------------------------------------------------------------------------------------------


def test_two_frames_share_a_message_three_once_it_is_quiet_and_a_word_ends_that_at_once(enter, stand_in):
    page = enter(STEERED)
    until(lambda: len(stand_in.frames) > 100)
    assert set(stand_in.shared[-50:]) == {2}
    # Only a word after a whole message shows the difference, which is one in three.
    for _ in range(4):
        page.evaluate("window.__gain.gain.value = 0")
        until(lambda: stand_in.shared[-5:] == [3] * 5)
        page.evaluate("window.__gain.gain.value = 0.5")
        until(lambda: stand_in.shared[-20:] == [2] * 20)
    assert stand_in.seen == list(range(len(stand_in.seen)))
    levels = [np.sqrt((samples(stand_in, at, at + 1) ** 2).mean()) / 32768 for at in range(len(stand_in.frames))]
    woken = [at for at in range(100, len(levels)) if levels[at] > HUSH and max(levels[at - 100 : at]) <= HUSH]
    assert len(woken) == 4
    # The first loud frame was the last of its message: it was sent at once.
    assert {at + 1 for at in woken} <= {int(end) for end in np.cumsum(stand_in.shared)}


def test_a_break_in_mid_answer_loses_no_frame_and_no_done(enter, stand_in):
    page = enter(KEPT, TONE % ("0.3", "[400, 611.8]"))
    until(lambda: len(stand_in.frames) > 50)
    stand_in.drop(refuse=1012)
    shown(page, "lost")
    assert "What you say is kept and sent when it is back." in page.locator(".live .words").inner_text()
    time.sleep(2.5)
    page.keyboard.press(" ")
    spoken = len(stand_in.frames)
    stand_in.refuse = None
    until(lambda: stand_in.hellos == 2)
    until(lambda: len(stand_in.frames) > spoken + 150)
    until(lambda: stand_in.told("done"))
    assert stand_in.told("done")[0]["request_id"]
    sent = list(stand_in.frames)
    kept = [np.array(frame, "<i2").tobytes() for frame in page.evaluate("window.__kept")]
    assert len(set(kept)) > 150  # frames that differ, so that one lost or doubled would show
    first = kept.index(sent[0])
    assert sent == kept[first : first + len(sent)]
    stand_in.send(type="state", state="listening", left_ms=0, of_ms=0)
    shown(page, "listening")


def test_a_done_that_may_not_have_arrived_is_asked_again_with_the_same_id(enter, stand_in):
    page = enter()
    page.click("#live-done")
    until(lambda: stand_in.told("done"))
    stand_in.drop()
    until(lambda: stand_in.hellos == 2)
    until(lambda: len(stand_in.told("done")) == 2)
    first, second = stand_in.told("done")
    assert first == second
    shown(page, "listening")


def test_a_server_that_starts_anew_gets_the_words_that_it_has_not_acknowledged(enter, stand_in):
    page = enter()
    until(lambda: len(stand_in.frames) > 60)
    stand_in.acks = False
    time.sleep(0.5)
    stand_in.drop(refuse=1012)
    shown(page, "lost")
    stand_in.frames.clear()
    stand_in.seen.clear()
    stand_in.refuse = None
    until(lambda: len(stand_in.frames) > 50)
    assert stand_in.seen == list(range(len(stand_in.seen)))


def test_an_old_token_is_renewed_by_the_page_and_another_tab_is_told(enter, stand_in):
    page = enter()
    stand_in.refuse = 4401
    stand_in.close(4401)
    until(lambda: stand_in.hellos == 2)
    stand_in.send(type="state", state="listening", left_ms=0, of_ms=0)
    shown(page, "listening")
    stand_in.close(4409)
    shown(page, "elsewhere")
    assert title(page) == "You are in another tab"
    page.click("#live-mic")
    until(lambda: stand_in.hellos == 3)


def test_a_reload_goes_on_with_the_servers_numbers(enter, stand_in):
    page = enter()
    until(lambda: len(stand_in.frames) > 40)
    page.reload()
    page.wait_for_selector("#live-mic")
    had = len(stand_in.frames)
    page.click("#live-mic")
    until(lambda: len(stand_in.frames) > had + 40)
    assert stand_in.seen == list(range(len(stand_in.seen)))


# --- the browser's own voice ----------------------------------------------------------------------------------------

LONG = "Tell me about a system that you changed under load. " * 6 + "What would you do again?"


def test_the_browsers_voice_is_half_duplex_until_the_check_heard_no_echo(enter, stand_in):
    stand_in.value["voice"] = "client"
    page = enter(SYNTH, TONE % ("0.3", "[400]"))
    assert stand_in.messages[0]["voice"] == "client"
    assert stand_in.messages[0]["half_duplex"] is True
    stand_in.send(type="speak", utterance=1, text=QUESTION, voice="client", lang="en")
    stand_in.send(type="state", state="speaking", left_ms=0, of_ms=0)
    shown(page, "speaking_half")
    until(lambda: stand_in.told("voiced"))
    time.sleep(0.2)
    first = len(stand_in.frames)
    time.sleep(0.5)
    assert not samples(stand_in, first, first + 15).any()
    stand_in.send(type="speak_end", utterance=1)
    until(lambda: stand_in.told("voiced")[-1]["ended"])
    told = [one["chars"] for one in stand_in.told("voiced")]
    assert told == sorted(told)
    assert told[-1] == len(QUESTION)
    time.sleep(0.5)
    assert np.abs(samples(stand_in, len(stand_in.frames) - 5)).max() > 1000


def test_without_an_echo_the_microphone_stays_open_while_the_browser_speaks(enter, stand_in):
    stand_in.value["voice"] = "client"
    page = enter("sessionStorage.setItem('viva-mic', '{\"half_duplex\": false}')", SYNTH, TONE % ("0.3", "[400]"))
    assert stand_in.messages[0]["half_duplex"] is False
    stand_in.send(type="speak", utterance=1, text=QUESTION, voice="client", lang="en")
    stand_in.send(type="state", state="speaking", left_ms=0, of_ms=0)
    shown(page, "speaking")
    until(lambda: stand_in.told("voiced"))
    first = len(stand_in.frames)
    until(lambda: len(stand_in.frames) > first + 10)
    assert np.abs(samples(stand_in, first)).max() > 1000
    stand_in.send(type="clear", utterance=1)
    until(lambda: page.evaluate("window.__synth.cancels") > 0)
    had = len(stand_in.told("voiced"))
    time.sleep(0.3)
    assert len(stand_in.told("voiced")) == had
    assert not page.evaluate("speechSynthesis.speaking")


def test_a_long_text_is_spoken_in_stretches_by_a_voice_of_its_language(enter, stand_in):
    stand_in.value["voice"] = "client"
    page = enter(SYNTH)
    stand_in.send(type="speak", utterance=1, text=LONG, voice="client", lang="en")
    stand_in.send(type="speak", utterance=1, text="And why?", voice="client", lang="en")
    stand_in.send(type="speak_end", utterance=1)
    until(lambda: stand_in.told("voiced") and stand_in.told("voiced")[-1]["ended"])
    spoken = page.evaluate("window.__synth.spoken")
    assert "".join(one["text"] for one in spoken[:-1]) == LONG
    assert all(len(one["text"]) <= 180 for one in spoken)
    assert {one["voice"] for one in spoken} == {"Near"}
    assert stand_in.told("voiced")[-1]["chars"] == len(f"{LONG} And why?")


@pytest.mark.parametrize("pauses", ["true", "false"])
def test_the_browsers_voice_holds_and_goes_on_even_where_it_cannot_pause(enter, stand_in, pauses):
    stand_in.value["voice"] = "client"
    page = enter(SYNTH, f"window.__synth.pauses = {pauses};")
    stand_in.send(type="speak", utterance=1, text=QUESTION, voice="client", lang="en")
    stand_in.send(type="speak_end", utterance=1)
    until(lambda: stand_in.told("voiced") and stand_in.told("voiced")[-1]["chars"] > 20)
    stand_in.send(type="hold", utterance=1)
    time.sleep(0.5)
    held = stand_in.told("voiced")[-1]["chars"]
    time.sleep(0.4)
    assert stand_in.told("voiced")[-1]["chars"] == held < len(QUESTION)
    stand_in.send(type="go_on", utterance=1)
    until(lambda: stand_in.told("voiced")[-1]["ended"])
    assert stand_in.told("voiced")[-1]["chars"] == len(QUESTION)
    if pauses == "false":
        assert page.evaluate("window.__synth.spoken.at(-1).text") == QUESTION[held:]


def test_a_voice_that_gives_no_sign_is_given_up_within_a_second_and_said_so(enter, stand_in):
    stand_in.value["voice"] = "client"
    page = enter(SYNTH, "window.__synth.dead = true;")
    began = time.monotonic()
    stand_in.send(type="speak", utterance=1, text=QUESTION, voice="client", lang="en")
    until(lambda: stand_in.told("voice_failed"))
    assert 0.9 < time.monotonic() - began < 1.6
    page.get_by_text("Your browser's voice did not start, so read the questions here.").wait_for()
    stand_in.drop()
    until(lambda: stand_in.hellos == 2)
    assert stand_in.told("hello")[-1]["voice"] == "none"


# --- the browser's own recognition ----------------------------------------------------------------------------------


def test_the_browser_recognises_only_after_consent_and_is_named_while_it_does(enter, stand_in):
    stand_in.value["recognition"] = "browser"
    page = enter(EARS)
    assert stand_in.messages[0]["recognition"] == "none"
    assert not page.evaluate("window.__started ?? 0")
    page.get_by_text("it may send your voice to its maker").wait_for()
    page.click("#live-agree")
    until(lambda: stand_in.hellos == 2)
    assert stand_in.told("hello")[-1]["recognition"] == "browser"
    page.wait_for_function("window.__started === 1")
    assert "recognition listens" in page.evaluate("getComputedStyle(document.querySelector('#head .at-work'), '::before').content")
    page.evaluate("""() => window.__ears.onresult({ resultIndex: 0, results: [Object.assign([{ transcript: " I would measure first" }], { isFinal: true })] })""")
    until(lambda: stand_in.told("heard") == [{"type": "heard", "text": "I would measure first", "final": True}])
    page.keyboard.press("m")
    page.wait_for_function("window.__ears === null")


# --- what is wrong with a microphone --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scripts", "words"),
    [
        ([REFUSING.format(name="NotAllowedError", words="no"), PERMISSION.format(state="denied")], "blocked for this page"),
        ([REFUSING.format(name="NotAllowedError", words="Permission dismissed"), PERMISSION.format(state="prompt")], "got no answer"),
        ([REFUSING.format(name="NotFoundError", words="no")], "No microphone was found"),
        ([REFUSING.format(name="NotReadableError", words="no")], "Another program is using the microphone"),
        (["Object.defineProperty(window, 'isSecureContext', { value: false })"], "only to secure pages"),
        (["Object.defineProperty(BaseAudioContext.prototype, 'audioWorklet', { value: undefined })"], "too old to send sound"),
    ],
    ids=["denied", "dismissed", "missing", "busy", "http", "no worklet"],
)
def test_a_microphone_that_does_not_open_is_explained_and_typing_goes_on(enter, stand_in, scripts, words):
    page = enter(*scripts, start=False)
    page.click("#live-mic")
    shown(page, "trouble")
    sentence = page.locator(".trouble p").inner_text()
    assert words in sentence
    assert "type" in sentence
    page.click("#live-type")
    until(lambda: stand_in.told("mode") == [{"type": "mode", "mode": "keyboard"}])
    page.fill("#live-answer", "I would measure first.")
    page.keyboard.press("Control+Enter")
    until(lambda: stand_in.told("typed"))
    typed = stand_in.told("typed")[0]
    assert (typed["text"], typed["code"]) == ("I would measure first.", "")
    assert typed["request_id"]
    assert page.input_value("#live-answer") == ""


def test_a_page_inside_a_frame_without_the_microphone_says_open_it_in_a_tab(enter, stand_in):
    stand_in.framed = True
    elsewhere = stand_in.url.replace("127.0.0.1", "localhost") + "/look/"
    outer = enter(url=elsewhere)
    outer.set_content(f'<iframe src="{stand_in.url}" width="1200" height="800"></iframe>')
    frame = outer.frame_locator("iframe")
    frame.locator("#live-mic").click()
    frame.get_by_text("Open it in a tab of its own").wait_for()


def test_a_microphone_without_any_sound_is_said_after_five_seconds_and_taken_back_at_the_first(enter, stand_in):
    page = enter(TONE % ("0", "[300]"))
    began = time.monotonic()
    page.get_by_text("No sound comes from this microphone yet").wait_for()
    assert 3.5 < time.monotonic() - began < 7
    page.evaluate("window.__loud(0.3)")
    page.locator(".trouble").wait_for(state="hidden")


def test_an_unplugged_microphone_is_said_typing_goes_on_and_another_one_resumes(enter, stand_in):
    page = enter(TONE % ("0.3", "[300]"))
    until(lambda: len(stand_in.frames) > 20)
    page.evaluate("window.__track.dispatchEvent(new Event('ended'))")
    shown(page, "trouble")
    page.get_by_text("The microphone was unplugged. What you said is kept.").wait_for()
    assert stand_in.told("mode")[-1]["mode"] == "keyboard"
    page.click("#live-type")
    page.fill("#live-answer", "The rest by hand.")
    page.click("#live-send")
    until(lambda: stand_in.told("typed"))
    had = len(stand_in.frames)
    page.click("#live-mic")
    until(lambda: stand_in.told("mode")[-1]["mode"] == "voice")
    until(lambda: len(stand_in.frames) > had + 20)
    assert stand_in.seen == list(range(len(stand_in.seen)))


def test_a_hidden_page_says_when_it_is_back_that_it_went_on_listening(enter):
    page = enter()
    hide = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate(hide, True)
    time.sleep(0.3)
    page.evaluate(hide, False)
    page.get_by_text("While you were away I went on listening.").wait_for()


# --- what is shown and pressed --------------------------------------------------------------------------------------


def test_single_keys_press_the_buttons_but_not_in_a_field_nor_over_a_button_nor_when_off(enter, stand_in):
    page = enter()
    page.locator("body").press("t")
    for key in ("r", "h", " "):
        page.keyboard.press(key)
    until(lambda: stand_in.told("done"))
    assert [one["action"] for one in stand_in.told("act")] == ["think", "repeat", "hint"]
    page.focus("#live-skip")
    page.keyboard.press(" ")
    until(lambda: len(stand_in.told("act")) == 4)
    assert stand_in.told("act")[-1]["action"] == "skip"
    page.click("#live-keyboard")
    page.fill("#live-answer", "")
    page.keyboard.type("three hints, right")
    assert page.input_value("#live-answer") == "three hints, right"
    page.evaluate("document.activeElement.blur(); localStorage.setItem('viva-keys', 'off')")
    page.keyboard.press("t")
    time.sleep(0.3)
    assert len(stand_in.told("act")) == 4
    assert len(stand_in.told("done")) == 1


def test_states_are_words_and_the_ring_runs_with_the_time_that_is_left(enter, stand_in):
    page = enter()
    stand_in.send(type="state", state="still_listening", left_ms=2000, of_ms=4000)
    shown(page, "still_listening")
    assert page.locator(".live .words").inner_text() == "Take your time. I will answer when you are done, in about two seconds of silence."
    offset = "parseFloat(getComputedStyle(document.querySelector('.ring .left')).strokeDashoffset)"
    first = page.evaluate(offset)
    time.sleep(0.5)
    assert page.evaluate(offset) > first + 20
    for state, words in (("thinking", "Thinking"), ("speaking", "Speaking"), ("paused", "Paused"), ("listening", "Listening")):
        stand_in.send(type="state", state=state, left_ms=0, of_ms=0)
        shown(page, state)
        assert title(page) == words
    page.click("text=Patient")
    until(lambda: stand_in.told("patience") == [{"type": "patience", "patience": "patient"}])


def test_captions_are_text_strong_when_certain_and_soft_when_not(enter, stand_in):
    page = enter()
    stand_in.send(type="caption", side="you", text="So the lease <img src=x onerror=alert(1)>", final=True, turn=3)
    stand_in.send(type="caption", side="you", text="So the lease <img src=x onerror=alert(1)> had expired", final=False, turn=3)
    page.get_by_text("had expired").wait_for()
    assert page.locator(".caption.you .sure").inner_text() == "So the lease <img src=x onerror=alert(1)>"
    assert page.locator(".caption.you .maybe").inner_text().strip() == "had expired"
    assert not page.locator(".captions img").count()
    assert page.get_attribute(".caption.you .sure", "aria-live") == "polite"


def test_a_pause_sends_nothing_and_a_committed_turn_reaches_the_page_and_gradio(enter, stand_in):
    page = enter()
    page.evaluate("document.addEventListener('viva:turn', (event) => { window.__turn = event.detail.view.turn; })")
    page.click("#live-pause")
    until(lambda: stand_in.told("act")[-1]["action"] == "pause")
    stand_in.send(type="state", state="paused", left_ms=0, of_ms=0)
    shown(page, "paused")
    time.sleep(0.2)
    had = len(stand_in.frames)
    time.sleep(0.3)
    assert len(stand_in.frames) == had
    page.click("#live-mic")
    until(lambda: stand_in.told("act")[-1]["action"] == "resume")
    stand_in.send(type="view", view={**VIEW, "turn": 4, "hints_left": 0})
    page.wait_for_function("window.__turn === 4")
    page.get_by_text("A turn was taken").wait_for()
    assert page.locator("#live-hint").is_disabled()
    stand_in.send(type="finished", session_id="s1", job_id="j1")
    shown(page, "finished")
    assert title(page) == "That was the interview"


def test_what_was_typed_survives_a_reload_and_code_has_a_field_of_its_own(enter, stand_in):
    stand_in.value["view"] = {**VIEW, "track": "coding"}
    page = enter(start=False)
    page.click("#live-keyboard")
    until(lambda: stand_in.hellos)
    stand_in.send(type="view", view={**VIEW, "track": "coding"})
    page.locator("#live-code").wait_for()
    page.fill("#live-answer", "A heap of size k.")
    page.fill("#live-code", "import heapq")
    page.reload()
    page.click("#live-keyboard")
    assert page.input_value("#live-answer") == "A heap of size k."
    until(lambda: stand_in.hellos == 2)
    stand_in.send(type="view", view={**VIEW, "track": "coding"})
    page.locator("#live-code").wait_for()
    page.click("#live-send")
    until(lambda: stand_in.told("typed"))
    assert stand_in.told("typed")[0]["code"] == "import heapq"


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize("dark", ["", "?dark"])
def test_nothing_scrolls_sideways_and_every_control_has_a_name(enter, stand_in, width, dark):
    page = enter(width=width, reduced_motion="reduce")
    stand_in.send(type="state", state="still_listening", left_ms=3000, of_ms=4000)
    stand_in.send(type="caption", side="you", text="word " * 60, final=False, turn=3)
    shown(page, "still_listening")
    wide = "[...document.querySelectorAll('.live *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length"
    assert page.evaluate(wide) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    nameless = "[...document.querySelectorAll('.live button')].filter((one) => !(one.innerText.trim() || one.ariaLabel || one.hidden)).map((one) => one.id)"
    assert page.evaluate(nameless) == []
    if width == 375:
        box = page.locator("#live-done").bounding_box()
        assert box["y"] + box["height"] > 800


# --- the check before the start -------------------------------------------------------------------------------------


def to_check(page):
    page.get_by_role("tab", name="Check").click()
    page.click("#mic-open")
    page.get_by_text("I hear you").wait_for()


@pytest.mark.parametrize(("echo", "words"), [(0.3, "Your microphone hears me. Use headphones"), (0.02, "so you can interrupt me")])
def test_the_check_hears_an_echo_or_none_and_the_room_follows_it(enter, stand_in, echo, words):
    stand_in.value["voice"] = "client"
    page = enter(SYNTH, TONE % ("0.02", "[300]"), f"window.__room = 0.02; window.__echo = {echo};", start=False)
    to_check(page)
    page.click("#mic-echo")
    page.get_by_text(words).wait_for()
    page.get_by_role("tab", name="Interview").click()
    page.click("#live-mic")
    until(lambda: stand_in.hellos)
    assert stand_in.messages[0]["half_duplex"] is (echo > 0.1)


def test_the_check_records_three_seconds_and_plays_them_back(enter):
    page = enter(LISTEN, TONE % ("0.3", "[500]"), start=False)
    to_check(page)
    page.click("#mic-record")
    page.click("#mic-listen")
    time.sleep(1.5)
    heard = np.concatenate([np.array(one[1:]) for one in page.evaluate("window.__out")])
    loud = heard[np.abs(heard) > 0.001]
    assert len(loud) > 20_000
    assert peak(loud, page.evaluate("window.__rate")) == pytest.approx(500, abs=8)


def test_the_check_says_what_is_wrong(enter):
    page = enter(REFUSING.format(name="NotFoundError", words="no"), start=False)
    page.get_by_role("tab", name="Check").click()
    page.click("#mic-open")
    page.get_by_text("No microphone was found.").wait_for()
