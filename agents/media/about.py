"""What is said of a recording when it is brought, cleaned and bounded; and the recording that begins with it."""

import hashlib
import uuid
from pathlib import PurePosixPath
from typing import Any

from agents.deps import Deps
from agents.door import LANGUAGES, one_of, valid
from agents.media import room
from core.bank import TRACKS
from core.caller import Caller
from core.errors import AppError
from core.media import About, Media
from core.text import clean
from store import media as kept

OPEN = 20
"""Recordings of one caller that may be on their way at once."""


def about_from(fields: dict[str, Any]) -> About:
    """What a form or a request says; AppError names the field and what it may be."""
    cleaned = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
    for name, allowed, empty in (("track", TRACKS, True), ("language", tuple(LANGUAGES), False)):
        value = cleaned.get(name, "" if empty else "en")
        if value or not empty:
            one_of(name, value, allowed)
    return valid(About, cleaned, "wrong_recording")


def begun(
    deps: Deps, caller: Caller, about: About, *, file: str = "", url: str = "", size: int = 0, request_id: str = ""
) -> Media:
    """A new recording as a row; the same `request_id` again gives the same one."""
    if not isinstance(request_id, str) or len(request_id) > 200:
        raise AppError("wrong_request_id", "A request id is a text of at most 200 characters.")
    made = uuid.uuid4().hex
    if request_id:
        made = hashlib.sha256(f"{caller.owner}\n{request_id}".encode("utf-8", "replace")).hexdigest()[:32]
        for one in kept.listing(deps.store, caller):
            if one.id == made:
                return one
    room.must_hold(deps, caller, size)
    if sum(not one.received for one in kept.listing(deps.store, caller)) >= OPEN:
        raise AppError("too_many_uploads", f"{OPEN} uploads of yours are unfinished. Finish or delete one of them first.")
    name = clean(file).replace("\\", "/").rsplit("/", 1)[-1][:200]
    now = deps.now()
    return kept.add(
        deps.store,
        caller,
        Media(
            id=made,
            owner=caller.owner,
            file=name,
            url=url,
            bytes=size,
            created_at=now,
            **{
                **about.model_dump(),
                "title": about.title or PurePosixPath(name).stem or "Recording",
                "held_at": about.held_at or now,
            },
        ),
    )
