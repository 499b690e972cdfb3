"""How long until the reply sounds, ours and pipecat's? `python -m bench.voice [--turns N] [--levels 0.6,1.2,2.0]`; JSON comes last.

Ours: the whole site as a process (`bench.live_server`), a candidate on its websocket at real-time pace, Deepgram and Polly as
stand-ins on the wire, a language model that streams on a schedule. Pipecat (pinned) in an environment of its own, made once in
a cache folder, behind a websocket too (`bench.voice_pipecat`), with services that take the same time. Both hear the same
machine speech, both wait the same patience; ours and each mode of pipecat take turns in batches.

The clock runs from the true last sample of speech to the first sample of the reply; nothing else stops it. The room has no
openers apart from the reply's own first words, so `opener_p50_ms` is null. Latencies: recognizer 150 ms from the end of a
segment to its text, model 300 ms and 20 ms a token, voice 150 ms to its first byte.

    ideal_ms = max(patience, STT) + LLM first sentence (300 + 20 x tokens) + TTS first byte

The reply's first sentence has 14 tokens with a comma after the sixth; pipecat speaks by sentence (its default), ours by stretch.
`ours_unbroken_p50_ms` is ours with a first sentence of 14 tokens without a comma. The waits 0.6, 1.2 and 2.0 s are rows in the
product's own table of patience; `shipped_p50_ms` is `normal` as shipped, after the long finished answers of `bench/patience.jsonl`.
`pipecat_*` is the setting that pipecat recommends for a fixed wait (VAD stop 0.2 s, the rest by its speech timeout, so that
the text hides in the wait); `pipecat_vad_p50_ms`, at 0.6 s only, is the plain VAD with stop_secs = patience, where it cannot;
`pipecat_eager_p50_ms` its own speculative mode (model ahead of the turn's end, voice after it).
`lost`: turns without a reply in 12 s; `taken_back`: replies of ours silenced after their first sound and said anew.
A full run takes about 45 minutes.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.live_child import Child, server, stand_ins
from bench.live_client import Guest, Ours, Pipecat
from bench.live_fixed import UNBROKEN, ideal_s
from bench.live_speech import utterance
from bench.process import child_env, finish, free_port, p

PIPECAT = "1.14.0"
LEVELS = (0.6, 1.2, 2.0)
MODES = ("timeout", "eager", "vad")
TURNS, BATCH = 50, 10
BETWEEN_S = 0.4


def environment() -> str:
    """The python of pipecat's own environment, made on first use."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or tempfile.gettempdir()) / "viva-voce-bench"
    place = cache / f"pipecat-{PIPECAT}"
    python = place / "bin" / "python"
    if not (place / "complete").exists():
        cache.mkdir(parents=True, exist_ok=True)
        wanted = f"pipecat-ai[silero,websocket]=={PIPECAT}"
        if shutil.which("uv"):
            subprocess.run(["uv", "venv", "-q", "--clear", "--python", sys.executable, str(place)], check=True)
            subprocess.run(["uv", "pip", "install", "-q", "--python", str(python), wanted], check=True)
        else:
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", wanted], check=True)
        (place / "complete").touch()
    return str(python)


@dataclass(slots=True)
class Side:
    """One way to hold a turn: who, with what patience, and what was measured."""

    child: Child
    patience: str
    address: str
    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    taken_back: int = 0
    cpu_s: float = 0.0
    rss_mb: float = 0.0
    faults: list[str] = field(default_factory=list)

    def candidate(self) -> Ours | Pipecat:
        """A new one: an interview of ours, or a line to pipecat."""
        if self.address.isdigit():
            return Pipecat(int(self.address))
        return Ours(Guest(self.address), self.patience)

    async def batch(self, count: int, pcm: bytes) -> None:
        """So many turns; a first one that is not measured lets what loads on first use load."""
        one = self.candidate()
        await one.enter()
        try:
            if not self.seconds:
                await self._turn(one, pcm)
                self.seconds.clear()
            begun = self.child.cpu_s()
            for _ in range(count):
                await self._turn(one, pcm)
            self.cpu_s += self.child.cpu_s() - begun
        finally:
            self.taken_back += getattr(one, "taken_back", 0)
            self.faults += one.faults
            self.rss_mb = max(self.rss_mb, self.child.rss_mb())
            await one.close()

    async def _turn(self, one: Ours | Pipecat, pcm: bytes) -> None:
        await asyncio.sleep(BETWEEN_S)
        try:
            self.seconds.append(await one.turn(pcm))
        except TimeoutError:
            self.lost += 1

    def ms(self, share: float) -> float | None:
        """A quantile."""
        return round(p(share, self.seconds) * 1000, 1) if self.seconds else None

    def cpu(self) -> float:
        """Seconds of processor time a turn."""
        return round(self.cpu_s / max(1, len(self.seconds) + self.lost), 3)


async def interleaved(sides: Sequence[Side], turns: int, pcm: bytes) -> None:
    """Each side's turns, batch by batch in rotation."""
    given = 0
    while given < turns:
        count = min(BATCH, turns - given)
        for side in sides:
            await side.batch(count, pcm)
        given += count


def pipecat(folder: Path, python: str, mode: str, patience_s: float) -> Side:
    """A pipecat process, started."""
    port = free_port()
    command = ["-m", "bench.voice_pipecat", str(port), mode, str(patience_s)]
    log = folder / f"pipecat-{mode}-{patience_s}.log"
    return Side(Child(command, log, child_env(), python).start(), "", str(port))


def level(folder: Path, python: str, ours: Side, patience_s: float, turns: int, pcm: bytes) -> dict[str, Any]:
    """One patience: ours and pipecat's modes, interleaved."""
    others: dict[str, Side] = {}
    modes = MODES if patience_s == min(LEVELS) else MODES[:2]
    try:
        for mode in modes:
            others[mode] = pipecat(folder, python, mode, patience_s)
        asyncio.run(interleaved([ours, *others.values()], turns, pcm))
    finally:
        for side in others.values():
            side.child.stop()
    plain = others["timeout"]
    return {
        "ideal_ms": round(ideal_s(patience_s) * 1000),
        "ours_p50_ms": ours.ms(0.5),
        "ours_p95_ms": ours.ms(0.95),
        "pipecat_p50_ms": plain.ms(0.5),
        "pipecat_p95_ms": plain.ms(0.95),
        "pipecat_eager_p50_ms": others["eager"].ms(0.5),
        **({"pipecat_vad_p50_ms": others["vad"].ms(0.5)} if "vad" in others else {}),
        "ours_cpu_s": ours.cpu(),
        "pipecat_cpu_s": plain.cpu(),
        "ours_rss_mb": round(ours.rss_mb, 1),
        "pipecat_rss_mb": round(plain.rss_mb, 1),
        "turns": len(ours.seconds),
        "pipecat_turns": len(plain.seconds),
        "lost": ours.lost,
        "pipecat_lost": sum(side.lost for side in others.values()),
        "taken_back": ours.taken_back,
        **({"faults": ours.faults[:3]} if ours.faults else {}),
    }


def main(arguments: Sequence[str]) -> int:
    """All levels and the JSON line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--turns", type=int, default=TURNS)
    asked.add_argument("--levels", default=",".join(map(str, LEVELS)))
    given = asked.parse_args(arguments)
    levels = [float(one) for one in given.levels.split(",")]
    python, pcm = environment(), utterance()
    told: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        folder, children = Path(place), []
        try:
            children.append(vendors := stand_ins(folder))
            ours, url = server(folder, vendors)
            children.append(ours)
            unbroken, other = server(folder, vendors, "unbroken")
            children.append(unbroken)
            for wait in levels:
                found = level(folder, python, Side(ours, f"fixed_{wait}", url), wait, given.turns, pcm)
                told |= {f"at_{str(wait).replace('.', '_')}": found} if wait != levels[0] else found
            shipped, plain = Side(ours, "normal", url), Side(unbroken, f"fixed_{levels[0]}", other)
            asyncio.run(interleaved([shipped, plain], given.turns, pcm))
        finally:
            for child in reversed(children):
                child.stop()
    finish(
        {
            "patience_s": levels[0],
            **told,
            "shipped_p50_ms": shipped.ms(0.5),
            "shipped_p95_ms": shipped.ms(0.95),
            "ours_unbroken_p50_ms": plain.ms(0.5),
            "unbroken_ideal_ms": round(ideal_s(levels[0], UNBROKEN) * 1000),
            "opener_p50_ms": None,
            "pipecat_version": PIPECAT,
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
