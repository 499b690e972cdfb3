"""The vendors in a process of their own: Deepgram live and Polly with fixed latencies. `python -m bench.live_stand_ins SCALE WORD_S`.

SCALE multiplies the latencies (0 for a time-lapse), WORD_S is the length of a spoken word. Prints `READY {json}` with the addresses.
"""

import itertools
import json
import signal
import sys
from typing import Any

from bench.live_fixed import STT_S, TTS_S
from bench.patience import _PAUSE, OWN
from tests.wire import polly
from tests.wire.deepgram import Deepgram


class Answers:
    """A script that hears the long finished answers of the patience bench, in turn and without end."""

    def __init__(self) -> None:
        rows = map(json.loads, OWN.read_text().splitlines())
        texts = [_PAUSE.sub(" ", row["answer"]) for row in rows if row["kind"] == "finished_long"]
        self._texts = itertools.cycle([" ".join(text.split()) for text in texts])

    def hear(self, pcm_bytes: int) -> tuple[str, float]:
        """(text, seconds) of so much sound."""
        return next(self._texts), pcm_bytes / 32000


class Forgetful(list[Any]):
    """A stand-in's list of what it was asked, for runs that are too long to keep it."""

    def append(self, _item: Any) -> None:
        """Keeps nothing."""


def main(arguments: list[str]) -> int:
    """Serves until it is ended."""
    scale, word_s = float(arguments[0]), float(arguments[1])
    hearing, speaking = Deepgram(latency=STT_S * scale), polly.Polly(latency=TTS_S * scale)
    hearing.script, speaking.texts = Answers(), Forgetful()
    polly.SECONDS_A_WORD = word_s
    print("READY", json.dumps({"stt": hearing.url, "tts": speaking.url}), flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
