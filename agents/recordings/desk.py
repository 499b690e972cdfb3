"""What people and programs ask of a recording: analyse it, try a stage again, transcribe it anew, say how far it is."""

import time
from collections.abc import Iterator
from typing import Any, Literal

from agents.deps import Deps
from agents.media import keeping
from agents.recordings.kept import Kept
from agents.recordings.running import RECORDING_JOB, key_of
from agents.recordings.stages import state_of
from audio.stt import ROWS
from core.caller import Caller
from core.errors import AppError
from core.media import STAGES, Media, Progress, Stage
from core.noun import Noun
from store import jobs, media, transcripts
from store.jobs import Job, NewJob

LOOK_S, ALIVE_S = 0.2, 10.0
"""Seconds between two looks at a recording that is followed, and after which it is said that nothing is new: a reader who
has gone is only noticed when something is sent."""


class Standing(Noun):
    """How far a recording is. `error` says why it stopped; `transcript_id` is there once there is a transcript to read."""

    media_id: str
    title: str
    state: Literal["idle", "queued", "working", "done", "failed"]
    stages: tuple[Progress, ...]
    error: str = ""
    transcript_id: str = ""


def analyze(deps: Deps, caller: Caller, media_id: str, engine: str = "", stage: str = "") -> Standing:
    """Queues what is still to be done of a recording.

    With a `stage`, that one and those after it: one that failed goes on where it was, one that was done is done anew. With an
    `engine`, it is transcribed anew by that one alone; until then the transcript stays as it is.
    """
    one = keeping.get(deps, caller, media_id)
    if not (one.received or one.url):
        raise AppError("not_here_yet", "That recording is not here whole yet. Send what is missing of it, then ask again.")
    job = jobs.by_key(deps.store, caller, key_of(media_id))
    if engine or stage:
        must_rest(job)
    if _running(job):
        return status(deps, caller, media_id)
    first = _first(deps, one, engine, stage)
    if first is None:
        return status(deps, caller, media_id)
    _reset(deps, caller, one, first, anew=bool(engine) or state_of(one, first).state == "done")
    # A retried stage is heard by whom it was meant for.
    wanted = engine or (str(job.payload.get("engine", "")) if job is not None and stage == "transcribe" else "")
    jobs.again(
        deps.store, caller, NewJob(kind=RECORDING_JOB, payload={"media_id": media_id, "engine": wanted}, key=key_of(media_id))
    )
    deps.queue.wake()
    return status(deps, caller, media_id)


def must_rest(job: Job | None) -> None:
    """AppError `still_working` while the job runs."""
    if _running(job):
        raise AppError("still_working", "This recording is still being worked on. Wait until it ends, then try that again.")


def _running(job: Job | None) -> bool:
    return job is not None and job.state in ("queued", "running")


def status(deps: Deps, caller: Caller, media_id: str) -> Standing:
    """How far a recording is."""
    # The job first: it ends after its last stage is written, so that a job that is done never shows a stage that is not.
    job = jobs.by_key(deps.store, caller, key_of(media_id))
    return _standing(deps, keeping.get(deps, caller, media_id), job)


def events(deps: Deps, caller: Caller, media_id: str) -> Iterator[dict[str, Any]]:
    """`stage` events: how every stage stands, then each change; `alive` when nothing is new for a while; last `done`,
    `failed` with the reason, or `idle` when nobody has asked for it."""
    told: dict[str, Progress] = {}
    spoke = time.monotonic()
    while True:
        now = status(deps, caller, media_id)
        for row in now.stages:
            if told.get(row.stage) != row:
                told[row.stage] = row
                spoke = time.monotonic()
                yield {"event": "stage", **row.model_dump()}
        if now.state not in ("queued", "working"):
            yield {"event": now.state, "error": now.error, "transcript_id": now.transcript_id}
            return
        if time.monotonic() - spoke > ALIVE_S:
            spoke = time.monotonic()
            yield {"event": "alive"}
        time.sleep(LOOK_S)


def _first(deps: Deps, one: Media, engine: str, stage: str) -> Stage | None:
    """The stage to begin with; None when everything is done and nothing was asked for."""
    if engine:
        _must_hear(deps, engine)
        if stage not in ("", "transcribe"):
            raise AppError("wrong_stage", "An engine is for the stage transcribe. Leave the stage out, or the engine.")
        return "transcribe"
    if stage:
        if stage not in STAGES[1:]:
            raise AppError("unknown_stage", f"There is no stage '{stage[:20]}' to try again. Use one of: {', '.join(STAGES[1:])}.")
        return _earliest(one, stage)
    return _earliest(one, "report") if any(state_of(one, row).state != "done" for row in STAGES) else None


def _earliest(one: Media, stage: Stage) -> Stage:
    """The stage, or one before it that is not done."""
    open_ones = (row for row in STAGES if row == stage or state_of(one, row).state != "done")
    return next(open_ones)


def _must_hear(deps: Deps, engine: str) -> None:
    names = [row.name for row in ROWS]
    if engine not in names:
        raise AppError("unknown_engine", f"There is no engine '{engine[:20]}'. Use one of: {', '.join(names)}.")
    if lack := deps.hearing.lacks(engine):
        raise AppError("engine_not_ready", f"The engine {engine} still needs {lack}. Then ask again.")


def _reset(deps: Deps, caller: Caller, one: Media, first: Stage, *, anew: bool) -> None:
    """Sets a stage and those after it to waiting, and forgets what they left; of one that goes on, only what comes after it."""
    later = STAGES[STAGES.index(first) :]

    def waiting(found: Media) -> Media:
        for row in later:
            found = found.at(row, "waiting")
        return found.model_copy(update={"facts": None}) if first == "decode" and anew and found.key else found

    media.change(deps.store, caller, one.id, waiting, deps.now())
    kept = Kept(deps, caller, one.id)
    if anew:
        kept.drop(first)
    elif len(later) > 1:
        kept.drop(later[1])


def _standing(deps: Deps, one: Media, job: Job | None) -> Standing:
    stages, state, error = one.stages, "idle", ""
    if job is not None:
        state = {"queued": "queued", "running": "working", "done": "done", "failed": "failed"}[job.state]
    if job is not None and job.state == "failed":
        error = f"{job.error[:1].upper()}{job.error[1:].rstrip('.')}."
        # A worker that died at every attempt could not say so itself.
        stages = tuple(
            row.model_copy(update={"state": "failed", "said": error}) if row.state == "working" else row for row in stages
        )
    made = transcripts.owner_of(deps.store, one.id) == one.owner  # it stays while it is made anew
    return Standing.model_validate(
        {
            "media_id": one.id,
            "title": one.title,
            "state": state,
            "stages": stages,
            "error": error,
            "transcript_id": one.id if made else "",
        }
    )
