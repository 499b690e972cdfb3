"""From decisions to a score and from a score to a band: the only place where a number is made."""

from collections.abc import Iterable

import numpy as np

from core.schema import Decision

WORTH = {"covered": 1.0, "partly": 0.5, "missing": 0.0, "contradicted": -0.75}
"""What a decision adds, times its weight. The opposite of a key point costs more than silence about it."""

_SHARE = (0.0, 0.10, 0.25, 0.40, 0.50, 0.60, 0.75, 0.90, 1.0)
_SCORE = (0.0, 0.70, 1.75, 2.60, 3.10, 3.65, 4.25, 4.80, 5.0)
_CUTS = (1.3, 2.3, 3.3, 4.3)


def score(decisions: Iterable[Decision]) -> float:
    """0-5 from the share of weight that was earned; 0 for no decisions.

    Strong human answers say 60 to 85 % of the weighted points in words that are not ours, so the curve is steep
    early and flat late: a share of .10 gives 0.7, .25 1.75, .40 2.6, .50 3.1, .60 3.65, .75 4.25, .90 4.8, 1 5.
    """
    earned = weight = 0.0
    for decision in decisions:
        earned += WORTH[decision.status] * decision.weight
        weight += decision.weight
    share = max(0.0, earned / weight) if weight else 0.0
    return round(float(np.interp(share, _SHARE, _SCORE)), 2)


def band(score: float) -> int:
    """1 not yet (below 1.3), 2 thin (below 2.3), 3 fair (below 3.3), 4 solid (below 4.3), 5 strong."""
    return 1 + sum(score >= cut for cut in _CUTS)
