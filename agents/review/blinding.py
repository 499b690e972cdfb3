"""Blind review: until the reviewer's own verdict is in, a transcript shows neither who it is nor what others think of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from agents.deps import Deps
from agents.review import seats, trail
from core.caller import Caller
from core.errors import AppError
from core.panel import Reviewer
from core.report import Requirement
from core.schema import Word
from core.shelf import Cited, Hit, Row
from core.transcript import Exchange, Passage, Speaker, Transcript
from store import blinds, review

Hidden = Literal["names", "voices", "scores", "reviewers"]
HIDDEN: tuple[Hidden, ...] = ("names", "voices", "scores", "reviewers")
NAME = "[name]"
"""In the place of a name that was said."""
_ROLES = {"interviewer": "Interviewer", "candidate": "Candidate", "unknown": "Speaker"}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reviewer's blind review covers: the switch for all, those for single transcripts, and their verdicts so far."""

    switches: dict[str, bool]
    decided: frozenset[str]
    invited: Mapping[str, Reviewer] = field(default_factory=dict)
    """The invitations by which they review, by transcript."""

    def on(self, transcript_id: str) -> bool:
        """True where it is switched on for this transcript, or asked for by the invitation."""
        by = self.invited.get(transcript_id)
        return (by is not None and by.blind) or self.switches.get(transcript_id, self.switches.get(blinds.EVERY, False))

    def hides(self, transcript_id: str) -> bool:
        """True while it hides something."""
        return self.on(transcript_id) and transcript_id not in self.decided

    def alone(self, transcript_id: str) -> bool:
        """True while what others say is hidden: in a blind review, and for whoever was invited, until their own verdict is in."""
        return transcript_id not in self.decided and (transcript_id in self.invited or self.on(transcript_id))


def sight(deps: Deps, side: seats.Side, by: str) -> Sight:
    """What the reviewer `by` sees of the transcripts of one side."""
    mine = [one for one in review.verdicts(deps.store, side.owner, side.ids) if one.by == by]
    switches = dict(blinds.switches(deps.store, side.owner, by))
    if side.owner.owner != by:  # the switch for all is their own, wherever they sit
        own = blinds.switches(deps.store, Caller(owner=by, role="program"), by)
        switches = {**({blinds.EVERY: own[blinds.EVERY]} if blinds.EVERY in own else {}), **switches}
    return Sight(switches, frozenset(one.transcript_id for one in mine), side.invited)


def sight_of(deps: Deps, seat: seats.Seat) -> Sight:
    """The same for one seat."""
    key = seat.transcript.id
    return sight(deps, seats.Side(seat.owner, (key,), {key: seat.invited} if seat.invited else {}), seat.by)


def hides(deps: Deps, seat: seats.Seat) -> bool:
    """True while this reviewer may not see who it is."""
    return sight_of(deps, seat).hides(seat.transcript.id)


def alone(deps: Deps, seat: seats.Seat) -> bool:
    """True while this reviewer may not see what others say."""
    return sight_of(deps, seat).alone(seat.transcript.id)


def switch(deps: Deps, caller: Caller, on: bool, transcript_id: str = "") -> None:
    """Blind review on or off for the caller: of one transcript, or of all. What was decided stays decided."""
    if not transcript_id:
        blinds.switch(deps.store, caller, caller.owner, blinds.EVERY, on, deps.now())
        return
    seat = seats.take(deps, caller, transcript_id)
    if seat.invited is not None and seat.invited.blind:
        raise AppError("blind_by_invitation", "You were invited to review this blind. It opens when your verdict is in.")
    if sight_of(deps, seat).on(transcript_id) != on:
        blinds.switch(deps.store, seat.owner, seat.by, transcript_id, on, deps.now())
        trail.sat(deps, seat, f"switched blind review {'on' if on else 'off'}")


def number_words(number: int) -> str:
    """Such as "Candidate 0412"."""
    return f"Candidate {number:04d}"


def row(shown: Row, number: int) -> Row:
    """A line of the list without name and score."""
    without = nameless(shown.candidate)
    tags = tuple(one for one in shown.tags if without(one) == one)
    called = number_words(number)
    return shown.model_copy(
        update={"title": called, "candidate": called, "band": None, "score": None, "graded": False, "tags": tags}
    )


def transcript(made: Transcript, number: int) -> Transcript:
    """The transcript without names, voices and scores; its words and their times stay."""
    without = _without(made)
    called = number_words(number)
    return made.model_copy(
        update={
            "title": called,
            "candidate": called,
            "speakers": tuple(_speaker(one) for one in made.speakers),
            "passages": tuple(_passage(one, without) for one in made.passages),
            "exchanges": tuple(_exchange(one, without) for one in made.exchanges),
            "takes": (),
            "graded_by": "",
            "rubric": "",
            "band": None,
            "score": None,
            "coverage": tuple(_ungraded(one) for one in made.coverage),
            "tags": tuple(one for one in made.tags if without(one) == one),
            "notices": tuple(without(one) for one in made.notices),
        }
    )


def hit(found: Hit, made: Transcript, number: int) -> Hit | None:
    """A hit of a search without names; None where it was found by one."""
    without = _without(made)
    if any(match and without(text) != text for text, match in found.snippet):
        return None
    shown = tuple((without(text), match) for text, match in found.snippet)
    return found.model_copy(update={"title": number_words(number), "speaker": _role_of(made, found.speaker), "snippet": shown})


def cited(found: Cited, made: Transcript, number: int) -> Cited:
    """Words of an answer without names."""
    speaker, text = _role_of(made, found.speaker), _without(made)(found.text)
    return found.model_copy(update={"title": number_words(number), "speaker": speaker, "text": text})


def _without(made: Transcript) -> Callable[[str], str]:
    return nameless(made.candidate, *(one.name for one in made.speakers))


def _role_of(made: Transcript, name: str) -> str:
    return next((_speaker(one).name for one in made.speakers if one.name == name), "Speaker")


def nameless(*names: str) -> Callable[[str], str]:
    """Takes these names out of a text: each as a whole, and its parts where they are written with a capital.

    In a text without any capital, as some recognizers write, the parts go in any case.
    """
    whole = [name.strip() for name in names if name.strip() and name.strip() not in _ROLES.values()]
    parts = {part for name in whole for part in re.findall(r"[^\W\d_]{2,}", name)}
    if not parts:
        return lambda text: text
    capital = {form for part in parts for form in (part.capitalize(), part.upper(), part) if form[:1].isupper()}
    exact, loose = _pattern(whole, capital), _pattern([*whole, *parts], ())
    return lambda text: (loose if text == text.lower() else exact).sub(NAME, text)


def _pattern(any_case: Iterable[str], exact: Iterable[str]) -> re.Pattern[str]:
    either = [f"(?i:{_any(any_case)})", *([_any(exact)] if exact else [])]
    return re.compile(rf"(?<!\w)(?:{'|'.join(either)})(?!\w)")


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))


def _speaker(one: Speaker) -> Speaker:
    name = _ROLES[one.role] if one.role != "unknown" else f"Speaker {one.n + 1}"
    return one.model_copy(update={"name": name})


def _passage(one: Passage, without: Callable[[str], str]) -> Passage:
    lower = one.text == one.text.lower()
    words = tuple(_word(word, without, lower) for word in one.words)
    return one.model_copy(update={"text": without(one.text), "code": without(one.code), "words": words})


def _word(one: Word, without: Callable[[str], str], lower: bool) -> Word:
    # A single word has no capitals to go by: the passage decides.
    if one.text == one.text.lower() and not lower:
        return one
    text = without(one.text)
    return one if text == one.text else one.model_copy(update={"text": text})


def _ungraded(one: Requirement) -> Requirement:
    """Whether it was shown is a grade; that it was asked is not."""
    return one.model_copy(update={"state": "asked", "quote": None}) if one.state == "shown" else one


def _exchange(one: Exchange, without: Callable[[str], str]) -> Exchange:
    return one.model_copy(update={"question": without(one.question), "judgement": None, "band": None})
