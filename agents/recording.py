"""What was said as sound: kept in hashed chunks while it is spoken, put together once, given back to its owner only."""

import hashlib
import io
from collections.abc import Sequence

from agents.deps import Deps
from audio.clip import RATE, Clip
from core.caller import Caller
from core.errors import AppError
from store import recordings, sessions
from store.recordings import Chunk, Side, Track

LONGEST_CHUNK = 10 * RATE * 2
LONGEST_SESSION = 3 * 3600 * RATE * 2 * 2
"""Bytes of both sides of one interview: three hours."""
MOST_OF_ONE = 20 * 2**30
"""Bytes that one caller may keep."""


def keep_chunk(
    deps: Deps, caller: Caller, session_id: str, turn: int, side: Side, n: int, pcm: bytes, sha256: str
) -> Chunk:
    """Keeps a piece of at most 10 s (PCM16 mono 16 kHz), on disk before it returns; the same piece again changes nothing."""
    session = sessions.load(deps.store, caller, session_id)
    if not (session.brief.record and deps.settings.record):
        raise AppError("not_recorded", "This interview is not recorded: the candidate was not asked, or said no.")
    if side not in ("you", "interviewer") or not 0 <= turn < len(session.turns) + 1 or not 0 <= n < 10_000:
        raise AppError(
            "wrong_chunk", "A piece of a recording needs its turn, its side (you or interviewer) and its number."
        )
    if not pcm or len(pcm) % 2 or len(pcm) > LONGEST_CHUNK:
        raise AppError("wrong_chunk", "A piece of a recording holds at most 10 seconds of PCM16 mono at 16 kHz.")
    if hashlib.sha256(pcm).hexdigest() != sha256:
        raise AppError("wrong_hash", "That piece arrived damaged: its hash does not fit. Send it again.")
    known = recordings.chunk(deps.store, caller, session_id, turn, side, n)
    if known is not None:
        if known.sha256 != sha256:
            raise AppError("chunk_differs", "Another piece with this number is kept already; it was not overwritten.")
        return known
    if recordings.bytes_of(deps.store, caller, session_id) + len(pcm) > LONGEST_SESSION:
        raise AppError("recording_full", "The recording has reached three hours and stops here; the interview goes on.")
    if recordings.bytes_of(deps.store, caller) + len(pcm) > MOST_OF_ONE:
        raise AppError("recording_full", "There is no room for more recordings of yours. Delete old ones first.")
    chunk = Chunk(session_id=session_id, turn=turn, side=side, n=n, sha256=sha256, bytes=len(pcm))
    deps.blobs.put(caller.owner, _chunk_key(chunk), pcm)
    recordings.add_chunk(deps.store, caller, chunk, deps.now())
    return chunk


def assemble(deps: Deps, caller: Caller, session_id: str) -> list[Track]:
    """Puts the chunks of a finished interview together, one FLAC for each turn and side; doing it twice changes nothing."""
    session = sessions.load(deps.store, caller, session_id)
    if session.status == "finished":
        pieces: dict[tuple[int, Side], list[Chunk]] = {}
        for chunk in recordings.chunks(deps.store, caller, session_id):
            pieces.setdefault((chunk.turn, chunk.side), []).append(chunk)
        for (turn, side), held in pieces.items():
            _assemble_one(deps, caller, session_id, turn, side, held)
    return recordings.tracks(deps.store, caller, session_id)


def clip(deps: Deps, caller: Caller, session_id: str, turn: int, side: Side = "you") -> Clip | None:
    """The sound of one side of one turn, from its file or its chunks; None when nothing was recorded."""
    data = deps.blobs.get(caller.owner, _track_key(session_id, turn, side))
    if data is not None:
        from audio.clip import decode

        return decode(data)
    held = [one for one in recordings.chunks(deps.store, caller, session_id) if (one.turn, one.side) == (turn, side)]
    return Clip(_joined(deps, caller, held)) if held else None


def size(deps: Deps, caller: Caller, session_id: str, turn: int, side: str) -> int:
    """Bytes of a finished turn's file; AppError `unknown_recording`, in the same words for one that is somebody else's."""
    found = deps.blobs.size(caller.owner, _track_key(session_id, turn, side)) if _plain(session_id, side) else None
    if found is None and _plain(session_id, side):
        if any(one.turn == turn and one.side == side for one in _tracks_of(deps, caller, session_id)):
            found = deps.blobs.size(caller.owner, _track_key(session_id, turn, side))
    if found is None:
        raise AppError("unknown_recording", "There is no such recording among yours.")
    return found


def read(deps: Deps, caller: Caller, session_id: str, turn: int, side: str, start: int, end: int) -> bytes:
    """Bytes `start` to `end` of a turn's FLAC; call `size` first."""
    return deps.blobs.get(caller.owner, _track_key(session_id, turn, side), start, end) or b""


def delete(deps: Deps, caller: Caller, session_id: str) -> None:
    """Deletes every sound of an interview; its rows go with it."""
    for folder in ("chunks", "recordings"):
        deps.blobs.delete(caller.owner, f"{folder}/{session_id}")


def _tracks_of(deps: Deps, caller: Caller, session_id: str) -> list[Track]:
    try:
        return assemble(deps, caller, session_id)
    except AppError:
        return []


def _assemble_one(deps: Deps, caller: Caller, session_id: str, turn: int, side: Side, held: Sequence[Chunk]) -> None:
    numbers = {chunk.n for chunk in held}
    missing = tuple(sorted(set(range(max(numbers) + 1)) - numbers))
    pcm = _joined(deps, caller, held)
    data = flac(Clip(pcm))
    deps.blobs.put(caller.owner, _track_key(session_id, turn, side), data)
    track = Track(
        session_id=session_id, turn=turn, side=side, seconds=len(pcm) / 2 / RATE, bytes=len(data), missing=missing
    )
    recordings.put_track(deps.store, caller, track, deps.now())
    for chunk in held:
        deps.blobs.delete(caller.owner, _chunk_key(chunk))


def _joined(deps: Deps, caller: Caller, held: Sequence[Chunk]) -> bytes:
    """The chunks in order; a lost one is silence of a full chunk, so that later times stay true."""
    found = {chunk.n: deps.blobs.get(caller.owner, _chunk_key(chunk)) or bytes(chunk.bytes) for chunk in held}
    return b"".join(found.get(n, bytes(LONGEST_CHUNK)) for n in range(max(found) + 1))


def flac(clip: Clip) -> bytes:
    """The clip as a FLAC file, half the size and nothing lost."""
    import av

    held = io.BytesIO()
    with av.open(held, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono", format="s16")
        samples = clip.samples().reshape(1, -1)
        for at in range(0, samples.shape[1], RATE):
            frame = av.AudioFrame.from_ndarray(samples[:, at : at + RATE], format="s16", layout="mono")
            frame.sample_rate = RATE
            frame.pts = at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return held.getvalue()


def _plain(session_id: str, side: str) -> bool:
    return session_id.isalnum() and session_id.islower() and side in ("you", "interviewer")


def _chunk_key(chunk: Chunk) -> str:
    return f"chunks/{chunk.session_id}/{chunk.turn}-{chunk.side}-{chunk.n}.pcm"


def _track_key(session_id: str, turn: int, side: str) -> str:
    return f"recordings/{session_id}/{turn}-{side}.flac"
