"""Where music is heard, for whoever brings a recording: notes are held and change, hums stay, noise has no pitch, speech glides.

Measured in windows of four seconds by the strongest partial between 100 and 2,000 Hz, every 32 ms: the share of the sounding frames
that lie within a note, and how many pitches the notes have. Seven made pieces of music give 0.73 and more (organ, piano, violin,
flute, a band with drums, a waiting line), a sung line of vowels 0.97; espeak's speech at most 0.17 and the two recordings of
people at most 0.44; noise, typing and hums either no note or one pitch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from audio.clip import RATE, Clip

WINDOW_S = 4.0
FRAME, HOP = 2048, 512
LOWEST, HIGHEST = 100.0, 2000.0
FLOOR = 0.002
"""Root mean square of a frame below which it is silence: 54 dB below full scale."""
HELD = 4
"""Frames (128 ms) that a pitch stays within `SAME` semitones to be a note."""
SAME = 0.35
CLEAR = 8.0
"""How far the strongest partial stands above the mean of its band, in amplitude."""
SOUNDING = 0.5
NOTES, NOTES_WITH_VOICE = 0.6, 0.85
"""Shares within notes from which on a window is music: where the voice detector hears nobody, and where it hears somebody, as in song."""
PITCHES = 3
SPOKEN = 0.1
"""Share of a window with voice in it from which on somebody may speak there."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Music:
    """A stretch of music in seconds. `voiced`: the voice detector hears somebody in it, who may sing, or speak over it."""

    start: float
    end: float
    voiced: bool


def stretches(clip: Clip, spans: Sequence[tuple[float, float]]) -> tuple[Music, ...]:
    """The stretches of music in a clip whose speech was found at `spans`."""
    samples, size = clip.floats(), int(WINDOW_S * RATE)
    made: list[tuple[Music, set[int]]] = []
    for at in range(0, len(samples) - size + 1, size):
        begun = at / RATE
        spoken = sum(max(0.0, min(b, begun + WINDOW_S) - max(a, begun)) for a, b in spans) / WINDOW_S
        voiced = spoken > SPOKEN
        sounding, notes, pitches = measures(samples[at : at + size])
        if sounding < SOUNDING or notes < (NOTES_WITH_VOICE if voiced else NOTES):
            continue
        if made and made[-1][0].end == begun and made[-1][0].voiced == voiced:
            last, known = made.pop()
            made.append((Music(last.start, begun + WINDOW_S, voiced), known | pitches))
        else:
            made.append((Music(begun, begun + WINDOW_S, voiced), pitches))
    return tuple(one for one, pitches in made if len(pitches) >= PITCHES)


def joined(found: Sequence[Music]) -> tuple[Music, ...]:
    """The same with stretches of one kind made one where less than a window each lies between them."""
    made = list(found[:1])
    for _, one in pairwise(found):
        if one.voiced == made[-1].voiced and one.start - made[-1].end < 2 * WINDOW_S:
            made[-1] = Music(made[-1].start, one.end, one.voiced)
        else:
            made.append(one)
    return tuple(made)


def measures(samples: Floats) -> tuple[float, float, set[int]]:
    """Of a window in [-1, 1]: the share of frames that sound, of these the share within notes, and the notes' pitches in semitones."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]
    loud = np.sqrt((frames * frames).mean(axis=1)) > FLOOR
    if loud.mean() < SOUNDING:
        return float(loud.mean()), 0.0, set()
    size = np.abs(np.fft.rfft(frames * np.hanning(FRAME), axis=1))
    first, last = int(LOWEST * FRAME / RATE), int(HIGHEST * FRAME / RATE)
    band = size[:, first:last]
    at = band.argmax(axis=1) + first
    clear = loud & (band.max(axis=1) > CLEAR * band.mean(axis=1))
    pitch = 12 * np.log2((at + _beside(size, at)) / first)
    notes = [pitch[begin:end] for begin, end in _notes(pitch, clear)]
    return float(loud.mean()), sum(map(len, notes)) / int(loud.sum()), {round(float(np.median(one))) for one in notes}


def _beside(size: npt.NDArray[np.float64], at: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """How far beside its bin a peak lies, by the parabola through its neighbours' logarithms."""
    rows = np.arange(len(at))
    left, mid, right = (np.log(size[rows, at + by] + 1e-12) for by in (-1, 0, 1))
    made: npt.NDArray[np.float64] = np.clip((left - right) / (2 * (left - 2 * mid + right) - 1e-12), -0.5, 0.5)
    return made


def _notes(pitch: npt.NDArray[np.float64], clear: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where a clear pitch is held."""
    begin = 0
    for n in range(len(pitch) + 1):
        goes_on = n < len(pitch) and clear[n] and (n == begin or abs(pitch[n] - np.median(pitch[begin:n])) <= SAME)
        if not goes_on:
            if n - begin >= HELD:
                yield begin, n
            begin = n if n < len(pitch) and clear[n] else n + 1
