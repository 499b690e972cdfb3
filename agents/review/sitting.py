"""The side of the invited reviewer: what the link says before anybody sits, and taking the seat."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

from agents import sharing
from agents.deps import Deps
from agents.review import seats, trail
from core.caller import Caller
from core.errors import AppError
from core.noun import Noun
from core.panel import Reviewer
from core.text import clean, day
from core.transcript import Transcript
from store import panel, review

LONGEST_NAME = 80
OVER = "This link leads to no review, or it has ended. Ask whoever sent it for a new one."


class Offer(Noun):
    """What a link says. No candidate is named before the seat is taken."""

    host: str
    label: str
    blind: bool
    files: bool
    ends_on: str
    transcripts: int
    minutes: int
    """Of sound in all; 0 where everything was typed."""
    state: Literal["open", "mine", "host"]
    """Nobody sits here yet; the caller does; the caller is who invites."""
    name: str = ""
    given: int = 0


def look(deps: Deps, caller: Caller, secret: str) -> Offer:
    """What a link offers; AppError `unknown_review` in the same words for every link that leads nowhere, or `review_taken`."""
    found, open_ = _through(deps, secret)
    if found.taken_by not in ("", caller.owner) and found.owner != caller.owner:
        raise AppError("review_taken", panel.TAKEN)
    mine = found.taken_by == caller.owner
    decided = review.verdicts(deps.store, seats.host_of(found), [one.id for one in open_]) if mine else []
    return Offer(
        **found.model_dump(include={"host", "label", "blind", "files"}),
        ends_on=day(found.ends_at),
        transcripts=len(open_),
        minutes=round(sum(one.seconds for one in open_ if one.takes) / 60),
        state="mine" if mine else "host" if found.owner == caller.owner else "open",
        name=found.name if mine else "",
        given=sum(one.by == caller.owner for one in decided),
    )


def sit(deps: Deps, caller: Caller, secret: str, name: str) -> Reviewer:
    """Takes the seat of a link: the first to do so has it, from then on nobody else. AppError says why not."""
    found, open_ = _through(deps, secret)
    if found.taken_by == caller.owner:
        return found
    if found.taken_by:
        raise AppError("review_taken", panel.TAKEN)
    called = " ".join(clean(name).split())[:LONGEST_NAME]
    if not called:
        raise AppError("no_name", "Give your name, so that who invited you knows whose verdict it is. Nothing has been kept yet.")
    _must_be_free(deps, caller, found, open_)
    made = panel.take(deps.store, secret, caller, called, deps.now())
    for one in open_:
        trail.sat(deps, seats.Seat(seats.host_of(found), caller.owner, one, made), "took the seat of an invited reviewer")
    return made


def _must_be_free(deps: Deps, caller: Caller, found: Reviewer, open_: list[Transcript]) -> None:
    """Nobody sits on two sides of one transcript."""
    if found.owner == caller.owner:
        raise AppError("own_invitation", "This is your own invitation. Send the link to the one who is to review.")
    held = panel.seats(deps.store, caller)
    if any(one.id in held and held[one.id].owner != found.owner for one in open_):
        raise AppError("other_side", "You review one of these interviews for somebody else already, so you cannot sit here too.")
    if any(one.id not in held and _reads(deps, caller, one.id) for one in open_):
        raise AppError("own_transcript", "One of these interviews is yours to read already, so you cannot review it as a guest.")


def _reads(deps: Deps, caller: Caller, transcript_id: str) -> bool:
    try:
        sharing.readable(deps, caller, transcript_id)
    except AppError:
        return False
    return True


def _through(deps: Deps, secret: str) -> tuple[Reviewer, list[Transcript]]:
    found = panel.by_secret(deps.store, secret)
    if found is None or found.state(deps.now()) != "open":
        raise AppError("unknown_review", OVER)
    open_ = list(_open(deps, found))
    if not open_:
        raise AppError("unknown_review", OVER)
    return found, open_


def _open(deps: Deps, found: Reviewer) -> Iterator[Transcript]:
    """Of the transcripts of an invitation those that who invited may still read."""
    for one in found.transcript_ids:
        with suppress(AppError):
            yield sharing.readable(deps, seats.host_of(found), one)[0]
