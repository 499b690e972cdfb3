"""The audit trail of a transcript: who did what when. Lines are added and never changed; they go with the transcript."""

from agents.deps import Deps
from agents.review import seats
from core.caller import Caller
from core.text import clock
from core.transcript import Line
from store import review


def told(deps: Deps, caller: Caller, transcript_id: str, what: str) -> Line:
    """Adds a line: the caller did `what`, a verb phrase such as "added a note at 14:07"."""
    return sat(deps, seats.take(deps, caller, transcript_id), what)


def sat(deps: Deps, seat: seats.Seat, what: str) -> Line:
    """The same from a seat that is taken already."""
    line = Line(transcript_id=seat.transcript.id, by=seat.by, at=deps.now(), what=what)
    review.add_line(deps.store, seat.owner, line)
    return line


def at_second(at: float | None) -> str:
    """Such as " at 14:07"; empty without a time."""
    return "" if at is None else f" at {clock(at)}"
