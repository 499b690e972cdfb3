"""Writing and reading FLAC: half the bytes of PCM and every sample kept; browsers play it and seek in it."""

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

import numpy as np

from audio.clip import RATE

OPTIONS = {"compression_level": "3", "frame_size": "1152"}
"""Frames of 72 ms. Larger ones are quicker to write, but a browser cannot seek into the last second of such a file."""


def encode(pieces: Iterable[bytes]) -> bytes:
    """Pieces of PCM16 mono 16 kHz as one FLAC file."""
    held = io.BytesIO()
    write(held, pieces)
    return held.getvalue()


def write(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    """The same into a file that can seek, one piece at a time; the encoder cuts them into frames of its own."""
    import av

    rest = b""
    with av.open(file, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono", format="s16", options=OPTIONS)
        for piece in pieces:
            rest += piece
            whole = len(rest) // 2 * 2
            if not whole:
                continue
            samples = np.frombuffer(rest[:whole], dtype="<i2").reshape(1, -1)
            rest = rest[whole:]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate = RATE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def stream(file: BinaryIO) -> Iterator[bytes]:
    """The samples of a FLAC of ours as PCM16 mono 16 kHz, in pieces as they are read."""
    import av

    with av.open(file, "r", format="flac") as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in chain(container.decode(audio=0), (None,)):
            for out in resampler.resample(frame):
                yield out.to_ndarray().tobytes()
