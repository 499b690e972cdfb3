"""Pictures read by tesseract where it is installed, and the sentence where it is not."""

import shutil

import pytest

from documents.read import read
from tests.documents import made

here = pytest.mark.skipif(shutil.which("tesseract") is None, reason="the program tesseract is not here")


@here
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_tesseract_reads_a_picture_whichever_way_it_is_turned(turn):
    document = read(made.saved(made.paper().rotate(turn, expand=True)), "cv.png", engine="tesseract")
    assert document.engine == "tesseract"
    assert "Built a booking service in Go for nine ports" in document.text
    assert document.pages[0].turn == turn
    assert [line.text for line in document.lines][1:4] == made.MAIN[:3]
    tops = [line.box.y0 for line in document.lines]
    assert tops == sorted(tops)


@here
def test_tesseract_reads_a_skewed_photo_in_bad_light():
    told = []
    photo = made.photographed(made.paper(), turn=3)
    document = read(photo, "cv.jpg", engine="tesseract", on_progress=lambda share, _: told.append(share))
    assert sum(line in document.text for line in made.MAIN) >= 8
    assert told == sorted(told)
    assert told[-1] == 1.0


@here
def test_tesseract_reads_the_pages_of_a_scan_that_are_pictures():
    from reportlab.lib.utils import ImageReader

    page, out = made.canvas()
    made.write(page, 72, 60, ["A first page with text of its own"])
    page.showPage()
    for _ in range(2):
        page.drawImage(ImageReader(made.paper()), 0, 0, *made.SIZE)
        page.showPage()
    document = read(made.finished(page, out), "scan.pdf", engine="tesseract")
    assert [one.ocr for one in document.pages] == [False, True, True]
    assert document.engine == "pdfium+tesseract"
    assert document.text.count("Meadow Analytics") == 2


def test_without_the_program_rapidocr_reads_and_one_sentence_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    document = read(made.saved(made.paper()), "cv.png", engine="tesseract", limits=made.UNHURRIED)
    assert document.engine == "rapidocr"
    assert "Built a booking service in Go for nine ports" in document.text
    assert any("its program is not on this machine" in one and "rapidocr reads them" in one for one in document.notices)
