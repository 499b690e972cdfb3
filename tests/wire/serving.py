"""Runs a Starlette app on a free port of loopback in a thread, for stand-ins that speak HTTP and websockets."""

import threading
import time

import uvicorn


class Served:
    """`url` is where it is; `close` ends it."""

    def __init__(self, app):
        config = uvicorn.Config(
            app, host="127.0.0.1", port=0, log_level="critical", timeout_graceful_shutdown=1, ws_ping_interval=None
        )
        self._server = uvicorn.Server(config)
        threading.Thread(target=self._server.run, daemon=True).start()
        while not self._server.started:
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def close(self):
        self._server.should_exit = True


def spread(text, seconds, start=0.0):
    """[(word, start, end)] with the words of a text spread evenly over a stretch of time."""
    words = text.split()
    step = seconds / max(1, len(words))
    return [(word, start + at * step, start + (at + 0.9) * step) for at, word in enumerate(words)]


SCRIPT = (
    "so the lease had a ten second expiry and the first worker was paused by a long garbage collection when it woke up "
    "it still thought it owned the lock and the second one had already taken it which is why we added fencing tokens"
)


class Script:
    """What a stand-in hears: the scripted texts in order, then as many words as a natural pace has in that time."""

    def __init__(self, texts=()):
        self.texts = list(texts)
        self._at = 0

    def hear(self, pcm_bytes):
        seconds = pcm_bytes / 32000
        if self.texts:
            return self.texts.pop(0), seconds
        words = SCRIPT.split()
        count = max(1, round(seconds * 2.6))
        told = [words[(self._at + at) % len(words)] for at in range(count)]
        self._at += count
        return " ".join(told), seconds
