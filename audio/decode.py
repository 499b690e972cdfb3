"""A recording of any length as one FLAC (16 kHz mono), its waveform and its channels: the part that runs in the bounded child.

Decoding has a thread, resampling with measuring another, FLAC a process; large blocks are passed on through short queues. So the
whole takes little longer than decoding alone, and nothing is held that grows with the length.
"""

import ctypes
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from av.audio.frame import AudioFrame

from audio.ahead import ahead
from audio.container import Found, opened
from audio.encoder import Encoder
from core.child import progress

if TYPE_CHECKING:
    from audio.mixing import Mixed

TELL = 64
"""Blocks between two words of progress: some 90 seconds of sound."""
KEEP = {-1: 16 * 2**20, -3: 32 * 2**20, -8: 1}
"""mallopt(3): M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX."""
CANCELLED = "The channels cancel each other out, as from a wrongly wired plug; one of them is used."


def look(ask: dict[str, Any], data: bytes) -> bytes:
    """Task: what is in the file `ask["file"]`, as JSON; AppError unless there is a sound track whose beginning can be decoded."""
    found = opened(Path(ask["file"]))
    next(found.blocks())
    return json.dumps(found.told).encode()


def decode(ask: dict[str, Any], data: bytes) -> bytes:
    """Task: decodes `ask["file"]` into the folder `ask["folder"]` and returns what it found, as JSON.

    `sound.flac` is the mix; `channel-N.flac` are the channels, where they hold a speaker each.
    """
    _keep_memory()
    file, folder = Path(ask["file"]), Path(ask["folder"])
    found = opened(file)
    made = _write(folder / "sound.flac", found)
    if made.cancelled is not None:
        one = _write(folder / "sound.flac", found, made.cancelled)
        made = replace(made, seconds=one.seconds, peaks=one.peaks, notices=(*made.notices, CANCELLED))
    for n in made.apart:
        _write(folder / f"channel-{n}.flac", found, n)
    return json.dumps({**found.told, **asdict(made)}).encode()


def _write(path: Path, found: Found, only: int | None = None) -> "Mixed":
    """The mix, or one channel, as FLAC."""
    encoder = Encoder(path)
    decoded = ahead(_telling(found.blocks(), found.share))
    # Loaded while decoding has begun.
    from audio.mixing import Mixing

    mixing = Mixing(only)
    encoder.write(one.tobytes() for one in mixing.mixed(decoded))
    return mixing.found(found.broken)


def _telling(blocks: Iterator[AudioFrame], share: Callable[[float], float]) -> Iterator[AudioFrame]:
    seconds = 0.0
    for at, block in enumerate(blocks):
        seconds += block.samples / block.sample_rate
        if not at % TELL:
            progress(share(seconds), "decoding the sound")
        yield block


def _keep_memory() -> None:
    """Blocks come and go in the same few megabytes. Given back and taken anew each time they cost a third of all processor time."""
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        for name, value in KEEP.items():
            mallopt(name, value)
