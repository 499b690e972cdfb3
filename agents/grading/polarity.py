"""Who denies what: which words of a sentence are negated, and whether two sentences claim the opposite."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.grading.lexicon import IMPLICIT, NEGATORS, OPPOSITES
from agents.grading.reading import Word
from agents.grading.stem import stem

_HARMLESS = re.compile(
    r"\b(?:not only|not just|not merely|not necessarily|not to mention|no doubt|no matter|no wonder|nothing but|why not|"
    r"if not|or not|whether or not|not all|not every|not always|none other|no problem|no question|not sure|"
    r"i don't know|i do not know|i don't mind|don't get me wrong)\b"
)
_WRAPPER = re.compile(
    r"\b(?:(?:it|that|this) (?:is|was|would be|seems|'s) (?:simply |just |plainly |really |absolutely |entirely |completely )?"
    r"(?:not (?:true|the case|right|correct|so|a fact|accurate)|untrue|false|wrong|incorrect|a myth|nonsense|a mistake|"
    r"a lie|mistaken|inaccurate)(?: to (?:say|claim|think|believe|suggest))?(?: that)?|it's (?:not true|not the case|false|"
    r"wrong|a myth|untrue|incorrect)(?: to (?:say|claim|think|believe))?(?: that)?|it isn't (?:true|the case|right|correct)"
    r"(?: to say)?(?: that)?|contrary to (?:the|this|that)|on the contrary|the opposite (?:is|of|holds)|far from|"
    r"(?:i|we) (?:disagree|deny|doubt|dispute|reject|refuse to (?:accept|believe))(?: that| the)?|"
    r"(?:i|we) (?:do not|don't|would not|wouldn't|cannot|can't) (?:think|believe|agree|accept|say|claim)(?: that| it)?|"
    r"there (?:is|'s) no (?:way|truth|sense)|by no means|under no circumstances|in no (?:way|case|sense)|"
    r"nobody (?:should|would|can|could)|no one (?:should|would|can|could)|(?:is|are|was) (?:simply )?(?:false|untrue|not true|wrong)"
    r"[.!]?$|not at all|the reverse is true|anything but)"
)
_REACH = 3
"""Content words after a negator that it turns around; measured on negated sentences, the verb is the first or second."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """`denied` are the stems under a negator, `heads` the first of them, `count` the negators, `soft` milder denials."""

    denied: frozenset[str]
    heads: frozenset[str]
    plain: frozenset[str]
    count: int
    soft: int
    wrapped: bool


def negates(word: str) -> bool:
    """True for not, never, no, ... and every contraction of not."""
    return word in NEGATORS or word.endswith("n't") or word in ("dont", "doesnt", "didnt", "isnt", "wont", "cant", "arent")


def polarity(words: Sequence[Word], clauses: Sequence[tuple[int, int]]) -> Polarity:
    """Reads one sentence; a negator reaches to the end of its clause, at most over three content words."""
    line = " ".join(word.text for word in words)
    harmless = _covered(line, words)
    wrapped = bool(_WRAPPER.search(line))
    denied: set[str] = set()
    heads: set[str] = set()
    seen: set[str] = set()
    count = soft = 0
    for first, last in clauses or ((0, len(words)),):
        for at in range(first, last):
            word = words[at]
            if word.content:
                seen.add(word.key)
            if word.text in IMPLICIT:
                soft += 1
            if at in harmless or not negates(word.text):
                continue
            count += 1
            reached = [w.key for w in words[at + 1 : last] if w.content][:_REACH]
            if word.text in ("nothing", "none", "nobody", "nowhere", "no", "zero"):
                # "It changes nothing" denies the verb before it.
                reached = [w.key for w in words[max(first, at - 2) : at] if w.content][-1:] + reached
            heads.update(reached[:2])
            denied.update(reached)
    return Polarity(frozenset(denied), frozenset(heads), frozenset(seen - denied), count, soft, wrapped)


def _covered(line: str, words: Sequence[Word]) -> set[int]:
    spans = [(found.start(), found.end()) for found in _HARMLESS.finditer(line)]
    if not spans:
        return set()
    found: set[int] = set()
    at = 0
    for index, word in enumerate(words):
        if any(start <= at < end for start, end in spans):
            found.add(index)
        at += len(word.text) + 1
    return found


def opposites(word: Word) -> frozenset[str]:
    """Words that say the contrary of a word, as stems."""
    return frozenset(stem(other) for other in OPPOSITES.get(word.text, OPPOSITES.get(word.key, frozenset())))


def clash(said: Polarity, wanted: Polarity, weight: dict[str, float], shared: frozenset[str]) -> float:
    """How much of what both name is denied by only one of them, as the sum of `weight` over those words.

    A denial in `wanted` that `said` expresses in other words ("refuses" for "does not accept") is no clash.
    """
    against = sum(weight.get(key, 0.0) for key in said.heads & wanted.plain & shared)
    if not said.count and not said.soft and not said.wrapped:
        against += sum(weight.get(key, 0.0) for key in wanted.heads & said.plain & shared)
    if said.wrapped and not wanted.wrapped:
        against += 1.0
    return against
