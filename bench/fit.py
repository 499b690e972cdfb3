"""Fits how the rules grader weighs what it measures of a bank's key points: `python -m bench.fit [--folds N] [--others N]`.

The data is the banks that ship with the project: does a stretch of a question's reference answer carry a key point, or is
it from another answer of the same track? The sentence of the reference that the point itself was matched to is hidden, so
that no point is found by its own copy. Of each answer only the best stretch counts for a point, as in the product; the best
is looked for again after each round. Questions are held out in folds. The fitted weights are printed beside the shipped ones
(`agents/grading/evidence.py`). Those were fitted by the same steps on fewer questions and find as much (AUC .974 against
.975), and the thresholds of `claims.py` stand on them: whoever changes one sets the others anew, by `python -m bench.trust`.
One JSON line comes last.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from agents.grading import Task
from agents.grading.evidence import BASE, LENGTH, PAIR, SUPPORT, length, likenesses, measure
from agents.grading.reading import Sentence, read
from agents.grading.task import Prepared, prepare
from bench.process import finish
from core.bank import Question
from core.schema import Part
from rag.bank import Bank
from rag.embedder import Embedder

Numbers = NDArray[np.float64]
SHIPPED = np.array([*SUPPORT.tolist(), PAIR, LENGTH, BASE])
NAMES = ("best", "exact", "alias", "second_alias", "exact_alias", "all_aliases", "near", "pair", "length", "base")
ROUNDS, STEPS = 6, 40
RIDGE = 1.0
OTHER_WEIGHT = 0.4
"""What one stretch of another answer counts beside one of the question's own: there are more of them."""


@dataclass(frozen=True, slots=True)
class Example:
    """The measures of every stretch of one answer for each key point, (U, 10) each, and whether the answer is its own."""

    points: tuple[Numbers, ...]
    own: bool


def examples(questions: Sequence[Question], embedder: Embedder, others: int) -> list[list[Example]]:
    """For each question its own reference answer and `others` of its track, repeatable."""
    random = Random(1)
    prepared = [prepare(Task.of(one), embedder) for one in questions]
    talks = [read((Part(turn=0, text=one.reference),)).talk for one in questions]
    found = []
    for at, (question, held) in enumerate(zip(questions, prepared, strict=True)):
        near = [n for n, one in enumerate(questions) if n != at and one.track == question.track]
        picked = random.sample(near, min(others, len(near)))
        found.append(
            [Example(_measured(held, talks[at], embedder), own=True)]
            + [Example(_measured(held, talks[n], embedder), own=False) for n in picked]
        )
    return found


def _measured(prepared: Prepared, talk: Sequence[Sentence], embedder: Embedder) -> tuple[Numbers, ...]:
    evidence = measure(prepared, talk, embedder)
    pairs = [stretch.first != stretch.last for stretch in evidence.stretches]
    sizes = [length(words) for words in evidence.words]
    made = []
    for point, (own, aliases) in enumerate(prepared.rows):
        if prepared.task.points[point].check != "claim" or not aliases:
            continue
        texts = [row for row in own if prepared.statements[row].kind == "text"]
        rows = likenesses(prepared, evidence, texts, aliases)
        made.append(np.vstack([rows, pairs, sizes, np.ones(len(pairs))]).T.astype(float))
    return tuple(made)


def fit(data: Sequence[Sequence[Example]]) -> Numbers:
    """Weights by logistic regression on the best stretch of each answer for each point; likenesses never count against a point."""
    weights = SHIPPED.copy()
    for _ in range(ROUNDS):
        rows, said, counts = [], [], []
        for question in data:
            for example in question:
                for point in example.points:
                    rows.append(point[np.argmax(point @ weights)])
                    said.append(float(example.own))
                    counts.append(1.0 if example.own else OTHER_WEIGHT)
        weights = _logistic(np.array(rows), np.array(said), np.array(counts), weights)
    return weights


def _logistic(rows: Numbers, said: Numbers, counts: Numbers, begin: Numbers) -> Numbers:
    """Newton's method with a ridge on all but the base."""
    weights, ridge = begin.copy(), RIDGE * np.eye(len(begin))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (likely - said)) + RIDGE * np.r_[weights[:-1], 0]
        bend = (rows * (counts * likely * (1 - likely))[:, None]).T @ rows + ridge
        weights = weights - np.linalg.solve(bend, slope)
        weights[: len(SUPPORT)] = np.maximum(weights[: len(SUPPORT)], 0)
    return weights


def best(data: Sequence[Sequence[Example]], weights: Numbers, *, own: bool) -> list[float]:
    """The log-odds of the best stretch, for each point of each answer."""
    return [float((point @ weights).max()) for one in data for example in one if example.own is own for point in example.points]


def auc(own: Sequence[float], others: Sequence[float]) -> float:
    """The share of pairs in which a point of its own answer stands higher; a tie counts half (Mann and Whitney 1947)."""
    order = np.sort(np.array(others))
    below = np.searchsorted(order, own, "left") + np.searchsorted(order, own, "right")
    return float(below.mean() / 2 / len(order))


def main(arguments: Sequence[str]) -> int:
    """Prints the weights, then the JSON line."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit", description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--others", type=int, default=5, help="other answers for each question")
    chosen = parser.parse_args(arguments)
    begun = time.perf_counter()
    data = [one for one in examples(tuple(Bank()), Embedder(), chosen.others) if one[0].points]
    order = np.random.default_rng(0).permutation(len(data))
    own: list[float] = []
    others: list[float] = []
    for fold in range(chosen.folds):
        held = order[fold :: chosen.folds].tolist()
        weights = fit([data[at] for at in order.tolist() if at not in set(held)])
        own += best([data[at] for at in held], weights, own=True)
        others += best([data[at] for at in held], weights, own=False)
    fitted = fit(data)
    for name, before, after in zip(NAMES, SHIPPED, fitted, strict=True):
        print(f"{name:14} shipped {before:6.2f}   fitted {after:6.2f}")
    finish({
        "bench": "fit", "questions": len(data), "points": len(own), "folds": chosen.folds,
        "held_out_auc": round(auc(own, others), 4),
        "shipped_auc": round(auc(best(data, SHIPPED, own=True), best(data, SHIPPED, own=False)), 4),
        "fitted": {name: round(float(value), 2) for name, value in zip(NAMES, fitted, strict=True)},
        "seconds": round(time.perf_counter() - begun, 1),
    })
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
