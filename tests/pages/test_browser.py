"""A person at the page: a whole interview by keyboard in a real browser, wide and narrow, with a reload in the middle."""

import pytest

from tests.callers import program
from tests.pages.chromium import chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as made:
        yield made


@pytest.fixture
def page(browser, server, request):
    """The page of somebody of whom nothing is kept, at the width the test asks for; it may report no error and ask no foreign host."""
    program(server.url).predict("delete", api_name="/data_delete")
    context = browser.new_context(viewport={"width": request.param, "height": 860}, accept_downloads=True)
    made = context.new_page()
    faults, foreign = [], []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "request",
        lambda one: foreign.append(one.url) if not one.url.startswith((server.url, "data:", "blob:")) else None,
    )
    made.set_default_timeout(30_000)
    made.goto(server.url)
    yield made
    context.close()
    assert not faults
    assert not foreign


def wait_for_turn(page, turn):
    page.wait_for_selector(f'#stage [data-turn="{turn}"] #question')


def answer(page, text, turn):
    page.fill("#answer textarea", text)
    page.focus("#answer textarea")
    page.keyboard.press("Control+Enter")
    wait_for_turn(page, turn)


@pytest.mark.parametrize("page", [1440, 375], indirect=True)
def test_an_interview_by_keyboard_with_a_reload_a_retry_and_an_export(page):
    page.wait_for_selector("#btn-begin")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_label("Type", exact=True).check()
    page.locator("#talking").wait_for(state="hidden")
    page.focus("#btn-begin")
    page.keyboard.press("Enter")
    wait_for_turn(page, 0)
    page.wait_for_function("document.activeElement?.id === 'question'")
    assert page.evaluate("document.querySelector('#question').getBoundingClientRect().top >= 0")
    answer(page, "I work on a payment service, mostly in Go and PostgreSQL.", 1)
    words = "I would measure first, because guessing costs more than looking. Then I would"
    page.fill("#answer textarea", words)
    page.reload()
    wait_for_turn(page, 1)
    page.wait_for_function("text => document.querySelector('#answer textarea')?.value === text", arg=words)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    answer(page, words + " fix the slowest part, and say what it costs: more memory and one more thing to run.", 2)
    page.click("#btn-hint")
    page.wait_for_selector("#stage .said")
    page.click("#btn-skip")
    wait_for_turn(page, 3)
    page.click("#btn-end")
    page.wait_for_selector("#report h1.title")
    assert page.locator("#report .card").count() >= 4
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with page.expect_download() as downloaded:
        page.click("text=Markdown")
    assert "## Coverage" in downloaded.value.path().read_text()
    page.click("#btn-retry")
    wait_for_turn(page, 0)
    page.fill(
        "#answer textarea", "I would look at the slowest query first, because one query usually dominates the rest."
    )
    page.keyboard.press("Control+Enter")
    both = page.get_by_role("heading", name="Before and after", exact=True)
    for turn in range(1, 5):  # follow-ups are skipped
        page.wait_for_selector(f'#stage [data-turn="{turn}"] #question:visible, #report h2:visible')
        if both.is_visible():
            break
        page.click("#btn-skip")
    both.wait_for()
    assert page.locator("#report .two.even > div").count() == 2


@pytest.mark.parametrize("page", [1440], indirect=True)
def test_the_feedback_and_status_pages_say_what_to_do_first(page):
    page.wait_for_selector("#btn-begin")
    page.get_by_role("tab", name="Feedback").click()
    page.wait_for_selector("text=Your reports will stand here")
    page.get_by_role("tab", name="Status").click()
    page.wait_for_selector("text=What is at work")
    page.click("#btn-wipe")
    page.wait_for_selector("text=Write the word delete in the field first")
