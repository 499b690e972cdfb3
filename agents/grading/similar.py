"""How alike two words are: the same stem, a shared meaning, the same letters; matrices, so that an answer takes a millisecond."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from agents.grading.lexicon import GROUPS
from agents.grading.numerals import same
from agents.grading.polarity import opposites
from agents.grading.reading import Word
from agents.grading.stem import stem

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


@lru_cache(maxsize=32_768)
def _trigrams(key: str) -> Matrix:
    row = np.zeros(LETTERS, dtype=np.float32)
    padded = f"^{key}$"
    for at in range(len(padded) - 2):
        row[crc32(padded[at : at + 3].encode("utf-8", "replace")) % LETTERS] = 1.0
    norm = float(np.linalg.norm(row))
    return row / norm if norm else row


def _letters(words: Sequence[Word]) -> Matrix:
    return np.concatenate([_trigrams(w.key) for w in words]).reshape(len(words), LETTERS)


def alike(wanted: Sequence[Word], said: Sequence[Word], meaning: Meaning) -> Matrix:
    """(wanted, said) similarities 0-1. Numbers are alike only when equal, opposites never."""
    if not wanted or not said:
        return np.zeros((len(wanted), len(said)), dtype=np.float32)
    near = meaning.embed([w.text for w in wanted]) @ meaning.embed([w.text for w in said]).T
    letters = _letters(wanted) @ _letters(said).T
    # Calibrated on the banks: of word pairs with a cosine of .45 half may stand for each other, of .75 nearly all.
    table = np.clip((near - 0.30) / 0.55, 0.0, 0.9)
    table = np.maximum(table, np.where(letters >= 0.6, letters * 0.95, 0.0))
    groups = _groups()
    columns: dict[str, list[int]] = {}
    for at, word in enumerate(said):
        columns.setdefault(word.key, []).append(at)
    meant: dict[int, list[int]] = {}
    for key, places in columns.items():
        for group in groups.get(key, ()):
            meant.setdefault(group, []).extend(places)
    for row, word in enumerate(wanted):
        _exceptions(table[row], word, said, columns, [at for group in groups.get(word.key, ()) for at in meant.get(group, ())])
    return np.asarray(table, dtype=np.float32)


def _exceptions(
    row: Matrix, word: Word, said: Sequence[Word], columns: dict[str, list[int]], same_group: list[int]
) -> None:
    if word.value is not None:
        row[:] = 0.0
        for at, other in enumerate(said):
            if other.value is not None and same(word.value, other.value):
                row[at] = 1.0
        return
    if same_group:
        row[same_group] = np.maximum(row[same_group], SYNONYM)
    for contrary in opposites(word):
        if contrary in columns:
            row[columns[contrary]] = 0.0
    if word.key in columns:
        row[columns[word.key]] = 1.0
