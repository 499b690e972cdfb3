"""Silero's voice network (MIT, v6, from the file that faster-whisper carries) for many streams at once, in matrix products.

onnxruntime runs that file one stream a call, half of it overhead; a hundred candidates would take a core. The same sums over a
batch take a quarter. The weights are read from the file itself and the result is held against onnxruntime's when it is
loaded: a file that computes anything else is run by onnxruntime, one stream at a time.
"""

import importlib.util
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

log = logging.getLogger(__name__)
Floats = npt.NDArray[np.float32]
WINDOW, CONTEXT = 512, 64
"""Samples a call looks at: its own 512 (32 ms), and the 64 before them."""
STATE = 128
_HOP, _FRAME, _BINS = 128, 256, 129
_NEAR = 1e-3
_FEW = 2
"""So few are quicker one by one."""


class Network:
    """`run` maps windows and states to speech probabilities and new states; it keeps nothing itself."""

    def __init__(self, weights: dict[str, Floats], few: "OneByOne") -> None:
        self._one_by_one = few
        self._basis = np.ascontiguousarray(weights["encoder.feature_extractor.forward_basis_buffer"][:, 0, :].T)
        self._layers = [
            (_taps(weights[f"encoder.conv_layers.{at}.weight"]), weights[f"encoder.conv_layers.{at}.bias"], stride)
            for at, stride in enumerate((1, 2, 2, 1))
        ]
        into, back, bias = (weights[f"onnx::LSTM_{number}"][0] for number in (209, 210, 211))
        self._gates = np.ascontiguousarray(np.concatenate([into, back], axis=1).T)
        self._gate_bias = bias[: 4 * STATE] + bias[4 * STATE :]
        self._out = weights["decoder.conv1d.weight"][0, :, 0]
        self._out_bias = float(weights["decoder.conv1d.bias"][0])

    def run(self, windows: Floats, h: Floats, c: Floats) -> tuple[Floats, Floats, Floats]:
        """`windows` (n, 576) in [-1, 1], `h` and `c` (n, 128) → probabilities (n,), h, c."""
        return (self._one_by_one if len(windows) <= _FEW else self).together(windows, h, c)

    def together(self, windows: Floats, h: Floats, c: Floats) -> tuple[Floats, Floats, Floats]:
        """`run` by matrix products, however few there are."""
        count = len(windows)
        # Reflected at the end, as the network's own padding does.
        padded = np.concatenate([windows, windows[:, -2 : -CONTEXT - 2 : -1]], axis=1)
        frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME, axis=1)[:, ::_HOP]
        spectrum = frames.reshape(-1, _FRAME) @ self._basis
        size = np.sqrt(spectrum[:, :_BINS] ** 2 + spectrum[:, _BINS:] ** 2).reshape(count, -1, _BINS)
        for taps, bias, stride in self._layers:
            size = _convolved(size, taps, bias, stride)
        gates = np.concatenate([size[:, -1, :], h], axis=1) @ self._gates + self._gate_bias
        # The order of ONNX: input, output, forget, cell.
        let, out, forget = _sigmoid(gates[:, : 3 * STATE]).reshape(count, 3, STATE).transpose(1, 0, 2)
        c = forget * c + let * np.tanh(gates[:, 3 * STATE :])
        h = out * np.tanh(c)
        chances: Floats = _sigmoid(np.maximum(h, 0) @ self._out + self._out_bias)
        return chances, h, c


class OneByOne:
    """The same by onnxruntime, a stream at a time."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def together(self, windows: Floats, h: Floats, c: Floats) -> tuple[Floats, Floats, Floats]:
        """As `Network.together`."""
        every = [
            self._session.run(
                None, {"input": windows[at : at + 1], "h": h[None, at : at + 1], "c": c[None, at : at + 1]}
            )
            for at in range(len(windows))
        ]
        chances = np.array([np.ravel(one[0])[0] for one in every], np.float32)
        return chances, np.concatenate([one[1][0] for one in every]), np.concatenate([one[2][0] for one in every])

    run = together


_LOADING = threading.Lock()
_LOADED: list[Network | OneByOne] = []


def network() -> Network | OneByOne:
    """The one network of this process; safe to call from several threads."""
    if not _LOADED:
        with _LOADING:
            if not _LOADED:
                _LOADED.append(_load())
    return _LOADED[0]


def _load() -> Network | OneByOne:
    found = importlib.util.find_spec("faster_whisper")
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin).parent / "assets" / "silero_vad_v6.onnx"
    reference = OneByOne(path)
    try:
        made = Network(weights_of(path.read_bytes()), reference)
        if _agree(made, reference):
            return made
        log.warning("the voice network of this faster-whisper computes something else; onnxruntime runs it")
    except (KeyError, IndexError, ValueError, StopIteration):
        log.warning("the voice network of this faster-whisper is laid out differently; onnxruntime runs it")
    return reference


def _agree(made: Network, reference: OneByOne) -> bool:
    chance = np.random.default_rng(7)
    windows = (chance.standard_normal((4, CONTEXT + WINDOW)) * [[0.003], [0.03], [0.1], [0.3]]).astype(np.float32)
    h, c = (np.tanh(chance.standard_normal((4, STATE))).astype(np.float32) for _ in range(2))
    ours, theirs = made.together(windows, h, c), reference.together(windows, h, c)
    return all(np.allclose(one, other, atol=_NEAR) for one, other in zip(ours, theirs, strict=True))


def _taps(weight: Floats) -> Floats:
    """(out, in, 3) as a matrix that a row of three neighbours (3 x in) is multiplied with."""
    return np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(-1, weight.shape[0]))


def _convolved(rows: Floats, taps: Floats, bias: Floats, stride: int) -> Floats:
    """A convolution over time of width 3, padded by one, and the rectifier: (n, time, in) → (n, time', out)."""
    count, time, width = rows.shape
    padded = np.zeros((count, time + 2, width), np.float32)
    padded[:, 1:-1] = rows
    steps = range(0, time, stride)
    near = np.stack([padded[:, at : at + 3].reshape(count, -1) for at in steps], axis=1)
    made: Floats = np.maximum(near.reshape(-1, 3 * width) @ taps + bias, 0)
    return made.reshape(count, len(steps), -1)


def _sigmoid(values: Floats) -> Floats:
    made: Floats = 0.5 * (1.0 + np.tanh(0.5 * values))
    return made


# --- reading the weights: the few fields of ONNX's protocol buffers that hold them ------------------------------------


def weights_of(model: bytes) -> dict[str, Floats]:
    """Name → array for every float initializer of an ONNX model. Field numbers: onnx.proto (Apache-2.0)."""
    graph = next(value for number, value in _fields(model) if number == 7)
    found: dict[str, Floats] = {}
    for number, tensor in _fields(graph):
        if number != 5:
            continue
        dims: list[int] = []
        name, kind, raw = "", 0, b""
        for field, value in _fields(tensor):
            if field == 1:
                dims += [value] if isinstance(value, int) else list(value)
            elif field == 2:
                kind = value
            elif field == 8:
                name = bytes(value).decode()
            elif field == 9:
                raw = bytes(value)
        if kind == 1 and raw:
            found[name] = np.frombuffer(raw, "<f4").reshape(dims)
    return found


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        size, at = _varint(data, at) if key & 7 == 2 else ({1: 8, 5: 4}[key & 7], at)
        yield key >> 3, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
