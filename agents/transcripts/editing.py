"""Correcting what was misheard, passage by passage, with everything that was changed before kept beside it."""

from agents.deps import Deps
from agents.transcripts import corrections, vectors
from core.caller import Caller
from core.errors import AppError
from core.schema import LONGEST_ANSWER
from core.text import clean
from core.transcript import Edit, Transcript
from store import transcripts
from store.transcripts import Held

MOST = 2_000
"""Corrections of one transcript."""


def correct(deps: Deps, caller: Caller, transcript_id: str, passage: int, text: str) -> Transcript:
    """Puts other words into a passage; its word times stay as they were heard. Grades follow with `regrading.regrade`."""
    text = clean(str(text))
    if not text:
        raise AppError("empty_text", "Write what was said. A passage cannot be emptied; it can be put back as it was heard.")
    if len(text) > LONGEST_ANSWER:
        raise AppError("text_too_long", f"Keep a passage under {LONGEST_ANSWER:,} characters; nothing was changed.")

    def work(held: Held | None) -> Held:
        known = transcripts.must(held)
        if len(known.edits) >= MOST:
            raise AppError("too_many_edits", f"This transcript was corrected {MOST:,} times, which is all that is kept.")
        return corrections.put_in(known, passage, text, caller.owner, deps.now())

    return _worked(deps, caller, transcript_id, work)


def revert(deps: Deps, caller: Caller, transcript_id: str, passage: int) -> Transcript:
    """Puts a passage back as it was heard; the history shows that too."""

    def work(held: Held | None) -> Held:
        known = transcripts.must(held)
        corrections.passage_of(known.transcript, passage)
        return corrections.put_in(known, passage, corrections.heard(known, passage), caller.owner, deps.now())

    return _worked(deps, caller, transcript_id, work)


def history(deps: Deps, caller: Caller, transcript_id: str) -> tuple[Edit, ...]:
    """Every correction, oldest first; those with `applied` false did not fit when the transcript was made anew."""
    return transcripts.edits(deps.store, caller, transcript_id)


def _worked(deps: Deps, caller: Caller, transcript_id: str, work: transcripts.Work) -> Transcript:
    made = transcripts.rework(deps.store, caller, transcript_id, work)
    vectors.fill(deps, caller)
    return made
