"""A person at their report: disagrees by keyboard, is told what does not fit, takes it back, and has it graded again."""

import uuid

import pytest

from agents import interview
from core.caller import Caller
from core.schema import Brief, Utterance
from core.settings import Settings
from core.text import sentences
from tests.conftest import Server
from tests.pages.test_browser import browser  # noqa: F401 - a fixture
from tests.waiting import report_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server over a folder in which the local user has a report; the question and key point to dispute."""
    from app import make_deps

    folder = tmp_path_factory.mktemp("review")
    deps, me = make_deps(Settings(data=folder, brain="rules")), Caller(owner="local", role="local")
    deps.queue.start()
    view = interview.start(deps, me, Brief(track="technical", questions=2, seed=4))
    while view.status != "finished":
        question = next((one for one in deps.knowledge.bank if one.title == view.title), None)
        text = " ".join(sentences(question.reference)[:3]) if question else "I run services in Go."
        list(interview.answer(deps, me, view.session_id, Utterance(text=text), uuid.uuid4().hex))
        view = interview.status(deps, me, view.session_id)
    report = report_of(deps, me, view.session_id)
    deps.close()
    question = next(
        one for one in report.questions if {"missing", "covered"} <= {d.status for d in one.judgement.decisions}
    )
    by = {one.status: one for one in question.judgement.decisions}
    server = Server(folder).start()
    yield server, question, by["missing"], by["covered"]
    server.stop()


@pytest.mark.parametrize("width", [1440, 375])
def test_a_decision_is_disputed_by_keyboard_and_taken_back(browser, served, width):  # noqa: F811
    server, question, missing, covered = served
    context = browser.new_context(viewport={"width": width, "height": 860})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(30_000)
    page.goto(server.url)
    page.get_by_role("tab", name="Feedback").click()
    point = page.locator(f'#past-report li[data-part="point-{question.question_id}-{missing.point}"]')
    point.locator("summary").focus()
    page.keyboard.press("Enter")
    point.locator("form").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert point.locator("input[value=covered]").is_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("I said <b>so</b> at once.")
    page.keyboard.press("Tab")
    page.keyboard.type("words that were never spoken")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    point.get_by_text("do not stand in your answer").wait_for()
    assert page.locator("#past-report .pill.disputed").count() == 0
    point.locator("textarea[name=quote]").fill(covered.quote.text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    point.locator(".objection").wait_for()
    assert "I said <b>so</b> at once." in point.locator(".objection").inner_text()
    assert page.evaluate("document.activeElement.matches('.disagree summary')"), "the focus stays where it was"
    assert page.locator(f'[data-part="head-{question.question_id}"]').get_by_text("1 decision disputed").is_visible()
    assert page.locator('[data-part="total"]').get_by_text("1 decision disputed").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.reload()
    page.get_by_role("tab", name="Feedback").click()
    point.locator(".objection").wait_for()
    page.get_by_role("link", name="JSON lines").wait_for()
    point.locator("summary").focus()
    page.keyboard.press("Enter")
    # A quote is kept without the full stop at its end.
    assert point.locator("textarea[name=quote]").input_value() == covered.quote.text.rstrip(".")
    point.locator("textarea[name=why]").focus()
    page.keyboard.press("Escape")
    assert not point.locator("details").evaluate("one => one.open")
    page.keyboard.press("Enter")
    point.get_by_role("button", name="Withdraw").click()
    point.get_by_text("withdrew it on").wait_for()
    assert page.locator("#past-report .pill.disputed").count() == 0
    context.close()
    assert not faults


def test_a_report_is_graded_again_and_both_gradings_stay_readable(browser, served):  # noqa: F811
    server, *_ = served
    page = browser.new_page(viewport={"width": 1440, "height": 860})
    page.set_default_timeout(30_000)
    page.goto(server.url)
    page.get_by_role("tab", name="Feedback").click()
    page.wait_for_selector("#past-report h1.title")
    first = page.locator("#past-report [data-report]").get_attribute("data-report")
    assert page.get_by_text("Only the built-in rules can grade here").is_visible()
    page.click("#btn-compare")
    page.wait_for_selector("#comparison .gradings")
    assert "Nothing changed: all" in page.locator("#comparison").inner_text()
    assert page.locator("#past-report [data-report]").get_attribute("data-report") != first
    page.locator("#pick-version input").click()
    page.get_by_role("option").last.click()
    page.wait_for_selector(f'#past-report [data-report="{first}"]')
    page.close()
