"""Does kill -9 at any stage of a recording's job lose or double anything? `python -m bench.killed --times N`; JSON comes last.

A recording of 66 s is uploaded and queued, and `python app.py` is started over it; the tests' Cartesia stand-in hears it in two
pieces, which take 0.2 s each. In each round the server is killed in every stage in turn and started again on the same folder;
nothing is asked of it, and in the end the job must end by itself. The bench holds the database's write lock when it
looks, so that a stage that is seen at work cannot end before the process is gone. A stage that ended unseen is tried with
another recording.

`killed`: kills by the stage that was at work. `ended`: jobs that came to `done`; the bench breaks off where one does not.
`transcripts`: recordings with one transcript, equal to that of an undisturbed run. `heard_again`: pieces that were asked for
although they had been kept, or were being heard when the process died. `resume_p95_s`: from the command that starts the server
for the last time to the job's end.
"""

import argparse
import contextlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from agents.recordings import desk
from agents.recordings.running import RECORDING_JOB, key_of, run
from app import make_deps
from audio.clip import Clip
from bench.process import Server, compile_bytecode, finish, p
from core.caller import Caller
from core.media import STAGES, Stage
from core.settings import Settings
from core.transcript import Transcript
from rag.bank import Bank
from store import jobs, transcripts
from tests.recordings.asked import OURS
from tests.recordings.brought import bring, quiet, speech
from tests.wire.cartesia import KEY, Cartesia

QUESTION = "tech-db-money-transfer"
TEXT = f"{OURS[QUESTION]} {Bank().get(QUESTION).reference}"
HEARING_S = 0.2
TRIES = 8
LIMIT_S = 90.0


class Same:
    """A script that hears the same question and answer in every piece."""

    def hear(self, pcm_bytes: int) -> tuple[str, float]:
        """(text, seconds) of so much sound."""
        return TEXT, pcm_bytes / 32000


class Killer:
    """Brings recordings, kills and restarts the server, and counts."""

    def __init__(self, folder: Path) -> None:
        self.vendor = Cartesia(latency=HEARING_S)
        self.vendor.script = Same()
        self.caller = Caller(owner="local", role="local")
        heard_by = {"VIVA_STT": "cartesia", "CARTESIA_API_KEY": KEY, "VIVA_CARTESIA_URL": self.vendor.url}
        self._deps = make_deps(Settings.model_validate({"VIVA_DATA": folder, "VIVA_BRAIN": "rules", **heard_by}))
        self.store, self._blobs = self._deps.store, self._deps.blobs
        self._server = Server.ours(folder, **heard_by)
        self._database = sqlite3.connect(folder / "viva.sqlite3", isolation_level=None, timeout=10, check_same_thread=False)
        self._sound = Clip(b"".join((speech(20).pcm, quiet(2).pcm) * 3))
        self.took: list[float] = []
        self.killed = dict.fromkeys(STAGES[1:], 0)
        self.whole = self.heard_again = 0
        self.undisturbed = self._plain(self._here(self._asked()))

    def close(self) -> None:
        """Ends everything."""
        self._server.stop()
        self._database.close()
        self._deps.close()
        self.vendor.close()

    def round(self) -> None:
        """One recording, killed in every stage; in another one too where a stage ended before it was seen."""
        left = list(STAGES[1:])
        for _ in range(TRIES):
            left = self._through(left)
            if not left:
                return
        raise RuntimeError(f"never seen at work: {', '.join(left)}")

    def _through(self, stages: Sequence[Stage]) -> list[Stage]:
        """The stages of one recording that ended unseen."""
        before = len(self.vendor.requests)
        unseen: list[Stage] = []
        media_id = self._asked()
        begun, running = time.perf_counter(), False
        with ThreadPoolExecutor(1) as beside:
            for stage in stages:
                death = beside.submit(self._kills, media_id, stage)
                if not running:
                    with contextlib.suppress(RuntimeError):  # killed before it could serve
                        self._server.start()
                running = not death.result()
                if running:
                    unseen.append(stage)
                else:
                    self.killed[stage] += 1
            if not running:
                begun = time.perf_counter()
                self._server.start()
        self._ended(media_id)
        self._server.kill()
        self.took.append(time.perf_counter() - begun)
        self.heard_again += len(self.vendor.requests) - before - self._kept(media_id)
        self.whole += self._plain(media_id) == self.undisturbed and self._rows(media_id) == (1, 1)
        return unseen

    def _asked(self) -> str:
        media_id: str = bring(self._deps, self.caller, self._sound, title="Killed")
        desk.analyze(self._deps, self.caller, media_id)  # no worker of this process will take it
        return media_id

    def _here(self, media_id: str) -> str:
        """The job done by this process."""
        job = jobs.claim(self.store, "bench", LIMIT_S, (RECORDING_JOB,))
        assert job is not None
        assert jobs.finish(self.store, job, "bench", run(self._deps, job))
        return media_id

    def _kills(self, media_id: str, stage: Stage) -> bool:
        """True when the server died while the stage was at work; false when the stage ended unseen."""
        until = time.monotonic() + LIMIT_S
        while time.monotonic() < until:
            self._database.execute("BEGIN IMMEDIATE")  # nobody else writes now
            try:
                state = self._state(media_id, stage)
                if state == "working" and (stage != "transcribe" or self._kept(media_id)):
                    self._server.kill()
                    return True
            finally:
                self._database.execute("ROLLBACK")
            if state == "done":
                return False
            time.sleep(0.0001)
        raise RuntimeError(f"the stage {stage} neither worked nor ended")

    def _state(self, media_id: str, stage: Stage) -> str:
        found: str = self._database.execute(
            "SELECT json_extract(data, '$.stages[' || ? || '].state') FROM media WHERE id = ?", (STAGES.index(stage), media_id)
        ).fetchone()[0]
        return found

    def _kept(self, media_id: str) -> int:
        return len(self._blobs.keys(self.caller.owner, f"media/{media_id}/work/heard"))

    def _rows(self, media_id: str) -> tuple[int, int]:
        """Transcripts and jobs of a recording."""
        counts = (
            self._database.execute(query, (media_id,)).fetchone()[0]
            for query in ("SELECT count(*) FROM transcripts WHERE id = ?", "SELECT count(*) FROM jobs WHERE key = 'recording:' || ?")
        )
        return next(counts), next(counts)

    def _ended(self, media_id: str) -> str:
        until = time.monotonic() + LIMIT_S
        while True:
            job = jobs.by_key(self.store, self.caller, key_of(media_id))
            if job is not None and job.state == "done":
                return media_id
            if (job is not None and job.state == "failed") or time.monotonic() > until:
                raise RuntimeError(f"the job did not end well: {job}")
            time.sleep(0.05)

    def _plain(self, media_id: str) -> Transcript:
        """The transcript without what differs from one recording to the next."""
        made = transcripts.load(self.store, self.caller, media_id)
        same = {"id": "", "source_id": "", "takes": (), "held_at": made.made_at.min, "made_at": made.made_at.min}
        return made.model_copy(update=same)


def measured(folder: Path, times: int) -> dict[str, Any]:
    """`times` kills in each stage after the first, one recording being killed in all of them."""
    with contextlib.closing(Killer(folder)) as killer:
        for at in range(times):
            killer.round()
            print(f"{at + 1}: killed in every stage, ended {killer.took[-1]:.2f} s after the last start", flush=True)
        return {
            "times": times,
            "killed": killer.killed,
            "ended": len(killer.took),
            "transcripts": killer.whole,
            "heard_again": killer.heard_again,
            "resume_p95_s": round(p(0.95, killer.took), 3),
        }


def main(arguments: Sequence[str]) -> int:
    """Kills as often as asked and prints the JSON line; 1 when a job did not end with its one transcript."""
    reader = argparse.ArgumentParser(prog="python -m bench.killed")
    reader.add_argument("--times", type=int, default=5)
    asked = reader.parse_args(arguments)
    compile_bytecode()
    with tempfile.TemporaryDirectory() as place:
        told = measured(Path(place), asked.times)
    finish(told)
    return 0 if told["transcripts"] == told["ended"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
