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
        self._said = 0

    def new_turn(self) -> None:
        """The interviewer's pieces count from nought again."""
        self._said = 0

    async def running(self, turn: int) -> None:
        """The candidate's next 10 s, once they are there."""
        if (piece := self._uplink.chunk()) is not None:
            await self._keep(turn, "you", *piece)

    async def rest(self, turn: int) -> None:
        """What is left of the candidate's answer."""
        while (piece := self._uplink.chunk(whole=True)) is not None:
            await self._keep(turn, "you", *piece)

    async def said(self, turn: int, pcm: bytes) -> None:
        """What was really played of the interviewer."""
        for at in range(0, len(pcm), PIECE):
            number, self._said = self._said, self._said + 1
            await self._keep(turn, "interviewer", number, pcm[at : at + PIECE])

    async def _keep(self, turn: int, side: Side, number: int, pcm: bytes) -> None:
        async with self._order:
            try:
                await self._stage.keep(turn, side, number, pcm)
            except AppError as fault:
                self._uplink.recording = False
                self._notice(f"The recording stopped: {fault.sentence}")
