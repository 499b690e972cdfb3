"""Are the questions of a recording found? `python -m bench.questions [--show]`; JSON comes last.

`bench/questions.jsonl` holds twelve interviews, turn by turn: who speaks, whether that turn asks the other one something, and
where its speaker pauses ("|"). They were written for this and say what people say: questions of all kinds, requests, questions in
the middle of a long turn, small talk, remarks. Each is read twice: `written`, with its signs and capitals, and `bare`, as
recognizers without signs give it. `recall`: of the interviewer's turns that ask, how many are found to. `precision`: of the
interviewer's turns that are found to ask, how many do; `precision_all` counts the candidate's turns as well, which matter where
nobody's voice is known. `voices`: the bare words on a time line without speakers, turns half a second to 1.2 seconds apart; the
share of words that is given to whom they belong, and `voices_asked`: of the turns that ask, how many end in a passage of the
interviewer's that asks. `recall_banks_bare`: of the questions and follow-ups of our own banks, which were written for reading and
not for this, how many are found bare. All of it over the half that nothing was tuned on (`*_tuned`: over the other half).
`--show` prints what was missed in the tuned half alone.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from agents.recordings.kept import Heard
from agents.recordings.questions import asks
from agents.recordings.speakers import passages, told_apart
from bench.process import finish
from core.schema import Word
from rag.bank import Bank

TURNS = Path(__file__).parent / "questions.jsonl"
WORD_S, PAUSE_S = 0.3, 1.0
GAPS_S = (0.5, 0.8, 1.2)
"""Seconds between two turns, in rotation."""
ROLES = ("interviewer", "candidate")


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of one interview."""

    interview: str
    held_out: bool
    by: str
    kind: str
    asks: bool
    text: str

    @property
    def written(self) -> str:
        """As a recognizer with signs and capitals writes it."""
        return self.text.replace(" | ", " ")

    @property
    def bare(self) -> str:
        """As one without them does."""
        return " ".join(_bare(part) for part in self.text.split("|"))


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s'-]", "", text).replace("-", " ").lower().split())


def every() -> list[Said]:
    """All turns, interview by interview."""
    return [Said(**json.loads(row)) for row in TURNS.read_text(encoding="utf-8").splitlines()]


def read(turns: Sequence[Said], form: Callable[[Said], str]) -> dict[str, float]:
    """Recall and precision of single turns."""
    found = [one for one in turns if asks(form(one))]
    right = sum(one.asks for one in found)
    mine = sum(one.by == "interviewer" for one in found)
    return {
        "recall": right / sum(one.asks for one in turns),
        "precision": right / max(1, mine),
        "precision_all": right / max(1, len(found)),
    }


def told(turns: Sequence[Said]) -> dict[str, float]:
    """Whose the words are found to be on a time line, and which of the questions are found there."""
    words = good = asking = heard = 0
    for _, some in groupby(turns, key=lambda one: one.interview):
        interview = list(some)
        owner = [(n, word) for n, one in enumerate(interview) for word in _timed(one)]
        line = list(_line(interview))
        piece = Heard(channel=0, start=0, end=0, words=tuple(line), text="-", engine="bare")
        said, how = told_apart([[piece]])
        who, made = passages(said, "", how)
        roles = {word.start: (who[one.speaker].role, one) for one in made for word in one.words}
        last: dict[int, Word] = {}
        for (n, _), word in zip(owner, line, strict=True):
            words += 1
            good += roles[word.start][0] == interview[n].by
            last[n] = word
        for n, one in enumerate(interview):
            if one.asks:
                role, passage = roles[last[n].start]
                asking += 1
                heard += role == "interviewer" and asks(passage.text)
    return {"voices": good / words, "voices_asked": heard / asking}


def _timed(one: Said) -> Iterator[str]:
    for part in one.text.split("|"):
        yield from _bare(part).split()


def _line(interview: Iterable[Said]) -> Iterator[Word]:
    at = 0.0
    for n, one in enumerate(interview):
        for part in one.text.split("|"):
            for text in _bare(part).split():
                yield Word(text=text, start=round(at, 2), end=round(at + WORD_S * 0.9, 2))
                at += WORD_S
            at += PAUSE_S
        at += GAPS_S[n % len(GAPS_S)] - PAUSE_S


def measured(turns: Sequence[Said]) -> dict[str, float]:
    """Every figure over these turns."""
    rows = {
        **{f"{name}_written": value for name, value in read(turns, lambda one: one.written).items()},
        **{f"{name}_bare": value for name, value in read(turns, lambda one: one.bare).items()},
        **told(turns),
    }
    return {name: round(value, 3) for name, value in rows.items()}


def banks() -> float:
    """Recall over the half of our banks that nothing was tuned on."""
    questions = list(Bank())
    random.Random(5).shuffle(questions)
    unseen = questions[len(questions) // 2 :]
    texts = [text for one in unseen for text in (one.question, one.rephrased, *(more.text for more in one.follow_ups))]
    return sum(asks(_bare(text)) for text in texts) / len(texts)


def missed(turns: Sequence[Said]) -> Iterator[str]:
    """The turns that are read wrongly, for who mends the reading."""
    for one in turns:
        for text in dict.fromkeys((one.written, one.bare)):
            if asks(text) != one.asks:
                yield f"{'missed' if one.asks else 'taken'} ({one.by}, {one.kind}): {text}"


def main(arguments: Sequence[str]) -> int:
    """Both halves, and the JSON line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--show", action="store_true")
    given = asked.parse_args(arguments)
    turns = every()
    seen, unseen = ([one for one in turns if one.held_out is held] for held in (False, True))
    if given.show:
        print(*missed(seen), sep="\n")
    tuned = {f"{name}_tuned": value for name, value in measured(seen).items()}
    of_banks = {"recall_banks_bare": round(banks(), 3)}
    finish({"turns": len(unseen), "asking": sum(one.asks for one in unseen), **measured(unseen), **of_banks, **tuned})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
