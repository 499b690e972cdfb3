"""Measures how well each stretch of an answer carries each key point, before anything is decided."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agents.grading import cut
from agents.grading.reading import Sentence, Word
from agents.grading.similar import Matrix, Meaning, alike, unit
from agents.grading.task import Prepared, demoted

FURTHEST = 4
"""Characters between two sentences that may be quoted as one; where an instruction was cut out there are more."""

FULL = 512
"""Pieces of a text that the embedding reads; a piece has at least one letter."""

# Fitted by `python -m bench.fit` on the banks, held out by question.
SUPPORT = np.array([2.81, 3.07, 2.61, 2.32, 3.32, 3.54, 1.60], dtype=np.float32)
"""Log-odds for a unit of each of `likenesses`."""
PAIR, LENGTH, BASE = -0.13, -3.26, -3.96
"""Log-odds for two sentences in one, for a unit of length, and for any stretch at all."""


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
    keys: tuple[frozenset[str], ...]
    """All stems of each stretch."""
    whole: float
    """How much of the whole reference the whole answer says again, 0-1; only for points cut from one."""
    spelled: float
    """The same by letters."""
    beyond: float
    """What its distance from chance adds to the log-odds of every such point."""
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
    reached = _reached(table, [[unique[w.key] for w in words] for words in content], stretches)
    recall = prepared.weights @ reached
    exact = prepared.weights @ np.asarray(reached >= 0.999, dtype=np.float32)
    whole = spelled = beyond = 0.0
    if prepared.whole is not None:
        spoken = [w for s in talk for w in s.words]
        whole = cut.found(prepared.whole.whole, cut.stems(talk))
        spelled = float(prepared.whole.letters @ cut.letters(spoken, meaning))
        beyond = cut.beyond(prepared.whole, spoken)
    near = prepared.vectors @ _vectors(content, stretches, prepared, meaning).T
    fixed = np.array([
        BASE + LENGTH * length(words) + (PAIR if stretch.first != stretch.last else 0.0)
        for stretch, words in zip(stretches, held, strict=True)
    ], dtype=np.float32)
    keys = tuple(cut.stems(talk[s.first : s.last + 1]) for s in stretches)
    return Evidence(
        tuple(stretches), recall, exact, near, tuple(held), table, unique, keys, whole, spelled, beyond, fixed
    )


def length(words: Sequence[Word]) -> float:
    """How long a stretch is: a quarter of the logarithm of its different words, plus one."""
    return math.log1p(len({word.key for word in words})) / 4


def _reached(table: Matrix, places: Sequence[Sequence[int]], stretches: Sequence[Stretch]) -> Matrix:
    """(V, U): how far each word of the statements is reached by the best word of each stretch; `places` by sentence."""
    single = np.zeros((len(places), len(table)), dtype=np.float32)
    full = [at for at, mine in enumerate(places) if mine]
    if full:
        starts = np.cumsum([0, *(len(places[at]) for at in full[:-1])])
        single[full] = np.maximum.reduceat(table.T[[place for at in full for place in places[at]]], starts, axis=0)
    return np.maximum(single[[s.first for s in stretches]], single[[s.last for s in stretches]]).T


def _vectors(content: Sequence[Sequence[Word]], stretches: Sequence[Stretch], prepared: Prepared, meaning: Meaning) -> Matrix:
    """(U, dims): the stretches without the question's words, as embeddings; sentences are read once and added up."""
    texts = [demoted(words, prepared.question_keys) for words in content]
    if _overlong(texts, stretches, meaning):
        # Of a text this long the embedding reads only the beginning; a sum of its words would know the rest too.
        return meaning.embed([" ".join(texts[s.first] + (texts[s.last] if s.first != s.last else [])) for s in stretches])
    rows = meaning.sums([text for mine in texts for text in mine])
    single = np.zeros((len(texts), rows.shape[1]), dtype=np.float32)
    full = [at for at, mine in enumerate(texts) if mine]
    if full:
        single[full] = np.add.reduceat(rows, np.cumsum([0, *(len(texts[at]) for at in full[:-1])]), axis=0)
    first, last = [s.first for s in stretches], [s.last for s in stretches]
    return unit(single[first] + single[last] * (np.array(first) != np.array(last))[:, None])


def _overlong(texts: Sequence[Sequence[str]], stretches: Sequence[Stretch], meaning: Meaning) -> bool:
    sizes = [sum(map(len, mine)) for mine in texts]
    if max(sizes, default=0) <= FULL // 2:
        return False
    sizes = [sum(meaning.pieces(text) for text in mine) for mine in texts]
    return any(sizes[s.first] + (sizes[s.last] if s.first != s.last else 0) > FULL for s in stretches)


def support(prepared: Prepared, found: Evidence, point: int) -> Matrix:
    """(U,) log-odds that each stretch carries the point: its text or own reference sentence, and its aliases."""
    own, aliases = prepared.rows[point]
    if not aliases and prepared.whole is not None:
        near = found.near[own].max(axis=0) if own else np.zeros(len(found.stretches), dtype=np.float32)
        return cut.odds(prepared.whole, point, found.keys, near, found.whole, found.spelled, found.beyond)
    return np.asarray(SUPPORT @ likenesses(prepared, found, own, aliases) + found.fixed, dtype=np.float32)


def likenesses(prepared: Prepared, found: Evidence, own: Sequence[int], aliases: Sequence[int]) -> Matrix:
    """(7, U): how each stretch is like a point's statements `own` and like its `aliases`, both rows of the evidence.

    Words of the best statement found again, the same by stem only, those of the best and second alias, the best alias by
    stem only, all aliases on average, and the nearest of all by embedding.
    """
    made = np.zeros((len(SUPPORT), len(found.stretches)), dtype=np.float32)
    if own:
        made[0] = found.recall[own].max(axis=0)
        made[1] = found.exact[own].max(axis=0)
    if aliases:
        specific = prepared.specific[aliases][:, None]
        ranked = np.sort(found.recall[aliases] * specific, axis=0)[::-1]
        made[2], made[3] = ranked[0], ranked[min(1, len(ranked) - 1)]
        made[4] = (found.exact[aliases] * specific).max(axis=0)
        made[5] = found.recall[aliases].mean(axis=0)
    if own or aliases:
        made[6] = found.near[[*own, *aliases]].max(axis=0)
    return made
