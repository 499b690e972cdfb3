"""The invited reviewer's way in: `/review/…` says who invites to what and what is kept, and gives the seat to the first who takes it."""

from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from agents.deps import Deps
from agents.review import sitting
from core.errors import AppError
from pages import alone, review_link_html
from pages.alone import PRIVATE
from pages.identity import caller_in


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the pages into the app."""

    @app.get("/review/{secret}")
    def look(secret: str, request: Request) -> Response:
        return _page(deps, secret, request)

    @app.post("/review/{secret}")
    def sit(secret: str, request: Request, name: Annotated[str, Form()] = "") -> Response:
        try:
            sitting.sit(deps, caller_in(request), secret, name)
        except AppError as fault:
            return _page(deps, secret, request, fault)
        return RedirectResponse("/#transcripts", status_code=303, headers=PRIVATE)


def _page(deps: Deps, secret: str, request: Request, refused: AppError | None = None) -> Response:
    try:
        made = sitting.look(deps, caller_in(request), secret)
    except AppError as fault:
        return HTMLResponse(alone.over(fault.sentence), status_code=404, headers=PRIVATE)
    body = review_link_html.page(made, secret, refused.sentence if refused else "")
    return HTMLResponse(body, status_code=409 if refused else 200, headers=PRIVATE)
