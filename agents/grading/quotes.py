"""Holds quotes to the transcript: a quote stands there word for word or it is none."""

import re
from collections.abc import Sequence

from core.schema import Part, Quote

_SPACE = re.compile(r"\s+")
LONGEST = 600
"""Characters of a quote that are looked for; longer ones are retellings."""


def verify(quote: str, parts: Sequence[Part]) -> Quote | None:
    """The transcript's own words for a quote, compared without case, white space and the quote marks around it."""
    wanted = quote.strip().strip("\"'“”‘’`«»").strip().rstrip(".…,;").rstrip()
    pieces = [piece for piece in _SPACE.split(wanted) if piece]
    if not pieces or len(wanted) > LONGEST or not any(char.isalnum() for char in wanted):
        return None
    pattern = re.compile(r"\s+".join(re.escape(piece) for piece in pieces), re.IGNORECASE)
    for part in parts:
        for text in (part.text, part.code):
            found = _whole(pattern, text)
            if found is not None:
                return Quote(turn=part.turn, text=found)
    return None


def _whole(pattern: re.Pattern[str], text: str) -> str | None:
    """The first match that neither begins nor ends inside a word."""
    for found in pattern.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
        cut_start = before.isalnum() and found.group()[0].isalnum()
        cut_end = after.isalnum() and found.group()[-1].isalnum()
        if not cut_start and not cut_end:
            return found.group()
    return None
