"""Everything that is the caller's: taken out as data, or deleted for good."""

from typing import Any

from agents.deps import Deps
from core.caller import Caller
from store import account, listing


def export(deps: Deps, caller: Caller) -> dict[str, Any]:
    """Everything kept of this caller, as JSON-ready data."""
    return account.export(deps.store, caller)


def delete(deps: Deps, caller: Caller) -> dict[str, int]:
    """Deletes everything of this caller in database, recordings, checkpoints and drafts; returns how much of what."""
    held = [one.id for one in listing.summaries(deps.store, caller, limit=1_000_000)]
    counts = account.delete(deps.store, caller)
    deps.blobs.delete_all(caller.owner)

    async def forget() -> None:
        for session_id in held:
            await deps.turns.forget(session_id)
        await deps.turns.shrink()

    if held:
        deps.drafts.drop(held)
        deps.turns.loop.run(forget())
    return counts
