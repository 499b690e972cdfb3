"""Does kill -9 in the middle of an answer lose or double anything? `python -m bench.crash --runs N`; JSON comes last.

An interview is held through gradio_client against `python app.py`. In each run the server is killed at a random moment
after an answer was sent (each third time around the commit), started again on the same folder and port, and the same
request id is sent once more. The language model is the tests' Gemini stand-in, which answers every call after 0.4 s:
a turn takes about a second, so that a kill can fall into it.

`in_turn`: kills that fell after sending and before the `said` event was here. `acknowledged`: answers whose `said`
arrived. `lost`: acknowledged answers that are not in `interview_status`'s history word for word, looked for after every
restart and once more at the end. `duplicated`: answers that stand there more than once. `stored_unheard`: kills after
the commit but before the acknowledgement, which the retry must replay. `resume_p95_s`: from the command that starts the
server again to the `said` of the retried answer.
"""

import argparse
import contextlib
import io
import random
import signal
import sys
import tempfile
import time
import uuid
from collections import deque
from collections.abc import Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from statistics import median
from typing import Any

from gradio_client import Client

from bench.process import Server, compile_bytecode, finish, p
from core.bank import TRACKS
from rag.bank import Bank
from tests.wire.gemini import KEY, Gemini

SLOW_S = 0.4


class Candidate:
    """Holds interviews one after the other, kills and restarts the server, and counts."""

    def __init__(self, server: Server, seed: int) -> None:
        self._server = server
        self._chance = random.Random(seed)
        self._references = [question.reference for question in Bank()]
        self._session = ""
        self._took: deque[float] = deque(maxlen=8)
        self.sessions: list[str] = []
        self.acknowledged: dict[str, str] = {}
        """Text → session of every answer whose `said` arrived; each text is sent as one answer only."""
        self.sent: set[str] = set()
        self.lost: set[str] = set()
        self.duplicated: set[str] = set()
        self.in_turn = self.stored_unheard = 0
        self.restarted: list[float] = []
        """Seconds from each restart's command to a connected client."""
        self.answered: list[float] = []
        """Seconds from there to the retried answer's `said`."""
        self.engine = ""
        self._client = Client(server.url, verbose=False)

    def run(self) -> None:
        """One undisturbed answer, then one that is killed, resumed and sent again."""
        self._open()
        # Only these aim the kills: a retry may be a replay, or wait for what a fresh process still has to load.
        self._took.append(self._answer(self._words(), uuid.uuid4().hex))
        self._open()
        before = len(self._history(self._session))
        text, request_id = self._words(), uuid.uuid4().hex
        job = self._submit(text, request_id)
        self._wait(job)
        heard_in_time = _said(job)
        self._server.kill()
        self.in_turn += not heard_in_time
        _end(job)
        # What was already on its way when the process died counts as acknowledged too.
        if heard_in_time or _said(job):
            self.acknowledged[text] = self._session
        begun = time.perf_counter()
        self._server.start()
        self._client = Client(self._server.url, verbose=False)
        restarted = time.perf_counter() - begun
        stored = len(self._history(self._session)) > before
        self.stored_unheard += stored and text not in self.acknowledged
        self.restarted.append(restarted)
        self.answered.append(self._answer(text, request_id))
        self.check([self._session])

    def check(self, sessions: Sequence[str]) -> None:
        """Looks every answer of these sessions up."""
        for session in sessions:
            found = [one["heard"] for one in self._history(session)]
            self.lost |= {text for text, where in self.acknowledged.items() if where == session} - set(found)
            self.duplicated |= {text for text in found if found.count(text) > 1}
            self.lost |= {text for text in found if text not in self.sent}  # altered, or from nowhere

    def _history(self, session: str) -> list[dict[str, Any]]:
        view = self._client.predict(session, api_name="/interview_status")
        return list(view["history"])

    def _open(self) -> None:
        """Another interview when there is none that waits for an answer."""
        if self._session:
            view = self._client.predict(self._session, api_name="/interview_status")
            if view["status"] == "open":
                return
        track = TRACKS[len(self.sessions) % len(TRACKS)]
        view = self._client.predict(track, questions=6, seed=len(self.sessions), api_name="/interview_start")
        self._session, self.engine = view["session_id"], view["engine"]
        self.sessions.append(self._session)

    def _words(self) -> str:
        told = self._chance.choice(self._references).split()[: self._chance.randint(30, 120)]
        text = f"Point {len(self.sent) + 1}: {' '.join(told)}"
        self.sent.add(text)
        return text

    def _submit(self, text: str, request_id: str) -> Any:
        return self._client.submit(self._session, text, "", request_id, api_name="/interview_answer")

    def _answer(self, text: str, request_id: str) -> float:
        """Sends and waits; returns how many seconds it took."""
        begun = time.perf_counter()
        job = self._submit(text, request_id)
        job.result(timeout=120)
        took = time.perf_counter() - begun
        if not _said(job):
            raise RuntimeError(f"an answer ended without being acknowledged: {job.outputs()}")
        self.acknowledged[text] = self._session
        return took

    def _wait(self, job: Any) -> None:
        """Until a random moment of the turn, up to its usual length; each third time close around the commit instead."""
        until = time.perf_counter() + self._chance.uniform(0.02, 1.0) * median(self._took)
        if len(self.restarted) % 3 == 2:
            # The interviewer's words come just before the commit, and the client has them a little later.
            while not job.done() and not any(event["event"] == "partial" for event in job.outputs()):
                time.sleep(0.001)
            until = time.perf_counter() + self._chance.uniform(0.0, 0.02)
        time.sleep(max(0.0, until - time.perf_counter()))


def _said(job: Any) -> bool:
    return any(event["event"] == "said" for event in job.outputs())


def _end(job: Any) -> None:
    """Waits until the client has noticed that nobody is there any more."""
    try:
        job.result(timeout=20)
    except (Exception, CancelledError):
        return


def main(arguments: Sequence[str]) -> int:
    """Kills as often as asked and prints the JSON line; 1 when something was lost or doubled."""
    reader = argparse.ArgumentParser(prog="python -m bench.crash")
    reader.add_argument("--runs", type=int, default=20)
    reader.add_argument("--seed", type=int, default=None, help="the same answers and the same aim again")
    asked = reader.parse_args(arguments)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(1_000_000)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a bench that is ended takes its server with it
    compile_bytecode()
    vendor = Gemini()
    vendor.delay = SLOW_S
    with tempfile.TemporaryDirectory() as place:
        server = Server.ours(
            Path(place),
            VIVA_BRAIN="llm",
            GOOGLE_API_KEY=KEY,
            VIVA_LLM_BASE_URL=vendor.url,
            VIVA_MAX_OPEN="10000",
        )
        try:
            server.start()
            candidate = Candidate(server, seed)
            for at in range(asked.runs):
                # gradio_client prints a traceback of its own for every connection that is cut.
                with contextlib.redirect_stderr(io.StringIO()):
                    candidate.run()
                restarted, answered = candidate.restarted[-1], candidate.answered[-1]
                print(
                    f"run {at + 1}: served again after {restarted:.2f} s, answered {answered:.2f} s later", flush=True
                )
            candidate.check(candidate.sessions)
        finally:
            server.stop()
            vendor.close()
    finish(
        {
            "runs": asked.runs,
            "in_turn": candidate.in_turn,
            "acknowledged": len(candidate.acknowledged),
            "lost": len(candidate.lost),
            "duplicated": len(candidate.duplicated),
            "resume_p95_s": round(
                p(0.95, [a + b for a, b in zip(candidate.restarted, candidate.answered, strict=True)]), 3
            ),
            "restart_p95_s": round(p(0.95, candidate.restarted), 3),
            "stored_unheard": candidate.stored_unheard,
            "engine": candidate.engine,
            "llm_calls": len(vendor.calls),
            "seed": seed,
        }
    )
    return 1 if candidate.lost or candidate.duplicated else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
