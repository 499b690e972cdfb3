"""Interview kits, invites and the consent of candidates. Every query carries the caller, or the secret of a link."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core.caller import Caller
from core.errors import AppError
from core.kit import Grant, Invite, Kit
from store import links, tables
from store.database import Store


def put(store: Store, caller: Caller, kit: Kit) -> None:
    """Keeps a new kit."""
    row = {"id": kit.id, "owner": caller.owner, "created_at": kit.made_at, "data": kit.model_dump(mode="json")}
    with store.write() as connection:
        connection.execute(insert(tables.kits).values(row))


def get(store: Store, caller: Caller, kit_id: str) -> Kit:
    """The caller's kit; AppError `unknown_kit`."""
    k = tables.kits.c
    with store.read() as connection:
        data = connection.execute(select(k.data).where(k.id == kit_id, k.owner == caller.owner)).scalar()
    if data is None:
        raise AppError("unknown_kit", "There is no such kit among yours. Pick one from the list, or make one.")
    return Kit.model_validate(data)


def every(store: Store, caller: Caller) -> list[Kit]:
    """The caller's kits, latest first."""
    k = tables.kits.c
    query = select(k.data).where(k.owner == caller.owner).order_by(k.created_at.desc(), k.id)
    with store.read() as connection:
        return [Kit.model_validate(data) for data in connection.execute(query).scalars()]


def remove(store: Store, caller: Caller, kit_id: str) -> None:
    """Deletes a kit with its invites; interviews that were held with it stay their candidates'."""
    get(store, caller, kit_id)
    k, i = tables.kits.c, tables.invites.c
    with store.write() as connection:
        connection.execute(delete(tables.invites).where(i.kit_id == kit_id, i.owner == caller.owner))
        connection.execute(delete(tables.kits).where(k.id == kit_id, k.owner == caller.owner))


# --- invites ----------------------------------------------------------------------------------------------------------


def put_invite(store: Store, caller: Caller, invite: Invite, secret: str) -> None:
    """Keeps a new invite under the digest of its secret."""
    links.put(store, caller, tables.invites, invite, secret, {"kit_id", "taken_by"})


def invites(store: Store, caller: Caller, kit_id: str) -> list[Invite]:
    """The invites of the caller's kit, oldest first."""
    i = tables.invites.c
    query = select(i.data).where(i.kit_id == kit_id, i.owner == caller.owner).order_by(i.created_at, i.id)
    with store.read() as connection:
        return [Invite.model_validate(data) for data in connection.execute(query).scalars()]


def by_secret(store: Store, secret: str) -> tuple[Invite, Kit]:
    """What a link leads to; AppError `unknown_invite`."""
    i, k = tables.invites.c, tables.kits.c
    query = (
        select(i.data, k.data.label("kit"))
        .join_from(tables.invites, tables.kits, k.id == i.kit_id)
        .where(i.digest == links.digest(secret))
    )
    with store.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise AppError("unknown_invite", "This link leads to no interview. Ask whoever sent it for a new one.")
    return Invite.model_validate(row[0]), Kit.model_validate(row[1])


def revoke(store: Store, caller: Caller, invite_id: str, at: datetime) -> Invite:
    """Ends an invite that nobody has taken yet; AppError `unknown_invite` or `invite_taken`."""
    with store.write() as connection:
        found = _mine(connection, caller, invite_id)
        if found.taken_by:
            raise AppError("invite_taken", "A candidate has begun with this link already; it can end no more.")
        changed = found.model_copy(update={"revoked_at": found.revoked_at or at})
        _change(connection, changed)
    return changed


def take(store: Store, secret: str, caller: Caller, session_id: str, grant: Grant) -> Invite:
    """Binds an invite to its candidate and keeps their consent, in one step; AppError `invite_taken` where another was quicker."""
    i = tables.invites.c
    with store.write() as connection:
        query = select(i.data).where(i.digest == links.digest(secret)).with_for_update()
        found = Invite.model_validate(connection.execute(query).scalar_one())
        if found.taken_by:
            if found.taken_by == caller.owner:
                return found
            raise AppError("invite_taken", TAKEN)
        changed = found.model_copy(update={"taken_by": caller.owner, "session_id": session_id})
        _change(connection, changed)
        connection.execute(insert(tables.grants).values(_row(grant)))
    return changed


TAKEN = "Somebody has begun this interview already. Each link is for one person; ask whoever sent it for a new one."


def _mine(connection: Connection, caller: Caller, invite_id: str) -> Invite:
    i = tables.invites.c
    query = select(i.data).where(i.id == invite_id, i.owner == caller.owner).with_for_update()
    data = connection.execute(query).scalar()
    if data is None:
        raise AppError("unknown_invite", "There is no such invite among yours. Pick one from the kit's list.")
    return Invite.model_validate(data)


def _change(connection: Connection, invite: Invite) -> None:
    values = {"taken_by": invite.taken_by, "data": invite.model_dump(mode="json")}
    connection.execute(update(tables.invites).where(tables.invites.c.id == invite.id).values(values))


# --- consent ----------------------------------------------------------------------------------------------------------


def grant_of(store: Store, caller: Caller, session_id: str) -> Grant | None:
    """The consent that the caller gave for an interview of theirs."""
    g = tables.grants.c
    query = select(g.data).where(g.session_id == session_id, g.owner == caller.owner)
    with store.read() as connection:
        data = connection.execute(query).scalar()
    return Grant.model_validate(data) if data is not None else None


def granted(store: Store, caller: Caller, kit_id: str = "") -> list[Grant]:
    """What candidates let the caller read, as it stands now: of all kits, or of one."""
    g = tables.grants.c
    query = select(g.data).where(g.grantee == caller.owner, g.withdrawn_at.is_(None))
    query = query.where(g.kit_id == kit_id) if kit_id else query
    with store.read() as connection:
        return [Grant.model_validate(data) for data in connection.execute(query.order_by(g.created_at)).scalars()]


def finished(store: Store, caller: Caller, session_ids: Iterable[str]) -> frozenset[str]:
    """Which of these interviews are over, of those that the caller may read."""
    g, s = tables.grants.c, tables.sessions.c
    query = (
        select(s.id)
        .join_from(tables.sessions, tables.grants, g.session_id == s.id)
        .where(s.id.in_(list(session_ids)), s.status == "finished", g.grantee == caller.owner, g.withdrawn_at.is_(None))
    )
    with store.read() as connection:
        return frozenset(connection.execute(query).scalars())


def withdraw(store: Store, caller: Caller, session_id: str, at: datetime) -> Grant:
    """Ends the caller's consent, once and at once; AppError `unknown_consent`."""
    g = tables.grants.c
    here = (g.session_id == session_id, g.owner == caller.owner)
    with store.write() as connection:
        data = connection.execute(select(g.data).where(*here).with_for_update()).scalar()
        if data is None:
            raise AppError("unknown_consent", "Nobody else may read this interview, so there is nothing to withdraw.")
        found = Grant.model_validate(data)
        if found.withdrawn_at is not None:
            return found
        changed = found.model_copy(update={"withdrawn_at": at})
        connection.execute(update(tables.grants).where(*here).values(_row(changed)))
    return changed


def _row(grant: Grant) -> dict[str, Any]:
    return {
        **grant.model_dump(include={"session_id", "kit_id", "owner"}),
        "grantee": grant.to,
        "created_at": grant.given_at,
        "withdrawn_at": grant.withdrawn_at,
        "data": grant.model_dump(mode="json"),
    }
