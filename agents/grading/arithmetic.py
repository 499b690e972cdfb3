"""From decisions to a score and from a score to a band: the only place where a number is made."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.schema import Decision

WORTH = {"covered": 1.0, "partly": 0.5, "missing": 0.0, "contradicted": -0.75}
"""What a decision without a credit of its own adds, times its weight. The opposite of a key point costs more than silence."""

_SHARE = (0.0, 0.10, 0.25, 0.40, 0.50, 0.60, 0.75, 0.90, 1.0)
_SCORE = (0.0, 0.70, 1.75, 2.60, 3.10, 3.65, 4.25, 4.80, 5.0)
CUTS = (1.3, 2.3, 3.3, 4.3)


def worth(decision: Decision) -> float:
    """What one decision adds for each unit of its weight, -0.75 to 1."""
    return WORTH[decision.status] if decision.credit is None else decision.credit


MANY = 4
"""Decisions from which an answer need not say everything to be strong; one point alone must be said whole."""


def score(decisions: Iterable[Decision]) -> float:
    """0-5 from the share of weight that was earned; 0 for no decisions.

    A single decision counts in a straight line. Where there are four and more, strong human answers say 60 to 85 % of
    the weighted points in words that are not ours, so the curve is steep early and flat late: a share of .10 gives
    0.7, .25 1.75, .40 2.6, .50 3.1, .60 3.65, .75 4.25, .90 4.8, 1 5. Two and three lie between.
    """
    earned = weight = 0.0
    count = 0
    for decision in decisions:
        count += 1
        earned += worth(decision) * decision.weight
        weight += decision.weight
    share = max(0.0, earned / weight) if weight else 0.0
    return round(float(on_scale(np.array([share]), np.array([count]))[0]), 2)


def on_scale(share: NDArray[np.float64], decisions: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n,) shares 0-1 of the weight and (n,) numbers of decisions to (n,) scores 0-5, as `score` says."""
    curved = np.clip((decisions - 1) / (MANY - 1), 0, 1)
    return np.asarray(curved * np.interp(share, _SHARE, _SCORE) + (1 - curved) * 5 * np.minimum(share, 1))


def band(score: float) -> int:
    """1 not yet (below 1.3), 2 thin (below 2.3), 3 fair (below 3.3), 4 solid (below 4.3), 5 strong."""
    return 1 + sum(score >= cut for cut in CUTS)
