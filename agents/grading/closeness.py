"""How near an answer is to its question: the share of its words that belong there, and how far a story is the asked one."""

import math

from agents.grading.lexicon import FILLER
from agents.grading.reading import Reading, words_of
from agents.grading.similar import Meaning, alike
from agents.grading.task import Prepared

ON_TOPIC = 0.22
"""Share of an answer's weighted words that the question, the key points or the reference answer know."""

# Fitted by logistic regression on answers spoken by people who did not see the references, against good answers to
# other questions of the same track; on questions left out .91 of the pairs stand in the right order.
# The base was then set by hand, so that good answers to other questions stay below 1 of 5 on average.
_WORDS, _POINTS, _BASE = 18.0, 0.8, -4.8


def nearness(prepared: Prepared, reading: Reading, meaning: Meaning) -> float:
    """0-1: how much of what is said, by weight, belongs to the matter of the question."""
    unique = {w.key: w for w in reading.words if w.content and w.text not in FILLER}
    if not unique or not prepared.matter:
        return 0.0
    said = list(unique.values())
    reached = alike(said, prepared.matter, meaning).max(axis=1)
    weights = [0.25 + 0.75 * meaning.rarity(w.text) for w in said]
    return sum(weight for weight, near in zip(weights, reached, strict=True) if near >= 0.6) / sum(weights)


def names_subject(prepared: Prepared, reading: Reading) -> bool:
    """True when a story names what the question is about."""
    wanted = {word.key for word in words_of(prepared.task.subject) if word.content}
    return bool(wanted) and wanted <= {word.key for word in reading.words}


def asked_for(near: float, mean: float) -> float:
    """0-1: how likely a story is the one that was asked for, from its words and the mean log-odds of its claims."""
    return 1 / (1 + math.exp(-(_WORDS * near + _POINTS * mean + _BASE)))
