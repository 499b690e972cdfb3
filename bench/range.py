"""How soon does a player hear a second it jumps to? `python -m bench.range [--minutes N] [--seeks K]`; JSON comes last.

A FLAC of that length is served twice, each by a process of its own: by `python app.py` through the owner-checked route, with its
whole door, and by a bare file server, Starlette's FileResponse on uvicorn. A seek is one GET with a Range of 64 KB at a place drawn
by lot, over one kept connection, to its last byte; both servers in turns. Throughput is the whole file, best of three.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from agents.media import arriving, decoding
from app import make_deps
from bench.process import Server, child_env, finish, free_port, p
from bench.recording import make
from core.caller import Caller
from core.media import About
from core.settings import Settings
from pages.identity import LOCAL

PIECE = 64 * 1024
BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route
app = Starlette(routes=[
    Route("/healthz", lambda request: PlainTextResponse("ok")),
    Route("/sound.flac", lambda request: FileResponse(sys.argv[1], media_type="audio/flac")),
])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


def seek(http: httpx.Client, url: str, at: int) -> float:
    """Milliseconds to the last byte of a piece."""
    begun = time.perf_counter()
    answer = http.get(url, headers={"range": f"bytes={at}-{at + PIECE - 1}"})
    assert answer.status_code == 206
    assert len(answer.content) == PIECE
    return (time.perf_counter() - begun) * 1000


def whole(http: httpx.Client, url: str) -> float:
    """Megabytes a second of the whole file."""
    begun = time.perf_counter()
    with http.stream("GET", url) as answer:
        size = sum(len(one) for one in answer.iter_raw(2**20))
    return size / 2**20 / (time.perf_counter() - begun)


def main(arguments: Sequence[str]) -> int:
    """Both servers, and the JSON line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=30.0)
    asked.add_argument("--seeks", type=int, default=300)
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder, path = Path(place, "data"), Path(place, "talk.m4a")
        make(path, given.minutes)
        deps = make_deps(Settings(data=folder, brain="rules"))
        caller = Caller(owner=LOCAL, role="local")
        media = decoding.decode(deps, caller, arriving.accept_file(deps, caller, path, path.name, About()).id)
        assert media.facts
        with deps.blobs.local(caller.owner, media.facts.key) as sound:
            port = free_port()
            bare = Server(["-c", BARE, str(sound), str(port)], port, folder / "bare.log", child_env())
            servers = {"ours": Server.ours(folder), "bare": bare}
            paths = {"ours": f"/files/media/{media.id}/sound.flac", "bare": "/sound.flac"}
            told: dict[str, object] = {"minutes": given.minutes, "bytes": media.facts.bytes, "seeks": given.seeks}
            try:
                for one in servers.values():
                    one.start()
                urls = {name: servers[name].url + paths[name] for name in servers}
                told |= measured(urls, media.facts.bytes, given.seeks)
            finally:
                for one in servers.values():
                    one.stop()
        deps.close()
    finish(told)
    return 0


def measured(urls: dict[str, str], size: int, seeks: int) -> dict[str, object]:
    """The figures of each server, asked in turns."""
    chance = random.Random(1)
    taken: dict[str, list[float]] = {name: [] for name in urls}
    rates: dict[str, list[float]] = {name: [] for name in urls}
    with httpx.Client(timeout=60) as http:
        for turn in range(seeks + 10):
            at = chance.randrange(size - PIECE)
            for name, url in urls.items():
                found = seek(http, url, at)
                if turn >= 10:  # the first ones warm both up
                    taken[name].append(found)
        for _ in range(3):
            for name, url in urls.items():
                rates[name].append(whole(http, url))
    return {
        f"{name}_{what}": round(value, 2)
        for name in urls
        for what, value in (
            ("seek_p50_ms", p(0.5, taken[name])),
            ("seek_p95_ms", p(0.95, taken[name])),
            ("mb_s", max(rates[name])),
        )
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
