"""A loopback server that speaks Polly's REST and answers real sound, streamed, with scripted latency and faults."""

import asyncio
import json
import re
from xml.etree import ElementTree

import numpy as np
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.wire.serving import Served, spread

KEY, SECRET = "AKIATESTKEY", "secret-that-must-never-be-shown"
FAULTS = ("throttled", "server_error", "hang", "cut", "forbidden", "unknown_engine")
SECONDS_A_WORD = 0.3


def tone(seconds):
    """Speech-shaped sound: a buzz at 120 Hz in syllables, PCM16 16 kHz."""
    time = np.arange(round(seconds * 16000)) / 16000
    wave = sum(np.sin(2 * np.pi * 120 * n * time) / n for n in range(1, 9)) * (
        0.55 + 0.45 * np.sin(2 * np.pi * 3.3 * time)
    )
    return (wave * 4500).astype("<i2").tobytes()


class Polly:
    """`latency` is in seconds to the first byte; every text that was asked for is kept in `texts`."""

    def __init__(self, latency=0.0):
        self.fault, self.latency, self.texts, self.cancelled = "", latency, [], 0
        self._served = Served(Starlette(routes=[Route("/v1/speech", self._speech, methods=["POST"])]))
        self.url = self._served.url
        self.close = self._served.close

    @staticmethod
    def _fault(code, status):
        return JSONResponse({"message": code}, status, headers={"x-amzn-errortype": code})

    async def _speech(self, request):
        asked = json.loads(await request.body())
        if f"Credential={KEY}/" not in request.headers.get("authorization", "") or self.fault == "forbidden":
            return self._fault("UnrecognizedClientException", 403)
        try:
            root = ElementTree.fromstring(asked["Text"])
        except ElementTree.ParseError:
            return self._fault("InvalidSsmlException", 400)
        text = "".join(root.itertext())
        if root.tag != "speak" or not re.fullmatch(r"\d+%", root.find("prosody").get("rate")):
            return self._fault("InvalidSsmlException", 400)
        if len(asked["Text"]) > 6000 or len(text) > 3000:
            return self._fault("TextLengthExceededException", 400)
        if self.fault == "throttled":
            return self._fault("ThrottlingException", 400)
        if self.fault == "unknown_engine" or asked["Engine"] not in ("neural", "standard"):
            return self._fault("EngineNotSupportedException", 400)
        if self.fault == "server_error":
            return self._fault("ServiceFailureException", 500)
        if self.fault == "hang":
            await asyncio.sleep(30)
        self.texts.append(text)
        await asyncio.sleep(self.latency)
        seconds = max(1, len(text.split())) * SECONDS_A_WORD
        if asked["OutputFormat"] == "json":
            rows = [
                {"time": round(a * 1000), "type": "word", "start": 0, "end": 0, "value": word}
                for word, a, _ in spread(text, seconds)
            ]
            return Response("\n".join(map(json.dumps, rows)), media_type="application/x-json-stream")
        assert asked["SampleRate"] == "16000"
        return StreamingResponse(self._stream(tone(seconds)), media_type="audio/pcm")

    async def _stream(self, pcm):
        for at in range(0, len(pcm), 6400):
            if self.fault == "cut" and at:
                raise ConnectionResetError
            yield pcm[at : at + 6400]
            await asyncio.sleep(0)
