"""A loopback server that speaks Deepgram's batch and live protocols, with scripted words, latency and faults."""

import asyncio
import json
import re
import time

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from tests.wire.serving import Script, Served, spread

KEY = "dg-test-key-that-must-never-be-shown"
FAULTS = ("rate_limit", "server_error", "hang", "reset", "malformed", "wrong_shape", "empty", "forbidden")

_SPEAKER = re.compile(r"<\d>")


class Deepgram:
    """`fault` is what every call meets; `latency` is in seconds, from the whole request or Finalize to the words;
    a batch waits only as long as it stands, so that a test may hold it until it has seen what it wanted to see.
    A live line on which nothing comes for `idle` seconds is ended, as the vendor does after ten."""

    def __init__(self, texts=(), latency=0.0):
        self.fault, self.latency, self.script = "", latency, Script(texts)
        self.requests, self.sockets, self.bytes, self.idle = [], 0, 0, 10.0
        app = Starlette(
            routes=[Route("/v1/listen", self._batch, methods=["POST"]), WebSocketRoute("/v1/listen", self._live)]
        )
        self._served = Served(app)
        self.url = self._served.url
        self.close = self._served.close

    def _words(self, text, seconds, start=0.0):
        """The words of a text in which `<1>` gives those that follow to the second speaker."""
        speakers, speaker = [], 0
        for word in text.split():
            speaker = int(word[1:-1]) if _SPEAKER.fullmatch(word) else speaker
            speakers += [] if _SPEAKER.fullmatch(word) else [speaker]
        return [
            {
                "word": word,
                "punctuated_word": word,
                "start": round(a, 3),
                "end": round(b, 3),
                "confidence": 0.97,
                "speaker": number,
            }
            for (word, a, b), number in zip(spread(_SPEAKER.sub("", text), seconds, start), speakers, strict=True)
        ]

    async def _batch(self, request):
        body = await request.body()
        self.requests.append(dict(request.query_params))
        began = time.monotonic()
        while time.monotonic() < began + self.latency:
            await asyncio.sleep(0.02)
        if request.headers.get("authorization") != f"Token {KEY}" or self.fault == "forbidden":
            return JSONResponse({"err_code": "INVALID_AUTH", "err_msg": "Invalid credentials.", "request_id": "r"}, 401)
        if self.fault == "rate_limit":
            return JSONResponse(
                {"category": "RATE", "message": "Too many requests", "details": "", "request_id": "r"}, 429
            )
        if self.fault == "server_error":
            return PlainTextResponse("oops", 500)
        if self.fault == "hang":
            await asyncio.sleep(30)
        if self.fault == "malformed":
            return PlainTextResponse('{"results": {"channels": [', media_type="application/json")
        if self.fault == "wrong_shape":
            return JSONResponse({"results": {"channels": []}, "metadata": {}})
        text, seconds = self.script.hear(len(body) - 44)
        text = "" if self.fault == "empty" else text
        spoken = " ".join(_SPEAKER.sub("", text).split())
        best = {"transcript": spoken, "confidence": 0.98, "words": self._words(text, seconds)}
        meta = {
            "request_id": "r",
            "transaction_key": "k",
            "sha256": "0",
            "created": "2026-11-01T00:00:00Z",
            "duration": seconds,
            "channels": 1,
            "models": ["nova-3"],
            "model_info": {},
        }
        return JSONResponse({"metadata": meta, "results": {"channels": [{"alternatives": [best]}], "utterances": []}})

    async def _live(self, socket):
        if socket.headers.get("authorization") != f"Token {KEY}" or self.fault == "forbidden":
            await socket.close(4401)
            return
        await socket.accept()
        self.sockets += 1
        held, before = 0, 0.0
        try:
            while True:
                async with asyncio.timeout(self.idle):
                    told = await socket.receive()
                if told["type"] == "websocket.disconnect":
                    return
                if told.get("bytes") is not None:
                    held += len(told["bytes"])
                    self.bytes += len(told["bytes"])
                    continue
                kind = json.loads(told["text"])["type"]
                if kind == "CloseStream":
                    await socket.close()
                    return
                if kind != "Finalize":
                    continue
                if self.fault == "hang":
                    continue
                if self.fault == "reset":
                    await socket.close(1011)
                    return
                await asyncio.sleep(self.latency)
                if self.fault == "malformed":
                    await socket.send_text("{")
                    continue
                text, seconds = self.script.hear(held)
                text = "" if self.fault == "empty" else text
                best = {"transcript": text, "confidence": 0.98, "words": self._words(text, seconds, before)}
                before, held = before + held / 32000, 0
                await socket.send_json(
                    {
                        "type": "Results",
                        "is_final": True,
                        "speech_final": True,
                        "from_finalize": True,
                        "start": before,
                        "duration": seconds,
                        "channel": {"alternatives": [best]},
                    }
                )
        except TimeoutError:
            await socket.close(1011)
        except (WebSocketDisconnect, RuntimeError):
            return
