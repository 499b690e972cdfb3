"""Tells which sentences of an answer say the opposite of the reference answer or of a key point."""

from collections.abc import Sequence

from agents.grading.polarity import Polarity, clash, opposites
from agents.grading.reading import Sentence
from agents.grading.task import Prepared, Statement

COPY = 0.62
"""Share of a sentence's weighted words that must stand in one reference sentence to call it nearly the same."""
ORDER = 0.7
"""Share of all its words, function words too, that must stand there in the same order; free rewordings stay below .5."""
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
    turned: set[int] = set()
    copies = 0
    held = [frozenset(w.key for w in sentence.words if w.content) for sentence in prepared.reference]
    for at, sentence in enumerate(talk):
        keys = {w.key for w in sentence.words if w.content}
        if len(keys) < 3:
            continue
        best, where = max(((len(keys & other) / len(keys), j) for j, other in enumerate(held)), default=(0.0, 0))
        if best < COPY:
            continue
        copies += 1
        wanted = prepared.reference[where]
        if _turned(sentence, polarities[at], wanted, prepared.reference_polarity[where]) and _in_order(sentence, wanted) >= ORDER:
            turned.add(at)
    return frozenset(turned), copies


def _in_order(said: Sentence, wanted: Sentence) -> float:
    """The longest run of words in the same order, gaps allowed, as a share of the sentence."""
    row = [0] * (len(wanted.words) + 1)
    for word in said.words:
        last = 0
        for at, other in enumerate(wanted.words, start=1):
            kept = row[at]
            row[at] = last + 1 if word.key == other.key else max(kept, row[at - 1])
            last = kept
    return row[-1] / len(said.words)


def _turned(said: Sentence, mine: Polarity, wanted: Sentence, wanted_polarity: Polarity) -> bool:
    if mine.wrapped != wanted_polarity.wrapped:
        return True
    held = {w.key for w in wanted.words}
    keys = {w.key for w in said.words}
    shared = frozenset(held & keys)
    if (mine.heads & wanted_polarity.plain & shared) or (wanted_polarity.heads & mine.plain & shared):
        return True
    if any(opposites(w) & held and w.key not in held for w in said.words if w.content):
        return True
    full = len(shared & {w.key for w in wanted.words if w.content}) >= 0.8 * len({w.key for w in wanted.words if w.content})
    return full and mine.count != wanted_polarity.count


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

