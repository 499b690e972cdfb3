"""Do the channels of a recording hold a speaker each? Measured while it is decoded, in memory that does not grow.

The wave forms do not tell: two microphones in one room hear the same people with a delay, and correlate as little as two
strangers do. How loud they are over time does: loudness (root mean square) of stretches of 100 ms correlates between the channels
at 0.98 or more for voices mixed to both, for two microphones a metre apart and for stereo effects; at 0.27 for the shared
recording of two people who talk at once on two channels; at 0.18 for turns with 12 dB between the microphones, at 0.65 with 6 dB,
where a recogniser would hear both in either. Channels below `ALIKE` are apart, each if it has sound in `SHARE` of the stretches.
"""

import numpy as np
import numpy.typing as npt

STRETCHES = 10
"""A second."""
FLOOR = 0.003
"""50 dB below full scale: a stretch counts when a channel is above."""
ALIKE = 0.5
SHARE = 0.05
CANCELLED = 0.05
"""A mix with less than this share of its channels' energy: they are each other's mirror, as from a wrongly wired plug."""


class Channels:
    """Sums over one recording."""

    def __init__(self, count: int) -> None:
        self._rest: npt.NDArray[np.float32] = np.zeros((count, 0), dtype=np.float32)
        self._stretches = 0
        self._loud = np.zeros(count)
        self._sum = np.zeros(count)
        self._products = np.zeros((count, count))
        self._mixed = 0.0

    def add(self, block: npt.NDArray[np.float32], rate: int) -> None:
        """The next samples in [-1, 1], shape (channels, n)."""
        stretch = rate // STRETCHES
        mixed = block.mean(axis=0)
        self._mixed += float(np.dot(mixed, mixed)) / stretch
        left = np.concatenate((self._rest, block), axis=1) if self._rest.size else block
        count = left.shape[1] // stretch
        self._rest = left[:, count * stretch :].copy()
        if not count:
            return
        cut = left[:, : count * stretch].reshape(len(left), count, stretch)
        level = np.sqrt(np.einsum("cns,cns->cn", cut, cut) / stretch).astype(np.float64)
        level = level[:, level.max(axis=0) > FLOOR]
        self._stretches += level.shape[1]
        self._loud += (level > FLOOR).sum(axis=1)
        self._sum += level.sum(axis=1)
        self._products += level @ level.T

    def apart(self) -> tuple[int, ...]:
        """The numbers of the channels that hold a speaker each; empty when they do not."""
        if not self._stretches:
            return ()
        mean = self._sum / self._stretches
        shared = self._products / self._stretches - np.outer(mean, mean)
        spread = np.sqrt(np.maximum(shared.diagonal(), 1e-9))
        alike = shared / np.outer(spread, spread)
        found: list[int] = []
        for n in np.flatnonzero(self._loud >= SHARE * self._stretches):
            if all(alike[n, one] < ALIKE for one in found):
                found.append(int(n))
        return tuple(found) if len(found) > 1 else ()

    def cancelled(self) -> int | None:
        """The loudest channel where mixing them made them vanish; else None."""
        energy = self._products.diagonal()
        loudest = int(energy.argmax())
        return loudest if self._mixed < CANCELLED * energy[loudest] / len(energy) else None
