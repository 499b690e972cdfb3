"""A few of the candidate's own words, picked so that an interviewer can show it listened without saying how good it was."""

import re
from collections.abc import Sequence

from core.text import sentences, words

_CUT = re.compile(
    r"[;:()\"“”]|,(?!\d)|\s-\s|\b(?:because|but|so that|which means|and then|although|while|and so|so)\b", re.IGNORECASE
)
_COMMON = frozenset(
    "a an the i we you he she it they this that these those there here my our your his her its their of to in on at by "
    "for from with as is are was were be been being am do did does done have has had having will would could should can "
    "may might must not no nor or and if then than too very just really quite also only even still about into over out up "
    "down off again more most some any all each every both few other such own same what which who whom when where why how "
    "me us him them get got go went going thing things lot kind sort maybe think thought know like want make made say said "
    "yes well okay ok um uh er basically actually probably someone somebody everyone everybody sorry nothing something".split()
)
_ASIDE = re.compile(
    r"\b(?:not sure|to be honest|as i said|i (?:said|meant)|what i meant|do not know|i think|i guess|don't|haven't|hasn't|can't|couldn't|"
    r"no idea|i suppose|it depends|hard to say|sorry|please)\b",
    re.IGNORECASE,
)
"""What is said about the answer rather than in it: no interviewer would hold somebody to that."""
_HANGING = re.compile(r"^(?:to|in|on|at|for|with|from|of|that|which|when|where|who|by|than|as|if|like)\b", re.IGNORECASE)


def content(text: str) -> list[str]:
    """The words that carry meaning."""
    return [word for word in words(text) if word not in _COMMON and (len(word) > 2 or word.isdigit())]


def phrase(text: str, avoid: Sequence[str] = ()) -> str:
    """A clause of 3 to 9 words, word for word from `text`, with the most content; empty when there is none."""
    shunned = set(avoid)
    best, best_value = "", 0.0
    for sentence in sentences(text):
        if _COMMON.isdisjoint(words(sentence)):
            continue  # not one everyday word: letters, a list, or another language
        for clause in _CUT.split(sentence):
            clause = re.sub(
                r"^(?:and|or|then|well|um|uh|like|also)\s+", "", clause.strip(" .!?'-"), flags=re.IGNORECASE
            )
            length = len(words(clause))
            if not 3 <= length <= 9 or not clause[0].isalnum() or _ASIDE.search(clause):
                continue
            telling = {word for word in content(clause) if word not in shunned}
            value = sum(min(len(word), 10) for word in telling) / (length + 2) * (0.6 if _HANGING.match(clause) else 1.0)
            if len(telling) >= 2 and value > best_value:
                best, best_value = clause, value
    return best


def earlier_mention(said: Sequence[str], coming: str, common: frozenset[str] = frozenset()) -> str:
    """A sentence said earlier that shares two telling words with `coming` (or one long one), or nothing."""
    wanted = {word for word in content(coming) if word not in common}
    best, best_value = "", 0
    for text in said:
        if wanted.isdisjoint(words(text)):
            continue
        for sentence in sentences(text):
            length = len(words(sentence))
            shared = wanted & set(content(sentence))
            value = sum(len(word) for word in shared)
            if 4 <= length <= 24 and value >= (12 if len(shared) >= 2 else 10) and value > best_value:
                best, best_value = sentence.rstrip(".!? "), value
    return best
