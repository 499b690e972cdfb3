"""A transcript as its reviewer may see it: what a blind review hides is taken out here, not only on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agents import sharing
from agents.deps import Deps
from agents.review import blinding, panel, seats, trail
from agents.review.blinding import HIDDEN, Hidden
from agents.review.panel import Panel
from agents.transcripts import asking, searching, shelf
from core.caller import Caller
from core.errors import AppError
from core.panel import Reviewer
from core.shelf import Answer, Filters, Hit, Row
from core.text import words
from core.transcript import Line, Note, Take, Transcript, Verdict
from store import blinds, review
from store import panel as reviewers

OPENED = "opened it"
"""Of an invited reviewer, once: who invited them sees who has looked."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A transcript with what was said of it. `hidden` names what is missing until the reviewer's own verdict is in."""

    transcript: Transcript
    by: str
    """The reviewer, as `by` of notes, verdicts and lines names them."""
    blind: bool
    """Blind review is switched on here, whether or not it still hides something."""
    hidden: tuple[Hidden, ...]
    own: Verdict | None
    others: tuple[Verdict, ...]
    notes: tuple[Note, ...]
    lines: tuple[Line, ...]
    shares: tuple[sharing.Told, ...] = ()
    """Links to it: all where it is the reviewer's own, else those they made."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What those are called who say something of it, as `by` names them; the reviewer themselves is "you"."""
    invited: Reviewer | None = None
    """The invitation by which the reviewer sits here; None in their own right."""
    panel: Panel | None = None
    """Whom the reviewer invited, where they may invite."""
    watching: int = 0
    """People whom others have invited to review it."""

    @property
    def nameless(self) -> bool:
        """Who it is, is hidden."""
        return "names" in self.hidden


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list; `blind` where its name and score are hidden."""

    row: Row
    blind: bool
    own: str
    """The reviewer's decision; empty while it is open."""
    invited: bool = False
    """It is here because somebody invited the reviewer to it."""


def open(deps: Deps, caller: Caller, transcript_id: str) -> Opened:
    """The transcript as the caller may see it now; AppError `unknown_transcript` for one that they may not see."""
    seat = seats.take(deps, caller, transcript_id)
    made = seat.transcript
    sight = blinding.sight_of(deps, seat)
    verdicts = review.verdicts(deps.store, seat.owner, [transcript_id])
    notes = review.notes(deps.store, seat.owner, transcript_id)
    lines = review.lines(deps.store, seat.owner, transcript_id)
    blind, alone = sight.hides(transcript_id), sight.alone(transcript_id)
    if seat.invited and not any(one.by == seat.by and one.what == OPENED for one in lines):
        lines = [trail.sat(deps, seat, OPENED), *lines]
    if seat.invited or alone:
        lines = [one for one in lines if one.by == seat.by]
    if alone:
        verdicts, notes = [], [one for one in notes if one.by == seat.by]
    if blind:
        number = blinds.numbers(deps.store, seat.owner, [transcript_id], deps.now())[transcript_id]
        made = blinding.transcript(made, number)
    return Opened(
        transcript=made,
        by=seat.by,
        blind=sight.on(transcript_id),
        hidden=HIDDEN if blind else ("reviewers",) if alone else (),
        own=next((one for one in verdicts if one.by == seat.by), None),
        others=tuple(one for one in verdicts if one.by != seat.by),
        notes=tuple(notes),
        lines=tuple(lines),
        shares=() if blind else sharing.about(deps, caller, transcript_id),
        names={} if alone else panel.names(deps, seat),
        invited=seat.invited,
        panel=None if seat.invited else panel.of_seat(deps, seat),
        watching=0 if seat.invited else reviewers.watching(deps.store, transcript_id, caller, deps.now()),
    )


def listing(
    deps: Deps, caller: Caller, filters: Filters, limit: int = 100, offset: int = 0
) -> list[Listed]:
    """The transcripts that fit, latest first. What a blind review hides finds nothing: neither a name nor a band."""
    filters = _fair(deps, caller, filters)
    rows = shelf.listing(deps, caller, filters, limit, offset)
    told = {one.id for one in rows if _of_grades(filters) or _by_name(one, filters.text)}
    return [one for one in seen(deps, caller, rows) if not (one.blind and one.row.id in told)]


def blind_for_all(deps: Deps, caller: Caller) -> bool:
    """True where the caller reviews every transcript blind unless it is switched off for one."""
    return bool(blinds.switches(deps.store, caller, caller.owner).get(blinds.EVERY))


def seen(deps: Deps, caller: Caller, rows: Sequence[Row]) -> list[Listed]:
    """Lines of a list as the caller may see them."""
    ids = [one.id for one in rows]
    numbers, decided, invited = dict[str, int](), dict[str, str](), set[str]()
    for side in seats.sides(deps, caller, ids):
        numbers |= _numbers(deps, caller, side)
        invited |= set(side.invited)
        given = review.verdicts(deps.store, side.owner, side.ids)
        decided |= {one.transcript_id: str(one.decision) for one in given if one.by == caller.owner}
    return [
        Listed(
            row=blinding.row(one, numbers[one.id]) if one.id in numbers else one,
            blind=one.id in numbers,
            own=decided.get(one.id, ""),
            invited=one.id in invited,
        )
        for one in rows
    ]


def search(deps: Deps, caller: Caller, query: str, filters: Filters | None = None, k: int = 20) -> list[Hit]:
    """The passages that fit best; those of a blind review without names, and not where a name found them."""
    filters = _fair(deps, caller, filters or Filters())
    found = searching.search(deps, caller, query, filters, k)
    hidden = _hidden(deps, caller, [one.transcript_id for one in found])
    if _of_grades(filters):
        found = [one for one in found if one.transcript_id not in hidden]
    shown = [blinding.hit(one, *hidden[one.transcript_id]) if one.transcript_id in hidden else one for one in found]
    return [one for one in shown if one is not None]


def ask(deps: Deps, caller: Caller, question: str, filters: Filters | None = None) -> Answer:
    """An answer that quotes prove. Where one of them is of a blind review, the quotes stand alone and without names."""
    filters = _fair(deps, caller, filters or Filters())
    answer = asking.ask(deps, caller, question, filters)
    hidden = _hidden(deps, caller, [one.transcript_id for one in answer.quotes])
    if not hidden:
        return answer
    told = [one for one in answer.quotes if not (_of_grades(filters) and one.transcript_id in hidden)]
    quotes = tuple(blinding.cited(one, *hidden[one.transcript_id]) if one.transcript_id in hidden else one for one in told)
    return answer.model_copy(update={"quotes": quotes, "text": None, "sentences": ()})


def sound(deps: Deps, caller: Caller, transcript_id: str, n: int) -> tuple[Transcript, Take]:
    """A take of a transcript, to be read from the blobs of its owner; `unknown_recording` where there is none, or while it is hidden."""
    if blinding.hides(deps, seats.take(deps, caller, transcript_id)):
        raise AppError("unknown_recording", "There is no such recording among yours.")
    return shelf.take(deps, caller, transcript_id, n)


def _of_grades(filters: Filters) -> bool:
    """They tell of grades: what a blind review hides must not be found by them."""
    return bool(filters.band_from or filters.band_to or filters.state)


def _by_name(row: Row, text: str) -> bool:
    """Whether it takes the candidate's name to find a row by these words: one that was said, or parts of those of its head."""
    asked, said = text.casefold().split(), set(words(row.candidate))
    without = blinding.nameless(row.candidate)(row.title).casefold()
    head = f"{row.title}\n{row.candidate}".casefold()
    return bool(set(words(text)) & said) or any(one in head and one not in without for one in asked)


def _fair(deps: Deps, caller: Caller, filters: Filters) -> Filters:
    """Filters without what would tell of a grade that is hidden."""
    if not blind_for_all(deps, caller):
        return filters
    return filters.model_copy(update={"band_from": None, "band_to": None, "state": ""})


def _hidden(deps: Deps, caller: Caller, transcript_ids: Sequence[str]) -> dict[str, tuple[Transcript, int]]:
    """Of these transcripts those that are hidden from the caller, each with its number."""
    numbers = dict[str, int]()
    for side in seats.sides(deps, caller, transcript_ids):
        numbers |= _numbers(deps, caller, side)
    return {one: (seats.take(deps, caller, one).transcript, number) for one, number in numbers.items()}


def _numbers(deps: Deps, caller: Caller, side: seats.Side) -> Mapping[str, int]:
    """Of one side the transcripts that are hidden from the caller, each with its number."""
    sight = blinding.sight(deps, side, caller.owner)
    return blinds.numbers(deps.store, side.owner, [one for one in side.ids if sight.hides(one)], deps.now())
