"""A loopback file server with Range, and with every fault that a stranger's server may have."""

import asyncio
import hashlib

from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.wire.serving import Served

FAULTS = (
    *("cut", "cut_always", "trickle", "hang", "busy", "busy_always", "no_range", "changed", "page", "packed", "endless"),
    *("liar", "loop", "away", "missing"),
)


class Files:
    """`data` is what it gives at /file/NAME; `asked` holds the Range header of every request, `hosts` the Host."""

    def __init__(self, data):
        self.data, self.fault, self.away, self.asked, self.hosts = data, "", "", [], []
        self._served = Served(Starlette(routes=[Route("/{rest:path}", self._file, methods=["GET"])]))
        self.url, self.close = self._served.url, self._served.close
        self.host = self.url.removeprefix("http://")

    async def _file(self, request):
        first = not self.asked
        self.asked.append(request.headers.get("range", ""))
        self.hosts.append(request.headers.get("host", ""))
        if request.url.path == "/hop":
            return RedirectResponse("/file/talk.m4a", 302)
        simple = {
            "busy": lambda: Response("later", 503, {"retry-after": "0"}) if first else None,
            "busy_always": lambda: Response("later", 503, {"retry-after": "0"}),
            "page": lambda: Response("<html>sign in</html>", media_type="text/html"),
            "packed": lambda: Response(b"x", headers={"content-encoding": "gzip"}),
            "loop": lambda: RedirectResponse(request.url.path, 302),
            "away": lambda: RedirectResponse(self.away, 302),
            "missing": lambda: Response("no", 404),
            "liar": lambda: StreamingResponse(iter([b"x"]), headers={"content-length": str(5 * 2**30)}),
        }
        if self.fault in simple and (told := simple[self.fault]()) is not None:
            return told
        return self._body(request, first)

    def _body(self, request, first):
        data = self.data if self.fault != "changed" or first else self.data[::-1]
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        wanted = request.headers.get("range", "")
        start = 0
        if wanted and self.fault != "no_range" and request.headers.get("if-range", tag) == tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        headers = {"etag": tag, "accept-ranges": "bytes", "content-length": str(len(data) - start)}
        if start:
            headers["content-range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        if self.fault == "endless":
            headers = {}
        body = self._pieces(data[start:], first)
        return StreamingResponse(body, 206 if start else 200, headers, media_type="audio/mp4")

    async def _pieces(self, data, first):
        if self.fault == "hang":
            await asyncio.sleep(30)
        step = 64 if self.fault == "trickle" else 2**16
        sent = 0
        while self.fault == "endless":
            yield bytes(2**16)
        for at in range(0, len(data), step):
            broken = {"cut_always": sent >= step, "changed": first, "no_range": first, "cut": True}
            if broken.get(self.fault) and sent >= min(2 * step, len(data) - 1):
                raise ConnectionResetError
            yield data[at : at + step]
            sent += step
            await asyncio.sleep(0.05 if self.fault == "trickle" else 0)
