"""How near a requirement in words is to a line of the resume: shared words, weighted by how rare they are, and static embeddings."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections.abc import Iterable, Sequence

import numpy as np

from agents.grading.similar import Meaning
from agents.grading.stem import stem
from agents.resume.shown import Said
from core.text import words

MEANS = 0.9
"""Cosine from which a stretch of a line means a practice: at 0.79 "database query" still meant database design."""
LEAST = 0.35
"""A share below this is chance."""
NEAR = 0.45
"""Cosine, and half of the weight of the words that are shared, from which a line is worth showing beside what is missing."""
SAYS = (0.45, 0.8)
"""Cosines between which a line counts for a worded requirement from nothing to all."""
_EMPTY = frozenset(
    """a an the and or of in on to for with by from at as is are be been was were will would you your we our us they their it its this that
    these those have has had can able ability strong good excellent experience knowledge understanding skills skill working work years year proven
    solid relevant related similar equivalent plus must should required preferred etc e g using use used within across through well other all any
    new high demonstrated hands deep""".split()
)


class Likeness:
    """Over one embedder; without its model words alone are compared."""

    def __init__(self, embedder: Meaning) -> None:
        self._embedder = embedder

    def means(self, names: Sequence[str], said: Sequence[Said]) -> list[tuple[Said, str, float]]:
        """Up to two statements with the stretch of words that means a skill, the nearest first."""
        found = []
        for one in said:
            stretches = _stretches(one.text)
            if stretches:
                scores = np.max([self._cosines(name, stretches) for name in names], axis=0)
                best = int(np.argmax(scores))
                if scores[best] >= MEANS:
                    found.append((one, stretches[best], round(float(scores[best]), 2)))
        return sorted(found, key=lambda row: -row[2])[:2]

    def nearest(self, text: str, said: Sequence[Said]) -> Said | None:
        """The statement nearest in meaning, None where nothing is near: a line that has nothing to do with it helps nobody."""
        long = [one for one in said if one.where != "title"] or list(said)
        if not long:
            return None
        weights = self._weights(text)
        scores = self._cosines(text, [one.text for one in long])
        scores += [sum(weights[word] for word in _shared(weights, one)) / (2 * sum(weights.values()) or 1.0) for one in long]
        best = int(np.argmax(scores))
        return long[best] if scores[best] >= NEAR else None

    def says(self, text: str, said: Sequence[Said]) -> tuple[Said | None, float, str]:
        """The statement that comes nearest to a worded requirement, its share (0-1), and how it was told."""
        weights = self._weights(text)
        if not said or not weights:
            return None, 0.0, ""
        total = sum(weights.values())
        cosines = self._cosines(text, [one.text for one in said])
        best: tuple[float, Said | None, str] = (0.0, None, "")
        for one, cosine in zip(said, cosines, strict=True):
            shared = _shared(weights, one)
            cover = sum(weights[word] for word in shared) / total
            near = (float(cosine) - SAYS[0]) / (SAYS[1] - SAYS[0])
            # A line must share a word, or be near in meaning beyond chance; half the words alone are not enough.
            score = max((cover - 0.35) / 0.45 if len(shared) > 1 or len(weights) == 1 else 0.0, near)
            if score > best[0]:
                told = (
                    f"shares “{'”, “'.join(shared[:4])}”, likeness {float(cosine):.2f}"
                    if shared
                    else f"likeness {float(cosine):.2f}"
                )
                best = (score, one, told)
        return best[1], round(min(1.0, best[0]), 2) if best[0] >= LEAST else 0.0, best[2]

    def _weights(self, text: str) -> dict[str, float]:
        """The content words of a requirement, each with how much it says."""
        return {word: 0.2 + self._embedder.rarity(word) for word in _content(text)}

    def _cosines(self, text: str, others: Sequence[str]) -> np.ndarray:
        vectors = self._embedder.embed([text, *others])
        return np.asarray(vectors[1:] @ vectors[0])


def _shared(wanted: Iterable[str], said: Said) -> list[str]:
    own = {stem(word) for word in words(said.text)}
    return [word for word in wanted if stem(word) in own]


def _content(text: str) -> list[str]:
    return list(dict.fromkeys(word for word in words(text) if word not in _EMPTY and len(word) > 1))


def _stretches(text: str) -> list[str]:
    """Runs of two and three content words."""
    out = []
    for part in re.split(r"[,;:()]| and ", text):
        kept = [word for word in words(part) if word not in _EMPTY and not word.isdigit()]
        out += [" ".join(kept[at : at + size]) for size in (2, 3) for at in range(len(kept) - size + 1)]
    return out[:60]
