"""The side of the one who invites reviewers: a link for each, what became of it, and where they agree."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Literal

from agents import linking
from agents.deps import Deps
from agents.review import agreeing, blinding, seats, trail
from core.caller import Caller
from core.errors import AppError
from core.link import LinkState
from core.noun import Noun
from core.panel import MOST_TRANSCRIPTS, Reviewer
from core.text import clean, day, minute
from core.transcript import Verdict
from store import access, kits, review, transcripts
from store import panel as rows

LONGEST_DAYS = 90
MOST = 50
"""Reviewers of one transcript."""
State = LinkState | Literal["seated"]


class Wanted(Noun):
    """Whom to invite to what. `host` is who invites, as the reviewer reads it."""

    transcript_ids: tuple[str, ...]
    label: str = ""
    host: str = ""
    days: int = 14
    blind: bool = True
    files: bool = False


class Told(Noun):
    """An invited reviewer as who invited them reads it; `verdict` is on the transcript that was asked about."""

    id: str
    label: str
    name: str
    state: State
    blind: bool
    files: bool
    made_at: str
    ends_on: str
    by: str
    """Who they are in notes, verdicts and the trail; empty until somebody took the seat."""
    transcripts: int
    given: int
    """Of their transcripts, those on which they decided."""
    verdict: Verdict | None = None
    """None also while a blind review hides it from whoever asks."""


class Panel(Noun):
    """The reviewers of one transcript, and how far they agree over all that they were invited to."""

    reviewers: tuple[Told, ...]
    agreement: agreeing.Agreement | None = None
    """None while a blind review hides what others say."""
    at_questions: tuple[agreeing.AtQuestion, ...] = ()


def wanted_from(fields: Mapping[str, object]) -> Wanted:
    """What a form or a program asked for; AppError says what does not fit."""
    ids, days = ids_from(fields.get("transcript_ids")), fields.get("days", 14)
    texts = {name: str(fields.get(name) or "") for name in ("label", "host")}
    ticks = {name: bool(fields[name]) for name in ("blind", "files") if name in fields}
    return Wanted(transcript_ids=ids, days=days if isinstance(days, int) else 0, **texts, **ticks)


def ids_from(given: object) -> tuple[str, ...]:
    """Ids of transcripts, each once; AppError for anything else."""
    if not isinstance(given, (list, tuple)) or not all(isinstance(one, str) for one in given):
        raise AppError("wrong_transcripts", "Send transcript_ids as a list of ids.")
    return tuple(dict.fromkeys(given))


def invite(deps: Deps, caller: Caller, wanted: Wanted) -> tuple[Reviewer, str]:
    """A link for one reviewer and its secret, which is told this once. AppError for what the caller may not read in their own right."""
    ids = wanted.transcript_ids
    if not 1 <= len(ids) <= MOST_TRANSCRIPTS:
        raise AppError("wrong_number", f"Choose one to {MOST_TRANSCRIPTS} transcripts for a reviewer.")
    asked = [seats.own(deps, caller, one) for one in ids]
    if any(len(rows.invited(deps.store, caller, [one])) >= MOST for one in ids):
        raise AppError("too_many_reviewers", f"{MOST} reviewers were invited to one of these transcripts already.")
    link, secret = linking.made(deps, caller, wanted.label, wanted.days, LONGEST_DAYS)
    host = " ".join(clean(wanted.host).split())[:120] or _organisation(deps, caller, ids[0])
    made = Reviewer(**dict(link), host=host, blind=wanted.blind, files=wanted.files, transcript_ids=ids)
    rows.put(deps.store, caller, made, secret)
    for seat in asked:
        blind = " blind" if made.blind else ""
        trail.sat(deps, seat, f"invited {made.label or 'a reviewer'} to review it{blind} until {day(made.ends_at)}")
    return made, secret


def revoke(deps: Deps, caller: Caller, reviewer_id: str) -> Reviewer:
    """Ends a reviewer's access at once; what they said stays."""
    made = rows.revoke(deps.store, caller, reviewer_id, deps.now())
    for one in made.transcript_ids:
        with suppress(AppError):  # whoever may read it no more may still end their invitation
            trail.told(deps, caller, one, f"ended the review of {made.called}")
    return made


def about(deps: Deps, caller: Caller, transcript_id: str) -> Panel:
    """The reviewers whom the caller invited to a transcript; AppError `reviewer_only` for one of them."""
    return of_seat(deps, seats.own(deps, caller, transcript_id))


def of_seat(deps: Deps, seat: seats.Seat) -> Panel:
    """The same for a seat in one's own right."""
    caller, transcript_id = seat.owner, seat.transcript.id
    found = _standing(deps, caller, rows.invited(deps.store, caller, [transcript_id]))
    if not found:
        return Panel(reviewers=())
    every = tuple(dict.fromkeys(key for one in found for key in one.transcript_ids))
    verdicts = review.verdicts(deps.store, caller, every)
    alone = blinding.alone(deps, seat)
    told = tuple(_told(deps, one, transcript_id, verdicts, alone=alone) for one in found)
    if alone:
        return Panel(reviewers=told)
    notes = review.notes(deps.store, caller, transcript_id)
    return Panel(
        reviewers=told, agreement=_measured(deps, caller, every, verdicts), at_questions=agreeing.at_questions(seat.transcript, notes)
    )


def agreement(deps: Deps, caller: Caller, transcript_ids: Sequence[str] = ()) -> agreeing.Agreement:
    """How far reviewers agree over these transcripts, or over all to which the caller invited somebody."""
    for one in transcript_ids:
        seats.own(deps, caller, one)
    found = _standing(deps, caller, rows.invited(deps.store, caller))
    ids = tuple(transcript_ids) or tuple(dict.fromkeys(key for one in found for key in one.transcript_ids))
    return _measured(deps, caller, ids, review.verdicts(deps.store, caller, ids))


def names(deps: Deps, seat: seats.Seat) -> dict[str, str]:
    """What those are called who review a transcript on this side, by who they are; the one who asks is "you"."""
    found = {one.taken_by: one.called for one in rows.invited(deps.store, seat.owner, [seat.transcript.id]) if one.taken_by}
    host = {seat.owner.owner: seat.invited.host or "who invited you"} if seat.invited else {}
    return {**found, **host, seat.by: agreeing.YOU}


def _standing(deps: Deps, caller: Caller, found: Sequence[Reviewer]) -> list[Reviewer]:
    """The invitations without what the caller may not read any more: whose consent ended is not counted either."""
    open_ = transcripts.readable(deps.store, caller, {key for one in found for key in one.transcript_ids})
    return [one.model_copy(update={"transcript_ids": tuple(key for key in one.transcript_ids if key in open_)}) for one in found]


def _measured(deps: Deps, caller: Caller, ids: Sequence[str], verdicts: Sequence[Verdict]) -> agreeing.Agreement:
    # What a blind review hides from the caller is not counted either: a count tells.
    sight = blinding.sight(deps, seats.Side(caller, tuple(ids), {}), caller.owner)
    return agreeing.measured([one for one in verdicts if not sight.alone(one.transcript_id)], caller.owner)


def _told(deps: Deps, one: Reviewer, transcript_id: str, verdicts: Sequence[Verdict], *, alone: bool) -> Told:
    given = [each for each in verdicts if one.taken_by and each.by == one.taken_by and each.transcript_id in one.transcript_ids]
    state = one.state(deps.now())
    return Told(
        **one.model_dump(include={"id", "label", "name", "blind", "files"}),
        state="seated" if state == "open" and one.taken_by else state,
        made_at=minute(one.made_at),
        ends_on=day(one.ends_at),
        by=one.taken_by,
        transcripts=len(one.transcript_ids),
        given=len(given),
        verdict=next((each for each in given if not alone and each.transcript_id == transcript_id), None),
    )


def _organisation(deps: Deps, caller: Caller, transcript_id: str) -> str:
    """Who asked, where the interview was held with a kit of the caller's."""
    found = access.through_grant(deps.store, caller, transcript_id)
    if found is None:
        return ""
    try:
        return kits.get(deps.store, caller, found[1].kit_id).organisation
    except AppError:  # the kit was deleted since
        return ""
