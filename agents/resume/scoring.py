"""The score: arithmetic on the rows, of what is shown; must-haves set its ceiling, claims and layout have no part in it."""
# ruff: noqa: E501 - patterns and sentences, one a line

from collections.abc import Sequence

from core.resume import Requirement, RequirementRow, Score, ScoreRow

WEIGHTS = {"must": 3.0, "nice": 1.0, "duty": 0.5, "soft": 0.0}
WORDED = 1 / 3
"""A need that only words can be compared for weighs a third: likeness is less sure than a name."""


def weight(requirement: Requirement) -> float:
    """What a requirement weighs; soft skills and worded duties weigh nothing, since no line proves them."""
    if requirement.kind == "duty" and requirement.shape == "worded":
        return 0.0
    return round(WEIGHTS[requirement.kind] * (WORDED if requirement.shape == "worded" else 1.0), 3)


def score(rows: Sequence[RequirementRow]) -> Score | None:
    """The sum, the ceiling, and the lower of the two; None when nothing that counts is asked."""
    counted = [(row, weight(row.requirement)) for row in rows if weight(row.requirement)]
    whole = sum(heavy for _, heavy in counted)
    if not whole:
        return None
    lines = tuple(
        ScoreRow(
            requirement=row.requirement.id,
            text=row.requirement.text,
            weight=heavy,
            share=row.share,
            points=round(100 * heavy * row.share / whole, 4),
        )
        for row, heavy in counted
    )
    added = round(sum(100 * heavy * row.share for row, heavy in counted) / whole, 2)
    ceiling = _ceiling(counted)
    exact = min(added, ceiling)
    musts = [row for row in rows if row.requirement.kind == "must"]
    nice = [row for row in rows if row.requirement.kind == "nice"]
    return Score(
        rows=lines, sum=added, ceiling=ceiling, exact=exact, total=int(exact + 0.5),
        must_shown=_met(musts), must_all=len(musts), nice_shown=_met(nice), nice_all=len(nice), gate=_gate(musts, added, ceiling),
    )  # fmt: skip


def _ceiling(counted: Sequence[tuple[RequirementRow, float]]) -> float:
    """The share of the must-haves that is shown, by weight: nothing nice makes up for them."""
    musts = [(row, heavy) for row, heavy in counted if row.requirement.kind == "must"]
    whole = sum(heavy for _, heavy in musts)
    return round(100 * sum(heavy * row.share for row, heavy in musts) / whole, 2) if whole else 100.0


def _met(rows: Sequence[RequirementRow]) -> int:
    return sum(row.state == "shown" and row.share >= 0.5 for row in rows)


def _gate(musts: Sequence[RequirementRow], added: float, ceiling: float) -> str:
    if not musts:
        return "The ad names no must-have, so that no ceiling applies."
    told = f"{_met(musts)} of {len(musts)} must-haves are shown"
    if added <= ceiling:
        return f"{told}, which sets a ceiling of {ceiling:.0f}; the sum of {added:.0f} is below it and stands."
    return f"{told}, which sets a ceiling of {ceiling:.0f}; the sum of {added:.0f} is cut to it, since nothing nice to have makes up for a must-have."
