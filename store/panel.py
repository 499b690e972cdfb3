"""Reviewers invited by link. Every query carries the one who invited, the one who sits, or the secret of a link."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from core.caller import Caller
from core.errors import AppError
from core.panel import Reviewer
from store import access, links, tables
from store.database import Store

TAKEN = "Somebody sits here already. Each link is for one reviewer; ask whoever sent it for one of your own."
_r, _d = tables.reviewers.c, tables.reviewed.c
_SAID = (tables.notes, tables.verdicts, tables.audit)


def put(store: Store, caller: Caller, made: Reviewer, secret: str) -> None:
    """Keeps a new invitation under the digest of its secret."""
    row = {**links.row(caller, made, secret), **_row(made)}
    common = {"reviewer_id": made.id, "owner": caller.owner, "created_at": made.made_at, "data": {}}
    with store.write() as connection:
        connection.execute(insert(tables.reviewers).values(row))
        connection.execute(insert(tables.reviewed), [{"transcript_id": one, **common} for one in made.transcript_ids])


def by_secret(store: Store, secret: str) -> Reviewer | None:
    """The invitation of a link, ended or not."""
    with store.read() as connection:
        return next(iter(_found(connection, _r.digest == links.digest(secret))), None)


def take(store: Store, secret: str, caller: Caller, name: str, at: datetime) -> Reviewer:
    """Binds an invitation to its reviewer; AppError `review_taken` where another was quicker."""
    with store.write() as connection:
        (found,) = _found(connection, _r.digest == links.digest(secret), lock=True)
        if found.taken_by not in ("", caller.owner):
            raise AppError("review_taken", TAKEN)
        changed = found if found.taken_by else found.model_copy(update={"taken_by": caller.owner, "name": name, "taken_at": at})
        _change(connection, changed)
    return changed


def revoke(store: Store, caller: Caller, reviewer_id: str, at: datetime) -> Reviewer:
    """Ends an invitation of the caller's, once; AppError `unknown_reviewer`."""
    with store.write() as connection:
        found = next(iter(_found(connection, _r.id == reviewer_id, _r.owner == caller.owner, lock=True)), None)
        if found is None:
            raise AppError("unknown_reviewer", "There is no such reviewer among those you invited. Pick one from the list.")
        ended = found.model_copy(update={"revoked_at": found.revoked_at or at})
        _change(connection, ended)
    return ended


def invited(store: Store, caller: Caller, transcript_ids: Sequence[str] = ()) -> list[Reviewer]:
    """Whom the caller invited, oldest first: to any of these transcripts, or at all."""
    here = select(_d.reviewer_id).where(_d.transcript_id.in_(transcript_ids))
    with store.read() as connection:
        return _found(connection, _r.owner == caller.owner, *([_r.id.in_(here)] if transcript_ids else []))


def seats(store: Store, caller: Caller) -> Mapping[str, Reviewer]:
    """The invitations by which the caller may read transcripts now, by transcript; of two the later."""
    with store.read() as connection:
        open_ = connection.execute(access.seats_of(caller.owner).order_by(_r.created_at, _r.id)).tuples().all()
        known = {one.id: one for one in _found(connection, _r.id.in_({reviewer for reviewer, _ in open_}))} if open_ else {}
    return {transcript: known[reviewer] for reviewer, transcript in open_}


def watching(store: Store, transcript_id: str, caller: Caller, at: datetime) -> int:
    """How many people others than the caller have invited to a transcript, as it stands; for verbs that checked who asks."""
    query = (
        select(func.count())
        .select_from(tables.reviewed.join(tables.reviewers, _r.id == _d.reviewer_id))
        .where(_d.transcript_id == transcript_id, _r.owner != caller.owner, _r.ends_at > at)
    )
    with store.read() as connection:
        return connection.execute(query).scalar_one()


def said(connection: Connection, caller: Caller) -> list[dict[str, Any]]:
    """What the caller said as an invited reviewer, whose rows are those of who invited them."""
    told: list[dict[str, Any]] = []
    for table in _SAID:
        rows = connection.execute(select(table.c.data).where(*_as_reviewer(table, caller))).scalars()
        told += [{"kind": str(table.name), **data} for data in rows]
    return told


def forget(connection: Connection, caller: Caller) -> None:
    """Deletes what the caller said as an invited reviewer, and their seats; then invitations to nothing that is still there."""
    for table in _SAID:
        connection.execute(delete(table).where(*_as_reviewer(table, caller)))
    connection.execute(delete(tables.blinds).where(tables.blinds.c.reviewer == caller.owner))
    mine = select(_r.id).where(_r.taken_by == caller.owner)
    connection.execute(delete(tables.reviewed).where(_d.reviewer_id.in_(mine)))
    sweep(connection)


def sweep(connection: Connection) -> None:
    """Deletes the invitations whose transcripts are all gone."""
    connection.execute(delete(tables.reviewers).where(~select(_d.reviewer_id).where(_d.reviewer_id == _r.id).exists()))


def _as_reviewer(table: Any, caller: Caller) -> tuple[Any, ...]:
    seated = (
        select(_d.transcript_id)
        .join(tables.reviewers, _r.id == _d.reviewer_id)
        .where(_r.taken_by == caller.owner, _r.owner == table.c.owner)
    )
    return table.c.transcript_id.in_(seated), table.c.data["by"].as_string() == caller.owner


def _found(connection: Connection, *asked: Any, lock: bool = False) -> list[Reviewer]:
    query = select(_r.data).where(*asked).order_by(_r.created_at, _r.id)
    found = [Reviewer.model_validate(data) for data in connection.execute(query.with_for_update() if lock else query).scalars()]
    ids = select(_d.reviewer_id, _d.transcript_id).where(_d.reviewer_id.in_({one.id for one in found})).order_by(_d.transcript_id)
    pairs = connection.execute(ids).tuples().all() if found else ()
    return [one.model_copy(update={"transcript_ids": tuple(key for id_, key in pairs if id_ == one.id)}) for one in found]


def _change(connection: Connection, made: Reviewer) -> None:
    connection.execute(update(tables.reviewers).where(_r.id == made.id).values(_row(made)))


def _row(made: Reviewer) -> dict[str, Any]:
    # What is reviewed stands in rows of its own, which go with their transcripts.
    return {"taken_by": made.taken_by, "ends_at": made.ends_at, "data": made.model_dump(mode="json", exclude={"transcript_ids"})}
