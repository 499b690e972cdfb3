"""A live room on a clock of its own: scripted interview, ear, voice, detector and browser, and what each of them saw.

A frame of speech carries its word: sample 0 is the word's number, sample 1 the frame's place in it. A word is heard
where its first frame is, so that nothing can be lost or doubled unseen. The interviewer's samples carry their text's number.
"""

import asyncio
import contextlib
import re
import struct
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from audio.live import Live
from audio.speech import Transcript
from audio.stage import Waiting
from audio.uplink import FRAME, FRAME_S, Uplink
from audio.vad import Edge
from core.errors import AppError, ProviderError
from core.events import Partial, Said
from core.schema import Word

WORD_FRAMES = 10
SILENCE = bytes(640)


class _Selector:
    def __init__(self, inner, loop):
        self._inner, self._loop = inner, loop

    def select(self, timeout=None):
        assert timeout is not None, "everything waits for something that never comes"
        found = self._inner.select(0)
        if not found:
            self._loop.now += max(0.0, timeout)
        return found

    def __getattr__(self, name):
        return getattr(self._inner, name)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Sleeps take no time: the clock jumps to the next timer."""

    now = 0.0

    def __init__(self):
        super().__init__()
        self._selector = _Selector(self._selector, self)
        self.set_exception_handler(lambda loop, told: self.faults.append(told))
        self.faults = []

    def time(self):
        return self.now


def run(work):
    """Runs a coroutine on a virtual clock; a fault that nobody took is a fault of the test."""
    loop = VirtualLoop()
    try:
        done = loop.run_until_complete(work)
        left = asyncio.all_tasks(loop)
        assert not left, f"still running: {left}"
        assert not loop.faults, loop.faults
        return done
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        with contextlib.suppress(Exception):
            loop.run_until_complete(asyncio.sleep(0))
        loop.close()


class Detector:
    """Speech is what is not nought."""

    def __init__(self):
        self.silence_s, self._frames = 0.25, 0
        self.reset()

    def reset(self):
        self.speaking, self._above, self._below = False, 0, 0

    async def hear(self, pcm):
        self._frames += 1
        loud, now = any(pcm[:4]), self._frames * FRAME_S
        self._above = self._above + 1 if loud else 0
        self._below = 0 if loud else self._below + 1
        if not self.speaking and self._above >= 5:
            self.speaking = True
            return [Edge("start", now - 5 * FRAME_S)]
        if self.speaking and self._below * FRAME_S >= self.silence_s:
            self.speaking = False
            return [Edge("end", now - self._below * FRAME_S)]
        return []


@dataclass
class Chances:
    """How slow and how unreliable the vendors are. `of(name)` draws seconds, `fails(name)` whether this call fails."""

    chance: object
    slow: dict = field(default_factory=dict)
    failing: dict = field(default_factory=dict)

    def of(self, name):
        most = self.slow.get(name, 0.0)
        return self.chance.uniform(0, most) if most else 0.0

    def fails(self, name):
        share = self.failing.get(name, 0.0)
        return share > 0 and self.chance.random() < share


def name_of(number):
    return f"word{number}"


def numbers_in(text):
    return [int(part.strip(".,?")[4:]) for part in text.split() if part.startswith("word")]


def tag_of(text):
    """(turn, last word) of the answer that this text replies to; the word is 0 for a typed one."""
    found = re.search(r"re(\d+)x(\d+)", text)
    return (int(found[1]), int(found[2])) if found else None


class StandInEar:
    """Hears the words whose first frame it is given."""

    name = "stand-in:ear"

    def __init__(self, chances):
        self.chances, self._held, self.lost, self.closed, self.flushing = chances, bytearray(), set(), False, 0
        self.segments = []

    async def feed(self, pcm):
        self._held += pcm

    def interim(self):
        return " ".join(name_of(n) for n, _ in self._words(bytes(self._held)))

    @staticmethod
    def _words(pcm):
        samples = np.frombuffer(pcm, "<i2").reshape(-1, 320)
        return [(int(row[0]), at * FRAME_S) for at, row in enumerate(samples) if row[0] and row[1] == 1]

    async def flush(self):
        found, self._held = self._words(bytes(self._held)), bytearray()
        self.flushing += 1
        try:
            await asyncio.sleep(self.chances.of("ear"))
        finally:
            self.flushing -= 1
        if self.chances.fails("ear"):
            self.lost |= {n for n, _ in found}
            if self.chances.fails("ear_oddly"):
                raise RuntimeError("odd")
            raise ProviderError("ear", "The ear is stopped up", retryable=True)
        self.segments.append([n for n, _ in found])
        words = tuple(Word(text=name_of(n), start=at, end=at + 0.2) for n, at in found)
        return Transcript(text=" ".join(word.text for word in words), words=words, engine=self.name)

    async def close(self):
        self.closed = True


class StandInSpeaker:
    """20 ms a character; each text has a number, and its samples carry it."""

    def __init__(self, chances):
        self.chances, self.texts, self.open = chances, [], 0

    async def speak(self, text, language, on_notice):
        self.open += 1
        try:
            self.texts.append(text)
            number = len(self.texts)
            await asyncio.sleep(self.chances.of("voice"))
            if self.chances.fails("voice"):
                raise ProviderError("voice", "The voice is hoarse", retryable=True)
            for _ in range(max(1, len(text) // 10)):
                yield struct.pack("<h", number) * 3200
                await asyncio.sleep(self.chances.of("piece"))
                if self.chances.fails("voice_midway"):
                    raise ProviderError("voice", "The voice broke", retryable=True)
        finally:
            self.open -= 1


class StandInStage:
    """One interview: `turns` holds [asked, utterance or None, request_id]."""

    def __init__(self, chances, name="a"):
        self.chances, self.name = chances, name
        self.turns = [[f"Question of {name}. What happened then?", None, ""]]
        self.status, self.kept, self.drafts, self.acts = "open", {}, 0, 0
        self.drafting = self.taken_back = 0

    def reply(self, text):
        numbers = numbers_in(text)
        last = numbers[-1] if numbers else 0
        return f"Thanks to {self.name}. What came after re{len(self.turns)}x{last}, in your own words?"

    async def waiting(self):
        await asyncio.sleep(self.chances.of("look"))
        return Waiting(len(self.turns) - 1, self.turns[-1][0], self.status)

    async def view(self):
        await asyncio.sleep(self.chances.of("look"))
        return {"turn": len(self.turns) - 1, "session_id": self.name}

    async def draft(self, utterance, told):
        self.drafting += 1
        loop = asyncio.get_running_loop()
        text = self.reply(utterance.text)
        try:
            await asyncio.sleep(self.chances.of("draft"))
            if self.chances.fails("draft"):
                raise AppError("draft", "No draft.")
            if self.chances.fails("draft_oddly"):
                raise RuntimeError("odd")
            if self.chances.fails("draft_differs"):
                text = "Well, that is another matter. " + text
            for at in range(0, len(text), 12):
                # As from another thread: a piece may arrive after the draft was cancelled, but in its order.
                loop.call_later(0.01 + at * 1e-6, told, text[at : at + 12])
                await asyncio.sleep(self.chances.of("piece"))
            await asyncio.sleep(0.02)
            return text
        finally:
            self.drafting -= 1

    async def answer(self, utterance, request_id, told):
        if any(turn[2] == request_id for turn in self.turns):
            return
        text, at = self.reply(utterance.text), len(self.turns) - 1
        await asyncio.sleep(self.chances.of("answer"))
        if self.chances.fails("answer"):
            raise AppError("storage", "The disk is full; try again.")
        if self.chances.fails("answer_oddly"):
            raise RuntimeError("odd")
        if self.status != "open" or at != len(self.turns) - 1:
            raise AppError("moved_on", "The interview has moved on.")
        self._close(utterance, request_id, text)
        for piece in text.split(" "):
            told(Partial(piece + " "))
        await asyncio.sleep(self.chances.of("look"))
        told(Said(len(self.turns) - 1, "core", text))

    def _close(self, utterance, request_id, text):
        self.turns[-1][1:] = [utterance, request_id]
        self.turns.append([text, None, ""])

    async def reopen(self, request_id):
        await asyncio.sleep(self.chances.of("reopen"))
        if len(self.turns) < 2 or self.turns[-2][2] != request_id or self.status != "open":
            return False
        self.turns.pop()
        self.turns[-1][1:] = [None, ""]
        self.taken_back += 1
        return True

    async def act(self, action, request_id, told):
        await asyncio.sleep(self.chances.of("look"))
        self.acts += 1
        if action in ("pause", "resume"):
            self.status = "paused" if action == "pause" else "open"
            return f"Number {self.acts}: {action}."
        if self.status != "open":
            raise AppError("paused", "This interview is paused. Resume it first.")
        if action == "skip":
            self._close(None, request_id, f"Let us go on to q{len(self.turns)}. What is it?")
            told(Said(len(self.turns) - 1, "core", self.turns[-1][0]))
            return ""
        return f"Number {self.acts}: {action}."

    async def keep(self, turn, side, number, pcm):
        await asyncio.sleep(self.chances.of("look"))
        known = self.kept.setdefault((turn, side, number), pcm)
        if known != pcm:
            raise AppError("chunk_differs", "Another piece with this number is kept already.")

    async def recorded(self, turn, side):
        mine = [number for one, which, number in self.kept if (one, which) == (turn, side)]
        pcm = sum(len(self.kept[turn, side, number]) for number in mine)
        return max(mine, default=-1) + 1, pcm / 32000


class Browser:
    """The client's end: plays what it is sent in real time, keeps its frames until they are acknowledged."""

    def __init__(self, room):
        self.room = room
        self.frames, self.base, self.next = [], 0, 0
        self.messages, self.online = [], False
        self.queue, self.held, self.ended, self.playing = bytearray(), False, False, 0
        self.sent_samples = 0
        self.aloud = None
        """What the browser's own voice speaks: utterance, text, characters before it, characters reached."""
        self.read = {}
        """The words that the browser's own voice spoke, by utterance and where it began."""
        self.heard = Counter()
        """Samples of each of the interviewer's texts that really sounded."""
        self.utterances = {}
        """Utterance -> the texts that sounded in it."""

    # what the loop sees of it
    def tell(self, message):
        self.messages.append(message)
        self.room.told(message)
        match message["type"]:
            case "welcome":
                self.next = max(message["frame"], self.base)
            case "ack":
                gone = min(message["frame"], self.next) - self.base
                if gone > 0:
                    del self.frames[:gone]
                    self.base += gone
            case "speak" if message["voice"] == "server":
                self._new(message["utterance"], message.get("from", 0))
                self.aloud = None
            case "speak" if self.aloud and self.aloud[0] == message["utterance"] and "from" not in message:
                self.aloud[1] += " " + message["text"]
            case "speak":
                self._new(message["utterance"], 0)
                self.aloud = [message["utterance"], message["text"], message.get("from", 0), 0.0]
            case "speak_end" if message["utterance"] == self.playing:
                self.ended = True
            case "clear" if message["utterance"] >= self.playing:
                self.queue.clear()
                self.held, self.aloud = False, None
            case "hold":
                self.held = True
            case "go_on":
                self.held = False

    def _new(self, utterance, start):
        self.queue.clear()
        self.playing, self.sent_samples, self.held, self.ended = utterance, start, False, False

    def sound(self, utterance, pcm):
        self.room.sounds(utterance, pcm)
        if utterance == self.playing:
            self.queue += pcm

    # what it does
    def tick(self):
        """20 ms of playing."""
        if self.playing and not self.held and self.queue:
            piece = bytes(self.queue[:640])
            del self.queue[:640]
            text = struct.unpack_from("<h", piece)[0]
            self.heard[text] += len(piece) // 2
            self.utterances.setdefault(self.playing, set()).add(text)
            self.sent_samples += len(piece) // 2

        if self.aloud and not self.held:
            self.aloud[3] = min(len(self.aloud[1]), self.aloud[3] + 0.4)
            utterance, text, before, reached = self.aloud
            self.read[utterance, before] = text[: int(reached)].split()

    def report(self):
        if self.online and self.aloud and not self.held:
            utterance, text, before, reached = self.aloud
            over = self.ended and reached >= len(text)
            told = {"type": "voiced", "utterance": utterance, "chars": before + int(reached), "ended": over}
            self.room.live.inbox.take(told)
        elif self.online and self.playing and not self.held:
            over = self.ended and not self.queue
            told = {"type": "played", "utterance": self.playing, "samples": self.sent_samples, "ended": over}
            self.room.live.inbox.take(told)


class Room:
    """A live room with everything around it, and the rules that must hold."""

    def __init__(self, chances, name="a", first_word=1, recording=True, hello=None, speaker=None):
        self.stage, self.ear = StandInStage(chances, name), StandInEar(chances)
        self.speaker = speaker or StandInSpeaker(chances)
        self.name, self.recording = name, recording
        self.hello = {"voice": "server", **(hello or {})}
        self.uplink = Uplink(Detector(), self.ear, recording=recording)
        self.live = Live(self.stage, self.uplink, self.speaker)
        self.browser = Browser(self)
        self.word, self.spoken, self.excused = first_word, [], set()
        self.commits, self.current = [], None
        self._watch()

    def _watch(self):
        live, commit, reopen = self.live, self.live.reply.commit, self.live.reply.reopen

        def committed(action, segments):
            assert not live.policy.speaking, "taken while the candidate speaks"
            self.current = numbers_in(action.text)
            self.commits.append(action)
            commit(action, segments)

        def reopened(*, after):
            if not after:
                self.current = None
            reopen(after=after)

        live.reply.commit, live.reply.reopen = committed, reopened

    def told(self, message):
        if message["type"] == "speak" and "from" not in message and message.get("text"):
            assert not self.live.policy.speaking, f"began to speak over the candidate: {message}"

    def sounds(self, utterance, pcm):
        text = self.speaker.texts[struct.unpack_from("<h", pcm)[0] - 1]
        tag = tag_of(text)
        replied = self.stage.turns[tag[0] - 1][1] if tag and tag[0] < len(self.stage.turns) else None
        if tag and not (replied is not None and replied.source == "typed"):
            assert self.current, f"a reply to an answer that was taken back: {text}"
            assert tag[1] == self.current[-1], f"stale: {text}, committed {self.current}"

    async def join(self):
        self.browser.online = True
        await self.live.attach(self.browser, {"type": "hello", **self.hello})
        await self.send()

    def leave(self):
        self.browser.online = False
        self.live.detach(self.browser)

    async def frames(self, pcms):
        """Speaks or is silent in real time."""
        for pcm in pcms:
            self.browser.frames.append(pcm)
            self.browser.tick()
            await self.send()
            if (self.browser.base + len(self.browser.frames)) % 5 == 0:
                self.browser.report()
            await asyncio.sleep(FRAME_S)

    async def send(self):
        """Everything that waits."""
        while self.browser.online and self.browser.next < self.browser.base + len(self.browser.frames):
            number = self.browser.next
            self.browser.next += 1
            await self.live.frames(number, self.browser.frames[number - self.browser.base])

    async def say(self, count, gap=0.0):
        """That many new words."""
        for _ in range(count):
            number, self.word = self.word, self.word + 1
            self.spoken.append(number)
            await self.frames(struct.pack("<hh", number, at + 1) * 160 for at in range(WORD_FRAMES))
        await self.quiet(gap)

    async def quiet(self, seconds):
        await self.frames(SILENCE for _ in range(round(seconds / FRAME_S)))

    @property
    def answers(self):
        """The spoken numbers of every stored answer, in order."""
        return [numbers_in(turn[1].text) if turn[1] else [] for turn in self.stage.turns]


# --- the rules over a whole history ---------------------------------------------------------------------------


def watch_stream(room):
    """Notes every frame that was taken, every time the detector was told to forget, and every segment's words."""
    take, reset, flush, act = room.uplink.take, room.uplink.reset, room.uplink.flush, room.stage._close
    room.taken, room.resets, room.by_number = [], set(), {}

    async def taking(pcm):
        room.taken += [struct.unpack_from("<hh", pcm, at) for at in range(0, len(pcm), FRAME)]
        return await take(pcm)

    def resetting():
        room.resets.add(len(room.taken))
        reset()

    async def flushing(number):
        heard = await flush(number)
        room.by_number[number] = numbers_in(heard.text) if heard else []
        return heard

    def closing(utterance, request_id, text):
        if utterance is None:
            room.excused |= set(room.spoken)
        act(utterance, request_id, text)

    room.uplink.take, room.uplink.reset, room.uplink.flush = taking, resetting, flushing
    room.stage._close = closing


def must_be_heard(room):
    """The words that were really said into an open ear, long enough for the detector to notice."""
    found, run = set(), []
    for at, (number, index) in enumerate([*room.taken, (0, 0)]):
        if not number or at in room.resets:
            if len(run) >= 5:
                found |= {n for n, i in run if i == 1}
            run = []
        if number:
            run.append((number, index))
    missing = {n for commit in room.commits for segment in commit.missing for n in room.by_number.get(segment, ())}
    return found - room.ear.lost - room.excused - missing


def check_words(room):
    """None lost, none doubled, each in its place."""
    open_text = numbers_in(room.live.policy.text)
    told = [n for answer in room.answers for n in answer] + open_text
    assert told == sorted(set(told)), f"doubled or out of order: {told}"
    lost = must_be_heard(room) - set(told)
    assert not lost, f"lost: {sorted(lost)} of {told}"


def check_replies(room):
    """One audible reply to each answer; what is noted as said was played."""
    times = Counter()
    for texts in room.browser.utterances.values():
        for tag in {tag_of(room.speaker.texts[text - 1]) for text in texts} - {None}:
            times[tag] += 1
    # A commit that could not be stored is tried again, and its reply is said again.
    taken = Counter((numbers_in(commit.text) or [0])[-1] for commit in room.commits)
    assert all(count <= max(1, taken[tag[1]]) for tag, count in times.items()), f"said twice: {times}"
    played = Counter()
    for text, samples in room.browser.heard.items():
        words = room.speaker.texts[text - 1].split()
        whole = max(1, len(room.speaker.texts[text - 1]) // 10) * 3200
        played.update(words[: -(-len(words) * samples // whole)])
    for words in room.browser.read.values():
        played.update(words)
    for turn in room.stage.turns:
        if turn[1] is not None and turn[1].after:
            extra = Counter(turn[1].after.split()) - played
            assert not extra, f"noted as said but never played: {extra}"
