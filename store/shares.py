"""Links that share a transcript, and who opened them when."""

from datetime import datetime

from sqlalchemy import insert, select, update

from core.caller import Caller
from core.errors import AppError
from core.kit import Share, Viewing
from store import links, tables
from store.database import Store


def put(store: Store, caller: Caller, share: Share, secret: str) -> None:
    """Keeps a new share under the digest of its secret."""
    links.put(store, caller, tables.shares, share, secret, {"transcript_id"})


def by_secret(store: Store, secret: str) -> Share | None:
    """The share of a link, ended or not."""
    s = tables.shares.c
    with store.read() as connection:
        data = connection.execute(select(s.data).where(s.digest == links.digest(secret))).scalar()
    return Share.model_validate(data) if data is not None else None


def of_transcript(store: Store, transcript_id: str) -> list[Share]:
    """Every share of a transcript, oldest first, by whomever; for verbs that have checked who asks."""
    s = tables.shares.c
    query = select(s.data).where(s.transcript_id == transcript_id).order_by(s.created_at, s.id)
    with store.read() as connection:
        return [Share.model_validate(data) for data in connection.execute(query).scalars()]


def revoke(store: Store, caller: Caller, share_id: str, at: datetime) -> Share:
    """Ends a share of the caller's, once; AppError `unknown_share`."""
    s = tables.shares.c
    here = (s.id == share_id, s.owner == caller.owner)
    with store.write() as connection:
        data = connection.execute(select(s.data).where(*here).with_for_update()).scalar()
        if data is None:
            raise AppError("unknown_share", "There is no such share among yours. Pick one from the transcript's list.")
        found = Share.model_validate(data)
        changed = found.model_copy(update={"revoked_at": found.revoked_at or at})
        connection.execute(update(tables.shares).where(*here).values(data=changed.model_dump(mode="json")))
    return changed


def viewed(store: Store, share: Share, viewing: Viewing) -> None:
    """Adds a line to the log of a share."""
    row = {
        "share_id": share.id,
        "owner": share.owner,
        "created_at": viewing.at,
        "data": viewing.model_dump(mode="json"),
    }
    with store.write() as connection:
        connection.execute(insert(tables.share_views).values(row))


def views(store: Store, share_id: str) -> list[Viewing]:
    """The log of a share, oldest first; for verbs that have checked who asks."""
    v = tables.share_views.c
    query = select(v.data).where(v.share_id == share_id).order_by(v.created_at, v.id)
    with store.read() as connection:
        return [Viewing.model_validate(data) for data in connection.execute(query).scalars()]
