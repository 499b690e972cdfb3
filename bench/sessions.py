"""How many candidates does one process hold? `python -m bench.sessions [--n 1,10,25,50,100] [--seconds 60]`; JSON comes last.

N candidates, each a guest of its own with a live socket at real-time pace (50 frames a second), in one process of the whole
site. Recognizer, voice and candidates run in processes of their own; the language model is a schedule of sleeps inside
the server; latencies as in `bench.voice`, the wait fixed at 0.6 s, where nothing of our own work is hidden. Each listens to a
question in real time, speaks 2.4 s, waits for the reply, and goes on; they are spread in time as people are.

`added_*_ms`: quantiles of (end of speech to the reply's first sample) minus the median of the same with one candidate.
Between their words candidates send what a browser's noise suppression leaves of a quiet room: nothing. `--noise 200` sends a
room that the voice detector's network must look at all the time.
`errors`: turns without a reply in 12 s, lines that broke, notices and errors told. `cpu_cores`: processor time of the server
over the measured seconds, all threads. Top level: the largest N. `timelapse`: two hours of sound for three candidates at once,
pushed as fast as it is taken, with lines broken and taken up again each minute: memory at 5 %, 50 % and 100 %.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.live_child import Child, server, stand_ins
from bench.live_lapse import lapsed
from bench.live_speech import utterance
from bench.process import child_env, finish, p

COUNTS = (1, 10, 25, 50, 100)
SECONDS = 60.0
A_CROWD = 50
"""Candidates of one process."""
SETTLE_S = 25.0
SAID_WORD_S = 0.3
"""How long a word of the interviewer sounds."""
LAPSE_H, LAPSE_PEOPLE = 2.0, 3


def crowds(folder: Path, url: str, count: int, go: Path, seconds: float, noise: int) -> list[Child]:
    """The candidates' processes, everybody inside."""
    sizes = [A_CROWD] * (count // A_CROWD) + ([count % A_CROWD] if count % A_CROWD else [])
    made = [
        Child(
            ["-m", "bench.live_crowd", url, str(size), str(go), str(seconds), str(noise)],
            folder / f"crowd-{count}-{at}.log",
            child_env(),
        )
        for at, size in enumerate(sizes)
    ]
    threads = [threading.Thread(target=one.start) for one in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made


def measured(folder: Path, vendors: Child, count: int, seconds: float, noise: int) -> dict[str, Any]:
    """One size: seconds of each turn, faults, processor and memory of the server."""
    place, go = folder / f"n{count}", folder / f"go-{count}"
    place.mkdir()
    site, url = server(place, vendors)
    people: list[Child] = []
    try:
        people = crowds(folder, url, count, go, seconds, noise)
        time.sleep(SETTLE_S)
        go.touch()
        cpu, begun = site.cpu_s(), time.monotonic()
        time.sleep(seconds)
        cores = (site.cpu_s() - cpu) / (time.monotonic() - begun)
        rss = site.rss_mb()
        told = [json.loads(one.last_line()) for one in people]
    finally:
        for one in [*people, site]:
            one.stop()
    return {
        "seconds": [taken for one in told for taken in one["seconds"]],
        "faults": [fault for one in told for fault in one["faults"]],
        "cpu_cores": round(cores, 3),
        "rss_mb": round(rss, 1),
    }


def row(found: dict[str, Any], alone_s: float) -> dict[str, Any]:
    """What is told of one size."""
    return {
        "added_p50_ms": round((p(0.5, found["seconds"]) - alone_s) * 1000, 1),
        "added_p95_ms": round((p(0.95, found["seconds"]) - alone_s) * 1000, 1),
        "added_max_ms": round((p(1.0, found["seconds"]) - alone_s) * 1000, 1),
        "errors": len(found["faults"]),
        "cpu_cores": found["cpu_cores"],
        "rss_mb": found["rss_mb"],
        "turns": len(found["seconds"]),
        **({"faults": sorted(set(found["faults"]))[:3]} if found["faults"] else {}),
    }


def time_lapse(folder: Path, hours: float) -> dict[str, object]:
    """The long run, with vendors that answer at once."""
    place = folder / "lapse"
    place.mkdir()
    vendors = stand_ins(place, scale=0.0, word_s=SAID_WORD_S)
    try:
        site, url = server(place, vendors, "instant")
        try:
            return lapsed(url, utterance(), hours, LAPSE_PEOPLE, site.rss_mb)
        finally:
            site.stop()
    finally:
        vendors.stop()


def main(arguments: Sequence[str]) -> int:
    """All sizes, the time-lapse and the JSON line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--n", default=",".join(map(str, COUNTS)))
    asked.add_argument("--seconds", type=float, default=SECONDS)
    asked.add_argument("--noise", type=int, default=0, help="of the candidates' rooms, in int16 steps")
    asked.add_argument("--hours", type=float, default=LAPSE_H, help="of the time-lapse; 0 leaves it out")
    given = asked.parse_args(arguments)
    # One candidate is always measured: the others are compared with it.
    counts = sorted({1, *(int(one) for one in given.n.split(","))})
    rows: dict[int, dict[str, Any]] = {}
    alone_s = 0.0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        vendors = stand_ins(folder, word_s=SAID_WORD_S)
        try:
            for count in counts:
                found = measured(folder, vendors, count, given.seconds, given.noise)
                alone_s = median(found["seconds"]) if count == 1 else alone_s
                rows[count] = row(found, alone_s)
                print(json.dumps({"n": count, **rows[count]}), flush=True)
        finally:
            vendors.stop()
        lapse = time_lapse(folder, given.hours) if given.hours else None
    nested = {f"n_{count}": told for count, told in rows.items()}
    finish(
        {"n": counts[-1], **rows[counts[-1]], "alone_p50_ms": round(alone_s * 1000, 1), **nested, "timelapse": lapse}
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
