"""The list of skills in memory: read once from `data/*.jsonl`, asked by id, and for what is near to what."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
KINDS = frozenset(
    """language framework library tool platform database method concept domain practice soft certification protocol
    standard natural_language""".split()
)
NAMED = frozenset(
    "language framework library tool platform database protocol standard certification natural_language".split()
)
"""Kinds whose names are proper names: they take no tense, and no plural of their own."""
BROAD = frozenset(
    """programming-languages software-development programming javascript python java databases devops
    machine-learning data-engineering data-analysis embedded-systems healthcare science finance marketing sales design
    software-architecture backend-development frontend-development networking security web-development mechanical-engineering
    electrical-engineering civil-engineering manufacturing skilled-trades human-resources supply-chain legal nursing
    office-administration customer-service artificial-intelligence aws azure google-cloud operating-systems accounting
    infrastructure distributed-systems teaching product-management project-management hospitality communication sql
    it-support mobile-development c-plus-plus dotnet go rust php ruby scala linux ios android""".split()
)
"""Parents so wide that two skills under them say nothing about each other."""


@dataclass(frozen=True, slots=True)
class Context:
    """When a name that is also a word counts. `company` asks for a list, a neighbour of the trade, or a word of `near`."""

    names: frozenset[str] = frozenset()
    case: bool = False
    company: bool = False
    near: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill. `parents` are what it is a kind of or belongs to, the nearest first."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    context: Context = field(default_factory=Context)

    @property
    def named(self) -> bool:
        """True for a proper name, such as a product or a language."""
        return self.kind in NAMED


def parse_line(line: str) -> Skill:
    """One line of the list as a Skill; ValueError says what is wrong with it."""
    row: dict[str, Any] = json.loads(line)
    strange = set(row) - {"id", "name", "kind", "aliases", "parents", "context"}
    if strange:
        raise ValueError(f"unknown fields: {', '.join(sorted(strange))}")
    if row["kind"] not in KINDS:
        raise ValueError(f"unknown kind '{row['kind']}'")
    rules = row.get("context", {})
    strange = set(rules) - set(Context.__dataclass_fields__)
    if strange:
        raise ValueError(f"unknown context rules: {', '.join(sorted(strange))}")
    told: dict[str, Any] = {key: rule if isinstance(rule, bool) else frozenset(rule) for key, rule in rules.items()}
    context = Context(**told)
    return Skill(row["id"], row["name"], row["kind"], tuple(row["aliases"]), tuple(row["parents"]), context)


class Catalog:
    """All skills, loaded on first use; order is the files' order."""

    def __init__(self, folder: Path = DATA) -> None:
        self._folder = folder

    @cached_property
    def _by_id(self) -> dict[str, Skill]:
        lines = (line for path in sorted(self._folder.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n"))
        return {skill.id: skill for skill in (parse_line(line) for line in lines if line.strip())}

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for skill in self:
            for parent in skill.parents:
                found.setdefault(parent, []).append(skill.id)
        return {parent: tuple(children) for parent, children in found.items()}

    def __iter__(self) -> Iterator[Skill]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, skill_id: str) -> bool:
        return skill_id in self._by_id

    def __getitem__(self, skill_id: str) -> Skill:
        return self._by_id[skill_id]

    def name(self, skill_id: str) -> str:
        """The name of a skill, or the id itself when the list has none."""
        return self._by_id[skill_id].name if skill_id in self._by_id else skill_id

    def children(self, skill_id: str) -> tuple[str, ...]:
        """What has this skill as a parent."""
        return self._children.get(skill_id, ())

    def ancestors(self, skill_id: str) -> frozenset[str]:
        """Everything that this skill is a kind of, near and far."""
        found: set[str] = set()
        waiting = [skill_id]
        while waiting:
            at = waiting.pop()
            for parent in self._by_id[at].parents if at in self._by_id else ():
                if parent not in found and parent != skill_id:
                    found.add(parent)
                    waiting.append(parent)
        return frozenset(found)

    def siblings(self, skill_id: str) -> dict[str, str]:
        """Skill -> the parent it shares with this one; parents that say too little do not count."""
        if skill_id not in self._by_id:
            return {}
        own = [parent for parent in self._by_id[skill_id].parents if parent not in BROAD]
        return {child: parent for parent in reversed(own) for child in self.children(parent) if child != skill_id}


@lru_cache(maxsize=1)
def catalog() -> Catalog:
    """The shipped list, one for the process."""
    return Catalog()
