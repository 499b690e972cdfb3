"""When each word of a passage is heard: its text, as it may have been corrected, laid over the words that were heard."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from agents.aligning import spans_of
from core.delivery import Span
from core.schema import Quote
from core.transcript import Passage, Transcript

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Token:
    """Characters `first` up to `last` of the passage's text; `start` and `end` are None where nobody knows."""

    first: int
    last: int
    start: float | None = None
    end: float | None = None


def tokens(passage: Passage) -> list[Token]:
    """The passage's words in order. What was heard otherwise has no time rather than a wrong one."""
    told = [(found.start(), found.end(), _letters(found.group())) for found in _TOKEN.finditer(passage.text)]
    heard = [(_letters(word.text), word) for word in passage.words]
    if [one for *_, one in told] == [one for one, _ in heard]:
        same = {at: at for at in range(len(told))}
    else:
        matcher = SequenceMatcher(None, [one for *_, one in told], [one for one, _ in heard], autojunk=False)
        same = {a + k: b + k for a, b, size in matcher.get_matching_blocks() for k in range(size)}
    made = []
    for at, (first, last, letters) in enumerate(told):
        word = heard[same[at]][1] if at in same and letters else None
        made.append(Token(first, last, word.start, word.end) if word else Token(first, last))
    return made


def places(made: Transcript, quotes: Iterable[Quote]) -> Mapping[Quote, Span]:
    """Where quotes are heard on the time line; those that are not heard anywhere are left out."""
    found: dict[Quote, Span] = {}
    for quote in quotes:
        for passage in made.passages:
            if passage.turn == quote.turn and passage.words and quote not in found:
                found.update((quote, span) for span in spans_of([quote.text], passage.text, passage.words))
    return found


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
