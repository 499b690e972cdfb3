"""A person at the form: what would be sent is read before it is, a brief is made, stopped, taken along and used in an interview."""

import pytest

from tests.callers import program
from tests.conftest import Server
from tests.pages.test_browser import browser  # noqa: F401 - a fixture
from tests.wire.gemini import KEY as GEMINI_KEY
from tests.wire.gemini import Gemini
from tests.wire.tavily import KEY, Tavily

JOB = """Platform engineer at Northwind Freight
We move parcels for shops in nine countries and plan every route with our own software.
- 3+ years of Kubernetes in production
- PostgreSQL in depth
"""


@pytest.fixture(scope="module")
def tavily():
    made = Tavily()
    yield made
    made.close()


@pytest.fixture(scope="module")
def gemini():
    made = Gemini()
    yield made
    made.close()


@pytest.fixture(scope="module")
def keyed(tmp_path_factory, tavily, gemini):
    """A server with the web and a language model."""
    env = {"TAVILY_API_KEY": KEY, "VIVA_TAVILY_URL": tavily.url, "GOOGLE_API_KEY": GEMINI_KEY, "VIVA_LLM_BASE_URL": gemini.url}
    made = Server(tmp_path_factory.mktemp("keyed"), **env).start()
    yield made
    made.stop()


def events(client, **told):
    job = client.submit(**told, api_name="/research_prepare")
    job.result(timeout=90)
    return job.outputs()


def test_a_program_prepares_a_brief_and_an_interview_draws_on_it(keyed, tavily):
    client = program(keyed.url)
    told = events(client, company="Northwind Freight", role="platform engineer", job_description=JOB)
    assert [one["event"] for one in told[:-1]] == ["looking"] * (len(told) - 1)
    made = told[-1]["briefing"]
    assert told[-1]["event"] == "prepared"
    assert made["engine"] == "llm:gemini-3.8-flash"
    assert made["does"][0]["quote"].startswith("Northwind Freight moves parcels")
    view = client.predict("hr", questions=2, briefing_id=made["id"], api_name="/interview_start")
    assert view["briefing"] == made["id"]
    assert "fortieth depot" in view["lead"]
    client.predict(view["session_id"], api_name="/interview_end")
    with pytest.raises(Exception, match=r"^only_a_link: "):
        events(client, job_description="https://jobs.example/1")
    with pytest.raises(Exception, match=r"^unknown_briefing: "):
        client.predict("hr", briefing_id="0" * 32, api_name="/interview_start")
    assert set(tavily.queries) <= {*made["searches"]}


@pytest.fixture
def page(browser, request):  # noqa: F811
    """A page of the width the test asks for, on the server the test names; no script error and no foreign host."""
    width, name = request.param
    server = request.getfixturevalue(name)
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
    made = context.new_page()
    faults, foreign = [], []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("request", lambda one: foreign.append(one.url) if not one.url.startswith((server.url, "data:", "blob:")) else None)
    made.set_default_timeout(60_000)
    made.goto(server.url)
    made.wait_for_selector("#btn-begin")
    yield made
    context.close()
    assert not faults
    assert not foreign


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def opened(page, job):
    page.get_by_role("button", name="Add a job description or resume").click()
    page.get_by_label("Job description").fill(job)
    page.get_by_role("button", name="Research the company").click()
    page.wait_for_selector("#research-company input, #research-company textarea")


def named(page, company):
    page.locator("#research-company input, #research-company textarea").fill(company)


def ended(page):
    """Over for good, so that the next page does not find it open."""
    page.click("#btn-end")
    page.wait_for_selector("#report h1.title")


@pytest.mark.browser
@pytest.mark.parametrize("page", [(1440, "keyed"), (375, "keyed")], indirect=True)
def test_a_company_is_researched_read_taken_along_and_used(page, tavily, gemini):
    opened(page, JOB)
    asked = len(tavily.asked)
    named(page, "Northwind Freight")
    page.wait_for_selector("#research-outlook li:has-text('Northwind Freight news')")
    assert "word for word" in page.locator("#research-outlook").inner_text()
    assert "google_genai" in page.locator("#research-outlook").inner_text()
    assert len(tavily.asked) == asked  # nothing unasked
    tavily.latency = 20.0
    page.click("#btn-research")
    page.wait_for_selector("#research-state .state.working:has-text('Searching the web')")
    page.click("#btn-research-stop")
    page.wait_for_selector("#research-state [role=alert]:has-text('Stopped')")
    tavily.latency = 0.0
    page.focus("#btn-research")
    page.keyboard.press("Enter")
    page.wait_for_selector("#research-brief [data-briefing]")
    assert fits(page)
    text = page.locator("#research-brief").inner_text()
    assert "Northwind Freight moves parcels for 12,000 shops" in text
    assert "published 2 November 2026" in text
    assert '<img src=x onerror="alert(1)">' in text  # a page's title, shown and not run
    assert page.locator("#research-brief img").count() == 0
    links = page.locator("#research-brief a[href^='http']")
    assert links.count() >= 3
    assert all("noopener noreferrer" in (links.nth(at).get_attribute("rel") or "") for at in range(links.count()))
    with page.expect_download() as downloaded:
        page.locator("#research-brief").get_by_text("Markdown").click()
    told = downloaded.value.path().read_text()
    assert "## Sources" in told
    assert "<https://northwind.example/about>" in told
    assert "<img" not in told
    page.get_by_label("Type", exact=True).check()
    page.click("#btn-begin")
    page.wait_for_selector("#question")
    assert "fortieth depot" in page.locator("#stage .lead").inner_text()
    with page.context.expect_page() as sheet:
        page.get_by_text("Read it again").click()
    sheet.value.wait_for_selector("h2:has-text('Northwind Freight')")
    sheet.value.close()
    ended(page)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A server without a key, on which no interview is running."""
    made = Server(tmp_path_factory.mktemp("plain")).start()
    yield made
    made.stop()


@pytest.mark.browser
@pytest.mark.parametrize("page", [(1440, "plain")], indirect=True)
def test_without_keys_the_page_says_so_and_the_brief_is_the_job_description(page):
    opened(page, "")
    page.wait_for_selector("#research-outlook:has-text('TAVILY_API_KEY')")
    page.click("#btn-research")
    page.wait_for_selector("#research-state [role=alert]:has-text('Paste the job description first')")
    page.get_by_label("Job description").fill(JOB)
    page.click("#btn-research")
    page.wait_for_selector("#research-brief [data-briefing]")
    text = page.locator("#research-brief").inner_text()
    assert "from the job description only" in text
    assert "3+ years of Kubernetes in production" in text
    page.get_by_label("Use this brief in the interview").uncheck()
    page.get_by_label("Type", exact=True).check()
    page.click("#btn-begin")
    page.wait_for_selector("#question")
    assert page.get_by_text("Read it again").count() == 0
    ended(page)


@pytest.fixture(scope="module")
def keyless(tmp_path_factory, tavily):
    """A server that would know where to search, but has no key yet."""
    made = Server(tmp_path_factory.mktemp("keyless"), VIVA_TAVILY_URL=tavily.url, VIVA_BRAIN="rules").start()
    yield made
    made.stop()


@pytest.mark.browser
@pytest.mark.parametrize("page", [(375, "keyless")], indirect=True)
def test_nothing_is_sent_that_the_page_did_not_show_before(page, keyless, tavily):
    keys = keyless.folder / "keys.env"
    keys.write_text(f"TAVILY_API_KEY={KEY}\n")
    opened(page, JOB)
    named(page, "Northwind Freight")
    page.wait_for_selector("#research-outlook li:has-text('Northwind Freight news')")
    asked = len(tavily.asked)
    for held, told in (("", ":has-text('Nothing is searched')"), (f"TAVILY_API_KEY={KEY}\n", " li:has-text('Northwind Freight news')")):
        keys.write_text(held)  # changed on the Status page meanwhile
        page.click("#btn-research")
        page.wait_for_selector("#research-outlook" + told)
        page.wait_for_selector("#research-state [role=alert]:has-text('has changed')")
    assert len(tavily.asked) == asked
    shown = page.locator("#research-outlook li").all_inner_texts()
    page.click("#btn-research")
    page.wait_for_selector("#research-brief [data-briefing]")
    sent = tavily.queries[asked:]
    assert sent
    assert set(sent) <= set(shown)
    assert "chosen by our rules" in page.locator("#research-brief").inner_text()
    assert fits(page)
