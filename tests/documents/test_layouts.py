"""Ten ways to set one resume: read in order, with the same roles and dates, and held against a job with the same score."""

from datetime import date

import pytest

from agents.resume.analysis import analyze
from agents.resume.parse import parse
from documents.read import read
from rag.embedder import shipped
from tests.documents import layouts

NOW = date(2026, 6, 30)
JOB = """Platform engineer
Requirements
- 4+ years of Kubernetes
- PostgreSQL
- Terraform
- 6+ years of Python
- Prometheus
- Bachelor's degree in computer science
- Fluent English
Nice to have
- gRPC
- Kafka
"""
SCORE = 79.35
PERIODS = [("2021-03", "2026-06"), ("2018-02", "2021-02"), ("2016-09", "2018-01")]


@pytest.fixture(params=layouts.WAYS, ids=lambda way: way.__name__)
def document(request):
    name, data = request.param()
    return read(data, name)


def test_roles_dates_statements_and_score_are_the_same_in_every_layout(document):
    seen = parse(document, NOW)
    assert [(role.title, role.employer) for role in seen.roles] == [role[:2] for role in layouts.ROLES]
    assert [(role.period.start, role.period.end) for role in seen.roles] == PERIODS
    assert [[one.text for one in role.bullets] for role in seen.roles] == [list(role[4]) for role in layouts.ROLES]
    assert {one.skill for one in seen.skills} >= {"python", "go", "kubernetes", "terraform", "grpc", "aws"}
    assert [(one.level, one.year) for one in seen.education] == [(3, 2016)]
    assert [(one.name, one.level) for one in seen.tongues] == [("English", 3), ("Czech", 4)]
    assert (seen.contact.name, seen.contact.email) == (layouts.NAME, "zoe@example.org")
    assert analyze(document, JOB, shipped(), NOW).score.exact == SCORE
    assert document.hidden == ()
    assert seen.reading.ok
