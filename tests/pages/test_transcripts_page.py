"""A hiring manager at the Transcripts page: reads, hears single words, notes, decides, compares; blind where they want it."""

import hashlib
import json
import time
import urllib.error
import urllib.request
import uuid
import wave

import numpy as np
import pytest

from agents import feedback, interview, own_uploads, recording
from audio.clip import RATE, Clip
from core.caller import Caller
from core.errors import AppError
from core.schema import Brief, Utterance, Word
from core.settings import Settings
from tests.conftest import Server
from tests.kits.test_kits import held as by_link
from tests.kits.test_kits import invited, kit_of
from tests.pages.test_browser import browser  # noqa: F401 - a fixture
from tests.pages.test_files import voice
from tests.pages.test_guests import new_cookie
from tests.wire.serving import spread

pytestmark = pytest.mark.browser
ME = Caller(owner="local", role="local")
BANK = """## How can two workers come to hold one lease?
topic: consistency
level: 4

A lease expires while its holder is paused, for example by a long garbage collection. When the holder wakes up it still thinks that it
owns the lease, so both write. Every write has to be idempotent or carry a fencing number that storage checks.

- A paused holder still thinks that it owns the lease. [weight 3]
- Every write has to be idempotent. [weight 2]
- Storage refuses a fencing number that is older. [weight 2]

## What does a queue that never empties tell you?
topic: queues
level: 4

It says that work arrives faster than it is done. I would measure the arrival rate against the service rate and shed load or add
consumers, since a longer queue only hides the problem.

- Work arrives faster than it is done. [weight 3]
- A longer queue only hides the problem. [weight 2]
"""
WEAK = {
    "lease": "I am not sure. Perhaps the clock of one machine was wrong, and then I would look at the logs of both of them.",
    "queue": "It tells that work arrives faster than it is done, and I would add a second consumer to help with the work.",
}
STRONG = {
    "lease": "The lease had a ten second expiry, and the first worker was paused by a long garbage collection. When it woke up it "
    "still thought that it owned the lease. So every write has to be idempotent, or carry a fencing number that only goes up, and "
    "storage refuses the older one.",
    "queue": "It says that work arrives faster than it is done. I would measure the arrival rate against the service rate first. "
    "A longer queue only hides the problem, so I would shed load or add consumers.",
}
JOB = """Requirements:
- Queues and consumers
- Consistency of leases
- Kubernetes in production"""
HOSTILE = "I am Ada Lovelace <img src=x onerror=alert(1)>, and I keep ledgers."
LATE_S = 0.15
"""Seconds by which a word may be missed."""


def hold(deps, caller, name, answers, *, spoken, bank):
    """A finished interview on the questions of the bank, aloud or typed, with its report."""
    brief = Brief(
        track="technical",
        role="backend",
        level=4,
        questions=2,
        seed=3,
        record=spoken,
        name=name,
        job_description=JOB,
        banks=(bank,),
        ours=False,
    )
    view = interview.start(deps, caller, brief)
    while view.status != "finished":
        text = HOSTILE if view.phase == "opening" else "No, thank you. I have nothing to add to that."
        if view.phase == "core":
            text = next(told for word, told in answers.items() if word in view.said)
        said = Utterance(text=text)
        if spoken:
            seconds = max(4, round(len(text.split()) * 0.4))
            keep(deps, caller, view, talk(3), "interviewer")
            keep(deps, caller, view, talk(seconds + 2), "you")
            words = tuple(Word(text=a, start=b, end=c) for a, b, c in spread(text, seconds, 1.0))
            said = Utterance(text=text, source="spoken", words=words, engine="whisper:base")
        list(interview.answer(deps, caller, view.session_id, said, uuid.uuid4().hex))
        view = interview.status(deps, caller, view.session_id)
    until = time.monotonic() + 30
    while True:
        try:
            feedback.get(deps, caller, view.session_id)
            return view.session_id
        except AppError:
            assert time.monotonic() < until
            time.sleep(0.1)


def talk(seconds):
    """A hum that swells and falls as speech does, silent for two seconds in its middle when it is long enough."""
    hum = np.frombuffer(voice(seconds).pcm, dtype="<i2").astype(np.float64)
    swell = np.random.default_rng(7).uniform(0.15, 1.0, int(seconds * 4) + 1)
    if seconds > 10:
        swell[int(seconds * 2) : int(seconds * 2) + 8] = 0.0
    return Clip((hum * np.repeat(swell, RATE // 4)[: len(hum)]).astype("<i2").tobytes())


def keep(deps, caller, view, clip, side):
    for n, at in enumerate(range(0, len(clip.pcm), 320_000)):
        pcm = clip.pcm[at : at + 320_000]
        digest = hashlib.sha256(pcm).hexdigest()
        recording.keep_chunk(deps, caller, view.session_id, view.turn, side, n, pcm, digest)


def fill(folder):
    """Three interviews on the same two questions: Alan's typed, Grace's and Ada's spoken. Their ids by first name."""
    from app import make_deps

    deps = make_deps(Settings(data=folder, brain="rules"))
    deps.queue.start()
    own_uploads.hold(deps, ME, BANK.encode(), "leases.md")
    bank = own_uploads.keep(deps, ME, "Leases").id
    ids = {
        "Alan": hold(deps, ME, "Alan Turing", STRONG, spoken=False, bank=bank),
        "Grace": hold(deps, ME, "Grace Hopper", WEAK, spoken=True, bank=bank),
        "Ada": hold(deps, ME, "Ada Lovelace", STRONG, spoken=True, bank=bank),
    }
    deps.queue.stop()
    deps.turns.close()
    deps.store.close()
    return ids


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("transcripts")
    ids = fill(folder)
    server = Server(folder).start()
    yield server, ids
    server.stop()


@pytest.fixture(scope="module")
def windows(browser, served):  # noqa: F811
    """Width and scheme → a browser's window of its own, which keeps scripts and fonts from one test to the next."""
    made = {}

    def window(width, scheme):
        if (width, scheme) not in made:
            made[width, scheme] = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme)
        return made[width, scheme]

    yield window
    for one in made.values():
        one.close()


@pytest.fixture
def page(windows, served, request):
    """The Transcripts page at a width and in a scheme; no script error, no foreign host, nothing that scrolls sideways."""
    made = windows(*getattr(request, "param", (1440, "light"))).new_page()
    faults, foreign = [], []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("dialog", lambda dialog: faults.append(dialog.message))
    made.on("request", lambda one: foreign.append(one.url) if not one.url.startswith((served[0].url, "data:", "blob:")) else None)
    made.set_default_timeout(30_000)
    visit(made, served[0].url)
    yield made
    assert made.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    made.close()
    assert not faults
    assert not foreign


def visit(page, url):
    page.goto(url)
    page.wait_for_selector("#btn-begin")
    page.get_by_role("tab", name="Transcripts").click()
    page.wait_for_selector("#tr")


def read(page, ids, name):
    """Opens one from the list."""
    page.locator(f'#tr-list [data-open="{ids[name]}"]').click()
    page.wait_for_selector(f'.tr-detail[data-transcript="{ids[name]}"]')


def sounding(page):
    """The second of the time line that sounds, by the browser's own player."""
    return page.evaluate(
        "() => { const takes = JSON.parse(document.querySelector('.tr-player').dataset.takes), sound = document.querySelector('.tr-sound');"
        "const take = takes.find((one) => sound.src.endsWith(one.path)); return sound.paused || !take ? -1 : take.start + sound.currentTime }"
    )


def plays(page):
    page.wait_for_function("!document.querySelector('.tr-sound').paused && document.querySelector('.tr-sound').readyState > 1")


def word(page, text, at=0):
    return page.locator(".tr-said [data-s]", has_text=text).nth(at)


BOTH = [(1440, "light"), (375, "dark")]


def test_the_list_is_searched_filtered_and_walked_by_keys(page, served):
    ids = served[1]
    page.locator("#tr-list .tr-open").nth(2).wait_for()
    page.keyboard.press("/")
    page.keyboard.type('"Grace Hopper"')
    page.wait_for_function("document.querySelectorAll('#tr-list .tr-open').length === 1")
    page.locator("#tr-search").fill('"nobody of this name"')
    page.wait_for_selector("#tr-list :text('Nothing fits')")
    page.locator("#tr-search").fill("idempotent")
    hit = page.locator(f'#tr-list [data-open="{ids["Ada"]}"]:has(mark:text("idempotent"))')
    hit.click()
    page.wait_for_selector(f'.tr-detail[data-transcript="{ids["Ada"]}"]')
    at = float(hit.get_attribute("data-go"))
    page.wait_for_function("at => Math.abs(Number(document.querySelector('.tr-wave').getAttribute('aria-valuenow')) - at) < 0.1", arg=at)
    page.locator("#tr-search").fill("Why did two workers hold the lease?")
    page.get_by_role("button", name="Ask this of all transcripts").click()
    quote = page.locator(f'.tr-answer li [data-open="{ids["Ada"]}"]').first
    assert "“" in quote.inner_text()
    quote.click()
    page.wait_for_selector(f'.tr-detail[data-transcript="{ids["Ada"]}"]')
    plays(page)
    page.keyboard.press("Space")
    page.locator("#tr-search").fill("")
    page.wait_for_function("document.querySelectorAll('#tr-list .tr-open').length === 3")
    page.locator(".tr-filters summary").click()
    page.locator("select[name=band_from]").select_option("5")
    page.wait_for_function("document.querySelectorAll('#tr-list .tr-open').length === 2")
    page.get_by_role("button", name="Take all filters off").click()
    page.wait_for_function("document.querySelectorAll('#tr-list .tr-open').length === 3")
    read(page, ids, "Ada")
    page.keyboard.press("j")
    page.wait_for_selector(f'.tr-detail[data-transcript="{ids["Grace"]}"]')
    page.keyboard.press("j")
    page.wait_for_selector(f'.tr-detail[data-transcript="{ids["Alan"]}"]')
    assert page.locator(".tr-silent").inner_text() == "This interview was typed, so there is nothing to play."
    assert page.locator(".tr-player").count() == 0
    page.keyboard.press("k")
    page.wait_for_selector(f'.tr-detail[data-transcript="{ids["Grace"]}"]')
    assert "hire" not in page.locator("#tr").inner_text().lower().split()
    page.locator("input[name=blind]").check()
    page.wait_for_function("[...document.querySelectorAll('#tr-list .tr-open b')].some((one) => one.textContent.startsWith('Candidate'))")
    assert page.locator("select[name=band_from]").count() == 0
    page.locator(".tr-filters summary").click()
    page.locator("input[name=blind]").uncheck()
    page.wait_for_selector("#tr-list :text('Ada Lovelace')")


@pytest.mark.parametrize("page", BOTH, indirect=True)
def test_a_word_plays_from_its_own_second_and_the_light_follows(page, served):
    read(page, served[1], "Ada")
    assert page.locator(".tr-said img").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator(".tr-said").inner_text()
    for text in ("paused", "idempotent", "consumers."):
        asked = word(page, text)
        start = float(asked.get_attribute("data-s"))
        # Where the sound stood at the moment it began; a busy machine tells of that moment later.
        page.evaluate(
            "() => { window.began = null; document.querySelector('.tr-sound').addEventListener('playing', (event) =>"
            " { window.began ??= event.target.currentTime - (performance.now() - event.timeStamp) / 1000; }); }"
        )
        asked.click()
        page.wait_for_function("window.began !== null")
        began = page.evaluate(
            "() => { const takes = JSON.parse(document.querySelector('.tr-player').dataset.takes);"
            "return takes.find((one) => document.querySelector('.tr-sound').src.endsWith(one.path)).start + window.began }"
        )
        assert abs(began - start) <= LATE_S, text
        assert page.locator(".tr-said .now").count() == 1
    first = float(page.locator(".tr-said .now").get_attribute("data-s"))
    page.wait_for_function("first => Number(document.querySelector('.tr-said .now')?.dataset.s) > first + 0.5", arg=first)
    lit = float(page.locator(".tr-said .now").get_attribute("data-s"))
    assert lit - LATE_S <= sounding(page)


def test_the_takes_are_one_time_line_that_goes_by_mouse_and_by_keys(page, served):
    read(page, served[1], "Ada")
    shape, takes = page.locator(".tr-wave"), json.loads(page.locator(".tr-player").get_attribute("data-takes"))
    assert len(takes) > 4
    whole = float(page.locator(".tr-detail").get_attribute("data-seconds"))
    box = shape.bounding_box()
    shape.click(position={"x": box["width"] / 2, "y": 30})
    plays(page)
    assert whole / 2 - 0.5 <= sounding(page) <= whole / 2 + 4
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.tr-sound').paused")
    at = float(shape.get_attribute("aria-valuenow"))
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("at => Number(document.querySelector('.tr-wave').getAttribute('aria-valuenow')) < at - 4.5", arg=at)
    # Over the end of a take into the next one.
    edge = takes[1]["start"]
    page.locator("[data-tr=speed]").click()
    assert page.locator("[data-tr=speed]").inner_text() == "1.25 ×"
    page.evaluate("() => { window.heard = []; document.querySelector('.tr-sound').addEventListener('playing', (event) => window.heard.push(event.target.src)); }")
    shape.click(position={"x": box["width"] * (edge - 0.6) / whole, "y": 30})
    page.wait_for_function("path => window.heard.some((one) => one.endsWith(path))", arg=takes[1]["path"])
    assert page.evaluate("document.querySelector('.tr-sound').playbackRate") == 1.25
    # A silence is left out.
    page.locator("[data-tr=skip]").click()
    start, end = json.loads(page.locator(".tr-player").get_attribute("data-quiet"))[0]
    assert end - start > 0.7
    shape.click(position={"x": box["width"] * (start + 0.15) / whole, "y": 30})
    page.wait_for_function("end => Number(document.querySelector('.tr-wave').getAttribute('aria-valuenow')) >= end", arg=end)
    page.get_by_role("tab", name="Interview").click()
    page.wait_for_function("document.querySelector('.tr-sound').paused")


def test_a_quote_of_a_score_plays_itself_and_stops(page, served):
    read(page, served[1], "Ada")
    page.locator(".tr-score summary").first.click()
    quote = page.locator(".tr-score[open] .tr-hear").first
    start, end = (float(quote.get_attribute(f"data-{name}")) for name in ("seek", "until"))
    said = quote.locator(".quote").inner_text().strip("“”")
    assert page.locator("mark.tr-quote", has_text=said).count() == 1
    quote.focus()
    page.keyboard.press("Enter")
    plays(page)
    assert start - LATE_S <= sounding(page) <= end
    assert quote.get_attribute("aria-pressed") == "true"
    page.wait_for_selector('.tr-hear[aria-pressed="true"]', state="detached")
    assert float(page.locator(".tr-wave").get_attribute("aria-valuenow")) == pytest.approx(end, abs=0.4)


def test_a_note_is_kept_at_its_second_over_a_reload(page, served):
    read(page, served[1], "Ada")
    word(page, "paused").click()
    plays(page)
    page.keyboard.press("Space")
    page.keyboard.press("m")
    field = page.locator("[data-form=note] textarea")
    field.wait_for()
    page.keyboard.type("Named the <b>real</b> cause, /unprompted m.")
    page.keyboard.press("Control+Enter")
    row = page.locator(".tr-notes li").first
    row.wait_for()
    shown = row.locator(".tr-when").inner_text()
    page.reload()
    page.wait_for_selector("#btn-begin")
    page.get_by_role("tab", name="Transcripts").click()
    page.wait_for_selector(f'.tr-detail[data-transcript="{served[1]["Ada"]}"]')
    assert row.locator(".tr-note").inner_text() == "Named the <b>real</b> cause, /unprompted m."
    row.locator(".tr-when").click()
    plays(page)
    assert shown == page.locator(".tr-time").inner_text()
    row.get_by_role("button", name="Edit").click()
    field.fill("Named the real cause.")
    page.get_by_role("button", name="Keep the note").click()
    page.wait_for_selector(".tr-note:text-is('Named the real cause.')")
    page.locator(".tr-trail summary").click()
    assert page.locator(".tr-trail li").first.inner_text().startswith(f"You changed a note at {shown}")
    row.get_by_role("button", name="Delete").click()
    page.wait_for_selector(".tr-notes", state="detached")


@pytest.mark.parametrize("page", BOTH, indirect=True)
def test_a_verdict_takes_a_reason_and_a_change_of_it_stands_in_the_trail(page, served):
    name = "Grace" if page.viewport_size["width"] > 400 else "Alan"
    read(page, served[1], name)
    page.get_by_role("button", name="Decline").click()
    page.get_by_role("button", name="Keep my verdict").click()
    page.wait_for_selector("[data-part=verdict] .told:has-text('Say in a sentence why')")
    page.locator("[data-form=verdict] textarea").fill("The cause was guessed.")
    page.get_by_role("button", name="Keep my verdict").click()
    page.wait_for_selector('[data-decide=decline][aria-pressed="true"]')
    assert "The cause was guessed." in page.locator(".tr-reason").inner_text()
    page.get_by_role("button", name="Hold").click()
    page.locator("[data-form=verdict] textarea").fill("One more talk.")
    page.get_by_role("button", name="Keep my verdict").click()
    page.wait_for_selector('[data-decide=hold][aria-pressed="true"]')
    page.locator(".tr-trail summary").click()
    assert "changed the verdict from decline (The cause was guessed.) to hold: One more talk." in page.locator(".tr-trail").inner_text()
    if page.locator(".tr-back").is_visible():
        page.locator(".tr-back").click()
    page.wait_for_selector(f'#tr-list [data-open="{served[1][name]}"]:has-text("hold by you")')


def test_a_blind_review_hides_who_it_is_until_the_verdict_is_in(page, served):
    ids = served[1]
    read(page, ids, "Ada")
    page.get_by_role("button", name="review blind").click()
    page.wait_for_selector("h2:has-text('Your verdict first')")
    shown = page.locator(".tr-head h1").inner_text()
    assert shown.startswith("Candidate ")
    page.wait_for_selector(f'#tr-list [data-open="{ids["Ada"]}"]:has-text("{shown}")')
    for hidden in (".tr-player", ".tr-sound", "[data-part=scores]", "mark.tr-quote"):
        assert page.locator(hidden).count() == 0
    assert "Lovelace" not in page.content()
    assert "[name]" in page.locator(".tr-said").inner_text()
    told = page.request.get(f"{served[0].url}/files/review/{ids['Ada']}.html").text()
    assert "Lovelace" not in told
    assert ".flac" not in told
    assert page.request.get(f"{served[0].url}/files/transcript/{ids['Ada']}/take/0.flac").status == 404
    page.get_by_role("button", name="Advance").click()
    page.get_by_role("button", name="Keep my verdict").click()
    page.wait_for_selector(".tr-head h1:has-text('Ada Lovelace')")
    page.wait_for_selector(".tr-player")
    assert page.locator("[data-part=scores]").count() == 1
    assert "given blind" in page.locator(".tr-reason").inner_text()
    page.get_by_role("button", name="blind review").click()
    page.wait_for_selector('.tr-blind[aria-pressed="false"]')


@pytest.mark.parametrize("page", BOTH, indirect=True)
def test_candidates_are_compared_on_the_same_questions_and_a_quote_plays(page, served):
    ids = served[1]
    page.get_by_role("button", name="Compare side by side").click()
    picks = page.locator("#tr-list input[name=pick]")
    if page.locator("#tr-list input[name=pick]:checked").count():
        page.locator("#tr-list input[name=pick]:checked").uncheck()
    assert picks.count() == 3
    for name in ("Ada", "Grace"):
        page.locator(f'#tr-list input[value="{ids[name]}"]').check()
    page.get_by_role("button", name="Compare 2").click()
    page.wait_for_selector(".tr-beside tbody tr")
    assert page.locator(".tr-beside .soft").first.inner_text() == "2 questions asked of all"
    assert page.locator(".tr-beside tbody tr").count() == 2
    cells = page.locator(".tr-beside tbody tr").first.locator("td")
    assert cells.count() == 2
    assert "strong" in cells.filter(has_text="“").first.inner_text() or "solid" in cells.filter(has_text="“").first.inner_text()
    quote = page.locator(f'.tr-beside [data-open="{ids["Ada"]}"][data-seek]').first
    start = float(quote.get_attribute("data-seek"))
    quote.click()
    page.wait_for_selector(f'.tr-detail[data-transcript="{ids["Ada"]}"]')
    plays(page)
    assert start - LATE_S <= sounding(page) <= start + 6


@pytest.mark.parametrize("page", BOTH, indirect=True)
def test_a_transcript_is_shared_by_a_link_that_can_be_ended(page, served, browser):  # noqa: F811
    server, ids = served
    read(page, ids, "Ada")
    card = page.locator("[data-part=sharing]")
    card.get_by_role("button", name="Share by a link").click()
    for name in ("What was said", "Scores with their quotes", "The recording"):
        card.get_by_label(name).uncheck()
    card.get_by_role("button", name="Make the link").click()
    page.wait_for_selector("[data-part=sharing] .told:has-text('Choose what the link opens')")
    card.get_by_label("What was said").check()
    card.get_by_label("The recording").check()
    card.get_by_label("For whom").fill("Grace <b>")
    card.get_by_role("button", name="Make the link").click()
    page.wait_for_selector("[data-part=sharing] .tr-link input")
    link = card.locator(".tr-link input").input_value()
    assert link.startswith(f"{server.url}/shared/")
    reader = browser.new_context().new_page()
    reader.goto(link)
    reader.wait_for_selector("audio")
    assert reader.get_by_role("heading", name="Grades").count() == 0
    sound = reader.evaluate("async () => (await fetch(document.querySelector('audio').src.split('#')[0])).status")
    assert sound == 200
    page.reload()
    visit(page, server.url)
    read(page, ids, "Ada")
    line = card.locator("li", has_text="Grace <b>").filter(has=page.get_by_role("button", name="End it"))
    assert "opened" in line.inner_text()
    assert "never opened" not in line.inner_text()
    assert card.locator(".tr-link").is_hidden()
    line.get_by_role("button", name="End it").click()
    line.wait_for(state="detached")
    assert reader.reload().status == 404
    reader.context.close()


def test_a_passage_is_corrected_graded_again_tagged_taken_out_and_deleted(page, served):
    server, ids = served
    read(page, ids, "Alan")
    passage = page.locator(".tr-passage.candidate", has_text="storage refuses the older one")
    number = passage.get_attribute("data-passage")
    passage = page.locator(f'[data-passage="{number}"]')
    passage.hover()
    passage.get_by_role("button", name="Correct").click()
    assert "storage refuses" in passage.locator("textarea").input_value()
    passage.locator("textarea").fill("I <i>only</i> looked at the logs of both machines, and nothing else came to my mind.")
    page.get_by_role("button", name="Keep the correction").click()
    page.wait_for_selector(f'[data-passage="{number}"] .pill:text("edited")')
    assert "I <i>only</i> looked" in passage.inner_text()
    page.get_by_role("button", name="Grade the corrected answers again").click()
    page.wait_for_selector("[data-part=scores]:not(:has([data-tr=regrade]))")
    passage.hover()
    passage.get_by_role("button", name="Correct").click()
    page.get_by_role("button", name="Put back what was heard").click()
    page.wait_for_function("n => !document.querySelector(`[data-passage='${n}'] .tr-who .pill`)", arg=number)
    page.locator("[data-form=tags] input").fill("Spring, <b>")
    page.locator("[data-form=tags] button").click()
    page.wait_for_selector(".tr-head .pill:text('<b>')")
    assert page.locator("select[name=tag] option[value=spring]").count() == 1
    for kind, begins in (("md", "#"), ("json", "{"), ("txt", "")):
        told = page.request.get(f"{server.url}{page.locator(f'.tr-files a[href$={kind}]').get_attribute('href')}")
        assert (told.status, told.text().startswith(begins)) == (200, True)
    page.get_by_role("button", name="Delete this transcript").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Delete this transcript").click()
    page.get_by_role("button", name="Delete it").click()
    page.wait_for_selector(f'#tr-list [data-open="{ids["Alan"]}"]', state="detached")
    assert page.locator("#tr-list .tr-open").count() == 2


def taken(folder):
    """A kit that two candidates have finished and one was invited to, in the folder of a server that runs."""
    from app import make_deps

    deps = make_deps(Settings(data=folder, brain="rules"))
    deps.queue.start()
    kit = kit_of(deps, ME, questions=1, title="Platform <b>engineers</b>")
    ids = [by_link(deps, Caller(owner=uuid.uuid4().hex, role="guest"), invited(deps, ME, kit, label=name)[1])[0]
           for name in ("Maria Sanchez", "Noor Haddad")]  # fmt: skip
    invited(deps, ME, kit, label="Cleo Marsh")
    deps.queue.stop()
    deps.turns.close()
    deps.store.close()
    return kit, ids


@pytest.mark.parametrize("page", [(1440, "light")], indirect=True)
def test_a_kits_results_arrive_and_the_kit_leads_to_them_blind_or_not(page, served):
    server, others = served
    kit, ids = taken(server.folder)
    page.get_by_role("tab", name="Questions").click()
    page.get_by_role("tab", name="Interview kits").click()
    page.wait_for_selector("[data-kit-results]")
    rows = page.locator("[data-kit-results] tr").all_inner_texts()
    assert [sum(state in row for row in rows) for state in ("finished", "invited")] == [2, 1]
    page.get_by_role("button", name="Open in Transcripts").click()
    page.wait_for_function("['.tr-open', '.tr-kit'].every((one) => document.querySelectorAll(`#tr-list ${one}`).length === 2)")
    assert page.locator("#tr-list .tr-kit").all_inner_texts() == ["Platform <b>engineers</b>"] * 2
    assert {one.get_attribute("data-open") for one in page.locator("#tr-list .tr-open").all()} == set(ids)
    assert page.locator("select[name=kit]").input_value() == kit.id
    page.get_by_role("button", name="Take all filters off").click()
    page.wait_for_selector(f'#tr-list [data-open="{others["Grace"]}"]')
    page.get_by_role("tab", name="Questions").click()
    button = page.get_by_role("button", name="Tick two to four to compare")
    button.wait_for()
    assert button.is_disabled()
    for one in page.locator("input[name=kit-pick]").all():
        one.check()
    page.get_by_role("button", name="Compare 2").click()
    page.wait_for_selector(".tr-beside :text('1 question asked of all')")
    page.locator("input[name=blind]").check()
    page.wait_for_selector("#tr-list b:text('Candidate ')")
    page.get_by_role("tab", name="Questions").click()
    page.wait_for_selector("[data-kit-results] :text('You review these blind')")
    told = page.locator("#kit-panel").inner_html()
    assert not [name for name in ("Maria", "Noor", "Cleo", "Ada") if name in told]
    page.get_by_role("button", name="Read Candidate").first.click()
    page.wait_for_selector("#tr .tr-head h1:text('Candidate ')")
    page.locator("input[name=blind]").uncheck()
    page.wait_for_selector("#tr-list :text('Grace Hopper')")


def test_an_empty_list_says_what_to_do(browser, public_server):  # noqa: F811
    made = browser.new_page()
    visit_empty(made, public_server.url)
    made.close()


def visit_empty(page, url):
    page.goto(url)
    page.wait_for_selector("#btn-begin")
    page.get_by_role("tab", name="Transcripts").click()
    page.wait_for_selector("#transcripts-page :text('Hold an interview on the Interview page')")


def test_a_recording_is_brought_in_pieces_and_says_how_far_it_is(browser, public_server, tmp_path):  # noqa: F811
    made = browser.new_page()
    faults = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    visit_empty(made, public_server.url)
    made.get_by_role("button", name="Bring a recording").click()
    nothing, heard = tmp_path / "notes.txt", tmp_path / "talk.wav"
    nothing.write_text("no sound")
    with wave.open(str(heard), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(talk(20).pcm)
    for path in (nothing, heard):
        made.locator(".tr-bring input[type=file]").set_input_files(path)
        made.locator(".tr-bring input[name=candidate]").fill("Ada <b>")
        made.get_by_role("button", name="Bring it").click()
        if path is nothing:
            made.wait_for_selector(".tr-bring .told:not(:empty)")
    # Nobody listens on this server: the stage that failed says so, and can be tried again by itself.
    retry = made.get_by_role("button", name="Try this again")
    retry.wait_for()
    assert made.locator(".tr-way li.done").count() == 2
    assert retry.get_attribute("data-stage") == "transcribe"
    made.close()
    assert not faults


def test_another_guest_reaches_nothing_of_a_review(public_server):
    """Every route of the page, with an id that is somebody's and with one that is nobody's: the same refusal."""
    key, cookies = held(public_server), [new_cookie(public_server.url), "viva_guest=forged", ""]
    routes = (
        ("GET", "/files/review/{}.html", None),
        ("GET", "/files/transcript/{}/take/0.flac", None),
        ("GET", "/files/review/compare.html?ids={}&ids=b", None),
        ("POST", "/files/review/blind", {"on": True, "transcript_id": "{}"}),
        ("POST", "/files/review/{}/notes", {"text": "theirs", "at": None}),
        ("PUT", "/files/review/{}/notes/n1", {"text": "theirs"}),
        ("DELETE", "/files/review/{}/notes/n1", None),
        ("PUT", "/files/review/{}/passages/0", {"text": "theirs"}),
        ("POST", "/files/review/{}/grades", {}),
        ("DELETE", "/files/review/{}/grades/0", None),
        ("PUT", "/files/review/{}/tags", {"tags": "theirs"}),
        ("DELETE", "/files/review/{}", None),
        ("POST", "/files/review/{}/verdict", {"decision": "hold"}),
    )
    for cookie in cookies:
        for method, path, body in routes:
            told = [fetch(public_server.url, method, path, body, one, cookie) for one in (key, uuid.uuid4().hex)]
            assert told[0] == told[1], path
            assert told[0][0] == 404, path
        status, text = fetch(public_server.url, "GET", "/files/review/list.html?text=ledgers", None, key, cookie)
        assert (status, "Ada" in text) == (200, False)


def held(server):
    """A typed interview of a first guest, as its transcript's id."""
    from gradio_client import Client

    cookie = new_cookie(server.url)
    client = Client(server.url, headers={"cookie": cookie}, verbose=False)
    key = client.predict("technical", questions=1, seed=1, name="Ada", api_name="/interview_start")["session_id"]
    client.submit(key, HOSTILE, "", uuid.uuid4().hex, api_name="/interview_answer").result(timeout=60)
    client.predict(key, api_name="/interview_end")
    until = time.monotonic() + 30
    while key not in fetch(server.url, "GET", "/files/review/list.html", None, key, cookie)[1]:
        assert time.monotonic() < until
        time.sleep(0.1)
    note = client.predict(key, "From a program", api_name="/note_add")
    assert client.predict(key, api_name="/note_list") == [note]
    assert client.predict(key, "hold", "Later", api_name="/verdict_set")["decision"] == "hold"
    told = client.predict(key, api_name="/verdict_list")
    assert (told["own"]["reason"], told["others"], len(told["trail"]), told["hidden"]) == ("Later", [], 2, [])
    assert client.predict(True, key, api_name="/blind_set") == {"on": True, "transcript_id": key}
    stranger = Client(server.url, headers={"cookie": new_cookie(server.url)}, verbose=False)
    for work in (
        lambda: stranger.predict(key, "x", api_name="/note_add"),
        lambda: stranger.predict(key, api_name="/note_list"),
        lambda: stranger.predict(key, "hold", api_name="/verdict_set"),
        lambda: stranger.predict(key, api_name="/verdict_list"),
        lambda: stranger.predict(True, key, api_name="/blind_set"),
    ):
        with pytest.raises(Exception) as fault:
            work()
        assert str(fault.value).startswith("unknown_transcript: ")
    return key


def fetch(url, method, path, body, key, cookie):
    data = None if body is None else json.dumps(body).replace("{}", key).encode()
    headers = {"content-type": "application/json", **({"cookie": cookie} if cookie else {})}
    asked = urllib.request.Request(url + path.replace("{}", key), data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read().decode()
