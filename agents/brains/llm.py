"""Placeholder, being replaced."""

from typing import Any

from core.settings import Settings


def lacking(settings: Settings) -> str:
    return "no key (GOOGLE_API_KEY) is set"


def test_key(settings: Settings) -> str:
    return ""


class LlmBrain:
    def __init__(self, settings: Any, embedder: Any) -> None: ...
