"""How long does a recording take to decode? `python -m bench.recording [--minutes N] [--rounds R]`; JSON comes last.

The recording is made here, streamed to a file: AAC at 48 kHz stereo in an M4A, as phones and meeting programs write it, of noise
and changing tones, the same voice on both sides. `decode_waveform_s` is the product's verb from start to stored facts: the child
process, sound as FLAC, waveform, channels, rows. `bare_decode_s` is PyAV in a fresh process decoding every frame and doing nothing
else, timed inside it, without its start. Both are the best of R rounds, taken in turns. `peak_rss_mb` is this process with the
child and its forks, as the parent's own watch sees them; pages that forks share count in each.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agents.deps import Deps
from agents.media import arriving
from agents.media.child import in_child
from app import make_deps
from audio.decode import decode as task
from bench.process import child_env, finish
from core.caller import Caller
from core.child import Ran, resident_mb
from core.media import About
from core.settings import Settings

if TYPE_CHECKING:
    import av

RATE = 48_000
STRETCH_S = 10
ENCODED = 10.0
BARE = """
import av, sys, time
begun = time.perf_counter()
with av.open(sys.argv[1]) as container:
    for frame in container.decode(audio=0):
        pass
print(time.perf_counter() - begun)
"""


def make(path: Path, minutes: float) -> None:
    """Writes the recording: at most ten minutes are encoded, and written again and again for a longer one."""
    import av

    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=RATE, layout="stereo")
        stream.bit_rate = 128_000
        kept: list[tuple[bytes, int, Fraction]] = []
        for frame in chain(_frames(min(minutes, ENCODED)), (None,)):
            for packet in stream.encode(frame):
                assert packet.time_base
                kept.append((bytes(packet), packet.duration or 1024, packet.time_base))
        at, wanted = 0, round(minutes * 60 * RATE)
        while at < wanted:
            for data, duration, base in kept:
                packet = av.Packet(data)
                packet.stream, packet.pts, packet.dts, packet.duration, packet.time_base = stream, at, at, duration, base
                out.mux(packet)
                at += duration
                if at >= wanted:
                    break


def _frames(minutes: float) -> Iterator["av.AudioFrame"]:
    import av

    rng = np.random.default_rng(1)
    t = np.arange(STRETCH_S * RATE) / RATE
    for n in range(max(1, round(minutes * 60 / STRETCH_S))):
        pitch, phase = rng.uniform(90, 220), rng.uniform(0, 6)
        hum = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, 9))
        voice = 0.1 * hum * (0.5 + 0.5 * np.sin(2 * np.pi * 3.3 * t + phase)) * (np.sin(0.9 * t + phase) > -0.4)
        both = (voice + 0.01 * rng.standard_normal((2, len(t)))).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(both), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE, n * len(t)
        yield frame


def bare(path: Path) -> float:
    """Seconds that PyAV takes for every frame."""
    made = subprocess.run([sys.executable, "-c", BARE, str(path)], env=child_env(), capture_output=True, check=True)
    return float(made.stdout)


def ours(deps: Deps, caller: Caller, path: Path) -> float:
    """Seconds that the verb takes."""
    from agents.media import decoding, keeping

    media = arriving.accept_file(deps, caller, path, path.name, About())
    begun = time.perf_counter()
    decoding.decode(deps, caller, media.id)
    taken = time.perf_counter() - begun
    keeping.delete(deps, caller, media.id)
    return taken


def peak(path: Path) -> float:
    """Megabytes at the most, all processes together."""

    ran = Ran()
    with tempfile.TemporaryDirectory() as place:
        in_child(task, {"file": str(path), "folder": place}, ran=ran)
    return ran.peak_mb + resident_mb(os.getpid())


def main(arguments: Sequence[str]) -> int:
    """All rounds, and the JSON line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=60.0)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "talk.m4a")
        make(path, given.minutes)
        deps = make_deps(Settings(data=Path(place, "data"), brain="rules"))
        caller = Caller(owner="bench", role="local")
        rounds = [(bare(path), ours(deps, caller, path)) for _ in range(given.rounds)]
        least = min(one for one, _ in rounds), min(one for _, one in rounds)
        told = {
            "minutes": given.minutes,
            "bytes": path.stat().st_size,
            "decode_waveform_s": round(least[1], 2),
            "bare_decode_s": round(least[0], 2),
            "ratio": round(least[1] / least[0], 2),
            "peak_rss_mb": round(peak(path), 1),
        }
        deps.close()
    finish(told)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
