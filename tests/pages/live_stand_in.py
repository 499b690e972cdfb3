"""The live socket's other end, scripted: a loopback page that holds the room, and a server that does as the test says."""

import asyncio
import json
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from starlette.staticfiles import StaticFiles

from pages import live_room, mic_check, theme
from pages.site import HEADERS
from tests.waiting import until

QUESTION = (
    "Two services both believe they hold the lock. How did that happen, and what would you change so that it cannot happen again?"
)
STAGE = f"""<div class="viva"><div class="eyebrow">Question 3 of 6  ·  Backend, senior  ·  Distributed systems</div>
<h1 class="q">{QUESTION}</h1><p class="context">You said earlier that your team used Redis for locking. Start from there if you like.</p></div>"""
SIDE = """<div class="viva"><div class="card"><div class="side-label">Time</div><div class="clock">18:42 <small>left</small></div>
<div class="track"><i style="width:46%"></i></div></div><div class="card"><div class="side-label">Your interview</div>
<ul class="plan"><li class="done">Opening</li><li class="done">Scaling a write path</li><li class="now">A lock held twice</li>
<li class="to_come">Incident you owned</li></ul></div><p class="small">Recording both sides, kept on this machine. Nothing is shared until you share it.</p></div>"""
HEAD = """<div class="bar"><div class="brand">Viva <em>Voce</em></div><div class="at-work"><span class="dot"></span>
listening with faster-whisper · speaking with your browser · rules brain</div></div>"""
VIEW = {"session_id": "s1", "turn": 3, "phase": "core", "track": "technical", "status": "open", "hints_left": 2}
VALUE = {"session_id": "s1", "token": "t1", "voice": "server", "recognition": "server", "record": True, "lang": "en", "view": VIEW}
LIMITS = {"frame_bytes": 640, "session_s": 7200}
DARK = "<script>if (location.search.includes('dark')) document.documentElement.classList.add('dark')</script>"


class StandIn:
    """Takes frames in order as the real server does, answers pings, acknowledges; the rest is sent when the test says so."""

    def __init__(self) -> None:
        self.value: dict[str, Any] = {}
        self.messages: list[dict[str, Any]] = []
        self.frames: list[bytes] = []
        self.seen: list[int] = []
        """Numbers of all frames as they came, also those that came twice."""
        self.shared: list[int] = []
        """How many frames each message brought."""
        self.hellos = 0
        self.refuse: int | None = None
        """A close code that meets whoever comes."""
        self.acks = True
        self.framed = False
        """True lets the page stand inside a foreign one."""
        self._socket: WebSocket | None = None
        self._open = 0
        self.forget()
        self.app = FastAPI()
        self.app.websocket("/live/{session_id}")(self._live)
        self.app.mount("/look", StaticFiles(directory=theme.LOOK))
        self.app.middleware("http")(self._guarded)

    async def _guarded(self, request: Any, go_on: Callable[[Any], Any]) -> Any:
        response = await go_on(request)
        for name, words in () if self.framed else HEADERS.items():
            response.headers.setdefault(name, words)
        return response

    async def _live(self, socket: WebSocket, session_id: str) -> None:
        await socket.accept()
        if self.refuse is not None:
            await socket.close(self.refuse)
            return
        self._open += 1
        try:
            self.messages.append(await socket.receive_json())
            self.hellos += 1
            self._socket = socket
            welcome = {"type": "welcome", "frame": len(self.frames), "view": VIEW, "resumed": self.hellos > 1, "limits": LIMITS}
            await socket.send_json(welcome)
            await self._listen(socket)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._open -= 1

    async def _listen(self, socket: WebSocket) -> None:
        acked = time.monotonic()
        while True:
            event = await socket.receive()
            if event["type"] == "websocket.disconnect":
                return
            if event.get("bytes") is not None:
                self._take(event["bytes"])
            else:
                message = json.loads(event["text"])
                if message["type"] == "ping":
                    await socket.send_json({"type": "pong", "at": message["at"]})
                else:
                    self.messages.append(message)
            if self.acks and time.monotonic() - acked > 1.0:
                acked = time.monotonic()
                await socket.send_json({"type": "ack", "frame": len(self.frames)})

    def _take(self, framed: bytes) -> None:
        (first,) = struct.unpack("<I", framed[:4])
        self.shared.append((len(framed) - 4) // LIMITS["frame_bytes"])
        for number, at in enumerate(range(4, len(framed), LIMITS["frame_bytes"]), first):
            self.seen.append(number)
            if number == len(self.frames):
                self.frames.append(framed[at : at + LIMITS["frame_bytes"]])

    # --- what a test does -----------------------------------------------------------------------------------------

    def start(self) -> "StandIn":
        """Serves on a free port of loopback."""
        self.app = gr.mount_gradio_app(
            self.app,
            self._page(),
            path="",
            theme=theme.theme(),
            css_paths=[theme.LOOK / "viva.css"],
            head=theme.HEAD + DARK,
            footer_links=[],
        )
        config = uvicorn.Config(self.app, host="127.0.0.1", port=0, log_level="error", ws_ping_interval=None)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        return self

    def _page(self) -> gr.Blocks:
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        with gr.Blocks(title="Viva Voce", fill_width=True) as demo:
            gr.HTML(HEAD, elem_id="head", elem_classes="plain")
            with gr.Tabs(elem_id="pages"):
                with gr.Tab("Interview"), gr.Row(elem_id="room-row"):
                    with gr.Column(scale=3, min_width=300):
                        gr.HTML(STAGE, elem_id="stage", elem_classes="plain")
                        room = live_room.build()
                        answer = gr.Textbox(lines=2, label="Your answer", elem_id="answer")
                        told = gr.HTML("", elem_id="told", elem_classes="plain")
                    with gr.Column(scale=1, min_width=280):
                        gr.HTML(SIDE, elem_classes="plain")
                with gr.Tab("Check"):
                    mic_check.build()
            demo.load(self._value, None, room, **quiet)
            room.turn(lambda text: "A turn was taken", answer, told, **quiet)
            room.token(self._renewed, None, room, **quiet)
        return demo

    def _value(self) -> dict[str, Any]:
        return {**self.value, "stamp": time.time()}

    def _renewed(self) -> dict[str, Any]:
        self.refuse = None
        self.value = {**self.value, "token": "t2"}
        return self._value()

    def stop(self) -> None:
        """Ends the server."""
        self._server.should_exit = True
        self._thread.join(10)

    def forget(self) -> None:
        """A new session for the next test, once the lines of the last have ended: their sound would be taken for its own."""
        until(lambda: not self._open)
        self.messages, self.frames, self.seen, self.shared, self.hellos = [], [], [], [], 0
        self.refuse, self.acks = None, True
        self.framed = False
        self.value = dict(VALUE)

    def send(self, **message: Any) -> None:
        """A JSON message to the room."""
        self._do(lambda: self._socket.send_json(message))

    def sound(self, utterance: int, pcm: bytes, piece: int = 6400) -> None:
        """An utterance's sound in pieces."""
        for at in range(0, len(pcm), piece):
            part = struct.pack("<I", utterance) + pcm[at : at + piece]
            self._do(lambda part=part: self._socket.send_bytes(part))

    def drop(self, refuse: int | None = None) -> None:
        """Cuts the line without a word; `refuse` keeps it cut."""
        self.refuse = refuse
        self._do(lambda: self._socket.close(1011))

    def close(self, code: int) -> None:
        """Ends the socket with a code."""
        self._do(lambda: self._socket.close(code))

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The messages of a kind that came."""
        return [message for message in self.messages if message["type"] == kind]

    def _do(self, work: Callable[[], Any]) -> None:
        loop = self._server.servers[0].get_loop()
        asyncio.run_coroutine_threadsafe(work(), loop).result(10)
