"""Each requirement against the resume: shown with evidence, claimed in a list, adjacent to what is shown, or missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.resume.likeness import Likeness
from agents.resume.roles import months
from agents.resume.shown import Said
from core.resume import Evidence, ParsedResume, Requirement, RequirementRow
from rag.skills import Found, catalog

IMPLIED = 0.9
"""What a skill counts that is shown only through a part of it: PostgreSQL for SQL."""
MEANT = 0.8
"""What a skill counts that is shown in other words."""
NEAR = 2
"""Generations up to which a part stands for the whole."""
_PAPER = re.compile(r"licen[cs]e|certif|registered|diploma|permit|accredit|qualified", re.IGNORECASE)
MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Ground:
    """What all requirements of one match are held against."""

    parsed: ParsedResume
    said: Sequence[Said]
    likeness: Likeness
    title: str


@dataclass(frozen=True, slots=True)
class Proof:
    """One statement that speaks for a skill, how much it counts, and by which rule."""

    one: Said
    surface: str
    share: float
    why: str


def match(requirement: Requirement, ground: Ground) -> RequirementRow:
    """The row of one requirement."""
    if requirement.shape == "degree":
        return _degree(requirement, ground)
    if requirement.shape == "language":
        return _language(requirement, ground)
    if requirement.shape == "experience":
        return _experience(requirement, ground)
    return _skill(requirement, ground) if requirement.skills else _worded(requirement, ground)


def _skill(requirement: Requirement, ground: Ground) -> RequirementRow:
    proofs = [proof for skill in requirement.skills for proof in _proofs(skill, ground)]
    if proofs:
        return _with_years(requirement, _ordered(proofs), ground)
    claim = next(
        (_hit(one, skill) for skill in requirement.skills for one in ground.said if not one.shows and _hit(one, skill)),
        None,
    )
    if claim:
        rule = "It is named, and no line of a role or project says what you did with it."
        return RequirementRow(requirement=requirement, state="claimed", share=0, evidence=(claim,), rule=rule)
    return _adjacent(requirement, ground) or _missing(requirement, ground)


def _hit(one: Said, skill: str) -> Evidence | None:
    found = next((found for found in one.found if found.skill.id == skill), None)
    return one.evidence(found.surface) if found else None


def _proofs(skill: str, ground: Ground) -> list[Proof]:
    """Statements that show the skill: by name, then through a part of it, then in other words."""
    direct, implied = [], []
    for one in ground.said:
        for found in one.found if _counts(one, skill) else ():
            if found.skill.id == skill:
                direct.append(Proof(one, found.surface, 1.0, f"{found.why}."))
            elif skill in wholes(found.skill.id):
                implied.append(
                    Proof(one, found.surface, IMPLIED, f"“{found.surface}” belongs to {catalog().name(skill)}.")
                )
    if direct or implied:
        return direct + (
            [proof for proof in implied if proof.one not in {given.one for given in direct}] if direct else implied
        )
    known = catalog()[skill]
    if known.named:
        return []
    # A practice has no fixed name: "coached two juniors" is mentoring.
    like = ground.likeness.means((known.name, *known.aliases[:6]), [one for one in ground.said if one.shows])
    return [
        Proof(one, surface, MEANT, f"“{surface}” means {known.name} (likeness {score:.2f}).")
        for one, surface, score in like
    ]


def _counts(one: Said, skill: str) -> bool:
    """Roles and projects show; a certificate shows itself; a degree shows its subject."""
    kind = catalog()[skill].kind
    return (
        one.shows
        or (one.where == "certificate" and (kind == "certification" or bool(_PAPER.search(one.text))))
        or (one.where == "education" and kind in ("domain", "concept"))
    )


def wholes(skill: str) -> frozenset[str]:
    """What a skill is a part of, NEAR generations up."""
    found: set[str] = set()
    level = {skill}
    for _ in range(NEAR):
        level = {parent for one in level if one in catalog() for parent in catalog()[one].parents}
        found |= level
    return frozenset(found)


def _ordered(proofs: Sequence[Proof]) -> list[Proof]:
    """The strongest first, then the latest role; a title and a repeated line come last."""
    unique: dict[tuple[int, ...], Proof] = {}
    for proof in proofs:
        known = unique.get(proof.one.lines)
        if known is None or proof.share > known.share:
            unique[proof.one.lines] = proof
    latest = {proof.one.lines: proof.one.period.end if proof.one.period else "" for proof in unique.values()}
    order = sorted(unique.values(), key=lambda proof: latest[proof.one.lines], reverse=True)
    return sorted(order, key=lambda proof: (-proof.share, proof.one.where == "title"))


def _with_years(requirement: Requirement, proofs: Sequence[Proof], ground: Ground) -> RequirementRow:
    best = proofs[0]
    periods = [proof.one.period for proof in proofs if proof.one.period]
    used = round(months(list(dict.fromkeys(periods))) / 12, 1) if periods else None
    share, rule = best.share, best.why
    if requirement.years:
        share = round(share * min(1.0, (used or 0.0) / requirement.years), 3)
        rule += _years_told(requirement.years, used)
    evidence = tuple(proof.one.evidence(proof.surface) for proof in proofs[:MOST_EVIDENCE])
    return RequirementRow(requirement=requirement, state="shown", share=share, years=used, evidence=evidence, rule=rule)


def _years_told(asked: float, used: float | None) -> str:
    if used is None:
        return f" {asked:g} years are asked for, and no dated role shows it."
    met = "which is enough" if used >= asked else f"which is {used / asked:.0%} of what is asked"
    return f" {asked:g} years are asked for; the dated roles that show it add up to {used:g}, {met}."


_BROAD = ("concept", "domain", "practice", "soft")
"""Kinds too wide to carry over: who has done platform engineering has not thereby nearly done Azure."""


def _adjacent(requirement: Requirement, ground: Ground) -> RequirementRow | None:
    for skill in requirement.skills:
        siblings = catalog().siblings(skill)
        for one in ground.said:
            for found in one.found if one.shows else ():
                if found.skill.id in siblings and found.skill.kind not in _BROAD:
                    shared = catalog().name(siblings[found.skill.id])
                    return RequirementRow(
                        requirement=requirement, state="adjacent", share=0, nearest=one.evidence(found.surface),
                        transfers=_transfers(skill, ground, siblings), rule=f"{found.skill.name} is shown; both belong to {shared}.",
                    )  # fmt: skip
    return None


def _transfers(skill: str, ground: Ground, siblings: dict[str, str]) -> tuple[str, ...]:
    shown = {
        found.skill.id: found.skill.name
        for one in ground.said
        if one.shows
        for found in one.found
        if found.skill.kind not in _BROAD
    }
    return tuple(dict.fromkeys(name for known, name in shown.items() if known in siblings and known != skill))[:4]


def _missing(requirement: Requirement, ground: Ground) -> RequirementRow:
    # A proper name has no meaning that a line could come near to; what is akin to it is found as adjacent.
    said = () if any(catalog()[one].named for one in requirement.skills) else [one for one in ground.said if one.shows]
    nearest = ground.likeness.nearest(requirement.text, said)
    rule = (
        "No line of the resume names it, by any name in our list or in other words."
        if requirement.skills
        else "No line of the resume says it."
    )
    return RequirementRow(
        requirement=requirement, state="missing", share=0, nearest=nearest.evidence() if nearest else None, rule=rule
    )


def _worded(requirement: Requirement, ground: Ground) -> RequirementRow:
    held = [one for one in ground.said if one.where != "claim"]
    one, share, told = ground.likeness.says(requirement.text, held)
    if one is None or share <= 0:
        return _missing(requirement, ground)
    rule = f"Compared by its words: {told}."
    return RequirementRow(requirement=requirement, state="shown", share=share, evidence=(one.evidence(),), rule=rule)


def _degree(requirement: Requirement, ground: Ground) -> RequirementRow:
    best = max(ground.parsed.education, key=lambda one: one.level, default=None)
    if best and best.level >= requirement.level:
        evidence = Evidence(lines=best.lines, text=best.text)
        return RequirementRow(
            requirement=requirement,
            state="shown",
            share=1,
            evidence=(evidence,),
            rule="The degree is at the level that is asked for, or above it.",
        )
    if "equivalent" in requirement.line.lower() and ground.parsed.months >= 60:
        rule = (
            f"Equivalent experience is accepted, and the dated roles add up to {ground.parsed.months / 12:.1f} years."
        )
        role = ground.parsed.roles[0]
        evidence = Evidence(
            lines=role.lines, text=role.name, role=role.name, dates=role.period.text if role.period else ""
        )
        return RequirementRow(
            requirement=requirement,
            state="shown",
            share=IMPLIED,
            years=round(ground.parsed.months / 12, 1),
            evidence=(evidence,),
            rule=rule,
        )
    if best and best.level:
        nearest = Evidence(lines=best.lines, text=best.text)
        return RequirementRow(
            requirement=requirement,
            state="adjacent",
            share=0,
            nearest=nearest,
            rule="The degree found is below the level that is asked for.",
        )
    return RequirementRow(requirement=requirement, state="missing", share=0, rule="No degree was found in the resume.")


def _language(requirement: Requirement, ground: Ground) -> RequirementRow:
    skill = requirement.skills[0]
    tongue = next((one for one in ground.parsed.tongues if one.name == catalog().name(skill)), None)
    if tongue and (tongue.level == 0 or tongue.level >= requirement.level):
        text = next((one.text for one in ground.said if tongue.line in one.lines), tongue.name)
        return RequirementRow(
            requirement=requirement,
            state="shown",
            share=1,
            evidence=(Evidence(lines=tongue.lines, text=text, surface=tongue.name),),
            rule="It stands among your languages.",
        )
    if skill == "english" and ground.said:
        return RequirementRow(
            requirement=requirement,
            state="shown",
            share=IMPLIED,
            rule="The resume is written in English; no line says how well you speak it.",
        )
    if tongue:
        return RequirementRow(
            requirement=requirement,
            state="adjacent",
            share=0,
            nearest=Evidence(lines=tongue.lines, text=tongue.name),
            rule="The level given is below the level that is asked for.",
        )
    return _skill(requirement, ground)


def _experience(requirement: Requirement, ground: Ground) -> RequirementRow:
    """Years in general: every dated role counts, since the ad names no skill to look for."""
    roles = [role for role in ground.parsed.roles if role.period]
    used = round(ground.parsed.months / 12, 1)
    asked = requirement.years or 1.0
    if not roles:
        return RequirementRow(
            requirement=requirement,
            state="missing",
            share=0,
            rule="No role has dates, so that years cannot be counted.",
        )
    evidence = tuple(
        Evidence(lines=role.lines, text=role.name, role=role.name, dates=role.period.text if role.period else "")
        for role in roles[:MOST_EVIDENCE]
    )
    rule = "All dated roles count." + _years_told(asked, used)
    return RequirementRow(
        requirement=requirement,
        state="shown",
        share=round(min(1.0, used / asked), 3),
        years=used,
        evidence=evidence,
        rule=rule,
    )


def names(found: Sequence[Found]) -> frozenset[str]:
    """The ids of what was found."""
    return frozenset(one.skill.id for one in found)
