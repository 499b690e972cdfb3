"""What the tests of resumes share: a day, a resume of our own, and the embedder that ships."""

from datetime import date

import pytest

from agents.resume.parse import document_of
from rag.embedder import shipped

NOW = date(2026, 6, 30)
RESUME = """Mira Sandoval
Platform engineer
mira.sandoval@example.com · +49 421 555 0142 · Bremen, Germany · github.com/mirasandoval

Experience
Senior Platform Engineer, Northwind Freight – Hamburg, Germany   Mar 2021 – Present
• Moved 40 services to Kubernetes; deploys went from 40 to 5 minutes
• Built the billing pipeline on Kafka and PostgreSQL, 12 million events a day
• On call lead for 9 people
Software Engineer, Blue Harbor – Bremen, Germany   Feb 2018 – Feb 2021
• Developed REST services in Python and Go for 300 customers
• Wrote the internal testing guide

Skills
Python, Go, Kubernetes, Terraform, gRPC, PostgreSQL, Kafka, AWS

Education
BSc Computer Science, University of Bremen, 2018

Languages
English (fluent), German (native)
"""
JOB = """Senior Platform Engineer, Helio Energy
Requirements
- 3+ years of Kubernetes in production
- PostgreSQL
- Experience with Go
- Terraform
- Bachelor's degree in computer science
- Fluent English
Nice to have
- gRPC
- Amazon Kinesis
What we offer
- 30 days of holiday and a bicycle
"""


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def resume():
    return document_of(RESUME)


@pytest.fixture
def embedder():
    return shipped()
