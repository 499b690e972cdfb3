"""From a brief to a plan: which questions come into question, how well each fits, and the slots they fill."""

import random
from collections.abc import Mapping

from agents.brains import Candidate, Material
from agents.requirements import requirements
from agents.tracks import style
from core.bank import Question, Track
from core.schema import Brief, Plan, Slot
from core.text import words
from rag.bank import Bank
from rag.knowledge import Knowledge

CHOICES = 4
"""Questions kept for each slot, so that the level can move with the answers."""
GENERAL = ("backend", "frontend", "data", "devops", "security", "engineer", "manager", "consulting", "operations", "product", "graduate",
           "career changer")  # fmt: skip
"""Roles whose questions suit whoever names none. Languages and other professions are asked about once they are named."""
NAMED = 0.55
"""How near a question of another role must be to a need of the job to be asked all the same."""
_ROLE_WORDS = {
    "nurse": "nursing", "golang": "go", "typescript": "javascript", "js": "javascript", "ios": "mobile", "android": "mobile",
    "qa": "test", "tester": "test", "testing": "test", "sdet": "test", "sre": "devops", "reliability": "devops", "platform": "devops",
    "networking": "network", "linux": "systems", "kernel": "systems", "ml": "data", "analyst": "data", "scientist": "data",
    "ai": "data", "seller": "sales", "postgresql": "sql", "postgres": "sql",
}  # fmt: skip
_WEIGHTS = {"role": 0.35, "level": 0.25, "topic": 0.6, "described": 0.8, "asked": -0.5}
"""Tuned by reading plans: a chosen topic or a line of the job description outweighs a perfect level."""


def material(knowledge: Knowledge, brief: Brief, asked_before: Mapping[str, int]) -> Material:
    """Every question of the track with its fit, best first. Needs and the resume count by meaning."""
    needs = requirements(brief.job_description)
    near = _nearness(knowledge, brief, needs)
    roles = roles_of(knowledge.bank, brief.track, brief.role)
    found = [
        _candidate(question, brief, roles, near.get(question.id, (0.0, "")), asked_before.get(question.id, 0))
        for question in knowledge.bank.track(brief.track)
        if question.role in roles or question.topic in brief.topics or near.get(question.id, (0.0, ""))[0] >= NAMED
    ]
    found.sort(key=lambda one: (-one.fit, one.question.id))
    return Material(candidates=tuple(found), requirements=needs)


def roles_of(bank: Bank, track: Track, text: str) -> frozenset[str]:
    """The bank's roles that a person's words name, and `any`; a text that names none stands for the general ones."""
    said = {_ROLE_WORDS.get(word, word) for word in words(text)}
    named = {role for role in bank.roles(track) if role != "any" and set(words(role)) <= said}
    return frozenset({"any", *(named or GENERAL)})


def slots(brief: Brief, material_: Material) -> tuple[Slot, ...]:
    """Slots with different topics as far as there are any, each with its best choices; repeatable for a given brief."""
    by_topic: dict[str, list[Candidate]] = {}
    for one in _shuffled(material_.candidates, brief.seed):
        by_topic.setdefault(one.question.topic, []).append(one)
    topics = sorted(by_topic, key=lambda topic: -by_topic[topic][0].fit)
    chosen = [topic for topic in topics if topic in brief.topics]
    rest = [topic for topic in topics if topic not in chosen]
    made: list[Slot] = []
    wanted = slot_count(brief)
    topics, rest = (chosen, rest) if chosen else (rest, [])
    while (topics or rest) and len(made) < wanted:
        if not topics:
            topics, rest = rest, []
        for topic in list(topics):
            group = by_topic[topic]
            if len(made) == wanted:
                break
            first = group.pop(0)
            if not group:
                topics.remove(topic)
            # A question heard before must not slip in for the sake of the level.
            spare = [one.question.id for one in group if one.asked <= first.asked][: CHOICES - 1]
            made.append(Slot(topic=topic, choices=(first.question.id, *spare), why=first.why))
    return tuple(made)


def slot_count(brief: Brief) -> int:
    """How many core questions to prepare: the number asked for, or what the minutes can hold."""
    if brief.minutes is None:
        return brief.questions
    return max(1, min(20, round(brief.minutes / style(brief.track).minutes_each)))


def plan(brief: Brief, material_: Material) -> Plan:
    """The plan of the rules."""
    return Plan(slots=slots(brief, material_), requirements=material_.requirements)


def _candidate(
    question: Question, brief: Brief, roles: frozenset[str], near: tuple[float, str], asked: int
) -> Candidate:
    described, need = near
    own = question.role != "any" and question.role in roles and not roles.issuperset(GENERAL)
    fit = (
        _WEIGHTS["role"] * own
        + _WEIGHTS["level"] * (1 - abs(question.level - brief.level) / 2)
        + _WEIGHTS["topic"] * (question.topic in brief.topics)
        + _WEIGHTS["described"] * described
        + _WEIGHTS["asked"] * min(asked, 2)
    )
    if need:
        why = f"the job asks for: {need}"
    elif question.topic in brief.topics:
        why = f"you chose {question.topic}"
    elif own:
        why = f"usual for {question.role} at this level"
    else:
        why = "usual at this level"
    return Candidate(question=question, fit=fit, why=why, asked=asked)


def _nearness(knowledge: Knowledge, brief: Brief, needs: tuple[str, ...]) -> dict[str, tuple[float, str]]:
    """Question id → (nearness to the nearest need or to the resume 0-1, that need)."""
    near: dict[str, tuple[float, str]] = {}
    for text, need in [(need, need) for need in needs] + ([(brief.resume[:2000], "")] if brief.resume else []):
        for found in knowledge.search(text, track=brief.track, k=12):
            if found.fit > near.get(found.question.id, (0.25, ""))[0]:
                near[found.question.id] = (found.fit, need)
    return near


def _shuffled(candidates: tuple[Candidate, ...], seed: int | None) -> list[Candidate]:
    """The candidates, best first, those of nearly equal fit in an order that depends on the seed."""
    chance = random.Random(seed)
    return sorted(candidates, key=lambda one: (-one.fit + chance.uniform(0, 0.12), one.question.id))
