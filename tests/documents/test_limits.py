"""Files that lie, swell or are broken: each ends in one sentence with a stable code."""

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from core.child import Limits
from core.errors import AppError
from documents.read import Bounds, read
from tests.documents import made

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body, head=""):
    return made.zipped(
        {
            "[Content_Types].xml": TYPES,
            "word/document.xml": f"{head}<w:document {W}><w:body>{body}</w:body></w:document>",
        }
    )


def code(data, name="", **more):
    with pytest.raises(AppError) as told:
        read(data, name, **more)
    assert told.value.sentence.endswith(".")
    return told.value.code


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"", "empty"),
        (b"\0\0\0 \n", "empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, "unknown_type"),
        (b"%PDF-1.7\ntrailer<<>>", "unreadable"),
        (b"\x89PNG\r\n\x1a\nabc", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unknown_type"),
        (made.zipped({"xl/workbook.xml": "<x/>"}), "unknown_type"),
        (docx("")[:150], "unreadable"),
        (docx(""), "nothing_to_read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_type"),
    ],
)
def test_what_cannot_be_read_is_told_by_a_stable_code(data, wanted):
    assert code(data) == wanted


def test_the_name_of_a_file_decides_nothing():
    assert read(made.columns(), "cv.docx").kind == "pdf"
    assert read(b"Ada Nyberg, engineer", "cv.pdf").kind == "text"


def test_a_file_that_is_too_large_is_not_even_looked_at():
    assert code(b"x" * (2 << 20), limits=Bounds(file_mb=1)) == "too_large"


def test_a_zip_bomb_is_refused():
    assert code(docx("<w:p><w:r><w:t>" + "A" * (40 << 20) + "</w:t></w:r></w:p>")) == "too_large"


def test_entities_are_not_resolved_and_no_file_is_read():
    head = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    document = read(docx("<w:p><w:r><w:t>Ada &x;&b; Nyberg</w:t></w:r></w:p>", head))
    assert "root" not in document.text
    assert "haha" not in document.text


def test_tables_in_tables_without_end_end_in_a_sentence():
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    assert code(docx(deep)) in ("unreadable", "nothing_to_read")


def test_a_pdf_that_draws_without_end_is_stopped():
    drawn = zlib.compress(b"BT /F 9 Tf " + b"(python developer) Tj 0 1 Td " * 2_000_000 + b"ET", 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(drawn) + drawn + b"\nendstream",
    ]  # fmt: skip
    bomb = (
        b"%PDF-1.7\n"
        + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n + 1, one) for n, one in enumerate(objects))
        + b"trailer<</Root 1 0 R>>"
    )
    assert code(bomb, limits=Bounds(text=Limits(wall_s=5, memory_mb=290))) in ("too_much_memory", "took_too_long")


def test_the_readers_load_no_library_before_there_is_a_file():
    program = "import sys, documents.read, documents.render\nprint([n for n in ('pypdfium2', 'lxml', 'PIL', 'cv2', 'rapidocr') if n in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True
    )
    assert told.stdout.strip() == "[]"


def test_only_so_many_letters_are_read_and_this_is_said():
    document = read(b"word " * 10_000, limits=Bounds(letters=4_000))
    assert 3_900 < len(document.text) <= 4_010
    assert "Only the first 4,000 letters" in document.notices[0]
