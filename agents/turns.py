"""Runs turns: one at a time per session, on the agents' loop, with the graph's checkpoint beside the store."""

import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.drafts import Draft, normal
from agents.loop import Loop
from core.errors import AppError
from core.events import Event

if TYPE_CHECKING:
    from agents.turn import Call

log = logging.getLogger(__name__)
CHECKPOINTS = "checkpoints.sqlite3"


class Turns:
    """Holds the compiled graph, its checkpoints and the sessions that are in a turn. Built without loading langgraph."""

    def __init__(self, folder: Path) -> None:
        self.loop = Loop()
        self._folder = folder
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self._saver: Any = None
        self._graph: Any = None

    @contextmanager
    def alone(self, session_id: str) -> Iterator[None]:
        """Holds the session for one turn; AppError `busy` while another one is being worked on."""
        with self._lock:
            if session_id in self._busy:
                raise AppError("busy", "Your last answer is still being read. Wait for the reply, then go on.")
            self._busy.add(session_id)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(session_id)

    async def events(self, call: "Call") -> AsyncIterator[Event]:
        """The turn's events as they happen; when it ends without raising, the turn is stored."""
        from agents.turn import taken

        if call.draft is not None:
            async for event in taken(call):
                yield event
            return
        graph = await self._open()
        config = {"configurable": {"thread_id": call.session.id}}
        async for event in graph.astream({}, config, context=call, stream_mode="custom", durability="exit"):
            yield event

    async def draft(self, call: "Call") -> Draft:
        """The turn worked out without writing anything; cancel the task to stop it."""
        from agents.turn import worked_out

        state = await worked_out(call)
        assert call.utterance is not None
        return Draft(
            turn=call.session.turns[-1].n,
            heard=normal(call.utterance),
            **{name: state.get(name) for name in ("judgement", "move", "level", "text", "notices")},
        )

    async def forget(self, session_id: str) -> None:
        """Deletes the session's checkpoints."""
        await self._open()
        await self._saver.adelete_thread(session_id)

    async def shrink(self) -> None:
        """Gives deleted pages back, so that no byte of them stays in the file."""
        await self._open()
        await self._saver.shrink()

    def warm(self) -> None:
        """Loads and compiles the graph ahead of the first turn."""
        self.loop.run(self._open())

    def close(self) -> None:
        """Ends the loop and the checkpoints' connection."""
        saver, self._saver, self._graph = self._saver, None, None
        if saver is not None:
            self.loop.run(saver.close())
        self.loop.close()

    async def _open(self) -> Any:
        if self._graph is None:
            from agents.checkpoints import Checkpoints
            from agents.turn import build

            saver = Checkpoints(self._folder / CHECKPOINTS)
            self._saver, self._graph = saver, build().compile(checkpointer=saver)
        return self._graph
