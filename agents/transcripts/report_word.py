"""A transcript's report as a Word file: the parts of the PDF in the same order, in styles that an organisation's template can replace."""

import io
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from agents.paper.word import INK, SOFT, TEAL, cells, grid, hairline, named, page, room, run, shape, title, turn
from agents.transcripts import report_template
from agents.transcripts import report_times as times
from agents.transcripts import report_word_charts as charts
from agents.transcripts import report_words as words
from core.report import BANDS
from core.schema import Decision
from core.transcript import Exchange, Passage, Transcript

AMBER, TINT = "9a4f10", "dcefe3"
COLUMNS, NEEDS = (26, 124, 16), (116, 50)
"""Millimetres of a decision: what was decided, of which point, and its second; of a need and its state."""


def to_docx(made: Transcript, template: str = "") -> bytes:
    """The whole report; `template` is the path of a .docx whose styles, header and footer are taken. AppError `broken_template`."""
    out = io.BytesIO()
    foot = f"Viva Voce · {words.heading(made)} · {words.day(made)}"
    file = report_template.opened(template) if template else docx.Document()
    ours = not template
    if ours:
        page(file, foot)
        _styles(file)
    before = len(file.element.body)
    named(file, f"{words.heading(made)}: {made.title}")
    for part in (_head, _bands, _coverage, _times, _answers, _transcript):
        part(file, made)
    if template:
        report_template.fill(file, before, _values(made, foot))
    file.save(out)
    return out.getvalue()


def _values(made: Transcript, foot: str) -> dict[str, str]:
    """What placeholders stand for."""
    return {
        "title": made.title, "candidate": made.candidate, "role": made.role, "date": words.day(made), "length": words.length(made),
        "band": words.band(made.band), "graded_by": made.graded_by, "rubric": made.rubric, "footer": foot,
    }  # fmt: skip


def _styles(file: Any) -> None:
    """The styles beside those that every paper of ours has."""
    for name, font, size, color in (
        *(("Title", "Garamond", 28, INK), ("Subtitle", "Calibri", 10, SOFT), ("Quote", "Garamond", 11.5, TEAL)),
        *(("Heading 3", "Calibri", 11, INK), ("Caption", "Calibri", 9, SOFT)),
    ):
        shape(file, name, font, size, color=color, bold=name == "Heading 3", italic=name == "Quote")
        style = file.styles[name]
        style.paragraph_format.space_after = Pt(3)
        for name_ in ("w:pPr/w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):
            for one in style.element.xpath(name_):
                one.getparent().remove(one)


def _line(file: Any, style: str, text: str = "", **looks: Any) -> Any:
    """A paragraph in a style, or in the plain one where a template has no such style."""
    line = file.add_paragraph(style=style if style in file.styles else None)
    if text:
        run(line, text, **looks)
    return line


def _head(file: Any, made: Transcript) -> None:
    _line(file, "Subtitle", "Interview report", bold=True, color=TEAL)
    _line(file, "Title", words.heading(made))
    _line(file, "Subtitle", words.about(made))
    if made.band:
        line = _line(file, "Normal")
        run(line, str(made.band), color=TEAL, size=34, font="Garamond")
        run(line, f"  of 5 · {BANDS[made.band]}", color=SOFT)
    told = words.facts(made)
    for cell, (what, much) in zip(cells(grid(file, [166 / len(told)] * len(told))), told, strict=True):
        run(cell.paragraphs[0], what, color=SOFT, size=8.5)
        run(cell.add_paragraph(), much, bold=True, size=10.5)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    _line(file, "Caption", words.basis(made)).paragraph_format.space_before = Pt(8)
    for notice in words.notices(made):
        _line(file, "Caption", notice, color=AMBER)


def _bands(file: Any, made: Transcript) -> None:
    shown = [(heading, bars) for heading, bars in (("Competencies", words.competencies(made)), ("Answers", words.answers(made))) if bars]
    for at, (heading, bars) in enumerate(shown):
        title(file, heading)
        if not at:
            _note(file, words.scale([bar for _, every in shown for bar in every]))
        charts.bars(file, bars, heading)


def _times(file: Any, made: Transcript) -> None:
    drawn = times.lanes(made)
    if drawn:
        title(file, "Time and questions")
        _note(file, times.key(drawn))
        charts.lanes(file, drawn)


def _coverage(file: Any, made: Transcript) -> None:
    if not made.coverage:
        return
    title(file, "What the job asks for")
    _note(file, words.needs(made))
    table = grid(file, NEEDS)
    _above(table, ("Need", "What the interview showed"))
    for need in made.coverage:
        row = cells(table)
        run(row[0].paragraphs[0], need.text, size=9.5)
        run(row[1].paragraphs[0], words.NEEDS[need.state], bold=True, color=words.NEED_TONES[need.state], size=9)
        for cell in row:
            hairline(cell)


def _note(file: Any, text: str) -> None:
    """A sentence that stays with what it is about."""
    _line(file, "Caption", text).paragraph_format.keep_with_next = True


def _above(table: Any, heads: tuple[str, ...]) -> None:
    """The first row of a table, which each page says again."""
    for cell, text in zip(cells(table, head=True), heads, strict=True):
        run(cell.paragraphs[0], text, color=SOFT, size=8)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        hairline(cell, SOFT)


def _answers(file: Any, made: Transcript) -> None:
    judged = [one for one in made.exchanges if one.judgement]
    if judged:
        title(file, "Answers and their evidence")
    for one in judged:
        _answer(file, made, one)


def _answer(file: Any, made: Transcript, one: Exchange) -> None:
    assert one.judgement is not None
    head = file.add_heading(level=3)
    head.paragraph_format.tab_stops.add_tab_stop(Mm(room(file)), WD_TAB_ALIGNMENT.RIGHT)
    run(head, one.title or words.short(one.question))
    run(head, f"\t{words.verdict(one)}", color=TEAL if one.band else SOFT, size=9.5)
    asked = _line(file, "Quote", one.question, color=SOFT)
    asked.paragraph_format.keep_with_next = True
    for text in (words.tally(one), words.told(one)):
        if text:
            _line(file, "Caption", text).paragraph_format.keep_with_next = bool(one.judgement.decisions)
    if not one.judgement.decisions:
        return
    table = grid(file, COLUMNS)
    _above(table, ("Decided", "What counts, and the words that show it", ""))
    for point in one.judgement.decisions:
        _decision(cells(table), made, one, point)
    _line(file, "Normal").paragraph_format.space_after = Pt(2)


def _decision(row: Any, made: Transcript, one: Exchange, point: Decision) -> None:
    for cell in row:
        hairline(cell)
    run(row[0].paragraphs[0], point.status, bold=True, color=words.TONES[point.status], size=9)
    run(row[1].paragraphs[0], point.text, size=9.5)
    if point.quote:
        said = row[1].add_paragraph()
        said.paragraph_format.space_after = Pt(4)
        run(said, f"“{point.quote.text}”", italic=True, color=TEAL, size=10.5)
        row[2].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run(row[2].paragraphs[0], words.place(made, one, point.quote)[1], color=SOFT, size=9)


def _transcript(file: Any, made: Transcript) -> None:
    title(file, "Transcript")
    if not made.passages:
        _line(file, "Caption", "No words were heard.")
    marks = words.quoted(made)
    if marks:
        line = _line(file, "Caption")
        line.paragraph_format.keep_with_next = True
        run(line, "Tinted words", tint=TINT)
        run(line, " are quoted above as evidence.")
    asking = {one.n for one in made.speakers if one.role == "interviewer"}
    for passage in made.passages:
        head = _line(file, "Caption", words.speaker(made, passage))
        head.paragraph_format.keep_with_next, head.paragraph_format.space_before = True, Pt(8)
        if passage.text:
            _spoken(_line(file, "Normal"), passage, marks.get(passage.n, []), SOFT if passage.speaker in asking else "")
        for line in passage.code.splitlines():
            written = _line(file, "Normal")
            written.paragraph_format.space_after = Pt(0)
            run(written, line, font="Consolas", size=9)


def _spoken(line: Any, passage: Passage, marks: list[tuple[int, int]], color: str) -> None:
    turn(line, passage.text)
    for text, quoted in words.cut(passage.text, marks):
        if text:
            run(line, text, color=color, tint=TINT if quoted else "")
