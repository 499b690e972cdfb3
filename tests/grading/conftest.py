"""What the grading tests share: the shipped banks and embedding, one question, and a quick way to be graded."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.grading import judge
from core.schema import Judgement, Part
from rag.bank import Bank
from rag.embedder import Embedder

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").split("\n") if line.strip()]


@pytest.fixture(scope="session")
def bank() -> Bank:
    return Bank()


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="session")
def lock(bank):
    """A technical question with four to seven key points."""
    return bank.get("tech-db-deadlock-twice-a-day")


@pytest.fixture(scope="session")
def graded(embedder, lock) -> Callable[..., Judgement]:
    def grade(text: str, question=lock, code: str = "") -> Judgement:
        return judge(question, [Part(turn=1, text=text, code=code)], embedder)

    return grade
