"""What became of a kit's links, as a reviewer may see it: while one of its interviews is reviewed blind, no link says whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agents.deps import Deps
from agents.kits import making
from agents.kits.making import Result, State
from agents.review import reading
from core.caller import Caller
from core.shelf import Filters

MOST = 1_000
_ORDER: tuple[State, ...] = ("finished", "begun", "open", "expired", "revoked", "withdrawn")


@dataclass(frozen=True, slots=True)
class Line:
    """One link. What would tell who took it is empty in a blind review: the label, the days, and of links that are taken the id."""

    called: str
    state: State
    invite_id: str = ""
    transcript_id: str = ""
    """Of an interview that is over; there is something to read once it is graded."""
    readable: bool = False
    made_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """The links of a kit. `blind`: names are hidden, and the order is not that of the invitations."""

    lines: tuple[Line, ...]
    blind: bool


def arrived(deps: Deps, caller: Caller, kit_id: str) -> Arrived:
    """What became of each link of the caller's kit; AppError `unknown_kit`."""
    found = making.results(deps, caller, kit_id)
    seen = {one.row.id: one for one in reading.listing(deps, caller, Filters(kit=kit_id), MOST)}
    if any(one.blind for one in seen.values()):
        names = {key: one.row.candidate for key, one in seen.items()}
        return Arrived(_nameless(found, names), blind=True)
    lines = (
        Line(
            called=one.invite.label or (seen[one.session_id].row.candidate if one.session_id in seen else ""),
            state=one.state,
            invite_id=one.invite.id,
            transcript_id=one.session_id,
            readable=one.session_id in seen,
            made_at=one.invite.made_at,
            expires_at=one.invite.expires_at,
        )
        for one in found
    )
    return Arrived(tuple(lines), blind=False)


def _nameless(found: Sequence[Result], names: dict[str, str]) -> tuple[Line, ...]:
    """Finished ones by what the list calls them; of the others only how many there are, and of open ones what it takes to end them."""
    lines = [
        Line(
            called=names.get(one.session_id, ""),
            state=one.state,
            invite_id=one.invite.id if one.state == "open" else "",
            transcript_id=one.session_id,
            readable=one.session_id in names,
            made_at=one.invite.made_at if one.state == "open" else None,
        )
        for one in found
    ]
    return tuple(sorted(lines, key=lambda one: (_ORDER.index(one.state), not one.called, one.called, one.transcript_id)))
