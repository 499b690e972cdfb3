"""Notes and bookmarks at a second of a transcript: everyone who reviews it reads them, only their author changes them."""

import math
import uuid

from agents.deps import Deps
from agents.review import blinding, seats, trail
from core.caller import Caller
from core.errors import AppError
from core.text import clean
from core.transcript import Note
from store import review

LONGEST = 4_000
MOST = 1_000
"""Of one transcript."""


def add(deps: Deps, caller: Caller, transcript_id: str, at: float | None = None, text: str = "") -> Note:
    """Keeps a note at a second; without a text it is a bookmark, which needs one. AppError says what does not fit."""
    seat = seats.take(deps, caller, transcript_id)
    words = _fit(text)
    if at is None and not words:
        raise AppError("empty_note", "Write the note, or mark a second. Nothing was kept.")
    made = Note(
        id=uuid.uuid4().hex,
        transcript_id=transcript_id,
        by=seat.by,
        at=_second(at, seat.transcript.seconds),
        text=words,
        made_at=deps.now(),
    )
    review.add_note(deps.store, seat.owner, made, MOST)
    trail.sat(deps, seat, f"{'added a note' if words else 'set a bookmark'}{trail.at_second(made.at)}")
    return made


def edit(deps: Deps, caller: Caller, transcript_id: str, note_id: str, text: str) -> Note:
    """Changes the words of one's own note; AppError `not_yours` for another reviewer's."""
    seat = seats.take(deps, caller, transcript_id)
    held = _own(deps, seat, note_id)
    words = _fit(text)
    if held.at is None and not words:
        raise AppError("empty_note", "Write the note, or delete it. It stays as it was.")
    changed = held.model_copy(update={"text": words})
    if changed != held:
        review.change_note(deps.store, seat.owner, changed)
        trail.sat(deps, seat, f"changed a note{trail.at_second(held.at)}")
    return changed


def delete(deps: Deps, caller: Caller, transcript_id: str, note_id: str) -> None:
    """Deletes one's own note."""
    seat = seats.take(deps, caller, transcript_id)
    held = _own(deps, seat, note_id)
    review.delete_note(deps.store, seat.owner, note_id)
    trail.sat(deps, seat, f"deleted {'a note' if held.text else 'a bookmark'}{trail.at_second(held.at)}")


def listing(deps: Deps, caller: Caller, transcript_id: str) -> list[Note]:
    """The notes in the order of their seconds; blind or invited, only the caller's own until their verdict is in."""
    seat = seats.take(deps, caller, transcript_id)
    alone = blinding.alone(deps, seat)
    return [one for one in review.notes(deps.store, seat.owner, transcript_id) if not alone or one.by == seat.by]


def _own(deps: Deps, seat: seats.Seat, note_id: str) -> Note:
    """A note of this reviewer; what a blind review hides is as unknown as what is not there."""
    held = review.note(deps.store, seat.owner, seat.transcript.id, note_id)
    if held.by != seat.by:
        raise AppError("not_yours", "That note is another reviewer's. Only they can change it.")
    return held


def _fit(text: str) -> str:
    words = clean(text)
    if len(words) > LONGEST:
        raise AppError("too_long", f"A note holds {LONGEST:,} characters. Say it in fewer, or in two notes.")
    return words


def _second(at: float | None, whole: float) -> float | None:
    if at is None:
        return None
    if not math.isfinite(at) or at < 0 or at > whole + 1:
        raise AppError("wrong_time", f"A note lies between 0 and {whole:.0f} seconds of this transcript.")
    return round(at, 3)
