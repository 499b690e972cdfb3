"""What every verb is given: one frozen bundle of the parts, built once in `app.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from agents.brains import Brain, Writer
from agents.briefing.running import Running
from agents.drafts import Drafts
from agents.transcripts.shelves import Shelves
from agents.turns import Turns
from audio.stt import Hearing
from audio.tts import Speaking
from core.settings import Settings
from rag.knowledge import Knowledge
from rag.web import WebSearch
from store.blobs import Blobs
from store.database import Store
from store.queue import ThreadQueue


def utc_now() -> datetime:
    """The present, aware of its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Deps:
    """`brains` looks up what is able when called, best first and the rules always last: keys can arrive later."""

    settings: Settings
    store: Store
    queue: ThreadQueue
    knowledge: Knowledge
    brains: Callable[[], tuple[Brain, ...]]
    turns: Turns
    hearing: Hearing
    speaking: Speaking
    blobs: Blobs
    web: WebSearch
    now: Callable[[], datetime] = utc_now
    writer: Callable[[], Writer | None] = lambda: None
    drafts: Drafts = field(default_factory=Drafts)
    researching: Running = field(default_factory=Running)
    shelves: Shelves = field(default_factory=Shelves)

    def close(self) -> None:
        """Lets running jobs end, and gives everything back."""
        self.queue.stop()
        self.turns.close()
        self.store.close()
