"""A page for a person whose address leads nowhere, in place of bare JSON; a program goes on getting that."""

import json

from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages import alone

NOWHERE = "There is no page at this address. The interview room is where the link above leads."


class Lost:
    """ASGI middleware: what is not found and was asked for as HTML is answered as HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; a 404 in JSON is held back and its sentence put on a page."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        held: bytearray | None = None

        async def paged(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _missing(message):
                held = bytearray()
                return
            if held is None:
                await send(message)
                return
            held.extend(message.get("body", b""))
            if not message.get("more_body"):
                await HTMLResponse(alone.over(_sentence(held)), status_code=404)(scope, receive, send)

        await self._app(scope, receive, paged)


def _missing(start: Message) -> bool:
    kind = Headers(raw=start.get("headers", [])).get("content-type", "")
    return start["status"] == 404 and kind.startswith("application/json")


def _sentence(body: bytes | bytearray) -> str:
    """What was said to a program, without its code."""
    told = json.loads(body or b"{}")
    return str(told.get("error", "")).partition(": ")[2] or NOWHERE
