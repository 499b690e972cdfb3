"""The side of the candidate: what an invitation says, beginning it with consent, seeing who may read it, taking consent back."""

from agents import interview, sharing
from agents.deps import Deps
from agents.tracks import style
from agents.transcripts import deleting
from agents.view import View
from core.caller import Caller
from core.errors import AppError
from core.kit import Grant, Invite, Kit
from core.noun import Noun
from core.schema import Brief, Plan, Slot
from core.text import clean, day
from store import kits, panel, sessions


class Offer(Noun):
    """What a candidate reads before they decide; the questions are not among it."""

    title: str
    organisation: str
    kind: str
    """The kind of interview, in words."""
    questions: int
    minutes: int
    expires_on: str
    mine: bool = False
    """The caller has begun with this link."""
    session_id: str = ""
    finished: bool = False
    consent: Grant | None = None
    shared: tuple[sharing.Told, ...] = ()
    """Links that the one who invited has made to this interview."""
    reviewers: int = 0
    """People whom they have invited to review it, as it stands."""


def look(deps: Deps, caller: Caller, secret: str) -> Offer:
    """What a link offers to whoever opens it; AppError `unknown_invite`, `invite_over` or `invite_taken`."""
    invite, kit = kits.by_secret(deps.store, secret)
    offer = _offer(invite, kit)
    if invite.taken_by:
        if invite.taken_by != caller.owner:
            raise AppError("invite_taken", kits.TAKEN)
        return _mine(deps, caller, offer, invite)
    _must_be_open(deps, invite)
    return offer


def take(
    deps: Deps, caller: Caller, secret: str, *, agreed: bool, name: str = "", voice: bool = False, record: bool = False
) -> View:
    """Begins the interview of a link, or goes on with it. The first to agree is its candidate, from then on nobody else."""
    invite, kit = kits.by_secret(deps.store, secret)
    if invite.taken_by:
        if invite.taken_by != caller.owner:
            raise AppError("invite_taken", kits.TAKEN)
        return interview.status(deps, caller, invite.session_id)
    _must_be_open(deps, invite)
    if not agreed:
        raise AppError("not_agreed", "Tick that you agree before you begin. Nothing has been kept yet.")
    brief = Brief(
        track=kit.track,
        role=kit.role,
        level=kit.level,
        mode="real",
        questions=len(kit.questions),
        voice=voice,
        record=voice and record,
        name=" ".join(clean(name).split())[:80],
        kit=kit.id,
    )
    view = interview.start_planned(deps, caller, brief, _plan(kit), f"invite-{invite.id}"[:64])
    grant = Grant(
        session_id=view.session_id, kit_id=kit.id, owner=caller.owner, to=kit.owner, audio=brief.record, given_at=deps.now()
    )
    try:
        kits.take(deps.store, secret, caller, view.session_id, grant)
    except AppError:  # another was quicker: nothing of the kit stays with whoever came second
        deleting.interview(deps, caller, view.session_id)
        raise
    return view


def withdraw(deps: Deps, caller: Caller, session_id: str) -> Grant:
    """Takes the consent back: from now on nobody but the candidate can read this interview, by any link."""
    return kits.withdraw(deps.store, caller, session_id, deps.now())


def _plan(kit: Kit) -> Plan:
    """One choice for each slot: the same questions in the same order for everyone."""
    slots = tuple(Slot(topic=one.topic, choices=(one.id,), why="everyone is asked this") for one in kit.questions)
    return Plan(slots=slots, requirements=kit.requirements, questions=kit.questions)


def _offer(invite: Invite, kit: Kit) -> Offer:
    kind = style(kit.track)
    role = "" if kit.role == "any" else f" for {kit.role}"
    return Offer(
        title=kit.title,
        organisation=kit.organisation,
        kind=f"{kind.within} interview{role}",
        questions=len(kit.questions),
        minutes=max(5, round(len(kit.questions) * kind.minutes_each / 5) * 5),
        expires_on=day(invite.expires_at),
    )


def _mine(deps: Deps, caller: Caller, offer: Offer, invite: Invite) -> Offer:
    session = sessions.load(deps.store, caller, invite.session_id)
    return offer.model_copy(
        update={
            "mine": True,
            "session_id": session.id,
            "finished": session.status == "finished",
            "consent": kits.grant_of(deps.store, caller, session.id),
            "shared": sharing.about(deps, caller, session.id),
            "reviewers": panel.watching(deps.store, session.id, caller, deps.now()),
        }
    )


def _must_be_open(deps: Deps, invite: Invite) -> None:
    if invite.revoked_at is not None:
        raise AppError("invite_over", "This link was taken back. Ask whoever sent it for a new one.")
    if invite.expires_at <= deps.now():
        raise AppError("invite_over", f"This link ended on {day(invite.expires_at)}. Ask whoever sent it for a new one.")
