"""The Transcripts tab: a list to search, a transcript to read and hear, what its reviewers say; its own routes do the rest."""

from typing import Annotated, Any

import gradio as gr
from fastapi import Body, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from agents.deps import Deps
from agents.review import blinding, comparing, deciding, noting, reading
from agents.transcripts.wanted import filters_from
from core.caller import Caller
from core.shelf import Filters
from pages import transcripts_bring, transcripts_handling, transcripts_reviewers, transcripts_sharing
from pages import transcripts_compare as compare_html
from pages import transcripts_detail as detail_html
from pages import transcripts_html as html
from pages.arguments import Form
from pages.edge import for_people
from pages.identity import caller_in, caller_of

MOST = 1_000
"""Lines of the list; filters and the search reach the rest."""
MOST_HITS = 60
"""Passages that a search brings; the list shows the best of each transcript."""
OPENS = "() => document.dispatchEvent(new Event('viva:transcripts'))"


class NoteForm(Form):
    """A note as the page sends it."""

    text: str = ""
    at: float | None = None


class VerdictForm(Form):
    """A verdict as the page sends it."""

    decision: str
    reason: str = ""


class BlindForm(Form):
    """A switch of the page; without a transcript it is for all."""

    on: bool
    transcript_id: str = ""


def build(deps: Deps, tab: gr.Tab) -> None:
    """Lays the tab out; it is drawn whenever it is opened."""
    page = gr.HTML("", elem_classes="plain", elem_id="transcripts-page")

    @for_people
    def on_open(request: gr.Request) -> str:
        return _page(deps, caller_of(request))

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
    tab.select(on_open, None, page, **quiet).then(None, None, None, js=OPENS, api_visibility="private")


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the tab's own routes into the app: its parts as HTML, and what a reviewer does."""

    transcripts_bring.routes(app, deps)  # before the routes that take an id in the same place

    @app.get("/files/review/list.html")
    def listed(request: Request, opened: str = "") -> Response:
        caller, wanted = caller_in(request), filters_from(_asked(dict(request.query_params)))
        fits = reading.listing(deps, caller, wanted.model_copy(update={"text": ""}), MOST)
        if not wanted.text:
            return _html(html.rows(fits, opened))
        hits = reading.search(deps, caller, wanted.text, wanted.model_copy(update={"text": ""}), MOST_HITS)
        return _html(html.found(hits, fits, reading.listing(deps, caller, wanted, MOST), opened))

    @app.get("/files/review/ask.html")
    def answered(request: Request, text: str = "") -> Response:
        caller = caller_in(request)
        told = reading.ask(deps, caller, text)
        return _html(html.answer(text, told, reading.listing(deps, caller, Filters(), MOST)))

    @app.get("/files/review/page.html")
    def page(request: Request) -> Response:
        return _html(_page(deps, caller_in(request)))

    @app.get("/files/review/compare.html")
    def compared(request: Request, ids: Annotated[list[str], Query()]) -> Response:
        return _html(compare_html.table(comparing.side_by_side(deps, caller_in(request), ids)))

    @app.get("/files/review/{transcript_id}.html")
    def opened(transcript_id: str, request: Request) -> Response:
        return _html(detail_html.detail(reading.open(deps, caller_in(request), transcript_id)))

    @app.post("/files/review/blind")
    def blind(form: Annotated[BlindForm, Body()], request: Request) -> Response:
        blinding.switch(deps, caller_in(request), form.on, form.transcript_id)
        return JSONResponse({"on": form.on})

    @app.post("/files/review/{transcript_id}/notes")
    def add(transcript_id: str, form: Annotated[NoteForm, Body()], request: Request) -> Response:
        made = noting.add(deps, caller_in(request), transcript_id, form.at, form.text)
        return JSONResponse(made.model_dump(mode="json"))

    @app.put("/files/review/{transcript_id}/notes/{note_id}")
    def edit(transcript_id: str, note_id: str, form: Annotated[NoteForm, Body()], request: Request) -> Response:
        made = noting.edit(deps, caller_in(request), transcript_id, note_id, form.text)
        return JSONResponse(made.model_dump(mode="json"))

    @app.delete("/files/review/{transcript_id}/notes/{note_id}")
    def delete(transcript_id: str, note_id: str, request: Request) -> Response:
        noting.delete(deps, caller_in(request), transcript_id, note_id)
        return JSONResponse({"deleted": note_id})

    @app.post("/files/review/{transcript_id}/verdict")
    def decide(transcript_id: str, form: Annotated[VerdictForm, Body()], request: Request) -> Response:
        made = deciding.decide(deps, caller_in(request), transcript_id, form.decision, form.reason)
        return JSONResponse(made.model_dump(mode="json"))

    transcripts_handling.routes(app, deps)
    transcripts_sharing.routes(app, deps)
    transcripts_reviewers.routes(app, deps)


def _page(deps: Deps, caller: Caller) -> str:
    listed = reading.listing(deps, caller, Filters(), MOST)
    if not listed:
        return html.EMPTY
    first = listed[0].row.id
    roles = sorted({one.row.role for one in listed if one.row.role not in ("", "any")})
    tags = sorted({tag for one in listed for tag in one.row.tags})
    kits = sorted({(one.row.kit_title, one.row.kit) for one in listed if one.row.kit})
    choices = html.Choices(tuple(roles), tuple(tags), tuple(kits))
    detail = detail_html.detail(reading.open(deps, caller, first))
    return html.page(listed, choices, reading.blind_for_all(deps, caller), first, detail)


def _asked(fields: dict[str, str]) -> dict[str, str]:
    """Of the form what filters; the rest is the page's own."""
    return {name: fields[name] for name in Filters.model_fields if fields.get(name)}


def _html(text: str) -> Response:
    return HTMLResponse(text, headers={"cache-control": "no-store"})
