"""One live interview: the candidate's frames in, the interviewer's voice out, the turn policy between them.

Time is the stream's own, so that nothing is taken from someone whose connection is gone. Everything runs on one event
loop; slow work runs in tasks that come back as events. The protocol is in `pages/live.py`.
"""

import asyncio
import contextlib
import math
from collections import deque
from typing import Any

from audio import turns as p
from audio.beside import Beside
from audio.hand import Hand
from audio.inbox import Inbox
from audio.keeping import Keeping
from audio.mouth import Mouth
from audio.policy import TurnPolicy
from audio.reply import Reply
from audio.segments import Segments
from audio.stage import Line, Speaker, Stage, Waiting
from audio.telling import Telling
from audio.uplink import FRAME, Uplink
from core.errors import AppError

SECOND = 50  # frames
LINES = {
    "take_your_time": "Take your time.",
    "offer_rephrase": "Would you like me to put the question another way, or shall we skip it?",
    "nothing_heard": "I have not heard anything yet. Go ahead, or type your answer.",
    "pause": "I will pause here. Resume whenever you are ready.",
}
"""What is said into silence."""


class Live:
    """One session's room. `attach` a line, give it `frame`s and what its `inbox` takes; `close` ends it."""

    def __init__(
        self, stage: Stage, uplink: Uplink, speaker: Speaker, *, language: str = "en", patience: str = "normal"
    ) -> None:
        self._stage = stage
        self.uplink = uplink
        self.language = language
        self.policy = TurnPolicy(p.patience_of(patience), language)
        self.telling = Telling()
        self.tell, self.notice = self.telling.tell, self.telling.notice
        self.beside = Beside(self.telling)
        self.spawn = self.beside.spawn
        self.keeping = Keeping(stage, uplink, self.notice)
        self.mouth = Mouth(
            speaker,
            lambda: self.telling.line,
            begins=self._begins,
            ends=self._ends,
            notice=self.notice,
            language=language,
        )
        self.reply = Reply(stage, self)
        self.hand = Hand(stage, self, self.reply)
        self.inbox = Inbox(self)
        self.turn = -1
        self._says_reply = False
        self.voice_on = True
        self._half_duplex = False
        self.muted = self.paused = self.finished = False
        self._events: deque[p.Event] = deque()
        self._stepping, self._deadline = False, math.inf
        self.segments = Segments(self)
        self._ended_at = 0.0
        self.heard_aloud = ""
        self._acked = self._asked = -1
        self._attaching = asyncio.Lock()

    # --- the client's side ----------------------------------------------------------------------------------------

    async def attach(self, line: Line, hello: dict[str, Any]) -> None:
        """A client is there, for the first time or again."""
        async with self._attaching:
            await self._attach(line, hello)

    async def _attach(self, line: Line, hello: dict[str, Any]) -> None:
        resumed = self.turn >= 0
        self.telling.line = line
        oldest = hello.get("oldest")
        if isinstance(oldest, int) and oldest < 2**32:
            self.uplink.skip_to(oldest)
        self.tell(
            {"type": "welcome", "frame": self.uplink.next_frame, "resumed": resumed, "view": await self._stage.view()}
        )
        self.greet(hello)
        if resumed:
            self.caption_you(final=False)
            self.mouth.resend()
            self._show()
            return
        waiting = await self._stage.waiting()
        heard = hello.get("heard")
        kept = heard.get("text", "") if isinstance(heard, dict) and heard.get("turn") == waiting.turn else ""
        self.open_turn(waiting, said=str(kept)[:20_000])
        if self.uplink.recording:
            with contextlib.suppress(AppError):
                self.uplink.goes_on_after((await self._stage.recorded(waiting.turn, "you"))[1])
        if waiting.status == "open" and not kept:
            self.say(waiting.text, reply=False)

    def greet(self, hello: dict[str, Any]) -> None:
        """What the client can do and wishes; it may say so again at any time."""
        means = hello.get("voice")
        self.mouth.become(means if means in ("server", "client") else "none")
        self._half_duplex = bool(hello.get("half_duplex"))
        self.set_patience(str(hello.get("patience", "normal")))
        self.segments.by_browser(on=hello.get("recognition") == "browser")
        self.listen(muted=bool(hello.get("muted")), voice=hello.get("mode") != "keyboard")

    def detach(self, line: Line) -> None:
        """The client is gone; what was said stays, and time stands still."""
        if self.telling.line is line:
            self.telling.line = None

    async def frames(self, first: int, pcm: bytes) -> None:
        """The next few frames of 20 ms: those that were taken already are ignored, those that are too early asked for again."""
        taken, end = self.uplink.next_frame, first + len(pcm) // FRAME
        if end <= taken:
            return
        if first > taken:
            # Once for each gap, and again each second while it stays.
            if self._asked != taken or first // SECOND != end // SECOND:
                self._asked = taken
                self.tell({"type": "again", "frame": self._asked})
            return
        pcm = pcm[(taken - first) * FRAME :]
        deaf = self._half_duplex and self.mouth.busy
        if deaf or self.muted or self.paused or not self.voice_on:
            pcm = bytes(len(pcm))
        for edge in await self.uplink.take(pcm):
            if edge.kind == "start":
                self.step(p.SpeechStart(max(edge.at, self._ended_at)))
            else:
                self._ended_at = edge.at
                self.step(p.SpeechEnd(edge.at))
        if self.uplink.seconds >= self._deadline:
            self.step(p.Tick())
        if taken // SECOND != end // SECOND:
            self._every_second()

    async def close(self) -> None:
        """Ends every task, the ear and the voice; what was stored stays."""
        self.telling.line = None
        self.mouth.stop()
        self.reply.stop()
        await self.beside.close()
        if not self.finished and self.turn >= 0:
            await self.keeping.rest(self.turn)
        with contextlib.suppress(Exception):
            await self.uplink.close()

    # --- the policy's side ----------------------------------------------------------------------------------------

    def step(self, event: p.Event) -> None:
        """Gives the policy an event and does what it says; events that arise meanwhile wait their turn."""
        self._events.append(event)
        if self._stepping:
            return
        self._stepping = True
        try:
            while self._events:
                for action in self.policy.step(self._events.popleft(), self.uplink.seconds):
                    self._do(action)
        finally:
            self._stepping = False
            deadline = self.policy.deadline  # only a step moves it, and 50 frames a second ask
            self._deadline = math.inf if deadline is None else deadline
            self.mouth.hush(on=self.policy.speaking)

    def _do(self, action: p.Action) -> None:
        match action:
            case p.Flush():
                self.uplink.end_segment(action.number)
                self.spawn(self.segments.hear(action.number))
            case p.Draft():
                self.reply.drafting.begin(action.revision, action.text)
            case p.DropDraft():
                self.reply.drafting.drop()
            case p.Commit():
                self.reply.commit(action, self.policy.segments)
            case p.Reopen():
                self.reply.reopen(after=action.after)
            case p.Prompt():
                self._prompt(action.kind)
            case p.HoldOutput():
                self.mouth.hold()
            case p.GoOnOutput():
                self.mouth.go_on()
            case p.ClearOutput():
                self.mouth.clear()
            case p.Show():
                self._show(action)

    def _prompt(self, kind: str) -> None:
        self.say(LINES[kind], reply=False)
        if kind == "pause":
            self.spawn(self.hand.act("pause", f"silence-{self.turn}"))

    def open_turn(self, waiting: Waiting, *, carry: int | None = None, said: str = "") -> None:
        """The interview stands at this turn."""
        self.turn, self.finished = waiting.turn, waiting.status == "finished"
        self.paused = waiting.status == "paused"
        if self.finished:
            self.step(p.Listen(False))
            self.tell({"type": "state", "state": "finished"})
            return
        first = carry if carry is not None else self.policy.next_number
        self.step(p.Turn(waiting.turn, waiting.expects, carry=first, said=said))
        self.uplink.new_turn(first)
        self.listen(muted=self.muted, voice=self.voice_on)
        self.caption_you(final=True)

    def say(self, text: str, *, reply: bool) -> None:
        """Says something whole."""
        if self.mouth.busy:
            self.mouth.clear()
        self.telling.caption("interviewer", text, self.turn)
        self._says_reply = reply
        self.mouth.say(text)

    def replies(self) -> None:
        """What is said next is the reply to a turn."""
        self._says_reply = True

    def _begins(self, number: int) -> None:
        self.step(p.ReplyBegins(self._says_reply))

    def _ends(self, number: int) -> None:
        spoken = self.mouth.current
        if spoken is not None:
            self.heard_aloud = f"{self.heard_aloud} {spoken.said()}".strip()
            if self.uplink.recording and spoken.played:
                self.spawn(self.keeping.said(self.turn, bytes(spoken.pcm[: spoken.played * 2])))
            spoken.pcm.clear()
        self._ended_at = self.uplink.seconds
        self.step(p.ReplyEnds())

    def waited(self, numbers: tuple[int, ...]) -> float | None:
        """Seconds from the end of the question to the first word."""
        began = self.uplink.began(numbers)
        return max(0.0, round(began - self.policy.quiet_from, 2)) if began is not None else None

    def _every_second(self) -> None:
        if self.uplink.recording:
            self.spawn(self.keeping.running(self.turn))
        self.mouth.watch(self.uplink.seconds)
        self.acknowledge()
        interim = self.uplink.ear.interim()
        if interim:
            self.step(p.Interim(interim))
            self.caption_you(final=False, interim=interim)

    def acknowledge(self) -> None:
        """Tells the client which frames it may forget."""
        safe = self.uplink.safe_frame()
        if safe != self._acked:
            self._acked = safe
            self.tell({"type": "ack", "frame": safe})

    def listen(self, *, muted: bool, voice: bool) -> None:
        """Listening is on unless the candidate muted it, types, has paused or is through."""
        self.muted, self.voice_on = muted, voice
        on = voice and not muted and not self.paused and not self.finished
        if not on:
            self.uplink.reset()
        self.step(p.Listen(on))
        if not self.finished and not on:
            self.tell({"type": "state", "state": "paused" if self.paused else "keyboard" if not voice else "muted"})

    def pause(self, *, on: bool) -> None:
        """The interview is paused, or goes on."""
        self.paused = on
        if on:
            self.mouth.clear()
        self.listen(muted=self.muted, voice=self.voice_on)
        if not on:
            self._show()

    def set_patience(self, name: str) -> None:
        """The candidate's choice."""
        patience = p.patience_of(name)
        self.uplink.patience(patience.soft)
        self.step(p.Be(patience))

    def _show(self, shown: p.Show | None = None) -> None:
        if not self.finished and not self.paused and self.voice_on and not self.muted:
            self.telling.show(shown or self.policy.shown)

    def caption_you(self, *, final: bool, interim: str = "") -> None:
        """Shows the candidate's words of this turn."""
        self.telling.caption("you", self.policy.text, self.turn, final=final, interim=interim)
