"""Proposes key points for a reference answer that has none: one for each clause that claims something of its own."""

import re
from collections.abc import Iterator

from agents.grading.reading import split_code, words_of
from core.bank import COMPETENCIES, KeyPoint, Track
from core.text import sentence_spans

MOST = 7
LONGEST = 200
_BULLET = re.compile(r"\s*(?:[●•▪◦‣∙·]|(?<![\w.])\(?[0-9a-zA-Z]{1,2}[.)](?=\s+[A-Z])|(?<=\s)[-–—*](?=\s))\s*")
_JOINT = re.compile(r";\s+|:\s+(?=[A-Z])|,?\s+(?:and also|but also|as well as|whereas|while|therefore|furthermore|additionally|moreover)\s+", re.I)
_LIST_AND = re.compile(r",\s+(?:and|but|so|because)\s+", re.I)
_FEWEST = 2
"""Content words that a claim needs."""


def key_points_from_reference(question_text: str, reference: str, track: Track = "technical") -> tuple[KeyPoint, ...]:
    """Proposed key points, in the order of the reference, at most seven, all of weight 2 and checked as claims.

    A reference is cut at bullets and sentences, long sentences at semicolons and joints; pieces without two words of
    their own join what stands before them, and pieces that only say the question again are left out.
    """
    asked = {word.key for word in words_of(question_text) if word.content}
    pieces = list(_merged(_pieces(reference), asked))
    while len(pieces) > MOST:
        at = min(range(len(pieces) - 1), key=lambda i: len(pieces[i]) + len(pieces[i + 1]))
        pieces[at : at + 2] = [f"{pieces[at]} {pieces[at + 1]}"]
    if not pieces and reference.strip():
        pieces = [reference.strip()]
    competency = COMPETENCIES[track][0]
    return tuple(
        KeyPoint(id=chr(ord("a") + at), text=_sized(piece), weight=2, competency=competency) for at, piece in enumerate(pieces)
    )


def _pieces(reference: str) -> Iterator[str]:
    talk, _ = split_code(reference)
    for start, end in talk:
        text = reference[start:end]
        for first, last in sentence_spans(text):
            for bullet in _BULLET.split(text[first:last]):
                yield from _cut(bullet.strip())


def _cut(sentence: str) -> Iterator[str]:
    parts = [part.strip() for part in _JOINT.split(sentence) if part.strip()]
    for part in parts:
        halves = [half.strip() for half in _LIST_AND.split(part)] if len(part.split()) > 24 else [part]
        held = ""
        for half in halves:
            held = f"{held} {half}".strip()
            if len(held.split()) >= 8:
                yield held
                held = ""
        if held:
            yield held


def _merged(pieces: Iterator[str], asked: set[str]) -> Iterator[str]:
    held = ""
    for piece in pieces:
        own = {word.key for word in words_of(piece) if word.content}
        if not own or (own <= asked and len(own) < 3):
            continue
        if len(own) < _FEWEST and held:
            held = f"{held} {piece}"
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _sized(piece: str) -> str:
    text = " ".join(piece.split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0]
    return text if len(text) >= 12 else text + "." * (12 - len(text))
