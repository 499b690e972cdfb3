"""Questions by their words: BM25 over everything a question says, its headings counted most."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.bank import Question
from rag.bank import Bank
from rag.skills import find
from rag.terms import terms

K1, B = 1.2, 0.6
HEADINGS = 6
"""How often a heading counts: it names the whole matter in two words, where a reference tells it in two hundred."""
LONGEST = 4_000
"""Characters of a query that are read."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What the words of a query found: `share` (n,) is the part of the query's weight that each question has, 0-1."""

    share: NDArray[np.float32]
    _columns: tuple[tuple[str, NDArray[np.int32]], ...]

    def words(self, row: int) -> tuple[str, ...]:
        """The words of the query that the question has, rarest first."""
        found = [word for word, rows in self._columns if row in rows]
        return tuple(dict.fromkeys(found))


class WordIndex:
    """BM25 of the kind Lucene counts (by bm25s); about a second for a thousand questions."""

    def __init__(self, questions: Bank) -> None:
        import bm25s

        self._size = len(questions)
        self._ranker: Any = bm25s.BM25(k1=K1, b=B, method="lucene")
        self._ranker.index(
            [said(question, questions.headings(question.id)) for question in questions], show_progress=False
        )
        self._ids: dict[str, int] = self._ranker.vocab_dict

    def match(self, text: str) -> Matches:
        """How much of the query each question has."""
        words = asked(text[:LONGEST])
        matrix = self._ranker.scores
        scores = np.zeros(self._size, dtype=np.float32)
        total, columns = 0.0, []
        for term, word in words.items():
            at = self._ids.get(term)
            start, end = (matrix["indptr"][at], matrix["indptr"][at + 1]) if at is not None else (0, 0)
            weight = float(np.log(1 + (self._size - (end - start) + 0.5) / (end - start + 0.5)))
            total += weight
            if end > start:
                rows = matrix["indices"][start:end]
                scores[rows] += matrix["data"][start:end]
                columns.append((weight, word, rows))
        columns.sort(key=lambda one: -one[0])
        return Matches(scores / max(total, 1e-9), tuple((word, rows) for _, word, rows in columns))


_built = lru_cache(maxsize=4)(WordIndex)
_building = threading.Lock()


def index_of(bank: Bank) -> WordIndex:
    """The index over a bank, made once in the process, also where two ask at once."""
    with _building:
        return _built(bank)


def said(question: Question, headings: Sequence[str]) -> list[str]:
    """Every term of a question, as often as it counts."""
    told = [
        question.title,
        question.topic,
        question.role if question.role != "any" else "",
        question.question,
        question.exhibit,
        question.rephrased,
        *(f"{point.text} {'. '.join(point.aliases)}" for point in question.key_points),
        question.reference,
        *question.hints,
        *question.mistakes,
        *(follow.text for follow in question.follow_ups),
    ]
    return terms("\n".join(told)) + HEADINGS * terms(", ".join(headings))


def asked(text: str) -> dict[str, str]:
    """Term → the word of the query it stands for; what is written by another name (k8s) is looked for by both."""
    found: dict[str, str] = {}
    for word in text.split():
        for term in terms(word):
            found.setdefault(term, word.strip(".,;:()[]\"'“”?!"))
    for skill in find(text):
        if skill.rule == "alias":
            for term in terms(skill.skill.name):
                found.setdefault(term, skill.surface)
    return found
