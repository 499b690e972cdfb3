"""Files that belong to the caller: reports, everything at once, and recordings, in parts as players ask for them."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from agents import account, export, feedback, portfolio, recording, resume_export, spoken, transcribing
from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from pages import report_html
from store.recordings import Track

PIECE = 256 * 1024
"""Bytes read and sent at a time."""
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_TURN = re.compile(r"\d{1,4}")


def routes(app: FastAPI, deps: Deps) -> None:
    """Puts the routes under /files into the app."""

    @app.get("/files/report/{name}")
    def report_file(name: str, request: Request) -> Response:
        session_id, _, kind = name.partition(".")
        caller = _caller(request)
        made = feedback.get(deps, caller, session_id)
        title = f"viva-voce-{made.created_at:%Y-%m-%d}-{made.track}"
        if kind == "md":
            return _download(export.to_markdown(made), "text/markdown", f"{title}.md")
        if kind == "json":
            return _download(export.to_json(made), "application/json", f"{title}.json")
        if kind == "html":
            page = report_html.report(made, spoken.aloud(deps, caller, session_id))
            return PlainTextResponse(page, media_type="text/html", headers={"cache-control": "no-store"})
        raise AppError("unknown_format", "There is no such format. Use .md or .json.")

    @app.get("/files/resume/{resume_id}/{name}")
    def resume_page(resume_id: str, name: str, request: Request) -> Response:
        number, _, kind = name.partition(".")
        at = int(number) if _TURN.fullmatch(number) and kind == "png" else -1
        made = portfolio.page(deps, _caller(request), resume_id, at)
        return Response(made, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    @app.get("/files/match/{name}")
    def match_file(name: str, request: Request) -> Response:
        match_id, _, kind = name.partition(".")
        kept = portfolio.get(deps, _caller(request), match_id)
        made, media = resume_export.made(kept, kind)
        title = f"viva-voce-{kept.created_at:%Y-%m-%d}-resume.{kind}"
        headers = {"content-disposition": f'attachment; filename="{title}"', "cache-control": "no-store"}
        return Response(made, media_type=media, headers=headers)

    @app.get("/files/everything.json")
    def everything(request: Request) -> Response:
        response = JSONResponse(account.export(deps, _caller(request)))
        response.headers["content-disposition"] = 'attachment; filename="viva-voce-everything.json"'
        return response

    @app.api_route("/files/audio/{session_id}/{turn}/{name}", methods=["GET", "HEAD"])
    def audio_file(session_id: str, turn: str, name: str, request: Request) -> Response:
        side, _, kind = name.partition(".")
        at = int(turn) if _TURN.fullmatch(turn) and kind == "flac" else -1
        caller = _caller(request)
        return _sound(deps, caller, recording.audio(deps, caller, session_id, at, side), request)

    @app.delete("/files/audio/{session_id}")
    def delete_audio(session_id: str, request: Request) -> Response:
        return JSONResponse({"deleted": recording.delete(deps, _caller(request), session_id)})

    @app.post("/files/audio/{session_id}/transcript")
    def ask_for_words(session_id: str, request: Request) -> Response:
        transcribing.request(deps, _caller(request), session_id)
        return words(session_id, request)

    @app.get("/files/audio/{session_id}/transcript")
    def words(session_id: str, request: Request) -> Response:
        caller = _caller(request)
        made = feedback.get(deps, caller, session_id)
        state, failed = transcribing.state_of(deps, caller, session_id)
        told = {"state": state, "failed": failed, "report": made.id}
        return JSONResponse(told, headers={"cache-control": "no-store"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` up to `end` of a file."""

    start: int
    end: int


def piece_of(header: str, size: int) -> Piece | None:
    """What a Range header asks for: one range, or None for all; ValueError when it lies outside the file.

    Several ranges at once and what is no range are answered with the whole, as RFC 9110 allows.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
        if int(last) == 0:
            raise ValueError(header)
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    if start >= size:
        raise ValueError(header)
    return Piece(start, end)


def _sound(deps: Deps, caller: Caller, track: Track, request: Request) -> Response:
    """The answer to a player, whole or in part."""
    tag = f'"{hashlib.sha256(track.key.encode()).hexdigest()[:32]}"'
    headers = {
        "accept-ranges": "bytes",
        "cache-control": "private, max-age=3600",
        "etag": tag,
        "content-disposition": f'inline; filename="viva-voce-turn-{track.turn}-{track.side}.flac"',
    }
    if tag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    wanted = request.headers.get("range", "") if request.method == "GET" else ""
    if request.headers.get("if-range", tag) != tag:  # the file is another one by now
        wanted = ""
    try:
        piece = piece_of(wanted, track.bytes)
    except ValueError:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{track.bytes}"})
    whole = piece or Piece(0, track.bytes)
    headers["content-length"] = str(whole.end - whole.start)
    if piece is not None:
        headers["content-range"] = f"bytes {piece.start}-{piece.end - 1}/{track.bytes}"
    body = iter(()) if request.method == "HEAD" else _read(deps, caller, track, whole)
    return StreamingResponse(body, 206 if piece else 200, headers, media_type="audio/flac")


def _read(deps: Deps, caller: Caller, track: Track, piece: Piece) -> Iterator[bytes]:
    for at in range(piece.start, piece.end, PIECE):
        yield recording.read(deps, caller, track, at, min(piece.end, at + PIECE))


def _download(text: str, kind: str, name: str) -> Response:
    return PlainTextResponse(text, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _caller(request: Request) -> Caller:
    found: Caller = request.scope["viva.caller"]
    return found
