"""The live socket `/live/{session_id}?token=`: who may open it, what it may carry, and the rooms that outlive a lost line.

Uplink binary: uint32 LE number of the first frame + 1 to 25 frames of 640 bytes PCM16 mono 16 kHz. Downlink binary: uint32 LE
utterance number + PCM16. JSON messages from the client: hello, played, voiced, voice_failed, heard, done, act, typed, mode,
mute, patience, stop, ping; to the client: welcome, ack, again, state, caption, speak, speak_end, clear, hold, go_on, said,
judged, finished, reopened, view, hearing_failed, notice, error, pong. Close codes: 4401 token, 4404 unknown session, 4408
silent, 4409 another tab, 4413 too large, 4429 too many or too fast, 1000 finished.
"""

import asyncio
import contextlib
import json
import logging
import struct
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from agents import interview
from agents.deps import Deps
from audio.live import LINES, Live
from audio.reply import OPENERS
from audio.uplink import FRAME, Uplink
from audio.vad import Vad
from core.caller import Caller
from core.errors import AppError
from pages.allowance import Allowance
from pages.identity import Tokens
from pages.live_stage import LiveStage

log = logging.getLogger(__name__)
KEPT_S = 60.0
"""How long a room waits for its candidate to come back."""
SILENT_S = 45.0
WARM_AFTER_S = 2.0
MOST_TEXT = 96_000
FRAMES_A_SECOND, BURST = 75, 4000
"""Frames allowed a second over time, and at once: a minute that was kept while the line was down, and a little more."""
MESSAGES_A_SECOND, MESSAGE_BURST = 30, 200
SOCKETS_OF_ONE, SOCKETS = 5, 400
QUEUE = 4000
AT_ONCE = 25
"""Frames of one message, and arrivals between two looks at the clock."""
TAKEN = 3
"""Frames after which the turn's policy looks at what came: 60 ms, even where a message holds half a second."""
WRONG_TOKEN, UNKNOWN, SILENT, ELSEWHERE, TOO_LARGE, TOO_MANY = 4401, 4404, 4408, 4409, 4413, 4429
REASONS = {
    WRONG_TOKEN: "This key has ended or opens something else. POST /live/ID/token gives a new one.",
    SILENT: "Begin with a hello within ten seconds, and say something at least every 45. Connect again.",
    ELSEWHERE: "This interview went on in another tab or window.",
    TOO_LARGE: "That message is too large. Send 1 to 25 frames, or text of at most 96,000 characters.",
    TOO_MANY: "Too many lines, or too much at once. Close some, or slow down, and connect again.",
}
"""Said with the code; at most 123 bytes go into the end of a socket."""


class Line:
    """One socket's way out: a queue and one writer, so that messages and sound never interleave."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._queue: asyncio.Queue[str | bytes] = asyncio.Queue(QUEUE)
        self._writer = asyncio.create_task(self._write())

    def tell(self, message: dict[str, Any]) -> None:
        """Queues a message; a client that reads nothing for that long is cut off."""
        # ASCII: half a surrogate pair that a client sent comes back as it came, instead of ending the writer.
        self._put(json.dumps(message))

    def sound(self, utterance: int, pcm: bytes) -> None:
        """Queues sound."""
        for at in range(0, len(pcm), 32_000):
            self._put(struct.pack("<I", utterance) + pcm[at : at + 32_000])

    def _put(self, piece: str | bytes) -> None:
        try:
            self._queue.put_nowait(piece)
        except asyncio.QueueFull:
            self._writer.cancel()

    @property
    def stuck(self) -> bool:
        """True when nothing can be sent any more."""
        return self._writer.done()

    async def _write(self) -> None:
        # Suppressed when it is cancelled too: a fault that is kept holds its frames, they hold the line, and the line its writer.
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, asyncio.CancelledError):
            while True:
                piece = await self._queue.get()
                if isinstance(piece, str):
                    await self._socket.send_text(piece)
                else:
                    await self._socket.send_bytes(piece)

    async def close(self, code: int) -> None:
        """Sends what is queued, at most for a second, then closes."""
        with contextlib.suppress(TimeoutError, Exception):
            async with asyncio.timeout(1.0):
                while not self._queue.empty() and not self._writer.done():
                    await asyncio.sleep(0.01)
        self._writer.cancel()
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            if self._socket.application_state is WebSocketState.CONNECTED:
                await self._socket.close(code, REASONS.get(code))


@dataclass(slots=True)
class Room:
    """A live interview and the line it speaks through, if any."""

    live: Live
    line: Line | None = None
    ending: asyncio.TimerHandle | None = None


class Rooms:
    """The live rooms of this process, by owner and session."""

    def __init__(self, deps: Deps, tokens: Tokens) -> None:
        self._deps = deps
        self._tokens = tokens
        self._rooms: dict[tuple[str, str], Room] = {}
        self._sockets: dict[str, int] = {}
        self._closing: asyncio.Future[None] | None = None

    async def serve(self, socket: WebSocket, session_id: str, caller: Caller) -> None:
        """One socket, from its opening to its end."""
        await socket.accept()
        if not self._tokens.fits(socket.query_params.get("token", ""), caller, session_id):
            await socket.close(WRONG_TOKEN, REASONS[WRONG_TOKEN])
            return
        if self._sockets.get(caller.owner, 0) >= SOCKETS_OF_ONE or sum(self._sockets.values()) >= SOCKETS:
            await socket.close(TOO_MANY, REASONS[TOO_MANY])
            return
        self._sockets[caller.owner] = self._sockets.get(caller.owner, 0) + 1
        line = Line(socket)
        code = 1011
        try:
            code = await self._converse(socket, line, session_id, caller)
        except AppError as fault:
            line.tell({"type": "error", "code": fault.code, "sentence": fault.sentence, "fatal": True})
            code = UNKNOWN
        except (WebSocketDisconnect, RuntimeError):
            code = 1000
        finally:
            self._sockets[caller.owner] -= 1
            if not self._sockets[caller.owner]:
                del self._sockets[caller.owner]
            self._left((caller.owner, session_id), line)
            await line.close(code)

    async def _converse(self, socket: WebSocket, line: Line, session_id: str, caller: Caller) -> int:
        try:
            async with asyncio.timeout(None) as watch:
                return await self._heard(watch, socket, line, session_id, caller)
        except TimeoutError:
            return SILENT

    async def _heard(
        self, watch: asyncio.Timeout, socket: WebSocket, line: Line, session_id: str, caller: Caller
    ) -> int:
        hello = await self._hello(socket)
        if hello is None:
            return SILENT
        room = await self._enter(line, session_id, caller, hello)
        frames, messages = Allowance(FRAMES_A_SECOND, BURST), Allowance(MESSAGES_A_SECOND, MESSAGE_BURST)
        loop, count, unspent = asyncio.get_running_loop(), 0, 0
        while True:
            # Timers and budgets for each of 50 frames a second would cost as much as the rest of the way in.
            count += 1
            if count % AT_ONCE == 1:
                watch.reschedule(loop.time() + SILENT_S)
            told = await socket.receive()
            if told["type"] == "websocket.disconnect":
                return 1000
            if room.line is not line:
                return ELSEWHERE
            if line.stuck:
                return SILENT
            if (sound := told.get("bytes")) is not None:
                held, odd = divmod(len(sound) - 4, FRAME)
                if odd or not 1 <= held <= AT_ONCE:
                    wrong = f"Send 4 bytes of number and 1 to {AT_ONCE} frames of {FRAME} bytes; this has {len(sound)}."
                    self._wrong(line, "wrong_frame", wrong)
                    return TOO_LARGE
                unspent += held
                if unspent >= AT_ONCE:
                    if not frames.spend(unspent):
                        return TOO_MANY
                    unspent = 0
                (first,) = struct.unpack_from("<I", sound)
                for at in range(0, held, TAKEN):
                    await room.live.frames(first + at, sound[4 + at * FRAME : 4 + (at + TAKEN) * FRAME])
            elif (text := told.get("text")) is not None:
                if len(text) > MOST_TEXT:
                    return TOO_LARGE
                watch.reschedule(loop.time() + SILENT_S)
                if not messages.spend():
                    return TOO_MANY
                self._message(room, line, text)

    def _message(self, room: Room, line: Line, text: str) -> None:
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            self._wrong(line, "not_json", "Text on this line must be a JSON object; nothing was changed.")
            return
        try:
            room.live.inbox.take(told)
        except Exception as fault:  # noqa: BLE001 - one message that goes wrong must not end the line
            room.live.beside.failed(fault)

    @staticmethod
    def _wrong(line: Line, code: str, sentence: str) -> None:
        line.tell({"type": "error", "code": code, "sentence": sentence, "fatal": False})

    @staticmethod
    async def _hello(socket: WebSocket) -> dict[str, Any] | None:
        try:
            async with asyncio.timeout(10):
                told = json.loads(await socket.receive_text())
        except (TimeoutError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return told if isinstance(told, dict) and told.get("type") == "hello" else None

    async def _enter(self, line: Line, session_id: str, caller: Caller, hello: dict[str, Any]) -> Room:
        key = (caller.owner, session_id)
        room = self._rooms.get(key)
        if room is None:
            stage = LiveStage(self._deps, caller, session_id)
            view = await stage.view()
            if key in self._rooms:
                return await self._enter(line, session_id, caller, hello)
            uplink = Uplink(Vad(), self._deps.hearing.ear(view["language"]), recording=bool(view["recording"]))
            live = Live(stage, uplink, self._deps.speaking, language=view["language"])
            room = self._rooms[key] = Room(live)
        if room.ending is not None:
            room.ending.cancel()
            room.ending = None
        before, room.line = room.line, line
        if before is not None:
            await before.close(ELSEWHERE)
        if room.line is line:  # a third line may have come meanwhile
            await room.live.attach(line, hello)
        return room

    def _left(self, key: tuple[str, str], line: Line) -> None:
        room = self._rooms.get(key)
        if room is None:
            return
        room.live.detach(line)
        if room.line is not line:
            return
        room.line = None
        wait = 1.0 if room.live.finished else KEPT_S
        room.ending = asyncio.get_running_loop().call_later(wait, self._over, key, room)

    def _over(self, key: tuple[str, str], room: Room) -> None:
        room.ending = None  # uvloop's handle is not seen by the collector: a room that held its own would stay for good
        self._closing = asyncio.ensure_future(self._end(key, room))

    async def _end(self, key: tuple[str, str], room: Room) -> None:
        if self._rooms.get(key) is room and room.line is None:
            del self._rooms[key]
            await room.live.close()

    async def warm(self) -> None:
        """Synthesizes the common lines once the first pages are out."""
        await asyncio.sleep(WARM_AFTER_S)
        await self._deps.speaking.warm((*LINES.values(), *OPENERS))

    async def close(self) -> None:
        """Ends every room; clients come back to the next process by themselves."""
        rooms, self._rooms = list(self._rooms.values()), {}
        for room in rooms:
            if room.line is not None:
                await room.line.close(1012)
            await room.live.close()


def routes(app: FastAPI, deps: Deps, rooms: Rooms, tokens: Tokens) -> None:
    """Registers the socket and the place where its token is had."""

    @app.post("/live/{session_id}/token")
    def token(session_id: str, request: Request) -> dict[str, Any]:
        caller: Caller = request.scope["viva.caller"]
        interview.status(deps, caller, session_id)
        return {"token": tokens.make(caller, session_id), "voice": "client" if deps.speaking.by_client else "server"}

    @app.websocket("/live/{session_id}")
    async def live(socket: WebSocket, session_id: str) -> None:
        await rooms.serve(socket, session_id, socket.scope["viva.caller"])
