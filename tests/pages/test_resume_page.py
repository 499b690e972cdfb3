"""A person at the Resume page: a two-column PDF held against a job, a date corrected, a line lit, the gaps practised."""

import io
import json

import docx
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.callers import fetch, program
from tests.pages.test_browser import browser, page  # noqa: F401 - fixtures


def rows_of(text):
    return text.replace("\n", "|").split("|")


LEFT = """CONTACT|ada@example.org|+31 10 555 0101||SKILLS|Python, Go, Kubernetes|Terraform, gRPC|PostgreSQL, Kafka, AWS||EDUCATION
BSc Computer Science|Delft, 2018"""
RIGHT = """EXPERIENCE|Senior Engineer, Northwind Freight|March 2021 - present|- Moved 40 services to Kubernetes; deploys went from
  40 to 5 minutes|- Built the billing pipeline on Kafka and PostgreSQL|- On call lead for 9 people||Engineer, Blue Harbor
June 2018 - February 2021|- Built REST services in Go for 200 shops|- Wrote the internal testing guide"""
JOB = """Senior platform engineer
Requirements
- 3+ years of Kubernetes in production
- PostgreSQL
- Terraform
- Azure
Nice to have
- Kafka
- Prometheus
"""
TEXT = "\n".join(["Ada Example", "ada@example.org", *rows_of(RIGHT), *rows_of(LEFT)[4:]])
ANSWER = (
    "In spring our deploys at Northwind kept failing because every team wrote its own scripts. I compared two tools, wrote the Terraform "
    "modules for 12 services myself, tested them in staging and moved one service a week. Failed deploys went from 9 a month to 1, and "
    "I learned to agree on names before writing modules."
)


@pytest.fixture(scope="module")
def resume(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "Ada Example.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica-Bold", 22)
    canvas.drawString(50, 780, "Ada Example")
    canvas.setFont("Helvetica", 10)
    for x, column in ((50, LEFT), (230, RIGHT)):
        for at, line in enumerate(rows_of(column)):
            canvas.drawString(x, 720 - 16 * at, line)
    canvas.save()
    return path


def open_tab(page):  # noqa: F811
    page.wait_for_selector("#btn-begin")
    page.get_by_role("tab", name="Resume").click()


def hold(page, resume):  # noqa: F811
    open_tab(page)
    page.wait_for_selector("text=Your analysis will stand here")
    assert fits(page)
    page.set_input_files("#resume-file input[type=file]", str(resume))
    page.locator("#resume-file").get_by_text("Ada Example").first.wait_for()
    page.fill("#resume-job textarea", JOB)
    page.click("#btn-hold")
    page.wait_for_selector(".rz-row")


def fits(page):  # noqa: F811
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def row(page, name):  # noqa: F811
    return page.locator(".rz-row").filter(has=page.locator(f"b:text-matches('^{name}')"))


def lit_over(page, words):  # noqa: F811
    """The lit box of a line, as shares of its picture."""
    return page.evaluate(
        """words => {
            const lit = [...document.querySelectorAll('.rz-page .rz-lit')].find((one) => one.ariaLabel.includes(words));
            const box = lit.getBoundingClientRect(), sheet = lit.parentElement.querySelector('img').getBoundingClientRect();
            return [(box.left - sheet.left) / sheet.width, (box.top - sheet.top) / sheet.height,
                    (box.right - sheet.left) / sheet.width, (box.bottom - sheet.top) / sheet.height];
        }""",
        words,
    )


@pytest.mark.browser
@pytest.mark.parametrize("page", [1440, 375], indirect=True)
def test_a_resume_is_read_corrected_lit_and_its_gaps_are_practised(page, resume):  # noqa: F811
    hold(page, resume)
    assert fits(page)
    assert "of 4 must-haves" in page.locator(".rz h1.title").inner_text()
    the_evidence_is_lit(page)
    one_date_is_corrected(page)
    a_skill_is_corrected(page)
    the_gaps_are_practised(page)
    the_coverage_comes_back(page)
    assert fits(page)


def the_evidence_is_lit(page):  # noqa: F811
    page.wait_for_function("document.querySelector('.rz-page img').naturalWidth > 500")
    left, top, right, bottom = lit_over(page, "Moved 40 services")
    assert 0 <= left < right <= 1
    assert 0 <= top < bottom <= 1
    assert left == pytest.approx(230 / 595, abs=0.02)  # the right column
    assert (top + bottom) / 2 == pytest.approx(1 - (720 - 16 * 3 + 3) / 842, abs=0.012)  # its fourth line
    row(page, "Kubernetes").locator("button").press("Enter")
    assert (
        "on"
        in page.locator(".rz-lit", has_text="")
        .and_(page.locator("[aria-label*='Moved 40']"))
        .get_attribute("class")
        .split()
    )
    page.locator("[aria-label*='Moved 40']").press("Enter")  # off again
    page.locator("[aria-label*='Built the billing']").click()
    assert "on" in row(page, "PostgreSQL").get_attribute("class").split()
    assert row(page, "Terraform").locator(".rz-state").inner_text() == "listed, never shown"
    page.click("[data-rz=sum]")
    assert "Ceiling" in page.locator("#rz-sum").inner_text()


def one_date_is_corrected(page):  # noqa: F811
    page.click("[data-rz-tab]")
    page.locator("#role-start input, #role-start textarea").fill("January 2024")
    first = page.locator(".rz").get_attribute("data-match")
    page.click("#btn-correct")
    page.wait_for_function("id => document.querySelector('.rz')?.dataset.match !== id", arg=first)
    page.wait_for_selector("text=corrected by you")
    assert "2024-01 to now" in page.locator("#resume-sees").inner_text()
    assert "asked" in row(page, "Kubernetes").locator(".rz-said").inner_text()  # fewer years than the job wants
    page.get_by_role("tab", name="Compare").click()
    page.wait_for_selector("#rz-history li")


def a_skill_is_corrected(page):  # noqa: F811
    page.get_by_role("tab", name="What the parser sees").click()
    page.get_by_text("Correct contact, skills, education, languages").click()
    skills = page.locator("#sheet-skills textarea")
    assert "Terraform" in skills.input_value()
    skills.fill(skills.input_value() + ", Azure")
    first = page.locator(".rz").get_attribute("data-match")
    page.click("#btn-correct-sheet")
    page.wait_for_function("id => document.querySelector('.rz')?.dataset.match !== id", arg=first)
    assert row(page, "Azure").locator(".rz-state").inner_text() == "listed, never shown"
    page.get_by_role("tab", name="Compare").click()


def the_gaps_are_practised(page):  # noqa: F811
    page.get_by_label("Type", exact=True).locator("visible=true").check()
    page.click("#btn-practise")
    page.wait_for_selector("#stage #question:visible")
    page.wait_for_selector("#answer textarea:visible")
    for _ in range(3):
        turn = page.locator("#stage [data-turn]").get_attribute("data-turn")
        page.fill("#answer textarea", ANSWER)
        page.focus("#answer textarea")
        page.keyboard.press("Control+Enter")
        page.wait_for_function("turn => document.querySelector('#stage [data-turn]')?.dataset.turn !== turn", arg=turn)
        page.wait_for_selector("#stage #question:visible")
    page.click("#btn-end")
    page.wait_for_selector("#report h1.title")


def the_coverage_comes_back(page):  # noqa: F811
    page.get_by_role("tab", name="Resume").click()
    page.wait_for_selector("#rz-coverage")
    states = {one.get_attribute("data-probed") for one in page.locator("#rz-coverage tr").all()}
    assert "never probed" in states
    assert states & {"asked", "evidenced"}


@pytest.mark.browser
@pytest.mark.parametrize("page", [1440], indirect=True)
def test_a_resume_is_deleted_and_the_first_state_comes_back(page, resume):  # noqa: F811
    hold(page, resume)
    page.get_by_role("tab", name="Compare").click()
    page.click("#btn-delete-resume")
    page.click("#btn-delete-for-good")
    page.wait_for_selector("text=Your analysis will stand here")


@pytest.mark.browser
@pytest.mark.parametrize("page", [1440], indirect=True)
def test_a_refused_job_keeps_the_resume_and_pasted_text_is_lit_as_text(page):  # noqa: F811
    open_tab(page)
    page.fill("#resume-text textarea", TEXT)
    page.fill("#resume-job textarea", "Engineer")
    page.click("#btn-hold")
    page.wait_for_selector("text=a title alone says too little")
    page.wait_for_selector(".rz-held")
    page.fill("#resume-job textarea", JOB)
    page.click("#btn-hold")
    page.wait_for_selector(".rz-text .rz-lit.shown")
    page.locator(".rz-text .rz-lit.shown").first.press("Enter")
    assert page.locator(".rz-row.on").count() >= 1
    page.click("#btn-another")
    page.wait_for_selector("text=Paste another job")
    page.fill("#resume-job textarea", JOB.replace("platform", "cloud").replace("Terraform", "Kafka"))
    page.click("#btn-hold")
    page.wait_for_selector(".rz-head >> text=cloud engineer")
    page.get_by_role("tab", name="Compare").click()
    page.wait_for_selector("#resume-others .rz-jobs tbody tr >> nth=1")


@pytest.mark.browser
@pytest.mark.parametrize("page", [375], indirect=True)
def test_a_file_that_cannot_be_read_ends_in_a_sentence_and_the_form(page, tmp_path):  # noqa: F811
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"no pages here " * 40)
    open_tab(page)
    page.set_input_files("#resume-file input[type=file]", str(broken))
    page.locator("#resume-file").get_by_text("broken").first.wait_for()
    page.fill("#resume-job textarea", JOB)
    page.click("#btn-hold")
    page.wait_for_selector("#resume-working [role=alert], .rz [role=alert]")
    assert fits(page)


@pytest.fixture(scope="module")
def held(public_server, resume):
    """A public server on which one guest has an analysis: its address, the guest's cookie, the ids."""
    return public_server, *guest_holds(public_server, resume)


def guest_holds(server, resume):
    from gradio_client import handle_file

    client = program(server.url)
    made = client.predict(
        job_description=JOB,
        file=handle_file(str(resume)),
        text="",
        resume_id="",
        name="",
        request_id="",
        api_name="/resume_analyze",
    )
    for _ in range(60):
        told = client.predict(match_id=made["match_id"], api_name="/resume_status")
        if told["state"] in ("done", "failed"):
            break
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return cookie, made["match_id"], made["resume_id"]


def test_pages_and_exports_are_their_owners_alone(held):
    server, cookie, match_id, resume_id = held
    paths = [
        f"/files/resume/{resume_id}/0.png",
        *(f"/files/match/{match_id}.{kind}" for kind in ("md", "json", "docx", "pdf")),
    ]
    for path in paths:
        status, headers, body = fetch(server.url + path, cookie)
        assert status == 200, body
        assert "public" not in headers.get("cache-control", "")
        assert fetch(server.url + path)[0] == 404
    assert fetch(f"{server.url}/files/resume/{resume_id}/7.png", cookie)[0] == 404
    assert fetch(f"{server.url}/files/resume/{resume_id}/0.exe", cookie)[0] == 404
    assert fetch(f"{server.url}/files/match/{match_id}.exe", cookie)[0] == 404


def test_every_export_says_the_same(held):
    server, cookie, match_id, _ = held
    found = {
        kind: fetch(f"{server.url}/files/match/{match_id}.{kind}", cookie)[2] for kind in ("md", "json", "docx", "pdf")
    }
    total = str(json.loads(found["json"])["match"]["score"]["total"])
    word = docx.Document(io.BytesIO(found["docx"]))
    cells = [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    texts = {
        "md": found["md"].decode(),
        "docx": "\n".join([*(line.text for line in word.paragraphs), *cells]),
        "pdf": "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(found["pdf"])).pages),
    }
    for kind, text in texts.items():
        for words in (
            total,
            "of 4 must-haves",
            "listed, never shown",
            "Terraform",
            "Ceiling" if kind != "md" else "ceiling",
        ):
            assert words in text, (kind, words)
