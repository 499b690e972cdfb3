"""Deleting a transcript so that no byte of it stays: rows, words and vectors of the index, sound, drafts and checkpoints."""

from agents.deps import Deps
from core.caller import Caller
from store import erasing, transcripts


def delete(deps: Deps, caller: Caller, transcript_id: str, *, whole: bool = False) -> None:
    """Deletes a transcript with what was said about it; of a recording that was brought also its sound.

    Of an interview the transcript alone, which is not made again; with `whole` the interview with everything that belongs to it.
    """
    made = transcripts.mine(deps.store, caller, transcript_id).transcript
    if made.source == "recording":
        brought(deps, caller, made.source_id)
    elif whole:
        interview(deps, caller, made.source_id)
    else:
        transcripts.remove(deps.store, caller, made.id, bury=deps.now())
    settle(deps, caller)


def settle(deps: Deps, caller: Caller) -> None:
    """What follows once everything is deleted: caches forget, and the database overwrites what it let go."""
    deps.shelves.forget(caller)
    erasing.shrink(deps.store)


def brought(deps: Deps, caller: Caller, media_id: str) -> None:
    """A recording that was brought, with its transcript if it has one."""
    _transcript(deps, caller, media_id)
    erasing.media(deps.store, caller, media_id)
    deps.blobs.delete(caller.owner, f"media/{media_id}")


def interview(deps: Deps, caller: Caller, session_id: str) -> None:
    """An interview with everything that belongs to it, its transcript too if it has one."""
    _transcript(deps, caller, session_id)
    erasing.session(deps.store, caller, session_id)
    for folder in ("chunks", "recordings"):
        deps.blobs.delete(caller.owner, f"{folder}/{session_id}")
    deps.drafts.drop([session_id])

    async def forget() -> None:
        await deps.turns.forget(session_id)
        await deps.turns.shrink()

    deps.turns.loop.run(forget())


def _transcript(deps: Deps, caller: Caller, transcript_id: str) -> None:
    if transcripts.owner_of(deps.store, transcript_id):
        transcripts.remove(deps.store, caller, transcript_id)
