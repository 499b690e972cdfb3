"""Resumes and matches as rows; files are blobs beside them. Every query carries the owner."""

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy import delete as delete_from

from core.caller import Caller
from core.errors import AppError
from core.portfolio import KeptMatch, KeptResume
from store import tables
from store.database import Store

_UNKNOWN = {
    "resumes": ("unknown_resume", "There is no such resume among yours. Upload it again."),
    "matches": ("unknown_match", "There is no such analysis among yours. Start a new one on the Resume page."),
}


def job_key(job_text: str) -> str:
    """What two matches with the same job description share, however it was spaced."""
    return hashlib.sha256(" ".join(job_text.split()).casefold().encode("utf-8", "ignore")).hexdigest()[:32]


def add(store: Store, caller: Caller, resume: KeptResume) -> None:
    """Keeps a resume; one with this id that is there already stays as it is."""
    _add(store, caller, tables.resumes, resume)


def get(store: Store, caller: Caller, resume_id: str) -> KeptResume:
    """The resume with this id; AppError `unknown_resume`."""
    with store.read() as connection:
        return KeptResume.model_validate(_data(connection, tables.resumes, caller, resume_id))


def change(store: Store, caller: Caller, resume_id: str, how: Callable[[KeptResume], KeptResume]) -> KeptResume:
    """Changes a resume in one transaction."""
    with store.write() as connection:
        changed = how(KeptResume.model_validate(_data(connection, tables.resumes, caller, resume_id, lock=True)))
        _put(connection, tables.resumes, caller, resume_id, changed)
    return changed


def names(store: Store, caller: Caller) -> dict[str, str]:
    """Id → name of every resume of the caller, without reading what is in them."""
    r = tables.resumes.c
    with store.read() as connection:
        rows = connection.execute(select(r.id, r.data["name"].as_string()).where(r.owner == caller.owner)).tuples()
        return dict(rows.all())


def delete(store: Store, caller: Caller, resume_id: str) -> None:
    """Deletes a resume and its matches."""
    get(store, caller, resume_id)
    m, r = tables.matches.c, tables.resumes.c
    with store.write() as connection:
        connection.execute(delete_from(tables.matches).where(m.resume_id == resume_id, m.owner == caller.owner))
        connection.execute(delete_from(tables.resumes).where(r.id == resume_id, r.owner == caller.owner))


def add_match(store: Store, caller: Caller, match: KeptMatch) -> None:
    """Keeps a match that is still to be worked out; one with this id stays as it is."""
    _add(store, caller, tables.matches, match, resume_id=match.resume_id, job_key=job_key(match.job_text))


def get_match(store: Store, caller: Caller, match_id: str) -> KeptMatch:
    """The match with this id; AppError `unknown_match`."""
    with store.read() as connection:
        return KeptMatch.model_validate(_data(connection, tables.matches, caller, match_id))


def change_match(store: Store, caller: Caller, match_id: str, how: Callable[[KeptMatch], KeptMatch]) -> KeptMatch:
    """Changes a match in one transaction."""
    with store.write() as connection:
        changed = how(KeptMatch.model_validate(_data(connection, tables.matches, caller, match_id, lock=True)))
        # The text of a job that came as a file is known only once the file has been read.
        _put(connection, tables.matches, caller, match_id, changed, job_key=job_key(changed.job_text))
    return changed


def delete_match(store: Store, caller: Caller, match_id: str) -> None:
    """Deletes one match; its resume stays."""
    m = tables.matches.c
    with store.write() as connection:
        gone = connection.execute(delete_from(tables.matches).where(m.id == match_id, m.owner == caller.owner))
        if not gone.rowcount:
            raise AppError(*_UNKNOWN["matches"])


def matches(
    store: Store, caller: Caller, *, resume_id: str = "", same_job_as: str = "", limit: int = 50
) -> list[KeptMatch]:
    """The caller's matches, latest first: all, those of one resume, or those with the same job description."""
    m = tables.matches.c
    query = select(m.data).where(m.owner == caller.owner)
    query = query.where(m.resume_id == resume_id) if resume_id else query
    query = query.where(m.job_key == job_key(same_job_as)) if same_job_as else query
    with store.read() as connection:
        rows = connection.execute(query.order_by(m.created_at.desc(), m.id).limit(limit)).scalars()
        return [KeptMatch.model_validate(data) for data in rows]


def _add(store: Store, caller: Caller, table: Table, kept: KeptResume | KeptMatch, **columns: str) -> None:
    row = {"id": kept.id, "owner": caller.owner, "created_at": kept.created_at, "data": kept.model_dump(mode="json")}
    with store.write() as connection:
        if connection.execute(select(table.c.id).where(table.c.id == kept.id)).first() is None:
            connection.execute(insert(table).values({**row, **columns}))


def _data(connection: Connection, table: Table, caller: Caller, key: str, *, lock: bool = False) -> Any:
    query = select(table.c.data).where(table.c.id == key, table.c.owner == caller.owner)
    data = connection.execute(query.with_for_update() if lock else query).scalar()
    if data is None:
        raise AppError(*_UNKNOWN[table.name])
    return data


def _put(
    connection: Connection, table: Table, caller: Caller, key: str, kept: KeptResume | KeptMatch, **columns: str
) -> None:
    here = (table.c.id == key, table.c.owner == caller.owner)
    connection.execute(update(table).where(*here).values(data=kept.model_dump(mode="json"), **columns))
