"""What does a turn cost beside the brain? `python -m bench.turn [ANSWERS]` gives 200 answers twice; JSON comes last.

In process: `agents.interview.answer` from the call to its last event, with graph, store and checkpoint. The brain is
the rules brain inside a stopwatch; `overhead_*_ms` is the whole time minus what passed inside its ready, judge and reply.
Through `gradio_client`: the same script of answers against `python app.py`, from submit to the end of the stream; after
each answer one call of a no-op generator endpoint of a bare Gradio app that runs beside it. Then

    client_extra_p95_ms = client_p95_ms (interview_answer) - in_process_p95_ms (the whole answer) - noop_p95_ms

and all of its parts are in the JSON. Interviews have 12 questions, tracks and personas in rotation; an answer has
60-120 words of the banks' references, mostly of the question that is asked. Nothing is left out as a warm-up except
what the server itself does at start (the graph is compiled); reports are made by the workers meanwhile, as in life.
"""

import dataclasses
import random
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from gradio_client import Client

from agents import interview
from agents.brains import Answer, Brain, Material, Move, Words
from agents.deps import Deps
from app import make_deps
from bench.process import Server, compile_bytecode, finish, p
from core.bank import TRACKS, Question, Track
from core.caller import Caller
from core.report import Report
from core.schema import PERSONAS, Brief, Judgement, Plan, Session, Utterance
from core.settings import Settings
from rag.bank import Bank

ANSWERS = 200
QUESTIONS = 12


class Stopwatch:
    """Any brain, with the seconds spent in its ready, judge and reply added up."""

    def __init__(self, inner: Brain) -> None:
        self._inner = inner
        self.spent = 0.0

    @property
    def name(self) -> str:
        """The inner brain's."""
        return self._inner.name

    async def ready(self) -> None:
        """The inner brain's; timed, since it is brain and not ours."""
        begun = perf_counter()
        try:
            await self._inner.ready()
        finally:
            self.spent += perf_counter() - begun

    async def plan(self, brief: Brief, material: Material) -> Plan:
        """The inner brain's; not timed, since no answer waits for it."""
        return await self._inner.plan(brief, material)

    async def judge(self, question: Question, answer: Answer) -> Judgement:
        """The inner brain's, timed."""
        begun = perf_counter()
        try:
            return await self._inner.judge(question, answer)
        finally:
            self.spent += perf_counter() - begun

    async def reply(self, session: Session, move: Move) -> AsyncIterator[str]:
        """The inner brain's, timed while it works and not while the pieces are used."""
        pieces = self._inner.reply(session, move)
        while True:
            begun = perf_counter()
            try:
                piece = await anext(pieces)
            except StopAsyncIteration:
                return
            finally:
                self.spent += perf_counter() - begun
            yield piece

    async def words(self, session: Session, report: Report) -> Words:
        """The inner brain's; not timed, since no answer waits for it."""
        return await self._inner.words(session, report)


class Script:
    """Briefs and answers, the same in every run: seeded, and made from the banks."""

    def __init__(self, bank: Bank) -> None:
        self._chance = random.Random(7)
        self._started = 0
        self._by_title = {(question.track, question.title): question for question in bank}
        self._tracks = {track: bank.track(track) for track in TRACKS}

    def brief(self) -> Brief:
        """The next interview's."""
        at, self._started = self._started, self._started + 1
        return Brief(
            track=TRACKS[at % len(TRACKS)], persona=PERSONAS[at % len(PERSONAS)], questions=QUESTIONS, seed=at
        )

    def answer(self, track: Track, title: str) -> str:
        """60-120 words: three times in four on the question that is asked, filled up from others of the track."""
        asked = self._by_title.get((track, title))
        told: list[str] = []
        if asked and self._chance.random() < 0.75:
            told = asked.reference.split()
        wanted = self._chance.randint(60, 120)
        while len(told) < wanted:
            told += self._chance.choice(self._tracks[track]).reference.split()
        return " ".join(told[:wanted])


def held(
    count: int, script: Script, begin: Callable[[Brief], dict[str, Any]], give: Callable[[str, str], bool],
    look: Callable[[str], dict[str, Any]],
) -> int:
    """Gives `count` answers over as many interviews as that takes; returns how many interviews those were."""
    given = interviews = 0
    while given < count:
        view = begin(script.brief())
        interviews += 1
        over = False
        while given < count and not over:
            over = give(view["session_id"], script.answer(view["track"], view["title"]))
            given += 1
            view = look(view["session_id"])
    return interviews


def in_process(count: int, folder: Path) -> tuple[list[float], list[float], int]:
    """(whole answers, the share that is ours) in seconds, and the interviews held."""
    made = make_deps(Settings(data=folder, brain="rules", max_open=10_000))
    watch = Stopwatch(made.brains()[0])
    deps: Deps = dataclasses.replace(made, brains=lambda: (watch,))
    caller = Caller(owner="bench", role="local")
    whole: list[float] = []
    ours: list[float] = []
    made.queue.start()
    deps.turns.warm()

    def begin(brief: Brief) -> dict[str, Any]:
        return interview.start(deps, caller, brief).model_dump()

    def give(session_id: str, text: str) -> bool:
        watch.spent = 0.0
        begun = perf_counter()
        events = list(interview.answer(deps, caller, session_id, Utterance(text=text), uuid.uuid4().hex))
        took = perf_counter() - begun
        whole.append(took)
        ours.append(took - watch.spent)
        return type(events[-1]).__name__ == "Finished"

    def look(session_id: str) -> dict[str, Any]:
        return interview.status(deps, caller, session_id).model_dump()

    try:
        interviews = held(count, Script(Bank()), begin, give, look)
    finally:
        made.close()
    return whole, ours, interviews


def through_client(count: int, folder: Path) -> tuple[list[float], list[float]]:
    """(answers through our server, calls of the no-op endpoint) in seconds, one after the other."""
    served, plain = Server.ours(folder, VIVA_MAX_OPEN="10000"), Server.bare(folder)
    answers: list[float] = []
    nothings: list[float] = []
    try:
        served.start()
        plain.start()
        client, other = Client(served.url, verbose=False), Client(plain.url, verbose=False)

        def timed(whom: Client, *given: str, api_name: str) -> tuple[float, list[dict[str, Any]]]:
            begun = perf_counter()
            job = whom.submit(*given, api_name=api_name)
            job.result(timeout=60)
            return perf_counter() - begun, job.outputs()

        def begin(brief: Brief) -> dict[str, Any]:
            wanted = brief.model_dump(include={"track", "persona", "questions", "seed"})
            view: dict[str, Any] = client.predict(**wanted, api_name="/interview_start")
            return view

        def give(session_id: str, text: str) -> bool:
            took, events = timed(client, session_id, text, "", uuid.uuid4().hex, api_name="/interview_answer")
            assert any(event["event"] == "said" for event in events), events
            answers.append(took)
            nothings.append(timed(other, api_name="/nothing")[0])
            return bool(events[-1]["event"] == "finished")

        def look(session_id: str) -> dict[str, Any]:
            view: dict[str, Any] = client.predict(session_id, api_name="/interview_status")
            return view

        held(count, Script(Bank()), begin, give, look)
    finally:
        served.stop()
        plain.stop()
    return answers, nothings


def main(arguments: Sequence[str]) -> int:
    """Both passes and the JSON line."""
    count = int(arguments[0]) if arguments else ANSWERS
    compile_bytecode()
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / "in-process", Path(place) / "client"]
        for folder in folders:
            folder.mkdir()
        whole, ours, interviews = in_process(count, folders[0])
        answers, nothings = through_client(count, folders[1])

    def ms(share: float, seconds: Sequence[float]) -> float:
        return round(p(share, seconds) * 1000, 1)

    finish(
        {
            "overhead_p50_ms": ms(0.5, ours),
            "overhead_p95_ms": ms(0.95, ours),
            "overhead_max_ms": ms(1.0, ours),
            "client_extra_p95_ms": round(ms(0.95, answers) - ms(0.95, whole) - ms(0.95, nothings), 1),
            "client_p50_ms": ms(0.5, answers),
            "client_p95_ms": ms(0.95, answers),
            "in_process_p50_ms": ms(0.5, whole),
            "in_process_p95_ms": ms(0.95, whole),
            "noop_p50_ms": ms(0.5, nothings),
            "noop_p95_ms": ms(0.95, nothings),
            "answers": count,
            "interviews": interviews,
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
