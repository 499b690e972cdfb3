"""What to do after a report: one exercise a question, and a plan for two weeks made of the weakest points."""

from datetime import timedelta

from agents.tracks import style
from core.bank import Question
from core.report import QuestionReport, Report, Step
from core.schema import Judgement


def exercise(question: Question, judgement: Judgement) -> str:
    """The next exercise for one question: its heaviest open point, or its most common mistake."""
    still_open = [one for one in judgement.decisions if one.status != "covered"]
    wrong = next((one for one in still_open if one.status == "contradicted"), None)
    if wrong:
        return f"You said the opposite of this. Find out which holds, and say why in three sentences: {wrong.text}"
    if still_open:
        heaviest = max(still_open, key=lambda one: (one.weight, one.status == "missing"))
        return f"Without notes, say this in your own words and add one example from your work: {heaviest.text}"
    if judgement.state == "scored":
        return f"Nothing is missing. Say it again in half the time, and steer clear of this: {question.mistakes[0]}"
    return f"Read the model answer once, put it away, and answer aloud. A place to begin: {question.hints[0]}"


def two_weeks(report: Report) -> tuple[Step, ...]:
    """Up to six dated steps from the weak points; each weak thing once."""
    start = report.created_at.date()
    track = style(report.track)
    days = iter((0, 2, 4, 7, 10, 13))
    weak_parts = sorted(
        (one for one in report.competencies if one.band is not None and one.band < 5), key=lambda one: one.band or 0
    )
    weak_questions = sorted((one for one in report.questions if one.band is None or one.band < 4), key=_rank)
    steps: list[Step] = []

    def add(text: str, minutes: int, question_id: str | None = None) -> None:
        day = next(days, None)
        if day is not None:
            steps.append(Step(day=start + timedelta(days=day), text=text, minutes=minutes, question_id=question_id))

    if weak_parts:
        add(track.competency(weak_parts[0].name).exercise, 10)
    if weak_questions:
        add(f"Answer “{weak_questions[0].title}” again, aloud.", 10, weak_questions[0].question_id)
    if len(weak_parts) > 1:
        add(track.competency(weak_parts[1].name).exercise, 10)
    topics = list(dict.fromkeys(one.topic for one in weak_questions))
    if topics:
        add(f"A short practice interview on {' and '.join(topics[:2])}.", 20)
    if len(weak_questions) > 1:
        add(f"Answer “{weak_questions[1].title}” again, and compare.", 10, weak_questions[1].question_id)
    if not report.questions:
        add("Begin again, and answer the first question: a minute in your own words is enough to be read.", 10)
    elif weak_parts or weak_questions:
        add("A whole interview in real mode, without hints; compare the two reports.", 30)
    else:
        add("The same track one level up, with the challenging interviewer.", 30)
    return tuple(steps)


def _rank(question: QuestionReport) -> tuple[int, float]:
    """Unanswered ones after the thin ones: a thin answer is the nearest thing to mend."""
    return (1, 0.0) if question.judgement.score is None else (0, question.judgement.score)
