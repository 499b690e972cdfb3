"""What was said as sound: kept in hashed chunks while it is spoken, put together once, given back to its owner only."""

import hashlib
import re
from collections.abc import Sequence

from agents.deps import Deps
from audio.clip import RATE, Clip, decode
from core.caller import Caller
from core.delivery import Sound, Stretch
from core.errors import AppError
from core.schema import Session
from store import recordings, sessions
from store.recordings import SIDES, Chunk, Part, Side, Track

LONGEST_CHUNK = 10 * RATE * 2
"""Bytes of 10 s; what a part that never arrived is taken to have held."""
LONGEST_SESSION_S = 3 * 3600
"""Of each side."""
MOST_OF_ONE = {"guest": 2**30}
"""Bytes that one caller may keep, by role."""
MOST = 20 * 2**30
WIDEST_GAP = 60
"""Parts that may be missing at once: ten minutes."""
_ID = re.compile(r"[0-9a-f]{8,64}")


def keep_chunk(
    deps: Deps, caller: Caller, session_id: str, turn: int, side: Side, n: int, pcm: bytes, sha256: str
) -> Part:
    """Keeps a piece of at most 10 s (PCM16 mono 16 kHz), on disk before it returns; the same piece again changes nothing."""
    session = sessions.load(deps.store, caller, session_id)
    if not (session.brief.record and deps.settings.record):
        raise AppError("not_recorded", recordings.NOT_RECORDED)
    _must_be_whole(session, turn, side, n, pcm, sha256)
    chunk = Chunk(session_id=session_id, turn=turn, side=side, n=n, sha256=sha256, bytes=len(pcm))
    known = recordings.part(deps.store, caller, session_id, turn, side, n)
    if known is None:
        _must_have_room(deps, caller, chunk)
        deps.blobs.put(caller.owner, _chunk_key(chunk), pcm)
        _acknowledge(deps, caller, chunk)
        # Another piece with this number may have been quicker.
        known = recordings.part(deps.store, caller, session_id, turn, side, n)
    if known is None or known.sha256 != sha256:
        raise AppError("chunk_differs", "Another piece with this number is kept already; it was not overwritten.")
    return known


def next_number(deps: Deps, caller: Caller, session_id: str, turn: int, side: Side) -> tuple[int, float]:
    """Where a recording goes on after a restart: the number of its next piece, and the seconds before it."""
    parts = _parts(deps, caller, session_id, turn, side)
    lengths = [parts[n].bytes if n in parts else LONGEST_CHUNK for n in range(max(parts, default=-1) + 1)]
    return len(lengths), sum(lengths) / 2 / RATE


def assemble(deps: Deps, caller: Caller, session_id: str, turn: int, side: Side) -> Track | None:
    """One side of one turn as one FLAC, its chunks put in and removed; doing it twice changes nothing. None without sound."""
    for _ in range(10):
        before = recordings.track(deps.store, caller, session_id, turn, side)
        loose = recordings.chunks(deps.store, caller, session_id, turn, side)
        if not loose:
            return before
        made = _put_together(deps, caller, loose, before)
        if recordings.put_track(deps.store, caller, made, loose, before, deps.now()):
            if before is not None and before.key != made.key:
                deps.blobs.delete(caller.owner, before.key)
            for chunk in loose:
                deps.blobs.delete(caller.owner, _chunk_key(chunk))
            return made
    raise AppError("recording_busy", "The recording is still arriving. Try again in a moment.")


def assemble_all(deps: Deps, caller: Caller, session_id: str) -> list[Track]:
    """Every turn of an interview put together."""
    for turn, side in {(one.turn, one.side) for one in recordings.chunks(deps.store, caller, session_id)}:
        assemble(deps, caller, session_id, turn, side)
    tracks = recordings.tracks(deps.store, caller, session_id)
    _sweep(deps, caller, session_id, tracks)
    return tracks


def _sweep(deps: Deps, caller: Caller, session_id: str, tracks: Sequence[Track]) -> None:
    """Removes pieces that are in a file already and were left by a process that died before it could delete them."""
    loose = {_chunk_key(one) for one in recordings.chunks(deps.store, caller, session_id)}
    within = {
        _chunk_key(Chunk(session_id=session_id, turn=one.turn, side=one.side, **part.model_dump()))
        for one in tracks
        for part in one.parts
    }
    for key in deps.blobs.keys(caller.owner, f"chunks/{session_id}"):
        if key in within - loose:
            deps.blobs.delete(caller.owner, key)


def clip(deps: Deps, caller: Caller, session_id: str, turn: int, side: Side = "you") -> Clip | None:
    """The sound of one side of one turn, from its file and its chunks; None when nothing was recorded."""
    before = recordings.track(deps.store, caller, session_id, turn, side)
    loose = recordings.chunks(deps.store, caller, session_id, turn, side)
    pieces = _pieces(deps, caller, loose, before)[0]
    return Clip(b"".join(pieces)) if pieces else None


def audio(deps: Deps, caller: Caller, session_id: str, turn: int, side: str) -> Track:
    """The file of an answered turn, to be read with `read`; AppError `unknown_recording` in the same words for anybody else's."""
    found = None
    if _ID.fullmatch(session_id) and side in SIDES and 0 <= turn < 10_000:
        found = recordings.track(deps.store, caller, session_id, turn, side)
        if recordings.chunks(deps.store, caller, session_id, turn, side) and _closed(deps, caller, session_id, turn):
            found = assemble(deps, caller, session_id, turn, side)
    if found is None or deps.blobs.size(caller.owner, found.key) is None:
        raise AppError("unknown_recording", "There is no such recording among yours.")
    return found


def read(deps: Deps, caller: Caller, track: Track, start: int, end: int) -> bytes:
    """Bytes `start` up to `end` of a file that `audio` found."""
    return deps.blobs.get(caller.owner, track.key, start, end) or b""


def listing(deps: Deps, caller: Caller, session_id: str) -> list[Track]:
    """The files of an interview; what is still in chunks is not among them."""
    return recordings.tracks(deps.store, caller, session_id)


def delete(deps: Deps, caller: Caller, session_id: str) -> int:
    """Deletes every sound of an interview and takes the consent back, so that nothing arrives later; returns how many rows."""
    sessions.stop_recording(deps.store, caller, session_id)
    counted = recordings.forget(deps.store, caller, session_id)
    for folder in ("chunks", "recordings"):
        deps.blobs.delete(caller.owner, f"{folder}/{session_id}")
    return counted


def _must_be_whole(session: Session, turn: int, side: str, n: int, pcm: bytes, sha256: str) -> None:
    if side not in SIDES or not 0 <= turn <= len(session.turns) or not 0 <= n < 100_000:
        raise AppError(
            "wrong_chunk", "A piece of a recording needs its turn, its side (you or interviewer) and its number."
        )
    if not pcm or len(pcm) % 2 or len(pcm) > LONGEST_CHUNK:
        raise AppError("wrong_chunk", "A piece of a recording holds at most 10 seconds of PCM16 mono at 16 kHz.")
    if hashlib.sha256(pcm).hexdigest() != sha256:
        raise AppError("wrong_hash", "That piece arrived damaged: its hash does not fit. Send it again.")


def _must_have_room(deps: Deps, caller: Caller, chunk: Chunk) -> None:
    parts = _parts(deps, caller, chunk.session_id, chunk.turn, chunk.side)
    if chunk.n > max(parts, default=-1) + WIDEST_GAP:
        raise AppError("wrong_chunk", "Too many pieces before this one are missing. Send those first.")
    seconds = recordings.seconds_of(deps.store, caller, chunk.session_id) + chunk.bytes / 2 / RATE
    if seconds > 2 * LONGEST_SESSION_S:
        raise AppError("recording_full", "The recording has reached three hours and stops here; the interview goes on.")
    if recordings.bytes_of(deps.store, caller) + chunk.bytes > MOST_OF_ONE.get(caller.role, MOST):
        raise AppError("recording_full", "There is no room for more recordings of yours. Delete old ones first.")


def _acknowledge(deps: Deps, caller: Caller, chunk: Chunk) -> None:
    try:
        recordings.add_chunk(deps.store, caller, chunk, deps.now())
    except AppError as fault:
        if fault.code in ("unknown_session", "not_recorded"):  # deleted meanwhile: its sound goes too
            deps.blobs.delete(caller.owner, _chunk_key(chunk))
        raise


def _closed(deps: Deps, caller: Caller, session_id: str, turn: int) -> bool:
    session = sessions.load(deps.store, caller, session_id)
    return session.status == "finished" or turn < session.turns[-1].n


def _parts(deps: Deps, caller: Caller, session_id: str, turn: int, side: Side) -> dict[int, Part]:
    held = recordings.track(deps.store, caller, session_id, turn, side)
    loose: Sequence[Part] = recordings.chunks(deps.store, caller, session_id, turn, side)
    return {part.n: part for part in (*loose, *(held.parts if held else ()))}


def _pieces(
    deps: Deps, caller: Caller, loose: Sequence[Chunk], before: Track | None
) -> tuple[list[bytes], dict[int, Part]]:
    """The PCM of all parts in order, silence where one is missing or damaged; and the parts that are really there."""
    found: dict[int, bytes] = {}
    parts: dict[int, Part] = {}
    lengths = dict(enumerate(before.lengths)) if before else {}
    if before is not None and (data := deps.blobs.get(caller.owner, before.key)) is not None:
        held = {part.n: part for part in before.parts}
        pcm, at = decode(data, float("inf")).pcm, 0
        for n, length in lengths.items():
            if n in held:
                found[n], parts[n] = pcm[at : at + length], held[n]
            at += length
    for chunk in loose:
        pcm = deps.blobs.get(caller.owner, _chunk_key(chunk)) or b""
        if chunk.n not in found:
            lengths[chunk.n] = chunk.bytes
            if hashlib.sha256(pcm).hexdigest() == chunk.sha256:
                found[chunk.n], parts[chunk.n] = pcm, Part(n=chunk.n, sha256=chunk.sha256, bytes=chunk.bytes)
    every = range(max(lengths, default=-1) + 1)
    return [found.get(n) or bytes(lengths.get(n, LONGEST_CHUNK)) for n in every], parts


def _put_together(deps: Deps, caller: Caller, loose: Sequence[Chunk], before: Track | None) -> Track:
    from audio import flac
    from audio.delivery import listen
    from audio.waveform import peaks

    first = loose[0]
    pieces, parts = _pieces(deps, caller, loose, before)
    whole = Clip(b"".join(pieces))
    missing = tuple(n for n in range(len(pieces)) if n not in parts)
    # The interviewer's voice is shown, not measured.
    sound = listen(whole) if first.side == "you" else Sound(seconds=round(whole.seconds, 3), peaks=peaks(whole))
    data = flac.encode(pieces)
    named = hashlib.sha256("".join(f"{n}:{parts[n].sha256};" for n in sorted(parts)).encode()).hexdigest()[:16]
    key = f"recordings/{first.session_id}/{first.turn}-{first.side}-{named}.flac"
    deps.blobs.put(caller.owner, key, data)
    return Track(
        session_id=first.session_id,
        turn=first.turn,
        side=first.side,
        seconds=whole.seconds,
        bytes=len(data),
        key=key,
        parts=tuple(parts[n] for n in sorted(parts)),
        missing=missing,
        lengths=tuple(len(piece) for piece in pieces),
        sound=sound.model_copy(update={"gaps": _gaps(pieces, missing)}),
    )


def _gaps(pieces: Sequence[bytes], missing: Sequence[int]) -> tuple[Stretch, ...]:
    starts, at = [], 0.0
    for piece in pieces:
        starts.append(at)
        at += len(piece) / 2 / RATE
    return tuple(Stretch(start=starts[n], end=starts[n] + len(pieces[n]) / 2 / RATE) for n in missing)


def _chunk_key(chunk: Chunk) -> str:
    # Its hash is in its name: two pieces with one number never overwrite each other.
    return f"chunks/{chunk.session_id}/{chunk.turn}-{chunk.side}-{chunk.n}-{chunk.sha256[:16]}.pcm"
