"""Which sentences of a page say what a brief wants to know: by whom they name, by telling words, and by meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.briefing.desk import Desk, Found
from agents.grading.stem import stem
from agents.phrase import content
from core.briefing import Statement
from core.text import words
from rag.index import TextEmbedder

A_SOURCE = 2
"""Sentences of one page in one part of the brief."""
RARE = 0.8
"""Rarity from which a word tells what a text is about: "team" is at 0.48, "software" at 0.74, "pipeline" at 0.91."""
SHORTEST = 7
"""Words of a sentence that says something of a company; headings have fewer."""
_NAMED, _CUE, _NUMBER = 1.0, 0.4, 0.3
_MOST_CUES = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of the brief: the words (by stem) in which such sentences are written."""

    cues: frozenset[str]
    meaning: str


def _wanted(cues: str) -> Wanted:
    return Wanted(frozenset(stem(word) for word in cues.split()), cues)


DOES = _wanted(
    "provides makes builds sells offers operates runs serves develops delivers produces designs moves helps company business "
    "platform software products services customers clients shops users founded employs employees headquartered offices countries "
    "based market leading stores patients hospitals students"
)
NEWS = _wanted(
    "announced announces launched launches opened opens acquired acquires acquisition raised raises signed reported reports "
    "appointed named partnership expands expanded plans invests funding round revenue profit layoffs cuts closes closed won wins "
    "released unveiled introduced agreed merger quarter"
)
ROLE = _wanted(
    "role responsible responsibilities team build design develop maintain lead manage work tools experience skills tasks report "
    "engineers projects support plan"
)


def best(desk: Desk, pool: Sequence[tuple[Found, str]], wanted: Wanted, most: int) -> tuple[Statement, ...]:
    """The sentences that fit best, few of each source, none twice; none that neither names the company nor comes from its page."""
    fitting = [(one, text, cues) for one, text in pool if (cues := _cues(text, wanted)) and _belongs(desk, one, text)]
    if not fitting:
        return ()
    near = meaning(desk.embedder, [text for _, text, _ in fitting]) @ meaning(desk.embedder, [wanted.meaning])[0]
    name = set(desk.company_words[:1])
    value = [
        _NAMED * bool(name & set(words(text)))
        + _CUE * min(cues, _MOST_CUES)
        + _NUMBER * any(letter.isdigit() for letter in text)
        + float(one)
        for one, (_, text, cues) in zip(near, fitting, strict=True)
    ]
    made: dict[str, Statement] = {}
    for at in sorted(range(len(fitting)), key=lambda at: -value[at]):
        source, text, _ = fitting[at]
        held = sum(other.source == source.source.id for other in made.values())
        if held < A_SOURCE and text.casefold() not in made and len(made) < most:
            made[text.casefold()] = Statement(quote=text, source=source.source.id)
    return tuple(made.values())


def meaning(embedder: TextEmbedder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of the words that carry meaning: in a mean of all words, the small ones drown what a text is about."""
    return embedder.embed([" ".join(content(text)) for text in texts])


def telling(embedder: TextEmbedder, text: str) -> dict[str, float]:
    """The rare words of a text, by stem, with their rarity: what it is about."""
    return {stem(word): rare for word in content(text) if (rare := embedder.rarity(word)) >= RARE}


def _cues(text: str, wanted: Wanted) -> int:
    return len({stem(word) for word in words(text)} & wanted.cues)


def _belongs(desk: Desk, one: Found, text: str) -> bool:
    if len(words(text)) < SHORTEST:
        return False
    return one.source.kind == "job" or desk.is_about_company(one.source, text)
