"""A recording as a picture: the lowest and highest sample of equal stretches, folded piece by piece."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from audio.clip import Clip

Pairs = tuple[tuple[int, int], ...]
POINTS = 160
"""Bars of a waveform on the page."""


def peaks(clip: Clip, points: int = POINTS) -> Pairs:
    """At most `points` pairs of lowest and highest, in percent of full scale."""
    return fold((clip.pcm,), len(clip.pcm) // 2, points)


def fold(pieces: Iterable[bytes], samples: int, points: int = POINTS) -> Pairs:
    """The same over pieces of PCM16 with `samples` samples in all; holds one piece at a time."""
    count = min(points, samples)
    if count <= 0:
        return ()
    low, high = np.zeros(count, dtype=np.int32), np.zeros(count, dtype=np.int32)
    at = 0
    for piece in pieces:
        found = np.frombuffer(piece[: len(piece) // 2 * 2], dtype="<i2")[: max(0, samples - at)]
        if not len(found):
            continue
        first, last = at * count // samples, (at + len(found) - 1) * count // samples
        # Where each bar begins inside this piece: the first sample s with s * count // samples == bar.
        begins = np.array([max(0, -(-bar * samples // count) - at) for bar in range(first, last + 1)])
        low[first : last + 1] = np.minimum(low[first : last + 1], np.minimum.reduceat(found, begins))
        high[first : last + 1] = np.maximum(high[first : last + 1], np.maximum.reduceat(found, begins))
        at += len(found)
    return tuple((_percent(a), _percent(b)) for a, b in zip(low.tolist(), high.tolist(), strict=True))


class Peaks:
    """The same while the length is not known yet: stretches double whenever there are too many, so memory stays as it is."""

    MOST = 16_384
    """Stretches held; the last one, cut short, is then less than a bar on any page."""

    def __init__(self) -> None:
        self._step = 64
        self._low, self._high = (np.zeros(self.MOST, dtype=np.int16) for _ in range(2))
        self._n = 0
        self._rest: npt.NDArray[np.int16] = np.zeros(0, dtype=np.int16)

    def add(self, samples: npt.NDArray[np.int16]) -> None:
        """The next samples, int16, shape (n,)."""
        left = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        while len(left) >= self._step:
            count = min(len(left) // self._step, self.MOST - self._n)
            rows = left[: count * self._step].reshape(count, self._step)
            self._low[self._n : self._n + count] = rows.min(axis=1)
            self._high[self._n : self._n + count] = rows.max(axis=1)
            self._n += count
            left = left[count * self._step :]
            if self._n == self.MOST:
                self._halve()
        self._rest = left.copy()

    def pairs(self, points: int) -> Pairs:
        """At most `points` pairs over everything that was added."""
        low, high = self._low[: self._n], self._high[: self._n]
        if len(self._rest):
            low, high = np.append(low, self._rest.min()), np.append(high, self._rest.max())
        count = min(points, len(low))
        if not count:
            return ()
        begins = np.arange(count) * len(low) // count
        folded = np.minimum.reduceat(low, begins), np.maximum.reduceat(high, begins)
        return tuple((_percent(a), _percent(b)) for a, b in zip(*(one.tolist() for one in folded), strict=True))

    def _halve(self) -> None:
        self._n //= 2
        self._low[: self._n] = self._low.reshape(-1, 2).min(axis=1)
        self._high[: self._n] = self._high.reshape(-1, 2).max(axis=1)
        self._step *= 2


def _percent(sample: int) -> int:
    return max(-100, min(100, round(sample / 327.67)))
