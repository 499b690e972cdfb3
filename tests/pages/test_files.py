"""Recordings over HTTP: whole and in ranges, for their owner alone, deleted by a press; and the report that plays them."""

import hashlib
import json
import re
import uuid
from pathlib import Path

import numpy as np
import pytest

from agents import interview, recording
from audio.clip import RATE, Clip, decode
from core.caller import Caller
from core.schema import Brief, Utterance, Word
from core.settings import Settings
from tests.callers import fetch
from tests.conftest import Server
from tests.pages.test_browser import browser  # noqa: F401 - a fixture
from tests.waiting import until
from tests.wire import deepgram
from tests.wire.serving import spread

pytestmark = pytest.mark.live
SECONDS = 24


def voice(seconds=SECONDS):
    """A voice-like hum with a melody and syllables, so that there is pitch and loudness to measure."""
    t = np.arange(int(seconds * RATE)) / RATE
    pitch = 130 * 2 ** (np.sin(2 * np.pi * 0.3 * t) * 3 / 12)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    hum = sum(np.sin(k * phase) / k for k in range(1, 8)) * (0.55 + 0.45 * np.sin(2 * np.pi * 3 * t))
    return Clip((hum / np.abs(hum).max() * 9000).astype("<i2").tobytes())


def hold(deps, caller, clip, *, heard=True):
    """A finished interview whose one question was answered aloud, its words spread over the recording, or not heard at all.

    Returns its id and the words.
    """
    view = interview.start(deps, caller, Brief(track="technical", questions=1, seed=3, record=True))
    told = ""
    while view.status != "finished":
        question = next((one for one in deps.knowledge.bank if one.title == view.title), None)
        said = Utterance(text="I am ready." if view.phase == "opening" else "No, thank you.")
        if view.phase == "core" and question is not None:
            told = question.reference
            for n, at in enumerate(range(0, len(clip.pcm), 320_000)):
                pcm = clip.pcm[at : at + 320_000]
                digest = hashlib.sha256(pcm).hexdigest()
                recording.keep_chunk(deps, caller, view.session_id, view.turn, "you", n, pcm, digest)
            words = tuple(Word(text=a, start=b, end=c) for a, b, c in spread(told, clip.seconds - 2, 1.0))
            said = Utterance(text=told, source="spoken", words=words, engine="whisper:base", unheard=1)
            said = said if heard else Utterance(text="", source="spoken", unheard=1)
        list(interview.answer(deps, caller, view.session_id, said, uuid.uuid4().hex))
        view = interview.status(deps, caller, view.session_id)
    return view.session_id, told


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server over a folder in which the local user has spoken; its report is there."""
    from app import make_deps

    folder = tmp_path_factory.mktemp("spoken")
    deps = make_deps(Settings(data=folder, brain="rules", stt="vosk"))
    clip = voice()
    session_id, _ = hold(deps, Caller(owner="local", role="local"), clip)
    deps.close()
    server = Server(folder, VIVA_STT="vosk").start()
    until(lambda: fetch(f"{server.url}/files/report/{session_id}.json").status == 200)
    yield server, session_id, clip
    server.stop()


@pytest.fixture(scope="module")
def sound(served):
    server, session_id, _ = served
    return f"{server.url}/files/audio/{session_id}/1/you.flac"


def test_a_recording_comes_whole_and_is_what_was_said(served, sound):
    status, headers, body = fetch(sound)
    assert status == 200
    assert headers["content-type"] == "audio/flac"
    assert headers["accept-ranges"] == "bytes"
    assert headers["cache-control"].startswith("private")
    assert int(headers["content-length"]) == len(body)
    assert decode(body).pcm == served[2].pcm
    status, headers, nothing = fetch(sound, method="HEAD")
    assert (status, int(headers["content-length"]), nothing) == (200, len(body), b"")


def test_any_part_of_it_can_be_asked_for(sound):
    whole = fetch(sound)[2]
    size = len(whole)
    for wanted, start, end in (
        ("bytes=0-", 0, size),
        ("bytes=0-0", 0, 1),
        ("bytes=100-299", 100, 300),
        (f"bytes={size - 5}-", size - 5, size),
        (f"bytes=10-{size + 999}", 10, size),
        ("bytes=-7", size - 7, size),
        (f"bytes=-{size + 1}", 0, size),
    ):
        status, headers, body = fetch(sound, Range=wanted)
        assert status == 206, wanted
        assert headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        assert body == whole[start:end]


def test_a_part_beyond_the_end_is_refused_and_what_is_no_part_gives_the_whole(sound):
    size = len(fetch(sound)[2])
    for wanted in (f"bytes={size}-", "bytes=99999999-", "bytes=-0"):
        status, headers, body = fetch(sound, Range=wanted)
        assert (status, headers["content-range"], body) == (416, f"bytes */{size}", b""), wanted
    for wanted in ("bytes=9-2", "bytes=", "bytes=-", "lines=1-2", "bytes=0-1,4-5", "bytes=a-b", "bytes=1-2x"):
        status, _, body = fetch(sound, Range=wanted)
        assert (status, len(body)) == (200, size), wanted


def test_a_part_is_given_only_of_the_file_it_was_asked_of(sound):
    tag = fetch(sound, method="HEAD")[1]["etag"]
    assert fetch(sound, Range="bytes=0-9", If_Range=tag)[0] == 206
    assert fetch(sound, Range="bytes=0-9", If_Range='"another"')[0] == 200
    assert fetch(sound, If_None_Match=tag)[0] == 304


def test_what_is_not_there_is_refused_in_the_same_words(served):
    server, session_id, _ = served
    told = set()
    for path in (
        f"{session_id}/9/you.flac",
        f"{session_id}/1/interviewer.flac",
        f"{session_id}/1/both.flac",
        f"{session_id}/1/you.wav",
        f"{session_id}/-1/you.flac",
        f"{session_id}/1e3/you.flac",
        f"{uuid.uuid4().hex}/1/you.flac",
        "x/1/you.flac",
        "%2e%2e/1/you.flac",
    ):
        status, _, body = fetch(f"{server.url}/files/audio/{path}")
        assert status == 404, path
        told.add(body)
    assert told == {b'{"error":"unknown_recording: There is no such recording among yours."}'}


def test_another_site_can_neither_delete_nor_transcribe(served, sound):
    server, session_id, _ = served
    base = f"{server.url}/files/audio/{session_id}"
    assert fetch(base, method="DELETE", Origin="https://elsewhere.example")[0] == 403
    assert fetch(f"{base}/transcript", method="POST", Origin="https://elsewhere.example")[0] == 403
    assert fetch(sound)[0] == 200


@pytest.fixture
def page(browser, served, request):  # noqa: F811
    """The report at the Feedback page, in a browser that may play; no error, no foreign host."""
    context = browser.new_context(viewport={"width": request.param, "height": 860})
    made = context.new_page()
    faults, foreign = [], []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "request", lambda one: foreign.append(one.url) if not one.url.startswith((served[0].url, "data:")) else None
    )
    made.set_default_timeout(30_000)
    made.goto(served[0].url)
    made.get_by_role("tab", name="Feedback").click()
    made.wait_for_selector("#past-report .aloud")
    yield made
    context.close()
    assert not faults
    assert not foreign


def position(page):
    return float(page.get_attribute("#past-report .wave", "aria-valuenow"))


@pytest.mark.browser
@pytest.mark.parametrize("page", [1440, 375], indirect=True)
def test_a_quote_plays_its_own_second_and_stops(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    quote = page.locator("#past-report .hear").last
    start, end = (float(quote.get_attribute(f"data-{name}")) for name in ("start", "end"))
    assert 0.5 < end - start < 12
    assert quote.get_attribute("aria-label") == "Play this quote"
    quote.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('#past-report .hear[aria-pressed="true"]')
    page.wait_for_function(
        "from => Number(document.querySelector('#past-report .wave').getAttribute('aria-valuenow')) > from", arg=start
    )
    assert start - 0.1 <= position(page) <= end + 0.3
    page.wait_for_selector('#past-report .hear[aria-pressed="true"]', state="detached")
    assert position(page) == pytest.approx(end, abs=0.35)


@pytest.mark.browser
@pytest.mark.parametrize("page", [1440], indirect=True)
def test_the_player_goes_by_mouse_and_by_keyboard(page):
    wave = page.locator("#past-report .wave").first
    wave.scroll_into_view_if_needed()
    width = wave.bounding_box()["width"]
    wave.click(position={"x": width / 2, "y": 30})
    page.wait_for_selector('#past-report .aloud .play[aria-pressed="true"]')
    assert SECONDS / 2 - 0.2 <= position(page) <= SECONDS / 2 + 3
    wave.focus()
    page.keyboard.press("Space")
    page.wait_for_selector('#past-report .aloud .play[aria-pressed="false"]')
    at = position(page)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "at => Number(document.querySelector('#past-report .wave').getAttribute('aria-valuenow')) < at - 1.5", arg=at
    )
    page.keyboard.press("Home")
    page.wait_for_function("Number(document.querySelector('#past-report .wave').getAttribute('aria-valuenow')) === 0")
    assert re.fullmatch(r"0:00 of 0:\d\d", wave.get_attribute("aria-valuetext"))


@pytest.mark.browser
@pytest.mark.parametrize("page", [1440], indirect=True)
def test_what_was_not_heard_is_said_and_the_recording_can_be_deleted_after_a_question(page, served):
    server, session_id, _ = served
    page.get_by_role("button", name="Transcribe what was not heard").click()
    page.wait_for_selector("#past-report .banner.later:has-text('VIVA_VOSK_FOLDER')")
    page.wait_for_timeout(1500)  # the report is drawn anew with the banner; a press on the old one is lost
    page.get_by_role("button", name="Delete the recording").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Delete the recording").click()
    page.get_by_role("button", name="Delete it").click()
    page.wait_for_selector("#past-report .aloud", state="detached")
    assert page.locator("#past-report .hear").count() == 0
    assert page.locator("#past-report .measures").count() > 0
    assert fetch(f"{server.url}/files/audio/{session_id}/1/you.flac")[0] == 404
    told = json.loads(fetch(f"{server.url}/files/everything.json")[2])
    assert told["audio"] == told["recordings"] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 375])
def test_words_that_were_not_heard_come_into_the_open_report_by_themselves(browser, tmp_path, width):  # noqa: F811
    """A recognizer that is down during the interview, up again and slow while the report is looked at."""
    jfk = Path(__file__).parents[2].parent / "shared" / "data" / "audio" / "jfk.flac"
    if not jfk.exists():
        pytest.skip("the recording of 1961 is not here")
    from app import make_deps

    deps = make_deps(Settings(data=tmp_path, brain="rules", stt="deepgram"))
    session_id, reference = hold(deps, Caller(owner="local", role="local"), decode(jfk), heard=False)
    deps.close()
    vendor = deepgram.Deepgram([reference], latency=60.0)
    env = {"VIVA_STT": "deepgram", "VIVA_DEEPGRAM_URL": vendor.url, "DEEPGRAM_API_KEY": deepgram.KEY}
    server = Server(tmp_path, **env).start()
    page = browser.new_page(viewport={"width": width, "height": 860})
    try:
        page.goto(server.url)
        page.wait_for_selector("#btn-begin")
        until(lambda: fetch(f"{server.url}/files/report/{session_id}.json").status == 200)
        page.get_by_role("tab", name="Feedback").click()
        page.wait_for_selector("#past-report .banner >> text=It is being transcribed now")
        assert page.locator("#past-report >> text=Not transcribed yet.").count() == 1
        vendor.latency = 0.0
        page.wait_for_selector("#past-report >> text=Some of what you said was transcribed after the interview.")
        assert page.locator("#past-report .hear").count() > 0
        assert page.locator("#past-report >> text=Not transcribed yet.").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    finally:
        page.close()
        server.stop()
        vendor.close()
