"""The job of a recording: stage after stage, each kept before the next begins; delivered twice, it ends with one transcript."""

import time
from collections.abc import Callable
from typing import Any

from agents.deps import Deps
from agents.media import decoding, fetching
from agents.recordings import dividing, hearing, marking, writing
from agents.recordings.stages import Work, state_of
from agents.transcripts import deleting
from core.child import Progress
from core.errors import AppError, ProviderError
from core.media import STAGES, Stage
from store import media
from store.jobs import Job

RECORDING_JOB = "recording"
EVERY_S = 1.0
_BEGUN = {
    "receive": "The file is being fetched.",
    "decode": "The sound is being read.",
    "transcribe": "Somebody listens to it.",
    "divide": "Questions and answers are being found.",
    "grade": "Answers are being graded.",
    "report": "The transcript is being written.",
}


def key_of(media_id: str) -> str:
    """Of the one job of a recording."""
    return f"{RECORDING_JOB}:{media_id}"


def run(deps: Deps, job: Job) -> dict[str, Any]:
    """The worker's part: every stage that is not done yet. A stage that fails says so in the recording, and fails the job."""
    work = Work.of(deps, job)
    steps: dict[Stage, Callable[[Work], str]] = {
        "receive": _received,
        "decode": _decoded,
        "transcribe": hearing.transcribe,
        "divide": dividing.divide,
        "grade": marking.grade,
        "report": writing.write,
    }
    for stage in STAGES:
        if state_of(work.media, stage).state != "done":
            _step(work, stage, steps[stage])
    return {"transcript_id": work.media.id}


def _step(work: Work, stage: Stage, step: Callable[[Work], str]) -> None:
    try:
        work.now(stage, "working", _BEGUN[stage])
        work.now(stage, "done", step(work))
    except AppError as fault:
        if _gone(work):
            raise
        work.failed(stage, fault.sentence, again=fault.code.startswith("storage_"))
        raise
    except ProviderError as fault:
        work.failed(stage, fault.sentence, again=fault.retryable)
        raise
    except Exception:
        work.failed(stage, "Something went wrong on our side, and it is in the log", again=True)
        raise


def _gone(work: Work) -> bool:
    """True when the recording was deleted while it was being worked on: then nothing of it stays."""
    try:
        media.load(work.deps.store, work.caller, work.media.id)
    except AppError as fault:
        if fault.code == "unknown_media":
            deleting.brought(work.deps, work.caller, work.media.id)
            deleting.settle(work.deps, work.caller)
            return True
    return False


def _received(work: Work) -> str:
    found = fetching.fetch(work.deps, work.caller, work.media.id, _telling(work, "receive"))
    if not found.received:
        raise AppError("not_received", "That recording has not arrived whole yet. Finish its upload first.")
    return f"{max(1, found.bytes / 2**20):,.0f} MB are here."


def _decoded(work: Work) -> str:
    found = decoding.decode(work.deps, work.caller, work.media.id, _telling(work, "decode"))
    apart = len(hearing.facts_of(found).apart)
    return " ".join(filter(None, (state_of(found, "decode").said, f"{apart} channels with a speaker each." if apart else "")))


def _telling(work: Work, stage: Stage) -> Progress:
    """Says how far a stage is, about once a second."""
    last = 0.0

    def tell(share: float, what: str) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_S:
            last = time.monotonic()
            work.now(stage, "working", f"{share:.0%}: {what}.")

    return tell
