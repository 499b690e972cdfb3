"""Where a quote is heard: its words found among the timed words of its turn, or no place rather than a wrong one."""

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from core.delivery import Span
from core.schema import Word
from core.text import words as tokens

FEWEST_MATCHED = 0.6
"""Share of a quote's words that must be found where the recognizer's text and its timed words differ."""
Place = tuple[int, int]
"""First and last timed word."""


def spans_of(quotes: Iterable[str], text: str, words: Sequence[Word]) -> tuple[Span, ...]:
    """The quotes of one turn that are found; `text` is the turn's transcript, which `words` may spell otherwise."""
    said = [word for word in words if _letters(word.text)]
    found: list[Span] = []
    aligned: tuple[list[str], dict[int, int]] | None = None
    for quote in dict.fromkeys(quotes):
        place = _exact(quote, said)
        if place is None and said:
            aligned = aligned or _aligned(text, said)
            place = _through(quote, *aligned)
        if place is not None:
            stretch = said[place[0] : place[1] + 1]
            start, end = min(word.start for word in stretch), max(word.end for word in stretch)
            found += [Span(start=start, end=end, text=quote)] if end > start else []
    return tuple(found)


def _letters(text: str) -> str:
    """Letters and digits alone: punctuation, case, hyphens and how words are split do not matter."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _exact(quote: str, said: Sequence[Word]) -> Place | None:
    """The first place with exactly these letters that begins and ends with whole words."""
    wanted = _letters(quote)
    heard, starts, ends = "", {}, {}
    for at, word in enumerate(said):
        starts[len(heard)] = at
        heard += _letters(word.text)
        ends[len(heard)] = at
    at = heard.find(wanted) if wanted else -1
    while at >= 0:
        if at in starts and at + len(wanted) in ends:
            return starts[at], ends[at + len(wanted)]
        at = heard.find(wanted, at + 1)
    return None


def _aligned(text: str, said: Sequence[Word]) -> tuple[list[str], dict[int, int]]:
    """The transcript's tokens, and which timed word each of them is, where that is certain."""
    told = tokens(text)
    heard = [(token, at) for at, word in enumerate(said) for token in tokens(word.text)]
    matcher = SequenceMatcher(None, told, [token for token, _ in heard], autojunk=False)
    same = {a + k: heard[b + k][1] for a, b, size in matcher.get_matching_blocks() for k in range(size)}
    return told, same


def _through(quote: str, told: Sequence[str], same: dict[int, int]) -> Place | None:
    """The place by way of the transcript: for `10` where the timed words say `ten`."""
    wanted = tokens(quote)
    size = len(wanted)
    begins = [at for at in range(len(told) - size + 1) if told[at : at + size] == wanted] if size else []
    if not begins:
        return None
    begin, end = begins[0], begins[0] + size - 1
    matched = [same[at] for at in range(begin, end + 1) if at in same]
    # A first or last word that is spelled otherwise lies right beside a neighbour that is not.
    first = same.get(begin, same[begin - 1] + 1 if begin - 1 in same else None)
    last = same.get(end, same[end + 1] - 1 if end + 1 in same else None)
    if first is None or last is None or len(matched) < max(2, FEWEST_MATCHED * size):
        return None
    fits = first <= matched[0] and matched[-1] <= last and last - first + 1 <= 1.5 * size + 2
    return (first, last) if fits else None
