"""Tells a list of terms from a sentence that says something about them."""

import re
from collections.abc import Sequence

from agents.grading.lexicon import FUNCTION
from agents.grading.reading import Sentence, Word

_SMALL = FUNCTION - {"and", "or", "also", "then", "plus"}
"""Function words that a list of terms does without."""
_BREAK = re.compile(r"[,;/|•\n]| - ")
_FIRST = re.compile(r"\W*([\w'’]+)")

BARE = 0.14
"""Share of function words below which nothing is being said; spoken English has .40 to .55, a list of terms 0 to .10."""


FIGURES = 0.25
"""Share of numbers from which a stretch is a calculation and no list of terms."""


def is_list(sentence: Sentence, text: str) -> bool:
    """True for a sentence that only strings terms or phrases together."""
    if sum([word.value is not None for word in sentence.words]) >= FIGURES * len(sentence.words):
        return False
    chunks = [chunk for chunk in _BREAK.split(text) if chunk.strip()]
    phrases = len(chunks) >= 4 and len(sentence.words) <= 7 * len(chunks)
    if phrases and sum(_opens(" ".join(chunk.split())) for chunk in chunks) < 0.3 * len(chunks):
        return True
    bare = joined(sentence.words)
    # "The duplicate packets waste processing power." is short of small words and yet a sentence.
    return bare < BARE and not (bare >= 0.08 and text.rstrip().endswith(".") and _opens(text))


def joined(words: Sequence[Word]) -> float:
    """0-1: the share of words that build a sentence."""
    return sum([word.text in _SMALL for word in words]) / len(words) if words else 1.0


def _opens(chunk: str) -> bool:
    """True when a stretch begins as a clause does: with a pronoun, a conjunction, an article, an adverb of order."""
    first = _FIRST.match(chunk)
    return first is not None and first.group(1).casefold().replace("’", "'") in FUNCTION
