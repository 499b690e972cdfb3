"""Cuts a text into the terms it is found by: basic forms, without filler, and with C++, .NET, Node.js, CI/CD and A/B in one piece."""

from rag.skills.tokens import stem, tokenize

FILLER = frozenset(
    """a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my no
    not of on or our so than that the their them then there these they this those to was we were what when where which who
    whom whose why will with would you your he she his her him us more most much very also about after before all any each
    other such some over under out up down off only just own same too am being because while""".split()
)
"""Words that find nothing."""
_JOINTS = frozenset("/.&-")
_SHORT = 3
"""Letters of a part up to which two joined words are also one term: CI/CD, A/B, Node.js, e-mail, but not read/write."""


def terms(text: str) -> list[str]:
    """The terms of a text, in order, with repetitions."""
    found: list[str] = []
    before = ""
    for token in tokenize(text):
        word = token.text.lower()
        if word not in FILLER:
            found.append(stem(word))
        if before and token.gap in _JOINTS and min(len(word), len(before)) <= _SHORT:
            found.append(f"{before}{token.gap}{word}")
        before = word
    return found
