"""A reviewer's own verdict on a transcript. Nothing here recommends one; changing it leaves the earlier in the trail."""

from typing import get_args

from agents.deps import Deps
from agents.review import blinding, seats, trail
from core.caller import Caller
from core.errors import AppError
from core.text import clean
from core.transcript import Verdict
from store import review

DECISIONS: tuple[str, ...] = get_args(Verdict.model_fields["decision"].annotation)
LONGEST = 2_000


def decide(deps: Deps, caller: Caller, transcript_id: str, decision: str, reason: str = "") -> Verdict:
    """Keeps the caller's verdict; to decline, a reason is needed. AppError says what does not fit."""
    seat = seats.take(deps, caller, transcript_id)
    if decision not in DECISIONS:
        raise AppError("unknown_decision", f"Choose one of {', '.join(DECISIONS)}.")
    why = clean(reason)
    if decision == "decline" and not why:
        raise AppError("no_reason", "Say in a sentence why you decline. The candidate may ask.")
    if len(why) > LONGEST:
        raise AppError("too_long", f"A reason holds {LONGEST:,} characters. Say it in fewer.")
    held = own(deps, seat)
    if held is not None and (held.decision, held.reason) == (decision, why):
        return held
    made = Verdict(
        transcript_id=transcript_id,
        by=seat.by,
        decision=decision,
        reason=why,
        made_at=deps.now(),
        # What was seen once cannot be unseen: a verdict that is changed later stays blind only if it was nothing else.
        blind=blinding.hides(deps, seat) if held is None else False,
        changed=held is not None,
    )
    before = review.put_verdict(deps.store, seat.owner, made)
    trail.sat(deps, seat, _what(made, before))
    return made


def own(deps: Deps, seat: seats.Seat) -> Verdict | None:
    """The reviewer's verdict, if it is in."""
    found = review.verdicts(deps.store, seat.owner, [seat.transcript.id])
    return next((one for one in found if one.by == seat.by), None)


def _what(made: Verdict, before: Verdict | None) -> str:
    why = f": {made.reason}" if made.reason else ""
    if before is None:
        return f"gave the verdict {made.decision}{' in a blind review' if made.blind else ''}{why}"
    if before.decision == made.decision:
        return f"changed the reason of the verdict {made.decision}{why or ': none'} (before: {before.reason or 'none'})"
    was = f"{before.decision} ({before.reason})" if before.reason else before.decision
    return f"changed the verdict from {was} to {made.decision}{why}"
