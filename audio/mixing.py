"""Decoded blocks of any kind into one channel at 16 kHz, measured on the way: waveform, length, channels, silence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame

from audio.channels import Channels
from audio.clip import RATE
from audio.waveform import Pairs, Peaks
from core.errors import AppError

POINTS = 1_600
"""Bars of a review page's waveform."""
LONGEST_S = 8 * 3600
SPARSE = 8
"""Of so many samples one is enough to tell how loud 100 ms are."""
QUIET = 33
"""A thousandth of full scale."""
SILENT = "There is next to no sound in it: nothing is louder than a thousandth of full scale."
Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Mixed:
    """What was found; `cancelled` is the channel to take where the mix is next to nothing."""

    seconds: float
    peaks: Pairs
    apart: tuple[int, ...]
    cancelled: int | None
    notices: tuple[str, ...]


class Mixing:
    """The mix of all channels, or the one that is asked for."""

    def __init__(self, only: int | None = None) -> None:
        self._only = only
        self._peaks = Peaks()
        self._channels: Channels | None = None
        self._taken = self._loudest = 0

    def mixed(self, blocks: Iterator[AudioFrame]) -> Iterator[Samples]:
        """Samples at 16 kHz; AppError `audio_too_long`."""
        for one in _turned(self._alone(_floats(blocks))):
            self._peaks.add(one)
            self._taken += len(one)
            self._loudest = max(self._loudest, int(one.max(initial=0)), -int(one.min(initial=0)))
            if self._taken > LONGEST_S * RATE:
                raise AppError(
                    "audio_too_long", f"That recording is longer than {LONGEST_S // 3600} hours. Send it in shorter parts."
                )
            yield one

    def _alone(self, blocks: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
        """Blocks of which the resampler makes one channel: those of up to two as they are, since it mixes them outside the
        interpreter; of more, their mean; or the channel that is asked for."""
        for block in blocks:
            every = [np.frombuffer(memoryview(one), dtype=np.float32, count=block.samples) for one in block.planes]
            if self._only is not None:
                yield _frame(every[self._only], block.sample_rate)
                continue
            if len(every) > 1:
                self._channels = self._channels or Channels(len(every))
                self._channels.add(np.stack([one[::SPARSE] for one in every]), block.sample_rate // SPARSE)
            yield block if len(every) < 3 else _frame(np.mean(every, axis=0), block.sample_rate)

    def found(self, broken: Callable[[float], list[str]]) -> Mixed:
        """What was measured, once all is mixed; `broken` says what is wrong with a file of so many seconds."""
        seconds = self._taken / RATE
        notices = broken(seconds)
        cancelled = self._channels.cancelled() if self._channels else None
        if self._loudest < QUIET and cancelled is None:
            notices.append(SILENT)
        apart = self._channels.apart() if self._channels else ()
        return Mixed(seconds, self._peaks.pairs(POINTS), apart, cancelled, tuple(notices))


def _floats(blocks: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    """Blocks of float32 in [-1, 1], a plane a channel, the channels being those at the file's beginning."""
    layout = ""
    kind: tuple[str, str, int] | None = None
    turned = av.AudioResampler(format="fltp")
    for block in blocks:
        now = block.format.name, block.layout.name, block.sample_rate
        if now != kind:
            kind, layout = now, layout or block.layout.name
            turned = av.AudioResampler(format="fltp", layout=layout)
        block.pts = None
        yield from filter(None, turned.resample(block))


def _turned(blocks: Iterator[AudioFrame]) -> Iterator[Samples]:
    """Blocks of any rate, mixed, as int16 at 16 kHz."""
    turned: av.AudioResampler | None = None
    rate = 0
    for block in blocks:
        if turned and block.sample_rate != rate:
            yield from map(_samples, turned.resample(None))
            turned = None
        rate, block.pts = block.sample_rate, None
        turned = turned or av.AudioResampler(format="s16p", layout="mono", rate=RATE)
        yield from map(_samples, turned.resample(block))
    if turned:
        yield from map(_samples, turned.resample(None))


def _frame(samples: npt.NDArray[np.float32], rate: int) -> AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="fltp", layout="mono")
    frame.sample_rate = rate
    return frame


def _samples(frame: AudioFrame | None) -> Samples:
    assert frame is not None
    return np.asarray(frame.to_ndarray()[0], dtype=np.int16)
