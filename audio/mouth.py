"""What the interviewer says aloud: utterances in order, sound sent ahead of time, what was really played counted."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, Literal

from audio.spoken import Piece, Spoken
from audio.stage import Line, Speaker
from core.errors import ProviderError

log = logging.getLogger(__name__)
Means = Literal["server", "client", "none"]
STALLED_S, SLOWEST = 25.0, 8.0
"""Seconds without progress after which an utterance is over; characters a second that any browser's voice reaches."""


class Mouth:
    """One session's voice. At most one utterance sounds at a time; a new one waits until the last is played."""

    def __init__(
        self,
        speaker: Speaker,
        line: Callable[[], Line | None],
        *,
        begins: Callable[[int], None],
        ends: Callable[[int], None],
        notice: Callable[[str], None],
        language: str = "en",
    ) -> None:
        self._speaker = speaker
        self._line = line
        self._begins, self._ends, self._notice = begins, ends, notice
        self._language = language
        self.means: Means = "none"
        self._count = 0
        self.current: Spoken | None = None
        self._texts: asyncio.Queue[str | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._ahead: set[asyncio.Task[None]] = set()
        self.held = False
        self.free = asyncio.Event()
        """Set while the candidate is silent: only then an utterance may begin to sound."""
        self.free.set()
        self._stopped = self._silent = False
        self._progress: tuple[object, float] = ((), 0.0)

    @property
    def busy(self) -> bool:
        """True from the first text until its last sound was played or cleared."""
        return self.current is not None and not self.current.done

    def prepare(self, text: str) -> None:
        """Synthesizes into the cache, so that saying it later costs nothing."""
        if self.means != "server" or not text.strip():
            return

        async def work() -> None:
            with contextlib.suppress(ProviderError):
                async for _ in self._speaker.speak(text, self._language, lambda words: None):
                    pass

        task = asyncio.create_task(work())
        self._ahead.add(task)
        task.add_done_callback(self._ahead.discard)

    def drop_prepared(self) -> None:
        """Cancels what is being prepared for words that will not be said."""
        for task in self._ahead:
            task.cancel()

    def add(self, text: str) -> None:
        """Says the next stretch of text; begins an utterance when none is open."""
        if not text.strip() or self._stopped:
            return
        spoken = self.current
        if spoken is None or spoken.done or spoken.closed:
            spoken = self._start()
        spoken.pieces.append(Piece(text.strip()))
        self._texts.put_nowait(text.strip())

    def close(self) -> None:
        """No more text for this utterance."""
        if self.current is not None and not self.current.closed:
            self.current.closed = True
            self._texts.put_nowait(None)
            self._settle(self.current)

    def say(self, text: str) -> None:
        """One whole utterance."""
        self.add(text)
        self.close()

    def _start(self) -> Spoken:
        if self._task is not None:
            self._task.cancel()
        self._count += 1
        self.held = False
        self.current = spoken = Spoken(self._count)
        self._texts = asyncio.Queue()
        work = {"server": self._by_server, "client": self._by_client, "none": self._unheard}[self.means]
        self._task = asyncio.create_task(work(spoken, self._texts))
        return spoken

    async def _by_server(self, spoken: Spoken, texts: "asyncio.Queue[str | None]") -> None:
        begun = False
        at = 0
        while (text := await texts.get()) is not None:
            piece = spoken.pieces[at]
            at += 1
            piece.first = piece.last = spoken.sent
            try:
                async for pcm in self._speaker.speak(text, self._language, self._notice):
                    if not begun:
                        begun = True
                        await self.free.wait()
                        self._speak(spoken, spoken.text, {"voice": "server"})
                    spoken.pcm += pcm
                    spoken.sent += len(pcm) // 2
                    piece.last = spoken.sent
                    line = self._line()
                    if line is not None:
                        line.sound(spoken.number, pcm)
                piece.whole = True
                self._silent = False
            except ProviderError as fault:
                self._fell_silent(f": {fault.sentence.rstrip('.')}")
                break
            except Exception:
                log.exception("speaking failed in a way nobody foresaw")
                self._fell_silent("")
                break
        spoken.whole = True
        self._tell({"type": "speak_end", "utterance": spoken.number, "samples": spoken.sent})
        self._settle(spoken)

    def _fell_silent(self, why: str) -> None:
        """Says so once, until the voice has worked again."""
        if not self._silent:
            self._notice(f"The voice failed, so read on{why}.")
        self._silent = True

    async def _by_client(self, spoken: Spoken, texts: "asyncio.Queue[str | None]") -> None:
        while (text := await texts.get()) is not None:
            await self.free.wait()
            self._speak(spoken, text, {"voice": "client", "lang": self._language})
            spoken.told += len(text) + 1
        spoken.whole = True
        self._tell({"type": "speak_end", "utterance": spoken.number, "samples": 0})

    async def _unheard(self, spoken: Spoken, texts: "asyncio.Queue[str | None]") -> None:
        while await texts.get() is not None:
            pass
        self._finish(spoken)

    def played(self, number: int, samples: int, *, ended: bool) -> None:
        """The client's count of samples that really sounded."""
        spoken = self.current
        if spoken is None or spoken.number != number or spoken.done:
            return
        spoken.played = max(spoken.played, min(samples, spoken.sent))
        self._begun(spoken)
        if ended and spoken.whole and spoken.closed:
            self._finish(spoken)
        self._settle(spoken)

    def voiced(self, number: int, chars: int, *, ended: bool) -> None:
        """The browser's own voice: characters it has reached."""
        spoken = self.current
        if spoken is None or spoken.number != number or spoken.done:
            return
        spoken.chars = max(spoken.chars, min(chars, len(spoken.text)))
        self._begun(spoken)
        if ended:
            spoken.chars = max(spoken.chars, min(spoken.told, len(spoken.text)))
        self._settle(spoken)

    def failed(self, number: int) -> None:
        """The browser's voice gave no sign: what it should have said stands as text."""
        spoken = self.current
        if spoken is not None and spoken.number == number and not spoken.done:
            self.means = "none"
            self._notice("Your browser's voice did not start, so read the questions here.")
            self._finish(spoken)

    def hold(self) -> None:
        """Pauses in place."""
        if self.busy and self.current is not None and not self.held:
            self.held = True
            self._tell({"type": "hold", "utterance": self.current.number})

    def go_on(self) -> None:
        """Goes on where it was held."""
        if self.held and self.current is not None:
            self.held = False
            self._tell({"type": "go_on", "utterance": self.current.number})

    def clear(self) -> str:
        """Falls silent at once; returns what had been heard of the utterance."""
        spoken = self.current
        if spoken is None or spoken.done:
            return ""
        if self._task is not None:
            self._task.cancel()
        self.held = False
        self._tell({"type": "clear", "utterance": spoken.number})
        self._finish(spoken)
        return spoken.said()

    def resend(self) -> None:
        """After a reconnect: what had not been played is sent again."""
        spoken = self.current
        if spoken is None or spoken.done:
            return
        if self.means == "server" and spoken.sent:
            self._speak(spoken, spoken.text, {"voice": "server", "from": spoken.played})
            line = self._line()
            if line is not None:
                line.sound(spoken.number, bytes(spoken.pcm[spoken.played * 2 :]))
        elif self.means == "none":
            self._finish(spoken)
        elif self.means == "client" and spoken.told:
            rest = spoken.text[spoken.chars : spoken.told]
            self._speak(spoken, rest, {"voice": "client", "from": spoken.chars})
        if spoken.whole and not spoken.done:
            self._tell({"type": "speak_end", "utterance": spoken.number, "samples": spoken.sent})

    def become(self, means: Means) -> None:
        """Another way of speaking from now on: what was not heard yet of the running utterance is said by it."""
        if means == self.means:
            return
        spoken, self.means = self.current, means
        if spoken is None or spoken.done:
            return
        rest, closed = " ".join(spoken.text.split()[len(spoken.said().split()) :]), spoken.closed
        self.clear()
        self.add(rest)
        if closed:
            self.close()

    def hush(self, *, on: bool) -> None:
        """The candidate speaks: nothing begins to sound meanwhile; what sounds already is the policy's matter."""
        (self.free.clear if on else self.free.set)()

    def watch(self, now: float) -> None:
        """An utterance that has made no progress for long is ended, so that nobody waits for a voice that died."""
        spoken = self.current
        if spoken is None or spoken.done or self.held or not self.free.is_set():
            self._progress = ((), now)
            return
        reached = (spoken.number, spoken.played, spoken.chars, spoken.sent, len(spoken.pieces))
        if reached != self._progress[0]:
            self._progress = (reached, now)
        elif now - self._progress[1] >= STALLED_S + (len(spoken.text) / SLOWEST if self.means == "client" else 0):
            self.clear()

    def stop(self) -> None:
        """Cancels everything that runs and lets go of its sound; nothing more is said."""
        self._stopped = True
        for task in (*self._ahead, *([self._task] if self._task else [])):
            task.cancel()
        self.current = self._task = None

    def _begun(self, spoken: Spoken) -> None:
        if not spoken.began:
            spoken.began = True
            self._begins(spoken.number)

    def _speak(self, spoken: Spoken, text: str, more: dict[str, Any]) -> None:
        self._tell({"type": "speak", "utterance": spoken.number, "text": text, **more})

    def _settle(self, spoken: Spoken) -> None:
        """Ends an utterance whose sound was sent and played in full, and to which no text will come."""
        by_client = self.means == "client"
        over = spoken.chars >= len(spoken.text) if by_client else spoken.played >= spoken.sent
        if spoken.whole and spoken.closed and over:
            self._finish(spoken)

    def _finish(self, spoken: Spoken) -> None:
        if not spoken.done:
            spoken.done = True
            self._begun(spoken)
            self._ends(spoken.number)

    def _tell(self, message: dict[str, Any]) -> None:
        line = self._line()
        if line is not None:
            line.tell(message)
