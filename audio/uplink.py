"""The candidate's sound: numbered frames in order, speech found in them, segments heard, each answer cut out for its recording."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from audio.clip import RATE
from audio.speech import Ear, Transcript
from audio.vad import Edge, Vad
from core.schema import Word

FRAME = 640
"""Bytes of one frame: 20 ms of PCM16 at 16 kHz."""
FRAME_S = FRAME / 2 / RATE
PRE_ROLL_S = 0.5
"""Sound from before an onset that a recognizer is given too, so that first consonants are not clipped."""
CHUNK_S = 10.0
AGAIN_S = 90.0
"""How long the recording of a turn may go on after the next one began; longer silence is not held in memory for it."""


@dataclass(slots=True)
class Heard:
    """One segment; `start` is where its sound begins, in seconds of the stream."""

    start: float
    ear: Ear
    transcript: Transcript | None = None
    later: bytearray = field(default_factory=bytearray)
    """Sound that the ear gets once it has told the words of the segments before."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How far a turn's recording has been cut: where it began, what is kept (both in seconds of the stream), pieces so far."""

    begun: float | None = None
    upto: float = 0.0
    pieces: int = 0


class Uplink:
    """One session's stream. Time is the stream's own: frames taken times 20 ms, standing still while nothing arrives."""

    def __init__(self, vad: Vad, ear: Ear, *, recording: bool) -> None:
        self._vad = vad
        self.ear = ear
        self.recording = recording
        self.next_frame = 0
        self._sound = bytearray()
        self._base = 0.0
        self._cut = Cut()
        self._last_cut = Cut()
        self._running: Heard | None = None
        self._heard: dict[int, Heard] = {}
        self._owed: list[int] = []
        """Closed segments whose words the ear has not told yet."""
        self._since = self._last_since = 0
        self._closed_at = 0.0
        self._skipped = self._before = 0.0

    @property
    def seconds(self) -> float:
        """How much sound has been taken."""
        return self.next_frame * FRAME_S

    async def take(self, pcm: bytes) -> list[Edge]:
        """The edges of speech that the next frames bring."""
        self.next_frame += len(pcm) // FRAME
        self._sound += pcm
        found = await self._vad.hear(pcm)
        edges = [Edge(edge.kind, edge.at + self._skipped) for edge in found] if found else []
        if self._running is not None:
            await self._feed(self._running, pcm)
        elif edges and any(edge.kind == "start" for edge in edges):
            await self._begin()
        if len(self._sound) > 2 * RATE:
            self._trim()
        return edges

    async def _begin(self) -> None:
        # What the segment before has been given already is not heard twice.
        start = max(self._base, self._closed_at, self.seconds - PRE_ROLL_S)
        self._running = Heard(start, self.ear)
        if self._cut.begun is None:
            self._cut = Cut(start, start, 0)
        await self._feed(self._running, self._between(start, self.seconds))

    async def _feed(self, heard: Heard, pcm: bytes) -> None:
        if self._owed:
            heard.later += pcm
        else:
            await heard.ear.feed(pcm)

    def _between(self, start: float, end: float) -> bytes:
        first, last = (round((time - self._base) * RATE) * 2 for time in (start, end))
        return bytes(self._sound[max(0, first) : last])

    def _trim(self) -> None:
        """Forgets sound that neither a pre-roll nor a recording can still ask for."""
        kept = [self.seconds - PRE_ROLL_S]
        if self.recording:
            if self._last_cut.upto < self.seconds - AGAIN_S:
                self._last_cut = Cut()
            kept += [cut.upto for cut in (self._cut, self._last_cut) if cut.begun is not None]
        if min(kept) > self._base:
            del self._sound[: round((min(kept) - self._base) * RATE) * 2]
            self._base = min(kept)

    def end_segment(self, number: int) -> None:
        """Closes the running segment under its number; nothing is running after a false start."""
        if self._running is not None:
            self._heard[number], self._running = self._running, None
            self._owed.append(number)
            self._closed_at = self.seconds

    @property
    def owes(self) -> bool:
        """True while words of a closed segment are still to come."""
        return bool(self._owed)

    async def flush(self, number: int) -> Transcript | None:
        """The words of a closed segment, None when there is no such; ProviderError when nobody could hear it."""
        if number not in self._heard:
            return None
        heard = self._heard[number]
        try:
            if heard.later:
                await heard.ear.feed(bytes(heard.later))
            heard.transcript = await heard.ear.flush()
        finally:
            heard.later.clear()
            self._owed.remove(number)
            await self._catch_up()
        return heard.transcript

    async def _catch_up(self) -> None:
        """Gives the ear what was said while it was still at the segment before."""
        if not self._owed and self._running is not None and self._running.later:
            pcm, self._running.later = bytes(self._running.later), bytearray()
            await self._running.ear.feed(pcm)

    def words(self, numbers: Iterable[int]) -> tuple[Word, ...]:
        """The words of these segments with times from the start of the turn's recording."""
        zero = (self._cut.begun or 0.0) - self._before
        return tuple(
            word.later(one.start - zero)
            for one in (self._heard[number] for number in numbers if number in self._heard)
            if one.transcript is not None
            for word in one.transcript.words
        )

    def began(self, numbers: Iterable[int]) -> float | None:
        """Where in the stream the first of these segments begins, without its pre-roll."""
        found = [self._heard[number].start + PRE_ROLL_S for number in numbers if number in self._heard]
        return min(found, default=None)

    def safe_frame(self) -> int:
        """All frames below it are words already, or silence, or nobody could hear them: a client need not keep them."""
        waiting = [self._running, *(self._heard[number] for number in self._owed)]
        starts = [heard.start for heard in waiting if heard is not None]
        return min(self.next_frame, *(int(start / FRAME_S) for start in starts)) if starts else self.next_frame

    def skip_to(self, frame: int) -> None:
        """The frames up to this one will never come: silence stands for them."""
        missing = frame - self.next_frame
        if missing <= 0:
            return
        self.next_frame = frame
        self._skipped += missing * FRAME_S
        if missing * FRAME_S <= AGAIN_S:
            self._sound += bytes(missing * FRAME)
        else:
            self._sound.clear()
            self._base = self.seconds
            self._cut, self._last_cut = Cut(), Cut()

    def reset(self) -> None:
        """What is being said now is cut: its going on begins a new segment."""
        self._vad.reset()

    def patience(self, silence_s: float) -> None:
        """How short a silence already counts as the end of a segment."""
        self._vad.silence_s = silence_s

    def new_turn(self, since: int) -> None:
        """A turn begins: its segments are those from number `since` on, the running one, and what is to come."""
        mine = [heard for number, heard in self._heard.items() if number >= since]
        mine += [self._running] if self._running else []
        self._last_cut, self._before = self._cut, 0.0
        self._cut = Cut(mine[0].start, mine[0].start, 0) if mine else Cut()
        # The turn that ended may be opened again, those before it not.
        for number in [one for one in self._heard if one < self._since and one not in self._owed]:
            del self._heard[number]
        self._last_since, self._since = self._since, since

    def again(self) -> None:
        """The turn before is open again: its recording goes on where it stopped."""
        self._since = self._last_since
        if self._last_cut.begun is not None:
            self._cut, self._last_cut = self._last_cut, Cut()

    def goes_on_after(self, seconds: float) -> None:
        """That much of the turn was recorded by an earlier process."""
        self._before = seconds

    def chunk(self, *, whole: bool = False) -> bytes | None:
        """PCM of the turn's next piece: once 10 s are there, or whatever there is when `whole`; None else."""
        cut = self._cut
        if not self.recording or cut.begun is None:
            return None
        end = min(self.seconds, cut.upto + CHUNK_S)
        if end - cut.upto < (FRAME_S if whole else CHUNK_S):
            return None
        self._cut = Cut(cut.begun, end, cut.pieces + 1)
        if cut.pieces:
            self._last_cut = Cut()
        return self._between(cut.upto, end)

    async def close(self) -> None:
        """Ends the ear and lets go of what was heard, which a room that is over would hold until the collector finds it."""
        self._heard.clear()
        self._sound.clear()
        await self.ear.close()
