"""Recordings that are kept: found, listed, played, deleted; those that never arrived whole are swept after a day."""

import contextlib
import re
from datetime import timedelta

from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from core.media import Media, MediaFacts
from store import media as kept

ABANDONED = timedelta(days=1)
_ID = re.compile(r"[0-9a-f]{8,64}")


def get(deps: Deps, caller: Caller, media_id: str) -> Media:
    """The caller's recording with this id; AppError `unknown_media` in the same words for anybody else's."""
    if not isinstance(media_id, str) or not _ID.fullmatch(media_id):
        raise kept.unknown()
    return kept.load(deps.store, caller, media_id)


def listing(deps: Deps, caller: Caller) -> list[Media]:
    """The caller's recordings, latest first."""
    return kept.listing(deps.store, caller)


def sound(deps: Deps, caller: Caller, media_id: str) -> MediaFacts:
    """The decoded sound of a recording, to be read with `read`; AppError `unknown_recording` while there is none."""
    facts = get(deps, caller, media_id).facts
    if facts is None or deps.blobs.size(caller.owner, facts.key) is None:
        raise AppError("unknown_recording", "That recording is not decoded yet. Try again when it is.")
    return facts


def read(deps: Deps, caller: Caller, key: str, start: int, end: int) -> bytes:
    """Bytes `start` up to `end` of a file of the caller's."""
    return deps.blobs.get(caller.owner, key, start, end) or b""


def delete(deps: Deps, caller: Caller, media_id: str) -> None:
    """Deletes a recording: rows, pieces, file and sound; no byte of it stays."""
    kept.forget(deps.store, caller, get(deps, caller, media_id).id)
    clear(deps, caller, media_id)


def let_go(deps: Deps, caller: Caller, media_id: str) -> None:
    """The same for one that turned out to be none; it may be gone already."""
    with contextlib.suppress(AppError):
        kept.forget(deps.store, caller, media_id)
    clear(deps, caller, media_id)


def clear(deps: Deps, caller: Caller, media_id: str) -> None:
    """Deletes the blobs of a recording."""
    deps.blobs.delete(caller.owner, f"media/{media_id}")


def sweep(deps: Deps) -> int:
    """Deletes, for their owners, the uploads of which nothing came for a day, and half-made files; returns how many uploads."""
    found = kept.abandoned(deps.store, deps.now() - ABANDONED)
    for owner, media_id in found:
        let_go(deps, Caller(owner=owner, role="local"), media_id)
    deps.blobs.sweep()
    return len(found)
