"""A long recording cut for recognizers: streamed, every sample in exactly one piece, cut in the longest pause."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from audio.clip import RATE, Clip
from audio.vad import Vad

QUIET_S, MARGIN_S = 3.0, 0.5
"""A stretch without speech that is longer than this is given to no recognizer, but for a margin at both of its ends:
silence and music would be turned into words."""
_FRAME = RATE // 33
Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of a piece. It ends in the longest pause between the two."""

    least: float
    most: float


MINUTE = Bounds(30.0, 60.0)
LONG = Bounds(240.0, 480.0)
"""For a recognizer that tells speakers apart: it numbers them anew in each piece. 16 MB of samples."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a recording: where it begins in samples, its sound, and its speech in seconds from its own start."""

    start: int
    clip: Clip
    spans: Spans

    @property
    def end(self) -> int:
        """The sample after its last one."""
        return self.start + len(self.clip.pcm) // 2

    def hushed(self) -> Clip:
        """The sound with every long stretch without speech made silent; times stay what they were."""
        pcm = bytearray(self.clip.pcm)
        edges = [0.0, *(edge for span in self.spans for edge in span), self.clip.seconds]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start > QUIET_S:
                first, last = (2 * round(one * RATE) for one in (start + MARGIN_S, end - MARGIN_S))
                pcm[first:last] = bytes(last - first)
        return Clip(bytes(pcm))


def pieces(pcm: Iterable[bytes], bounds: Bounds, skip: int = 0) -> Iterator[Piece]:
    """The pieces of PCM16 mono 16 kHz after the first `skip` samples; holds one at a time."""
    vad, spans = Vad(), list[list[float]]()
    held, base = bytearray(), skip
    for data in _after(pcm, skip):
        held += data
        for edge in vad.feed(data):
            if edge.kind == "start":
                spans.append([edge.at, float("inf")])
            else:
                spans[-1][1] = edge.at
        while len(held) >= bounds.most * RATE * 2:
            at = _cut(held, _within(spans, base - skip, bounds.most), bounds)
            yield _piece(held, at, base, skip, spans)
            del held[: at * 2]
            base += at
            spans[:] = [span for span in spans if span[1] > (base - skip) / RATE]
    if len(held) >= 2:
        yield _piece(held, len(held) // 2, base, skip, spans)


def _after(pcm: Iterable[bytes], skip: int) -> Iterator[bytes]:
    left = skip * 2
    for data in pcm:
        if left >= len(data):
            left -= len(data)
        elif left:
            yield data[left:]
            left = 0
        else:
            yield data


def _piece(held: bytearray, samples: int, base: int, skip: int, spans: list[list[float]]) -> Piece:
    return Piece(base, Clip(bytes(held[: samples * 2])), _within(spans, base - skip, samples / RATE))


def _within(spans: list[list[float]], begun: int, seconds: float) -> Spans:
    """The spans that touch a stretch, in seconds from its start at the sample `begun`."""
    moved = ((max(0.0, a - begun / RATE), min(seconds, b - begun / RATE)) for a, b in spans)
    return tuple((a, b) for a, b in moved if b > a)


def _cut(held: bytearray, spans: Spans, bounds: Bounds) -> int:
    """The sample to cut at: the middle of the longest pause, else the quietest moment."""
    edges = [0.0, *(edge for span in spans for edge in span), bounds.most]
    pauses = [(max(bounds.least, a), min(bounds.most, b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    longest = max(pauses, key=lambda pause: pause[1] - pause[0])
    if longest[1] > longest[0]:
        return round((longest[0] + longest[1]) / 2 * RATE)
    first = int(bounds.least * RATE)
    count = (int(bounds.most * RATE) - first) // _FRAME
    found = np.frombuffer(held, "<i2", count * _FRAME, first * 2).astype(np.float32).reshape(count, _FRAME)
    return first + int(np.argmin((found * found).sum(axis=1))) * _FRAME + _FRAME // 2
