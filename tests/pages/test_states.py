"""What Gradio holds of pages and calls, and that nothing hangs on it: a page that stays open outlives the server."""

import pytest
from gradio.routes import App

from pages import states
from tests.callers import interviewed, program
from tests.conftest import Server
from tests.pages.chromium import chromium
from tests.pages.live_wire import Site
from tests.pages.test_bad_input import called
from tests.pages.test_live_client import SYNTH
from tests.pages.test_voice_browser import begin
from tests.waiting import until

MICROPHONE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
SAID = "I keep the ledger of a small shipping company in Go and PostgreSQL."


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setattr(states, "PAGES_HELD", 3)
    made = Site(tmp_path)
    yield made
    made.close()


def test_single_calls_leave_no_state_behind_programs_a_bounded_one_and_neither_what_was_said(site):
    gradio = next(one.app for one in site.app.routes if isinstance(getattr(one, "app", None), App))
    held = gradio.state_holder.session_data
    key = program(site.url).predict("technical", api_name="/interview_start")["session_id"]
    held.clear()
    for _ in range(3):
        assert called(site.url, "interview_status", [key])[1][0]["turn"] == 0
    assert not held
    until(lambda: not gradio.get_blocks()._queue.pending_event_ids_session)
    programs = [program(site.url) for _ in range(5)]
    for one in programs:
        one.submit(key, SAID, "", "once", api_name="/interview_answer").result(timeout=60)
    assert len(held) == 3
    # The first one's state is gone by now, which it does not notice.
    assert programs[0].predict(key, api_name="/interview_status")["turn"] == 1
    assert held
    assert not any(state.config_values for state in held.values())


@pytest.fixture
def mortal(tmp_path):
    """A server that a test may end."""
    made = Server(tmp_path, VIVA_BRAIN="rules").start()
    yield made
    made.stop()


def again(server):
    server.kill()
    server.start()


@pytest.mark.browser
def test_a_page_that_stays_open_while_the_server_is_started_anew_goes_on_where_it_was(mortal):
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(30_000)
        page.goto(mortal.url)
        page.wait_for_selector("#btn-begin")
        page.get_by_label("Type", exact=True).check()
        page.locator("#talking").wait_for(state="hidden")
        page.click("#btn-begin")
        page.wait_for_selector('#stage [data-turn="0"] #question')
        page.fill("#answer textarea", SAID)
        again(mortal)
        page.click("#btn-send")
        page.wait_for_selector('#stage [data-turn="1"] #question')
        again(mortal)
        page.click("#btn-end")
        page.wait_for_selector("#report h1.title")
        again(mortal)
        # A choice among questions that only the server before knew of.
        page.click("#btn-retry")
        page.wait_for_selector('#stage [data-turn="0"] #question')
        assert page.locator(".toast-body").count() == 0


@pytest.mark.browser
@pytest.mark.live
def test_a_live_room_comes_back_with_the_server_and_the_page_around_it_follows(mortal):
    with chromium(*MICROPHONE) as browser:
        page = browser.new_page()
        page.set_default_timeout(30_000)
        page.add_init_script(SYNTH)
        page.goto(mortal.url)
        begin(page, record=False)
        state = "document.querySelector('#live .live')?.dataset.state"
        page.wait_for_function(f"{state} === 'listening'")
        again(mortal)
        page.wait_for_function(f"{state} === 'listening'")
        page.click("#live-keyboard")
        page.fill("#live-answer", SAID)
        page.click("#live-send")
        page.wait_for_selector('#stage [data-turn="1"]')
        page.click("#btn-end")
        page.wait_for_selector("#report h1.title")
        assert page.locator(".toast-body").count() == 0


@pytest.mark.browser
def test_an_earlier_report_is_still_chosen_after_the_server_is_started_anew(mortal):
    client = program(mortal.url)
    interviewed(client, SAID)
    interviewed(client, SAID, "It would be the cache, since its entries live longer than the token that they were made for.")
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(30_000)
        page.goto(mortal.url)
        page.get_by_role("tab", name="Feedback").click()
        page.locator("#past-report").get_by_text("1 of 1 question could be scored").wait_for()
        again(mortal)
        page.click("#pick-report input")
        page.locator("#pick-report [role=option]").last.click()
        page.locator("#past-report").get_by_text("Nothing to score yet").wait_for()
        assert page.locator(".toast-body").count() == 0
