"""Who denies what: which words of a sentence are negated, and whether two sentences claim the opposite."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.grading.lexicon import IMPLICIT, NEGATORS, OPPOSITES
from agents.grading.reading import Word
from agents.grading.stem import stem

_HARMLESS = re.compile(
    r"\b(?:not only|not just|not merely|not necessarily|not to mention|no doubt|no matter|no wonder|nothing but|why not|"
    r"if not|or not|whether or not|not all|not every|not always|none other|no problem|no question|not sure|"
    r"i don't know|i do not know|i don't mind|don't get me wrong)\b"
)
_OPENING = re.compile(
    r"(?:(?:no|well|so|but|and|actually|honestly|in fact|frankly|clearly|sorry|also|then|i think|i would say|i'd say) ){0,2}(?:"
    r"(?:it|that|this)(?: is| was| would be| seems|'s|'d be| isn't| wasn't) (?:\w+ly |just )?(?:not )?(?:true|the case|right|correct|so|a fact|accurate|"
    r"untrue|false|wrong|incorrect|a myth|nonsense|a mistake|a lie|mistaken|inaccurate|a misconception)(?: to (?:say|claim|think|believe|suggest|assume))?"
    r"(?: that\b|(?= (?:i|we|you|they|he|she|it|the|a|an|this|these)\b)|$)|contrary to \w+|on the contrary|the opposite (?:is|of|holds)|"
    r"(?:i|we) (?:disagree|deny|doubt|dispute|reject|refuse to (?:accept|believe))(?: that\b| the\b)|"
    r"(?:i|we) (?:do not|don't|would not|wouldn't|cannot|can't|never) (?:think|believe|agree|accept|say|claim)(?: that\b|(?= (?:i|we|you|they|he|she|it|the|a|an)\b))|"
    r"there(?: is|'s) no (?:way|truth|sense)|by no means|under no circumstances|in no (?:way|case|sense)|nobody|no one|nothing of the (?:sort|kind)|never)"
)
_LAST = ("false", "untrue", "not true", "not the case", "nonsense", "true", "what")
_CLOSING = re.compile(
    r"(?:is|are|was|that's|would be) (?:simply |just |all |entirely |completely )?(?:false|untrue|not true|not the case|nonsense|the opposite of (?:true|what))$"
)
_POSITIVE_WRAPPER = re.compile(r"^(?:it|that|this)(?: is| was| would be|'s) (?:\w+ly |just )?(?:true|the case|right|correct|so|a fact|accurate)\b")
_NO_NOUN = frozenset(
    """a an the this that these those i we you he she it they me us him her them my our your his its their and or but so
    because if when while since who which what how in on at to of for with from by into onto about is are was were be
    been am do does did has have had can could will would shall should may might must not no then there here""".split()
)
"""Words that nothing which "no" could deny begins with: before them it is "no, the index", or a word that was misheard."""
_REACH = 6
"""Content words after a negator that it may turn around, within its clause."""


HEADS = 2
"""Of these, the ones that are meant for certain, the verb and what stands beside it: "does not safely change"."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """`denied` are the stems under a negator, `heads` the first of them, `count` the negators, `soft` milder denials."""

    denied: frozenset[str]
    heads: frozenset[str]
    plain: frozenset[str]
    count: int
    soft: int
    wrapped: bool


@lru_cache(maxsize=16_384)
def negates(word: str) -> bool:
    """True for not, never, no, ... and every contraction of not."""
    return word in NEGATORS or word.endswith("n't") or word in ("dont", "doesnt", "didnt", "isnt", "wont", "cant", "arent")


def polarity(words: Sequence[Word], clauses: Sequence[tuple[int, int]]) -> Polarity:
    """Reads one sentence; a negator reaches to the end of its clause, at most over six content words."""
    line = " ".join(word.text for word in words)
    negators = {at for at, word in enumerate(words) if negates(word.text)}
    if negators:
        negators -= _covered(line, words)
    opened = _OPENING.match(line) or (line.endswith(_LAST) and _CLOSING.search(line))
    wrapped = bool(opened) and not _POSITIVE_WRAPPER.search(line)
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
            if at not in negators or (word.text == "no" and at + 1 < len(words) and words[at + 1].text in _NO_NOUN):
                continue
            count += 1
            reached = [w.key for w in words[at + 1 : last] if w.content][:_REACH]
            if word.text in ("nothing", "none", "nobody", "nowhere", "no", "zero"):
                # "It changes nothing" denies the verb before it.
                reached = [w.key for w in words[max(first, at - 2) : at] if w.content][-1:] + reached
            heads.update(reached[:HEADS])
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
    return contraries(word.text, word.key)


@lru_cache(maxsize=16_384)
def contraries(text: str, key: str) -> frozenset[str]:
    """The same from a word's text and stem."""
    return frozenset(stem(other) for other in OPPOSITES.get(text, OPPOSITES.get(key, frozenset())))


def clash(said: Polarity, wanted: Polarity, weight: dict[str, float], shared: frozenset[str]) -> float:
    """How much of what both name is denied only by `said`, as the sum of `weight` over those words.

    The other way round, a plain sentence against a statement that denies, is too often an honest rewording ("refuses"
    for "does not accept", "extra space" for "no extra space") and counts only for sentences that are near copies.
    """
    if said.wrapped and not wanted.wrapped:
        return 1.0
    return sum(weight.get(key, 0.0) for key in said.heads & wanted.plain & shared)
