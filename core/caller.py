"""Who is asking: made at the door by `pages.identity` (or by the worker for the owner of its job), and nowhere else."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["local", "guest", "program"]


@dataclass(frozen=True, slots=True)
class Caller:
    """`owner` is the id on every row this caller may touch; `role` says what else the page offers them."""

    owner: str
    role: Role
