"""A recording that is here is decoded, in the bounded child: its sound as FLAC, its waveform, its channels where they differ."""

import json

from agents.deps import Deps
from agents.media import keeping
from agents.media.child import in_child
from core.caller import Caller
from core.child import Progress
from core.errors import AppError
from core.media import Channel, Media, MediaFacts
from store import media as kept


def decode(deps: Deps, caller: Caller, media_id: str, progress: Progress | None = None) -> Media:
    """The recording with its facts; one that is decoded is given back as it is. AppError says why it cannot be.

    Files appear under their names only when they are whole, and the facts only after them: whatever stops this, it can be done
    again. The file as it came is kept, since it is the evidence and a better decoder may come, unless VIVA_KEEP_ORIGINAL is off.
    """
    from audio.decode import decode as task

    media = keeping.get(deps, caller, media_id)
    if media.facts and deps.blobs.size(caller.owner, media.facts.key) == media.facts.bytes:
        return _let_original_go(deps, caller, media)
    if not media.key:
        raise AppError("not_received", "That recording has not arrived whole yet. Finish its upload first.")
    folder = f"media/{media.id}"
    with deps.blobs.local(caller.owner, media.key) as file, deps.blobs.scratch() as place:
        told = json.loads(in_child(task, {"file": str(file), "folder": str(place)}, progress))
        size = (place / "sound.flac").stat().st_size
        names = ["sound.flac", *(f"channel-{n}.flac" for n in told["apart"])]
        for name in reversed(names):
            deps.blobs.take(caller.owner, f"{folder}/{name}", place / name)
    facts = MediaFacts(
        **{name: told[name] for name in ("kind", "codec", "rate", "channels", "seconds", "peaks", "notices")},
        key=f"{folder}/sound.flac",
        bytes=size,
        apart=tuple(Channel(n=n, key=f"{folder}/channel-{n}.flac") for n in told["apart"]),
    )
    try:
        made = kept.change(
            deps.store,
            caller,
            media.id,
            lambda now: now.model_copy(update={"facts": facts}).at("decode", "done", _said(facts)),
            deps.now(),
        )
    except AppError as fault:
        if fault.code == "unknown_media":  # deleted meanwhile
            keeping.clear(deps, caller, media.id)
        raise
    return _let_original_go(deps, caller, made)


def _let_original_go(deps: Deps, caller: Caller, media: Media) -> Media:
    if deps.settings.keep_original or not media.key:
        return media
    deps.blobs.delete(caller.owner, media.key)
    return kept.change(deps.store, caller, media.id, lambda now: now.model_copy(update={"key": ""}), deps.now())


def _said(facts: MediaFacts) -> str:
    whole = round(facts.seconds)
    return " ".join((f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02} of sound.", *facts.notices))
