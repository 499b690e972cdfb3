"""The last stage: one transcript from what the others kept; the same input gives the same transcript."""

from agents.brains.chain import about_grading
from agents.recordings.dividing import Divided
from agents.recordings.hearing import facts_of
from agents.recordings.marking import as_session, divided, faults, report
from agents.recordings.stages import Work
from agents.transcripts import shelf
from core.report import QuestionReport, Report
from core.transcript import Exchange, Take, Transcript

MOST_NAMED = 3
"""Ungraded questions that a notice names."""


def write(work: Work) -> str:
    """Keeps the transcript in place of an earlier one of the same recording; tags, given names and corrections stay as they fit."""
    shelf.keep(work.deps, work.caller, transcript(work))
    return "The transcript is ready."


def transcript(work: Work) -> Transcript:
    """The whole, from what was kept."""
    media, facts, found = work.media, facts_of(work.media), divided(work)
    session = as_session(work, found)
    graded = report(work, session)
    by_id = {one.question_id: one for one in graded.questions}
    exchanges = tuple(_graded(one, by_id.get(one.question_id)) for one in found.exchanges)
    some = bool(graded.questions)
    return Transcript(
        id=media.id,
        owner=media.owner,
        source="recording",
        source_id=media.id,
        title=media.title,
        candidate=media.candidate,
        track=session.brief.track if some else media.track,
        role=media.role,
        level=media.level,
        language=media.language,
        engine=found.engine,
        held_at=media.held_at,
        made_at=work.deps.now(),
        seconds=facts.seconds,
        speakers=found.speakers,
        passages=found.passages,
        exchanges=exchanges,
        takes=(Take(start=0.0, seconds=facts.seconds, path=f"/files/media/{media.id}/sound.flac", key=facts.key, peaks=facts.peaks),),
        graded_by=graded.engine if some else "",
        rubric=graded.rubric if some else "",
        band=graded.band,
        score=graded.score,
        coverage=graded.coverage.requirements,
        notices=(*facts.notices, *found.notices, *_notices(found, graded), *faults(work, session)),
    )


def _graded(one: Exchange, found: QuestionReport | None) -> Exchange:
    return one.model_copy(update={"judgement": found.judgement, "band": found.band}) if found else one


def _notices(found: Divided, graded: Report) -> tuple[str, ...]:
    """What could not be graded."""
    told = []
    strange = [one.title for one in found.exchanges if not one.question_id]
    if strange:
        named = ", ".join(f"“{title}”" for title in strange[:MOST_NAMED]) + (", …" if len(strange) > MOST_NAMED else "")
        which = "One question is" if len(strange) == 1 else f"{len(strange)} questions are"
        told.append(f"{which} near no question of the banks and not graded: {named}.")
    unscored = [one for one in graded.questions if one.judgement.state != "scored"]
    if graded.questions and graded.score is None:
        told.append(f"There is no overall band: {len(unscored)} of {len(graded.questions)} answers could not be scored.")
    return (*told, *(notice for notice in graded.notices if not about_grading(notice)))
