"""The transcripts that a caller has: made when an interview is graded, kept, listed, named, read and deleted."""

import logging
from collections.abc import Iterable

from agents import recording, sharing
from agents.deps import Deps
from agents.transcripts import corrections, vectors, wanted
from agents.transcripts.deleting import delete as delete
from agents.transcripts.of_interview import of_interview
from core.caller import Caller
from core.errors import AppError
from core.report import Report
from core.shelf import Filters as Filters
from core.shelf import Row as Row
from core.text import clean, words
from core.transcript import Take, Transcript
from store import reports, sessions, transcripts
from store.transcripts import Held

log = logging.getLogger(__name__)
LONGEST_TITLE, LONGEST_NAME, LONGEST_TAG, MOST_TAGS = 200, 80, 40, 12


def keep_interview(deps: Deps, caller: Caller, session_id: str, report: Report | None = None) -> Transcript:
    """Makes the transcript of a finished interview anew from what is stored, and keeps it in place of the one before; `report` is
    one that is about to be stored."""
    if transcripts.is_buried(deps.store, caller, session_id):
        raise AppError("transcript_deleted", "The transcript of this interview was deleted, and is not made again.")
    session = sessions.load(deps.store, caller, session_id)
    report = report or reports.latest(deps.store, caller, session_id)
    tracks = recording.assemble_all(deps, caller, session_id)
    return keep(deps, caller, of_interview(session, report, tracks, deps.now()))


def keep(deps: Deps, caller: Caller, made: Transcript) -> Transcript:
    """Keeps a transcript that was made, or made anew: tags, a given name and what was corrected by hand stay, as far as they fit."""

    def work(held: Held | None) -> Held:
        if held is None:
            return Held(made)
        old = held.transcript
        given = {"title": old.title, "candidate": old.candidate} if held.named else {}
        fresh = made.model_copy(update={"tags": old.tags or made.tags, **given})
        return corrections.again(Held(fresh, held.edits, held.named))

    kept = transcripts.rework(deps.store, caller, made.id, work)
    vectors.fill(deps, caller)
    return kept


def catch_up(deps: Deps, caller: Caller) -> None:
    """Makes the transcripts of interviews that ended before there were any."""
    for session_id in transcripts.missing(deps.store, caller):
        try:
            keep_interview(deps, caller, session_id)
        except AppError as fault:  # a full disk, say: the others are listed all the same
            log.warning("transcript of %s: %s", session_id, fault.sentence)


def listing(
    deps: Deps, caller: Caller, filters: Filters | None = None, limit: int = 100, offset: int = 0
) -> list[Row]:
    """The transcripts that the caller may see, latest first."""
    catch_up(deps, caller)
    filters = filters or Filters()
    asked = clean(filters.text)
    terms = wanted.terms(asked)
    filters = filters.model_copy(update={"text": asked, "tag": _tag(filters.tag)})
    rows = transcripts.listing(deps.store, caller, filters, terms, max(1, min(limit, 1_000)), max(0, offset))
    return [_labelled(one) for one in rows]


def _labelled(row: Row) -> Row:
    """A kit that is called after its candidate is no label: it would tell a blind reviewer who it is."""
    if set(words(row.kit_title)) & set(words(row.candidate)):
        return row.model_copy(update={"kit": "", "kit_title": ""})
    return row


def get(deps: Deps, caller: Caller, transcript_id: str) -> Transcript:
    """The whole transcript; AppError `unknown_transcript`, in the same words for one that is somebody else's."""
    if transcript_id in transcripts.missing(deps.store, caller):  # its report was read before it was made
        keep_interview(deps, caller, transcript_id)
    made, consent = sharing.readable(deps, caller, transcript_id)
    if consent is not None:
        return _for_reader(made)
    if made.source == "interview" and made.takes and not recording.listing(deps, caller, made.source_id):
        return made.model_copy(update={"takes": ()})  # its sound was deleted since
    return made


def take(deps: Deps, caller: Caller, transcript_id: str, n: int) -> tuple[Transcript, Take]:
    """One sound of a transcript that somebody lets the caller hear; AppError `unknown_recording`."""
    made, _ = sharing.readable(deps, caller, transcript_id)
    if not 0 <= n < len(made.takes) or deps.blobs.size(made.owner, made.takes[n].key) is None:
        raise AppError("unknown_recording", "There is no such recording among yours.")
    return made, made.takes[n]


def _for_reader(made: Transcript) -> Transcript:
    """Another's transcript, whose sound is reached by the transcript instead of by its owner."""
    takes = [
        one.model_copy(update={"path": f"/files/transcript/{made.id}/take/{n}.flac"}) for n, one in enumerate(made.takes)
    ]
    return made.model_copy(update={"takes": tuple(takes)})


def tag(deps: Deps, caller: Caller, transcript_id: str, tags: Iterable[str]) -> Transcript:
    """Gives a transcript these tags and no others; they are kept in lower case."""
    made = tuple(dict.fromkeys(filter(None, map(_tag, tags))))
    if len(made) > MOST_TAGS or any(len(one) > LONGEST_TAG for one in made):
        raise AppError("wrong_tags", f"A transcript takes at most {MOST_TAGS} tags of {LONGEST_TAG} characters each.")

    def work(held: Held | None) -> Held:
        known = transcripts.must(held)
        return Held(known.transcript.model_copy(update={"tags": made}), known.edits, known.named)

    return transcripts.rework(deps.store, caller, transcript_id, work)


def rename(deps: Deps, caller: Caller, transcript_id: str, title: str, candidate: str) -> Transcript:
    """Gives a transcript a title and the candidate a name; both stay when it is made anew."""
    title, candidate = (" ".join(clean(text).split()) for text in (title, candidate))
    if not title or len(title) > LONGEST_TITLE or len(candidate) > LONGEST_NAME:
        raise AppError(
            "wrong_name", f"Give a title of at most {LONGEST_TITLE} characters, and a name of at most {LONGEST_NAME}."
        )

    def work(held: Held | None) -> Held:
        known = transcripts.must(held)
        return Held(known.transcript.model_copy(update={"title": title, "candidate": candidate}), known.edits, named=True)

    return transcripts.rework(deps.store, caller, transcript_id, work)


def _tag(text: str) -> str:
    return " ".join(clean(text).split()).lower()
