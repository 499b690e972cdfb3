"""A recording as a picture: the lowest and highest sample of equal stretches, folded piece by piece."""

from collections.abc import Iterable

import numpy as np

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


def _percent(sample: int) -> int:
    return max(-100, min(100, round(sample / 327.67)))
