"""Measures for key points that were cut from a reference answer: nothing is known of them but that text and its whole.

Four measures in fixed parts, nothing fitted: the words of the point and those of the whole reference found again
(weighted by rarity), the letters of the whole, and nearness in meaning. Shares fitted to one set of graded answers were
better there and worse on the next, so equal shares of piece and whole ship; `python -m bench.grade` shows both.

Words found again prove little in a long answer, since any talk of that length says many of them. So the log-odds are moved
by how far what is said of the whole lies above chance: without that a good answer to another question earns a third of one.
That part is never fitted.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from agents.grading.lists import joined
from agents.grading.reading import Sentence, Word, words_of
from agents.grading.similar import Matrix, Meaning

ASKED = 0.5
"""What a word of the question still weighs."""
_SIZES = (3, 4, 5)
BUCKETS = 1 << 14

# Zipf's law with Mandelbrot's shift, over the ranks from which `rarity` is made: "the" is every 17th word.
_WORDS, _FIRST, _SHIFT = 29_500, 0.1, 1.7
_FIGURE = 0.002
"""How often a number is said."""
TRADE = 3.0
"""How much more often talk about a trade uses a word of that trade than all English does; a guess, not fitted."""
_UNSURE = 0.3
"""Variance of what is found that the count of words does not explain."""

# Chosen on questions and answers of our own, in which other questions' answers should earn nothing and free wordings much.
CHANCE, GAIN, LEAST, MOST = 0.6, 0.25, -1.0, 0.75
"""Standard deviations above chance from which it speaks for an answer, the log-odds of one more, and their bounds."""
LONG = 40.0
"""Words of an answer from which chance is half as good a reason as it will ever be."""
TALK = 0.2
"""Share of function words below which nothing is added: a heap of the right terms is far above chance too."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the four measures, the mixture at which a point is as likely said as not, and log-odds for a unit of it."""

    own: float = 1 / 6
    near: float = 1 / 3
    whole: float = 1 / 3
    spelled: float = 1 / 6
    middle: float = 0.45
    steep: float = 5.0


SHIPPED = Weights()


@dataclass(frozen=True, slots=True)
class Cut:
    """What the measures need of a task: weights by stem for each point and the whole, and the whole's letters."""

    points: tuple[dict[str, float], ...]
    whole: dict[str, float]
    often: dict[str, float]
    """How often talk says the stems of the whole that the question does not, as a share of all words."""
    letters: Matrix
    weights: Weights


def prepared(
    points: Sequence[str], reference: str, asked: frozenset[str], meaning: Meaning, weights: Weights = SHIPPED
) -> Cut:
    """The points and the reference ready to be compared; `asked` are the stems of the question."""
    whole = words_of(reference)
    return Cut(
        tuple(_weights(words_of(point), asked, meaning) for point in points),
        _weights(whole, asked, meaning),
        _often(whole, asked, meaning),
        letters(whole, meaning),
        weights,
    )


def found(weights: dict[str, float], said: Iterable[str]) -> float:
    """0-1: how much of the weight of some words is said. Small words count by their rarity too: "not", "same", "between"."""
    total = sum(weights.values())
    return sum(weights.get(key, 0.0) for key in said) / total if total else 0.0


def beyond(cut: Cut, words: Sequence[Word]) -> float:
    """What an answer's distance from chance adds to the log-odds of every point: -1 to 0.75, less for a short answer."""
    keys = {word.key for word in words}
    said = chance = variance = 0.0
    for key, often in cut.often.items():
        weight = cut.whole[key]
        likely = 1 - (1 - often) ** len(words)
        said += weight * (key in keys)
        chance += weight * likely
        variance += weight * weight * likely * (1 - likely)
    above = (said - chance) / math.sqrt(variance + _UNSURE)
    gain = min(MOST, max(LEAST, GAIN * (above - CHANCE))) * len(words) / (len(words) + LONG)
    return min(gain, 0.0) if joined(words) < TALK else gain


def letters(words: Sequence[Word], meaning: Meaning) -> Matrix:
    """(BUCKETS,) of length 1: runs of three to five letters, hashed; a run weighs as the rarest word that holds it."""
    counts = Counter(word.text for word in words)
    bag = np.zeros(BUCKETS, dtype=np.float32)
    if not counts:
        return bag
    once = {word.text: word for word in words}
    runs = [_runs(text) for text in once]
    sizes = [len(run) for run in runs]
    places = np.concatenate(runs)
    often = np.bincount(places, np.repeat([counts[text] for text in once], sizes), BUCKETS)
    np.maximum.at(bag, places, np.repeat(np.array([_weight(word, meaning) for word in once.values()], dtype=np.float32), sizes))
    bag *= 1 + np.log(np.maximum(often, 1)).astype(np.float32)
    return np.asarray(bag / max(float(np.linalg.norm(bag)), 1e-9), dtype=np.float32)


def odds(
    cut: Cut, point: int, stretches: Sequence[frozenset[str]], near: Matrix, whole: float, spelled: float, beyond: float
) -> Matrix:
    """(U,) log-odds that each stretch says the point; `whole`, `spelled` and `beyond` are those of the answer."""
    own = np.array([found(cut.points[point], keys) for keys in stretches], dtype=np.float32)
    by = cut.weights
    mixed = by.own * own + by.near * near + by.whole * whole + by.spelled * spelled
    return np.asarray(by.steep * (mixed - by.middle) + beyond, dtype=np.float32)


def credit(log_odds: float) -> float:
    """0-1 from log-odds: half at 0, all at 2, nothing at minus 2."""
    return round(min(1.0, max(0.0, 0.5 + log_odds / 4)), 2)


def stems(sentences: Sequence[Sentence]) -> frozenset[str]:
    """All stems of some sentences, small words included."""
    return frozenset(word.key for sentence in sentences for word in sentence.words)


def _weights(words: Sequence[Word], asked: frozenset[str], meaning: Meaning) -> dict[str, float]:
    return {word.key: _weight(word, meaning) * (ASKED if word.key in asked else 1.0) for word in words}


def _often(words: Sequence[Word], asked: frozenset[str], meaning: Meaning) -> dict[str, float]:
    often: dict[str, float] = {}
    for word in words:
        if word.key not in asked:
            rank = math.expm1(meaning.rarity(word.text) * math.log1p(_WORDS))
            said = _FIGURE if word.value is not None else _FIRST / (rank + _SHIFT)
            often[word.key] = max(often.get(word.key, 0.0), min(0.5, TRADE * said))
    return often


def _weight(word: Word, meaning: Meaning) -> float:
    return 1.2 if word.value is not None else 0.25 + 0.75 * meaning.rarity(word.text)


@lru_cache(maxsize=32_768)
def _runs(text: str) -> NDArray[np.int64]:
    padded = f" {text} "
    runs = {padded[at : at + size] for size in _SIZES for at in range(max(0, len(padded) - size + 1))}
    return np.array([crc32(run.encode("utf-8", "replace")) % BUCKETS for run in sorted(runs)], dtype=np.int64)
