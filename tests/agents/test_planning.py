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


GO = """We are hiring a Senior Backend Engineer for our payments platform.
Requirements:
- 5+ years building services in Go
- Strong experience with Kafka and event-driven architecture
- Deep knowledge of PostgreSQL, including query tuning
- Kubernetes in production
- Experience with CI/CD
We offer a pension and free fruit."""


def plan_for(deps, asked=None, **brief):
    made = Brief(**{"track": "technical", "questions": 6, "seed": 1, **brief})
    material = planning.material(deps.knowledge, made, asked or {})
    return planning.plan(made, material), material


def test_every_need_of_the_job_has_a_question_and_each_slot_says_why(deps):
    plan, _ = plan_for(deps, role="Senior backend engineer", level=4, job_description=GO)
    served = {slot.requirement for slot in plan.slots if slot.requirement}
    assert served == set(plan.requirements)
    for slot in plan.slots:
        assert slot.why == (f"the job asks for: {slot.requirement}" if slot.requirement else "usual for backend at this level")
    roles = {deps.knowledge.bank.get(slot.choices[0]).role for slot in plan.slots}
    assert {"go", "backend"} <= roles


@pytest.mark.parametrize(
    ("need", "role"),
    [
        ("Solid knowledge of Go", "go"),
        ("Strong SQL", "sql"),
        ("Hands-on PostgreSQL", "sql"),
        ("5 years of Java", "java"),
        ("Python", "python"),
        ("TypeScript", "javascript"),
    ],
)
def test_a_language_of_the_job_is_asked_about_whatever_the_role(deps, need, role):
    plan, _ = plan_for(deps, role="Backend engineer", level=3, job_description=f"- {need} required\n- Caching with Redis")
    firsts = [deps.knowledge.bank.get(slot.choices[0]) for slot in plan.slots]
    assert role in {question.role for question in firsts}
    assert "caching" in {question.topic for question in firsts}


def test_a_need_that_the_banks_know_nothing_of_is_not_claimed(deps):
    plan, _ = plan_for(deps, role="any", job_description="- Modern C# and .NET Core required\n- Beekeeping experience required")
    assert not [slot for slot in plan.slots if slot.requirement]


def test_a_nurse_is_asked_what_the_ward_needs_and_nothing_else(deps):
    needs = ("Safe administration of medicines", "Wound care and infection prevention", "Supporting relatives at the end of life")
    plan, _ = plan_for(deps, role="Staff nurse", job_description="\n".join(f"- {need}" for need in needs), questions=4)
    assert {slot.requirement for slot in plan.slots} >= set(needs)
    assert {deps.knowledge.bank.get(slot.choices[0]).role for slot in plan.slots} == {"nursing"}


def test_what_must_be_there_comes_before_what_would_be_nice(deps):
    text = "- Terraform would be a plus\n- Caching with Redis is a must\n- Message queues such as Kafka"
    plan, _ = plan_for(deps, role="backend", questions=2, job_description=text)
    assert {slot.requirement for slot in plan.slots} == {"Caching with Redis is a must", "Message queues such as Kafka"}


def test_a_question_asked_before_is_not_asked_again_while_there_are_others(deps):
    first, _ = plan_for(deps, role="Senior backend engineer", level=4, job_description=GO)
    asked = {choice: 1 for slot in first.slots for choice in slot.choices}
    again, _ = plan_for(deps, asked, role="Senior backend engineer", level=4, job_description=GO)
    assert not {choice for slot in again.slots for choice in slot.choices} & set(asked)


def test_topics_do_not_repeat_and_the_level_is_near(deps):
    for role, level in (("backend", 4), ("Junior frontend developer", 2), ("any", 3), ("Data scientist", 4), ("nurse", 1)):
        plan, _ = plan_for(deps, role=role, level=level)
        assert len({slot.topic for slot in plan.slots}) == 6
        levels = [deps.knowledge.bank.get(slot.choices[0]).level for slot in plan.slots]
        assert sum(abs(one - level) <= 1 for one in levels) >= 5, (role, levels)


def test_a_search_says_why_and_leaves_out_what_was_asked(deps, caller):
    found = banks.search(deps, caller, "Kafka partitions", track="technical", role="backend")
    assert found[0].id == "tech-backend-closed-before-opened"
    assert "Kafka" in found[0].words
    assert "Has your words: " in found[0].why
    assert "backend, level 3." in found[0].why
    assert banks.search(deps, caller, "Kafka partitions", fresh=True, per_topic=1, topic="messaging")[0].topic == "messaging"
