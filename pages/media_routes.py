"""Recordings over HTTP: a file arrives piece by piece, its sound and waveform are given to its owner."""

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from agents.deps import Deps
from agents.media import arriving, keeping
from agents.media.about import about_from
from core.errors import AppError
from core.media import CHUNK, Arriving, Media
from pages.arguments import whole
from pages.identity import caller_in as _caller
from pages.ranges import Sound, sound_answer

HASH = "x-content-sha256"
"""Header of a piece: SHA-256 of its bytes, in hex."""
LONGEST_ASK = 256 * 1024
"""Bytes of the JSON that announces a file; a job description is the longest part."""
FIELDS = ("title", "candidate", "track", "role", "level", "language", "job_description", "held_at")
"""What may be said of a recording."""


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the routes under /files/media into the app."""

    @app.post("/files/media")
    async def begin(request: Request) -> Response:
        asked = _object(await _body(request, LONGEST_ASK))
        said = about_from({name: asked[name] for name in FIELDS if name in asked})
        file, size, again = asked.get("file", ""), asked.get("bytes", 0), asked.get("request_id", "")
        caller = _caller(request)
        if not isinstance(file, str) or not isinstance(size, int) or isinstance(size, bool):
            raise AppError("wrong_recording", "Announce a file by its name as `file` and its length as `bytes`.")
        return _told(await run_in_threadpool(arriving.begin, deps, caller, file, size, said, again))

    @app.get("/files/media/{media_id}")
    def standing(media_id: str, request: Request) -> Response:
        return _told(arriving.arriving(deps, _caller(request), media_id))

    @app.put("/files/media/{media_id}/{n}")
    async def put(media_id: str, n: str, request: Request) -> Response:
        data = await _body(request, CHUNK)
        number = int(n) if n.isascii() and n.isdigit() and len(n) < 6 else -1
        digest = request.headers.get(HASH, "").lower()
        made = await run_in_threadpool(arriving.put_chunk, deps, _caller(request), media_id, number, data, digest)
        return JSONResponse(made.model_dump(mode="json"))

    @app.post("/files/media/{media_id}/finish")
    def finish(media_id: str, request: Request) -> Response:
        return JSONResponse(told_of(arriving.finish(deps, _caller(request), media_id)))

    @app.delete("/files/media/{media_id}")
    def delete(media_id: str, request: Request) -> Response:
        keeping.delete(deps, _caller(request), media_id)
        return JSONResponse({"deleted": media_id})

    @app.api_route("/files/media/{media_id}/sound.flac", methods=["GET", "HEAD"])
    def sound(media_id: str, request: Request) -> Response:
        caller = _caller(request)
        facts = keeping.sound(deps, caller, media_id)
        read = Sound(
            f"viva-voce-{media_id[:8]}.flac",
            facts.key,
            facts.bytes,
            lambda start, end: keeping.read(deps, caller, facts.key, start, end),
        )
        return sound_answer(read, request)

    @app.get("/files/media/{media_id}/waveform.json")
    def waveform(media_id: str, request: Request) -> Response:
        facts = keeping.sound(deps, _caller(request), media_id)
        return JSONResponse({"seconds": facts.seconds, "peaks": facts.peaks}, headers={"cache-control": "private"})


def told_of(media: Media) -> dict[str, Any]:
    """A recording as its owner reads it; where its bytes lie is nobody's matter."""
    return media.model_dump(mode="json", exclude={"owner": True, "key": True, "facts": {"key": True, "apart": True, "peaks": True}})


def _told(now: Arriving) -> Response:
    told = {**now.model_dump(mode="json", exclude={"media"}), "media": told_of(now.media)}
    return JSONResponse(told, headers={"cache-control": "no-store"})


async def _body(request: Request, most: int) -> bytes:
    """The body, refused before it is read where it says that it is too long, and while it is read where it does not."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > most:
        raise _too_long(most)
    held = bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > most:
            raise _too_long(most)
    return bytes(held)


def _too_long(most: int) -> AppError:
    return AppError("body_too_long", f"That is more than the {most:,} bytes that may come at once. Nothing was kept.")


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = whole(json.loads(data))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise AppError("not_json", "Send a JSON object with `file` and `bytes`.")
    return found
