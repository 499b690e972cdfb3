"""Cuts what is to be said into stretches that can be spoken one after the other, the first one short so that sound starts early."""

import re

FIRST, LONGEST = 60, 400
"""Characters of the first stretch and of any."""
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*(?=\s)|\n+")
_CLAUSE = re.compile(r"(?<=[,;:—–])(?=\s)|(?=\s[—–]\s)")
_LEAST = 12
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|Mr|Ms|Mrs|Dr|No|approx)|\b[A-Z])\.$")


def fragments(text: str) -> list[str]:
    """The stretches of a text; joined by spaces they give its words back."""
    cutter = Fragmenter()
    return [*cutter.push(text), *cutter.rest()]


class Fragmenter:
    """The same for a text that arrives in pieces."""

    def __init__(self) -> None:
        self._held = ""
        self._first = True

    def push(self, piece: str) -> list[str]:
        """The stretches that are complete now."""
        self._held += piece
        found: list[str] = []
        while (cut := self._cut()) > 0:
            stretch, self._held = self._held[:cut].strip(), self._held[cut:]
            if stretch:
                found.append(stretch)
                self._first = False
        return found

    def rest(self) -> list[str]:
        """What is left when no more will come."""
        left, self._held = self._held.strip(), ""
        return [left] if left else []

    def _cut(self) -> int:
        """Where the next stretch ends, 0 when that is not known yet."""
        held = self._held
        for found in _SENTENCE.finditer(held):
            if len(held[: found.end()].strip()) >= _LEAST and not _ABBREVIATION.search(held[: found.start()]):
                end = found.end()
                return self._clause(end) if self._first and end > FIRST else min(end, self._within(LONGEST))
        if self._first and (clause := self._clause(len(held))):
            return clause
        return self._within(LONGEST) if len(held) > LONGEST else 0

    def _clause(self, end: int) -> int:
        """The first clause that is worth saying alone; without one, `end` where the sentence is whole, else 0."""
        for found in _CLAUSE.finditer(self._held[:end]):
            if found.end() >= _LEAST and (found.end() <= 2 * FIRST):
                return found.end()
        return end if end < len(self._held) else 0

    def _within(self, most: int) -> int:
        """The last space before `most` characters, or all of a shorter text."""
        if len(self._held) <= most:
            return len(self._held)
        at = self._held.rfind(" ", 1, most)
        return at if at > 0 else most
