"""Saying that an answer was held against a question that was not asked: its grade goes, and stays away when the recording is read anew."""

from agents.deps import Deps
from agents.media import keeping
from agents.recordings import desk, dividing
from agents.recordings.kept import Kept
from agents.recordings.running import key_of
from agents.recordings.stages import Work
from agents.recordings.writing import transcript
from agents.transcripts import corrections, regrading
from core.caller import Caller
from core.errors import AppError
from core.transcript import Transcript
from store import jobs, transcripts
from store.transcripts import Held


def refuse(deps: Deps, caller: Caller, transcript_id: str, exchange: int) -> Transcript:
    """Takes the grade off an exchange of the caller's recording; the totals follow, the other grades stay.

    AppError `not_matched` where no question was guessed: in an interview of ours it is certain what was asked.
    """
    made = transcripts.mine(deps.store, caller, transcript_id).transcript
    one = next((each for each in made.exchanges if each.n == exchange), None)
    if one is None or made.source != "recording" or not one.question_id:
        raise AppError("not_matched", "Pick a graded answer of a recording: only there the question was guessed.")
    kept = Kept(deps, caller, made.source_id)
    job, found = jobs.by_key(deps.store, caller, key_of(made.source_id)), kept.get(dividing.NAME, dividing.Divided)
    if job is None or found is None:
        raise AppError("not_divided", "What this transcript was made from is gone, so its grades cannot change.")
    desk.must_rest(job)
    before = kept.get(dividing.REFUSED, dividing.Refused) or dividing.Refused()
    kept.put(dividing.REFUSED, dividing.Refused(ids=(*before.ids, one.question_id)))
    kept.put(dividing.NAME, dividing.without(found, one.question_id))
    fresh = transcript(Work(deps, caller, job, keeping.get(deps, caller, made.source_id), kept))

    def work(held: Held | None) -> Held:
        # What was corrected and graded again stays: only what the job asks for and the notices are those of a transcript made anew.
        now = transcripts.must(held)
        exchanges = tuple(
            dividing.unmatched(each) if each.question_id == one.question_id else each for each in now.transcript.exchanges
        )
        changes = {"exchanges": exchanges, "coverage": fresh.coverage, "notices": fresh.notices}
        after = regrading.totalled(now.transcript.model_copy(update=changes))
        return corrections.told(Held(after, now.edits, now.named))

    return transcripts.rework(deps.store, caller, transcript_id, work)
