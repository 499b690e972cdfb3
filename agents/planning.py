"""From a brief to a plan: which questions come into question, how well each fits, and the slots they fill."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from agents import needs
from agents.brains import Candidate, Material
from agents.requirements import requirements
from agents.tracks import style
from core.bank import Question, Track
from core.schema import Brief, Plan, Slot
from core.text import words
from rag.bank import Bank
from rag.index import embedded
from rag.knowledge import Knowledge

CHOICES = 4
"""Questions kept for each slot, so that the level can move with the answers."""
GENERAL = ("backend", "frontend", "data", "devops", "security", "engineer", "manager", "consulting", "operations", "product", "graduate",
           "career changer")  # fmt: skip
"""Roles whose questions suit whoever names none. Languages and other professions are asked about once they are named."""
RECALLED = 0.25
"""How near a question must be to a resume for it to speak of it."""
_ROLE_WORDS = {
    "nurse": "nursing", "golang": "go", "typescript": "javascript", "js": "javascript", "ios": "mobile", "android": "mobile",
    "qa": "test", "tester": "test", "testing": "test", "sdet": "test", "sre": "devops", "reliability": "devops", "platform": "devops",
    "networking": "network", "linux": "systems", "kernel": "systems", "ml": "data", "analyst": "data", "scientist": "data",
    "ai": "data", "seller": "sales", "postgresql": "sql", "postgres": "sql",
}  # fmt: skip
_WEIGHTS = {"role": 0.35, "level": 0.3, "far": -0.4, "topic": 0.6, "described": 0.8, "asked": -3.0}
"""Tuned by reading plans: a chosen topic or a line of the job description outweighs a perfect level, but not one that is two
steps off, and nothing outweighs that a question was asked before."""
_FIRST, _MOST, _AGAIN, _SERVED = 1.0, 1.5, -0.7, -0.35
"""What a question gains for a need that no slot touches yet, at most for all such needs; and loses for each slot that its topic,
or its needs, have already."""


def material(knowledge: Knowledge, brief: Brief, asked_before: Mapping[str, int]) -> Material:
    """Every question of the track with its fit, best first. Needs and the resume count by words and by meaning."""
    wanted = requirements(brief.job_description)
    roles = roles_of(knowledge.bank, brief.track, brief.role)
    near = needs.touched(knowledge, brief.track, wanted, roles, _ROLE_WORDS)
    told = _told(knowledge, brief)
    found = [
        _candidate(
            question,
            brief,
            roles,
            near.get(question.id, needs.Touched()),
            told.get(question.id, 0.0),
            asked_before.get(question.id, 0),
        )
        for question in knowledge.bank.track(brief.track)
        if question.role in roles or question.topic in brief.topics or question.id in near
    ]
    found.sort(key=lambda one: (-one.fit, one.question.id))
    return Material(candidates=tuple(found), requirements=wanted)


def own_material(
    knowledge: Knowledge, brief: Brief, own: Sequence[Question], asked_before: Mapping[str, int]
) -> Material:
    """The questions of banks that people brought, with their fit. They stand in no index, so they are compared directly."""
    wanted = requirements(brief.job_description)
    near = _own_near(knowledge, own, wanted, RECALLED)
    told = _own_near(knowledge, own, [brief.resume[:2000]] if brief.resume else [], RECALLED)
    roles = roles_of(knowledge.bank, brief.track, brief.role)
    found = [
        _candidate(
            question,
            brief,
            roles,
            needs.Touched(near.get(question.id, {})),
            max(told.get(question.id, {}).values(), default=0.0),
            asked_before.get(question.id, 0),
        )
        for question in own
    ]
    found.sort(key=lambda one: -one.fit)
    return Material(candidates=tuple(found), requirements=wanted)


def roles_of(bank: Bank, track: Track, text: str) -> frozenset[str]:
    """The bank's roles that a person's words name, and `any`; a text that names none stands for the general ones."""
    said = {_ROLE_WORDS.get(word, word) for word in words(text)}
    named = {role for role in bank.roles(track) if role != "any" and set(words(role)) <= said}
    return frozenset({"any", *(named or GENERAL)})


def slots(brief: Brief, material_: Material) -> tuple[Slot, ...]:
    """As many needs touched and as many topics as there can be, each slot with its best choices; repeatable for a brief."""
    chance = random.Random(brief.seed)
    # Those of nearly equal fit stand in an order that depends on the seed.
    fits = {one.question.id: one.fit + chance.uniform(0, 0.12) for one in material_.candidates}
    left = sorted(material_.candidates, key=lambda one: (-fits[one.question.id], one.question.id))
    made: list[Slot] = []
    open_needs = set(material_.requirements)
    used: Counter[str] = Counter()
    served: Counter[str] = Counter()

    def gain(one: Candidate) -> float:
        fresh = sum(_FIRST * needs.weight(need) for need in one.needs if need in open_needs)
        again = _AGAIN * used[one.question.topic] + _SERVED * min((served[need] for need in one.needs), default=0)
        return fits[one.question.id] + min(_MOST, fresh) + again

    for _ in range(slot_count(brief)):
        # The topics that were chosen come first, as long as they have questions.
        pool = [one for one in left if one.question.topic in brief.topics] or left
        if not pool:
            break
        first = max(pool, key=gain)
        need = next((need for need in first.needs if need in open_needs), next(iter(first.needs), ""))
        open_needs -= set(first.needs)
        served.update(first.needs)
        used[first.question.topic] += 1
        left.remove(first)
        choices = (first, *_spare(first, need, left))
        made.append(
            Slot(
                topic=first.question.topic,
                choices=tuple(one.question.id for one in choices),
                why=f"the job asks for: {need}" if need else first.why,
                requirement=need,
            )
        )
    return tuple(made)


def _spare(first: Candidate, need: str, left: list[Candidate]) -> list[Candidate]:
    """Others for the same slot: of its topic, those about its need before the rest."""
    # A question heard before must not slip in for the sake of the level.
    same = [one for one in left if one.question.topic == first.question.topic and one.asked <= first.asked]
    return sorted(same, key=lambda one: bool(need) and need not in one.needs)[: CHOICES - 1]


def slot_count(brief: Brief) -> int:
    """How many core questions to prepare: the number asked for, or what the minutes can hold."""
    if brief.minutes is None:
        return brief.questions
    return max(1, min(20, round(brief.minutes / style(brief.track).minutes_each)))


def plan(brief: Brief, material_: Material) -> Plan:
    """The plan of the rules."""
    return Plan(slots=slots(brief, material_), requirements=material_.requirements)


def _candidate(
    question: Question, brief: Brief, roles: frozenset[str], near: needs.Touched, told: float, asked: int
) -> Candidate:
    own = question.role != "any" and question.role in roles and not roles.issuperset(GENERAL)
    away = abs(question.level - brief.level)
    fit = (
        _WEIGHTS["role"] * own
        + _WEIGHTS["level"] * (1 - away / 2)
        + _WEIGHTS["far"] * (away >= 2)
        + _WEIGHTS["topic"] * (question.topic in brief.topics)
        + _WEIGHTS["described"] * max(near.best, told)
        + _WEIGHTS["asked"] * min(asked, 2)
    )
    if near.needs:
        why = f"the job asks for: {near.needs[0]}"
    elif question.topic in brief.topics:
        why = f"you chose {question.topic}"
    elif told:
        why = "your resume speaks of it"
    elif own:
        why = f"usual for {question.role} at this level"
    else:
        why = "usual at this level"
    return Candidate(question=question, fit=fit, why=why, asked=asked, needs=near.needs)


def _told(knowledge: Knowledge, brief: Brief) -> dict[str, float]:
    """Question id → how near it is to what the resume tells, 0-1."""
    if not brief.resume:
        return {}
    near = knowledge.search(brief.resume[:2000], track=brief.track, k=12)
    return {one.question.id: one.fit for one in near if one.fit > RECALLED}


def _own_near(
    knowledge: Knowledge, own: Sequence[Question], texts: Sequence[str], least: float
) -> dict[str, dict[str, float]]:
    """Question id → the texts it is near to in meaning, 0-1; nothing below `least`."""
    if not texts:
        return {}
    said = [needs.parts(text) for text in texts]
    places = np.cumsum([0, *(len(parts) for parts in said)])[:-1]
    each = embedded(knowledge.embedder, own) @ knowledge.embedder.embed([part for parts in said for part in parts]).T
    nearness = np.maximum.reduceat(each, places, axis=1)
    return {
        one.id: {text: float(fit) for text, fit in zip(texts, row, strict=True) if fit > least}
        for one, row in zip(own, nearness, strict=True)
    }
