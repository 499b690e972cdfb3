"""From a candidate's words to the interviewer's: the draft worked out ahead, the commit, and taking a commit back."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audio.drafting import Drafting
from audio.fragments import Fragmenter
from audio.stage import Stage
from audio.turns import Commit, Think, Turn
from core.errors import AppError
from core.events import Event, Finished, Judged, Notice, Partial, Said, as_dict
from core.schema import Utterance
from core.text import squeeze

if TYPE_CHECKING:
    from audio.live import Live

OPENERS = ("All right.", "Okay.", "Thank you.", "Right.")
"""What fills the silence before a reply that is slow to form; synthesized at the start, said in turn."""
OPENER_S = 0.8


@dataclass(slots=True, eq=False)
class Taking:
    """An answer on its way into the store."""

    utterance: Utterance
    turn: int
    next_segment: int
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    storing: bool = False
    back: bool = False
    """The candidate went on speaking while it was being stored."""
    task: "asyncio.Task[None] | None" = None


class Reply:
    """The candidate's turn being answered. At most one commit runs at a time."""

    def __init__(self, stage: Stage, live: "Live") -> None:
        self._stage = stage
        self._live = live
        self.drafting = Drafting(stage, live.mouth, self._aloud)
        self._order = asyncio.Lock()
        self._taking: Taking | None = None
        self._request = ""
        self._spoken: list[str] = []
        self._said: Said | None = None
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
        words = live.uplink.words(segments)
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
        if not action.text and not utterance.unheard:
            live.notice("Nothing of that answer could be understood. Type it, or say it again.")
            live.step(Turn(live.turn, carry=live.policy.next_number))
            return
        taking = self._taking = Taking(utterance, live.turn, live.policy.next_number)
        taking.task = live.spawn(self._take(taking))

    async def _take(self, taking: Taking) -> None:
        async with self._order:
            # The one before may have been stored after all, and the interview gone on.
            if taking is not self._taking:
                return
            try:
                await self._take_now(taking)
            except Exception as fault:  # noqa: BLE001 - the turn must go on whatever it was
                await self._not_stored(taking, fault)
            finally:
                taking.storing = False
                if self._taking is taking:
                    self._taking = None

    async def _take_now(self, taking: Taking) -> None:
        live, utterance = self._live, taking.utterance
        self._request, self._spoken, self._said = taking.request_id, [], None
        keeping, opener = live.spawn(live.keeping.rest(live.turn)), live.spawn(self._open())
        drafted = self.drafting.release(utterance.text)
        try:
            if drafted is not None:
                await drafted.settled()
            taking.storing = True
            await asyncio.gather(keeping, return_exceptions=True)
            await asyncio.shield(self._store(taking))
        except asyncio.CancelledError:
            if drafted is not None:
                drafted.stop()
            raise
        finally:
            opener.cancel()

    async def _not_stored(self, taking: Taking, fault: Exception) -> None:
        """The words stay in the open turn: a longer silence, or Done, tries again; unless the interview is elsewhere by now."""
        live = self._live
        live.beside.failed(fault)
        self._silence()
        with contextlib.suppress(AppError):
            waiting = await self._stage.waiting()
            if waiting.turn != taking.turn or waiting.status == "finished":
                live.open_turn(waiting, carry=taking.next_segment)
                return
            if waiting.status == "paused" and not live.paused:
                live.pause(on=True)
        live.step(Turn(taking.turn, again=True))
        live.step(Think())

    async def _open(self) -> None:
        """A word into a silence that grows long; the reply follows in the same utterance."""
        live = self._live
        await asyncio.sleep(OPENER_S)
        if live.language == "en" and not live.mouth.busy and not live.policy.speaking:
            live.replies()
            live.mouth.add(OPENERS[self._opened % len(OPENERS)])
            self._opened += 1

    async def _store(self, taking: Taking) -> None:
        cutter = Fragmenter()
        ahead = bool(self._spoken)

        def told(event: Event) -> None:
            if not isinstance(event, Partial):
                self.pass_on(event)
            elif not ahead and not taking.back:
                for stretch in cutter.push(event.text):
                    self._aloud(stretch)

        await self._stage.answer(taking.utterance, taking.request_id, told)
        if taking.back and await self._stage.reopen(taking.request_id):
            if taking is self._taking:
                self._silence()
                if self._live.policy.committed:
                    self._live.step(Turn(taking.turn, again=True))
            return
        await self.go_on(carry=taking.next_segment)

    def pass_on(self, event: Event) -> None:
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

    async def go_on(self, *, carry: int | None) -> None:
        """The next turn is stored: it opens, and what was not said of it yet is said."""
        live, said = self._live, self._said
        waiting = await self._stage.waiting()
        self._taking = None
        if live.mouth.busy:
            self._rest(waiting.text)
        whole, self._spoken = not live.mouth.busy, []
        live.heard_aloud = ""
        live.open_turn(waiting, carry=carry)
        live.telling.caption("interviewer", waiting.text, live.turn)
        if said is not None:
            told = as_dict(said)
            live.tell({**told, "type": "said"})
        if whole and waiting.text:
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
        taking = self._taking
        if after:
            self._live.spawn(self._take_back())
            return
        if taking is not None and taking.storing:
            taking.back = True
        elif taking is not None:
            self._drop(taking)
        self._silence()

    def _drop(self, taking: Taking) -> None:
        self._taking = None
        if taking.task is not None:
            taking.task.cancel()

    async def _take_back(self) -> None:
        live, taking = self._live, self._taking
        if taking is not None and taking.storing:
            taking.back = True
            return
        if taking is not None:
            self._drop(taking)
            live.step(Turn(live.turn, again=True))
            return
        if self._request and await self._stage.reopen(self._request):
            waiting = await self._stage.waiting()
            live.turn = waiting.turn
            live.step(Turn(waiting.turn, waiting.expects, again=True))
            live.uplink.again()
            live.tell({"type": "reopened", "turn": waiting.turn})
            live.tell({"type": "view", "view": await self._stage.view()})

    # --- by hand ----------------------------------------------------------------------------------------------------

    @contextlib.asynccontextmanager
    async def instead(self) -> AsyncIterator[None]:
        """Something else takes the place of the spoken answer; when it fails the turn is as it was."""
        live = self._live
        if self._taking is not None and self._taking.storing:
            raise AppError("busy", "Your last answer is still being read. Wait for the reply, then try again.")
        if self._taking is not None:
            self._drop(self._taking)
        self.drafting.drop()
        live.mouth.clear()
        try:
            async with self._order:
                self._said, self._spoken = None, []
                yield
        except BaseException:
            if live.policy.committed and self._taking is None:
                live.step(Turn(live.turn, again=True))
            raise

    def put_off(self) -> None:
        """A pause: what was about to be taken stays with its turn."""
        if self._taking is not None and not self._taking.storing:
            self._drop(self._taking)
            self._live.step(Turn(self._live.turn, again=True))

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
