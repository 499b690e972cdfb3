"""A file arrives: in hashed pieces that survive a crash and come in any order, or whole from a path; kept once it is media."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from agents.deps import Deps
from agents.media import about, keeping
from agents.media.child import in_child
from core.caller import Caller
from core.errors import AppError
from core.media import CHUNK, About, Arriving, Media
from store import media as kept
from store.media import Chunk

_SHA = re.compile(r"[0-9a-f]{64}")
PIECE = 2**20
"""Bytes copied at a time."""


def begin(deps: Deps, caller: Caller, file: str, size: int, said: About, request_id: str = "") -> Arriving:
    """Announces a file of `size` bytes; the same `request_id` again gives the upload that is under way."""
    if not isinstance(size, int) or size <= 0:
        raise AppError("empty_file", "That file is empty. Send a recording that can be heard.")
    keeping.sweep(deps)
    media = about.begun(deps, caller, said, file=file, size=size, request_id=request_id)
    return _arriving(deps, caller, media)


def arriving(deps: Deps, caller: Caller, media_id: str) -> Arriving:
    """The upload as it stands."""
    return _arriving(deps, caller, keeping.get(deps, caller, media_id))


def missing(deps: Deps, caller: Caller, media_id: str) -> tuple[int, ...]:
    """Numbers of the pieces that are still to be sent."""
    return arriving(deps, caller, media_id).missing


def put_chunk(deps: Deps, caller: Caller, media_id: str, n: int, data: bytes, sha256: str) -> Chunk:
    """Keeps a piece, on disk before it returns; the same piece again changes nothing, another one is refused."""
    media = keeping.get(deps, caller, media_id)
    _must_be_whole(media, n, data, sha256)
    made = Chunk(n=n, sha256=sha256, bytes=len(data))
    known = _known(deps, caller, media, n)
    if known is None:
        key = _key(media.id, made)
        deps.blobs.put(caller.owner, key, data)
        try:
            kept.add_chunk(deps.store, caller, media.id, made, deps.now())
        except AppError as fault:
            if fault.code == "unknown_media":  # deleted meanwhile: its bytes go too
                keeping.clear(deps, caller, media.id)
            raise
        # Another piece with this number may have been quicker.
        known = _known(deps, caller, kept.load(deps.store, caller, media.id), n)
        if known != made:
            deps.blobs.delete(caller.owner, key)
    if known != made:
        raise AppError("chunk_differs", f"Another piece is kept as number {n} already; it was not overwritten.")
    return made


class NoRecording(AppError):
    """What arrived holds no sound that can be decoded."""


def finish(deps: Deps, caller: Caller, media_id: str) -> Media:
    """Puts the pieces together, looks whether that is a recording, and keeps it; doing it again changes nothing.

    AppError `upload_incomplete`, or why it is no recording: then nothing of it stays.
    """
    media = keeping.get(deps, caller, media_id)
    if media.received:
        deps.blobs.delete(caller.owner, f"media/{media.id}/chunks")
        return media
    if lacking := _missing(media, kept.chunks(deps.store, caller, media.id)):
        raise _incomplete(lacking)
    with deps.blobs.scratch(media.bytes) as place:
        whole = place / "file"
        with whole.open("wb") as file:
            digest = _copy(_pieces(deps, caller, media), file)
        try:
            return receive(deps, caller, media, whole, digest)
        except NoRecording:
            keeping.let_go(deps, caller, media.id)
            raise


def accept_file(deps: Deps, caller: Caller, path: Path, file: str, said: About, request_id: str = "") -> Media:
    """Keeps a file that lies on this machine, read piece by piece; the path itself is left as it is."""
    size = path.stat().st_size
    media = begin(deps, caller, file, size, said, request_id).media
    if media.received:
        return media
    try:
        with deps.blobs.scratch(size) as place:
            whole = place / "file"
            with path.open("rb") as source, whole.open("wb") as made:
                digest = _copy(iter(lambda: source.read(PIECE), b""), made)
            return receive(deps, caller, media, whole, digest)
    except AppError:
        keeping.let_go(deps, caller, media.id)
        raise


def receive(deps: Deps, caller: Caller, media: Media, whole: Path, digest: str) -> Media:
    """Keeps a file that is here whole; NoRecording says why it is none, and the caller what becomes of its row."""
    from audio.decode import look

    try:
        json.loads(in_child(look, {"file": str(whole)}))
    except AppError as fault:
        raise NoRecording(fault.code, fault.sentence) from None
    key, size = f"media/{media.id}/file", whole.stat().st_size
    deps.blobs.take(caller.owner, key, whole)
    here = {"key": key, "sha256": digest, "bytes": size}
    try:
        made = kept.receive(
            deps.store, caller, media.id, lambda now: now.model_copy(update=here).at("receive", "done"), deps.now()
        )
    except AppError as fault:
        if fault.code == "unknown_media":  # deleted meanwhile
            keeping.clear(deps, caller, media.id)
        raise
    deps.blobs.delete(caller.owner, f"media/{media.id}/chunks")
    return made


def _arriving(deps: Deps, caller: Caller, media: Media) -> Arriving:
    lacking = () if media.received else _missing(media, kept.chunks(deps.store, caller, media.id))
    return Arriving(media=media, chunks=_count(media), missing=lacking)


def _missing(media: Media, held: dict[int, Chunk]) -> tuple[int, ...]:
    return tuple(n for n in range(_count(media)) if n not in held)


def _count(media: Media) -> int:
    return -(-media.bytes // CHUNK)


def _must_be_whole(media: Media, n: int, data: bytes, sha256: str) -> None:
    if media.url or not 0 <= n < _count(media):
        raise AppError("wrong_chunk", f"There is no piece {n} in this upload: it was announced with {_count(media)}, from 0.")
    length = min(CHUNK, media.bytes - n * CHUNK)
    if len(data) != length:
        raise AppError("wrong_chunk", f"Piece {n} has {length:,} bytes, but {len(data):,} came. Send it again.")
    if not _SHA.fullmatch(sha256) or hashlib.sha256(data).hexdigest() != sha256:
        raise AppError("wrong_hash", "That piece arrived damaged: its hash does not fit. Send it again.")


def _known(deps: Deps, caller: Caller, media: Media, n: int) -> Chunk | None:
    """The piece that is kept under a number, by itself or in the file."""
    if not media.received:
        return kept.chunks(deps.store, caller, media.id).get(n)
    data = deps.blobs.get(caller.owner, media.key, n * CHUNK, (n + 1) * CHUNK) if media.key else b""
    return Chunk(n=n, sha256=hashlib.sha256(data or b"").hexdigest(), bytes=len(data or b""))


def _pieces(deps: Deps, caller: Caller, media: Media) -> Iterator[bytes]:
    """The pieces in order; one whose bytes were lost or altered since is asked for again."""
    for n, chunk in kept.chunks(deps.store, caller, media.id).items():
        data = deps.blobs.get(caller.owner, _key(media.id, chunk))
        if data is None or hashlib.sha256(data).hexdigest() != chunk.sha256:
            kept.drop_chunk(deps.store, caller, media.id, n)
            raise _incomplete((n,))
        yield data


def _copy(pieces: Iterator[bytes], file: BinaryIO) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        file.write(piece)
    return digest.hexdigest()


def _incomplete(lacking: tuple[int, ...]) -> AppError:
    told = ", ".join(map(str, lacking[:5])) + (f" and {len(lacking) - 5} more" if len(lacking) > 5 else "")
    return AppError("upload_incomplete", f"Pieces are still missing: {told}. Send them, then finish again.")


def _key(media_id: str, chunk: Chunk) -> str:
    # Its hash is in its name: two pieces with one number never overwrite each other.
    return f"media/{media_id}/chunks/{chunk.n}-{chunk.sha256[:16]}"
