"""Ten people who come to an interview, each answering any question of the shelf in a way of their own.

`answers.jsonl` and `spoken.jsonl` were written by hand from the questions alone, without key points or references in view;
`spoken.jsonl` has a non-native speaker too and, under `said`, what of each key point a person found in each answer
(c covered, p partly, m missing, x the opposite). Candidates never look at the grader or at its verdicts.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from agents.view import View
from bench.candidates import lines
from core.bank import Question, Track
from core.text import sentences, words
from rag.bank import Bank

Kind = Literal[
    "strong", "average", "weak", "rambling", "silent", "gibberish", "repeating", "injecting", "hostile", "non_native"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
GRADED = ("strong", "average", "weak", "non_native")
"""Kinds whose answers were written by hand, one for each question."""
HERE = Path(__file__).parent
WORDS_A_MINUTE = 140.0
THINKING_S = {"silent": 90.0, "strong": 4.0, "non_native": 9.0}
"""Seconds before the first word, by kind; six for the others."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a candidate says in one go, and the seconds that it takes them, thinking included."""

    text: str
    code: str = ""
    seconds: float = 0.0


class Shelf:
    """The written answers, by question."""

    def __init__(self, bank: Bank) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        for name in ("answers.jsonl", "spoken.jsonl"):
            with (HERE / name).open(encoding="utf-8") as file:
                self.rows |= {row["id"]: row for row in map(json.loads, file)}
        self.questions: Mapping[str, Question] = {key: bank.get(key) for key in self.rows}
        self._by_title = {(one.track, one.title): one for one in self.questions.values()}

    def question(self, view: View) -> Question | None:
        """The question that is open in the view; None outside the questions."""
        return self._by_title.get((view.track, view.title)) if view.phase in ("core", "follow_up") else None

    def of(self, track: Track, kinds: Sequence[str] = GRADED) -> list[Question]:
        """The questions of a track that have an answer of each of these kinds."""
        return [
            one
            for key, one in self.questions.items()
            if one.track == track and all(kind in self.rows[key] for kind in kinds)
        ]

    def answer(self, question: Question, kind: str) -> Spoken:
        """The written answer of a graded kind."""
        row = self.rows[question.id]
        return Spoken(row[kind], row.get(f"{kind}_code", ""))

    def labelled(self) -> Iterator[tuple[Question, str, Spoken, str]]:
        """(question, kind, answer, what a person found of each key point) for every answer that a person has marked."""
        for key, row in self.rows.items():
            for kind, found in row.get("said", {}).items():
                yield self.questions[key], kind, self.answer(self.questions[key], kind), found


class Candidate:
    """One person in one interview. What they say depends on what is asked and on what they have said, nothing else."""

    def __init__(self, kind: Kind, shelf: Shelf, seed: int = 0) -> None:
        self.kind = kind
        self._shelf = shelf
        self._chance = random.Random(f"{kind}/{seed}")
        self._said = 0
        self._asked: dict[str, int] = {}
        self._told: set[str] = set()
        self._wishes = list(lines.WISHES.get(kind, ()))

    def reply(self, view: View) -> Spoken:
        """The next thing this candidate says."""
        text, code = self._words(view)
        self._said += 1
        thought = THINKING_S.get(self.kind, 6.0)
        return Spoken(text, code, thought + len(words(text)) / WORDS_A_MINUTE * 60 + 4.0 * len(code.splitlines()))

    def _words(self, view: View) -> tuple[str, str]:
        if self.kind in ("silent", "gibberish", "hostile"):
            return self._own(), ""
        if view.phase == "opening":
            return lines.OPENINGS[self.kind], ""
        if view.phase == "questions":
            return self._at_the_end(), ""
        question = self._shelf.question(view)
        if question is None:
            return "I would have to look at that first.", ""
        times = self._asked[question.id] = self._asked.get(question.id, 0) + 1
        if view.phase == "core" and times == 1 and self._wishes and len(self._asked) == self._wishes[0][0]:
            # A wish comes once; the question is then asked again and gets its answer.
            self._asked[question.id] = 0
            return self._wishes.pop(0)[1], ""
        if self.kind == "repeating":
            return lines.REPEATED, ""
        if times == 1:
            return self._first(question)
        return self._further(question, view.said), ""

    def _first(self, question: Question) -> tuple[str, str]:
        if self.kind == "rambling":
            return self._buried(self._shelf.answer(question, "average").text), ""
        if self.kind == "injecting":
            return self._chance.choice(lines.INJECTIONS).format(answer=self._shelf.answer(question, "weak").text), ""
        spoken = self._shelf.answer(question, self.kind)
        return spoken.text, spoken.code

    def _further(self, question: Question, asked: str) -> str:
        """To a follow-up: who knows says what of it they said before, the others try."""
        if self.kind in ("strong", "non_native"):
            row = self._shelf.rows[question.id]
            point = next((one.point for one in question.follow_ups if one.text == asked), "")
            if point in row.get("follow_ups", {}):
                return str(row["follow_ups"][point])
            return f"{self._chance.choice(lines.AS_I_SAID)} {self._nearest(str(row[self.kind]), asked)}"
        pool = [line for line in lines.FURTHER.get(self.kind, lines.FURTHER["average"]) if line not in self._told]
        line = self._chance.choice(pool or lines.FURTHER["average"])
        self._told.add(line)
        return line

    def _nearest(self, said: str, asked: str) -> str:
        wanted = set(words(asked))
        pieces = sentences(said)
        at = max(range(len(pieces)), key=lambda at: (len(wanted & set(words(pieces[at]))), -at))
        return " ".join(pieces[at : at + 2])

    def _buried(self, said: str) -> str:
        """The facts of an answer, each behind a story that has nothing to do with them."""
        told = list(lines.DIGRESSIONS)
        self._chance.shuffle(told)
        pieces = [piece for at, fact in enumerate(sentences(said)) for piece in (told[at % len(told)], fact)]
        return " ".join([*pieces, told[-1]])

    def _own(self) -> str:
        pool = lines.OWN[self.kind]
        return pool[self._said % len(pool)]

    def _at_the_end(self) -> str:
        self._asked["?"] = self._asked.get("?", 0) + 1
        pool = lines.QUESTIONS.get(self.kind, ("No, thank you.",))
        return pool[min(self._asked["?"], len(pool)) - 1]
