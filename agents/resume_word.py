"""A match as a Word file: the same parts in the same order as the PDF, with headings that Word knows."""

import io
from typing import Any

import docx
from docx.shared import Mm, Pt

from agents import resume_words as words
from agents.paper.word import INK, SOFT, TEAL, named, page, run, table, title
from agents.resume_export import said
from core.portfolio import KeptMatch
from core.resume import Match

TONES = {"shown": "2b6e46", "claimed": "9a4f10", "adjacent": "5f646b", "missing": "a8322a"}


def to_docx(kept: KeptMatch) -> bytes:
    """The whole match on A4."""
    match, made, out = kept.match, docx.Document(), io.BytesIO()
    assert match is not None
    page(made, f"Viva Voce · {kept.created_at:%d %B %Y}")
    named(made, words.match_name(kept))
    _head(made, match, words.match_name(kept))
    for heading, rows in words.grouped(match):
        title(made, heading)
        table(
            made,
            [
                (
                    (words.asked(row), True, INK),
                    (words.state(row), True, TONES[words.tone(row)]),
                    (said(row), False, SOFT),
                )
                for row in rows
            ],
            (55, 33, 78),
        )
    _sum(made, match)
    _advice(made, match)
    made.save(out)
    return out.getvalue()


def _head(made: Any, match: Match, name: str) -> None:
    run(made.add_paragraph(), name, color=SOFT, size=10.5)
    head = made.add_heading(level=1)
    head.paragraph_format.space_before = Pt(0)
    run(head, words.headline(match))
    if match.score:
        line = made.add_paragraph()
        run(line, str(match.score.total), color=TEAL, size=30, font="Garamond")
        run(line, " of 100.  ", color=SOFT)
        run(line, match.score.gate, color=SOFT)
    for sentence in filter(None, (match.refused, match.resume.reading.mend if match.refused else "")):
        run(made.add_paragraph(), sentence)
    for one in match.warnings:
        run(made.add_paragraph(), one.sentence, color=TONES["claimed"])


def _sum(made: Any, match: Match) -> None:
    score = match.score
    if score is None:
        return
    title(made, "How it adds up")
    rows = [
        ((row.text, False, INK), (f"{row.weight:g} × {row.share:.2f}", False, SOFT), (f"{row.points:.2f}", False, INK))
        for row in score.rows
    ]
    for name, value in (("Sum", f"{score.sum:.2f}"), ("Ceiling from the must-haves", f"{score.ceiling:.2f}")):
        rows.append(((name, False, INK), ("", False, SOFT), (value, False, INK)))
    rows.append((("Total, the lower of the two", True, INK), ("", False, SOFT), (str(score.total), True, TEAL)))
    table(made, rows, (110, 33, 23), right=True)


def _advice(made: Any, match: Match) -> None:
    advice, names = match.advice, {row.requirement.id: words.asked(row) for row in match.rows}
    if advice.gaps:
        title(made, "Close the gaps")
    for one in advice.gaps:
        line = made.add_paragraph()
        line.paragraph_format.keep_with_next = True
        run(line, names.get(one.requirement, ""), bold=True)
        for label, text in (
            ("Show it, if it is true. ", one.show),
            ("Learn. ", one.learn),
            ("They will ask. ", one.question),
        ):
            line = made.add_paragraph()
            line.paragraph_format.left_indent = Mm(4)
            run(line, label, color=SOFT)
            run(line, text)
    if advice.bullets:
        title(made, "Stronger lines")
    for bullet in advice.bullets:
        run(made.add_paragraph(), f"“{bullet.text}”", font="Garamond", size=11.5, italic=True)
        run(made.add_paragraph(), bullet.why, color=SOFT, size=9)
        run(made.add_paragraph(), f"Now: {bullet.rewrite}")
    if advice.letter:
        title(made, "Cover letter, a draft")
        for text in advice.letter.splitlines():
            run(made.add_paragraph(), text)
    if advice.brief:
        title(made, "Before the interview")
        for text in advice.brief:
            run(made.add_paragraph(style="List Bullet"), text)
