"""The jobs table: at least once delivered, once effective. A lease says who works on a job and until when."""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, and_, insert, or_, select, update

from core.caller import Caller
from core.errors import AppError
from core.noun import Noun
from store import tables
from store.database import Store

MOST_ATTEMPTS = 5
BACKOFF_S = (1.0, 5.0, 30.0, 120.0)
"""Seconds before the second, third, fourth and fifth attempt."""


class NewJob(Noun):
    """Work to be done once for `key`; the payload holds ids, never content."""

    kind: str
    payload: dict[str, Any]
    key: str


class Job(Noun):
    """A job as it stands."""

    id: str
    owner: str
    kind: str
    payload: dict[str, Any]
    state: Literal["queued", "running", "done", "failed"]
    attempts: int
    progress: str
    error: str
    result: dict[str, Any]
    created_at: datetime
    updated_at: datetime


def enqueue(store: Store, caller: Caller, new: NewJob) -> Job:
    """Adds a job; one with the same key that is there already is given back."""
    with store.write() as connection:
        return add(connection, caller, new, datetime.now(UTC))


def add(connection: Connection, caller: Caller, new: NewJob, at: datetime) -> Job:
    """The same within a transaction of the caller's."""
    found = _find(connection, caller, new.key)
    if found is not None:
        return found
    job = Job(
        id=uuid.uuid4().hex,
        owner=caller.owner,
        kind=new.kind,
        payload=new.payload,
        state="queued",
        attempts=0,
        progress="",
        error="",
        result={},
        created_at=at,
        updated_at=at,
    )
    connection.execute(insert(tables.jobs).values(key=new.key, **job.model_dump()))
    return job


def again(store: Store, caller: Caller, new: NewJob) -> Job:
    """Adds a job; one with the same key that has ended, well or badly, is queued anew with the new payload."""
    at = datetime.now(UTC)
    with store.write() as connection:
        job = add(connection, caller, new, at)
        if job.state in ("queued", "running"):
            return job
        changed = {"state": "queued", "attempts": 0, "error": "", "result": {}, "payload": new.payload}
        _set(connection, job.id, None, **changed, not_before=None, lease_until=None)
        return job.model_copy(update={**changed, "updated_at": at})


def get(store: Store, caller: Caller, job_id: str) -> Job:
    """The job with this id; AppError `unknown_job`."""
    j = tables.jobs.c
    with store.read() as connection:
        row = (
            connection.execute(select(tables.jobs).where(j.id == job_id, j.owner == caller.owner))
            .mappings()
            .one_or_none()
        )
    if row is None:
        raise AppError("unknown_job", "There is no such job among yours. Ask for the report again.")
    return _job(row)


def by_key(store: Store, caller: Caller, key: str) -> Job | None:
    """The job made for a key, if there is one."""
    with store.read() as connection:
        return _find(connection, caller, key)


def claim(store: Store, worker: str, lease_s: float, kinds: Sequence[str]) -> Job | None:
    """Takes the oldest job that waits or whose lease ran out; None when there is none."""
    j, now = tables.jobs.c, datetime.now(UTC)
    free = or_(
        and_(j.state == "queued", or_(j.not_before.is_(None), j.not_before <= now)),
        and_(j.state == "running", j.lease_until < now),
    )
    wanted = select(tables.jobs).where(free, j.kind.in_(kinds)).order_by(j.created_at).limit(1)
    with store.read() as connection:  # looking costs no write lock
        if connection.execute(wanted).first() is None:
            return None
    with store.write() as connection:
        row = connection.execute(wanted.with_for_update(skip_locked=True)).mappings().first()
        if row is None:
            return None
        if row["attempts"] >= MOST_ATTEMPTS:
            _set(connection, row["id"], None, state="failed", error="It was tried five times and never came to an end.")
            return None
        _set(
            connection,
            row["id"],
            None,
            state="running",
            worker=worker,
            attempts=row["attempts"] + 1,
            lease_until=now + timedelta(seconds=lease_s),
        )
        return _job(row).model_copy(update={"state": "running", "attempts": row["attempts"] + 1})


def renew(store: Store, job: Job, worker: str, lease_s: float) -> bool:
    """Holds the job longer; False when it is no longer this worker's."""
    return _hold(store, job, worker, lease_until=datetime.now(UTC) + timedelta(seconds=lease_s))


def progress(store: Store, job: Job, text: str) -> None:
    """Says how far a running job is, for a verb that does not know its worker."""
    with store.write() as connection:
        connection.execute(
            update(tables.jobs)
            .where(tables.jobs.c.id == job.id, tables.jobs.c.state == "running", tables.jobs.c.owner == job.owner)
            .values(progress=text, updated_at=datetime.now(UTC))
        )


def advanced(store: Store, job: Job, text: str) -> None:
    """The same for a part of the work that is kept: it will not be done again, so the attempts are counted anew."""
    with store.write() as connection:
        connection.execute(
            update(tables.jobs)
            .where(tables.jobs.c.id == job.id, tables.jobs.c.state == "running", tables.jobs.c.owner == job.owner)
            .values(progress=text, attempts=1, updated_at=datetime.now(UTC))
        )


def release(store: Store, dead: Callable[[str], bool]) -> int:
    """Lets go of jobs whose worker is known to be dead, so that nobody waits for their leases; returns how many."""
    j = tables.jobs.c
    with store.read() as connection:
        held = connection.execute(select(j.id, j.worker).where(j.state == "running")).tuples().all()
    lost = [(job_id, worker) for job_id, worker in held if worker and dead(worker)]
    return sum(_let_go(store, job_id, worker) for job_id, worker in lost)


def finish(store: Store, job: Job, worker: str, result: dict[str, Any]) -> bool:
    """Done, with ids of what was made; False when the job is no longer this worker's."""
    return _hold(store, job, worker, state="done", result=result, lease_until=None, error="")


def fail(store: Store, job: Job, worker: str, sentence: str, *, again: bool) -> bool:
    """Failed: to be tried again later while attempts are left, else for good."""
    if again and job.attempts < MOST_ATTEMPTS:
        later = datetime.now(UTC) + timedelta(seconds=pause_after(job))
        return _hold(store, job, worker, state="queued", error=sentence, lease_until=None, not_before=later)
    return _hold(store, job, worker, state="failed", error=sentence, lease_until=None)


def pause_after(job: Job) -> float:
    """Seconds between an attempt that failed and the next."""
    return BACKOFF_S[min(job.attempts, len(BACKOFF_S)) - 1]


def _let_go(store: Store, job_id: str, worker: str) -> bool:
    with store.write() as connection:
        return _set(connection, job_id, worker, lease_until=datetime.now(UTC) - timedelta(seconds=1))


def _hold(store: Store, job: Job, worker: str, **values: Any) -> bool:
    with store.write() as connection:
        return _set(connection, job.id, worker, **values)


def _set(connection: Connection, job_id: str, holder: str | None, **values: Any) -> bool:
    j = tables.jobs.c
    mine = [j.id == job_id] + ([j.worker == holder, j.state == "running"] if holder else [])
    done = connection.execute(update(tables.jobs).where(*mine).values(updated_at=datetime.now(UTC), **values))
    return done.rowcount == 1


def _find(connection: Connection, caller: Caller, key: str) -> Job | None:
    j = tables.jobs.c
    row = connection.execute(select(tables.jobs).where(j.owner == caller.owner, j.key == key)).mappings().one_or_none()
    return _job(row) if row else None


def _job(row: RowMapping) -> Job:
    return Job.model_validate({name: row[name] for name in Job.model_fields})
