"""Everything that is the caller's: taken out as data, or deleted for good."""

from typing import Any

from agents.deps import Deps
from core.caller import Caller
from store import account, listing


def export(deps: Deps, caller: Caller) -> dict[str, Any]:
    """Everything kept of this caller, as JSON-ready data; recordings by where their sound can be fetched."""
    found = account.export(deps.store, caller)
    files = [f"/files/audio/{one['session_id']}/{one['turn']}/{one['side']}.flac" for one in found["recordings"]]
    return {**found, "audio": files}


def delete(deps: Deps, caller: Caller) -> dict[str, int]:
    """Deletes everything of this caller in database, recordings, checkpoints and drafts; returns how much of what."""
    held = [one.id for one in listing.summaries(deps.store, caller, limit=1_000_000)]
    counts = account.delete(deps.store, caller)

    async def forget() -> None:
        for session_id in held:
            await deps.turns.forget(session_id)
        await deps.turns.shrink()

    if held:
        deps.drafts.drop(held)
        deps.turns.loop.run(forget())
    deps.blobs.delete_owner(caller.owner)
    return counts
