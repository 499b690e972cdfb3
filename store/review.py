"""What reviewers say of a transcript, as rows: notes, verdicts, the trail. Every query carries the owner.

`caller` is the side that reviews, its rows theirs alone: a candidate who reads their own transcript sees nothing of what the one
who invited them says of it. Who says something stands in the noun as `by`.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update

from core.caller import Caller
from core.errors import AppError
from core.transcript import Line, Note, Verdict
from store import tables
from store.database import Store

_n, _v, _a = tables.notes.c, tables.verdicts.c, tables.audit.c


def add_note(store: Store, caller: Caller, note: Note, most: int) -> None:
    """Keeps a note; AppError `too_many_notes` when its reviewer has `most` on this transcript."""
    here = (_n.transcript_id == note.transcript_id, _n.owner == caller.owner)
    with store.write() as connection:
        held = connection.execute(select(func.count()).where(*here)).scalar_one()
        if held >= most:
            raise AppError("too_many_notes", f"There are {most:,} notes on this transcript. Delete some first.")
        connection.execute(
            insert(tables.notes).values(
                id=note.id,
                transcript_id=note.transcript_id,
                owner=caller.owner,
                created_at=note.made_at,
                data=note.model_dump(mode="json"),
            )
        )


def note(store: Store, caller: Caller, transcript_id: str, note_id: str) -> Note:
    """One note of a transcript; AppError `unknown_note`."""
    query = select(_n.data).where(
        _n.id == note_id, _n.transcript_id == transcript_id, _n.owner == caller.owner
    )
    with store.read() as connection:
        data = connection.execute(query).scalar()
    if data is None:
        raise AppError("unknown_note", "There is no such note. It may have been deleted; reload to see.")
    return Note.model_validate(data)


def change_note(store: Store, caller: Caller, changed: Note) -> None:
    """Puts a note in the place of the one with its id."""
    here = (_n.id == changed.id, _n.owner == caller.owner)
    with store.write() as connection:
        connection.execute(update(tables.notes).where(*here).values(data=changed.model_dump(mode="json")))


def delete_note(store: Store, caller: Caller, note_id: str) -> None:
    """Deletes a note."""
    with store.write() as connection:
        connection.execute(delete(tables.notes).where(_n.id == note_id, _n.owner == caller.owner))


def notes(store: Store, caller: Caller, transcript_id: str) -> list[Note]:
    """The notes of a transcript in the order of their seconds, those without one first."""
    query = select(_n.data).where(_n.transcript_id == transcript_id, _n.owner == caller.owner)
    with store.read() as connection:
        found = [Note.model_validate(data) for data in connection.execute(query.order_by(_n.created_at)).scalars()]
    return sorted(found, key=lambda one: -1.0 if one.at is None else one.at)


def put_verdict(store: Store, caller: Caller, made: Verdict) -> Verdict | None:
    """Keeps a reviewer's verdict in place of their earlier one, which is given back."""
    seed = f"{caller.owner}\0{made.transcript_id}\0{made.by}"
    key = hashlib.sha256(seed.encode("utf-8", "ignore")).hexdigest()
    values = {"created_at": made.made_at, "data": made.model_dump(mode="json")}
    with store.write() as connection:
        here = (_v.id == key, _v.owner == caller.owner)
        data = connection.execute(select(_v.data).where(*here).with_for_update()).scalar()
        if data is None:
            row = {"id": key, "transcript_id": made.transcript_id, "owner": caller.owner, **values}
            connection.execute(insert(tables.verdicts).values(row))
            return None
        connection.execute(update(tables.verdicts).where(*here).values(values))
    return Verdict.model_validate(data)


def verdicts(store: Store, caller: Caller, transcript_ids: Sequence[str]) -> list[Verdict]:
    """Every reviewer's verdict on these transcripts, oldest first."""
    query = select(_v.data).where(_v.transcript_id.in_(transcript_ids), _v.owner == caller.owner)
    with store.read() as connection:
        rows = connection.execute(query.order_by(_v.created_at, _v.id)).scalars()
        return [Verdict.model_validate(data) for data in rows]


def add_line(store: Store, caller: Caller, line: Line) -> None:
    """Adds a line to the trail of a transcript; lines are never changed."""
    with store.write() as connection:
        connection.execute(
            insert(tables.audit).values(
                transcript_id=line.transcript_id,
                owner=caller.owner,
                created_at=line.at,
                data=line.model_dump(mode="json"),
            )
        )


def lines(store: Store, caller: Caller, transcript_id: str, limit: int = 500) -> list[Line]:
    """The trail of a transcript, latest first."""
    query = select(_a.data).where(_a.transcript_id == transcript_id, _a.owner == caller.owner)
    with store.read() as connection:
        rows = connection.execute(query.order_by(_a.created_at.desc(), _a.id.desc()).limit(limit)).scalars()
        return [Line.model_validate(data) for data in rows]
