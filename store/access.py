"""Transcripts that somebody else let be read: by a candidate's consent, as an invited reviewer, or by a link.

A consent that was withdrawn opens nothing, and neither does what was passed on by whoever had it.
"""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select

from core.caller import Caller
from core.kit import Grant, Share
from core.transcript import Transcript
from store import tables
from store.database import Store


def let_read(owner: str) -> CompoundSelect[str]:
    """The ids of the transcripts of others that this owner may read now."""
    return granted_to(owner).union_all(select(seats_of(owner).subquery().c.transcript_id))


def granted_to(owner: str, kit_id: str = "") -> Select[str]:
    """The ids of the transcripts whose candidates let this owner read them now: of all kits, or of one."""
    g = tables.grants.c
    query = select(g.session_id).where(g.grantee == owner, g.withdrawn_at.is_(None))
    return query.where(g.kit_id == kit_id) if kit_id else query


def seats_of(owner: str) -> Select[str, str]:
    """(invitation, transcript) that this owner may review now."""
    r, d = tables.reviewers.c, tables.reviewed.c
    return (
        select(d.reviewer_id, d.transcript_id)
        .join_from(tables.reviewers, tables.reviewed, r.id == d.reviewer_id)
        .where(*_seated(owner), or_(_owns(), select(tables.grants.c.session_id).where(_holds()).exists()))
    )


def through_grant(store: Store, caller: Caller, transcript_id: str) -> tuple[Transcript, Grant] | None:
    """A transcript of somebody who agreed that the caller reads it, or that who invited the caller does; with what they agreed to."""
    return _granted(store, caller, transcript_id) or _as_reviewer(store, caller, transcript_id)


def through_share(store: Store, share: Share) -> tuple[Transcript, Grant | None] | None:
    """The transcript of a share, as long as the one who made it may still read it in their own right."""
    maker = Caller(owner=share.owner, role="program")
    t = tables.transcripts.c
    query = select(t.data).where(t.id == share.transcript_id, t.owner == maker.owner)
    with store.read() as connection:
        data = connection.execute(query).scalar()
    if data is not None:
        return Transcript.model_validate(data), None
    return _granted(store, maker, share.transcript_id)


def _granted(store: Store, caller: Caller, transcript_id: str) -> tuple[Transcript, Grant] | None:
    g, t = tables.grants.c, tables.transcripts.c
    here = and_(g.session_id == t.id, g.owner == t.owner)
    query = (
        select(t.data, g.data.label("consent"))
        .join_from(tables.transcripts, tables.grants, here)
        .where(t.id == transcript_id, g.grantee == caller.owner, g.withdrawn_at.is_(None))
    )
    with store.read() as connection:
        row = connection.execute(query).first()
    return (Transcript.model_validate(row[0]), Grant.model_validate(row[1])) if row is not None else None


def _as_reviewer(store: Store, caller: Caller, transcript_id: str) -> tuple[Transcript, Grant] | None:
    r, d, g, t = tables.reviewers.c, tables.reviewed.c, tables.grants.c, tables.transcripts.c
    query = (
        select(t.data, g.data.label("consent"), r.created_at)
        .join_from(tables.reviewers, tables.reviewed, r.id == d.reviewer_id)
        .join(tables.transcripts, t.id == d.transcript_id)
        .outerjoin(tables.grants, and_(_holds(), g.owner == t.owner))
        .where(d.transcript_id == transcript_id, *_seated(caller.owner), or_(t.owner == r.owner, g.session_id.is_not(None)))
    )
    with store.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    made = Transcript.model_validate(row[0])
    if row[1] is not None:
        return made, Grant.model_validate(row[1])
    # Whose own it is lets whom they invite hear what they hear.
    return made, Grant(session_id=made.id, kit_id="", owner=made.owner, to=caller.owner, audio=True, given_at=row[2])


def _seated(owner: str) -> tuple[ColumnElement[bool], ...]:
    """By the clock of this machine, so that no query can go past the end."""
    r = tables.reviewers.c
    return r.taken_by == owner, r.ends_at > datetime.now(UTC)


def _owns() -> ColumnElement[bool]:
    r, d, t = tables.reviewers.c, tables.reviewed.c, tables.transcripts.c
    return select(t.id).where(t.id == d.transcript_id, t.owner == r.owner).exists()


def _holds() -> ColumnElement[bool]:
    """Who invited may read it by its candidate's consent."""
    r, d, g = tables.reviewers.c, tables.reviewed.c, tables.grants.c
    return and_(g.session_id == d.transcript_id, g.grantee == r.owner, g.withdrawn_at.is_(None))
