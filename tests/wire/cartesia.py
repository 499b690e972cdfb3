"""A loopback server that speaks Cartesia's batch and live protocols, with scripted words, latency and faults."""

import asyncio

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from tests.wire.serving import Script, Served, spread

KEY = "sk_car_test_key_that_must_never_be_shown"
FAULTS = (
    "rate_limit",
    "old_rate_limit",
    "server_error",
    "hang",
    "reset",
    "malformed",
    "wrong_shape",
    "empty",
    "error_frame",
    "forbidden",
)


class Cartesia:
    """`fault` is what every call meets; `columns` sends words as columns; `late` sends a delta after its segment is through."""

    def __init__(self, texts=(), latency=0.0):
        self.fault, self.latency, self.script = "", latency, Script(texts)
        self.columns = self.late = False
        self.requests, self.sockets, self.bytes = [], 0, 0
        app = Starlette(
            routes=[Route("/stt", self._batch, methods=["POST"]), WebSocketRoute("/stt/websocket", self._live)]
        )
        self._served = Served(app)
        self.url = self._served.url
        self.close = self._served.close

    def _words(self, text, seconds, start=0.0):
        rows = [{"word": word, "start": round(a, 3), "end": round(b, 3)} for word, a, b in spread(text, seconds, start)]
        if not self.columns:
            return rows
        return {
            "words": [row["word"] for row in rows],
            "start": [row["start"] for row in rows],
            "end": [row["end"] for row in rows],
        }

    async def _batch(self, request):
        form = await request.form()
        sound = await form["file"].read()
        self.requests.append(
            {"headers": dict(request.headers), **{key: value for key, value in form.items() if isinstance(value, str)}}
        )
        await asyncio.sleep(self.latency)
        if request.headers.get("authorization") != f"Bearer {KEY}" or self.fault == "forbidden":
            return JSONResponse(
                {"error_code": "unauthorized", "title": "Unauthorized", "message": "", "request_id": "r"}, 401
            )
        if self.fault == "rate_limit":
            return JSONResponse(
                {"error_code": "concurrency_limited", "title": "Too many", "message": "", "request_id": "r"}, 429
            )
        if self.fault == "old_rate_limit":
            return PlainTextResponse("too many concurrent requests", 429)
        if self.fault == "server_error":
            return JSONResponse({"error_code": "internal", "title": "Oops", "message": "", "request_id": "r"}, 500)
        if self.fault == "hang":
            await asyncio.sleep(30)
        if self.fault == "malformed":
            return PlainTextResponse('{"type": "transcript", "te', media_type="application/json")
        if self.fault == "wrong_shape":
            return JSONResponse({"type": "transcript", "verdict": "fine"})
        text, seconds = self.script.hear(len(sound) - 44)
        text = "" if self.fault == "empty" else text
        return JSONResponse(
            {
                "type": "transcript",
                "text": text,
                "request_id": "r",
                "is_final": True,
                "language": "en",
                "duration": seconds,
                "words": self._words(text, seconds),
            }
        )

    async def _live(self, socket):
        if socket.headers.get("authorization") != f"Bearer {KEY}" or self.fault == "forbidden":
            await socket.close(4401)
            return
        await socket.accept()
        self.sockets += 1
        held, before = 0, 0.0
        try:
            while True:
                told = await socket.receive()
                if told["type"] == "websocket.disconnect":
                    return
                if told.get("bytes") is not None:
                    held += len(told["bytes"])
                    self.bytes += len(told["bytes"])
                    continue
                if told["text"] == "close":
                    await socket.send_json({"type": "done"})
                    await socket.close()
                    return
                if told["text"] != "finalize" or self.fault == "hang":
                    continue
                await asyncio.sleep(self.latency)
                if self.fault == "reset":
                    await socket.close(1011)
                    return
                if self.fault == "error_frame":
                    await socket.send_json(
                        {"type": "error", "message": "overloaded", "status_code": 503, "title": "Busy"}
                    )
                    continue
                if self.fault == "malformed":
                    await socket.send_text("{")
                    continue
                text, seconds = self.script.hear(held)
                text = "" if self.fault == "empty" else text
                half = len(text) // 2
                half = text.rfind(" ", 0, half) + 1
                for piece, a, b in ((text[:half], 0.0, 0.5), (text[half:], 0.5, 1.0)):
                    words = self._words(piece, seconds * (b - a), before + seconds * a)
                    await socket.send_json(
                        {
                            "type": "transcript",
                            "is_final": True,
                            "text": piece,
                            "duration": seconds * (b - a),
                            "words": words,
                        }
                    )
                before, held = before + held / 32000, 0
                await socket.send_json({"type": "flush_done"})
                if self.late:
                    await socket.send_json(
                        {"type": "transcript", "is_final": False, "text": "late words of before", "duration": 0.1}
                    )
        except (WebSocketDisconnect, RuntimeError):
            return
