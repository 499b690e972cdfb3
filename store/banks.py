"""Question banks of people's own as rows, and the one upload of each person that waits. Every query carries the owner."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, or_, select, update
from sqlalchemy import delete as delete_from

from core.bank import Question
from core.caller import Caller
from core.errors import AppError
from core.own import BankLine, OwnBank, Upload
from store import tables
from store.database import Store

_b, _u = tables.banks.c, tables.uploads.c
_LINE = (_b.id, _b.owner, _b.name, _b.shared, _b.version, _b.counts, _b.created_at, _b.updated_at)


def add(store: Store, caller: Caller, bank: OwnBank) -> None:
    """Keeps a new bank; AppError `name_taken` when the caller has one of this name."""
    line = bank.line
    row = {**line.model_dump(exclude={"mine"}), "owner": caller.owner, "questions": _questions(bank.questions)}
    with store.write() as connection:
        _must_be_free(connection, caller, line.name)
        connection.execute(insert(tables.banks).values(row))


def replace(
    store: Store, caller: Caller, bank_id: str, questions: Sequence[Question], counts: dict[str, int], at: datetime
) -> None:
    """Puts new questions in the place of a bank's and counts its version up."""
    new = {"questions": _questions(questions), "counts": counts, "version": _b.version + 1, "updated_at": at}
    _change(store, caller, bank_id, new)


def rename(store: Store, caller: Caller, bank_id: str, name: str) -> None:
    """Gives a bank another name; AppError `name_taken`."""
    with store.write() as connection:
        _must_be_free(connection, caller, name, bank_id)
        _update(connection, caller, bank_id, {"name": name})


def share(store: Store, caller: Caller, bank_id: str, shared: bool) -> None:
    """Opens a bank to everyone on this server, or closes it again."""
    _change(store, caller, bank_id, {"shared": shared})


def delete(store: Store, caller: Caller, bank_id: str) -> None:
    """Deletes a bank of the caller's."""
    with store.write() as connection:
        gone = connection.execute(delete_from(tables.banks).where(_mine(caller, bank_id))).rowcount
    if not gone:
        raise _unknown()


def get(store: Store, caller: Caller, bank_id: str) -> OwnBank:
    """A bank of the caller's own; AppError `unknown_bank`."""
    with store.read() as connection:
        row = connection.execute(select(tables.banks).where(_mine(caller, bank_id))).mappings().first()
    if row is None:
        raise _unknown()
    return _bank(row, caller)


def usable(store: Store, caller: Caller, bank_id: str) -> OwnBank:
    """A bank that the caller may use: their own, or one that is shared; AppError `unknown_bank`."""
    with store.read() as connection:
        query = select(tables.banks).where(_b.id == bank_id, or_(_b.owner == caller.owner, _b.shared))
        row = connection.execute(query).mappings().first()
    if row is None:
        raise _unknown()
    return _bank(row, caller)


def listing(store: Store, caller: Caller, limit: int = 200) -> list[BankLine]:
    """The caller's banks and those that others share, without their questions; the caller's first, then by name."""
    query = select(*_LINE).where(or_(_b.owner == caller.owner, _b.shared))
    with store.read() as connection:
        rows = connection.execute(query.order_by(_b.owner != caller.owner, _b.name, _b.id).limit(limit)).mappings()
        return [_line(row, caller) for row in rows]


def hold(store: Store, caller: Caller, upload: Upload, at: datetime) -> None:
    """Keeps an upload while it is looked through, in the place of the one before."""
    with store.write() as connection:
        connection.execute(delete_from(tables.uploads).where(_u.owner == caller.owner))
        connection.execute(
            insert(tables.uploads).values(owner=caller.owner, created_at=at, data=upload.model_dump(mode="json"))
        )


def held(store: Store, caller: Caller) -> Upload | None:
    """The upload that waits, if there is one."""
    with store.read() as connection:
        data = connection.execute(select(_u.data).where(_u.owner == caller.owner)).scalar()
    return Upload.model_validate(data) if data is not None else None


def drop(store: Store, caller: Caller) -> None:
    """Forgets the upload that waits."""
    with store.write() as connection:
        connection.execute(delete_from(tables.uploads).where(_u.owner == caller.owner))


def _unknown() -> AppError:
    return AppError("unknown_bank", "There is no such question bank. Look at the list on the Questions page.")


def _mine(caller: Caller, bank_id: str) -> ColumnElement[bool]:
    return (_b.id == bank_id) & (_b.owner == caller.owner)


def _change(store: Store, caller: Caller, bank_id: str, values: dict[str, Any]) -> None:
    with store.write() as connection:
        _update(connection, caller, bank_id, values)


def _update(connection: Connection, caller: Caller, bank_id: str, values: dict[str, Any]) -> None:
    if not connection.execute(update(tables.banks).where(_mine(caller, bank_id)).values(values)).rowcount:
        raise _unknown()


def _must_be_free(connection: Connection, caller: Caller, name: str, bank_id: str = "") -> None:
    query = select(_b.id).where(_b.owner == caller.owner, _b.name == name, _b.id != bank_id)
    if connection.execute(query).first() is not None:
        raise AppError(
            "name_taken", f"You have a bank called “{name}” already. Choose another name, or replace that bank."
        )


def _questions(questions: Sequence[Question]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in questions]


def _line(row: RowMapping, caller: Caller) -> BankLine:
    told = {column.name: row[column.name] for column in _LINE if column.name != "owner"}
    return BankLine(**told, mine=row["owner"] == caller.owner)


def _bank(row: RowMapping, caller: Caller) -> OwnBank:
    return OwnBank(line=_line(row, caller), questions=tuple(row["questions"]))
