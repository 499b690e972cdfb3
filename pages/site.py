"""The whole site as one FastAPI app: Gradio's pages, our own routes, who is asking and the headers that keep it safe."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agents.deps import Deps
from core.errors import AppError
from core.text import paired
from pages import (
    api,
    calibration,
    disputes,
    files,
    frame,
    interview,
    invite,
    live,
    media_routes,
    questions,
    review_link,
    shared,
    states,
    status,
    theme,
    transcripts,
)
from pages import feedback as feedback_page
from pages import resume as resume_page
from pages.calls import CLOSED, HANDLERS, Checked, lost, unreadable
from pages.identity import Door, Tokens
from pages.lost import Lost
from pages.uploads import MOST_BYTES

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; "
    "worker-src 'self' blob:; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self' https://huggingface.co https://*.hf.space"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "microphone=(self)",
}

THREADS = 64


def blocks(deps: Deps, tokens: Tokens) -> gr.Blocks:
    """The tabs and the public endpoints."""
    with Checked(title="Viva Voce", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as demo:
        head = gr.HTML(frame.head(deps), elem_id="head", elem_classes="plain")
        with gr.Tabs(elem_id="pages"):
            with gr.Tab("Interview", id="interview") as interview_tab:
                if frame.banner(deps):
                    gr.HTML(frame.banner(deps), elem_classes="plain")
                interview.build(deps, demo, tokens, interview_tab)
            with gr.Tab("Resume", id="resume") as resume_tab:
                resume_page.build(deps, resume_tab)
            with gr.Tab("Questions", id="questions") as questions_tab:
                questions.build(deps, questions_tab)
            with gr.Tab("Feedback", id="feedback") as feedback_tab:
                feedback_page.build(deps, feedback_tab)
            with gr.Tab("Transcripts", id="transcripts") as transcripts_tab:
                transcripts.build(deps, transcripts_tab)
            with gr.Tab("Status", id="status") as status_tab:
                status.build(deps, status_tab)
        gr.HTML(frame.keys_help(), elem_classes="plain")
        # A key pasted since the start changes who is at work.
        demo.load(lambda: frame.head(deps), None, head, api_visibility="private", show_progress="hidden")
        api.build(deps)
    return demo.queue(default_concurrency_limit=40, max_size=200, api_open=False)


def site(deps: Deps, on_start: Callable[[], None], on_stop: Callable[[], None]) -> FastAPI:
    """The app, ready for a server. `on_start` runs once it can answer, `on_stop` when it ends."""
    secret = _secret(deps)
    tokens = Tokens(secret)
    rooms = live.Rooms(deps, tokens)
    demo = blocks(deps, tokens)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        on_start()
        # Every live turn waits in a thread for the database, a model and a voice; Python's own few would queue them up.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="live"))
        warming = asyncio.create_task(rooms.warm())
        yield
        warming.cancel()
        await rooms.close()
        on_stop()

    app = FastAPI(lifespan=lifespan, max_body_size=MOST_BYTES + 2**20, docs_url=None, redoc_url=None, openapi_url=None)
    _routes(app, deps, demo)
    live.routes(app, deps, rooms, tokens)
    app.mount("/look", StaticFiles(directory=theme.LOOK))
    app = cast(
        FastAPI,
        gr.mount_gradio_app(
            app,
            demo,
            path="",
            theme=theme.theme(),
            css_paths=[theme.LOOK / f"{name}.css" for name in ("viva", "player", "review", "resume", "questions", "transcripts")],
            head=theme.HEAD,
            footer_links=[],
            run_history=False,
            show_error=False,
            max_file_size=MOST_BYTES,
            ssr_mode=False,
            enable_monitoring=False,
            mcp_server=deps.settings.mcp,
            pwa=False,
            app_kwargs={"exception_handlers": HANDLERS},
        ),
    )
    states.hold(app, demo)
    app.add_middleware(Lost)
    app.add_middleware(Guarded)
    app.add_middleware(Door, settings=deps.settings, store=deps.store, secret=secret)
    return app


class Guarded:
    """ASGI middleware: the safety headers on every answer, and a proper end of a stream that nobody knows any more."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and adds the headers to the answer."""

        if scope["type"] == "http" and scope["path"].startswith(CLOSED):
            await JSONResponse({"error": "unknown_endpoint: There is nothing here."}, status_code=404)(scope, receive, send)
            return
        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                held = {name for name, _ in message["headers"]}
                extra = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in held]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        try:
            await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
        except Exception as fault:
            if not started or not lost(fault):
                raise
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _routes(app: FastAPI, deps: Deps, demo: gr.Blocks) -> None:
    """Routes of our own: health, and the files that belong to the caller."""

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        parts = {"database": deps.store.ping(), "worker": deps.queue.healthy(), "queue": not demo._queue.stopped}
        return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)

    files.routes(app, deps)
    media_routes.routes(app, deps)
    disputes.routes(app, deps)
    calibration.routes(app, deps)
    invite.routes(app, deps)
    shared.routes(app, deps)
    review_link.routes(app, deps)
    transcripts.routes(app, deps)

    app.add_exception_handler(RequestValidationError, unreadable)

    @app.exception_handler(AppError)
    def refused(_request: Request, fault: Exception) -> JSONResponse:
        known: Any = fault
        status_code = 404 if known.code.startswith("unknown_") else 409
        return JSONResponse({"error": paired(f"{known.code}: {known.sentence}")}, status_code=status_code)


def _secret(deps: Deps) -> str:
    """The signing secret: the owner's, else one made once and kept in the data folder, readable by its owner alone."""
    given = deps.settings.secret.get_secret_value()
    if given:
        return given
    path = deps.settings.data / "secret"
    try:
        path.touch(mode=0o600)
        kept = path.read_text(encoding="ascii").strip()
        if not kept:
            kept = secrets.token_hex(32)
            path.write_text(kept, encoding="ascii")
    except OSError:
        raise AppError(
            "storage_readonly", f"Nothing can be written to {deps.settings.data}. Make it writable, or set VIVA_DATA."
        ) from None
    return kept
