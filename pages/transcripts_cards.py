"""HTML of the cards beside a transcript: the reviewer's verdict, notes, what the job asks, scores with quotes, the trail."""

from collections.abc import Mapping
from html import escape

from agents.review import agreeing, timing
from agents.review.deciding import DECISIONS
from agents.review.deciding import LONGEST as LONGEST_REASON
from agents.review.noting import LONGEST as LONGEST_NOTE
from agents.review.reading import Opened
from core.delivery import Span
from core.report import BANDS
from core.schema import Decision, Quote
from core.text import clock
from core.transcript import Exchange, Line, Note, Verdict
from pages.dispute_html import SIGNS
from pages.report_html import pill
from pages.show import moment
from pages.transcripts_handling import grade_again, held_against
from pages.transcripts_reviewers import called
from pages.transcripts_words import plays, when

MOST_LINES = 100
"""Of the trail, on the page."""
_STATES = {"shown": "shown", "asked": "asked", "claimed": "claimed only", "never_asked": "never asked"}


def verdict(one: Opened) -> str:
    """The reviewer's own verdict, to be given or changed; the others' once it is in."""
    head = "Your verdict first" if one.hidden else "Your verdict"
    opens = "Other reviewers and scores open" if one.nameless else "What other reviewers say opens"
    told = f'<p class="soft">{opens} when yours is in.</p>' if one.hidden else ""
    held = one.own.decision if one.own else ""
    buttons = "".join(
        f'<button type="button" class="act" data-decide="{each}" aria-pressed="{str(each == held).lower()}">{each.capitalize()}</button>'
        for each in DECISIONS
    )
    reason = ""
    if one.own:
        blind = ", given blind" if one.own.blind else ""
        why = f"“{escape(one.own.reason)}”" if one.own.reason else "No reason given."
        reason = f'<p class="tr-reason">{why} <span class="small">{one.own.made_at:%d %b %Y}{blind}</span></p>'
    return (
        f'<div class="card" data-part="verdict"{" data-first" if one.hidden else ""}><h2>{head}</h2>{told}'
        f'<div class="tr-decide" role="group" aria-label="{head}">{buttons}</div>'
        f'{reason}<form class="tr-form" data-form="verdict" hidden><label><span class="tr-asks">Why</span>'
        f'<textarea name="reason" rows="3" maxlength="{LONGEST_REASON}">{escape(one.own.reason) if one.own else ""}</textarea></label>'
        f'{_ends("Keep my verdict")}</form><p class="small told" role="alert"></p>{_others(one)}</div>'
    )


def notes(one: Opened) -> str:
    """Notes and bookmarks in the order of their seconds."""
    playable = bool(one.transcript.takes)
    rows = "".join(_note(each, called(each.by, one.names), each.by == one.by, playable) for each in one.notes)
    listed = f'<ul class="tr-notes">{rows}</ul>' if rows else ""
    where = "at this second" if playable else "on this transcript"
    return (
        f'<div class="card" data-part="notes"><h2>Notes</h2>{listed}'
        f'<form class="tr-form" data-form="note" hidden><label><span class="tr-asks">Note</span>'
        f'<textarea name="text" rows="3" maxlength="{LONGEST_NOTE}"></textarea></label>{_ends("Keep the note")}</form>'
        f'<button type="button" class="tr-plain" data-tr="note"><b>M</b> adds a note {where}</button>'
        '<p class="small told" role="alert"></p></div>'
    )


def asked(one: Opened) -> str:
    """What the job asks for, and where it was shown; empty without a job description."""
    if not one.transcript.coverage:
        return ""
    spans = timing.places(one.transcript, [each.quote for each in one.transcript.coverage if each.quote])
    rows = ""
    for each in one.transcript.coverage:
        span = spans.get(each.quote) if each.quote else None
        at = f" at {when(span.start, bool(one.transcript.takes))}" if span else ""
        rows += f'<li class="{each.state}">{escape(each.text)} · {_STATES[each.state]}{at}</li>'
    return f'<div class="card" data-part="asked"><h2>Asked of this job</h2><ul class="tr-asked">{rows}</ul></div>'


def scores(one: Opened) -> str:
    """Exchange by exchange: band, decisions, the words that they rest on. Content alone; how it was said is not here."""
    made = one.transcript
    graded = [each for each in made.exchanges if each.judgement]
    if not graded:
        return ""
    quotes = [quote for each in graded if each.judgement for point in each.judgement.decisions if (quote := point.quote)]
    spans = timing.places(made, quotes)
    total = f'<span class="pill">{made.band} · {BANDS[made.band]}</span>' if made.band else ""
    by = " and ".join("the built-in rules" if each == "rules" else each.removeprefix("llm:") for each in made.graded_by.split(" + "))
    foot = f'<p class="small">Graded by {escape(by)}, rubric {escape(made.rubric)}, on what was said.</p>' if made.graded_by else ""
    rows = "".join(_exchange(one, each, spans, bool(made.takes)) for each in graded)
    return (
        f'<div class="card" data-part="scores"><div class="tr-cardhead"><h2>Scores</h2>{total}</div>{rows}{foot}{grade_again(one)}'
        '<p class="small told" role="alert"></p></div>'
    )


def trail(one: Opened) -> str:
    """Who did what when."""
    if not one.lines:
        return ""
    rows = "".join(_line(each, "You" if each.by == one.by else called(each.by, one.names)) for each in one.lines[:MOST_LINES])
    return (
        f'<div class="card" data-part="trail"><details class="tr-trail"><summary><h2>Trail</h2><span class="small">{len(one.lines)}</span>'
        f"</summary><ol>{rows}</ol></details></div>"
    )


def _ends(keep: str) -> str:
    return (
        f'<div class="tr-ends"><button type="submit" class="act go">{keep}</button>'
        '<button type="button" class="act" data-tr="cancel">Cancel</button></div>'
    )


def _others(one: Opened) -> str:
    if not one.others or (one.panel and one.panel.reviewers):  # they stand with the reviewers who were invited
        return ""
    rows = "".join(f"<li>{_other(each, one.names)}</li>" for each in one.others)
    said = agreeing.said([*one.others, *([one.own] if one.own else [])], one.names)
    return f'<div class="tr-others"><p class="soft">{escape(said)}</p><ul>{rows}</ul></div>'


def _other(each: Verdict, names: Mapping[str, str]) -> str:
    why = f" “{escape(each.reason)}”" if each.reason else ""
    blind = " (blind)" if each.blind else ""
    return f"<b>{escape(called(each.by, names))}</b>: {each.decision}{blind}{why}"


def _note(one: Note, by: str, mine: bool, playable: bool) -> str:
    text = escape(one.text) if one.text else '<span class="soft">Bookmark</span>'
    acts = (
        '<span class="tr-acts"><button type="button" class="tr-plain" data-tr="edit-note">Edit</button>'
        '<button type="button" class="tr-plain" data-tr="delete-note">Delete</button></span>'
        if mine
        else f'<span class="small">{escape(by)}</span>'
    )
    return (
        f'<li data-note="{one.id}" data-text="{escape(one.text)}">{when(one.at, playable)} '
        f'<span class="tr-note">{text}</span> {acts}</li>'
    )


def _exchange(page: Opened, one: Exchange, spans: Mapping[Quote, Span], playable: bool) -> str:
    assert one.judgement is not None
    points = "".join(_point(each, spans, playable) for each in one.judgement.decisions)
    told = f'<p class="soft">{escape(one.judgement.note)}</p>' if one.judgement.note else ""
    jump = f'<button type="button" class="tr-plain" data-passage-link="{one.asked[0]}">Read it in place</button>' if one.asked else ""
    return (
        f'<details class="tr-score" data-exchange="{one.n}"><summary><span>{escape(one.title)}</span>{pill(one.judgement)}</summary>'
        f"{told}{held_against(page, one)}<ul>{points}</ul>{jump}</details>"
    )


def _point(one: Decision, spans: Mapping[Quote, Span], playable: bool) -> str:
    sign, word = SIGNS[one.status]
    quote = ""
    if one.quote:
        span = spans.get(one.quote) if playable else None
        words = f"“{escape(one.quote.text)}”"
        quote = f'<span class="quote">{words}</span>'
        if span:
            quote = (
                f'<button type="button" class="tr-hear" {plays(span)} aria-pressed="false">'
                f'<span class="quote">{words}</span> <span class="tr-when">{clock(span.start)}</span></button>'
            )
    return (
        f'<li class="{one.status}"><span class="sign" aria-hidden="true">{sign}</span><span>{escape(one.text)} '
        f'<span class="small">{word}.</span>{quote}</span></li>'
    )


def _line(one: Line, who: str) -> str:
    return f'<li><b>{escape(who)}</b> {escape(one.what)} <span class="small">{moment(one.at)}</span></li>'
