"""Grades that follow corrections: each answer that was corrected is judged anew, by the grader that judged it before."""

from agents import grading, reporting
from agents.brains import Answer, Brain, chain
from agents.deps import Deps
from agents.memory import answer_to
from agents.recordings import dividing
from agents.recordings.kept import Kept
from agents.transcripts import corrections
from core.bank import Question
from core.caller import Caller
from core.errors import AppError
from core.schema import Judgement, Part, Session, Turn
from core.transcript import Exchange, Transcript
from store import sessions, transcripts
from store.transcripts import Held


def regrade(deps: Deps, caller: Caller, transcript_id: str) -> Transcript:
    """Judges the corrected answers anew over their words as they stand; AppError `nothing_changed` when there are none.

    The interview's own record and report stay as they are: what was corrected is the transcript.
    """
    held = transcripts.mine(deps.store, caller, transcript_id)
    made, wanted = held.transcript, corrections.changed(held)
    if not wanted:
        raise AppError("nothing_changed", "No graded answer was corrected since it was graded. Correct a passage first.")
    found = Kept(deps, caller, made.source_id).get(dividing.NAME, dividing.Divided) if made.source == "recording" else None
    asked = {one.n: _asked(deps, caller, made, one, found) for one in wanted}
    judged = {one.n: _judged(deps, _grader(deps, one), *asked[one.n]) for one in wanted}
    failed = tuple(notice for _, notices in judged.values() for notice in notices)

    def work(held: Held | None) -> Held:
        known = transcripts.must(held)
        # What was corrected while the grader was reading is not what it read.
        same = [one for one in wanted if _said(known.transcript, one) == _said(made, one)]
        notices = tuple(dict.fromkeys((*known.transcript.notices, *failed)))
        after = _graded(known.transcript.model_copy(update={"notices": notices}), {one.n: judged[one.n][0] for one in same})
        return corrections.follow(Held(after, known.edits, known.named), same)

    return transcripts.rework(deps.store, caller, transcript_id, work)


def _asked(
    deps: Deps, caller: Caller, made: Transcript, one: Exchange, found: dividing.Divided | None
) -> tuple[Question, Answer]:
    """The question of an exchange and the answer as it stands in the transcript; `found` as a recording was divided."""
    if made.source == "interview":
        session = _corrected(sessions.load(deps.store, caller, made.source_id), made)
        question = next(each for each in reporting.asked(session) if each.id == one.question_id)
        return question, answer_to(session, one.question_id)
    here = [corrections.passage_of(made, n) for n in one.answered]
    parts = tuple(Part(turn=each.turn, text=each.text, code=each.code) for each in here)
    return dividing.question_of(deps, found, one.question_id), Answer(parts=parts, language=made.language)


def _judged(
    deps: Deps, brains: tuple[Brain, ...], question: Question, answer: Answer
) -> tuple[Judgement, tuple[str, ...]]:
    limit = deps.settings.llm_timeout_s
    return deps.turns.loop.run(
        chain.first_able(brains, lambda brain: brain.judge(question, answer), limit, chain.GRADING)
    )


def _grader(deps: Deps, one: Exchange) -> tuple[Brain, ...]:
    """The rules where they judged it before; else whoever is able, best first."""
    brains = deps.brains()
    return brains[-1:] if one.judgement is None or one.judgement.engine == brains[-1].name else brains


def _corrected(session: Session, made: Transcript) -> Session:
    """The session with the words of the transcript; nothing of it is stored."""
    new = {one.turn: one.text for one in made.passages if one.edited and made.speakers[one.speaker].role == "candidate"}

    def turned(turn: Turn) -> Turn:
        if turn.heard is None or turn.n not in new:
            return turn
        return turn.model_copy(update={"heard": turn.heard.model_copy(update={"text": new[turn.n]})})

    return session.model_copy(update={"turns": tuple(turned(turn) for turn in session.turns)})


def _said(made: Transcript, one: Exchange) -> list[str]:
    return [passage.text for passage in made.passages if passage.n in one.answered]


def _graded(made: Transcript, verdicts: dict[int, Judgement]) -> Transcript:
    exchanges = tuple(
        one.model_copy(update={"judgement": new, "band": grading.band(new.score) if new.score is not None else None})
        if (new := verdicts.get(one.n))
        else one
        for one in made.exchanges
    )
    return totalled(made.model_copy(update={"exchanges": exchanges}))


def totalled(made: Transcript) -> Transcript:
    """The transcript with what follows from the grades of its exchanges: score, band, by whom and by which rubric."""
    judged = [one.judgement for one in made.exchanges if one.judgement]
    score = reporting.overall(judged)
    changes = {
        "score": score,
        "band": grading.band(score) if score is not None else None,
        "graded_by": " + ".join(sorted({one.engine for one in judged})),
        "rubric": made.rubric if judged else "",
    }
    return made.model_copy(update=changes)
