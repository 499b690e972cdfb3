"""Brings the forms of a word to one stem: plurals, tenses, British and American spelling. Light on purpose."""

import re
from functools import lru_cache

from agents.grading.lexicon import IRREGULAR

_SPELLING = (
    (re.compile(r"(?<=.{2})our(?=$|s$|ed$|ing$|ite)"), "or"),
    (re.compile(r"(?<=.{3})is(?=e$|es$|ed$|ing$|ation)"), "iz"),
    (re.compile(r"(?<=.{2})yse(?=$|s$|d$)"), "yze"),
)
_ENDINGS = (
    ("ations", "at"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ates", "at"), ("ate", "at"),
    ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"),
    ("ness", ""), ("ments", ""), ("ment", ""), ("ingly", ""), ("edly", ""), ("ally", "al"), ("ly", ""),
    ("ings", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""),
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a lower-case word; short words and words with digits stay as they are."""
    word = word.removesuffix("'s").removesuffix("'")
    word = IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isalpha():
        return word
    for pattern, put in _SPELLING:
        word = pattern.sub(put, word)
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(put) >= 3:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                break
            word = word[: len(word) - len(ending)] + put
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
