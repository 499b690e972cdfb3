"""Questions of the banks that ask nearly the same: `python -m rag.alike` lists the pairs."""

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.bank import Question
from rag.bank import Bank
from rag.embedder import shipped
from rag.index import TextEmbedder
from rag.terms import terms

ALIKE = 0.6
"""Likeness from which a pair is listed; read off the 75 most alike pairs of 804 questions: below it subjects are shared, above it
what is asked as well."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions and how alike they are, 0-1: a third each by meaning, by words and by headings."""

    one: Question
    other: Question
    likeness: float


def pairs(bank: Bank, embedder: TextEmbedder, least: float = ALIKE) -> list[Pair]:
    """The pairs that are at least so alike, most alike first; a thousand questions take about a second."""
    questions = list(bank)
    headings = embedder.embed([", ".join(bank.headings(question.id)) for question in questions])
    likeness = (_by_meaning(questions, embedder) + _by_words(questions) + headings @ headings.T) / 3
    places = zip(*np.nonzero(np.triu(likeness, 1) >= least), strict=True)
    found = [Pair(questions[at], questions[next_], float(likeness[at, next_])) for at, next_ in places]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.one.id))


def _texts(question: Question) -> tuple[str, str]:
    """What a question asks, and what it wants to hear."""
    return f"{question.question} {question.rephrased}", " ".join(point.text for point in question.key_points)


def _by_meaning(questions: list[Question], embedder: TextEmbedder) -> NDArray[np.float32]:
    asks = embedder.embed([_texts(question)[0] for question in questions])
    wants = embedder.embed([_texts(question)[1] for question in questions])
    return np.asarray((asks @ asks.T + wants @ wants.T) / 2)


def _by_words(questions: list[Question]) -> NDArray[np.float32]:
    """Cosine of the terms, each weighed by how few questions of the track have it."""
    kept = [set(terms(" ".join(_texts(question)))) for question in questions]
    places = {term: at for at, term in enumerate(sorted(set().union(*kept)))}
    has = np.zeros((len(kept), len(places)), dtype=np.float32)
    for row, some in enumerate(kept):
        has[row, [places[term] for term in some]] = 1.0
    has *= np.log(1 + len(kept) / has.sum(axis=0))
    has /= np.maximum(np.linalg.norm(has, axis=1, keepdims=True), 1e-9)
    return np.asarray(has @ has.T)


def main() -> int:
    """Prints every pair and a count."""
    found = pairs(Bank(), shipped())
    for pair in found:
        print(f"{pair.likeness:.2f}  {pair.one.id}  {pair.other.id}: “{pair.one.title}” and “{pair.other.title}”")
    print(f"{len(found)} pairs at or above {ALIKE}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
