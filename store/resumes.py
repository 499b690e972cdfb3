"""Resumes and matches as rows; files are blobs beside them. Every query carries the owner."""

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete as delete_from
from sqlalchemy import insert, select, update

from core.caller import Caller
from core.errors import AppError
from core.portfolio import KeptMatch, KeptResume
from store import tables
from store.database import Store

_NO_RESUME = "There is no such resume among yours. Upload it again."
_NO_MATCH = "There is no such analysis among yours. Start a new one on the Resume page."


def job_key(job_text: str) -> str:
    """What two matches with the same job description share, however it was spaced."""
    return hashlib.sha256(" ".join(job_text.split()).casefold().encode("utf-8", "ignore")).hexdigest()[:32]


def add(store: Store, caller: Caller, resume: KeptResume) -> None:
    """Keeps a resume; one with this id that is there already stays as it is."""
    r = tables.resumes.c
    row = {
        "id": resume.id,
        "owner": caller.owner,
        "created_at": resume.created_at,
        "data": resume.model_dump(mode="json"),
    }
    with store.write() as connection:
        if connection.execute(select(r.id).where(r.id == resume.id)).first() is None:
            connection.execute(insert(tables.resumes).values(row))


def get(store: Store, caller: Caller, resume_id: str) -> KeptResume:
    """The resume with this id; AppError `unknown_resume`."""
    r = tables.resumes.c
    with store.read() as connection:
        data = connection.execute(select(r.data).where(r.id == resume_id, r.owner == caller.owner)).scalar()
    if data is None:
        raise AppError("unknown_resume", _NO_RESUME)
    return KeptResume.model_validate(data)


def change(store: Store, caller: Caller, resume_id: str, how: Callable[[KeptResume], KeptResume]) -> KeptResume:
    """Changes a resume in one transaction."""
    r = tables.resumes.c
    here = (r.id == resume_id, r.owner == caller.owner)
    with store.write() as connection:
        data = connection.execute(select(r.data).where(*here).with_for_update()).scalar()
        if data is None:
            raise AppError("unknown_resume", _NO_RESUME)
        changed = how(KeptResume.model_validate(data))
        connection.execute(update(tables.resumes).where(*here).values(data=changed.model_dump(mode="json")))
    return changed


def listing(store: Store, caller: Caller, limit: int = 50) -> list[KeptResume]:
    """The caller's resumes, latest first."""
    r = tables.resumes.c
    query = select(r.data).where(r.owner == caller.owner).order_by(r.created_at.desc(), r.id).limit(limit)
    with store.read() as connection:
        return [KeptResume.model_validate(data) for data in connection.execute(query).scalars()]


def delete(store: Store, caller: Caller, resume_id: str) -> None:
    """Deletes a resume and its matches."""
    get(store, caller, resume_id)
    m, r = tables.matches.c, tables.resumes.c
    with store.write() as connection:
        connection.execute(delete_from(tables.matches).where(m.resume_id == resume_id, m.owner == caller.owner))
        connection.execute(delete_from(tables.resumes).where(r.id == resume_id, r.owner == caller.owner))


def add_match(store: Store, caller: Caller, match: KeptMatch) -> None:
    """Keeps a match that is still to be worked out; one with this id stays as it is."""
    m = tables.matches.c
    row: dict[str, Any] = {
        "id": match.id,
        "owner": caller.owner,
        "resume_id": match.resume_id,
        "job_key": job_key(match.job_text),
        "created_at": match.created_at,
        "data": match.model_dump(mode="json"),
    }
    with store.write() as connection:
        if connection.execute(select(m.id).where(m.id == match.id)).first() is None:
            connection.execute(insert(tables.matches).values(row))


def get_match(store: Store, caller: Caller, match_id: str) -> KeptMatch:
    """The match with this id; AppError `unknown_match`."""
    m = tables.matches.c
    with store.read() as connection:
        data = connection.execute(select(m.data).where(m.id == match_id, m.owner == caller.owner)).scalar()
    if data is None:
        raise AppError("unknown_match", _NO_MATCH)
    return KeptMatch.model_validate(data)


def change_match(store: Store, caller: Caller, match_id: str, how: Callable[[KeptMatch], KeptMatch]) -> KeptMatch:
    """Changes a match in one transaction."""
    m = tables.matches.c
    here = (m.id == match_id, m.owner == caller.owner)
    with store.write() as connection:
        data = connection.execute(select(m.data).where(*here).with_for_update()).scalar()
        if data is None:
            raise AppError("unknown_match", _NO_MATCH)
        changed = how(KeptMatch.model_validate(data))
        connection.execute(update(tables.matches).where(*here).values(data=changed.model_dump(mode="json")))
    return changed


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
