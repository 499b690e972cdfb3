"""Keeping no longer than was promised: what the setting says is over is deleted for its owner by a job, and written down."""

import logging
from datetime import timedelta
from typing import Any

from agents.deps import Deps
from agents.transcripts import deleting
from core.caller import Caller
from store import jobs, retention
from store.jobs import Job, NewJob

log = logging.getLogger(__name__)
RETENTION_JOB = "retention"


def sweep(deps: Deps) -> int:
    """Queues a job, once a day, for everybody who has something that is due; returns for how many. Nothing where nothing ends."""
    days = deps.settings.retention_days
    if not days:
        return 0
    now = deps.now()
    found = retention.owners(deps.store, now - timedelta(days=days))
    for owner in found:
        new = NewJob(kind=RETENTION_JOB, payload={"days": days}, key=f"{RETENTION_JOB}:{now:%Y-%m-%d}")
        jobs.enqueue(deps.store, Caller(owner=owner, role="program"), new)
    if found:
        deps.queue.wake()
    return len(found)


def run(deps: Deps, job: Job) -> dict[str, Any]:
    """The worker's part: deletes what is due of the job's owner; its result says how much, and nothing of what it was."""
    caller = Caller(owner=job.owner, role="program")
    before = deps.now() - timedelta(days=job.payload["days"])
    sessions, media = retention.due(deps.store, caller, before)
    for session_id in sessions:
        deleting.interview(deps, caller, session_id)
    for media_id in media:
        deleting.brought(deps, caller, media_id)
    if sessions or media:
        deleting.settle(deps, caller)
        log.warning(
            "retention: %d interviews and %d recordings that were untouched for %d days were deleted",
            len(sessions), len(media), job.payload["days"],
        )  # fmt: skip
    return {"interviews": len(sessions), "recordings": len(media)}

