"""Who is asking: the local user on loopback, a guest by signed cookie, a program by its key. Callers are made only here."""

import ipaddress
import secrets
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.caller import Caller
from core.settings import Settings
from store import keys
from store.database import Store

COOKIE = "viva_guest"
LOCAL = "local"
A_YEAR = 365 * 24 * 3600
TOKEN_S = 4 * 3600
"""A token opens one interview for its owner alone; it is made anew with each page."""
_KEY = "viva.caller"


def caller_of(request: gr.Request | None) -> Caller:
    """The caller that `Door` put into the request; raises when there is none, since no query runs without one."""
    inner = getattr(request, "request", None)
    if inner is None or _KEY not in inner.scope:
        raise PermissionError("a request without a caller")
    found: Caller = inner.scope[_KEY]
    return found


def caller_in(request: Request) -> Caller:
    """The same for a route of our own."""
    found: Caller = request.scope[_KEY]
    return found


class Door:
    """ASGI middleware: names the caller of every request, gives new guests their cookie, turns away what is foreign."""

    def __init__(self, app: ASGIApp, settings: Settings, store: Store, secret: str) -> None:
        self._app = app
        self._settings = settings
        self._store = store
        self._signer = URLSafeSerializer(secret, salt="guest")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with its caller in the scope."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _foreign(scope, headers):
            await _refuse(403, "foreign_origin: This request came from another site.")(scope, receive, send)
            return
        key = _bearer(headers)
        if key:
            owner = keys.owner_of(self._store, key)
            if owner is None:
                await _refuse(401, "unknown_key: This API key is not known. Make one on the Status page.")(
                    scope, receive, send
                )
                return
            scope[_KEY] = Caller(owner=owner, role="program")
            await self._app(scope, receive, send)
            return
        if self._is_local(scope, headers):
            scope[_KEY] = Caller(owner=LOCAL, role="local")
            await self._app(scope, receive, send)
            return
        await self._as_guest(scope, receive, send, headers)

    async def _as_guest(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        guest = self._known(headers)
        fresh = guest is None
        guest = guest or f"guest-{secrets.token_hex(16)}"
        scope[_KEY] = Caller(owner=guest, role="guest")
        if not fresh:
            await self._app(scope, receive, send)
            return
        secure = headers.get("x-forwarded-proto", scope.get("scheme", "http")) in ("https", "wss")
        # A Space runs inside a frame of another site, where only SameSite=None cookies come back.
        site = "None; Secure" if secure and self._settings.on_space else "Lax" + ("; Secure" if secure else "")
        cookie = f"{COOKIE}={self._signer.dumps(guest)}; Path=/; Max-Age={A_YEAR}; HttpOnly; SameSite={site}"

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, with_cookie)

    def _known(self, headers: Headers) -> str | None:
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(headers.get("cookie", ""))
            told: Any = self._signer.loads(jar[COOKIE].value)
        except (BadSignature, KeyError, ValueError):
            return None
        except Exception:  # noqa: BLE001 - a cookie is a stranger's text; any that cannot be read is no cookie
            return None
        return told if isinstance(told, str) and told.startswith("guest-") else None

    def _is_local(self, scope: Scope, headers: Headers) -> bool:
        """True only for a person at this machine: bound to loopback, called by a loopback name, through no proxy."""
        client = scope.get("client")
        proxied = any(name in headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
        return (
            not self._settings.on_space
            and is_loopback(self._settings.host)
            and client is not None
            and is_loopback(client[0])
            and is_loopback(_host(headers))
            and not proxied
        )


def is_loopback(name: str) -> bool:
    """True for localhost and the loopback addresses, in every spelling."""
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


def _host(headers: Headers) -> str:
    return urlsplit(f"//{headers.get('host', '')}").hostname or ""


def _bearer(headers: Headers) -> str:
    kind, _, value = headers.get("authorization", "").partition(" ")
    key = headers.get("x-api-key", "") or (value.strip() if kind.lower() == "bearer" else "")
    return key if key.startswith(keys.PREFIX) else ""


def _foreign(scope: Scope, headers: Headers) -> bool:
    """A browser on another site that tries to act here with this person's cookie or loopback."""
    origin = headers.get("origin", "")
    if not origin or (scope.get("method", "GET") in ("GET", "HEAD", "OPTIONS") and scope["type"] == "http"):
        return False
    wanted = {headers.get("host", ""), headers.get("x-forwarded-host", "")} - {""}
    return urlsplit(origin).netloc not in wanted


def _refuse(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status_code=status)


class Tokens:
    """Signs and reads the tokens of live rooms."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="live")

    def make(self, caller: Caller, session_id: str) -> str:
        """A token for this caller and this interview."""
        return str(self._signer.dumps([caller.owner, session_id]))

    def fits(self, token: str, caller: Caller, session_id: str) -> bool:
        """True for an unexpired token of exactly this caller and interview."""
        try:
            return bool(self._signer.loads(token, max_age=TOKEN_S) == [caller.owner, session_id])
        except BadSignature:
            return False
