"""The questions of a person's own banks, so that a recording is matched to them as to ours; nobody else's are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.deps import Deps
from agents.phrase import content
from agents.recordings.matching import Match, stems, wordings
from core.bank import Question
from core.caller import Caller
from rag.index import TextEmbedder, embedded
from rag.knowledge import MEANING, WORDS
from store import banks

PART = 0.5
"""What the words that a question shares count beside the search's own measure, in which the words of a long text count less. With it
the same threshold holds: of 27 questions in other words, looked for among themselves and 30 more, 26 are found, none of 40 others is
taken for one; where the bank does not hold them, six are taken for a neighbour (0.7: 8, 1.0: 16)."""


@dataclass(frozen=True, slots=True)
class Own:
    """Questions and what they are found by: vectors of the whole and of both wordings, stems of every word."""

    embedder: TextEmbedder
    questions: tuple[Question, ...]
    whole: NDArray[np.float32]
    wordings: NDArray[np.float32]
    """(questions, 2, dims)"""
    said: tuple[frozenset[str], ...]
    named: tuple[frozenset[str], ...]

    def best(self, text: str, track: str = "") -> Match | None:
        """The question nearest to a text, of a track where one is given; measured as `matching` measures ours, with words that
        count by how rare they are in English: a bank of two questions has no rarities of its own."""
        found = (self._nearest(wording, track) for wording in wordings(text))
        return max((one for one in found if one is not None), key=lambda one: one.near, default=None)

    def _nearest(self, text: str, track: str) -> Match | None:
        words = {word: self.embedder.rarity(word) for word in content(text)}
        total = sum(words.values())
        vector = self.embedder.embed([text])[0]
        close, meaning = (self.wordings @ vector).max(axis=1, initial=-1.0), self.whole @ vector
        found: Match | None = None
        for at, question in enumerate(self.questions):
            if (track and question.track != track) or not stems(text) & self.named[at]:
                continue
            share = sum(rare for word, rare in words.items() if stems(word) <= self.said[at]) / total
            fit = min(1.0, PART * WORDS * share + MEANING * max(0.0, float(meaning[at])))
            near = (fit + float(close[at])) / 2
            if found is None or near > found.near:
                found = Match(question, near)
        return found


def of(deps: Deps, caller: Caller) -> Own | None:
    """All banks of the caller's, newest first where two hold the same question; None when there are none.

    Banks that others share stay out: a stranger's would change how everybody's recordings are read.
    """
    lines = sorted((one for one in banks.listing(deps.store, caller) if one.mine), key=lambda one: one.updated_at, reverse=True)
    every = (question for line in lines for question in banks.get(deps.store, caller, line.id).questions)
    return over(deps.knowledge.embedder, list({" ".join(one.question.lower().split()): one for one in every}.values()))


def over(embedder: TextEmbedder, questions: Sequence[Question]) -> Own | None:
    """These questions, made ready to be found."""
    if not questions:
        return None
    wordings = embedder.embed([text for one in questions for text in (one.question, one.rephrased)])
    return Own(
        embedder,
        tuple(questions),
        embedded(embedder, questions),
        wordings.reshape(len(questions), 2, -1),
        tuple(frozenset(stems(_all(one))) for one in questions),
        tuple(frozenset(stems(f"{one.question} {one.rephrased} {one.title}")) for one in questions),
    )


def _all(one: Question) -> str:
    points = (f"{point.text} {' '.join(point.aliases)}" for point in one.key_points)
    return " ".join((one.title, one.topic, one.question, one.exhibit, one.rephrased, *points, one.reference))
