"""The stage that grades: answers to questions near ours, by the grader of our own interviews; content alone, no delivery."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from agents import reporting
from agents.recordings.dividing import NAME, Divided, question_of
from agents.recordings.stages import Work
from agents.regrading import regrade
from agents.requirements import requirements
from core.bank import Track
from core.errors import AppError
from core.noun import Noun
from core.report import Report
from core.schema import Brief, Judgement, Plan, Session, Turn, Utterance
from core.transcript import Exchange, Passage


class Verdict(Noun):
    """The judgement of one question, and what failed on the way."""

    judgement: Judgement
    notices: tuple[str, ...] = ()


def grade(work: Work) -> str:
    """Keeps a verdict for each question that can be graded; says how many."""
    session = as_session(work, divided(work))
    questions = reporting.asked(session)
    for at, question in enumerate(questions, start=1):
        name = _name(question.id)
        if work.kept.get(name, Verdict) is None:
            found, notices = regrade(work.deps, session, work.deps.brains(), {question.id})
            work.kept.put(name, Verdict(judgement=found[question.id], notices=notices))
        work.went_on(f"{at} of {len(questions)} answers graded")
    if not questions:
        return "No question of the banks, ours or your own, is near what was asked: nothing to grade."
    return "One answer graded." if len(questions) == 1 else f"{len(questions)} answers graded."


def divided(work: Work) -> Divided:
    """What the stage before left; AppError when it is not there any more."""
    found = work.kept.get(NAME, Divided)
    if found is None:
        raise AppError("not_divided", "The questions of this recording are not found yet. Try the stage divide again.")
    return found


def report(work: Work, session: Session) -> Report:
    """The arithmetic of our own reports over the verdicts that were kept."""
    found = {one.id: verdict.judgement for one in reporting.asked(session) if (verdict := _verdict(work, one.id))}
    return reporting.build(session, work.deps.knowledge.embedder, work.deps.now(), found)


def faults(work: Work, session: Session) -> tuple[str, ...]:
    """What failed while it was graded, in words."""
    every = (verdict.notices for one in reporting.asked(session) if (verdict := _verdict(work, one.id)))
    return tuple(dict.fromkeys(notice for notices in every for notice in notices))


def as_session(work: Work, found: Divided) -> Session:
    """The recording as an interview of ours, so that grader and report need no second way: each answering passage is a turn
    that bears its exchange's number, as quotes do."""
    media = work.media
    matched = [one for one in found.exchanges if one.question_id]
    return Session(
        id=media.id,
        owner=media.owner,
        brief=Brief(
            track=_track(work, found, matched),
            role=media.role or "any",
            level=media.level,
            job_description=media.job_description,
            language=media.language,
            name=media.candidate,
        ),
        plan=Plan(slots=(), requirements=requirements(media.job_description) if media.job_description else ()),
        status="finished",
        engine=work.deps.brains()[0].name,
        created_at=media.held_at,
        updated_at=media.held_at,
        finished_at=media.held_at,
        turns=tuple(turn for one in matched for turn in _turns(work, found, one)),
    )


def _track(work: Work, found: Divided, matched: list[Exchange]) -> Track:
    """As it was given, else that of most of the questions."""
    if work.media.track:
        return cast(Track, work.media.track)
    counted = Counter(question_of(work.deps, found, one.question_id).track for one in matched)
    return counted.most_common(1)[0][0] if counted else "behavioral"


def _turns(work: Work, found: Divided, one: Exchange) -> Iterator[Turn]:
    question = question_of(work.deps, found, one.question_id)
    begun = work.media.held_at
    answers: list[Passage | None] = [found.passages[n] for n in one.answered] or [None]
    for passage in answers:
        at = begun + timedelta(seconds=passage.start or 0.0) if passage else begun
        yield Turn(
            n=one.n,
            phase="core",
            said=one.question,
            question=question,
            level=question.level,
            asked_at=at,
            answered_at=at,
            heard=Utterance(text=passage.text if passage else "", source="uploaded"),
        )


def _name(question_id: str) -> str:
    return f"verdicts/{question_id}.json"


def _verdict(work: Work, question_id: str) -> Verdict | None:
    return work.kept.get(_name(question_id), Verdict)
