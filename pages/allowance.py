"""How much a client may send: a budget that refills with time."""

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Allowance:
    """A budget that refills with time; `spend` is False once it is gone."""

    a_second: float
    most: float
    left: float = field(default=0.0)
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.left = self.most

    def spend(self, count: int = 1) -> bool:
        """Takes so many."""
        now = time.monotonic()
        self.left = min(self.most, self.left + (now - self.at) * self.a_second) - count
        self.at = now
        return self.left >= 0
