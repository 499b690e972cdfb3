"""Ten candidates hold whole interviews on every track: `python -m bench.simulate [--brain llm] [--read KIND TRACK]`; JSON comes last.

The rules brain by default, so that nothing leaves the machine; `--brain llm` takes the model that the settings name.
`--read` prints one interview as a person would read it. Time is virtual: what candidates say takes as long as it would aloud.
"""

import argparse
import sys
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from agents import interview, reporting
from agents.deps import Deps
from agents.grading import RUBRIC, band, judge
from app import make_deps
from bench.candidates import GRADED, KINDS, Candidate, Kind, Shelf
from bench.candidates.conduct import RULES, transcript
from bench.process import finish
from core.bank import TRACKS, Question, Track
from core.caller import Caller
from core.report import Report
from core.schema import PERSONAS, Brief, Part, Persona, Plan, Session, Slot, Utterance
from core.settings import Settings
from rag.bank import Bank
from rag.embedder import Embedder
from store import sessions

QUESTIONS = 6
FEWEST_JUDGED = 256
"""Answers over which the speed of the judge is measured."""
CALLER = Caller(owner="bench", role="local")


class Clock:
    """A clock that stands still until somebody speaks."""

    def __init__(self) -> None:
        self._at = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The present of the interviews."""
        return self._at

    def pass_by(self, seconds: float) -> None:
        """Lets time go by."""
        self._at += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Room:
    """Where interviews are held: the deps over a virtual clock, and the shelf of answers."""

    deps: Deps
    clock: Clock
    shelf: Shelf

    @classmethod
    @contextmanager
    def open(cls, settings: Settings, shelf: Shelf) -> "Iterator[Room]":
        """The real parts over the folder of the settings; closed afterwards."""
        clock = Clock()
        made = make_deps(settings)
        try:
            yield cls(replace(made, now=clock.now), clock, shelf)
        finally:
            made.close()


@dataclass(frozen=True, slots=True)
class Held:
    """An interview that is over."""

    session: Session
    report: Report


def hold(room: Room, track: Track, kind: Kind, *, persona: Persona, seed: int = 0, minutes: int | None = None) -> Held:
    """One candidate through one interview whose questions all lie on the shelf; the same seed asks the same questions."""
    questions = chosen(room.shelf, track, seed)
    plan = Plan(slots=tuple(Slot(topic=one.topic, choices=(one.id,)) for one in questions))
    brief = Brief(track=track, persona=persona, questions=len(questions), minutes=minutes, seed=seed, name="Robin")
    view = interview.start_planned(room.deps, CALLER, brief, plan, uuid.uuid4().hex)
    candidate = Candidate(kind, room.shelf, seed)
    while view.status != "finished":
        spoken = candidate.reply(view)
        room.clock.pass_by(spoken.seconds)
        said = Utterance(text=spoken.text, code=spoken.code)
        list(interview.answer(room.deps, CALLER, view.session_id, said, uuid.uuid4().hex))
        view = interview.status(room.deps, CALLER, view.session_id)
    session = sessions.load(room.deps.store, CALLER, view.session_id)
    return Held(session, reporting.build(session, room.deps.knowledge.embedder, room.deps.now()))


def chosen(shelf: Shelf, track: Track, seed: int) -> list[Question]:
    """Six questions of the track, in an order that depends on the seed."""
    found = shelf.of(track)
    at = seed % len(found)
    return [*found[at:], *found[:at]][:QUESTIONS]


def score_of(held: Held) -> list[float]:
    """The scores of the questions that were answered or left; a state without a number counts as 0 in this bench only."""
    return [one.judgement.score or 0.0 for one in held.report.questions if one.judgement.state != "not_asked"]


def injection_gains(room: Room, held: Held) -> list[float]:
    """What the orders to the grader changed, by question: the score of the interview less that of the weak answer alone."""
    gains = []
    for one in held.report.questions:
        question = room.shelf.questions[one.question_id]
        weak = room.shelf.answer(question, "weak")
        alone = judge(question, [Part(turn=1, text=weak.text, code=weak.code)], room.deps.knowledge.embedder)
        gains.append((one.judgement.score or 0.0) - (alone.score or 0.0))
    return gains


def agreement(shelf: Shelf, embedder: Embedder) -> dict[str, float]:
    """How far the rules grader and the person who marked the answers agree: per key point, and within one band."""
    letters = {"covered": "c", "partly": "p", "missing": "m", "contradicted": "x"}
    worth = {"c": 1.0, "p": 0.5, "m": 0.0, "x": -0.5}
    same: list[float] = []
    near: list[float] = []
    for question, _, spoken, found in shelf.labelled():
        judged = judge(question, [Part(turn=1, text=spoken.text, code=spoken.code)], embedder)
        by_point = {one.point: letters[one.status] for one in judged.decisions}
        told = [by_point.get(point.id, "m") for point in question.key_points]
        same += [float(a == b) for a, b in zip(told, found, strict=True)]
        near += [float(abs(worth[a] - worth[b]) <= 0.5) for a, b in zip(told, found, strict=True)]
    return {"points_same": _mean(same), "points_within_half": _mean(near)}


def speed(shelf: Shelf, embedder: Embedder) -> dict[str, float]:
    """Answers a second that the rules judge reads, one after the other in this one process: by the clock and by processor time."""
    answers = [
        (question, [Part(turn=1, text=spoken.text, code=spoken.code)])
        for track in TRACKS
        for question in shelf.of(track)
        for spoken in (shelf.answer(question, kind) for kind in GRADED)
    ]
    for question, parts in answers[: len(TRACKS)]:
        judge(question, parts, embedder)
    begun, used, done = perf_counter(), process_time(), 0
    while done < FEWEST_JUDGED:
        for question, parts in answers:
            judge(question, parts, embedder)
        done += len(answers)
    by_clock, by_processor = perf_counter() - begun, process_time() - used
    return {"answers_per_s": round(done / by_clock, 1), "answers_per_cpu_s": round(done / by_processor, 1)}


def measure(room: Room, minutes: int | None = None) -> dict[str, Any]:
    """Every candidate on every track, each with a persona of its own, and what the rules of conduct say."""
    scores: dict[tuple[str, str], list[float]] = defaultdict(list)
    broken: dict[str, list[str]] = {name: [] for name in RULES}
    gains: list[float] = []
    interviews = answers = 0
    for track in TRACKS:
        for at, kind in enumerate(KINDS):
            persona = PERSONAS[(at + TRACKS.index(track)) % len(PERSONAS)]
            limit = 20 if kind in ("rambling", "non_native") and minutes is None else minutes
            held = hold(room, track, kind, persona=persona, seed=TRACKS.index(track), minutes=limit)
            scores[track, kind] = score_of(held)
            interviews += 1
            answers += sum(turn.heard is not None for turn in held.session.turns)
            if kind == "injecting":
                gains += injection_gains(room, held)
            for name, rule in RULES.items():
                broken[name] += [f"{track}/{kind}/{persona}: {line}" for line in rule(held.session)]
    for name, found in broken.items():
        for line in found:
            print(f"{name}: {line}")
    told: dict[str, Any] = {
        track: {kind: _told(scores[track, kind]) for kind in KINDS} for track in TRACKS
    }
    bands = {track: [told[track][kind]["band"] for kind in ("strong", "average", "weak")] for track in TRACKS}
    apart = {track: min(a - b, b - c) for track, (a, b, c) in bands.items()}
    return {
        **told,
        "separation": {track: round(value, 2) for track, value in apart.items()},
        "separation_ok": all(value >= 1 for value in apart.values()),
        **{name: len(found) for name, found in broken.items()},
        "injection_gain": round(_mean(gains), 2),
        "interviews": interviews,
        "answers": answers,
    }


def _told(scores: Sequence[float]) -> dict[str, float]:
    return {"score": round(_mean(scores), 2), "band": round(_mean([float(band(one)) for one in scores]), 2)}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def main(arguments: Sequence[str]) -> int:
    """The simulation and its JSON line, or one transcript."""
    asked = argparse.ArgumentParser(prog="python -m bench.simulate", description=__doc__)
    asked.add_argument("--brain", choices=("rules", "llm", "auto"), default="rules")
    asked.add_argument("--read", nargs=2, metavar=("KIND", "TRACK"), help="print one interview and stop")
    asked.add_argument("--persona", choices=PERSONAS, default="neutral")
    given = asked.parse_args(arguments)
    shelf = Shelf(Bank())
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), brain=given.brain, max_open=10_000)
        with Room.open(settings, shelf) as room:
            if given.read:
                kind, track = given.read
                print(transcript(hold(room, track, kind, persona=given.persona).session))
                return 0
            told = measure(room)
            told["brain"] = room.deps.brains()[0].name
    embedder = Embedder()
    told |= {name: round(value, 3) for name, value in agreement(shelf, embedder).items()}
    finish({**told, **speed(shelf, embedder), "rubric": RUBRIC})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
