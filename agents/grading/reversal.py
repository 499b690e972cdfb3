"""Tells which sentences of an answer say the opposite of the reference answer or of a key point."""

from collections.abc import Sequence

from agents.grading.polarity import Polarity, clash, opposites
from agents.grading.reading import Sentence
from agents.grading.task import Prepared, Statement

COPY = 0.62
"""Share of a sentence's weighted words that must stand in one reference sentence to call it nearly the same."""
LONGEST = 45
"""Words of a sentence beyond which a single negation does not turn it around."""
HELD = 0.4
"""Share of that reference sentence that must be said again; a few words out of a long one are no copy of it."""
ORDER = 0.7
"""Share of all its words, function words too, that must stand there in the same order; free rewordings stay below .5."""
SLIPS = 0.1
"""Share of either sentence that may differ beside the denial itself: a recogniser that loses "not" loses other words too."""
MOST = 0.4
"""Share of such copies from which they are turned around on purpose, however poorly they were heard."""
ABOUT = 0.6
"""Recall of a statement from which a sentence is taken to speak about it."""
CLEAR = 0.15
"""By how much the denied wording of a point must fit better than any wording that is not denied."""
FEWEST = 4
"""Content words of a statement that may be contradicted; of a shorter alias too little is known."""


def reversed_copies(
    prepared: Prepared, talk: Sequence[Sentence], polarities: Sequence[Polarity]
) -> tuple[frozenset[int], int]:
    """(indices of sentences that repeat a reference sentence turned around, how many share its words at all)."""
    sure: set[int] = set()
    unsure: set[int] = set()
    copies = 0
    held = [frozenset(w.key for w in sentence.words if w.content) for sentence in prepared.reference]
    for at, sentence in enumerate(talk):
        keys = {w.key for w in sentence.words if w.content}
        if len(keys) < 3 or len(sentence.words) > LONGEST:
            continue
        best, where = max(((len(keys & other) / len(keys), j) for j, other in enumerate(held)), default=(0.0, 0))
        if best < COPY or best * len(keys) < HELD * len(held[where]):
            continue
        copies += 1
        wanted, its = prepared.reference[where], prepared.reference_polarity[where]
        if not _turned(sentence, polarities[at], wanted, its):
            continue
        kept = _in_order(sentence, wanted)
        if kept >= ORDER * len(sentence.words):
            (sure if _faithful(sentence, polarities[at], wanted, its, kept) else unsure).add(at)
    if len(sure) + len(unsure) >= MOST * copies:
        sure |= unsure
    return frozenset(sure), copies


def _in_order(said: Sentence, wanted: Sentence) -> int:
    """The longest run of words in the same order, gaps allowed."""
    row = [0] * (len(wanted.words) + 1)
    for word in said.words:
        last = 0
        for at, other in enumerate(wanted.words, start=1):
            kept = row[at]
            row[at] = last + 1 if word.key == other.key else max(kept, row[at - 1])
            last = kept
    return row[-1]


def _faithful(said: Sentence, mine: Polarity, wanted: Sentence, its: Polarity, kept: int) -> bool:
    """True when the sentences differ by the denial, with a helping verb for each, and hardly by anything else."""
    if mine.wrapped or its.wrapped:
        return True
    return all(
        len(sentence.words) - kept <= 2 * one.count + SLIPS * len(sentence.words)
        for sentence, one in ((said, mine), (wanted, its))
    )


def _turned(said: Sentence, mine: Polarity, wanted: Sentence, wanted_polarity: Polarity) -> bool:
    if mine.wrapped != wanted_polarity.wrapped:
        return True
    held = {w.key for w in wanted.words}
    keys = {w.key for w in said.words}
    shared = frozenset(held & keys)
    denied = bool((mine.heads & wanted_polarity.plain & shared) or (wanted_polarity.heads & mine.plain & shared))
    opposed = any(opposites(w) & held and w.key not in held for w in said.words if w.content)
    if denied or opposed:
        # Not connected to the one pole is connected to the other: turned twice is not turned.
        return denied != opposed
    full = len(shared & {w.key for w in wanted.words if w.content}) >= 0.8 * len({w.key for w in wanted.words if w.content})
    more = mine if mine.count > wanted_polarity.count else wanted_polarity
    # A clause that is left out with its denial ("so neither of them goes on") leaves nothing turned around.
    return full and mine.count != wanted_polarity.count and bool(not more.denied or more.denied & shared)


def clashes(prepared: Prepared, point: int, sentence: Sentence, mine: Polarity, recall: Sequence[float]) -> bool:
    """True when a sentence speaks about the point and says the contrary of one of its statements, and agrees with none."""
    if not prepared.rows[point][1]:
        # A point cut from a reference answer has no other wording to check with: there only near copies count.
        return False
    against = agrees = 0.0
    for at, statement in enumerate(prepared.statements):
        if statement.point != point or recall[at] < ABOUT:
            continue
        if len(statement.words) >= FEWEST and _contrary(prepared, statement, sentence, mine):
            against = max(against, float(recall[at]))
        elif not _under_denial(statement, sentence, mine):
            agrees = max(agrees, float(recall[at]))
    return against > 0 and against >= agrees + CLEAR


def _under_denial(statement: Statement, sentence: Sentence, mine: Polarity) -> bool:
    """True when half of the words that a statement shares with a sentence are denied there, and not in the statement."""
    shared = {w.key for w in statement.words} & {w.key for w in sentence.words}
    return len(shared & mine.denied - statement.polarity.denied) >= max(1, len(shared) / 2)


def _contrary(prepared: Prepared, statement: Statement, sentence: Sentence, mine: Polarity) -> bool:
    keys = {w.key for w in statement.words}
    said = {w.key for w in sentence.words}
    shared = frozenset(keys & said)
    if clash(mine, statement.polarity, prepared.importance, shared) >= 0.5:
        return True
    if mine.count or statement.polarity.count:
        return False
    for word in statement.words:
        if word.key not in said and opposites(word) & said and not opposites(word) & keys and len(shared) >= 2:
            return True
    return False

