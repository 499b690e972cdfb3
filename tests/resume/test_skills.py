"""Finding skills: names that are also words, forms, lists, and the list itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rag.skills import announced, catalog, find, phrases
from rag.skills.lint import faults, main

ROOT = Path(__file__).parents[2]


def ids(text):
    return [found.skill.id for found in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C, R, Go, C++, C# and .NET", ["c", "r", "go", "c-plus-plus", "c-sharp", "dotnet"]),
        ("REST services in Python and Go for 300 customers", ["rest", "python", "go"]),
        ("Experience with Go", ["go"]),
        ("Node.js, CI/CD and R&D", ["node-js", "ci-cd", "research"]),
        ("Python/Django on k8s", ["python", "django", "kubernetes"]),
        ("AI and ML", ["artificial-intelligence", "machine-learning"]),
        ("aws, docker, golang", ["aws", "docker", "go"]),
    ],
)
def test_short_names_are_found_in_company(text, expected):
    assert ids(text) == expected


@pytest.mark.parametrize(
    "text",
    ["We go to the office", "C-level executives", "Vitamin C deficiency", "the rest of the day", "Excel at what you do",
     "access to the building", "in the spring of 2021", "to make sure that it works", "at the helm of the company"],
)  # fmt: skip
def test_words_that_are_also_names_are_left_alone(text):
    assert not {"go", "c", "rest", "excel", "microsoft-access", "spring", "make", "helm"} & set(ids(text))


@pytest.mark.parametrize(
    ("text", "skill", "rule"),
    [
        ("Kubernetes", "kubernetes", "name"), ("k8s", "kubernetes", "alias"), ("micro services", "microservices", "alias"),
        ("Type Script", "typescript", "joined"), ("containerised", "containerization", "form"), ("message brokers", "message-queues", "alias"),
        ("tracked experiments", "experiment-tracking", "form"), ("Mentored two juniors", "mentoring", "form"),
    ],
)  # fmt: skip
def test_a_find_says_by_which_rule(text, skill, rule):
    found = find(text)[0]
    assert (found.skill.id, found.rule) == (skill, rule)
    assert found.surface in found.why


def test_the_longest_name_wins():
    assert ids("Spring Boot and Google Cloud Storage") == ["spring-boot", "google-cloud-storage"]


def test_places_point_into_the_text():
    text = "We use PostgreSQL, Kafka and C++11."
    assert [text[found.start : found.end] for found in find(text)] == ["PostgreSQL", "Kafka", "C++11"]


def test_a_title_asks_for_nothing():
    text = "The Java developers of our design team"
    assert not [found for found in find(text) if announced(text, found)]


def test_unknown_skills_are_kept_in_their_own_words():
    assert [phrase.text for phrase in phrases("Experience with glass blowing and kiln firing is required.")] == [
        "glass blowing",
        "kiln firing",
    ]


def test_siblings_share_a_narrow_parent():
    assert catalog().siblings("azure")["aws"] == "cloud-computing"
    assert catalog().siblings("jenkins")["circleci"] == "ci-cd"
    assert "kotlin" not in catalog().siblings("cobol")


def test_the_shipped_list_has_no_fault():
    skills, found = faults()
    assert found == []
    assert len(skills) >= 1_500


def test_the_lint_names_what_is_wrong(tmp_path, capsys):
    rows = [
        {"id": "a", "name": "Alpha", "kind": "tool", "aliases": ["Beta"], "parents": ["nobody"]},
        {"id": "b", "name": "beta", "kind": "tool", "aliases": [], "parents": ["b"]},
        {"id": "b", "name": "Gamma", "kind": "planet", "aliases": [], "parents": []},
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\nnot json\n")
    assert main([str(tmp_path)]) == 1
    told = capsys.readouterr().out
    for part in (
        "unknown parent 'nobody'",
        "belongs to a already",
        "unknown kind 'planet'",
        "its own ancestor",
        "x.jsonl:4",
    ):
        assert part in told


def test_the_commands_run():
    told = subprocess.run(
        [sys.executable, "-m", "rag.skills", "find", "Go, Rust"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "go\tname\tGo" in told.stdout
