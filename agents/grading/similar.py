"""How alike two words are: the same stem, a shared meaning, the same letters; matrices, so that an answer takes a millisecond."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from agents.grading.lexicon import GROUPS
from agents.grading.numerals import same
from agents.grading.polarity import contraries
from agents.grading.reading import Word
from agents.grading.stem import stem
from rag.rows import Rows

Matrix = NDArray[np.float32]


class Meaning(Protocol):
    """What the grader asks of an embedder: vectors of texts, and how rare a word is (0 to 1)."""

    def __hash__(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """(n,) texts to (n, dims) float32, each row of length 1."""

    def sums(self, words: Sequence[str]) -> Matrix:
        """(n,) words to (n, dims) float32 that add up to the vector of a text, but for its length."""

    def rarity(self, word: str) -> float: ...

    def pieces(self, word: str) -> int: ...


SYNONYM = 0.85
"""What a word from the same group counts; a little less than the word itself."""
LETTERS = 256
"""Buckets for letter trigrams; two words of eight letters collide in about one bucket in thirty."""


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, group in enumerate(GROUPS):
        for word in group:
            table.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in table.items()}


@lru_cache(maxsize=16_384)
def _links(text: str, key: str) -> tuple[frozenset[int], frozenset[str]]:
    """The groups of meaning that a word belongs to, and the stems that say its contrary."""
    return _groups().get(key, frozenset()), contraries(text, key)


def _trigrams(keys: Sequence[str]) -> Matrix:
    rows = np.zeros((len(keys), LETTERS), dtype=np.float32)
    for row, key in zip(rows, keys, strict=True):
        padded = f"^{key}$"
        row[[crc32(padded[at : at + 3].encode("utf-8", "replace")) % LETTERS for at in range(len(padded) - 2)]] = 1.0
        row /= max(float(np.linalg.norm(row)), 1.0)
    return rows


_LETTERS = Rows(LETTERS, _trigrams)


def alike(wanted: Sequence[Word], said: Sequence[Word], meaning: Meaning) -> Matrix:
    """(wanted, said) similarities 0-1. Numbers are alike only when equal, opposites never."""
    if not wanted or not said:
        return np.zeros((len(wanted), len(said)), dtype=np.float32)
    # Calibrated on the banks: of word pairs with a cosine of .45 half may stand for each other, of .75 nearly all.
    table = unit(meaning.sums([w.text for w in wanted])) @ unit(meaning.sums([w.text for w in said])).T
    table -= 0.30
    table /= 0.55
    np.clip(table, 0.0, 0.9, out=table)
    letters = _LETTERS.take([w.key for w in wanted]) @ _LETTERS.take([w.key for w in said]).T
    close = letters >= 0.6
    table[close] = np.maximum(table[close], letters[close] * 0.95)
    _exceptions(table, wanted, said)
    return table


def unit(sums: Matrix) -> Matrix:
    """(n, dims) rows brought to length 1; a row of zeros stays."""
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))
    return np.asarray(sums / np.maximum(lengths, 1e-9)[:, None], dtype=np.float32)


class _Cells:
    """Cells of a table, by row and column, gathered to be set at once."""

    __slots__ = ("columns", "rows")

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.columns: list[int] = []

    def add(self, row: int, columns: Sequence[int]) -> None:
        self.rows += [row] * len(columns)
        self.columns += columns


def _exceptions(table: Matrix, wanted: Sequence[Word], said: Sequence[Word]) -> None:
    """What no vector and no letter decides: the same stem, a shared group, a contrary, equal numbers."""
    columns: dict[str, list[int]] = {}
    meant: dict[int, list[int]] = {}
    figures: list[tuple[int, float]] = []
    for at, word in enumerate(said):
        columns.setdefault(word.key, []).append(at)
        for group in _links(word.text, word.key)[0]:
            meant.setdefault(group, []).append(at)
        if word.value is not None:
            figures.append((at, word.value))
    grouped, opposed, equal = _Cells(), _Cells(), _Cells()
    for row, (text, key, _, _, _, number) in enumerate(wanted):
        if number is not None:
            table[row] = 0.0
            equal.add(row, [at for at, value in figures if same(number, value)])
            continue
        groups, contraries = _links(text, key)
        for group in groups:
            if group in meant:
                grouped.add(row, meant[group])
        for contrary in contraries:
            if contrary in columns:
                opposed.add(row, columns[contrary])
        if key in columns:
            equal.add(row, columns[key])
    table[grouped.rows, grouped.columns] = np.maximum(table[grouped.rows, grouped.columns], SYNONYM)
    table[opposed.rows, opposed.columns] = 0.0
    table[equal.rows, equal.columns] = 1.0
