"""From a candidate's words to the interviewer's: the draft worked out ahead, the commit, and taking a commit back."""

import asyncio
import contextlib
import uuid
from typing import TYPE_CHECKING, Any

from audio.drafting import Drafting
from audio.fragments import Fragmenter
from audio.stage import Stage
from audio.turns import Commit, Done, Think, Turn
from core.errors import AppError
from core.events import Event, Finished, Judged, Notice, Partial, Said, as_dict
from core.schema import Utterance
from core.text import squeeze

if TYPE_CHECKING:
    from audio.live import Live

OPENERS = ("All right.", "Okay.", "Thank you.", "Right.")
"""What fills the silence before a reply that is slow to form; synthesized at the start, said in turn."""
OPENER_S = 0.8


class Reply:
    """The candidate's turn being answered. At most one commit runs at a time."""

    def __init__(self, stage: Stage, live: "Live") -> None:
        self._stage = stage
        self._live = live
        self.drafting = Drafting(stage, live.mouth, self._aloud)
        self._committing: asyncio.Task[None] | None = None
        self._storing = False
        self._taken_back = False
        self._request = ""
        self._spoken: list[str] = []
        self._said: Said | None = None
        self._next_segment = 0
        self._opened = 0

    # --- commits --------------------------------------------------------------------------------------------------

    def _aloud(self, stretch: str) -> None:
        if not self._spoken:
            self._live.replies()
        self._spoken.append(stretch)
        self._live.mouth.add(stretch)
        self._live.telling.caption("interviewer", " ".join(self._spoken), self._live.turn, final=False)

    def commit(self, action: Commit, segments: tuple[int, ...]) -> None:
        """The turn is taken."""
        live = self._live
        words = live.words(segments)
        utterance = Utterance(
            text=action.text,
            source="spoken",
            revision=action.revision,
            words=words,
            audio=f"{live.turn}-you" if live.uplink.recording else "",
            engine=live.uplink.ear.name,
            waited_s=live.waited(segments),
            after=live.heard_aloud,
            unheard=len(action.missing) if live.uplink.recording else 0,
        )
        self._next_segment = live.policy.next_number
        self._taken_back = False
        if not action.text and not utterance.unheard:
            live.notice("Nothing of that answer could be understood. Type it, or say it again.")
            live.step(Turn(live.turn, carry=live.policy.next_number))
            return
        self._committing = live.spawn(self._take(utterance, uuid.uuid4().hex))

    async def _take(self, utterance: Utterance, request_id: str) -> None:
        live = self._live
        self._request, self._spoken, self._said = request_id, [], None
        keeping, opener = live.spawn(live.keeping.rest(live.turn)), live.spawn(self._open())
        drafted = self.drafting.release(utterance.text)
        try:
            if drafted is not None:
                with contextlib.suppress(AppError):
                    await drafted.task
            self._storing = True
            await asyncio.gather(keeping, return_exceptions=True)
            await asyncio.shield(self._store(utterance, request_id))
        except asyncio.CancelledError:
            if drafted is not None:
                drafted.task.cancel()
            raise
        except AppError as fault:
            live.telling.error(fault.code, fault.sentence)
            if live.mouth.busy:
                live.mouth.clear()
            # The words stay in the open turn: the next silence, or Done, tries again.
            live.step(Turn(live.turn, carry=live.policy.next_number, said=utterance.text))
        finally:
            opener.cancel()
            self._storing = False

    async def _open(self) -> None:
        """A word into a silence that grows long; the reply follows in the same utterance."""
        live = self._live
        await asyncio.sleep(OPENER_S)
        if live.language == "en" and not live.mouth.busy and not live.policy.speaking:
            live.replies()
            live.mouth.add(OPENERS[self._opened % len(OPENERS)])
            self._opened += 1

    async def _store(self, utterance: Utterance, request_id: str) -> None:
        cutter = Fragmenter()
        ahead = bool(self._spoken)

        def told(event: Event) -> None:
            if isinstance(event, Partial) and not ahead:
                for stretch in cutter.push(event.text):
                    self._aloud(stretch)
            else:
                self._pass_on(event)

        await self._stage.answer(utterance, request_id, told)
        if self._taken_back and await self._stage.reopen(request_id):
            self._silence()
            return
        await self._go_on(carry=self._next_segment)

    def _pass_on(self, event: Event) -> None:
        """Shows an event; the reply's own words are spoken when they are known to be stored."""
        live = self._live
        if isinstance(event, Notice):
            live.notice(event.text)
            if not live.mouth.busy or (live.mouth.current is not None and not live.mouth.current.began):
                self._silence()
        elif isinstance(event, Said):
            self._said = event
        elif isinstance(event, (Judged, Finished)):
            told = as_dict(event)
            live.tell({**told, "type": told["event"]})

    def _silence(self) -> None:
        self._spoken = []
        if self._live.mouth.busy:
            self._live.mouth.clear()

    async def _go_on(self, *, carry: int | None) -> None:
        """The next turn is stored: it opens, and what was not said of it yet is said."""
        live, said = self._live, self._said
        waiting = await self._stage.waiting()
        if live.mouth.busy:
            self._rest(waiting.text)
        whole, self._spoken = not live.mouth.busy, []
        live.heard_aloud = ""
        live.open_turn(waiting, carry=carry)
        live.telling.caption("interviewer", waiting.text, live.turn)
        if said is not None:
            told = as_dict(said)
            live.tell({**told, "type": "said"})
        if whole and not live.policy.speaking:
            live.say(waiting.text, reply=True)
        live.tell({"type": "view", "view": await self._stage.view()})

    def _rest(self, text: str) -> None:
        """Says what the stored reply has beyond what was said ahead; starts anew when they differ."""
        told, whole = squeeze(" ".join(self._spoken)), squeeze(text)
        if whole == told:
            self._live.mouth.close()
        elif whole.startswith(told):
            words = len(told.split())
            self._live.mouth.add(_after(text, words))
            self._live.mouth.close()
        else:
            self._silence()

    # --- taking back ----------------------------------------------------------------------------------------------

    def reopen(self, *, after: bool) -> None:
        """The candidate goes on speaking: nothing of the reply is heard, and the same turn goes on."""
        if after:
            self._live.spawn(self._take_back())
        elif self._committing is not None and not self._storing:
            self._committing.cancel()
            self._silence()
        else:
            self._taken_back = True
            self._silence()

    async def _take_back(self) -> None:
        live = self._live
        if self._storing:
            self._taken_back = True
            return
        if self._committing is not None and not self._committing.done():
            self._committing.cancel()
            live.step(Turn(live.turn, again=True))
            live.uplink.again()
            return
        if self._request and await self._stage.reopen(self._request):
            waiting = await self._stage.waiting()
            live.turn = waiting.turn
            live.step(Turn(waiting.turn, waiting.expects, again=True))
            live.uplink.again()
            live.tell({"type": "reopened", "turn": waiting.turn})
            live.tell({"type": "view", "view": await self._stage.view()})

    # --- by hand --------------------------------------------------------------------------------------------------

    async def act(self, action: str, request_id: str) -> None:
        """A button of the room."""
        live = self._live
        if action == "think":
            live.step(Think())
        if action == "done":
            live.step(Done())
            return
        self._said = None
        if action == "skip":
            self.drafting.drop()
            live.mouth.clear()
        words = await self._stage.act(action, request_id or uuid.uuid4().hex, self._pass_on)
        if action in ("pause", "resume"):
            live.pause(on=action == "pause")
        if action == "skip" and self._said is not None:
            self._spoken = []
            await self._go_on(carry=None)
            return
        if words and action != "think":
            live.say(words, reply=False)
        live.tell({"type": "view", "view": await self._stage.view()})

    async def typed(self, text: Any, code: Any, request_id: str) -> None:
        """An answer by keyboard; what was said before it in the same turn stands before it."""
        if not isinstance(text, str) or not isinstance(code, str):
            raise AppError("not_text", "Send text and code as strings.")
        live = self._live
        self.drafting.drop()
        live.mouth.clear()
        self._said, self._spoken, self._taken_back = None, [], False
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
        await self._stage.answer(utterance, request_id or uuid.uuid4().hex, self._pass_on)
        await self._go_on(carry=None)

    def stop(self) -> None:
        """Cancels what runs; a store that has begun is left to end by itself."""
        self.drafting.drop()


def _after(text: str, words: int) -> str:
    """The text behind its first `words` words, as core.text counts them."""
    from core.text import words as words_of

    found = text.split()
    counted = 0
    for at, word in enumerate(found):
        if counted >= words:
            return " ".join(found[at:])
        counted += len(words_of(word))
    return ""
