"""One caller's interview as the live loop sees it: the verbs in threads, their events brought back to the socket's loop."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from agents import acts, interview
from agents.deps import Deps
from agents.view import View
from audio.completeness import expects
from audio.stage import Side, Waiting
from core.caller import Caller
from core.errors import AppError
from core.events import Event, Partial, Said
from core.schema import Session, Utterance


class LiveStage:
    """Fills `audio.stage.Stage` with the verbs of `agents`."""

    def __init__(self, deps: Deps, caller: Caller, session_id: str) -> None:
        self._deps = deps
        self._caller = caller
        self._session_id = session_id
        self._looked: View | None = None
        """What `waiting` saw, for the `view` that follows it: a look costs as much as the rest of a turn."""
        self._seen: Session | None = None
        """The same for the drafts of the turn; None once something has changed it."""

    async def _status(self) -> View:
        self._seen, seen = await asyncio.to_thread(interview.look, self._deps, self._caller, self._session_id)
        return seen

    async def waiting(self) -> Waiting:
        """The turn that waits now."""
        view = self._looked = await self._status()
        text = f"{view.lead}\n\n{view.said}".strip()
        brief = view.phase == "questions" or (view.phase == "follow_up" and not view.again)
        kind = "short" if brief else expects(view.said)
        return Waiting(view.turn, text, view.status, "short" if kind == "short" else "long")

    async def view(self) -> dict[str, Any]:
        """Everything the page shows."""
        looked, self._looked = self._looked, None
        return (looked or await self._status()).model_dump(mode="json")

    async def draft(self, utterance: Utterance, told: Callable[[str], None]) -> str:
        """The reply to these words, told in pieces."""
        loop = asyncio.get_running_loop()

        def hear(event: Event) -> None:
            if isinstance(event, Partial):
                loop.call_soon_threadsafe(told, event.text)

        made = await interview.draft(self._deps, self._caller, self._session_id, utterance, hear, self._seen)
        return made.text

    async def answer(self, utterance: Utterance, request_id: str, told: Callable[[Event], None]) -> None:
        """Stores the answer and asks on."""
        await self._follow(
            lambda: interview.answer(self._deps, self._caller, self._session_id, utterance, request_id), told
        )

    async def reopen(self, request_id: str) -> bool:
        """Takes the last answer back; False when the interview has moved on."""
        self._looked = self._seen = None
        try:
            await asyncio.to_thread(interview.reopen, self._deps, self._caller, self._session_id, request_id)
        except AppError:
            return False
        return True

    async def act(self, action: str, request_id: str, told: Callable[[Event], None]) -> str:
        """A hint, a repetition and the like; returns what is said to it."""
        words: list[str] = []

        def hear(event: Event) -> None:
            if isinstance(event, Said):
                words.append(event.text)
            if action == "skip":
                told(event)

        await self._follow(lambda: acts.act(self._deps, self._caller, self._session_id, action, request_id), hear)
        return "" if action == "skip" else " ".join(words)

    async def recorded(self, turn: int, side: Side) -> tuple[int, float]:
        """The number of the next piece, and the seconds before it."""
        from agents import recording

        return await asyncio.to_thread(recording.next_number, self._deps, self._caller, self._session_id, turn, side)

    async def keep(self, turn: int, side: Side, number: int, pcm: bytes) -> None:
        """Stores a piece of the recording."""
        from agents import recording

        digest = hashlib.sha256(pcm).hexdigest()
        await asyncio.to_thread(
            recording.keep_chunk, self._deps, self._caller, self._session_id, turn, side, number, pcm, digest
        )

    async def _follow(self, begin: Callable[[], Iterator[Event]], told: Callable[[Event], None]) -> None:
        loop = asyncio.get_running_loop()
        self._looked = self._seen = None

        def run() -> None:
            for event in begin():
                loop.call_soon_threadsafe(told, event)

        await asyncio.to_thread(run)
