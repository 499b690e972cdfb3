"""One recording's way through its stages: what each is given, how far it is, and what it says when it fails."""

from dataclasses import dataclass

from agents.deps import Deps
from agents.recordings.kept import Kept
from core.caller import Caller
from core.media import Media, Progress, Stage, StageState
from store import jobs, media
from store.jobs import Job


@dataclass(slots=True)
class Work:
    """What a stage works with. `media` is read anew before each stage."""

    deps: Deps
    caller: Caller
    job: Job
    media: Media
    kept: Kept
    engine: str = ""
    """The one vendor that may hear; empty: the configured chain."""

    @classmethod
    def of(cls, deps: Deps, job: Job) -> "Work":
        """The work of a job; AppError `unknown_media` when its recording is gone."""
        caller = Caller(owner=job.owner, role="program")
        media_id = job.payload["media_id"]
        found = media.load(deps.store, caller, media_id)
        return cls(deps, caller, job, found, Kept(deps, caller, media_id), job.payload.get("engine", ""))

    def now(self, stage: Stage, state: StageState, said: str = "") -> None:
        """Says how far a stage is."""
        self.media = media.change(
            self.deps.store, self.caller, self.media.id, lambda one: one.at(stage, state, said), self.deps.now()
        )

    def went_on(self, said: str) -> None:
        """Says how far the running stage is, after something of it was kept."""
        stage = next(one.stage for one in self.media.stages if one.state == "working")
        self.now(stage, "working", f"{said}.")
        jobs.advanced(self.deps.store, self.job, said)

    def failed(self, stage: Stage, reason: str, *, again: bool) -> None:
        """Says why a stage failed; `again`: it will be tried once more by itself."""
        words = f"{reason[:1].upper()}{reason[1:].rstrip('.')}."
        if again and self.job.attempts < jobs.MOST_ATTEMPTS:
            self.now(stage, "waiting", f"{words} It is tried again in a moment.")
        else:
            self.now(stage, "failed", words)


def state_of(one: Media, stage: Stage) -> Progress:
    """How far a stage is."""
    return next((row for row in one.stages if row.stage == stage), Progress(stage=stage))
