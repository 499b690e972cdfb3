"""The card by which a transcript is shared: links that end by themselves, what each opens, and how often it was opened."""

from html import escape
from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from agents.deps import Deps
from agents.review import handling
from agents.review.reading import Opened
from agents.sharing import LONGEST_DAYS, Told
from core.text import day
from pages.arguments import Form
from pages.identity import caller_in

_OPENS = {"transcript": "What was said", "scores": "Scores with their quotes", "audio": "The recording"}


class ShareForm(Form):
    """What a link opens, for how long, and what its maker calls it."""

    scope: list[str] = Field(default_factory=list)
    days: int = 14
    label: str = ""


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the routes into the app."""

    @app.post("/files/review/{transcript_id}/shares")
    def share(transcript_id: str, form: Annotated[ShareForm, Body()], request: Request) -> Response:
        made, secret = handling.share(deps, caller_in(request), transcript_id, form.scope, form.days, form.label)
        return JSONResponse({"id": made.id, "link": f"/shared/{secret}"}, headers={"cache-control": "no-store"})

    @app.delete("/files/review/{transcript_id}/shares/{share_id}")
    def unshare(transcript_id: str, share_id: str, request: Request) -> Response:
        handling.unshare(deps, caller_in(request), share_id)
        return JSONResponse({"ended": share_id})


def card(one: Opened) -> str:
    """The links, and the form for another; empty while a blind review hides who it is, and for who was invited to review."""
    if one.nameless or one.invited:
        return ""
    links = "".join(_link(each) for each in one.shares)
    listed = f'<ul class="tr-shares">{links}</ul>' if links else '<p class="soft">Nobody else has a link to it.</p>'
    opens = {name: words for name, words in _OPENS.items() if name != "audio" or one.transcript.takes}
    ticks = "".join(
        f'<label class="tr-tick"><input type="checkbox" name="scope" value="{name}" checked> {words}</label>'
        for name, words in opens.items()
    )
    return (
        f'<div class="card" data-part="sharing"><h2>Share</h2>{_watched(one.watching)}{listed}'
        '<p class="tr-link" hidden><label><span class="tr-asks">The link, shown this once</span><input type="text" readonly></label>'
        '<button type="button" class="act" data-tr="copy">Copy</button></p>'
        f'<form class="tr-form" data-form="share" hidden><fieldset><legend class="tr-asks">The link opens</legend>{ticks}</fieldset>'
        '<label><span class="tr-asks">For whom</span><input type="text" name="label" maxlength="120" placeholder="Second reviewer"></label>'
        f'<label><span class="tr-asks">Days</span><input type="number" name="days" min="1" max="{LONGEST_DAYS}" value="14"></label>'
        '<div class="tr-ends"><button type="submit" class="act go">Make the link</button>'
        '<button type="button" class="act" data-tr="cancel">Cancel</button></div></form>'
        '<button type="button" class="tr-plain" data-tr="ask-share">Share by a link</button><p class="small told" role="alert"></p></div>'
    )


def _watched(count: int) -> str:
    """Who else reads it: the candidate may know how many, not who."""
    if not count:
        return ""
    who = "One person whom your interviewer invited reviews" if count == 1 else f"{count} people whom your interviewer invited review"
    return f'<p class="soft">{who} it.</p>'


def _link(one: Told) -> str:
    state = f"until {day(one.expires_at)}" if one.state == "open" else one.state
    seen = "never opened" if not one.views else f"opened {'once' if one.views == 1 else f'{one.views} times'}"
    end = (
        f'<button type="button" class="tr-plain" data-tr="unshare" data-share="{one.id}">End it</button>'
        if one.mine and one.state == "open"
        else ""
    )
    told = f"{escape(', '.join(one.scope))} · {state} · {seen}"
    return f'<li><b>{escape(one.label or "A link")}</b> <span class="small">{told}</span> {end}</li>'
