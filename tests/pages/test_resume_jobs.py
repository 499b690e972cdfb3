"""A person with several jobs at the Resume page: a pasted text that is cut, files beside it, one table, names of their own."""

import pytest

from tests.pages.test_browser import browser, page  # noqa: F401 - fixtures
from tests.pages.test_resume_page import JOB, TEXT, fits, open_tab

SECOND = """Data engineer, Blue Harbor
Requirements
- 2+ years of Kafka
- PostgreSQL
- Airflow
"""
THIRD = """Site reliability engineer at Quay
You bring
- Kubernetes
- Prometheus
- Incident response
"""


@pytest.mark.browser
@pytest.mark.parametrize("page", [1440, 375], indirect=True)
def test_several_jobs_are_cut_corrected_compared_opened_renamed_and_deleted(page, tmp_path):  # noqa: F811
    open_tab(page)
    page.fill("#resume-text textarea", TEXT)
    page.fill("#resume-job textarea", f"{JOB}\n{SECOND}\n{THIRD}")
    page.wait_for_selector("#resume-splits input >> nth=1")
    page.get_by_label("Site reliability engineer").uncheck()  # the person says that it is one job with the one before
    the_files_are_chosen(page, tmp_path)
    page.click("#btn-hold")
    page.wait_for_selector("#resume-overview .rz-jobs tbody tr >> nth=2")
    assert page.locator("#resume-overview .rz-jobs tbody tr").count() == 3
    assert "Old ad.pdf" in page.locator("#resume-overview [role=alert]").inner_text()
    assert fits(page)
    one_is_opened(page)
    it_is_renamed_and_deleted(page)
    assert fits(page)


def the_files_are_chosen(page, folder):  # noqa: F811
    (folder / "Old ad.pdf").write_bytes(b"%PDF-1.7\n" + b"no pages here " * 40)
    (folder / "quay.txt").write_text(THIRD)
    page.get_by_text("or choose files").click()
    files = [str(folder / name) for name in ("Old ad.pdf", "quay.txt")]
    page.set_input_files("#resume-job-file input[type=file]", files)
    page.locator("#resume-job-file").get_by_text("quay").first.wait_for()


def one_is_opened(page):  # noqa: F811
    page.locator("#resume-overview .rz-open", has_text="Data engineer").press("Enter")
    page.wait_for_selector(".rz-head >> text=Data engineer, Blue Harbor")
    rows = page.locator(".rz-row b").all_inner_texts()
    assert "Airflow" in rows
    assert "Incident response" in rows  # of the job that was joined to it


def it_is_renamed_and_deleted(page):  # noqa: F811
    page.get_by_role("tab", name="Compare").click()
    assert page.locator("#resume-others .rz-matrix tbody tr").count() >= 6
    page.fill("#match-name input, #match-name textarea", "Both at Blue Harbor")
    page.click("#btn-rename")
    page.wait_for_selector(".rz-head >> text=Both at Blue Harbor")
    assert "Both at Blue Harbor · Pasted text" in page.locator("#pick-match input").input_value()
    page.click("#btn-forget")
    page.click("#btn-delete-for-good")
    page.wait_for_selector(".rz-head >> text=Both at Blue Harbor", state="detached")
    assert page.locator("#resume-others .rz-jobs tbody tr").count() == 2
