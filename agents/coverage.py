"""What the interview reached: questions asked, answered, scored, and the job's needs shown, only asked, or never asked."""

from collections.abc import Sequence

from agents.phrase import content
from core.report import Coverage, QuestionReport, Requirement
from core.schema import Quote, Session
from rag.index import TextEmbedder

NEAR = 0.42
"""Cosine between a need and a question above which the question is about the need; read off 60 pairs by hand."""
SHOWN = 3
"""Band from which an answer shows the need."""


def coverage(session: Session, questions: Sequence[QuestionReport], planned: int, embedder: TextEmbedder) -> Coverage:
    """Counts, and one row for each need of the job description."""
    answered = [one for one in questions if one.judgement.state not in ("skipped", "not_asked", "no_answer")]
    return Coverage(
        planned=planned,
        asked=len(questions),
        answered=len(answered),
        scored=sum(one.judgement.state == "scored" for one in questions),
        requirements=_requirements(session, questions, embedder) if session.plan.requirements else (),
    )


def _requirements(
    session: Session, questions: Sequence[QuestionReport], embedder: TextEmbedder
) -> tuple[Requirement, ...]:
    needs = session.plan.requirements
    texts = [f"{one.topic}. {one.title}. {one.question}" for one in questions]
    near = embedder.embed(list(needs)) @ embedder.embed(texts).T if texts else None
    resume = set(content(session.brief.resume))
    rows = []
    for at, need in enumerate(needs):
        about = [
            one
            for which, one in enumerate(questions)
            if near is not None
            and (near[at, which] >= NEAR or len(set(content(need)) & set(content(texts[which]))) >= 2)
        ]
        rows.append(_row(need, about, resume))
    return tuple(rows)


def _row(need: str, about: Sequence[QuestionReport], resume: set[str]) -> Requirement:
    quote: Quote | None = None
    for one in about:
        if one.band is not None and one.band >= SHOWN:
            quote = next((found.quote for found in one.judgement.decisions if found.status == "covered"), None)
            if quote:
                return Requirement(text=need, state="shown", quote=quote)
    if about:
        return Requirement(text=need, state="asked")
    terms = content(need)
    claimed = bool(terms) and sum(term in resume for term in terms) / len(terms) >= 0.5
    return Requirement(text=need, state="claimed" if claimed else "never_asked")
