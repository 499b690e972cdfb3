"""Does the rules grader agree with people? `python -m bench.grade FILE [--folds N] [--quick]`; one JSON line comes last.

FILE is a CSV with `question`, `reference`, `answer` and `grade` (0-5) or `score_norm` (0-1): a public set of graded answers
or the disputes that a report exports. The reference is split into key points as for a person's own bank, the answer goes
through the product's own judge, and a state counts as 0 in this bench and nowhere else.

`zero_shot` are the shipped weights, in which no answer of any such file has a part. `fitted` are weights fitted on the other
questions of the file, by default leaving out one at a time; the ones fitted on all of it are printed, to be kept in
`agents/grading/cut.py` by whoever has data nearer to their own interviews. `within` is the mean over questions of the
correlation within each.
"""

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agents.grading import ENGINE, RUBRIC, Task, judge_task, key_points_from_reference
from agents.grading import cut as cutting
from agents.grading.arithmetic import on_scale
from agents.grading.claims import LEAST
from agents.grading.cut import SHIPPED, Weights
from agents.grading.evidence import measure
from agents.grading.judge import sift
from agents.grading.task import prepare
from bench.process import finish
from core.schema import Part
from rag.embedder import Embedder

Numbers = NDArray[np.float64]
PULL, POOLED, STEP = 0.001, 0.3, 2.0
"""How strongly fitted weights are drawn to the shipped ones, what the pooled correlation counts beside the one within
questions, and how far the search first steps from the shipped weights."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One graded answer; `grade` is 0-1."""

    question: str
    task: Task
    text: str
    grade: float


def answers_of(path: Path) -> Iterator[Answer]:
    """The rows of the CSV; ValueError says what is missing and where."""
    tasks: dict[tuple[str, str], Task] = {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.DictReader(file)
        have = set(rows.fieldnames or ())
        lacking = {"question", "reference", "answer"} - have
        if lacking or not have & {"grade", "score_norm"}:
            needs = ", ".join(sorted(lacking)) or "grade (0-5) or score_norm (0-1)"
            raise ValueError(f"the header lacks {needs}")
        for row in rows:
            key = (row["question"], row["reference"])
            if key not in tasks:
                points = key_points_from_reference(*key)
                tasks[key] = Task(f"row-{rows.line_num}", "technical", key[0], "", points, key[1])
            yield Answer(key[0], tasks[key], row["answer"] or "", _grade(row, rows.line_num))


def _grade(row: dict[str, str], line: int) -> float:
    try:
        grade = float(row["score_norm"]) if row.get("score_norm") else float(row["grade"]) / 5
    except (KeyError, ValueError):
        raise ValueError(f"line {line}: no number in score_norm or grade") from None
    if not 0 <= grade <= 1:
        raise ValueError(f"line {line}: the grade is out of its range (grade 0-5, score_norm 0-1)")
    return grade


class Measured:
    """What the grader measures of every answer, point by point, so that weights can be fitted without judging again."""

    def __init__(self, answers: Sequence[Answer], embedder: Embedder, states: Sequence[str] = ()) -> None:
        rows, owner = [], []
        for at, answer in enumerate(answers):
            for row in _features(answer, embedder):
                rows.append(row)
                owner.append(at)
        self.features = np.array(rows).reshape(-1, 5)
        self.owner = np.array(owner, dtype=np.int64)
        self.scored = np.array([state == "scored" for state in states] or [True] * len(answers))
        self.points = np.bincount(self.owner, minlength=len(answers))
        self.grades = np.array([one.grade for one in answers])
        self.groups = _groups([one.question for one in answers])

    def fit(self, questions: Sequence[int]) -> Weights:
        """Weights that agree best with the grades within the questions, drawn to the shipped ones."""
        from scipy.optimize import minimize

        begin = _vector(SHIPPED)
        groups = [self.groups[at] for at in questions]
        every = np.concatenate(groups)

        def cost(vector: Numbers) -> float:
            scores = self._scores(vector)
            gain = _within(self.grades, scores, groups) + POOLED * pearson(self.grades[every], scores[every])
            return float(PULL * ((vector - begin) ** 2).sum() - gain) if (vector[:4] >= 0).all() else 9.0

        # The score has corners, where a point begins to count and where it is covered: no slopes are asked for.
        simplex = np.vstack([begin, begin + STEP * np.eye(len(begin))])
        found = minimize(cost, begin, method="Nelder-Mead", options={"maxfev": 600, "initial_simplex": simplex})
        return _weights(found.x)

    def _scores(self, vector: Numbers) -> Numbers:
        """What the product's arithmetic would make of the credits, no point being contradicted."""
        credit = np.clip(0.5 + (self.features[:, :4] @ vector[:4] + self.features[:, 4] - vector[4]) / 4, 0, 1)
        credit[credit < LEAST] = 0
        share = np.bincount(self.owner, credit, len(self.grades)) / np.maximum(self.points, 1)
        return np.asarray(on_scale(share, self.points) * self.scored)


def _features(answer: Answer, embedder: Embedder) -> Iterator[tuple[float, float, float, float, float]]:
    prepared = prepare(answer.task, embedder)
    talk = sift((Part(turn=1, text=answer.text),)).reading.talk
    if prepared.whole is None or not talk:
        return
    found = measure(prepared, talk, embedder)
    for point in range(len(answer.task.points)):
        own = np.array([cutting.found(prepared.whole.points[point], keys) for keys in found.keys])
        rows = prepared.rows[point][0]
        near = found.near[rows].max(axis=0) if rows else np.zeros(len(own))
        best = int(np.argmax(SHIPPED.own * own + SHIPPED.near * near))
        yield float(own[best]), float(near[best]), found.whole, found.spelled, found.beyond


def _vector(by: Weights) -> Numbers:
    return np.array([by.own, by.near, by.whole, by.spelled, by.middle]) * by.steep


def _weights(vector: Numbers) -> Weights:
    steep = max(float(vector[:4].sum()), 1e-6)
    own, near, whole, spelled, middle = (float(value) / steep for value in vector)
    return Weights(own, near, whole, spelled, middle, steep)


def judged(answers: Sequence[Answer], embedder: Embedder, weights: Sequence[Weights]) -> tuple[Numbers, list[str]]:
    """Scores 0-5 by the product's judge, a state as 0, and each answer's state."""
    told = [
        judge_task(answer.task, (Part(turn=1, text=answer.text),), embedder, by)
        for answer, by in zip(answers, weights, strict=True)
    ]
    return np.array([one.score or 0.0 for one in told]), [one.state for one in told]


def _groups(questions: Sequence[str]) -> list[NDArray[np.int64]]:
    """The places of each question's answers, questions in their order."""
    return [np.flatnonzero([one == name for one in questions]) for name in dict.fromkeys(questions)]


def pearson(one: Numbers, other: Numbers) -> float:
    """The correlation; 0 where either does not vary."""
    return float(np.corrcoef(one, other)[0, 1]) if one.std() > 1e-9 and other.std() > 1e-9 else 0.0


def _within(grades: Numbers, scores: Numbers, groups: Sequence[NDArray[np.int64]]) -> float:
    told = [pearson(grades[at], scores[at]) for at in groups if len(at) > 2 and grades[at].std() > 1e-9]
    return float(np.mean(told)) if told else 0.0


def kappa(grades: Numbers, scores: Numbers) -> float:
    """Quadratic weighted kappa (Cohen 1968) between 0-5 grades rounded to whole ones."""
    one, other = np.rint(grades).astype(int), np.rint(scores).astype(int)
    table = np.zeros((6, 6))
    np.add.at(table, (one, other), 1)
    apart = np.subtract.outer(np.arange(6), np.arange(6)) ** 2
    chance = np.outer(table.sum(1), table.sum(0)) / table.sum()
    return float(1 - (apart * table).sum() / max((apart * chance).sum(), 1e-9))


def folded(measured: Measured, folds: int) -> list[Weights]:
    """For each answer the weights fitted without its question; repeatable."""
    order = np.random.default_rng(0).permutation(len(measured.groups))
    made = [SHIPPED] * len(measured.grades)
    for fold in range(folds):
        held = set(order[fold::folds].tolist())
        by = measured.fit([at for at in range(len(measured.groups)) if at not in held])
        for question in held:
            for at in measured.groups[question].tolist():
                made[at] = by
    return made


def main(arguments: Sequence[str]) -> int:
    """Prints the table and the JSON line; 2 when FILE cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m bench.grade", description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--folds", type=int, default=50, help="parts the questions are held out in; at most one for each")
    parser.add_argument("--quick", action="store_true", help="zero-shot only")
    chosen = parser.parse_args(arguments)
    try:
        answers = list(answers_of(chosen.file))
        if not answers:
            raise ValueError("there are no answers in it")
    except (OSError, ValueError) as fault:
        print(f"Cannot read {chosen.file.name}: {fault}")
        return 2
    embedder = Embedder()
    groups = _groups([one.question for one in answers])
    grades = 5 * np.array([one.grade for one in answers])
    judged(answers[:50], embedder, [SHIPPED] * len(answers[:50]))
    begun = time.perf_counter()
    scores, states = judged(answers, embedder, [SHIPPED] * len(answers))
    taken = time.perf_counter() - begun
    rules: dict[str, float | None] = {
        "zero_shot_r": pearson(grades, scores), "zero_shot_within_r": _within(grades, scores, groups),
        "rmse_5": float(np.sqrt(((grades - scores) ** 2).mean())), "qwk": kappa(grades, scores),
        "answers_per_s": len(answers) / taken, "fitted_r": None, "fitted_within_r": None,
    }  # fmt: skip
    weights = None
    if not chosen.quick and len(groups) > 1:
        measured = Measured(answers, embedder, states)
        fitted, _ = judged(answers, embedder, folded(measured, min(chosen.folds, len(groups))))
        rules |= {"fitted_r": pearson(grades, fitted), "fitted_within_r": _within(grades, fitted, groups)}
        weights = asdict(measured.fit(range(len(groups))))
    for name, value in rules.items():
        print(f"{name:20} {'-' if value is None else f'{value:.3f}'}")
    finish({
        "file": chosen.file.name, "answers": len(answers), "questions": len(groups),
        "rules": {name: None if value is None else round(value, 3) for name, value in rules.items()},
        "states": dict(Counter(states)), "weights": weights, "rubric": RUBRIC, "engine": ENGINE,
    })  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
