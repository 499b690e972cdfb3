"""Who is cut off, and who waits for nothing? `python -m bench.patience [FILE]` plays spoken answers to the turn policy; JSON comes last.

FILE is JSONL: id, question, answer as spoken with `<pause S>` marks in seconds, kind: mid_clause, unfinished_clause,
complete_then_more, thinking_aloud, finished_short, finished_long. Without one, `bench/patience.jsonl` is played: answers of
our own, of which those whose id begins with `held` were never looked at while the policy was tuned; those are reported.

The clock is virtual: 2.6 words a second, the voice detector tells an end 0.25 s late, the words of a segment come 0.15 s
after that, a draft is there when it is needed, and the reply sounds 0.08 s after the commit.
A pause is a *cut-off* when the reply had begun to sound before the speaker went on; a commit that speech took back before
any sound is counted in `reopened_unheard` instead. After a cut-off the speaker goes on, as people do, and the words must
end up in the same answer: `reopened_without_loss` is the share of cut-offs in which every word did.
`false_wait_ms`: median time from the end of speech to the commit of finished answers. `quick` and `patient` are nested.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from audio.completeness import expects
from audio.policy import TurnPolicy
from audio.turns import (
    PATIENCE,
    Commit,
    Event,
    Flush,
    PatienceName,
    Reopen,
    ReplyBegins,
    ReplyEnds,
    Segment,
    SpeechEnd,
    SpeechStart,
    Tick,
    Turn,
)
from bench.process import finish

WORDS_A_SECOND, END_S, TEXT_S, SOUND_S = 2.6, 0.25, 0.15, 0.08
FINISHED = ("finished_short", "finished_long")
OWN = Path(__file__).with_suffix(".jsonl")
_PAUSE = re.compile(r"<pause\s+([\d.]+)>")


@dataclass(slots=True)
class Player:
    """One answer on the virtual clock."""

    policy: TurnPolicy
    question: str
    now: float = 0.0
    commits: list[tuple[float, Commit]] = field(default_factory=list)
    waiting: list[tuple[float, Event]] = field(default_factory=list)
    sounding: bool = False
    texts: dict[int, str] = field(default_factory=dict)
    last: str = ""
    turn: int = 0
    unheard: int = 0

    def give(self, event: Event) -> None:
        """An event now, and what follows from it."""
        for action in self.policy.step(event, self.now):
            if isinstance(action, Flush):
                self.waiting.append((self.now + TEXT_S, Segment(action.number, self.last)))
            elif isinstance(action, Commit):
                self.commits.append((self.now, action))
                self.waiting += [(self.now + SOUND_S - 0.01, Turn(self.turn + 1)), (self.now + SOUND_S, ReplyBegins())]
            elif isinstance(action, Reopen) and not action.after:
                self.unheard += 1
                self.waiting = [one for one in self.waiting if not isinstance(one[1], (Turn, ReplyBegins))]
            elif isinstance(action, Reopen):
                self.sounding = False
                self.waiting += [(self.now, ReplyEnds()), (self.now + 0.02, Turn(self.turn - 1, again=True))]

    def until(self, time: float) -> None:
        """Lets the clock run."""
        while True:
            due = [at for at, _ in self.waiting]
            deadline = self.policy.deadline
            times = [*due, *([deadline] if deadline is not None else [])]
            soonest = min(times, default=time + 1)
            if soonest > time:
                break
            self.now = max(self.now, soonest)
            if due and soonest == min(due):
                at = due.index(soonest)
                event = self.waiting.pop(at)[1]
                if isinstance(event, ReplyBegins):
                    self.sounding = True
                if isinstance(event, Turn):
                    self.turn = event.n
                self.give(event)
            else:
                before = len(self.commits)
                self.give(Tick())
                if self.policy.deadline == deadline and len(self.commits) == before:
                    break
        self.now = max(self.now, time)

    def speak(self, text: str) -> float:
        """Says a stretch; returns when it ended."""
        self.last = text
        self.give(SpeechStart(self.now))
        self.until(self.now + max(0.3, len(text.split()) / WORDS_A_SECOND))
        return self.now

    def fall_silent(self, ended: float) -> None:
        """The detector notices the silence."""
        self.until(ended + END_S)
        self.give(SpeechEnd(ended))


def stretches(answer: str) -> Iterator[tuple[str, float]]:
    """(words, seconds of silence behind them)."""
    parts = _PAUSE.split(answer)
    for at in range(0, len(parts), 2):
        text = parts[at].strip()
        if text:
            yield text, float(parts[at + 1]) if at + 1 < len(parts) else 0.0


def play(row: dict[str, Any], name: PatienceName) -> dict[str, Any]:
    """What happened at each pause of one answer."""
    player = Player(TurnPolicy(PATIENCE[name]), row["question"])
    player.give(Turn(0, expects(row["question"])))
    said = list(stretches(row["answer"]))
    pauses: list[tuple[float, bool]] = []
    whole: list[str] = []
    for at, (text, pause) in enumerate(said):
        ended = player.speak(text)
        whole.append(text)
        if at == len(said) - 1:
            break
        commits = len(player.commits)
        if pause >= END_S:
            player.fall_silent(ended)
            player.until(ended + pause)
        else:
            player.now = ended + pause
            player.last = text
            continue
        pauses.append((pause, len(player.commits) > commits and player.sounding))
    player.fall_silent(ended)
    before = len(player.commits)
    player.until(ended + 20)
    final = player.commits[before][0] - ended if len(player.commits) > before else None
    kept = " ".join(player.commits[-1][1].text.split()) == " ".join(" ".join(whole).split()) if player.commits else False
    return {"pauses": pauses, "wait": final, "kept": kept, "unheard": player.unheard}


def measure(rows: Sequence[dict[str, Any]], name: PatienceName) -> dict[str, Any]:
    """The figures of one patience."""
    cut: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    kept: list[bool] = []
    waits: list[float] = []
    unheard = 0
    for row in rows:
        found = play(row, name)
        unheard += found["unheard"]
        for pause, off in found["pauses"]:
            cut[row["kind"]][f"{pause:g}"].append(off)
        if any(off for _, off in found["pauses"]):
            kept.append(found["kept"])
        if row["kind"] in FINISHED and found["wait"] is not None:
            waits.append(found["wait"])
    shares = {
        kind: {pause: round(sum(off) / len(off), 3) for pause, off in sorted(by.items(), key=lambda one: float(one[0]))}
        for kind, by in sorted(cut.items())
    }
    return {
        "cutoff_by_kind_and_pause": shares,
        "reopened_without_loss": round(sum(kept) / len(kept), 3) if kept else 1,
        "reopened_unheard": unheard,
        "false_wait_ms": round(median(waits) * 1000) if waits else None,
        "n": len(rows),
    }


def main(arguments: Sequence[str]) -> int:
    """Plays the file and prints the JSON line."""
    path = Path(arguments[0]) if arguments else OWN
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not arguments:
        rows = [row for row in rows if str(row["id"]).startswith("held")]
    finish({**measure(rows, "normal"), "quick": measure(rows, "quick"), "patient": measure(rows, "patient")})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
