"""One utterance of the interviewer: its text, the sound that carries it, and how much of it was really heard."""

from dataclasses import dataclass, field

SAMPLES_A_WORD = 6400
"""Slow speech: no more words are taken as heard than certainly were."""


@dataclass(slots=True)
class Piece:
    """One stretch of an utterance's text with the samples that carry it."""

    text: str
    first: int = -1
    last: int = -1
    whole: bool = False
    """All its sound is there: until then its length is a guess."""

    def share(self, played: int) -> float:
        """How much of it sounds within that many samples of the utterance."""
        if self.first < 0 or played <= self.first:
            return 0.0
        length = self.last - self.first
        if not self.whole:
            length = max(length, len(self.text.split()) * SAMPLES_A_WORD)
        return (played - self.first) / max(1, length)


@dataclass(slots=True)
class Spoken:
    """One utterance on its way to the candidate's ear."""

    number: int
    pieces: list[Piece] = field(default_factory=list)
    sent: int = 0
    played: int = 0
    chars: int = 0
    told: int = 0
    """Characters that the client was given to speak itself."""
    pcm: bytearray = field(default_factory=bytearray)
    closed: bool = False
    """No more text will come."""
    done: bool = False
    """Played to its end, or cleared."""
    began: bool = False
    whole: bool = False
    """All its sound has been sent."""

    @property
    def text(self) -> str:
        """All of its text."""
        return " ".join(piece.text for piece in self.pieces)

    def said(self) -> str:
        """What was really heard of it: whole pieces, and of the running one the words that its samples reached."""
        told: list[str] = []
        for piece in self.pieces:
            share = piece.share(self.played)
            if share <= 0:
                break
            found = piece.text.split()
            told += found if share >= 1 else found[: int(len(found) * share)]
        by_client = self.text[: self.chars].rpartition(" ")[0] if self.chars < len(self.text) else self.text
        return by_client if self.chars else " ".join(told)
