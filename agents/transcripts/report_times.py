"""When each question was talked about and who spoke, as a report draws it: places in the recording, no measures of anybody."""

from collections.abc import Iterable
from dataclasses import dataclass

from agents.transcripts.report_words import short
from core.text import clock, lasting
from core.transcript import Passage, SpeakerRole, Transcript

WHOLE = "The whole interview"
_KEYS: dict[SpeakerRole, str] = {
    "candidate": "Filled: the candidate.",
    "interviewer": "Outlined: the interviewer.",
    "unknown": "Grey: a speaker whose part is not known.",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Who speaks from where to where, in shares of the whole."""

    start: float
    end: float
    role: SpeakerRole


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the chart, and the same in words."""

    label: str
    stretches: tuple[Stretch, ...]
    words: str


def lanes(made: Transcript) -> list[Lane]:
    """The whole interview, then each question; nothing where no times are known."""
    timed = [one for one in made.passages if one.start is not None and one.end is not None]
    whole = max((made.seconds, *(one.end or 0.0 for one in timed)))
    if not timed or not whole:
        return []
    found = [Lane(WHOLE, _stretches(made, timed, whole), lasting(whole))]
    for one in made.exchanges:
        here = [each for each in timed if each.n in (*one.asked, *one.answered)]
        if here:
            start, end = min(each.start or 0.0 for each in here), max(each.end or 0.0 for each in here)
            told = f"{lasting(end - start)} from {clock(start)}"
            found.append(Lane(short(one.title or one.question), _stretches(made, here, whole), told))
    return found


def key(drawn: Iterable[Lane]) -> str:
    """How the chart is read."""
    here = {one.role for lane in drawn for one in lane.stretches}
    return " ".join(words for role, words in _KEYS.items() if role in here)


def _stretches(made: Transcript, passages: Iterable[Passage], whole: float) -> tuple[Stretch, ...]:
    roles = {one.n: one.role for one in made.speakers}
    return tuple(
        Stretch((one.start or 0.0) / whole, (one.end or 0.0) / whole, roles.get(one.speaker, "unknown")) for one in passages
    )
