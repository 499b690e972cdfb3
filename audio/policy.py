"""When is the turn theirs, when ours? A pure policy: events and the stream's time in, actions out; no clock, no I/O.

A turn is open until it is committed. Speech ends *softly* after the voice detector's short silence: the segment is
transcribed and a reply drafted, and then the policy waits, for 0.9 s after an answer that sounds finished up to 3.5 s
after half a clause, longer for people who pause long. Speech before that reopens the same turn.
"""

from collections import deque

from audio.completeness import is_backchannel, wait
from audio.turns import (
    BARGE_S,
    CONTINUED_S,
    MEANT_S,
    PATIENCE,
    PROMPTS,
    TEXT_LIMIT_S,
    THINK_S,
    WORD_S,
    Action,
    Be,
    ClearOutput,
    Commit,
    Done,
    Draft,
    DropDraft,
    Event,
    Flush,
    GoOnOutput,
    HoldOutput,
    Interim,
    Listen,
    Patience,
    Prompt,
    Reopen,
    ReplyBegins,
    ReplyEnds,
    Segment,
    Show,
    SpeechEnd,
    SpeechStart,
    Think,
    Turn,
)


class TurnPolicy:
    """One interview's turn-taking. `now` and all `at` are seconds of the stream and never go backwards."""

    def __init__(self, patience: Patience = PATIENCE["normal"], language: str = "en") -> None:
        self._patience = patience
        self._language = language
        self._pauses: deque[float] = deque(maxlen=12)
        self._listening = True
        self._speaking = self._output = self._output_reply = False
        self._output_from = 0.0
        self._barge: float | None = None
        self._held: float | None = None
        self._open = self._by_silence = False
        self._number = self._revision = 0
        self._texts: dict[int, str | None] = {}
        self._lost: set[int] = set()
        self._before: tuple[dict[int, str | None], int] = ({}, 0)
        self._fresh(Turn(-1))

    def _fresh(self, turn: Turn) -> None:
        if turn.again:
            self._texts = {**self._before[0], **self._texts}
            self._revision = self._before[1] + 1
        else:
            carried = turn.carry if turn.carry is not None else self._number
            self._texts = {number: text for number, text in self._texts.items() if number >= carried}
            self._revision = 0
        if turn.said:
            self._texts = {self._number: turn.said, **self._texts}
            self._number += 1
        self._expects = turn.expects
        self._committed = self._done = False
        self._think_until = self._ended = self._quiet_from = self._reopening_until = 0.0
        self._prompted = 0
        self._shown: Show | None = None
        self._barged: set[int] = set()

    @property
    def speaking(self) -> bool:
        """True while the candidate speaks: no sound of ours may begin."""
        return self._speaking

    @property
    def committed(self) -> bool:
        """True from the commit to the next turn."""
        return self._committed

    @property
    def text(self) -> str:
        """The words of the turn so far."""
        return " ".join(text for text in self._texts.values() if text)

    @property
    def next_number(self) -> int:
        """What the next segment will be called."""
        return self._number

    @property
    def quiet_from(self) -> float:
        """Since when the candidate may speak: the end of the question."""
        return self._quiet_from

    @property
    def shown(self) -> Show:
        """What the page should show now."""
        return self._shown or Show("listening")

    @property
    def segments(self) -> tuple[int, ...]:
        """The numbers of the turn's segments, in order; `missing` are those without words."""
        return tuple(self._texts)

    def step(self, event: Event, now: float) -> tuple[Action, ...]:
        """What follows from an event at a moment."""
        actions: list[Action] = []
        match event:
            case Turn():
                self._fresh(event)
                self._open, self._quiet_from = True, now
                if self._texts and not self._speaking:
                    self._ended = now
                    self._settle(now, actions)
            case SpeechStart():
                self._starts(event.at, now, actions)
            case SpeechEnd():
                if self._speaking:
                    self._ends(event.at, actions)
            case Segment():
                self._words(event, now, actions)
            case Interim():
                if event.text.strip() and self._barge is not None and not is_backchannel(event.text):
                    self._yield(now, actions)
            case Done():
                self._finish(now, actions)
            case Think():
                self._think_until = now + THINK_S
                self._quiet_from = now + THINK_S
                self._settle(now, actions)
            case ReplyBegins():
                self._output, self._output_reply, self._output_from = True, event.reply, now
                self._barge = now if self._speaking else None
            case ReplyEnds():
                self._output, self._barge, self._held = False, None, None
                self._quiet_from = max(self._quiet_from, now)
            case Listen():
                # Nobody could speak while nothing listened: silence is counted anew.
                self._ended = now if event.on and not self._listening else self._ended
                self._listening, self._quiet_from = event.on, now
                if not event.on and self._speaking:
                    self._ends(now, actions)
            case Be():
                self._patience = event.patience
                self._settle(now, actions)
        self._due(now, actions)
        self._show(now, actions)
        return tuple(actions)

    @property
    def deadline(self) -> float | None:
        """When the next `Tick` is wanted; None only when no turn is open or nothing listens."""
        return min((time for time, _ in self._timers()), default=None)

    def _starts(self, at: float, now: float, actions: list[Action]) -> None:
        self._speaking = True
        if self._output:
            self._barge = now
            return
        if not self._open or not self._texts:
            return
        if at > self._ended:
            self._pauses.append(min(at - self._ended, 6.0))
        self._revision += 1
        self._done = False
        actions.append(DropDraft())
        if self._committed:
            self._committed = False
            actions.append(Reopen(self._revision))

    def _ends(self, at: float, actions: list[Action]) -> None:
        self._speaking = False
        self._ended = at
        number, self._number = self._number, self._number + 1
        self._texts[number] = None
        if self._barge is not None:
            self._barged.add(number)
            if self._held is None:
                self._barge = None
        actions.append(Flush(number))

    def _words(self, event: Segment, now: float, actions: list[Action]) -> None:
        number, text = event.number, event.text
        if number not in self._texts:
            return
        if text is None:
            self._lost.add(number)
        else:
            # A "mm-hm" over the question is no answer to it.
            backchannel = number in self._barged and is_backchannel(text)
            self._texts[number] = "" if backchannel else text.strip()
            if self._texts[number] and number in self._barged and self._output:
                self._yield(now, actions)
        self._settle(now, actions)

    def _yield(self, now: float, actions: list[Action]) -> None:
        """The candidate means it: we fall silent, and an answer that was cut off is taken back."""
        began = self._barge if self._barge is not None else self._output_from
        self._output, self._barge, self._held = False, None, None
        actions.append(ClearOutput())
        if self._output_reply and self._by_silence and began - self._output_from <= CONTINUED_S:
            self._reopening_until = now + TEXT_LIMIT_S  # its words are no answer to this turn
            actions.append(Reopen(self._before[1] + 1, after=True))

    def _finish(self, now: float, actions: list[Action]) -> None:
        if not self._open or self._committed:
            return
        self._done = True
        if self._speaking:
            self._ends(now, actions)
        elif not self.missing and not self.text:
            self._done = False
            actions += [] if self._output else [Prompt("nothing_heard")]

    def _settle(self, now: float, actions: list[Action]) -> None:
        if self._open and not self._committed and not self._speaking and not self._waiting() and self.text:
            actions.append(Draft(self._revision, self.text))

    def _waiting(self) -> list[int]:
        """Segments whose words are still to come."""
        return [number for number, text in self._texts.items() if text is None and number not in self._lost]

    @property
    def missing(self) -> tuple[int, ...]:
        return tuple(number for number, text in self._texts.items() if text is None)

    def _wait(self) -> float:
        return 0.0 if self._done else wait(self._patience, self.text, self._expects, self._language, self._pauses)

    def _timers(self) -> list[tuple[float, str]]:
        found: list[tuple[float, str]] = []
        if self._output and self._barge is not None:
            if self._held is None:
                found.append((self._barge + BARGE_S, "hold"))
            elif self._speaking:
                found.append((self._barge + MEANT_S, "yield"))
            else:
                found.append((max(self._held, self._ended) + WORD_S, "go_on"))
        if not self._open or self._committed or not self._listening or self._speaking:
            return found
        if self.text or (self._texts and self._done):
            due = self._ended + (TEXT_LIMIT_S if self._waiting() else self._wait())
            found.append((max(due, 0.0 if self._done else self._think_until, self._reopening_until), "commit"))
        elif not self._output and self._prompted < len(PROMPTS):
            found.append((max(self._quiet_from, self._ended) + PROMPTS[self._prompted][0], "prompt"))
        return found

    def _due(self, now: float, actions: list[Action]) -> None:
        for time, kind in self._timers():
            if now < time:
                continue
            if kind == "hold" and self._speaking:
                self._held = now
                actions.append(HoldOutput())
            elif kind == "yield":
                self._yield(now, actions)
            elif kind == "go_on":
                self._barge = self._held = None
                actions.append(GoOnOutput())
            elif kind == "prompt":
                actions.append(Prompt(PROMPTS[self._prompted][1]))
                self._prompted += 1
            elif kind == "commit" and not self._output:
                self._committed = True
                self._by_silence = not self._done
                self._before = (dict(self._texts), self._revision)
                actions.append(Commit(self._revision, self.text, self.missing))

    def _show(self, now: float, actions: list[Action]) -> None:
        """One `Show` at each change of what the page should show."""
        if self._output:
            shown = Show("speaking")
        elif self._committed or (self._done and self._waiting()):
            shown = Show("thinking")
        elif self._open and not self._speaking and self.text and not self._waiting():
            until = max(self._ended + self._wait(), self._think_until)
            of = max(self._wait(), self._think_until - self._ended)
            shown = Show("still_listening", max(0.0, until - now), of)
            if self._shown and self._shown.state == "still_listening" and abs(self._shown.of_s - of) < 0.01:
                shown = self._shown
        else:
            shown = Show("listening")
        if shown != self._shown:
            self._shown = shown
            if self._open:
                actions.append(shown)
