"""Who is asked what: roles by their names, languages and other professions only once they are named; banks of their size."""

from collections import Counter

import pytest

from agents import banks, planning
from core.schema import Brief

LEAST = {"technical": 400, "behavioral": 100, "hr": 80, "coding": 80, "case_study": 60}
PROFESSIONS = {"product manager", "sales", "nursing", "customer support"}


def roles_asked(deps, role, **more):
    found = planning.material(deps.knowledge, Brief(track="technical", role=role, **more), {})
    return {one.question.role for one in found.candidates}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Python backend developer", {"python", "backend"}),
        ("Staff nurse", {"nursing"}),
        ("Customer support agent", {"customer support"}),
        ("Senior Product Manager", {"product manager"}),
        ("QA engineer", {"test"}),
        ("iOS developer", {"mobile"}),
        ("Golang engineer", {"go"}),
        ("ML engineer", {"data"}),
    ],
)
def test_a_role_is_known_by_what_people_call_it(deps, said, expected):
    assert roles_asked(deps, said) - {"any"} == expected


def test_nobody_is_asked_about_a_profession_or_a_language_that_was_not_named(deps):
    asked = roles_asked(deps, "any")
    assert not asked & (PROFESSIONS | {"python", "java", "go", "javascript"})
    assert {"backend", "frontend", "data", "devops", "security"} <= asked


def test_a_topic_that_was_chosen_is_asked_about_whatever_its_role(deps):
    topic = next(one.topic for one in deps.knowledge.bank.track("technical") if one.role == "java")
    brief = Brief(track="technical", role="any", topics=(topic,), questions=1)
    plan = planning.plan(brief, planning.material(deps.knowledge, brief, {}))
    assert plan.slots[0].topic == topic


def test_the_topics_to_choose_from_are_those_of_the_role(deps):
    nurse, everyone = (set(banks.topics_of(deps, "technical", role)) for role in ("nursing", "any"))
    assert nurse
    assert not nurse & everyone
    assert "caching" in everyone


def test_the_banks_have_their_size_and_their_levels(deps):
    questions = list(deps.knowledge.bank)
    tracks = Counter(one.track for one in questions)
    assert all(tracks[track] >= least for track, least in LEAST.items())
    assert all(sum(one.role == role for one in questions) >= 20 for role in PROFESSIONS)
    levels = Counter(one.level for one in questions)
    assert max(levels.values()) <= 0.4 * len(questions)
    assert min(levels.values()) >= 0.06 * len(questions)
