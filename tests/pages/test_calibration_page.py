"""How far the grades can be trusted: the page and the endpoint, its words when figures are of another rubric, its way in by keyboard."""

import dataclasses
import re
import urllib.request

import pytest

from agents.calibration import Trust, figures
from agents.grading import ENGINE, RUBRIC
from core.calibration import Agreement
from pages import calibration_html
from tests.callers import program
from tests.pages.test_browser import browser  # noqa: F401 - a fixture
from tests.pages.test_review_page import served  # noqa: F401 - a fixture

HERE = Trust(figures(), RUBRIC, ENGINE, current=True, by_model=False)


def read(server):
    with urllib.request.urlopen(f"{server.url}/calibration", timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/html")
        assert "content-security-policy" in answer.headers
        return answer.read().decode()


def test_the_page_is_there_for_everyone_and_every_chart_says_itself_in_words(server, public_server):
    for each in (server, public_server):
        page = read(each)
        charts = re.findall(r'<svg [^>]*role="img"[^>]*>', page)
        assert len(charts) >= 10
        assert all(re.search(r'aria-label="[^"]*\d', chart) for chart in charts)
        for words in ("two thirds of the answers with full marks", "English only", "Code is read, not run", RUBRIC, "bench.calibration"):
            assert words in page
        assert 'class="banner"' not in page


def test_a_program_reads_the_figures(server):
    told = program(server.url).predict(api_name="/calibration_get")
    assert told["figures"] == figures().model_dump(mode="json")
    assert told["at_work"] == {"rubric": RUBRIC, "engine": ENGINE}
    assert told["current"] is True


def test_figures_of_another_rubric_or_engine_say_so():
    stale = dataclasses.replace(HERE, rubric="2027.02", current=False)
    assert "Grades are now given by rubric 2027.02, which has not been measured yet" in calibration_html.page(stale)
    modelled = dataclasses.replace(HERE, engine="llm:<b>grand</b>", by_model=True)
    page = calibration_html.page(modelled)
    assert "of the rules alone" in page
    assert "&lt;b&gt;grand&lt;/b&gt;" in page
    assert "<b>grand" not in page


def test_a_file_of_ones_own_its_states_and_a_bound_that_is_not_kept_are_shown():
    own = Agreement(name="mine<i>", answers=100, questions=4, r=-0.1, within_r=0.2, states={"scored": 90, "too_little": 10})
    changed = figures().model_copy(
        update={"agreement": (own,), "tried": {**figures().tried, "idk": 2.2, "padding_change": -0.4, "wer20_cost": 0.5}}
    )
    page = calibration_html.page(dataclasses.replace(HERE, figures=changed))
    assert "mine&lt;i&gt;" in page
    assert "mine<i>" not in page
    assert "not enough to score 10.0%" in page
    assert "✕ not kept" in page
    assert "0.40 of 5 less; either way at most 0.3 is promised, which is not kept." in page
    assert "0.50 of 5 less; at most 0.7 is promised." in page


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (375, "dark")])
def test_the_page_is_reached_by_keyboard_from_a_report_and_from_status(browser, served, width, scheme):  # noqa: F811
    server, *_ = served
    context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(server.url)
    for tab, place in (("Feedback", '#past-report [data-part="total"]'), ("Status", "#board")):
        page.get_by_role("tab", name=tab).click()
        link = page.locator(place).get_by_role("link", name="How far can I trust this?")
        link.wait_for()
        link.focus()
        with context.expect_page() as opened:
            page.keyboard.press("Enter")
        found = opened.value
        faults = []
        found.on("pageerror", lambda error, faults=faults: faults.append(str(error)))
        found.get_by_role("heading", name="How far to trust the grades").wait_for()
        assert found.evaluate("document.documentElement.classList.contains('dark')") == (scheme == "dark")
        assert found.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        summary = found.locator("summary").first
        summary.focus()
        found.keyboard.press("Enter")
        found.get_by_role("columnheader", name="r, one question").wait_for()
        assert found.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert not faults
        found.close()
    context.close()
