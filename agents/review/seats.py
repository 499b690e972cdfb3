"""Who reviews what: a transcript that the caller may read, and on which side: their own, or that of who invited them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.deps import Deps
from agents.transcripts import shelf
from core.caller import Caller
from core.errors import AppError
from core.panel import Reviewer
from core.transcript import Transcript
from store import panel


@dataclass(frozen=True, slots=True)
class Seat:
    """A reviewer before a transcript. `owner` is the side they review on, whose rows are kept apart; `by` is who they are."""

    owner: Caller
    by: str
    transcript: Transcript
    invited: Reviewer | None = None
    """The invitation by which they sit; None where they may read it in their own right."""


@dataclass(frozen=True, slots=True)
class Side:
    """Transcripts that the caller reviews on one side; `invited` as in a seat, by transcript."""

    owner: Caller
    ids: tuple[str, ...]
    invited: Mapping[str, Reviewer]


def take(deps: Deps, caller: Caller, transcript_id: str) -> Seat:
    """The caller's seat; AppError `unknown_transcript` for one that they may not read."""
    made = shelf.get(deps, caller, transcript_id)
    invited = panel.seats(deps.store, caller).get(transcript_id)
    side = caller if invited is None else host_of(invited)
    return Seat(owner=side, by=caller.owner, transcript=made, invited=invited)


def own(deps: Deps, caller: Caller, transcript_id: str) -> Seat:
    """The caller's seat in their own right; AppError `reviewer_only` for who was invited to review."""
    seat = take(deps, caller, transcript_id)
    if seat.invited is not None:
        raise AppError(
            "reviewer_only", "You are here to review: read, note and decide. Only who invited you can change it, share it or invite."
        )
    return seat


def sides(deps: Deps, caller: Caller, transcript_ids: Sequence[str]) -> list[Side]:
    """Of several transcripts that the caller may read, on which side they review each."""
    invited = panel.seats(deps.store, caller) if transcript_ids else {}
    by_owner: dict[str, list[str]] = {}
    for one in dict.fromkeys(transcript_ids):
        by_owner.setdefault(invited[one].owner if one in invited else caller.owner, []).append(one)
    return [
        Side(
            owner=caller if owner == caller.owner else Caller(owner=owner, role="program"),
            ids=tuple(ids),
            invited={one: invited[one] for one in ids if one in invited},
        )
        for owner, ids in by_owner.items()
    ]


def host_of(invited: Reviewer) -> Caller:
    """Whose side an invited reviewer sits on."""
    return Caller(owner=invited.owner, role="program")
