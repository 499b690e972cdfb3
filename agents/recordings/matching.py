"""Which question of our banks somebody asked in words of their own, if any is near enough to grade the answer by it."""

from dataclasses import dataclass
from typing import cast, get_args

from agents.grading.stem import stem
from agents.phrase import content
from agents.recordings.questions import asked
from core.bank import Question, Track
from rag.knowledge import Knowledge

NEAR = 0.68
"""The mean of the search's own fit and of the closeness in meaning to the question's two wordings, from which on it is the same question.

Tried on 27 questions of all five tracks put in other words and on 40 that our banks do not hold (`tests/recordings/test_matching.py`):

| threshold | put in other words: found | a wrong one taken | held by no bank: taken all the same |
|---|---|---|---|
| 0.60 | 26 of 27 | 1 | 7 of 40 |
| 0.65 | 26 of 27 | 1 | 4 of 40 |
| 0.68 | 26 of 27 | 1 | 2 of 40 |
| 0.73 | 23 of 27 | 1 | 2 of 40 |
| 0.77 | 17 of 27 | 0 | 1 of 40 |

The two of the 40 are near indeed: the difference between TCP and UDP, and where one sees oneself in five years.
"""
LOOKED_AT = 12
LONGEST = 120
"""Words of what was asked that are looked for: the question stands at its end."""


@dataclass(frozen=True, slots=True)
class Match:
    """A question of the banks and how near it is, 0-1."""

    question: Question
    near: float


def nearest(knowledge: Knowledge, text: str, track: str = "", role: str = "") -> Match | None:
    """The question that is asked in a text; None when none is near enough."""
    return enough(best(knowledge, text, track, role))


def best(knowledge: Knowledge, text: str, track: str = "", role: str = "") -> Match | None:
    """The nearest question, however far it is, to a text as a whole or to its asking sentences."""
    found = [one for wording in wordings(text) for one in _ranked(knowledge, wording, track, role)]
    return max(found, key=lambda one: one.near, default=None)


def enough(*found: Match | None) -> Match | None:
    """The nearest of these, the first of equals; None when none is near enough."""
    near = max((one for one in found if one is not None), key=lambda one: one.near, default=None)
    return near if near is not None and near.near >= NEAR else None


def wordings(text: str) -> tuple[str, ...]:
    """What is looked for of a text: all of it, and the sentences that ask."""
    whole = " ".join(text.split()[-LONGEST:])
    return tuple(dict.fromkeys(filter(None, (whole, " ".join(asked(whole))))))


def _ranked(knowledge: Knowledge, text: str, track: str, role: str) -> list[Match]:
    known = cast(Track, track) if track in get_args(Track) else None
    roles = knowledge.bank.roles(known) if known else ()
    found = knowledge.search(text, track=known, role=role if role in roles else "", k=LOOKED_AT)
    if not found:
        return []
    near = knowledge.embedder.embed([said for one in found for said in (one.question.question, one.question.rephrased)])
    close = (near @ knowledge.embedder.embed([text])[0]).reshape(-1, 2).max(axis=1)
    words = stems(text)
    return [
        Match(one.question, (one.fit + float(fit)) / 2)
        for one, fit in zip(found, close, strict=True)
        # The form of a question alone is very like that of any other.
        if words & _named(knowledge, one.question)
    ]


def _named(knowledge: Knowledge, question: Question) -> set[str]:
    return stems(" ".join((question.question, question.rephrased, question.title, *knowledge.bank.headings(question.id))))


def stems(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in content(text)}
