"""What the interview reached: questions asked, answered, scored, and the job's needs shown, only asked, or never asked."""

from collections.abc import Sequence
from functools import lru_cache

from agents.needs import things
from agents.phrase import content
from core.report import Coverage, QuestionReport, Requirement
from core.schema import Session
from rag.index import TextEmbedder
from rag.skills import find

NEAR = 0.42
"""Cosine between a need and a question above which the question is about the need; read off 60 pairs by hand."""
SHOWN = 3
"""Band from which an answer shows the need."""


def coverage(session: Session, questions: Sequence[QuestionReport], planned: int, embedder: TextEmbedder) -> Coverage:
    """Counts, and one row for each thing that the job description asks for."""
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
    needs = [one for line in session.plan.requirements for one in things(line)]
    texts = [f"{one.topic}. {one.title}. {one.question}" for one in questions]
    near = embedder.embed([text for text, _ in needs]) @ embedder.embed(texts).T if texts else None
    # A question about a language belongs to its role, and need not say its name.
    roles = {turn.question.id: turn.question.role for turn in session.turns if turn.question}
    named = [_skills(text) | {roles.get(one.question_id, "")} for one, text in zip(questions, texts, strict=True)]
    resume = set(content(session.brief.resume))
    rows: dict[str, Requirement] = {}
    for at, (need, skills) in enumerate(needs):
        about = [
            one
            for which, one in enumerate(questions)
            if near is not None
            and (
                near[at, which] >= NEAR
                or skills & named[which]
                or len(set(content(need)) & set(content(texts[which]))) >= 2
            )
        ]
        rows.setdefault(need, _row(need, skills, about, resume))
    return tuple(rows.values())


def _row(need: str, skills: frozenset[str], about: Sequence[QuestionReport], resume: set[str]) -> Requirement:
    for one in about:
        if one.band is not None and one.band >= SHOWN:
            quotes = [found.quote for found in one.judgement.decisions if found.status == "covered" and found.quote]
            if quotes:
                # The words that name it, where some do.
                best = next((quote for quote in quotes if skills & _skills(quote.text)), quotes[0])
                return Requirement(text=need, state="shown", quote=best)
    if about:
        return Requirement(text=need, state="asked")
    terms = content(need)
    claimed = bool(terms) and sum(term in resume for term in terms) / len(terms) >= 0.5
    return Requirement(text=need, state="claimed" if claimed else "never_asked")


@lru_cache(maxsize=512)
def _skills(text: str) -> frozenset[str]:
    """The skills that a text names, and what they are kinds of: who asks about PostgreSQL asks about databases."""
    found = [one.skill for one in find(text)]
    return frozenset({skill.id for skill in found}.union(*(skill.parents for skill in found)))
