"""What the live loop asks of the rest of the app; `pages` gives it, so that sound never has to know who thinks."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from core.events import Event
from core.schema import Utterance

Side = Literal["you", "interviewer"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where the interview stands: the turn that waits, and what was asked in it. `text` is what is said aloud."""

    turn: int
    text: str
    status: Literal["open", "paused", "finished"]
    expects: Literal["short", "long"] = "long"


class Stage(Protocol):
    """One interview, as one caller may use it. Every call may raise AppError."""

    async def waiting(self) -> Waiting:
        """The turn that waits now."""
        ...

    async def view(self) -> dict[str, Any]:
        """Everything the page shows of the interview."""
        ...

    async def draft(self, utterance: Utterance, told: Callable[[str], None]) -> str:
        """The reply to these words, told in pieces while it forms; writes nothing; stops when cancelled."""
        ...

    async def answer(self, utterance: Utterance, request_id: str, told: Callable[[Event], None]) -> None:
        """Stores the answer and asks on; `Said` is told once that is on disk."""
        ...

    async def reopen(self, request_id: str) -> bool:
        """Takes the last answer back; False when the interview has moved on."""
        ...

    async def act(self, action: str, request_id: str, told: Callable[[Event], None]) -> str:
        """A hint, a repetition and the like; returns what the interviewer says to it. A skip tells events as an answer does."""
        ...

    async def recorded(self, turn: int, side: Side) -> tuple[int, float]:
        """What is stored already of a recording: the number that its next piece gets, and its seconds."""
        ...

    async def keep(self, turn: int, side: Side, number: int, pcm: bytes) -> None:
        """Stores a piece of the recording."""
        ...


class Line(Protocol):
    """The way to the client; neither call blocks."""

    def tell(self, message: dict[str, Any]) -> None:
        """Sends a JSON message."""
        ...

    def sound(self, utterance: int, pcm: bytes) -> None:
        """Sends PCM16 16 kHz of an utterance."""
        ...


class Speaker(Protocol):
    """What turns text into sound, the vendors behind it and the cache in front of it."""

    def speak(self, text: str, language: str, on_notice: Callable[[str], None]) -> AsyncIterator[bytes]:
        """PCM16 16 kHz in small pieces."""
        ...
