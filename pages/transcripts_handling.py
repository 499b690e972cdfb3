"""What can be done with a transcript beside reviewing it: correct what was misheard, grade again, tag, take it out, delete."""

from html import escape
from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from agents.deps import Deps
from agents.review import handling
from agents.review.reading import Opened
from agents.transcripts.corrections import PENDING
from core.schema import LONGEST_ANSWER
from core.transcript import Exchange
from pages.arguments import Form
from pages.identity import caller_in

KINDS = {"docx": "Word", "pdf": "PDF", "md": "Markdown", "txt": "Text", "json": "JSON"}
TIMED = {"srt": "Subtitles (SRT)", "vtt": "Subtitles (VTT)"}


class PassageForm(Form):
    """Other words for a passage, or those that were heard."""

    text: str = ""
    revert: bool = False


class TagsForm(Form):
    """Tags as they are written in their field, parted by commas."""

    tags: str = ""


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the routes into the app."""

    @app.put("/files/review/{transcript_id}/passages/{n}")
    def correct(transcript_id: str, n: int, form: Annotated[PassageForm, Body()], request: Request) -> Response:
        caller = caller_in(request)
        if form.revert:
            handling.revert(deps, caller, transcript_id, n)
        else:
            handling.correct(deps, caller, transcript_id, n, form.text)
        return JSONResponse({"passage": n})

    @app.post("/files/review/{transcript_id}/grades")
    def regrade(transcript_id: str, request: Request) -> Response:
        return JSONResponse({"band": handling.regrade(deps, caller_in(request), transcript_id).band})

    @app.delete("/files/review/{transcript_id}/grades/{n}")
    def ungrade(transcript_id: str, n: int, request: Request) -> Response:
        return JSONResponse({"band": handling.ungrade(deps, caller_in(request), transcript_id, n).band})

    @app.put("/files/review/{transcript_id}/tags")
    def tag(transcript_id: str, form: Annotated[TagsForm, Body()], request: Request) -> Response:
        made = handling.tag(deps, caller_in(request), transcript_id, form.tags.split(","))
        return JSONResponse({"tags": list(made.tags)})

    @app.delete("/files/review/{transcript_id}")
    def delete(transcript_id: str, request: Request) -> Response:
        handling.delete(deps, caller_in(request), transcript_id)
        return JSONResponse({"deleted": transcript_id})


def mine(one: Opened) -> bool:
    """Whether the reviewer may change it: it is their own, and nothing of it is hidden."""
    return one.transcript.owner == one.by and not one.nameless


def correcting(one: Opened) -> str:
    """The form that the page puts under a passage; empty where nothing may be changed."""
    if not mine(one):
        return ""
    return (
        '<form class="tr-form tr-correct" data-form="correct" hidden><label><span class="tr-asks">What was said</span>'
        f'<textarea name="text" rows="4" maxlength="{LONGEST_ANSWER}"></textarea></label>'
        '<div class="tr-ends"><button type="submit" class="act go">Keep the correction</button>'
        '<button type="button" class="act" data-tr="revert">Put back what was heard</button>'
        '<button type="button" class="act" data-tr="cancel">Cancel</button></div><p class="small told" role="alert"></p></form>'
    )


def grade_again(one: Opened) -> str:
    """The button that appears once a graded answer was corrected."""
    if not mine(one) or PENDING not in one.transcript.notices:
        return ""
    return '<button type="button" class="act" data-tr="regrade">Grade the corrected answers again</button>'


def held_against(one: Opened, exchange: Exchange) -> str:
    """Which question of a bank an answer of a recording was graded by, since it was guessed; its owner may say that it is wrong."""
    if not exchange.matched:
        return ""
    told = f'<p class="small">Held against the question “{escape(exchange.matched)}”</p>'
    if not mine(one):
        return told
    return f'{told}<button type="button" class="tr-plain" data-tr="ungrade" data-n="{exchange.n}">Another question was asked</button>'


def card(one: Opened) -> str:
    """Files to take out, tags, and deleting; empty while a blind review hides who it is, and for who may take nothing out."""
    if one.nameless or (one.invited and not one.invited.files):
        return ""
    made = one.transcript
    kinds = {**KINDS, **(TIMED if any(each.start is not None for each in made.passages) else {})}
    links = " · ".join(f'<a href="/files/transcript/{made.id}.{kind}" download>{words}</a>' for kind, words in kinds.items())
    return (
        f'<div class="card" data-part="files"><h2>Take it with you</h2><p class="tr-files">{links}</p>'
        f'{_own(one) if mine(one) else ""}<p class="small told" role="alert"></p></div>'
    )


def _own(one: Opened) -> str:
    tags = escape(", ".join(one.transcript.tags))
    return (
        f'<form class="tr-tags" data-form="tags"><label><span class="tr-asks">Tags</span><input type="text" name="tags" value="{tags}" '
        'placeholder="spring, second talk" maxlength="400"></label><button type="submit" class="act">Keep</button></form>'
        '<button type="button" class="tr-plain" data-tr="ask-delete">Delete this transcript</button>'
        '<div class="tr-sure" role="alertdialog" aria-label="Delete this transcript" hidden><p>It goes for good, with its notes and '
        "verdicts. Of a recording that was brought, its sound goes too; an interview that was held here keeps its report.</p>"
        '<div class="tr-ends"><button type="button" class="act bad" data-tr="delete">Delete it</button>'
        '<button type="button" class="act" data-tr="keep">Keep it</button></div></div>'
    )
