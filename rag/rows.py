"""One row of numbers for each word, kept in a single matrix, so that the rows of many words are one look-up."""

import threading
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Rows:
    """The matrix grows with the words that come; when it is full it begins again, since the next text soon fills it."""

    def __init__(self, dims: int, make: Callable[[Sequence[str]], Matrix], *, kept: int = 16_384) -> None:
        """`make` gives (n, dims) for n words; `kept` is how many rows stay in memory."""
        self._make = make
        self._kept = kept
        self._places: dict[str, int] = {}
        self._rows = np.zeros((0, dims), dtype=np.float32)
        self._lock = threading.Lock()

    def take(self, words: Sequence[str]) -> Matrix:
        """(n,) words to (n, dims), a copy."""
        with self._lock:
            try:
                return self._rows[[self._places[word] for word in words]]
            except KeyError:
                return self._learn(words)

    def _learn(self, words: Sequence[str]) -> Matrix:
        new = [word for word in dict.fromkeys(words) if word not in self._places]
        if len(self._places) + len(new) > self._kept:
            new = list(dict.fromkeys(words))
            self._places.clear()
        if len(new) > self._kept:
            return self._make(words)
        first = len(self._places)
        last = first + len(new)
        if last > len(self._rows):
            grown = np.zeros((min(max(2 * last, 1_024), self._kept), self._rows.shape[1]), dtype=np.float32)
            grown[:first] = self._rows[:first]
            self._rows = grown
        self._rows[first:last] = self._make(new)
        self._places.update(zip(new, range(first, last), strict=True))
        return self._rows[[self._places[word] for word in words]]
