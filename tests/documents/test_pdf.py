"""PDFs through `read`: order, boxes, hidden text, scans inside."""

import pytest

from core.errors import AppError
from documents.read import Bounds, read
from documents.render import page_png
from tests.documents import made


def texts(data):
    return [line.text for line in read(data, "cv.pdf").lines]


@pytest.mark.parametrize(("side_left", "step"), [(False, 17), (False, 19), (True, 19)])
def test_columns_that_are_drawn_row_by_row_are_read_one_after_the_other(side_left, step):
    first, second = (made.SIDE, made.MAIN) if side_left else (made.MAIN, made.SIDE)
    assert texts(made.columns(woven=True, side_left=side_left, step=step)) == ["Ada Nyberg", *first, *second]


def test_the_drawing_order_is_kept_where_it_makes_sense():
    document = read(made.columns(side_left=True), "cv.pdf")
    assert [line.text for line in document.lines] == ["Ada Nyberg", *made.MAIN, *made.SIDE]
    assert document.pages[0].columns == 2
    assert {line.column for line in document.lines if line.text in made.MAIN} == {1}


def test_a_date_at_the_right_edge_belongs_to_its_row():
    lines = texts(made.dated())
    assert lines[1] == "Staff Engineer, Harbour  2021 - 2024"
    assert lines[-2] == "Tutor, Uppsala  2016"


def test_a_table_is_read_row_by_row():
    page, out = made.canvas()
    rows = [
        ("Go", "five years", "daily"),
        ("Rust", "two years", "weekly"),
        ("SQL", "nine years", "daily"),
        ("Java", "one year", "rarely"),
    ]
    for n, cells in enumerate(rows):
        for m, cell in enumerate(cells):
            made.write(page, 72 + 150 * m, 100 + 20 * n, [cell])
    assert texts(made.finished(page, out)) == ["  ".join(cells) for cells in rows]


def test_a_footer_that_is_drawn_first_is_read_last():
    page, out = made.canvas()
    made.write(page, 72, 770, ["Ada Nyberg, page 1 of 1"])
    made.write(page, 72, 60, made.MAIN)
    assert texts(made.finished(page, out)) == [*made.MAIN, "Ada Nyberg, page 1 of 1"]


def test_a_spaced_heading_is_one_word():
    page, out = made.canvas()
    made.write(page, 72, 60, ["S K I L L S", "Go and Python"])
    assert texts(made.finished(page, out)) == ["SKILLS", "Go and Python"]


def test_a_page_that_is_turned_has_its_lines_and_boxes_upright():
    page, out = made.canvas()
    page.setPageRotation(90)
    page.rotate(90)
    page.setFont("Helvetica", 12)
    for n, line in enumerate(made.MAIN):
        page.drawString(80, -100 - 20 * n, line)
    document = read(made.finished(page, out), "cv.pdf")
    assert [line.text for line in document.lines] == made.MAIN
    assert (document.pages[0].width, document.pages[0].height) == made.SIZE
    tops = [line.box.y0 for line in document.lines]
    assert tops == sorted(tops)


def test_hidden_text_is_named_and_left_out_and_what_is_seen_stays():
    document = read(made.trapped(), "cv.pdf")
    assert "Rust for a cooperative bank" in document.text
    assert "lightondark typescript" in document.text
    assert "greywords elixir" in document.text
    why = {one.why: one.text.split() for one in document.hidden if one.why != "white"}
    white = " ".join(one.text for one in document.hidden if one.why == "white").split()
    assert white == ["whitewords", "kubernetes", "nearlywhite", "haskell", "laidover", "prolog"]
    assert why == {
        "tiny": ["tinywords", "scala"], "off_page": ["offpage", "erlang"],
        "covered": ["coveredwords", "fortran"], "invisible": ["invisiblewords", "cobol"],
    }  # fmt: skip
    for word in ("kubernetes", "haskell", "scala", "erlang", "fortran", "cobol", "prolog"):
        assert word not in document.text


def test_only_the_first_pages_are_read_and_this_is_said():
    page, out = made.canvas()
    for n in range(5):
        made.write(page, 72, 60, [f"Words of page number {n + 1}"])
        page.showPage()
    document = read(made.finished(page, out), "cv.pdf", limits=Bounds(pages=3))
    assert len(document.pages) == 3
    assert document.notices == ("Only the first 3 of 5 pages were read.",)


def test_a_locked_pdf_is_refused_with_what_to_do():
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(PdfReader(BytesIO(made.columns()))), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    with pytest.raises(AppError, match="save it without one") as told:
        read(out.getvalue())
    assert told.value.code == "encrypted"


def test_a_page_is_drawn_for_the_screen():
    from io import BytesIO

    from PIL import Image

    image = Image.open(BytesIO(page_png(made.columns(), 0, 600)))
    assert image.format == "PNG"
    assert abs(image.width - 600) < 3
    with pytest.raises(AppError, match="no page 9"):
        page_png(made.columns(), 8, 600)


def test_pages_that_are_pictures_are_read_and_the_others_keep_their_text():
    from reportlab.lib.utils import ImageReader

    page, out = made.canvas()
    made.write(page, 72, 60, ["A first page with text of its own"])
    page.showPage()
    page.drawImage(ImageReader(made.paper()), 0, 0, *made.SIZE)
    document = read(made.finished(page, out), "scan.pdf", limits=made.UNHURRIED)
    assert [p.ocr for p in document.pages] == [False, True]
    assert document.lines[0].text == "A first page with text of its own"
    assert "Built a booking service in Go for nine ports" in document.text
    assert "picture" in document.notices[0]
