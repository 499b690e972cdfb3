"""Measures how well each stretch of an answer carries each key point, before anything is decided."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agents.grading.reading import Sentence, Word
from agents.grading.similar import Matrix, Meaning, alike
from agents.grading.task import Prepared, demoted_text

FURTHEST = 4
"""Characters between two sentences that may be quoted as one; where an instruction was cut out there are more."""

# Fitted on the banks by logistic regression, held out by question: does a stretch of the reference answer carry the
# point (the point's own reference sentence hidden), or is it from another answer of the same track? AUC .96 alone.
_BEST, _EXACT, _ALIAS, _SECOND, _ALIAS_EXACT, _ALIASES, _NEAR = 2.81, 3.07, 2.61, 2.32, 3.32, 3.54, 1.60
_PAIR, _LENGTH, _BASE = -0.13, -3.26, -3.96
# For a point without aliases (a reference answer that was split): equal weights of four measures, nothing fitted.
_STEEP, _MIDDLE = 9.0, 0.375


@dataclass(frozen=True, slots=True)
class Stretch:
    """One sentence or two neighbouring ones, by index into the talk."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """S statements against U stretches: `recall` of weighted words, `exact` the same by stem only, `near` by embedding."""

    stretches: tuple[Stretch, ...]
    recall: Matrix
    exact: Matrix
    near: Matrix
    words: tuple[tuple[Word, ...], ...]
    table: Matrix
    """(V, W): how alike each word of the statements and each different word of the answer are."""
    places: dict[str, int]
    """Stem → column of the table."""
    whole: Matrix
    """(S,): recall over the whole answer, wherever its words stand."""
    fixed: Matrix
    """(U,): what length and number of sentences add to the log-odds of a stretch, whatever the point."""


def measure(prepared: Prepared, talk: Sequence[Sentence], meaning: Meaning) -> Evidence:
    """All measures of all stretches; about a millisecond for an answer of 150 words."""
    content = [tuple(w for w in sentence.words if w.content) for sentence in talk]
    stretches = [Stretch(at, at) for at in range(len(talk))]
    stretches += [Stretch(at, at + 1) for at in range(len(talk) - 1) if talk[at].part == talk[at + 1].part
                   and talk[at + 1].start - talk[at].end <= FURTHEST]
    held = [tuple(w for at in range(s.first, s.last + 1) for w in content[at]) for s in stretches]
    unique: dict[str, int] = {}
    said: list[Word] = []
    for words in content:
        for word in words:
            if word.key not in unique:
                unique[word.key] = len(said)
                said.append(word)
    table = alike(prepared.vocabulary, said, meaning)
    equal = np.asarray(table >= 0.999, dtype=np.float32)
    size = (len(prepared.statements), len(stretches))
    recall, exact = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
    for column, words in enumerate(held):
        places = sorted({unique[w.key] for w in words})
        if places:
            recall[:, column] = prepared.weights @ table[:, places].max(axis=1)
            exact[:, column] = prepared.weights @ equal[:, places].max(axis=1)
    whole = prepared.weights @ table.max(axis=1) if said else np.zeros(len(prepared.statements), dtype=np.float32)
    vectors = meaning.embed([demoted_text(words, prepared.question_keys) for words in held])
    near = prepared.vectors @ vectors.T if len(stretches) else np.zeros(size, dtype=np.float32)
    fixed = np.array([
        _BASE + _LENGTH * math.log1p(len({w.key for w in words})) / 4 + (_PAIR if stretch.first != stretch.last else 0.0)
        for stretch, words in zip(stretches, held, strict=True)
    ], dtype=np.float32)
    return Evidence(tuple(stretches), recall, exact, np.asarray(near, dtype=np.float32), tuple(held), table, unique, whole, fixed)


def support(prepared: Prepared, found: Evidence, point: int) -> Matrix:
    """(U,) log-odds that each stretch carries the point: its text or own reference sentence, and its aliases."""
    own, aliases = prepared.rows[point]
    size = len(found.stretches)
    zero = np.zeros(size, dtype=np.float32)
    recall = found.recall[own].max(axis=0) if own else zero
    exact = found.exact[own].max(axis=0) if own else zero
    near = found.near[own + aliases].max(axis=0) if own or aliases else zero
    if not aliases:
        whole = float(found.whole[own].max()) if own else 0.0
        return np.asarray(_STEEP * ((recall + exact + near + whole) / 4 - _MIDDLE), dtype=np.float32)
    specific = prepared.specific[aliases][:, None]
    ranked = np.sort(found.recall[aliases] * specific, axis=0)[::-1]
    first, second = ranked[0], ranked[min(1, len(ranked) - 1)]
    alias_exact = (found.exact[aliases] * specific).max(axis=0)
    every = found.recall[aliases].mean(axis=0)
    return np.asarray(
        _BEST * recall + _EXACT * exact + _ALIAS * first + _SECOND * second + _ALIAS_EXACT * alias_exact
        + _ALIASES * every + _NEAR * near + found.fixed, dtype=np.float32,
    )
