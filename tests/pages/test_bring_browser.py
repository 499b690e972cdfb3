"""A recording chosen in the browser becomes a transcript whose words play; what is no recording, silent or music is told in the page."""

import pytest

from tests.conftest import Server
from tests.pages.test_browser import browser  # noqa: F401 - a fixture
from tests.pages.test_transcripts_page import LATE_S, plays, sounding, word
from tests.recordings.brought import quiet, speech
from tests.recordings.test_recordings import INTERVIEW
from tests.recordings.tunes import tunes
from tests.wire.deepgram import KEY, Deepgram

pytestmark = pytest.mark.browser
WATCH = """() => {
  window.seen = [];
  const place = document.querySelector('.tr-way');
  new MutationObserver(() => window.seen.push(place.innerText)).observe(place, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    vendor = Deepgram([INTERVIEW], latency=60.0)
    keys = {"DEEPGRAM_API_KEY": KEY, "VIVA_DEEPGRAM_URL": vendor.url}
    server = Server(tmp_path_factory.mktemp("bring"), VIVA_STT="deepgram", VIVA_BRAIN="rules", **keys).start()
    yield server, vendor
    server.stop()
    vendor.close()


@pytest.fixture(scope="module")
def page(browser, served):  # noqa: F811
    made = browser.new_page(viewport={"width": 1440, "height": 860})
    faults = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.set_default_timeout(30_000)
    made.goto(served[0].url)
    made.wait_for_selector("#btn-begin")
    made.get_by_role("tab", name="Transcripts").click()
    yield made
    made.close()
    assert not faults


def bring(page, path, data, candidate=""):
    """Chooses a file in the form and sends it."""
    path.write_bytes(data)
    page.get_by_role("button", name="Bring a recording").first.click()
    page.wait_for_selector(".tr-bring h1:focus")
    page.locator(".tr-bring input[type=file]").set_input_files(path)
    page.locator(".tr-bring input[name=candidate]").fill(candidate)
    page.evaluate(WATCH)
    page.get_by_role("button", name="Bring it").click()


def test_a_chosen_file_is_followed_to_its_transcript_and_a_clicked_word_plays(page, served, tmp_path):
    # Its name lies about its kind; what counts is what is in it.
    bring(page, tmp_path / "ana.mp3", speech(60).wav(), "Ana <b>Silva</b>")
    page.wait_for_selector(".tr-way :text('Somebody listens to it')")
    assert page.locator(".tr-way li.done").count() == 2
    served[1].latency = 0.0
    page.wait_for_selector(".tr-detail")
    seen = " ".join(page.evaluate("window.seen"))
    assert "Sending: 0 of" in seen
    assert "1:00 of sound" in seen
    assert len(served[1].requests) == 1
    detail = page.locator(".tr-detail").inner_text()
    assert "Ana <b>Silva</b>" in detail
    assert "How would you tune a piano?" in detail
    clicked = word(page, "welcome")
    start = float(clicked.get_attribute("data-s"))
    page.evaluate(
        "() => { window.began = null; document.querySelector('.tr-sound').addEventListener('playing', (event) =>"
        " { window.began ??= event.target.currentTime - (performance.now() - event.timeStamp) / 1000; }); }"
    )
    clicked.click()
    page.wait_for_function("window.began !== null")
    assert abs(page.evaluate("window.began") - start) <= LATE_S
    plays(page)
    assert sounding(page) >= start - LATE_S


def test_what_is_no_recording_is_refused_in_the_form_and_the_form_stays(page, tmp_path):
    bring(page, tmp_path / "talk.wav", b"Notes of the talk with Ana, nothing recorded.\n" * 40)
    page.wait_for_selector(".tr-bring .told:not(:empty)")
    told = page.locator(".tr-bring .told").inner_text()
    assert told.endswith(".")
    assert "Send" in told
    assert page.locator(".tr-way").inner_text() == ""
    assert page.get_by_role("button", name="Bring it").is_enabled()


@pytest.mark.parametrize(
    ("name", "sound", "told"),
    [
        ("quiet.wav", quiet(6), "No speech could be heard in this recording."),
        ("waiting.wav", tunes(12)["waiting line"], "We hear music rather than speech in this recording"),
    ],
)
def test_what_holds_no_words_says_so_in_its_transcript(page, served, tmp_path, name, sound, told):
    asked = len(served[1].requests)
    bring(page, tmp_path / name, sound.wav())
    page.wait_for_selector(f".tr-detail :text('{told}')")
    assert page.locator(".tr-said [data-s]").count() == 0
    assert len(served[1].requests) == asked
