"""HTML of transcripts side by side: one row a question, one column a candidate."""

from html import escape

from agents.review import timing
from agents.review.comparing import Asked, Cell, SideBySide
from agents.review.reading import Opened
from core.report import BANDS
from core.text import clock, counted
from pages.report_html import pill
from pages.transcripts_detail import name, role_words
from pages.transcripts_reviewers import side_by_side
from pages.transcripts_words import plays

LONGEST_SAID = 420
"""Characters of an answer in a cell; the whole of it is one press away."""


def table(made: SideBySide) -> str:
    """The comparison as a table that a narrow page shows as cards."""
    heads = "".join(f'<th scope="col">{_head(one)}</th>' for one in made.columns)
    rows = "".join(_row(one, made.columns) for one in made.questions)
    shared = sum(all(cell is not None for cell in one.cells) for one in made.questions)
    told = f"{counted(shared, 'question')} asked of all" if shared else "They share no question"
    return (
        '<section class="tr-beside" aria-label="Side by side"><header class="tr-head"><h1 tabindex="-1">Side by side</h1>'
        f'<span class="soft">{told}</span><button type="button" class="act" data-tr="leave">Back</button></header>'
        f'<div class="tr-scroll"><table data-columns="{len(made.columns)}"><thead><tr><th scope="col">Question</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _head(one: Opened) -> str:
    made = one.transcript
    band = f'<span class="pill">{made.band} · {BANDS[made.band]}</span>' if made.band else ""
    own = f'<span class="pill good">{one.own.decision} by you</span>' if one.own else ""
    return (
        f'<button type="button" class="tr-plain" data-open="{escape(made.id)}"><b>{escape(name(made))}</b></button>'
        f'<span class="small">{escape(role_words(made.role, made.track, made.level))}</span> {band}{own}{side_by_side(one)}'
    )


def _row(one: Asked, columns: tuple[Opened, ...]) -> str:
    cells = "".join(
        f'<td data-by="{escape(name(column.transcript))}">{_cell(cell, column)}</td>'
        for cell, column in zip(one.cells, columns, strict=True)
    )
    # A question of somebody's own bank is often its own title.
    told = "" if one.question.rstrip("?") == one.title.rstrip("?") else f'<span class="small">{escape(one.question)}</span>'
    return f'<tr><th scope="row"><b>{escape(one.title)}</b>{told}</th>{cells}</tr>'


def _cell(cell: Cell | None, column: Opened) -> str:
    if cell is None:
        return '<span class="soft">not asked</span>'
    grade = pill(cell.exchange.judgement) if cell.exchange.judgement else ""
    passage = (*cell.exchange.answered, *cell.exchange.asked, 0)[0]
    opens = f'data-open="{escape(column.transcript.id)}" data-passage-link="{passage}"'
    if cell.quote is None:
        said = cell.said if len(cell.said) <= LONGEST_SAID else cell.said[:LONGEST_SAID].rsplit(" ", 1)[0] + " …"
        words = f'<span class="tr-excerpt">{escape(said)}</span>' if said else '<span class="soft">no answer</span>'
        return f'{grade}<button type="button" class="tr-hear" {opens}>{words}</button>'
    span = timing.places(column.transcript, [cell.quote]).get(cell.quote) if column.transcript.takes else None
    at = f' <span class="tr-when">{clock(span.start)}</span>' if span else ""
    sound = plays(span) if span else ""
    words = f'<span class="quote">“{escape(cell.quote.text)}”</span>{at}'
    return f'{grade}<button type="button" class="tr-hear" {opens} {sound}>{words}</button>'
