"""Gives words that a recogniser split, ran together or spelled by sound back to the term of the task that was meant.

"post gress", "dead lock", "hyperviser": such a word stands for nothing else. Only terms of the key points and the reference
answer are looked for, only in words that the task does not hold itself, and the transcript stays: a quote shows what was heard.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from agents.grading.claims import PERSONAL
from agents.grading.polarity import contraries
from agents.grading.reading import Reading, Sentence, Word
from agents.grading.similar import Meaning
from agents.grading.stem import stem
from agents.grading.task import Prepared

SHORTEST = 4
"""Letters of a term that may be given back; "in" and "an" sound like too much."""
ALOUD, SPELLED = 0.66, 0.8
"""How much of the letters must agree in a word that English does not know when it sounds the same, and in any other."""
COMPANY = 2
"""Words of the key points that must stand in a sentence as they are: a term that was misheard has others beside it."""

_SOUNDS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"^(?:kn|gn)", "n"), (r"^wr", "r"), (r"^ps", "s"), (r"igh", "i"), (r"ph", "f"), (r"tion|sion|ssion", "xn"), (r"sh|ch|sch", "x"),
        (r"ck|qu|q", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"x(?!n|[aeiou])", "ks"), (r"th|d", "t"), (r"b", "p"), (r"g", "k"), (r"z", "s"),
        (r"v", "f"), (r"(?<=.)[hw]", ""), (r"^[aeiouy]+", "a"), (r"(?<=.)[aeiouy]+", ""), (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=16_384)
def sound(word: str) -> str:
    """The consonants of a word, those that are confused as one, and whether it begins with a vowel."""
    for pattern, put in _SOUNDS:
        word = pattern.sub(put, word)
    return word


@lru_cache(maxsize=1_024)
def _by_sound(terms: frozenset[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for term in sorted(terms):
        table[sound(term)] = (*table.get(sound(term), ()), term)
    return table


def given_back(prepared: Prepared, reading: Reading, meaning: Meaning) -> Reading:
    """The reading with the stems of such words changed; their places stay."""
    if prepared.task.track in PERSONAL or not prepared.terms:
        # A story is told in everyday words, and each of them sounds like another.
        return reading
    talk = tuple(_sentence(prepared, sentence, meaning) for sentence in reading.talk)
    return replace(reading, talk=talk)


def _sentence(prepared: Prepared, sentence: Sentence, meaning: Meaning) -> Sentence:
    heard = {word.key for word in sentence.words if word.content} & prepared.point_keys - prepared.question_keys
    if len(heard) < COMPANY:
        return sentence
    found = dict(_found(prepared, sentence.words, meaning))
    if not found:
        return sentence
    return replace(sentence, words=tuple(_as(word, found[at]) if at in found else word for at, word in enumerate(sentence.words)))


def _as(word: Word, term: str) -> Word:
    return word._replace(text=term, key=stem(term), content=True)


def _found(prepared: Prepared, words: Sequence[Word], meaning: Meaning) -> Iterator[tuple[int, str]]:
    """(place, term) of each word that stands for a term; of two that were one the first."""
    last = -1
    for at, word in enumerate(words):
        if at == last or word.value is not None or len(word.text) > 40:
            continue
        after = words[at + 1] if at + 1 < len(words) else None
        whole = _joined(prepared, word, after) if after is not None and after.value is None else None
        if whole is not None:
            last = at + 1
            yield at, whole
        elif word.content and word.key not in prepared.known and len(word.text) >= SHORTEST:
            term = _parted(prepared, word.text) or _sounding(prepared, word, meaning)
            if term is not None:
                yield at, term


def _joined(prepared: Prepared, word: Word, after: Word) -> str | None:
    """The term that two words make, where not both belong to the task as they stand."""
    if word.key in prepared.known and after.key in prepared.known:
        return None
    text = word.text + after.text
    if len(text) <= SHORTEST + 1 or len(word.text) > 20 or len(after.text) > 20:
        return None
    if text in prepared.terms:
        return text
    return next((term for term in _by_sound(prepared.terms).get(sound(text), ()) if len(term) > 5 and _letters(term, text) >= SPELLED), None)


def _parted(prepared: Prepared, text: str) -> str | None:
    """The longer of two words of the task that were run together."""
    for cut in range(2, len(text) - 1):
        one, other = text[:cut], text[cut:]
        if max(len(one), len(other)) >= SHORTEST and stem(one) in prepared.spoken and stem(other) in prepared.spoken:
            term = max(one, other, key=len)
            if term in prepared.terms:
                return term
    return None


def _sounding(prepared: Prepared, word: Word, meaning: Meaning) -> str | None:
    """The term that sounds like a word, or, where English has no such word, is spelled nearly like it."""
    unknown = meaning.pieces(word.text) > 1
    near = _by_sound(prepared.terms).get(sound(word.text), ())
    least = ALOUD if unknown else SPELLED
    if not near and unknown and len(word.text) > 5:
        near, least = tuple(term for term in sorted(prepared.terms) if abs(len(term) - len(word.text)) <= 2), SPELLED
    best = max(near, key=lambda term: _letters(term, word.text), default=None)
    if best is None or _letters(best, word.text) < least or word.key in contraries(best, stem(best)):
        return None
    return best


@lru_cache(maxsize=65_536)
def _letters(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
