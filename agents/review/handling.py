"""What a reviewer does with a transcript beside reading it: each leaves a line in its trail, none goes past a blind review."""

import contextlib
from collections.abc import Sequence

from agents import sharing
from agents.deps import Deps
from agents.recordings import refusing
from agents.review import blinding, seats, trail
from agents.transcripts import editing, exporting, regrading, shelf
from core.caller import Caller
from core.errors import AppError
from core.kit import Share
from core.text import day
from core.transcript import Transcript


def export(deps: Deps, caller: Caller, transcript_id: str, kind: str) -> tuple[bytes, str, str]:
    """(the file, its media type, its name). A file has names and scores: in a blind review it waits for the verdict."""
    seat = _seen(deps, seats.take(deps, caller, transcript_id))
    if seat.invited is not None and not seat.invited.files:
        raise AppError("no_files", "You were invited to review this here, without files to take out. Ask who invited you.")
    made = exporting.export(deps, caller, transcript_id, kind)
    trail.sat(deps, seat, f"took it out as {kind.upper()}")
    return made


def correct(deps: Deps, caller: Caller, transcript_id: str, passage: int, text: str) -> Transcript:
    """Puts other words into a passage of one's own transcript; nothing changes where they are the same."""
    seat = _own(deps, caller, transcript_id)
    before = len(editing.history(deps, caller, transcript_id))
    made = editing.correct(deps, caller, transcript_id, passage, text)
    if len(editing.history(deps, caller, transcript_id)) > before:
        trail.sat(deps, seat, f"corrected what was heard{_where(made, passage)}")
    return made


def revert(deps: Deps, caller: Caller, transcript_id: str, passage: int) -> Transcript:
    """Puts a passage back as it was heard."""
    seat = _own(deps, caller, transcript_id)
    before = len(editing.history(deps, caller, transcript_id))
    made = editing.revert(deps, caller, transcript_id, passage)
    if len(editing.history(deps, caller, transcript_id)) > before:
        trail.sat(deps, seat, f"put back what was heard{_where(made, passage)}")
    return made


def regrade(deps: Deps, caller: Caller, transcript_id: str) -> Transcript:
    """Grades the corrected answers again."""
    seat = _own(deps, caller, transcript_id)
    made = regrading.regrade(deps, caller, transcript_id)
    trail.sat(deps, seat, "had the corrected answers graded again")
    return made


def ungrade(deps: Deps, caller: Caller, transcript_id: str, exchange: int) -> Transcript:
    """Takes the grade off an answer of a recording that was held against a question that was not asked."""
    seat = _own(deps, caller, transcript_id)
    title = next((one.title for one in seat.transcript.exchanges if one.n == exchange), "")
    made = refusing.refuse(deps, caller, transcript_id, exchange)
    trail.sat(deps, seat, f"took the grade off “{title}”: another question was asked")
    return made


def tag(deps: Deps, caller: Caller, transcript_id: str, tags: list[str]) -> Transcript:
    """Gives one's own transcript these tags and no others."""
    seat = _own(deps, caller, transcript_id)
    made = shelf.tag(deps, caller, transcript_id, tags)
    if made.tags != seat.transcript.tags:
        trail.sat(deps, seat, f"tagged it {', '.join(made.tags)}" if made.tags else "took all tags off")
    return made


def delete(deps: Deps, caller: Caller, transcript_id: str, *, whole: bool = False) -> None:
    """Deletes one's own transcript with everything that was said of it; its trail goes with it. `whole`: the interview too."""
    _own(deps, caller, transcript_id)
    shelf.delete(deps, caller, transcript_id, whole=whole)


def share(
    deps: Deps, caller: Caller, transcript_id: str, scope: Sequence[str], days: int, label: str
) -> tuple[Share, str]:
    """A link to a transcript, and its secret, which is told this once."""
    seat = _own(deps, caller, transcript_id)
    made, secret = sharing.create(deps, caller, transcript_id, scope, days, label)
    whom = f" with {made.label}" if made.label else ""
    trail.sat(deps, seat, f"shared {', '.join(made.scope)}{whom} until {day(made.expires_at)}")
    return made, secret


def unshare(deps: Deps, caller: Caller, share_id: str) -> Share:
    """Ends a link of one's own at once."""
    made = sharing.revoke(deps, caller, share_id)
    with contextlib.suppress(AppError):  # whoever may read it no more may still end their link
        trail.told(deps, caller, made.transcript_id, f"ended the link{f' for {made.label}' if made.label else ''}")
    return made


def _own(deps: Deps, caller: Caller, transcript_id: str) -> seats.Seat:
    return _seen(deps, seats.own(deps, caller, transcript_id))


def _seen(deps: Deps, seat: seats.Seat) -> seats.Seat:
    if blinding.hides(deps, seat):
        raise AppError("blind_review", "This is a blind review: give your verdict first, or switch it off.")
    return seat


def _where(made: Transcript, passage: int) -> str:
    return trail.at_second(next((one.start for one in made.passages if one.n == passage), None))
