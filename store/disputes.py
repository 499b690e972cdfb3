"""Disputes as rows, one for each decision that was objected to. Every query carries the owner."""

from datetime import datetime

from sqlalchemy import insert, select, update

from core.caller import Caller
from core.dispute import Dispute
from core.errors import AppError
from store import tables
from store.database import Store


def put(store: Store, caller: Caller, dispute: Dispute) -> None:
    """Keeps a dispute; an earlier one of the same decision is replaced."""
    d = tables.disputes.c
    values = {"created_at": dispute.created_at, "data": dispute.model_dump(mode="json")}
    keys = {"id": dispute.id, "owner": caller.owner, "session_id": dispute.session_id, "report_id": dispute.report_id}
    with store.write() as connection:
        here = (d.id == dispute.id, d.owner == caller.owner)
        if not connection.execute(update(tables.disputes).where(*here).values(values)).rowcount:
            connection.execute(insert(tables.disputes).values({**keys, **values}))


def withdraw(store: Store, caller: Caller, dispute_id: str, at: datetime) -> Dispute:
    """Marks a dispute as withdrawn, once; AppError `unknown_dispute`."""
    d = tables.disputes.c
    here = (d.id == dispute_id, d.owner == caller.owner)
    with store.write() as connection:
        data = connection.execute(select(d.data).where(*here).with_for_update()).scalar()
        if data is None:
            raise AppError("unknown_dispute", "You have not disputed that decision, so there is nothing to withdraw.")
        found = Dispute.model_validate(data)
        if not found.open:
            return found
        changed = found.model_copy(update={"withdrawn_at": at})
        connection.execute(update(tables.disputes).where(*here).values(data=changed.model_dump(mode="json")))
    return changed


def every(store: Store, caller: Caller, *, session_id: str = "", report_id: str = "") -> list[Dispute]:
    """The caller's disputes, oldest first: all, or those of one interview or one report."""
    d = tables.disputes.c
    query = select(d.data).where(d.owner == caller.owner)
    query = query.where(d.session_id == session_id) if session_id else query
    query = query.where(d.report_id == report_id) if report_id else query
    with store.read() as connection:
        rows = connection.execute(query.order_by(d.created_at, d.id)).scalars()
        return [Dispute.model_validate(data) for data in rows]
