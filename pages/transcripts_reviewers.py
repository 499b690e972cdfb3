"""The card of a transcript's reviewers: who was invited by link, what they said, where they agree; and inviting another."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import Field

from agents.deps import Deps
from agents.review import agreeing, panel, reading
from agents.review.agreeing import Agreement, AtQuestion
from agents.review.panel import LONGEST_DAYS, Told
from agents.review.reading import Listed, Opened
from core.panel import MOST_TRANSCRIPTS
from core.shelf import Filters
from core.text import clock
from pages.arguments import Form
from pages.identity import caller_in

MOST_LISTED = 200
"""Transcripts to choose from in the form, the latest first."""


class ReviewerForm(Form):
    """An invitation as the page sends it."""

    transcript_ids: list[str] = Field(default_factory=list)
    label: str = ""
    host: str = ""
    days: int = 14
    blind: bool = False
    files: bool = False


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the routes into the app."""

    @app.get("/files/review/{transcript_id}/reviewers/form.html")
    def asks(transcript_id: str, request: Request) -> Response:
        caller = caller_in(request)
        panel.about(deps, caller, transcript_id)  # whoever may not invite gets no form
        listed = [one for one in reading.listing(deps, caller, Filters(), MOST_LISTED) if not one.invited]
        return HTMLResponse(form(transcript_id, listed), headers={"cache-control": "no-store"})

    @app.post("/files/review/{transcript_id}/reviewers")
    def invite(transcript_id: str, form: Annotated[ReviewerForm, Body()], request: Request) -> Response:
        fields: dict[str, Any] = {**form.model_dump(), "transcript_ids": [transcript_id, *form.transcript_ids]}
        made, secret = panel.invite(deps, caller_in(request), panel.wanted_from(fields))
        return JSONResponse({"id": made.id, "link": f"/review/{secret}"}, headers={"cache-control": "no-store"})

    @app.delete("/files/review/{transcript_id}/reviewers/{reviewer_id}")
    def revoke(transcript_id: str, reviewer_id: str, request: Request) -> Response:
        panel.revoke(deps, caller_in(request), reviewer_id)
        return JSONResponse({"ended": reviewer_id})


def card(one: Opened) -> str:
    """Who reviews it beside the reader, and the way to ask somebody; empty for a reviewer who was invited themselves."""
    if one.panel is None:
        return ""
    told = one.panel.reviewers
    rows = "".join(_row(each) for each in told)
    alone = '<p class="soft">Ask somebody by a link to read it and to decide for themselves.</p>'
    shown = f'<ul class="tr-panel">{rows}</ul>' if rows else alone
    return (
        f'<div class="card" data-part="reviewers"><h2>Reviewers</h2>{_agree(one)}{shown}{_at_questions(one)}'
        '<p class="tr-link" hidden><label><span class="tr-asks">The link, shown this once</span><input type="text" readonly></label>'
        '<button type="button" class="act" data-tr="copy">Copy</button></p><div class="tr-invite"></div>'
        '<button type="button" class="tr-plain" data-tr="ask-reviewer">Invite a reviewer by a link</button>'
        '<p class="small told" role="alert"></p></div>'
    )


def form(transcript_id: str, listed: Sequence[Listed]) -> str:
    """What is asked before a link is made: for whom, how long, blind or not, and which other transcripts it opens."""
    others = [one for one in listed if one.row.id != transcript_id]
    ticks = "".join(
        f'<label class="tr-also"><input type="checkbox" name="also" value="{escape(one.row.id)}"> <span>'
        f'{escape(one.row.candidate or one.row.title)} <span class="small">{one.row.held_at:%d %b}</span></span></label>'
        for one in others
    )
    more = (
        f'<fieldset class="tr-more"><legend class="tr-asks">Also to review, up to {MOST_TRANSCRIPTS} in all</legend>{ticks}</fieldset>'
        if ticks
        else ""
    )
    return (
        '<form class="tr-form" data-form="reviewer"><label><span class="tr-asks">For whom</span>'
        '<input type="text" name="label" maxlength="120" placeholder="Second reader"></label>'
        '<label><span class="tr-asks">Who asks, as they read it</span><input type="text" name="host" maxlength="120" '
        'placeholder="You, or your organisation"></label>'
        f'<label><span class="tr-asks">Days</span><input type="number" name="days" min="1" max="{LONGEST_DAYS}" value="14"></label>{more}'
        '<label class="tr-also"><input type="checkbox" name="blind-first" checked> <span>Blind: names, voices and scores open with their '
        'verdict</span></label><label class="tr-also"><input type="checkbox" name="files"> <span>They may take it out as a file</span>'
        '</label><p class="small">They read and hear what you can, note and decide. They see nobody else’s verdict before theirs, and '
        "change nothing. The candidate sees that it is under review.</p>"
        '<div class="tr-ends"><button type="submit" class="act go">Make the link</button>'
        '<button type="button" class="act" data-tr="cancel">Cancel</button></div></form>'
    )


def side_by_side(one: Opened) -> str:
    """The verdicts of all reviewers on one of several transcripts; empty while they are hidden."""
    return "".join(f'<span class="pill">{escape(called(each.by, one.names))}: {each.decision}</span>' for each in one.others)


def called(by: str, names: Mapping[str, str]) -> str:
    """A reviewer's name at the beginning of a line."""
    name = names.get(by, "another reviewer")
    return name[:1].upper() + name[1:]


def _row(one: Told) -> str:
    name = escape(one.name or one.label or "A reviewer")
    called = f' <span class="small">{escape(one.label)}</span>' if one.name and one.label and one.label != one.name else ""
    pill = f'<span class="pill good">{one.verdict.decision}</span>' if one.verdict else ""
    blind = " · given blind" if one.verdict and one.verdict.blind else " · blind" if one.blind and not one.verdict else ""
    when = f"{one.verdict.made_at:%d %b %Y}".lstrip("0") if one.verdict else _state(one)
    why = f'<span class="tr-why">“{escape(one.verdict.reason)}”</span>' if one.verdict and one.verdict.reason else ""
    end = (
        f'<button type="button" class="tr-plain" data-tr="end-reviewer" data-reviewer="{one.id}" aria-label="End the review of {name}">'
        "End it</button>"
        if one.state in ("open", "seated")
        else f'<span class="small">{_OVER[one.state]}</span>'
    )
    return f'<li><b>{name}</b>{called}<span class="tr-state">{pill} <span class="small">{when}{blind}</span></span>{why} {end}</li>'


_OVER = {"expired": "the link has ended", "revoked": "taken back"}


def _state(one: Told) -> str:
    given = f"{one.given} of {one.transcripts} decided" if one.transcripts > 1 else "no verdict yet" if not one.given else "has decided"
    return {"open": f"not begun, until {one.ends_on}", "seated": f"{given}, until {one.ends_on}"}.get(one.state, given)


def _agree(one: Opened) -> str:
    """Where they agree: on this one in words, over all that they were invited to in counts."""
    assert one.panel is not None
    if not one.panel.reviewers:
        return ""
    if one.panel.agreement is None:
        return '<p class="soft">What they say opens when your own verdict is in.</p>'
    here = agreeing.said([*one.others, *([one.own] if one.own else [])], one.names)
    said = f'<p class="tr-agree">{escape(here)}</p>' if here else ""
    return said + _measured(one.panel.agreement, one.names)


def _measured(made: Agreement, names: Mapping[str, str]) -> str:
    if not made.of:
        return ""
    rows = "".join(
        f"<li>{escape(called(pair.one, names))} and {escape(names.get(pair.two, 'another'))}: {pair.same} of {pair.of}</li>"
        for pair in made.pairs
    )
    chance = (
        f"Krippendorff’s alpha {made.alpha:.2f} (1 is full agreement, 0 what chance would give)." if made.alpha is not None else made.why
    )
    few = "One verdict is" if made.left_out == 1 else f"{made.left_out} verdicts are"
    left = f" {few} left out: given or changed when others’ could be read." if made.left_out else ""
    many = f"{made.transcripts} transcripts" if made.transcripts > 1 else "one transcript"
    return (
        f'<details class="tr-measure"><summary>The same verdict in {made.same} of {made.of} pairs, over {many}</summary>'
        f'<ul>{rows}</ul><p class="small">{escape(chance)}{left}</p></details>'
    )


def _at_questions(one: Opened) -> str:
    assert one.panel is not None
    rows = "".join(f"<li>{_at(each, one.names)}</li>" for each in one.panel.at_questions)
    return f'<p class="tr-asks">Noted at the same question</p><ul class="tr-same">{rows}</ul>' if rows else ""


def _at(each: AtQuestion, names: Mapping[str, str]) -> str:
    notes = "".join(
        f'<span class="tr-why"><span class="small">{escape(called(note.by, names))}, {clock(note.at)}</span> '
        f"{escape(note.text) or 'bookmark'}</span>"
        for note in each.notes
    )
    return f"<b>{escape(each.title)}</b>{notes}"
