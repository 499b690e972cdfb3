"""DOCX, ODT, RTF, HTML, Markdown and text through `read`."""

from io import BytesIO

import pytest
from docx import Document as Word
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor

from documents.read import read
from tests.documents import made

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def saved(word):
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def texts(data, name=""):
    return [line.text for line in read(data, name).lines]


def test_a_resume_made_of_one_table_is_found_whole():
    word = Word()
    table = word.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "2021 - 2024", "Staff Engineer"
    table.cell(1, 0).text = "SKILLS\nGo\nKafka"
    table.cell(1, 1).text = "EXPERIENCE\nBuilt a booking service"
    document = read(saved(word))
    assert [line.text for line in document.lines] == [
        "2021 - 2024  Staff Engineer",
        "SKILLS",
        "Go",
        "Kafka",
        "EXPERIENCE",
        "Built a booking service",
    ]
    assert all(line.table for line in document.lines)


def test_headers_footers_text_boxes_and_links_are_read_in_order():
    word = Word()
    word.sections[0].header.paragraphs[0].text = "Ada Nyberg"
    word.sections[0].footer.paragraphs[0].text = "Page 1"
    word.add_paragraph("Wrote a ledger")
    box = f'<w:r {NAMES}><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>'
    word.paragraphs[0]._p.append(parse_xml(box))
    link = word.add_paragraph("See ")
    rel = word.part.relate_to(
        "https://github.com/ada",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    link._p.append(
        parse_xml(
            f'<w:hyperlink {NAMES} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{rel}"><w:r><w:t>my code</w:t></w:r></w:hyperlink>'
        )
    )
    word.add_paragraph("Led a team", style="List Bullet")
    assert texts(saved(word)) == [
        "Ada Nyberg",
        "Wrote a ledger",
        "In a box",
        "See my code (github.com/ada)",
        "• Led a team",
        "Page 1",
    ]


def test_hidden_runs_of_a_docx_are_named_and_left_out():
    word = Word()
    line = word.add_paragraph("Seen words ")
    for text, change in (("vanished", "hidden"), ("whitened", "white"), ("shrunk", "small"), ("kept", "bold")):
        run = line.add_run(text + " ")
        run.font.hidden = change == "hidden" or None
        run.font.bold = change == "bold" or None
        if change == "white":
            run.font.color.rgb = RGBColor(255, 255, 255)
        if change == "small":
            run.font.size = Pt(1)
    dark = word.add_table(1, 1).cell(0, 0)
    dark._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {NAMES} w:val="clear" w:fill="1F3864"/>'))
    dark.paragraphs[0].add_run("White on blue").font.color.rgb = RGBColor(255, 255, 255)
    document = read(saved(word))
    assert [line.text for line in document.lines] == ["Seen words kept", "White on blue"]
    assert {one.text: one.why for one in document.hidden} == {
        "vanished": "invisible",
        "whitened": "white",
        "shrunk": "tiny",
    }


def test_an_odt_is_read_with_its_tables_and_without_hidden_text():
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "text", "table", "style")
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles><style:style style:name='T1' style:family='text'><style:text-properties text:display='none'/></style:style>"
        "</office:automatic-styles><office:body><office:text><text:h>Ada Nyberg</text:h><text:p>Wrote a<text:s/>ledger<text:tab/>2021<text:span text:style-name='T1'>secret</text:span></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Go</text:p></table:table-cell><table:table-cell><text:p>five years</text:p></table:table-cell></table:table-row></table:table>"
        "</office:text></office:body></office:document-content>"
    )
    document = read(made.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}))
    assert document.kind == "odt"
    assert [line.text for line in document.lines] == ["Ada Nyberg", "Wrote a ledger 2021", "Go  five years"]
    assert document.hidden[0].text == "secret"


def test_rtf_is_read_with_its_encodings_and_without_hidden_text():
    rtf = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\colortbl;\red255\green255\blue255;}\pard Zo\'eb \u8211- Engineer\par {\v secret}{\cf1 paper}Wrote {\b Go} | Rust\par\trowd A\cell B\cell\row}"
    document = read(rtf, "cv.docx")
    assert document.kind == "rtf"
    assert [line.text for line in document.lines] == ["Zoë – Engineer", "Wrote Go | Rust", "A B"]
    assert {one.text: one.why for one in document.hidden} == {"secret": "invisible", "paper": "white"}


def test_html_is_read_as_it_is_seen():
    page = b"<html><head><title>x</title><style>.gone{display:none}</style><script>alert(1)</script><body><h1>Ada &amp; Co</h1><p>Wrote <b>Go</b><div class=gone>stuffed</div><p style='font-size:0'>tiny one</p><br>Led a team"
    document = read(page)
    assert [line.text for line in document.lines] == ["Ada & Co", "Wrote Go", "Led a team"]
    assert {one.text for one in document.hidden} == {"stuffed", "tiny one"}


def test_markdown_loses_its_signs_and_keeps_its_words():
    source = b"# Ada Nyberg\n\n**Staff** engineer, [code](https://github.com/ada)\n\n- `Go`, C#, C++\n\n| a | b |\n|---|---|\n| 1 | 2 |\n<!-- secret -->"
    assert texts(source, "cv.md") == [
        "Ada Nyberg",
        "Staff engineer, code (https://github.com/ada)",
        "- Go, C#, C++",
        "a b",
        "1 2",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_in_any_common_encoding(encoding):
    assert texts("Zoë Müller – développeuse\r\nÉcrit du Go à Genève".encode(encoding), "cv.txt") == [
        "Zoë Müller – développeuse",
        "Écrit du Go à Genève",
    ]


def test_letters_that_nobody_sees_do_not_come_through():
    assert texts("Ada\u200b Ny\u00adberg \ufb01nance \U000e0041\U000e0042\x00".encode(), "cv.txt") == [
        "Ada Nyberg finance"
    ]
