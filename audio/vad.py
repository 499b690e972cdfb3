"""Where speech begins and ends in a stream: Silero's small network (MIT), from the file that faster-whisper carries.

One session of onnxruntime serves every stream; a stream keeps 1.2 kB of state. A window is 512 samples (32 ms).
"""

import importlib.util
import threading
from dataclasses import dataclass
from functools import cache
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


@cache
def _network() -> Any:
    """The one inference session; safe to call from several threads."""
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


_LOADING = threading.Lock()


def warm() -> None:
    """Loads the network ahead of the first stream."""
    with _LOADING:
        _network()


class Vad:
    """One stream's edges. `silence_s`: how long silence must last before an end is told."""

    def __init__(self, silence_s: float = 0.25) -> None:
        self.silence_s = silence_s
        self._left = b""
        self._windows = 0
        self._clear()

    def _clear(self) -> None:
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._tail = np.zeros(CONTEXT, np.float32)
        self.speaking = False
        self._above = 0
        self._below: float | None = None

    def reset(self) -> None:
        """Forgets the speech that runs, so that its going on is a new beginning."""
        self._clear()

    def feed(self, pcm: bytes) -> list[Edge]:
        """The edges in the next samples (PCM16 mono 16 kHz, any length)."""
        self._left += pcm
        edges: list[Edge] = []
        size = WINDOW * 2
        while len(self._left) >= size:
            window, self._left = self._left[:size], self._left[size:]
            self._step(self._chance(window), edges)
        return edges

    def _chance(self, window: bytes) -> float:
        samples = np.frombuffer(window, "<i2").astype(np.float32)
        quiet = not self.speaking and float(samples @ samples) < SILENT * SILENT * WINDOW
        samples /= 32768.0
        if quiet:
            self._tail = samples[-CONTEXT:]
            return 0.0
        given = np.concatenate([self._tail, samples]).reshape(1, -1)
        self._tail = samples[-CONTEXT:]
        chances, self._h, self._c = _network().run(None, {"input": given, "h": self._h, "c": self._c})
        return float(chances[0])

    def _step(self, chance: float, edges: list[Edge]) -> None:
        begun = self._windows * WINDOW_S
        self._windows += 1
        if not self.speaking:
            self._above = self._above + 1 if chance >= ENTER else 0
            if self._above * WINDOW_S >= LEAST_SPEECH_S:
                self.speaking, self._below = True, None
                edges.append(Edge("start", begun - (self._above - 1) * WINDOW_S))
            return
        if chance >= LEAVE:
            self._below = None
            return
        self._below = begun if self._below is None else self._below
        if begun + WINDOW_S - self._below >= self.silence_s:
            edges.append(Edge("end", self._below))
            self.speaking, self._above = False, 0


def speech_spans(clip: Clip, silence_s: float = 0.25) -> tuple[tuple[float, float], ...]:
    """(start, end) in seconds of every stretch of speech in a clip."""
    vad = Vad(silence_s)
    edges = vad.feed(clip.pcm + bytes(WINDOW * 2))
    spans: list[tuple[float, float]] = []
    for edge in edges:
        if edge.kind == "start":
            spans.append((max(0.0, edge.at), clip.seconds))
        else:
            spans[-1] = (spans[-1][0], min(edge.at, clip.seconds))
    return tuple(spans)
