"""The candidate's way into an interview kit: `/invite/…` shows what they agree to, begins it, and takes consent back."""

from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from agents.deps import Deps
from agents.kits import taking
from core.errors import AppError
from pages import alone, invite_html
from pages.alone import PRIVATE
from pages.identity import caller_in


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the pages into the app."""

    @app.get("/invite/{secret}")
    def look(secret: str, request: Request) -> Response:
        return _page(deps, secret, request)

    @app.post("/invite/{secret}")
    def begin(
        secret: str,
        request: Request,
        name: Annotated[str, Form()] = "",
        way: Annotated[str, Form()] = "keyboard",
        record: Annotated[str, Form()] = "",
        agreed: Annotated[str, Form()] = "",
    ) -> Response:
        caller = caller_in(request)
        try:
            taking.take(
                deps, caller, secret, agreed=bool(agreed), name=name, voice=way == "voice", record=bool(record)
            )
        except AppError as fault:
            return _page(deps, secret, request, fault)
        return RedirectResponse("/", status_code=303, headers=PRIVATE)

    @app.post("/invite/{secret}/withdraw")
    def withdraw(secret: str, request: Request) -> Response:
        caller = caller_in(request)
        try:
            offer = taking.look(deps, caller, secret)
            if offer.mine:
                taking.withdraw(deps, caller, offer.session_id)
        except AppError as fault:
            return _page(deps, secret, request, fault)
        return RedirectResponse(f"/invite/{secret}", status_code=303, headers=PRIVATE)


def _page(deps: Deps, secret: str, request: Request, refused: AppError | None = None) -> Response:
    try:
        made = taking.look(deps, caller_in(request), secret)
    except AppError as fault:
        return HTMLResponse(alone.over(fault.sentence), status_code=404, headers=PRIVATE)
    if made.mine:
        return HTMLResponse(invite_html.begun(made, secret), headers=PRIVATE)
    sentence = refused.sentence if refused else ""
    return HTMLResponse(invite_html.offer(made, secret, sentence), status_code=409 if refused else 200, headers=PRIVATE)
