"""What a share's link opens: a page to read, and its sound. Every opening stands in the share's log."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from agents import sharing
from agents.deps import Deps
from core.errors import AppError
from pages import alone, shared_html
from pages.alone import PRIVATE
from pages.files import lent
from pages.ranges import sound_answer


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the page into the app."""

    @app.get("/shared/{secret}")
    def shared(secret: str) -> Response:
        try:
            opened = sharing.opened(deps, secret)
        except AppError as fault:
            return HTMLResponse(alone.over(fault.sentence), status_code=404, headers=PRIVATE)
        return HTMLResponse(shared_html.page(opened, f"/shared/{secret}"), headers=PRIVATE)

    @app.api_route("/shared/{secret}/take/{name}", methods=["GET", "HEAD"])
    def take(secret: str, name: str, request: Request) -> Response:
        number, _, kind = name.partition(".")
        n = int(number) if number.isascii() and number.isdigit() and len(number) < 5 and kind == "flac" else -1
        begins = request.headers.get("range", "bytes=0-").startswith("bytes=0-")
        made, found = sharing.sound(deps, secret, n, first=begins and request.method == "GET")
        return sound_answer(lent(deps, made, found), request)
