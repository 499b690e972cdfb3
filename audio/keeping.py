"""The recording of both sides on its way to the store: pieces of at most 10 s, in order; a failure is told once."""

import asyncio
from collections.abc import Callable

from audio.stage import Side, Stage
from audio.uplink import Uplink
from core.errors import AppError

PIECE = 320_000
"""Bytes of 10 s."""


class Keeping:
    """Keeps what is spoken in the turn that is open."""

    def __init__(self, stage: Stage, uplink: Uplink, notice: Callable[[str], None]) -> None:
        self._stage = stage
        self._uplink = uplink
        self._notice = notice
        self._order = asyncio.Lock()
        self._next: dict[tuple[int, Side], int] = {}
        """A turn that is taken back, or that another process began, goes on with its numbers."""

    async def running(self, turn: int) -> None:
        """The candidate's next 10 s, once they are there."""
        if (piece := self._uplink.chunk()) is not None:
            await self._keep(turn, "you", piece)

    async def rest(self, turn: int) -> None:
        """What is left of the candidate's answer."""
        while (piece := self._uplink.chunk(whole=True)) is not None:
            await self._keep(turn, "you", piece)

    async def said(self, turn: int, pcm: bytes) -> None:
        """What was really played of the interviewer."""
        for at in range(0, len(pcm), PIECE):
            await self._keep(turn, "interviewer", pcm[at : at + PIECE])

    async def _keep(self, turn: int, side: Side, pcm: bytes) -> None:
        async with self._order:
            try:
                if (turn, side) not in self._next:
                    self._next[turn, side] = (await self._stage.recorded(turn, side))[0]
                await self._stage.keep(turn, side, self._next[turn, side], pcm)
                self._next[turn, side] += 1
            except AppError as fault:
                self._uplink.recording = False
                self._notice(f"The recording stopped: {fault.sentence}")
