"""The words of turn-taking: what happens (events), what is to be done (actions), and how patient an interviewer is."""

from dataclasses import dataclass
from typing import Literal

State = Literal["listening", "still_listening", "thinking", "speaking"]
PatienceName = Literal["quick", "normal", "patient"]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of silence before a turn is taken: `least` after a finished answer, `most` after half a clause."""

    least: float
    most: float
    soft: float = 0.25
    """Seconds of silence after which a segment is transcribed and a reply drafted, long before the turn is taken."""
    judged: bool = True
    """False: `least` always, whatever was said (for comparisons)."""


PATIENCE: dict[PatienceName, Patience] = {
    "quick": Patience(0.6, 2.2, soft=0.16),
    "normal": Patience(0.9, 3.5),
    "patient": Patience(1.6, 6.0),
}


def patience_of(name: str) -> Patience:
    """A candidate's choice; an unknown one is `normal`."""
    return PATIENCE.get(name, PATIENCE["normal"])  # type: ignore[call-overload,no-any-return]


THINK_S = 15.0
TEXT_LIMIT_S = 5.0
"""How long a committed turn waits for the text of a segment that nobody could hear yet."""
BARGE_S, MEANT_S, WORD_S = 0.5, 1.2, 2.0
"""Speech over the reply that pauses it; that silences it, words or not; how long a pause waits for a word."""
CONTINUED_S = 3.0
"""Words that begin this soon after the reply began belong to the answer before it: it was cut off, so it is reopened."""
PROMPTS: tuple[tuple[float, str], ...] = ((12.0, "take_your_time"), (30.0, "offer_rephrase"), (600.0, "pause"))
"""What is said into silence before an answer begins, and when."""


# --- events ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn `n` is open and waits.

    `carry`: segments from this number on are already its own. `again`: it is the turn that was committed before,
    taken back; its segments come before those that were heard since. `said`: words of this turn that an earlier
    connection had heard already.
    """

    n: int
    expects: Literal["short", "long"] = "long"
    carry: int | None = None
    again: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class SpeechStart:
    """The voice detector heard speech begin."""

    at: float


@dataclass(frozen=True, slots=True)
class SpeechEnd:
    """Speech ended at `at`; told once the detector's short silence has passed."""

    at: float


@dataclass(frozen=True, slots=True)
class Segment:
    """The final words of segment `number`; empty for noise, None when nobody could hear it."""

    number: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Interim:
    """Words understood so far of the segment that runs."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The candidate pressed Done."""


@dataclass(frozen=True, slots=True)
class Think:
    """The candidate asked for time."""


@dataclass(frozen=True, slots=True)
class ReplyBegins:
    """The interviewer's first sample sounds. `reply` is False for prompts, hints and the like."""

    reply: bool = True


@dataclass(frozen=True, slots=True)
class ReplyEnds:
    """The last sample was played, or cleared."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Listening is on or off: muted, paused, typing."""

    on: bool


@dataclass(frozen=True, slots=True)
class Be:
    """The candidate chose a patience."""

    patience: Patience


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


Event = Turn | SpeechStart | SpeechEnd | Segment | Interim | Done | Think | ReplyBegins | ReplyEnds | Listen | Be | Tick


# --- actions --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Flush:
    """Segment `number` has ended (numbers count up through the session): find its words and tell them as `Segment`."""

    number: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Work the reply to these words out; the words may still change."""

    revision: int
    text: str


@dataclass(frozen=True, slots=True)
class DropDraft:
    """The candidate goes on: drafts of earlier revisions are stale."""


@dataclass(frozen=True, slots=True)
class Commit:
    """The turn is taken with these words; `missing` are segments without text, to be transcribed later.

    Silence alone never takes a turn without a word: for that somebody presses Done.
    """

    revision: int
    text: str
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reopen:
    """The candidate was not done: take the commit back.

    While the reply is not audible the policy goes on in the same turn by itself; when that turn out to be too late, tell it
    `Turn(n + 1, carry=…)`. `after` the reply began to sound, tell it `Turn(n, again=True)` once it has been taken back.
    """

    revision: int
    after: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to say into the silence."""

    kind: str


@dataclass(frozen=True, slots=True)
class HoldOutput:
    """Pause the interviewer's sound in place."""


@dataclass(frozen=True, slots=True)
class GoOnOutput:
    """Go on with it."""


@dataclass(frozen=True, slots=True)
class ClearOutput:
    """Fall silent for good."""


@dataclass(frozen=True, slots=True)
class Show:
    """What the page shows; `left_s` of `of_s` seconds until the turn is taken."""

    state: State
    left_s: float = 0.0
    of_s: float = 0.0


Action = Flush | Draft | DropDraft | Commit | Reopen | Prompt | HoldOutput | GoOnOutput | ClearOutput | Show
