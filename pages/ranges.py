"""Sound as a player asks for it: whole or in one range, with a mark by which it is recognised."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

PIECE = 256 * 1024
"""Bytes read and sent at a time."""
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


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


@dataclass(frozen=True, slots=True)
class Sound:
    """A FLAC file: what it is called, its key, its length, and how a part of it is read."""

    name: str
    key: str
    size: int
    read: Callable[[int, int], bytes]
    cached: bool = True
    """The browser may keep it for an hour; not where the right to hear it can end at any moment."""


def sound_answer(sound: Sound, request: Request) -> Response:
    """The answer to a player, whole or in part."""
    tag = f'"{hashlib.sha256(sound.key.encode()).hexdigest()[:32]}"'
    headers = {
        "accept-ranges": "bytes",
        "cache-control": "private, max-age=3600" if sound.cached else "no-store",
        "etag": tag,
        "content-disposition": f'inline; filename="{sound.name}"',
    }
    if tag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    wanted = request.headers.get("range", "") if request.method == "GET" else ""
    if request.headers.get("if-range", tag) != tag:  # the file is another one by now
        wanted = ""
    try:
        piece = piece_of(wanted, sound.size)
    except ValueError:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{sound.size}"})
    whole = piece or Piece(0, sound.size)
    headers["content-length"] = str(whole.end - whole.start)
    if piece is not None:
        headers["content-range"] = f"bytes {piece.start}-{piece.end - 1}/{sound.size}"
    body = iter(()) if request.method == "HEAD" else _read(sound, whole)
    return StreamingResponse(body, 206 if piece else 200, headers, media_type="audio/flac")


def _read(sound: Sound, piece: Piece) -> Iterator[bytes]:
    for at in range(piece.start, piece.end, PIECE):
        yield sound.read(at, min(piece.end, at + PIECE))
