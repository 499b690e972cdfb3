"""Where speech begins and ends in a stream: Silero's small network (MIT), from the file that faster-whisper carries.

One session of onnxruntime serves every stream; a stream keeps 1.2 kB of state. A window is 512 samples (32 ms).
"""

import importlib.util
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from audio.clip import RATE, Clip

WINDOW, CONTEXT = 512, 64
WINDOW_S = WINDOW / RATE
ENTER, LEAVE = 0.4, 0.25
"""Probabilities at which speech begins and ends; a little below the authors' 0.5 and 0.35, since a missed word costs more than a noise."""
LEAST_SPEECH_S = 0.09
SILENT = 30.0
"""Root mean square of int16 samples below which a window cannot hold speech: no network is asked."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Speech began or ended `at` seconds of the stream."""

    kind: Literal["start", "end"]
    at: float


_LOADING = threading.Lock()
_LOADED: list[Any] = []


def _network() -> Any:
    """The one inference session; safe to call from several threads."""
    if not _LOADED:
        with _LOADING:
            if not _LOADED:
                _LOADED.append(_load())
    return _LOADED[0]


def _load() -> Any:
    import onnxruntime

    found = importlib.util.find_spec("faster_whisper")
    assert found is not None
    assert found.origin is not None
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    path = Path(found.origin).parent / "assets" / "silero_vad_v6.onnx"
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def warm() -> None:
    """Loads the network ahead of the first stream."""
    _network()


class Vad:
    """One stream's edges. `silence_s`: how long silence must last before an end is told."""

    def __init__(self, silence_s: float = 0.25) -> None:
        self.silence_s = silence_s
        self._left = bytearray()
        self._windows = 0
        self._clear()

    def _clear(self) -> None:
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._given = np.zeros((1, CONTEXT + WINDOW), np.float32)
        self.speaking = False
        self._above = 0
        self._below: float | None = None

    def reset(self) -> None:
        """Forgets the speech that runs, so that its going on is a new beginning."""
        self._clear()

    def feed(self, pcm: bytes) -> list[Edge]:
        """The edges in the next samples (PCM16 mono 16 kHz, any length)."""
        self._left += pcm
        return list(self._edges()) if len(self._left) >= 2 * WINDOW else []

    def _edges(self) -> Iterator[Edge]:
        whole = len(self._left) // (2 * WINDOW)
        windows = np.frombuffer(bytes(self._left[: whole * 2 * WINDOW]), "<i2").reshape(whole, WINDOW)
        del self._left[: whole * 2 * WINDOW]
        for window in windows:
            yield from self._step(self._chance(window.astype(np.float32)))

    def _chance(self, samples: np.ndarray[Any, np.dtype[np.float32]]) -> float:
        quiet = not self.speaking and float(samples @ samples) < SILENT * SILENT * WINDOW
        given = self._given
        given[0, :CONTEXT] = given[0, WINDOW:]
        np.multiply(samples, 1 / 32768.0, out=given[0, CONTEXT:])
        if quiet:
            return 0.0
        chances, self._h, self._c = _network().run(None, {"input": given, "h": self._h, "c": self._c})
        return float(chances[0, 0]) if chances.ndim == 2 else float(chances[0])

    def _step(self, chance: float) -> Iterator[Edge]:
        begun = self._windows * WINDOW_S
        self._windows += 1
        if not self.speaking:
            self._above = self._above + 1 if chance >= ENTER else 0
            if self._above * WINDOW_S >= LEAST_SPEECH_S:
                self.speaking, self._below = True, None
                yield Edge("start", begun - (self._above - 1) * WINDOW_S)
            return
        if chance >= LEAVE:
            self._below = None
            return
        self._below = begun if self._below is None else self._below
        if begun + WINDOW_S - self._below >= self.silence_s:
            self.speaking, self._above = False, 0
            yield Edge("end", self._below)


def speech_spans(clip: Clip, silence_s: float = 0.25) -> tuple[tuple[float, float], ...]:
    """(start, end) in seconds of every stretch of speech in a clip."""
    spans: list[tuple[float, float]] = []
    for edge in _edges_of(clip, silence_s):
        if edge.kind == "start":
            spans.append((edge.at, clip.seconds))
        else:
            spans[-1] = (spans[-1][0], min(edge.at, clip.seconds))
    return tuple(spans)


def onset(clip: Clip) -> float | None:
    """Where the first speech begins, None in silence; looks no further than needed."""
    return next((edge.at for edge in _edges_of(clip, 0.25)), None)


def _edges_of(clip: Clip, silence_s: float) -> Iterator[Edge]:
    vad = Vad(silence_s)
    padded = clip.pcm[: len(clip.pcm) // 2 * 2] + bytes(WINDOW * 2)
    second = 31 * WINDOW * 2
    for at in range(0, len(padded), second):
        yield from vad.feed(padded[at : at + second])
