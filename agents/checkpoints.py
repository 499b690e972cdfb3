"""The graph's checkpoints: one SQLite file beside the store."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple
from langgraph.checkpoint.sqlite import SqliteSaver


class Checkpoints(SqliteSaver):
    """Each look and each write is one way to a thread and back; the library's own async saver takes nine a turn."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(sqlite3.connect(path, check_same_thread=False))
        self.conn.execute("PRAGMA secure_delete=ON")
        self.setup()

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The latest checkpoint of a thread."""
        return await asyncio.to_thread(self.get_tuple, config)

    async def aput(self, *given: Any, **named: Any) -> RunnableConfig:
        """Keeps a checkpoint; arguments as of `put`."""
        return await asyncio.to_thread(self.put, *given, **named)

    async def aput_writes(self, *given: Any, **named: Any) -> None:
        """Keeps the writes of an unfinished step; arguments as of `put_writes`."""
        await asyncio.to_thread(self.put_writes, *given, **named)

    async def adelete_thread(self, thread_id: str) -> None:
        """Deletes a thread's checkpoints and writes."""
        await asyncio.to_thread(self.delete_thread, thread_id)

    async def shrink(self) -> None:
        """Gives deleted pages back, so that no byte of them stays in the file."""
        await asyncio.to_thread(self._shrink)

    def _shrink(self) -> None:
        with self.lock:
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                self.conn.execute(statement).fetchall()

    async def close(self) -> None:
        """Ends the connection once nothing is on its way through it."""
        with self.lock:
            self.conn.close()
