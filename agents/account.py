"""Everything that is the caller's: taken out as data, or deleted for good."""

from typing import Any

from agents import research
from agents.deps import Deps
from core.caller import Caller
from core.own import RESERVED
from store import account, listing


def export(deps: Deps, caller: Caller) -> dict[str, Any]:
    """Everything kept of this caller, as JSON-ready data; recordings by where their sound can be fetched."""
    found = account.export(deps.store, caller)
    for session in found["sessions"]:
        session["data"] = _without_answers(session["data"])
    for made in found["transcripts"]:
        made["data"] = {**made["data"], "takes": [_by_url(one) for one in made["data"]["takes"]]}
    files = [f"/files/audio/{one['session_id']}/{one['turn']}/{one['side']}.flac" for one in found["recordings"]]
    briefs = [one.model_dump(mode="json") for one in research.listing(deps, caller)]
    files += [f"/files/media/{one['id']}/sound.flac" for one in found["media"] if one["data"]["facts"]]
    return {**found, "audio": files, "briefings": briefs}


def _by_url(take: dict[str, Any]) -> dict[str, Any]:
    """A take with its address as `url`: clients take whatever has a `path` for a file to be fetched."""
    return {**{name: value for name, value in take.items() if name != "path"}, "url": take["path"]}


def _without_answers(session: dict[str, Any]) -> dict[str, Any]:
    """What a shared bank or a kit holds is its owner's: of its questions, an interview gives the titles."""
    plan, kit = session["plan"], session["brief"].get("kit")
    told = [
        {"id": one["id"], "title": one["title"]} if kit or one["id"].startswith(RESERVED) else one
        for one in plan.get("questions", ())
    ]
    return {**session, "plan": {**plan, "questions": told}}


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
    deps.shelves.forget(caller)
    deps.blobs.delete_owner(caller.owner)
    return counts
