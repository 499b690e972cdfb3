"""Replies worked out while the candidate may still go on: the latest words' draft, its sound prepared, anything older dropped."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from audio.fragments import Fragmenter
from audio.mouth import Mouth
from audio.stage import Stage
from core.errors import AppError
from core.schema import Utterance
from core.text import squeeze

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Drafted:
    """A reply on its way: its pieces so far, and whether anyone may hear them yet."""

    revision: int
    text: str
    task: "asyncio.Task[str]"
    stretches: list[str] = field(default_factory=list)
    cutter: Fragmenter = field(default_factory=Fragmenter)
    aloud: bool = False
    stopped: bool = False

    async def settled(self) -> None:
        """Waits until it is whole or has failed: the answer is stored either way."""
        await asyncio.wait([self.task])

    def stop(self) -> None:
        """It is stale: a piece that is still on its way will not be heard."""
        self.stopped, self.aloud = True, False
        self.task.cancel()

    def fits(self, text: str) -> bool:
        """True while the words are still these."""
        return self.text == text or squeeze(self.text) == squeeze(text)


class Drafting:
    """At most one draft is alive; `aloud` is told its stretches once it has been released."""

    def __init__(self, stage: Stage, mouth: Mouth, aloud: Callable[[str], None]) -> None:
        self._stage = stage
        self._mouth = mouth
        self._aloud = aloud
        self._drafted: Drafted | None = None

    def begin(self, revision: int, text: str) -> None:
        """Works the reply to these words out; a draft of the same words is kept."""
        if self._drafted is not None and self._drafted.fits(text):
            self._drafted.revision = revision
            return
        self.drop()
        utterance = Utterance(text=text, source="spoken", revision=revision)
        task = asyncio.create_task(self._stage.draft(utterance, lambda piece: self._formed(made, piece)))
        made = self._drafted = Drafted(revision, text, task)
        task.add_done_callback(lambda done: self._whole(made, done))

    def drop(self) -> None:
        """The words have changed."""
        drafted, self._drafted = self._drafted, None
        if drafted is not None:
            drafted.stop()
            self._mouth.drop_prepared()

    def release(self, text: str) -> Drafted | None:
        """The draft of exactly these words, from now on aloud; any other is dropped."""
        drafted, self._drafted = self._drafted, None
        if drafted is None or drafted.fits(text):
            if drafted is not None:
                drafted.aloud = True
                for stretch in drafted.stretches:
                    self._aloud(stretch)
            return drafted
        drafted.stop()
        return None

    def _formed(self, drafted: Drafted, piece: str) -> None:
        if drafted.stopped:
            return
        for stretch in drafted.cutter.push(piece):
            self._stretch(drafted, stretch)

    def _whole(self, drafted: Drafted, done: "asyncio.Task[str]") -> None:
        if done.cancelled():
            return
        if (fault := done.exception()) is not None and not isinstance(fault, AppError):
            log.warning("a draft failed", exc_info=fault)
        if drafted.stopped or fault is not None:
            return
        for stretch in drafted.cutter.rest():
            self._stretch(drafted, stretch)

    def _stretch(self, drafted: Drafted, stretch: str) -> None:
        drafted.stretches.append(stretch)
        if drafted.aloud:
            self._aloud(stretch)
        elif drafted is self._drafted:
            self._mouth.prepare(stretch)
