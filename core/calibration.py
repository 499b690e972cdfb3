"""The nouns of calibration: what the benches measured of the grader, and with which rubric."""

from datetime import date

from pydantic import Field

from core.bank import Track
from core.noun import Noun


class Agreement(Noun):
    """The grader held against people on one file of graded answers. Correlations are Pearson's, -1 to 1; None: not measured."""

    name: str
    answers: int = Field(gt=0)
    questions: int = Field(gt=0)
    r: float = Field(ge=-1, le=1)
    within_r: float = Field(ge=-1, le=1)
    """The mean over questions of the correlation within each."""
    fitted_r: float | None = Field(default=None, ge=-1, le=1)
    fitted_within_r: float | None = Field(default=None, ge=-1, le=1)
    """With weights fitted on the other questions of the same file; the product uses none such."""
    rmse: float | None = Field(default=None, ge=0, le=5)
    """Root of the mean squared error, of 5."""
    states: dict[str, int] = Field(default_factory=dict)
    """How many answers got which state; only `scored` is a number."""


class Standing(Noun):
    """Where a candidate's answers stand: mean score (0-5, a state as 0) and mean band (1-5)."""

    score: float = Field(ge=0, le=5)
    band: float = Field(ge=1, le=5)


class Interviews(Noun):
    """Whole interviews that simulated candidates held. `apart`: the smaller of the two steps strong, average, weak, in bands."""

    tracks: dict[Track, dict[str, Standing]]
    apart: dict[Track, float]
    conduct: dict[str, int]
    """Rule of conduct of the interviewer → how often it was broken."""
    interviews: int = Field(gt=0)
    answers: int = Field(gt=0)
    points_same: float = Field(ge=0, le=1)
    """Share of key points decided as the person decided who marked the answers."""
    points_near: float = Field(ge=0, le=1)
    """The same, a step of half a point forgiven."""


class Finding(Noun):
    """How well questions are found for a need that names none of their words."""

    recall_at_5: float = Field(ge=0, le=1)
    ndcg_at_10: float = Field(ge=0, le=1)


class Calibration(Noun):
    """Everything that was measured, in one go, with one rubric on one machine."""

    measured_on: date
    rubric: str
    engine: str
    machine: str
    agreement: tuple[Agreement, ...] = Field(min_length=1)
    tried: dict[str, float]
    """Attempt to get a score without an answer → mean score (0-5), or what it gained."""
    tried_answers: int = Field(gt=0)
    interviews: Interviews
    finding: Finding | None = None
