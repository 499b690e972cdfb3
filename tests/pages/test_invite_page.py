"""Two candidates in two browsers take the same kit by link, a reviewer compares them blind, and all is dead once consent is withdrawn."""

import urllib.parse
import uuid

import pytest

from tests.callers import fetch, new_cookie, program
from tests.conftest import Server
from tests.pages.test_browser import browser  # noqa: F401 - a fixture

SAID = 'The "zebra" <img src=x onerror=alert(1)> sang at noon, because we measured it and the harbour wall was the limit.'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server as a Space has it, where every browser is somebody else."""
    made = Server(tmp_path_factory.mktemp("kits"), SPACE_ID="someone/viva-voce", VIVA_BRAIN="rules").start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def employer(site):
    """Who asks, as a program; `headers` has the cookie of their browser."""
    return program(site.url, new_cookie(site.url))


@pytest.fixture
def visitor(browser, site):  # noqa: F811
    """Opens a browser of somebody's own; at the end none may have reported an error or asked another host."""
    contexts, faults = [], []

    def made(width=1440, scheme="light", cookie=""):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        if cookie:
            name, _, value = cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": site.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda one: faults.append(one.url) if not one.url.startswith((site.url, "data:", "blob:")) else None)
        page.set_default_timeout(60_000)
        return page

    yield made
    for context in contexts:
        context.close()
    assert not faults


def same_person(page, url):
    """Whoever is in this browser as a program: their cookie."""
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "viva_guest"]
    return program(url, f"viva_guest={cookie['value']}")


def begun(page, url, path, name):
    page.goto(url + path)
    page.get_by_label("Your name, as they should read it").fill(name)
    page.get_by_label("Type", exact=True).check()
    page.get_by_label("I have read what happens with my interview, and I agree").check()
    page.get_by_role("button", name="Begin the interview").click()
    page.wait_for_selector("#question")
    return same_person(page, url)


def ended(client):
    """Answers by program to the end; the core questions in order."""
    (one,) = client.predict(api_name="/interview_list")
    view = client.predict(one["id"], api_name="/interview_status")
    asked = []
    while view["status"] != "finished":
        asked += [view["title"]] if view["phase"] == "core" else []
        client.submit(one["id"], SAID, "", uuid.uuid4().hex, api_name="/interview_answer").result(timeout=60)
        view = client.predict(one["id"], api_name="/interview_status")
    return one["id"], asked


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def read(page, key):
    """Opens a transcript from the list."""
    page.locator(f'#tr-list [data-open="{key}"]').click()
    page.wait_for_selector(f'.tr-detail[data-transcript="{key}"]')


def compared(page, keys):
    page.get_by_role("button", name="Compare side by side").click()
    for key in keys:
        page.locator(f'#tr-list input[value="{key}"]').set_checked(True)
    page.get_by_role("button", name="Compare 2").click()
    page.wait_for_selector(".tr-beside tbody tr")
    return page.locator(".tr-beside").inner_text()


def decided(page, key, wish, why):
    read(page, key)
    page.get_by_role("button", name=wish).click()
    page.locator("[data-form=verdict] textarea").fill(why)
    page.get_by_role("button", name="Keep my verdict").click()
    page.wait_for_selector(f'[data-decide={wish.lower()}][aria-pressed="true"]')


def sits(site, link, name):
    """Another reviewer, who works by program."""
    cookie = new_cookie(site.url)
    body = urllib.parse.urlencode({"name": name}).encode()
    assert fetch(link, cookie, "POST", body).status == 200
    return program(site.url, cookie)


@pytest.mark.browser
def test_two_candidates_take_a_kit_are_compared_blind_decided_on_and_shared_until_one_withdraws(site, employer, visitor):
    kit = employer.predict("Platform <b>engineers</b>", "technical", questions=2, organisation="Northwind", api_name="/kit_create")
    paths = [employer.predict(kit["id"], f"Candidate {n}", api_name="/kit_invite")["link"] for n in (1, 2)]
    one, two = visitor(), visitor(375, "dark")
    one.goto(site.url + paths[0])
    assert one.get_by_role("heading", name="Platform <b>engineers</b>").count() == 1
    assert kit["questions"][0]["question"] not in one.content()
    one.get_by_role("button", name="Begin the interview").click()  # nothing without consent
    assert one.url == site.url + paths[0]
    first, second = begun(one, site.url, paths[0], "Ada"), begun(two, site.url, paths[1], "Ben")
    (held, asked), (also, other) = ended(first), ended(second)
    assert asked == other == [question["title"] for question in kit["questions"]]
    two.goto(site.url + paths[0])
    two.wait_for_selector("[role=alert]:has-text('Each link is for one person')")
    assert fits(two)
    assert [row["state"] for row in employer.predict(kit["id"], api_name="/kit_results")] == ["finished", "finished"]

    host = visitor(cookie=employer.headers["cookie"])
    host.goto(f"{site.url}/#transcripts")
    read(host, held)
    links = []
    for label in ("Second <i>reader</i>", "Team lead"):
        host.get_by_role("button", name="Invite a reviewer by a link").click()
        host.locator("[data-form=reviewer] [name=label]").fill(label)
        host.locator(f'[data-form=reviewer] input[value="{also}"]').check()
        host.get_by_role("button", name="Make the link").click()
        host.wait_for_selector(f'.tr-panel b:text-is("{label}")')
        links.append(host.locator('[data-part=reviewers] .tr-link input').input_value())
    host.goto(links[0])
    host.wait_for_selector("h2:has-text('This is your own invitation')")

    reviewer = visitor(375)
    reviewer.goto(links[0])
    assert "Ada" not in reviewer.content()
    assert reviewer.get_by_role("heading", name="2 interviews to review").count() == 1
    assert fits(reviewer)
    reviewer.get_by_label("Your name, as they should read it").fill("Grace <b>Hopper</b>")
    reviewer.get_by_role("button", name="Begin the review").click()
    reviewer.wait_for_selector("#tr-list .tr-open:has-text('Candidate ')")
    beside = compared(reviewer, [held, also])
    assert "sang at noon" in beside
    assert fits(reviewer)
    page = reviewer.content()
    assert all(hidden not in page for hidden in ("Ada", ">Ben<", "End it", "Invite a reviewer", "Take it with you", "Share by a link"))
    reviewer.get_by_role("button", name="Back").click()
    decided(reviewer, held, "Advance", "Measures first.")
    reviewer.wait_for_selector(".tr-head h1:has-text('Ada')")
    reviewer.get_by_role("button", name="All transcripts").click()
    decided(reviewer, also, "Hold", "The same words.")
    lead = sits(site, links[1], "Jane")
    lead.predict(held, "advance", api_name="/verdict_set")
    lead.predict(also, "decline", "Thin.", api_name="/verdict_set")
    thief = visitor(375, "dark")
    thief.goto(links[0])
    thief.wait_for_selector("[role=alert]:has-text('Each link is for one reviewer')")

    host.goto(f"{site.url}/#transcripts")
    read(host, held)
    host.wait_for_selector(".tr-agree:has-text('Both advance.')")
    host.wait_for_selector(".tr-measure:has-text('The same verdict in 1 of 2 pairs, over 2 transcripts')")
    assert host.locator(".tr-panel li").first.inner_text().startswith("Grace <b>Hopper</b> Second <i>reader</i>")
    assert "given blind" in host.locator(".tr-panel li").first.inner_text()
    beside = compared(host, [held, also])
    assert all(told in beside for told in ("Grace <b>Hopper</b>: advance", "Grace <b>Hopper</b>: hold", "Jane: decline"))

    told = employer.predict(api_name="/review_agreement")
    assert (told["same"], told["of"], told["alpha"]) == (1, 2, None)
    for refused in (lambda: lead.predict(held, api_name="/share_create"), lambda: lead.predict([held], api_name="/reviewer_invite")):
        with pytest.raises(Exception, match="reviewer_only"):
            refused()

    path = employer.predict(held, ["transcript", "scores"], label="Second reviewer", api_name="/share_create")["link"]
    reader = visitor(375)
    reader.goto(site.url + path)
    reader.wait_for_selector("text=sang at noon")
    assert reader.locator("main img").count() == 0
    assert fits(reader)
    one.goto(site.url + paths[0])
    one.wait_for_selector("td:has-text('Second reviewer')")
    one.wait_for_selector("td:has-text('one view')")
    one.wait_for_selector("text=2 more people are invited to review it.")
    assert "2 people whom your interviewer invited review it." in one.request.get(f"{site.url}/files/review/{held}.html").text()
    one.get_by_role("button", name="Take my consent back").click()
    one.wait_for_selector("text=Nobody but you since")
    reader.reload()
    reader.wait_for_selector("[role=alert]:has-text('it has ended')")
    assert "sang at noon" not in reader.content()
    assert reviewer.request.get(f"{site.url}/files/review/{held}.html").status == 404
    assert lead.predict(api_name="/transcript_list")[0]["id"] == also
    reviewer.goto(links[0])
    reviewer.wait_for_selector("text=One interview to review")
    reviewer.get_by_role("link", name="Go on with the review").click()
    reviewer.wait_for_selector(f'#tr-list [data-open="{also}"]')
    assert reviewer.locator(f'[data-open="{held}"]').count() == 0
    (_, sat) = employer.predict(also, api_name="/reviewer_list")["reviewers"]
    assert (sat["name"], sat["transcripts"], sat["given"]) == ("Jane", 1, 1)
    employer.predict(sat["id"], api_name="/reviewer_revoke")
    assert lead.predict(api_name="/transcript_list") == []
    states = [row["state"] for row in employer.predict(kit["id"], api_name="/kit_results")]
    assert states == ["withdrawn", "finished"]


def field(page, name):
    return page.locator(f"#{name} input, #{name} textarea")


@pytest.mark.browser
def test_a_kit_is_made_on_the_page_its_link_opens_once_and_is_taken_back(site, visitor):
    page, candidate = visitor(375), visitor()
    page.goto(site.url)
    page.get_by_role("tab", name="Questions").click()
    page.get_by_role("tab", name="Interview kits").click()
    page.wait_for_selector("text=The same questions for everyone")
    page.click("#btn-make-kit")
    page.wait_for_selector("text=Give the kit a title")
    field(page, "kit-title").fill("Backend, autumn")
    page.click("#btn-make-kit")
    page.wait_for_selector("[data-kit] h3:has-text('Backend, autumn')")
    links = []
    for name in ("Ada", "Ben"):
        field(page, "kit-label").fill(name)
        page.click("#btn-invite")
        page.wait_for_selector(f"#kit-results td:has-text('{name}')")
        links.append(field(page, "kit-link").input_value())
    assert len(set(links)) == 2
    assert all(link.startswith(f"{site.url}/invite/") for link in links)
    assert fits(page)
    begun(candidate, site.url, links[0].removeprefix(site.url), "Ada")
    page.locator("#kit-ending input").click()
    page.get_by_role("option", name="Ben").click()
    page.wait_for_selector("#kit-results .pill:has-text('taken back')")
    page.wait_for_selector("#kit-results .pill:has-text('has begun')")
    candidate.goto(links[1])
    candidate.wait_for_selector("[role=alert]:has-text('was taken back')")
    page.click("#btn-delete-kit")
    page.click("#btn-kit-for-good")
    page.wait_for_selector("text=The same questions for everyone")
