"""A transcript's report as a PDF: what matters on the first page, charts, each answer with its quotes and their seconds, every word."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer, Table, XPreformatted

from agents.paper.letters import lost, markup
from agents.paper.pdf import FLUSH, INK, LINE, SOFT, TEAL, WIDE, built, ruled, said, say, style, title
from agents.transcripts import report_pdf_charts as charts
from agents.transcripts import report_times as times
from agents.transcripts import report_words as words
from core.report import BANDS
from core.schema import Decision
from core.transcript import Exchange, Passage, Transcript

AMBER = HexColor("#9a4f10")
TINT = "#dcefe3"
"""Behind quoted words, as on the page."""
STRANGE = "Some letters are in none of the fonts of this file and stand as question marks. The Word file holds every letter."
DECIDED, SECOND = 28, 15
"""Millimetres of the columns beside the points of an answer."""
LONGEST_LINE = 92
"""Letters of a line of code."""


def to_pdf(made: Transcript) -> bytes:
    """The whole report on A4."""
    parts = [*_head(made), *_bands(made), *_coverage(made), *_times(made), *_answers(made), *_transcript(made)]
    return built(parts, f"{words.heading(made)}: {made.title}", f"Viva Voce · {words.heading(made)} · {words.day(made)}")


def _head(made: Transcript) -> list[Any]:
    left = [
        say("Interview report", "Bold", 8.5, TEAL),
        Spacer(1, 2),
        say(words.heading(made), "Serif", 28 if len(words.heading(made)) < 60 else 18),
        Spacer(1, 3),
        say(words.about(made), "Sans", 9.5, SOFT),
    ]
    right: list[Any] = []
    if made.band:
        right = [
            say(str(made.band), "Serif", 44, TEAL, alignment=TA_RIGHT),
            Spacer(1, 10),
            say(f"of 5 · {BANDS[made.band]}", "Sans", 9.5, SOFT, alignment=TA_RIGHT),
        ]
    beside = 34 * mm if right else 0.1
    head = Table([[left, right]], colWidths=[WIDE - beside, beside], style=[("VALIGN", (0, 0), (-1, -1), "BOTTOM"), *FLUSH])
    parts: list[Any] = [head, Spacer(1, 4), _Rule(), Spacer(1, 7), _facts(made), Spacer(1, 7), say(words.basis(made), color=SOFT, size=9)]
    strange = [STRANGE] if lost(" ".join(words.every(made))) else []
    for notice in (*words.notices(made), *strange):
        parts += [Spacer(1, 4), say(notice, color=AMBER, size=9)]
    return parts


class _Rule(Flowable):  # type: ignore[misc]
    """A line of the accent across the page."""

    def wrap(self, _wide: float, _high: float) -> tuple[float, float]:
        return WIDE, 1.2

    def draw(self) -> None:
        self.canv.setFillColor(TEAL)
        self.canv.rect(0, 0, 18 * mm, 1.2, stroke=0, fill=1)
        self.canv.setFillColor(LINE)
        self.canv.rect(18 * mm, 0.35, WIDE - 18 * mm, 0.5, stroke=0, fill=1)


def _facts(made: Transcript) -> Table:
    """What one wants to know first, side by side."""
    told = words.facts(made)
    cells = [[say(what, size=8, color=SOFT), say(much, "Bold", 10)] for what, much in told]
    return Table([cells], colWidths=[WIDE / len(told)] * len(told), style=[*FLUSH, ("VALIGN", (0, 0), (-1, -1), "TOP")])


def _bands(made: Transcript) -> list[Any]:
    parts: list[Any] = []
    shown = [("Competencies", words.competencies(made)), ("Answers", words.answers(made))]
    for heading, drawn in shown:
        if drawn:
            note = [] if parts else [say(words.scale([bar for _, every in shown for bar in every]), size=8.5, color=SOFT)]
            parts += _kept([*title(heading), *note], charts.bars(drawn))
    return parts


def _times(made: Transcript) -> list[Any]:
    drawn = times.lanes(made)
    if not drawn:
        return []
    note = say(times.key(drawn), size=8.5, color=SOFT)
    return _kept([*title("Time and questions"), note, Spacer(1, 3)], charts.lanes(drawn))


def _coverage(made: Transcript) -> list[Any]:
    if not made.coverage:
        return []
    rows = [[say(text, size=8, color=SOFT) for text in ("Need", "What the interview showed")]]
    for row in made.coverage:
        state = say(words.NEEDS[row.state], "Bold", 8.5, HexColor(f"#{words.NEED_TONES[row.state]}"))
        rows.append([say(row.text, size=9), state])
    note = say(words.needs(made), size=8.5, color=SOFT)
    return _kept([*title("What the job asks for"), note, Spacer(1, 3)], ruled(rows, [0, 46], headed=True))


def _kept(head: list[Any], table: Table) -> list[Any]:
    """A table under its head, on a page that has room for both and for its first two rows."""
    table.wrap(WIDE, A4[1])
    high = sum(part.wrap(WIDE, A4[1])[1] for part in head) + sum(table._rowHeights[:2])
    return [CondPageBreak(min(high, 200 * mm)), *head, table]


def _answers(made: Transcript) -> list[Any]:
    judged = [one for one in made.exchanges if one.judgement]
    if not judged:
        return []
    parts = [CondPageBreak(75 * mm), *title("Answers and their evidence")]
    for one in judged:
        parts += _answer(made, one)
    return parts


def _answer(made: Transcript, one: Exchange) -> list[Any]:
    assert one.judgement is not None
    name = say(one.title or words.short(one.question), "Bold", 10.5)
    value = say(words.verdict(one), "Bold", 9.5, TEAL if one.band else SOFT, alignment=TA_RIGHT)
    flush = [*FLUSH, ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    head: list[Any] = [Table([[name, value]], colWidths=[WIDE - 44 * mm, 44 * mm], style=flush)]
    head.append(say(one.question, "Quote", 11, SOFT))
    head += [say(text, size=8.5, color=SOFT) for text in (words.tally(one), words.told(one)) if text]
    rows = [_decision(made, one, point) for point in one.judgement.decisions]
    head = [Spacer(1, 9), *head, Spacer(1, 3)]
    if not rows:
        return [KeepTogether(head), Spacer(1, 3)]
    above = [say("Decided", size=8, color=SOFT), say("What counts, and the words that show it", size=8, color=SOFT), ""]
    return [*_kept(head, ruled([above, *rows], [DECIDED, 0, SECOND], headed=True)), Spacer(1, 6)]


def _decision(made: Transcript, one: Exchange, point: Decision) -> list[Any]:
    told: list[Any] = [say(point.text, size=9)]
    second = ""
    if point.quote:
        told.append(say(f"“{point.quote.text}”", "Quote", 11, TEAL))
        second = words.place(made, one, point.quote)[1]
    tone = HexColor(f"#{words.TONES[point.status]}")
    return [say(point.status, "Bold", 8.5, tone), told, say(second, size=8.5, color=SOFT, alignment=TA_RIGHT)]


def _transcript(made: Transcript) -> list[Any]:
    parts = [CondPageBreak(60 * mm), *title("Transcript")]
    if not made.passages:
        parts.append(say("No words were heard.", size=9, color=SOFT))
    marks = words.quoted(made)
    if marks:
        parts.append(Paragraph(f'<font backColor="{TINT}">Tinted words</font> are quoted above as evidence.', style("Sans", 8.5, SOFT)))
    for passage in made.passages:
        parts += [say(words.speaker(made, passage), size=8.5, color=SOFT, spaceBefore=8, keepWithNext=1)]
        parts += _spoken(made, passage, marks.get(passage.n, []))
        if passage.code:
            parts.append(XPreformatted(_code(passage.code), style("Code", 8, INK, leftIndent=8, spaceBefore=2)))
    return parts


def _spoken(made: Transcript, passage: Passage, marks: list[tuple[int, int]]) -> list[Any]:
    """The words with what is quoted on a tint; the interviewer's are quieter. What was written in lines keeps them."""
    asks = any(one.n == passage.speaker and one.role == "interviewer" for one in made.speakers)
    looks = style("Sans", 10, SOFT if asks else INK, spaceAfter=2)
    return [said(list(words.cut(passage.text, marks)), looks, TINT)] if passage.text else []


def _code(text: str) -> str:
    """Lines that fit, as markup; the room at their beginnings stays."""
    lines = [one.expandtabs(4) for one in text.splitlines()]
    cut = [one[at : at + LONGEST_LINE] for one in lines for at in range(0, max(1, len(one)), LONGEST_LINE)]
    return "\n".join(markup([(letter, False) for letter in one], "Courier") for one in cut)
