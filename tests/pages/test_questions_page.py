"""A person at the Questions page: three faulty rows out of twenty are seen, mended and kept, and then asked in an interview."""

import pytest

from tests.own import made
from tests.pages.test_browser import browser, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "warehouse.csv"
    path.write_bytes(made.table())
    return path


def fits(page):  # noqa: F811
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def open_tab(page, name):  # noqa: F811
    page.wait_for_selector("#btn-begin", state="attached")
    page.get_by_role("tab", name=name, exact=True).click()


def upload(page, path):  # noqa: F811
    page.set_input_files("#q-file input[type=file]", str(path))
    page.wait_for_selector("#q-file .file-preview")  # the name alone shows while it is still on its way
    page.click("#btn-look")


def summary(page, text):  # noqa: F811
    page.locator("#q-summary:visible", has_text=text).wait_for()


def mend(page, **texts):  # noqa: F811
    for field, text in texts.items():
        box = page.locator(f"#row-{field} textarea, #row-{field} input").first
        box.fill(text)
        box.press("Tab")
    page.click("#btn-save-row")


@pytest.mark.parametrize("page", [1440, 375], indirect=True)
def test_a_bank_with_three_faulty_rows_is_mended_kept_and_asked(page, file):  # noqa: F811
    open_tab(page, "Questions")
    page.wait_for_selector("text=Your banks will stand here")
    assert fits(page)
    upload(page, file)
    summary(page, "3 of 20 rows need mending")
    assert fits(page)
    faulty = page.locator("#q-preview tr.faulty")
    assert [one.get_attribute("data-row") for one in faulty.all()] == ["5", "11", "17"]
    told = faulty.all_inner_texts()
    assert "“expert!!” is not known" in told[0]
    assert "Write 1 to 5" in told[0]
    assert "neither an answer nor a key point" in told[1]
    assert "tells the grader what to do" in told[2]
    assert page.locator("#btn-keep-bank").is_disabled()

    page.reload()  # an upload waits
    open_tab(page, "Questions")
    summary(page, "3 of 20 rows need mending")
    mend(page, level="3")
    summary(page, "2 of 20 rows need mending")
    mend(page, reference="Nothing")  # too short: it stays, with another fault
    page.locator("#q-faults", has_text="too short").wait_for()
    mend(page, reference="A cold chain keeps goods cool from door to door. It is broken by one warm hour.")
    summary(page, "1 of 20 rows needs mending")
    mend(
        page,
        key_points="- A wave sends many orders to the floor at once. [weight 3]\n- It keeps the packing tables busy.",
        reference="A wave sends many orders to the floor at once, so that the packing tables stay busy.",
    )
    summary(page, "20 questions, and nothing to mend")
    page.fill("#q-new-name textarea, #q-new-name input", "Warehouse <b>night</b>")
    page.click("#btn-keep-bank")
    page.locator(".q-kept", has_text="Warehouse <b>night</b>").wait_for()
    assert fits(page)

    open_tab(page, "Interview")
    page.locator("#banks-asked input").click()
    page.get_by_role("option", name="Warehouse <b>night</b> · 20 questions").click()
    page.get_by_label("Instead of ours").check()
    assert fits(page)
    page.get_by_label("Type", exact=True).check()
    page.click("#btn-begin")
    for turn in range(3):
        page.wait_for_selector(f'#stage [data-turn="{turn}"] #question')
        if turn:
            assert "in a warehouse?" in page.inner_text("#question")
        page.click("#btn-skip")
    page.wait_for_selector('#stage [data-turn="3"] #question')


@pytest.mark.parametrize("page", [1440], indirect=True)
def test_a_bank_is_shared_renamed_replaced_taken_out_and_deleted(page, file, tmp_path):  # noqa: F811
    open_tab(page, "Questions")
    upload(page, file)
    summary(page, "3 of 20")
    page.click("#btn-keep-good")
    page.locator("#q-bank", has_text="17 technical questions").wait_for()
    page.get_by_label("Share it with everyone on this server").locator("visible=true").check()
    page.locator("#q-bank", has_text="shared with everyone").wait_for()
    page.fill("#q-name textarea, #q-name input", "Night shift")
    page.click("#btn-rename")
    page.locator("#q-bank h3", has_text="Night shift").wait_for()
    with page.expect_download() as downloaded:
        page.locator("#q-bank").get_by_text("Markdown").click()
    assert downloaded.value.suggested_filename == "Night-shift.md"
    again = tmp_path / "again.md"
    downloaded.value.save_as(again)
    page.click("#btn-replace")
    page.wait_for_selector("text=A new version of Night shift")
    upload(page, again)
    summary(page, "17 questions, and nothing to mend")
    page.click("#btn-keep-bank")
    page.locator(".q-kept", has_text="version 2").wait_for()

    page.get_by_role("tab", name="All questions").click()
    page.wait_for_selector(".q-card")
    page.locator("#browse-bank input").click()
    page.get_by_role("option", name="Night shift").click()
    page.wait_for_selector("#browse-found >> text=17 questions.")
    first = page.locator(".q-card details").first
    assert not first.locator("li").first.is_visible()
    first.locator("summary").press("Enter")
    assert first.locator("li").first.is_visible()
    page.get_by_role("tab", name="Yours").click()
    page.click("#btn-delete-bank")
    page.click("#btn-bank-for-good")
    page.wait_for_selector("text=Your banks will stand here")


@pytest.mark.parametrize("page", [375], indirect=True)
def test_a_file_that_is_no_bank_ends_in_a_sentence_and_the_form(page, tmp_path):  # noqa: F811
    wrong = tmp_path / "people.csv"
    wrong.write_text("name,age\nAda,36\n")
    open_tab(page, "Questions")
    upload(page, wrong)
    page.wait_for_selector("text=No column is called question")
    assert page.locator("#btn-look").is_visible()
    page.get_by_role("tab", name="All questions").click()
    page.wait_for_selector(".q-card")
    page.fill("#browse-query textarea, #browse-query input", "caching")
    page.keyboard.press("Enter")
    page.wait_for_selector("#browse-found >> text=20 questions.")
    assert fits(page)
