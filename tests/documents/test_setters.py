"""PDFs as browsers and design tools set them, ODT and RTF as LibreOffice writes them: bullets, dates, labels, painted cells."""

import random

from reportlab.pdfbase.pdfmetrics import stringWidth

from documents.read import read
from tests.documents import made

JOBS = [
    ("Mar 2021 – Present", "Staff Engineer", "Harbour Freight Systems", ["Built a booking service in Go for nine ports", "Halved a nightly run"]),
    ("Jun 2017 – Feb 2021", "Engineer", "Meadow Analytics", ["Moved forty dashboards to one warehouse", "Wrote the guide for newcomers"]),
    ("2015 – 2017", "Junior Developer", "Quay Tools", ["Tested 40 tools a month"]),
]  # fmt: skip


def texts(data, name="cv.pdf"):
    return [line.text for line in read(data, name).lines]


def dot(page, x, y, across):
    page.circle(x, made.SIZE[1] - y + 3, across / 2, stroke=0, fill=1)


def timeline(page):
    """Dates first and what they date last, as a browser paints boxes that are placed; dots on a line, drawn bullets."""
    tops = (120, 210, 300)
    for top, (dates, *_) in zip(tops, JOBS, strict=True):
        made.write(page, 60, top, [dates])
    made.write(page, 60, 380, ["Education", "BSc Statistics, Uppsala"])
    page.line(170, made.SIZE[1] - 340, 170, made.SIZE[1] - 100)
    for top, (_, title, employer, statements) in zip(tops, JOBS, strict=True):
        dot(page, 170, top, 4)
        made.write(page, 180, top, [title, employer])
        for n, statement in enumerate(statements, start=2):
            dot(page, 186, top + 16 * n, 3)
            made.write(page, 194, top + 16 * n, [statement])


def test_dates_that_are_painted_first_stand_beside_what_they_date_and_drawn_bullets_are_bullets():
    page, out = made.canvas()
    timeline(page)
    wanted = [
        line
        for dates, title, employer, statements in JOBS
        for line in (f"{dates}  {title}", employer, *(f"• {one}" for one in statements))
    ]
    assert texts(made.finished(page, out)) == [*wanted, "Education", "BSc Statistics, Uppsala"]


def test_letters_that_are_drawn_in_no_order_become_words():
    letters = []
    page, out = made.canvas()
    for row, line in enumerate(made.MAIN):
        x = 72.0
        for letter in line:
            letters.append((x, 700 - 18 * row, letter))
            x += stringWidth(letter, "Helvetica", 11)
    random.Random(4).shuffle(letters)
    page.setFont("Helvetica", 11)
    for x, y, letter in letters:
        if letter != " ":
            page.drawString(x, y, letter)
    assert texts(made.finished(page, out)) == made.MAIN


def test_a_heading_that_runs_up_the_side_comes_before_its_block():
    page, out = made.canvas()
    made.write(page, 72, 60, ["Ada Nyberg", "ada@example.org"])
    for label, top, lines in (("EXPERIENCE", 140, made.MAIN[1:4]), ("EDUCATION", 240, made.MAIN[8:])):
        made.write(page, 110, top, lines)
        page.saveState()
        page.translate(90, made.SIZE[1] - top - 8 * len(lines) - 24)
        page.rotate(90)
        page.drawString(0, 0, label)
        page.restoreState()
    assert texts(made.finished(page, out)) == ["Ada Nyberg", "ada@example.org", "EXPERIENCE", *made.MAIN[1:4], "EDUCATION", *made.MAIN[8:]]


def test_an_odt_shows_white_words_on_a_painted_cell_and_marks_the_items_of_a_list():
    spaces = ("office", "text", "table", "style")
    names = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in spaces)
    content = (
        f"<office:document-content {names} xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'><office:automatic-styles>"
        "<style:style style:name='W' style:family='text'><style:text-properties fo:color='#ffffff'/></style:style>"
        "<style:style style:name='C' style:family='table-cell'><style:table-cell-properties fo:background-color='#1f3864'/></style:style>"
        "</office:automatic-styles><office:body><office:text><table:table><table:table-row>"
        "<table:table-cell table:style-name='C'><text:p><text:span text:style-name='W'>SKILLS</text:span></text:p></table:table-cell>"
        "<table:table-cell><text:p>Go<text:span text:style-name='W'>stuffed</text:span></text:p></table:table-cell></table:table-row></table:table>"
        "<text:list><text:list-item><text:p>Led a team</text:p></text:list-item></text:list></office:text></office:body></office:document-content>"
    )
    document = read(made.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}))
    assert [line.text for line in document.lines] == ["SKILLS  Go", "• Led a team"]
    assert [one.text for one in document.hidden] == ["stuffed"]


def test_rtf_shows_white_words_on_a_painted_cell_and_leaves_out_deleted_ones():
    colours = rb"{\colortbl;\red255\green255\blue255;\red31\green56\blue100;}"
    row = rb"\trowd\clcbpat2\cellx100\cellx200\pard\intbl\cf1 SKILLS\cell\pard\intbl\cf1 stuffed\cell\row"
    more = rb"\pard\cf0{\listtext\u61623?\tab}Led a team{\deleted  of nine}\par{\footer\pard Page of Ada\par}\pard Last\par}"
    document = read(rb"{\rtf1\ansi" + colours + row + more, "cv.rtf")
    assert [line.text for line in document.lines] == ["SKILLS", "• Led a team", "Last", "Page of Ada"]
    assert [one.text for one in document.hidden] == ["stuffed"]
