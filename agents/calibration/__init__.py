"""How far the grades can be trusted: the shipped figures, and whether they are of the rubric at work."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agents.deps import Deps
from agents.grading import ENGINE, RUBRIC
from core.calibration import Calibration

FILE = Path(__file__).parent / "figures.json"
"""Written by `python -m bench.calibration`, by nobody else."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The figures beside what grades now. `current`: they were measured with the rubric at work."""

    figures: Calibration
    rubric: str
    engine: str
    current: bool
    by_model: bool
    """A language model grades first, of which the figures say nothing."""


@cache
def figures() -> Calibration:
    """The shipped figures."""
    return Calibration.model_validate_json(FILE.read_text(encoding="utf-8"))


def trust(deps: Deps) -> Trust:
    """The figures, and how they stand to the engine and the rubric at work; the same for every caller."""
    found, engine = figures(), deps.brains()[0].name
    return Trust(found, RUBRIC, engine, found.rubric == RUBRIC, engine != ENGINE)
