"""Checks the list of skills: ids, kinds, parents, names that two skills claim; `python -m rag.skills lint` prints every fault."""

from collections import Counter
from pathlib import Path

from rag.skills.catalog import DATA, Skill, parse_line
from rag.skills.tokens import tokenize

LEAST = 1_500


def faults(folder: Path = DATA) -> tuple[list[Skill], list[str]]:
    """The skills that could be read, and one sentence for every fault."""
    skills: list[Skill] = []
    found: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if line.strip():
                try:
                    skills.append(parse_line(line))
                except (ValueError, KeyError, TypeError) as fault:
                    found.append(f"{path.name}:{number}: {fault}")
    return skills, found + _ids(skills) + _parents(skills) + _names(skills) + _cycles(skills)


def _ids(skills: list[Skill]) -> list[str]:
    return [
        f"{skill}: this id stands {count} times"
        for skill, count in Counter(one.id for one in skills).items()
        if count > 1
    ]


def _parents(skills: list[Skill]) -> list[str]:
    known = {skill.id for skill in skills}
    return [
        f"{skill.id}: unknown parent '{parent}'" for skill in skills for parent in skill.parents if parent not in known
    ]


def _names(skills: list[Skill]) -> list[str]:
    owners: dict[tuple[str, ...], str] = {}
    found = []
    for skill in skills:
        for name in (skill.name, *skill.aliases):
            key = tuple(word.text.lower() for word in tokenize(name))
            owner = owners.setdefault(key, skill.id)
            if not key:
                found.append(f"{skill.id}: the name '{name}' has no letters")
            elif owner != skill.id:
                found.append(f"{skill.id}: the name '{name}' belongs to {owner} already")
        found += [
            f"{skill.id}: a rule for '{name}', which is no name of it"
            for name in skill.context.names - {skill.name, *skill.aliases}
        ]
    return found


def _cycles(skills: list[Skill]) -> list[str]:
    parents = {skill.id: skill.parents for skill in skills}
    found = []
    for start in parents:
        seen: set[str] = set()
        waiting = list(parents[start])
        while waiting:
            at = waiting.pop()
            if at == start:
                found.append(f"{start}: it is its own ancestor")
                break
            if at not in seen:
                seen.add(at)
                waiting.extend(parents.get(at, ()))
    return found


def main(arguments: list[str]) -> int:
    """Prints the counts and every fault; 1 when there is any."""
    skills, found = faults(Path(arguments[0]) if arguments else DATA)
    if len(skills) < LEAST:
        found.append(f"the list has {len(skills)} skills: at least {LEAST} are wanted")
    for fault in found:
        print(fault)
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(skill.kind for skill in skills).most_common())
    names = sum(1 + len(skill.aliases) for skill in skills)
    print(f"{len(skills)} skills, {names} names ({kinds}), {len(found)} faults.")
    return 1 if found else 0
