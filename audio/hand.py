"""What is done by hand in a live room: the buttons, and answers by keyboard. One after the other, in the order in which they came."""

import asyncio
import uuid
from typing import TYPE_CHECKING, Any

from audio.reply import Reply
from audio.stage import Stage
from audio.turns import Done, Think
from core.errors import AppError
from core.schema import Utterance
from core.text import squeeze

if TYPE_CHECKING:
    from audio.live import Live


class Hand:
    """Carries out what was pressed or typed."""

    def __init__(self, stage: Stage, live: "Live", reply: Reply) -> None:
        self._stage = stage
        self._live = live
        self._reply = reply
        self._buttons = asyncio.Lock()

    async def act(self, action: str, request_id: str) -> None:
        """A button of the room."""
        if action == "think":
            self._live.step(Think())
        if action == "done":
            self._live.step(Done())
            return
        async with self._buttons:
            await self._act(action, request_id)

    async def _act(self, action: str, request_id: str) -> None:
        live = self._live
        if action == "skip":
            async with self._reply.instead():
                await self._stage.act(action, request_id or uuid.uuid4().hex, self._reply.pass_on)
                await self._reply.go_on(carry=None)
            return
        if action == "pause":
            self._reply.put_off()
        words = await self._stage.act(action, request_id or uuid.uuid4().hex, self._reply.pass_on)
        if action in ("pause", "resume"):
            live.pause(on=action == "pause")
        if words and action != "think":
            live.say(words, reply=False)
        live.tell({"type": "view", "view": await self._stage.view()})

    async def typed(self, text: Any, code: Any, request_id: str) -> None:
        """An answer by keyboard; what was said before it in the same turn stands before it."""
        if not isinstance(text, str) or not isinstance(code, str):
            raise AppError("not_text", "Send text and code as strings.")
        live = self._live
        async with self._buttons, self._reply.instead():
            await live.segments.settled()
            await self._store_typed(text, code, request_id)

    async def _store_typed(self, text: str, code: str, request_id: str) -> None:
        live, carry = self._live, self._live.policy.next_number
        spoken = live.policy.text
        unheard = len(live.policy.missing) if live.uplink.recording else 0
        whole = f"{spoken} {text}".strip() if spoken and squeeze(spoken) not in squeeze(text) else text
        utterance = Utterance.model_construct(
            text=whole,
            code=code,
            source="typed",
            revision=0,
            words=(),
            audio=f"{live.turn}-you" if unheard else "",
            engine="",
            waited_s=None,
            after=live.heard_aloud,
            unheard=unheard,
        )
        await live.keeping.rest(live.turn)
        await self._stage.answer(utterance, request_id or uuid.uuid4().hex, self._reply.pass_on)
        await self._reply.go_on(carry=carry)
