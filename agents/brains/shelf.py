"""Which brains are able right now: looked up at each call, since a key can be pasted while the app runs."""

import threading
from dataclasses import dataclass, field
from typing import Any

from agents.brains import Brain, Writer
from agents.brains.rules import RulesBrain
from core.settings import KEYS_FILE, Settings
from rag.index import TextEmbedder


@dataclass(slots=True)
class Shelf:
    """Best first, the rules always last."""

    settings: Settings
    embedder: TextEmbedder
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: Any = None
    _brains: tuple[Brain, ...] = ()

    def __call__(self) -> tuple[Brain, ...]:
        """The able brains; cheap while the keys file is unchanged."""
        path = self.settings.data / KEYS_FILE
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        with self._lock:
            if self._seen != stamp:
                self._brains, self._seen = self._build(), stamp
            return self._brains

    def writer(self) -> Writer | None:
        """The language model for prose outside an interview, where one is able."""
        return getattr(self()[0], "model", None)

    def _build(self) -> tuple[Brain, ...]:
        from agents.brains.llm import LlmBrain, lacking
        from agents.brains.model import ChatModel

        rules = RulesBrain(self.embedder)
        if self.settings.brain == "rules":
            return (rules,)
        settings = self.settings.with_keys()
        return (rules,) if lacking(settings) else (LlmBrain(ChatModel(settings), self.embedder), rules)
