"""The whole site on a real port, in this process, with stand-ins for its vendors; and a client that talks as a browser does."""

import asyncio
import contextlib
import json
import struct
import urllib.request

import websockets

from app import create_app, make_deps
from core.settings import Settings
from tests.wire import deepgram, polly
from tests.wire.serving import Served

FRAME = 640


class Site:
    """`hears` are the texts that the recognizer gives, one a segment; `deepgram` and `polly` are the vendors, for their faults."""

    def __init__(self, folder, hears=(), tts="browser", **env):
        self.deepgram, self.polly = deepgram.Deepgram(hears), polly.Polly()
        self.deps = make_deps(
            Settings(
                VIVA_DATA=folder,
                VIVA_BRAIN="rules",
                VIVA_STT="deepgram",
                DEEPGRAM_API_KEY=deepgram.KEY,
                VIVA_DEEPGRAM_URL=self.deepgram.url,
                VIVA_TTS=tts,
                AWS_ACCESS_KEY_ID=polly.KEY,
                AWS_SECRET_ACCESS_KEY=polly.SECRET,
                VIVA_POLLY_URL=self.polly.url,
                **env,
            )
        )
        self.app = create_app(self.deps)
        self._served = Served(self.app)
        self.url = self._served.url

    def close(self):
        for one in (self._served, self.deepgram, self.polly):
            one.close()


def fetch(url, headers=None, method="GET"):
    with urllib.request.urlopen(
        urllib.request.Request(url, method=method, headers=headers or {}), timeout=20
    ) as answer:
        return answer.read()


def token_of(url, session_id, headers=None):
    return json.loads(fetch(f"{url}/live/{session_id}/token", headers, "POST"))["token"]


class Talker:
    """One client: sends numbered frames and messages, gathers what comes back, plays nothing unless asked."""

    def __init__(self, url, session_id, token, *, voice="none", headers=None, **hello):
        self.address = f"{url.replace('http', 'ws')}/live/{session_id}?token={token}"
        self.hello = {"type": "hello", "voice": voice, "recognition": "server", **hello}
        self.headers = headers
        self.told, self.sound, self.number, self.code = [], {}, 0, None

    async def __aenter__(self):
        await self.open()
        return self

    async def __aexit__(self, *fault):
        await self.drop()

    async def open(self):
        self.socket = await websockets.connect(
            self.address, max_size=2**24, additional_headers=self.headers, ping_interval=None
        )
        with contextlib.suppress(websockets.ConnectionClosed):
            await self.socket.send(json.dumps(self.hello))
        self.reader = asyncio.create_task(self._read())

    async def _read(self):
        try:
            async for piece in self.socket:
                if isinstance(piece, bytes):
                    number = struct.unpack_from("<I", piece)[0]
                    self.sound[number] = self.sound.get(number, b"") + piece[4:]
                else:
                    self.told.append(json.loads(piece))
        except websockets.ConnectionClosed:
            pass
        self.code = self.socket.close_code

    async def drop(self):
        """The line breaks without a word."""
        self.socket.transport.abort()
        await asyncio.wait([self.reader], timeout=5)

    async def say(self, kind, **more):
        await self.socket.send(json.dumps({"type": kind, **more}))

    async def speak(self, pcm, pace=0.0):
        """Frames of this sound; `pace` seconds of rest after each."""
        for at in range(0, len(pcm), FRAME):
            await self.frame(pcm[at : at + FRAME].ljust(FRAME, b"\0"))
            await asyncio.sleep(pace)

    async def frame(self, pcm):
        await self.socket.send(struct.pack("<I", self.number) + pcm)
        self.number += 1

    async def quiet(self, seconds):
        await self.speak(bytes(round(seconds * 50) * FRAME))

    async def until(self, kind, test=lambda told: True, seconds=10.0, since=0):
        """The next message of this kind for which `test` holds."""
        async with asyncio.timeout(seconds):
            while True:
                for told in self.told[since:]:
                    if told["type"] == kind and test(told):
                        return told
                assert not self.reader.done(), f"closed with {self.code} before {kind}: {self.told[-4:]}"
                await asyncio.sleep(0.02)

    async def heard(self, words, since=0):
        """The caption of the candidate's own words."""
        return await self.until("caption", lambda told: told["side"] == "you" and words in told["text"], since=since)

    async def closed(self, seconds=10.0):
        """The code that the server closed with."""
        await asyncio.wait_for(asyncio.shield(self.reader), seconds)
        return self.code
