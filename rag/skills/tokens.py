"""Cuts a text into words so that C++, C#, .NET, Node.js, CI/CD and R&D stay what they are, and brings words to their basic form."""

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"(?<!\w)\.(?:NET|Net|net)\b|[^\W_]+(?:\+\+|#(?!\w)|\+(?![\w+]))?(?:['’]s\b)?")


@dataclass(frozen=True, slots=True)
class Token:
    """One word with its place; `gap` is what stands between it and the word before."""

    text: str
    start: int
    end: int
    gap: str


def tokenize(text: str) -> list[Token]:
    """The words of a text, in order; offsets point into it."""
    found: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(text):
        word = match.group()
        end = match.end()
        if word.endswith(("'s", "’s")):
            word, end = word[:-2], end - 2
        found.append(Token(word, match.start(), end, text[at : match.start()]))
        at = end
    return found


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """The singular of a lower-case word, by its ending."""
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_ENDINGS = (
    ("izations", "iz"), ("ization", "iz"), ("izing", "iz"), ("ized", "iz"), ("izes", "iz"), ("ize", "iz"),
    ("ations", "at"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ates", "at"), ("ate", "at"),
    ("tions", "t"), ("tion", "t"), ("ments", ""), ("ment", ""), ("ings", ""), ("ing", ""),
    ("ied", "y"), ("ed", ""), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """What the forms of a word share: tense, plural, noun and verb, British and American spelling."""
    if len(word) <= 4 or not word.isalpha():
        return singular(word)
    word = re.sub(r"(?<=.{3})is(?=e$|es$|ed$|ing$|ation)", "iz", word)
    word = re.sub(r"(?<=.{2})our(?=$|s$|ed$|ing$)", "or", word)
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(put) >= 4:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                break
            word = word[: len(word) - len(ending)] + put
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word
