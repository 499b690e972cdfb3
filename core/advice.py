"""The nouns of advice on a resume: gaps, lines that could be stronger, a letter, a brief."""

from typing import Literal

from core.noun import Noun

BulletFault = Literal["weak_verb", "no_result", "no_number", "too_long", "first_person"]


class GapAdvice(Noun):
    """For a requirement that is not shown: how to show it if it is true, what to learn, what they will ask."""

    requirement: str
    show: str
    learn: str
    question: str


class BulletAdvice(Noun):
    """A line that could be stronger: its faults, why, and a rewrite that adds no fact ([number] where one is missing)."""

    lines: tuple[int, ...]
    text: str
    faults: tuple[BulletFault, ...]
    why: str
    rewrite: str


class Advice(Noun):
    """What to do next, from the rows alone."""

    gaps: tuple[GapAdvice, ...] = ()
    bullets: tuple[BulletAdvice, ...] = ()
    letter: str = ""
    brief: tuple[str, ...] = ()
    worded_by: str = ""
    """The language model whose words are among these; empty for the rules' own."""
