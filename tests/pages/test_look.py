"""What a person sees where it went wrong before: code on a phone, a refusal, a report on paper, an address that leads nowhere."""

import json
from datetime import datetime, timedelta

import pytest

from tests.callers import fetch, interviewed, program
from tests.pages.chromium import chromium

HTML = "text/html,application/xhtml+xml"


def test_an_address_that_leads_nowhere_is_a_page_for_a_person_and_json_for_a_program(server):
    for path, words in (("/nowhere", "no page at this address"), ("/files/report/none.md", "no such interview")):
        page = fetch(server.url + path, accept=HTML)
        assert page.status == 404
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["content-security-policy"]
        assert words in page.body.decode()
        assert "unknown_session" not in page.body.decode()
        assert isinstance(json.loads(fetch(server.url + path, accept="*/*").body), dict)


@pytest.fixture(scope="module")
def browser():
    with chromium() as made:
        yield made


@pytest.fixture
def phone(browser, server):
    """The dark page on a phone, of somebody of whom nothing is kept."""
    program(server.url).predict("delete", api_name="/data_delete")
    context = browser.new_context(viewport={"width": 375, "height": 812}, color_scheme="dark")
    made = context.new_page()
    made.set_default_timeout(30_000)
    yield made
    context.close()


@pytest.mark.browser
def test_code_in_a_question_leaves_the_room_as_wide_as_the_phone_and_a_refusal_is_not_headed_error(phone, server):
    client = program(server.url)
    view = client.predict("coding", questions=1, seed=3, api_name="/interview_start")
    client.submit(view["session_id"], "Mostly Python, on web services.", "", "a", api_name="/interview_answer").result()
    phone.goto(server.url)
    phone.wait_for_selector("#stage #question")
    # As wide as any line of code can be, whatever question was drawn.
    phone.evaluate("""() => {
      const code = Object.assign(document.createElement("pre"), { className: "exhibit", textContent: "x = ".repeat(60) });
      document.querySelector("#question").after(code);
    }""")
    for part in ("#question", "#answer", "#btn-send", "#btn-end"):
        box = phone.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375, part
    phone.click("#btn-send")
    phone.wait_for_selector(".toast-body")
    title = "document.querySelector('.toast-title')"
    assert phone.evaluate(f"getComputedStyle({title}).visibility") == "hidden"
    assert phone.evaluate(f"getComputedStyle({title}, '::before').content") == '"Please note"'


@pytest.mark.browser
def test_a_moment_is_read_in_the_readers_own_time(browser, server):
    client = program(server.url)
    client.predict("delete", api_name="/data_delete")
    view = client.predict("hr", questions=1, api_name="/interview_start")
    client.submit(view["session_id"], "pause", "p", api_name="/interview_act").result()
    context = browser.new_context(timezone_id="Asia/Kolkata")
    page = context.new_page()
    page.goto(server.url)
    moment = page.locator("time[title]")
    moment.wait_for(state="attached", timeout=30_000)
    told = datetime.strptime(moment.get_attribute("title"), "%d %b %Y, %H:%M UTC")
    own = datetime.strptime(moment.text_content(), "%d %b %Y, %H:%M")
    assert own - told == timedelta(hours=5, minutes=30)
    context.close()


@pytest.mark.browser
def test_a_report_is_printed_dark_on_light_without_what_can_only_be_pressed(phone, server):
    interviewed(program(server.url), "I work on a payment service, mostly in Go and PostgreSQL.", "I would measure first, because guessing costs more.")
    phone.goto(server.url)
    phone.get_by_role("tab", name="Feedback", exact=True).click()
    phone.wait_for_selector("#past-report h1")
    phone.emulate_media(media="print")
    for part in ("#pages > .tab-wrapper", "#pick-report", "#again", "#head"):
        assert phone.locator(part).first.is_hidden(), part
    for part in ("h1", ".bands b"):
        assert phone.evaluate("part => getComputedStyle(document.querySelector('#past-report ' + part)).color", part) in ("rgb(32, 36, 42)", "rgb(95, 100, 107)")


@pytest.mark.browser
def test_tab_leaves_an_open_list_and_the_clock_goes_on_after_an_answer(phone, server):
    phone.goto(server.url)
    role = phone.locator("input[aria-label=Role]")
    role.focus()
    phone.wait_for_selector("input[aria-label=Role][aria-expanded=true]")
    phone.keyboard.press("Tab")
    phone.wait_for_selector("input[aria-label=Role][aria-expanded=false]")
    phone.wait_for_function("document.activeElement.getAttribute('aria-label') === 'Level'")
    phone.keyboard.press("Tab")
    phone.get_by_label("Type", exact=True).check()
    phone.click("#btn-begin")
    for turn in (0, 1):
        phone.wait_for_selector(f'#stage [data-turn="{turn}"] #question')
        phone.wait_for_function("before => /^\\d+:\\d\\d so far$/.test(document.querySelector('#clock').innerText)"
                                " && document.querySelector('#clock').innerText !== before", arg=phone.inner_text("#clock"))  # fmt: skip
        phone.fill("#answer textarea", "Mostly services in Go, because they are small.")
        phone.click("#btn-send")
