"""Corrections by hand over a transcript: put in, taken back, put in again when it is made anew, and what its reader is told of them."""

from collections.abc import Iterable
from datetime import datetime

from core.errors import AppError
from core.transcript import Edit, Exchange, Passage, Transcript
from store.transcripts import Held

PENDING = "Passages were corrected by hand after the grading. Grade again, so that bands and quotes follow the corrected words."
GRADED = "Answers that were corrected by hand were graded again over the corrected words."
_LOST = "The transcript was made anew since. Corrections by hand that no longer fit, and were not applied: "


def put_in(held: Held, n: int, text: str, by: str, at: datetime) -> Held:
    """The passage with other words; the same words change nothing. AppError `unknown_passage`."""
    passage = passage_of(held.transcript, n)
    if passage.text == text:
        return held
    edit = Edit(passage=n, before=passage.text, after=text, by=by, at=at)
    return told(_with(held, (*held.edits, edit), passage, text))


def passage_of(made: Transcript, n: int) -> Passage:
    """The passage with this number; AppError `unknown_passage`."""
    for one in made.passages:
        if one.n == n:
            return one
    raise AppError("unknown_passage", "There is no such passage in this transcript. Take its number from the transcript.")


def heard(held: Held, n: int) -> str:
    """The words of a passage as they were heard, before any correction."""
    of_it = chain(held.edits, n)
    return of_it[0].before if of_it else passage_of(held.transcript, n).text


def chain(edits: Iterable[Edit], n: int) -> list[Edit]:
    """The corrections of a passage that are in it now, one upon the other."""
    return [one for one in edits if one.passage == n and one.applied]


def again(fresh: Held) -> Held:
    """A transcript made anew, with the corrections of the one before: those whose passage reads as it did are put in again,
    also where its number is another one by now; the others are kept, marked as not applied."""
    held = Held(fresh.transcript, (), fresh.named)
    for n in dict.fromkeys(one.passage for one in fresh.edits):
        of_it, lost = chain(fresh.edits, n), [one for one in fresh.edits if one.passage == n and not one.applied]
        here = _same(held.transcript, n, of_it[0].before) if of_it else None
        if here is None:
            held = Held(held.transcript, (*held.edits, *lost, *(_marked(one, applied=False) for one in of_it)), held.named)
            continue
        moved = tuple(_marked(one, passage=here.n, graded=False) for one in of_it)
        held = _with(held, (*held.edits, *lost, *moved), here, of_it[-1].after)
    return told(held)


def changed(held: Held) -> tuple[Exchange, ...]:
    """The graded exchanges whose answers were corrected since they were graded."""
    open_ones = {one.passage for one in held.edits if one.applied and not one.graded}
    return tuple(one for one in held.transcript.exchanges if one.judgement and open_ones & set(one.answered))


def follow(held: Held, exchanges: Iterable[Exchange]) -> Held:
    """The corrections with those of these exchanges marked as graded."""
    done = {n for one in exchanges for n in one.answered}
    edits = tuple(_marked(one, graded=True) if one.passage in done and one.applied else one for one in held.edits)
    return told(Held(held.transcript, edits, held.named))


def told(held: Held) -> Held:
    """The transcript's notices, with what they say of corrections brought up to date."""
    ours = [one for one in held.transcript.notices if one not in (PENDING, GRADED) and not one.startswith(_LOST)]
    lost = len({one.passage for one in held.edits if not one.applied})
    if changed(held):
        ours.append(PENDING)
    elif any(one.graded and one.applied for one in held.edits):
        ours.append(GRADED)
    ours += [f"{_LOST}{lost}."] if lost else []
    return Held(held.transcript.model_copy(update={"notices": tuple(ours)}), held.edits, held.named)


def _with(held: Held, edits: tuple[Edit, ...], passage: Passage, text: str) -> Held:
    first = next((one.before for one in edits if one.passage == passage.n and one.applied), passage.text)
    new = passage.model_copy(update={"text": text, "edited": text != first})
    passages = tuple(new if one.n == passage.n else one for one in held.transcript.passages)
    return Held(held.transcript.model_copy(update={"passages": passages}), edits, held.named)


def _same(made: Transcript, n: int, text: str) -> Passage | None:
    """The passage that reads so: the one with this number, else the only one."""
    alike = [one for one in made.passages if one.text == text and not one.edited]
    return next((one for one in alike if one.n == n), alike[0] if len(alike) == 1 else None)


def _marked(edit: Edit, **changes: object) -> Edit:
    return edit.model_copy(update=changes)
