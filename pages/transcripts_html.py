"""HTML of the Transcripts tab around an open transcript: the search, the filters, the list, and what stands there at first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from agents.review.reading import Listed
from core.bank import TRACKS
from core.report import BANDS
from core.shelf import Answer, Cited, Hit
from core.text import clock
from pages.show import track_words
from pages.transcripts_detail import beside, name, role_words

BRING = '<button type="button" class="{kind}" data-tr="bring">Bring a recording</button>'
EMPTY = (
    '<div class="viva" id="tr"><div class="empty"><h1>Your transcripts will stand here</h1><p>Each finished interview becomes one: to '
    "read, to hear word by word, to note, to compare and to decide on. "
    "Hold an interview on the Interview page, or bring a recording of one.</p>"
    + BRING.format(kind="act go")
    + '</div><div id="tr-main"></div></div>'
)
NOTHING = '<p class="soft tr-nothing">Nothing fits. Take a filter off, or search for other words.</p>'


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: what occurs in the caller's transcripts."""

    roles: tuple[str, ...]
    tags: tuple[str, ...]
    kits: tuple[tuple[str, str], ...] = ()
    """Title and id."""


def page(listed: Sequence[Listed], choices: Choices, blind: bool, opened: str, detail: str) -> str:
    """The whole tab: the list at the left with `opened` marked in it, its detail beside it."""
    return (
        f'<div class="viva tr" id="tr" data-view="list"><div class="tr-side"><form class="tr-find" role="search">'
        '<input type="search" id="tr-search" name="text" placeholder="Search" aria-label="Search transcripts" '
        'autocomplete="off" maxlength="200"><button type="button" class="tr-plain tr-ask" data-tr="ask" hidden>Ask this of all transcripts'
        f"</button>{_filters(choices, blind)}</form>"
        f'<div id="tr-list" aria-label="Transcripts">{rows(listed, opened)}</div>{_compare_bar(len(listed))}</div>'
        f'<div id="tr-main">{detail}</div></div>'
    )


def rows(listed: Sequence[Listed], opened: str = "") -> str:
    """The lines of the list."""
    if not listed:
        return NOTHING
    return f'<ul class="tr-rows">{"".join(_row(one, one.row.id == opened) for one in listed)}</ul>'


def found(hits: Sequence[Hit], listed: Sequence[Listed], named: Sequence[Listed], opened: str = "") -> str:
    """What a search found: the best passage of each transcript, then those whose title or name alone fits."""
    known = {one.row.id: one for one in listed}
    best = {one.transcript_id: one for one in reversed(hits) if one.transcript_id in known}
    ordered = [one for one in hits if best.get(one.transcript_id) is one]
    rows_ = [_hit(one, known[one.transcript_id], one.transcript_id == opened) for one in ordered]
    rows_ += [_row(one, one.row.id == opened) for one in named if one.row.id not in best]
    return f'<ul class="tr-rows">{"".join(rows_)}</ul>' if rows_ else NOTHING


def _hit(hit: Hit, one: Listed, here: bool) -> str:
    snippet = "".join(f"<mark>{escape(text)}</mark>" if match else escape(text) for text, match in hit.snippet)
    start = "" if hit.start is None else f' data-go="{hit.start:.2f}"'
    when = "" if hit.start is None else clock(hit.start)
    return _line(one, here, f'data-passage-link="{hit.passage}"{start}', when, snippet)


def _row(one: Listed, here: bool) -> str:
    row = one.row
    bits = [bit for bit in (beside(row), role_words(row.role, row.track, row.level)) if bit]
    bits.append(f"{row.held_at:%d %b}".lstrip("0"))
    if row.band:
        bits.append(BANDS[row.band])
    if one.own:
        bits.append(f"{one.own} by you")
    return _line(one, here, "", clock(row.seconds) if row.seconds else "typed", escape(" · ".join(bits)))


def _line(one: Listed, here: bool, more: str, right: str, below: str) -> str:
    """A line of the list: who, at the right a time, below it a sentence that is markup already."""
    who, key = escape(name(one.row)), escape(one.row.id)
    current = " aria-current=true" if here else ""
    kit = f'<span class="pill tr-kit">{escape(one.row.kit_title)}</span>' if one.row.kit_title else ""
    return (
        f'<li class="tr-row"><label class="tr-tick"><input type="checkbox" name="pick" value="{key}" aria-label="Compare {who}">'
        f'</label><button type="button" class="tr-open" data-open="{key}" {more}{current}><b>{who}</b>'
        f'<span class="tr-len">{right}</span><span class="tr-sub">{below}</span>{kit}</button></li>'
    )


def _filters(choices: Choices, blind: bool) -> str:
    bands = [(str(number), f"{number} · {name}") for number, name in BANDS.items()]
    scored = (
        ""
        if blind
        else _select("state", "Status", [("graded", "graded"), ("ungraded", "not graded")])
        + _select("band_from", "Band from", bands)
        + _select("band_to", "Band to", bands)
    )
    return (
        '<details class="tr-filters"><summary>Filters</summary><div class="tr-fields">'
        f"{_select('role', 'Role', ((one, one) for one in choices.roles))}"
        f"{_select('track', 'Track', ((one, track_words(one)) for one in TRACKS))}"
        f"{_select('kit', 'Kit', ((key, title) for title, key in choices.kits)) if choices.kits else ''}"
        '<label>From<input type="date" name="since"></label><label>To<input type="date" name="until"></label>'
        f"{scored}{_select('tag', 'Tag', ((one, one) for one in choices.tags)) if choices.tags else ''}"
        f'<label class="tr-check"><input type="checkbox" name="blind" {"checked" if blind else ""}> '
        "<span>Review everything blind</span></label>"
        '<button type="reset" class="tr-plain">Take all filters off</button></div></details>'
    )


def _select(name: str, label: str, options: Iterable[tuple[str, str]]) -> str:
    drawn = "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in options)
    return f'<label>{label}<select name="{name}"><option value="">any</option>{drawn}</select></label>'


def _compare_bar(count: int) -> str:
    bring = BRING.format(kind="tr-plain")
    if count < 2:
        return f'<div class="tr-compare">{bring}</div>'
    return (
        f'<div class="tr-compare">{bring}<button type="button" class="tr-plain" data-tr="pick">Compare side by side</button>'
        '<span class="tr-picking" hidden><button type="button" class="act" data-tr="compare" disabled>Choose two to four</button>'
        '<button type="button" class="tr-plain" data-tr="unpick">Cancel</button></span></div>'
    )


def answer(question: str, told: Answer, listed: Sequence[Listed]) -> str:
    """An answer over transcripts: sentences with the numbers of their quotes, or the quotes alone, each leading to its second."""
    said = "".join(
        f"<p>{escape(one.text)} {' '.join(f'<sup>{n + 1}</sup>' for n in one.quotes)}</p>" for one in told.sentences
    )
    notice = f'<p class="soft">{escape(told.notice)}</p>' if told.notice else ""
    alone = '<p class="soft">These are the words that answer it best.</p>' if told.quotes and not said and not notice else ""
    names = {one.row.id: one.row.candidate for one in listed}
    quotes = "".join(_cited(n, one, names.get(one.transcript_id) or one.title) for n, one in enumerate(told.quotes, start=1))
    by = f'<p class="small">In the words of {escape(told.engine)}; every sentence rests on its quotes.</p>' if said else ""
    return (
        f'<section class="tr-beside tr-answer" aria-label="Answer"><header class="tr-head"><h1 tabindex="-1">{escape(question)}</h1>'
        f'<button type="button" class="act" data-tr="leave">Back</button></header>{said}{notice}{alone}<ol>{quotes}</ol>{by}</section>'
    )


def _cited(n: int, one: Cited, name: str) -> str:
    start = "" if one.start is None else f' data-seek="{one.start:.2f}"'
    when = "" if one.start is None else f' <span class="tr-when">{clock(one.start)}</span>'
    return (
        f'<li><button type="button" class="tr-hear" data-open="{escape(one.transcript_id)}" data-passage-link="{one.passage}"{start}>'
        f'<span class="small">{n}. {escape(one.speaker)}, {escape(name)}</span><span class="quote">“{escape(one.text)}”</span>{when}'
        "</button></li>"
    )
