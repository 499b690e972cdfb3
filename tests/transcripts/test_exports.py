"""Transcripts as files: subtitles within their bounds, text that is escaped, reports in Word and PDF with charts and a template."""

import io
import json
import re
import uuid

import docx
import pypdfium2
import pytest

from agents.transcripts import captions, editing, exporting
from agents.transcripts.timing import timed
from app import make_deps
from core.settings import Settings
from core.transcript import Speaker
from tests.agents.test_spoken import refused
from tests.transcripts import made

STRANGE = "I wrote <b>if (a && b) --> c</b> {x} at " + "w" * 60 + " & then, after that, we measured what it cost. It was fine. " * 6


@pytest.fixture(scope="module")
def kept(parts):
    from core.caller import Caller

    caller = Caller(owner="exporter", role="guest")
    one = made.keep(parts, caller, made.recording(parts, notices=("One part was not heard.",)))
    return caller, one


def seconds(text):
    hours, minutes, rest = text.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def blocks(text):
    """(start, end, lines) of every cue."""
    found = re.findall(r"(\S+) --> (\S+)\n((?:.+\n?)+)", text)
    return [(seconds(start), seconds(end), lines.strip("\n").split("\n")) for start, end, lines in found]


@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_cues_stay_within_two_lines_of_42_characters_and_seven_seconds(parts, me, kind):
    one = made.keep(parts, me, made.recording(parts, uuid.uuid4().hex, said=STRANGE))
    text = exporting.export(parts, me, one.id, kind)[0].decode()
    cues = blocks(text)
    assert len(cues) > 10
    for start, end, lines in cues:
        shown = [re.sub(r"^<v [^>]*>", "", line).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for line in lines]
        assert 0 < end - start <= 7.001
        assert len(lines) <= 2
        assert max(map(len, shown)) <= 42
    assert [start for start, _, _ in cues] == sorted(start for start, _, _ in cues)
    starts = {round(word.start, 3) for passage in one.passages for word in passage.words}
    assert {round(start, 3) for start, _, _ in cues} <= starts
    said = " ".join(line for _, _, lines in cues for line in lines)
    assert said.count("measured") == 6


def test_subtitles_name_the_speaker_and_escape_as_each_format_wants(parts, me):
    one = made.recording(parts, uuid.uuid4().hex, said=STRANGE, speakers=(Speaker(n=0, name="A <i>& B", role="interviewer"), made.SPEAKERS[1]))
    made.keep(parts, me, one)
    vtt = exporting.export(parts, me, one.id, "vtt")[0].decode()
    assert vtt.startswith("WEBVTT\n\n")
    assert "<v A &lt;i&gt;&amp; B>" in vtt
    assert "<v Ada Moreau>I wrote &lt;b&gt;if (a &amp;&amp; b) --&gt;" in vtt
    assert set(re.findall(r"<[^>]*>", vtt)) == {"<v A &lt;i&gt;&amp; B>", "<v Ada Moreau>"}
    srt = exporting.export(parts, me, one.id, "srt")[0].decode()
    assert srt.startswith("1\n00:00:00,000 --> ")
    assert srt.count("-->") == len(blocks(srt))
    assert "Ada Moreau: I wrote ‹b›if (a && b) →" in srt
    assert "<" not in srt


def test_a_typed_transcript_has_no_subtitles_and_says_so(parts, me):
    typed = made.plain(uuid.uuid4().hex, "x", passages=(made.spoken(0, 1, "Typed.", 0.0).model_copy(update={"start": None, "end": None, "words": ()}),))
    made.keep(parts, me, typed)
    for kind in ("srt", "vtt"):
        assert refused(lambda kind=kind: exporting.export(parts, me, typed.id, kind)) == "no_times"
    assert "Typed." in exporting.export(parts, me, typed.id, "txt")[0].decode()
    assert refused(lambda: exporting.export(parts, me, typed.id, "exe")) == "unknown_format"


def test_corrected_words_have_times_between_those_that_were_heard(parts, me):
    one = made.keep(parts, me, made.plain(uuid.uuid4().hex, "We use cough car for the events."))
    passage = editing.correct(parts, me, one.id, 0, "We use Apache Kafka 4 for the events.").passages[0]
    times = {word.text: (word.start, word.end) for word in timed(passage)}
    heard = {word.text: (word.start, word.end) for word in passage.words}
    assert times["use"] == heard["use"]
    assert times["events."] == heard["events"]
    assert heard["use"][1] <= times["Apache"][0] < times["Kafka"][0] < times["4"][1] <= heard["for"][0]
    assert [one.start for one in captions.cues(shelf_of(passage, one), named=False)] == [3.0]


def shelf_of(passage, one):
    return one.model_copy(update={"passages": (passage,)})


def test_text_markdown_and_json_hold_what_was_said(parts, kept):
    caller, one = kept
    text = exporting.export(parts, caller, one.id, "txt")[0].decode()
    assert f"[0:00 Interviewer]\n{one.passages[0].text}" in text
    markdown, media, name = exporting.export(parts, caller, one.id, "md")
    assert (media, name) == ("text/markdown; charset=utf-8", "viva-voce-2026-11-20-technical-transcript.md")
    quote = next(each.quote.text for each in one.exchanges[0].judgement.decisions if each.quote)
    assert re.search(r"covered\.\*?\*? “", markdown.decode().replace("** covered", "covered"))
    assert quote.split()[0] in markdown.decode()
    told = json.loads(exporting.export(parts, caller, one.id, "json")[0])
    assert told["edits"] == []
    assert "owner" not in told
    assert [each["text"] for each in told["passages"]] == [each.text for each in one.passages]


def test_markup_that_was_said_stays_text_in_every_report(parts, me):
    said = "I would write <script>alert(1)</script> & <para> | *stars* \x07 [a](b), 日本語 and {{title}}. " * 3
    one = made.keep(parts, me, made.recording(parts, uuid.uuid4().hex, said=said, candidate="Eve <b>"))
    markdown = exporting.export(parts, me, one.id, "md")[0].decode()
    assert "<script>" not in markdown
    file = docx.Document(io.BytesIO(exporting.export(parts, me, one.id, "docx")[0]))
    assert any("<script>alert(1)</script>" in line.text and "{{title}}" in line.text for line in file.paragraphs)
    assert "<script>alert(1)</script>" in pdf_text(exporting.export(parts, me, one.id, "pdf")[0])


def pdf_text(data):
    file = pypdfium2.PdfDocument(data)
    found = []
    for page in file:
        words = page.get_textpage()
        found.append(words.get_text_bounded().replace("\r\n", " "))
        words.close()
        page.close()
    file.close()
    return " ".join(found)


def test_the_pdf_holds_bands_quotes_with_seconds_and_a_drawn_chart(parts, kept):
    caller, one = kept
    data, media, name = exporting.export(parts, caller, one.id, "pdf")
    assert media == "application/pdf"
    assert name.endswith(".pdf")
    text = pdf_text(data)
    for wanted in ("Ada Moreau", "Competencies", "Answers", "Time and questions", "One part was not heard.", "What was said counts", "0:"):
        assert wanted in text
    file = pypdfium2.PdfDocument(data)
    page = file[0]
    teal = sum(item.type == 2 for item in page.get_objects())  # paths: the chart is no picture
    assert teal > 20
    assert not [item for item in page.get_objects() if item.type == 3]
    page.close()
    file.close()


def test_a_passage_longer_than_a_page_and_a_hundred_answers_can_be_printed(parts, me):
    one = made.recording(parts, uuid.uuid4().hex, said="We measured before we changed anything at all. " * 400)
    many = tuple(one.exchanges[0].model_copy(update={"n": n}) for n in range(60))
    code = made.spoken(2, 1, "Here it is.", 900.0).model_copy(update={"code": "def f(x):\n    return '" + "y" * 300 + "'\n" * 80})
    made.keep(parts, me, one.model_copy(update={"exchanges": many, "passages": (*one.passages, code)}))
    for kind in ("pdf", "docx"):
        assert len(exporting.export(parts, me, one.id, kind)[0]) > 10_000


def test_the_word_report_has_headings_charts_and_tinted_quotes(parts, kept):
    caller, one = kept
    file = docx.Document(io.BytesIO(exporting.export(parts, caller, one.id, "docx")[0]))
    headings = [line.text for line in file.paragraphs if line.style.name.startswith("Heading")]
    assert headings[:4] == ["Competencies", "Answers", "Time and questions", "Answers and their evidence"]
    assert headings[-1] == "Transcript"
    assert any("dcefe3" in line._p.xml for line in file.paragraphs)
    assert "Ada Moreau" in file.core_properties.title


@pytest.fixture
def templated(tmp_path):
    """Parts whose reports are made from a template that the test writes."""
    made_of = make_deps(Settings(data=tmp_path / "data", brain="rules", report_template=str(tmp_path / "report.docx")))
    yield made_of
    made_of.close()


def test_an_organisations_template_gives_its_styles_its_edges_and_its_placeholders(templated, me, tmp_path):
    file = docx.Document()
    file.styles["Heading 2"].font.name = "Comic Neue"
    line = file.add_paragraph("Prepared on ")
    line.add_run("{{da").bold = True
    line.add_run("te}} for {{candidate}}, {{nothing}}")
    file.add_paragraph("{{report}}")
    file.add_paragraph("Confidential until {{date}}.")
    file.sections[0].header.paragraphs[0].text = "Northwind · {{title}}"
    file.save(tmp_path / "report.docx")
    one = made.keep(templated, me, made.recording(templated, said="I would say {{candidate}} and nothing else, because it is short. " * 3))
    data = exporting.export(templated, me, one.id, "docx")[0]
    report = docx.Document(io.BytesIO(data))
    lines = [each.text for each in report.paragraphs]
    assert lines[0] == "Prepared on 20 November 2026 for Ada Moreau, "
    assert lines[1] == "Interview report"
    assert lines[-1] == "Confidential until 20 November 2026."
    assert report.styles["Heading 2"].font.name == "Comic Neue"
    assert report.sections[0].header.paragraphs[0].text == "Northwind · Backend interview"
    assert any("I would say {{candidate}}" in line for line in lines)  # what was said is no placeholder


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 but nothing else", b"%PDF-1.7", b"x" * 100])
def test_a_broken_template_is_named_in_one_sentence(templated, me, tmp_path, content):
    if content is not None:
        (tmp_path / "report.docx").write_bytes(content)
    one = made.keep(templated, me, made.recording(templated))
    assert refused(lambda: exporting.export(templated, me, one.id, "docx")) == "broken_template"
    assert exporting.export(templated, me, one.id, "pdf")[0].startswith(b"%PDF")
