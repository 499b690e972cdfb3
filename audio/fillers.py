"""Fillers by word list: sounds of hesitation anywhere, phrases only where they carry no meaning of their own."""

from collections.abc import Sequence

from core.delivery import Mark
from core.schema import Word
from core.text import words as tokens

SOUNDS: dict[str, frozenset[str]] = {
    "en": frozenset("um umm uhm uh uhh er err erm ehm hm hmm mm mmm".split()),
    "de": frozenset("äh ähm öh öhm ehm hm hmm".split()),
    "fr": frozenset("euh heu euhm hum hm hmm".split()),
    "es": frozenset("eh ehm em hm hmm".split()),
    "it": frozenset("ehm uhm mah hm hmm".split()),
    "nl": frozenset("eh ehm uh uhm hm hmm".split()),
}
"""By language; a language that is not here is not measured."""
PHRASES: dict[tuple[str, ...], frozenset[str]] = {
    ("you", "know"): frozenset("do did as if let because once what how that when where before".split()),
    ("i", "mean"): frozenset("what that do by if".split()),
    ("sort", "of"): frozenset(
        "a an the this that these what which any some another same each every only first".split()
    ),
    ("kind", "of"): frozenset(
        "a an the this that these what which any some another same each every only first".split()
    ),
    ("or", "something", "like", "that"): frozenset(),
    ("and", "stuff", "like", "that"): frozenset(),
}
"""English phrases → the words before them that make them mean something: `a kind of lock` is no filler."""
AFTER_KNOW = frozenset("that how what why when where who which the a an your my about each it".split())
"""`you know how to` means knowing."""
SET_OFF_S = 0.2
"""Silence on both sides that sets a word off."""


def find(words: Sequence[Word], language: str = "en") -> list[Mark] | None:
    """The fillers with their times; None for a language without a list."""
    language = language[:2].casefold()
    sounds = SOUNDS.get(language)
    if sounds is None:
        return None
    said = [" ".join(tokens(word.text)) for word in words]
    found: list[Mark] = []
    at = 0
    while at < len(words):
        length = 1 if said[at] in sounds else _phrase(words, said, at) if language == "en" else 0
        if length:
            text = " ".join(word.text.strip(" ,.;:…") for word in words[at : at + length])
            end = max(words[at].start, words[at + length - 1].end)
            found.append(Mark(kind="filler", start=words[at].start, end=end, text=text))
        at += length or 1
    return found


def _phrase(words: Sequence[Word], said: Sequence[str], at: int) -> int:
    """How many words the phrase that begins here has; 0 when it is none."""
    before = said[at - 1] if at else ""
    for phrase, meaning in PHRASES.items():
        if tuple(said[at : at + len(phrase)]) != phrase:
            continue
        after = said[at + len(phrase)] if at + len(phrase) < len(said) else ""
        if before in meaning or (phrase == ("you", "know") and after in AFTER_KNOW and not _off(words, at + 1)):
            continue
        return len(phrase)
    # "like" is a filler only where it hangs between two breaks.
    return 1 if said[at] == "like" and 0 < at < len(said) - 1 and _off(words, at - 1) and _off(words, at) else 0


def _off(words: Sequence[Word], at: int) -> bool:
    """True when a comma or a short silence parts word `at` from the next one."""
    if words[at].text.rstrip().endswith((",", ".", ";", "…")):
        return True
    return at + 1 < len(words) and words[at + 1].start - words[at].end >= SET_OFF_S
