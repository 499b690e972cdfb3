"""An interview out of a match: one question of its own for each gap, claim or must-have, and what the answers showed of it."""

from collections.abc import Sequence

from agents import reporting
from core.bank import FollowUp, KeyPoint, Question
from core.errors import AppError
from core.portfolio import Probed
from core.resume import Match, RequirementRow
from core.schema import Plan, Session, Slot
from rag.index import TextEmbedder

MOST = 6
SHOWN = 3
"""Band from which an answer is evidence."""
_ORDER = {("must", "missing"): 0, ("must", "claimed"): 1, ("must", "adjacent"): 2, ("nice", "missing"): 3,
          ("nice", "claimed"): 4, ("nice", "adjacent"): 5, ("must", "shown"): 6}  # fmt: skip
"""What is practised first."""


def chosen(match: Match, wanted: Sequence[str] = (), most: int = MOST) -> tuple[RequirementRow, ...]:
    """The rows to practise: those named, else gaps before claims before what transfers, must-haves before the rest."""
    if wanted:
        found = tuple(row for row in match.rows if row.requirement.id in wanted)
        if len(found) < len(set(wanted)):
            raise AppError(
                "unknown_requirement", "One of these requirements is not in this analysis. Pick from its rows."
            )
        return found[:most]
    rows = [
        row
        for row in match.rows
        if (row.requirement.kind, row.state) in _ORDER and row.requirement.shape not in ("degree", "language")
    ]
    return tuple(sorted(rows, key=lambda row: _ORDER[row.requirement.kind, row.state])[:most])


def plan(match: Match, rows: Sequence[RequirementRow]) -> Plan:
    """One slot and one question for each row."""
    asked = {gap.requirement: gap.question for gap in match.advice.gaps}
    questions = tuple(_question(row, asked.get(row.requirement.id, "")) for row in rows)
    slots = tuple(
        Slot(topic=question.topic, choices=(question.id,), why=_why(row), requirement=row.requirement.id)
        for question, row in zip(questions, rows, strict=True)
    )
    return Plan(slots=slots, questions=questions)


def probed(match: Match, sessions: Sequence[Session], embedder: TextEmbedder) -> tuple[Probed, ...]:
    """For each requirement of the match, the best that any of its practices showed."""
    best: dict[str, Probed] = {}
    for session in sessions:
        ids = {slot.choices[0]: slot.requirement for slot in session.plan.slots if slot.requirement}
        made = reporting.build(session, embedder, session.finished_at or session.updated_at)
        for one in made.questions:
            requirement = ids.get(one.question_id, "")
            quote = next(
                (found.quote for found in one.judgement.decisions if found.status == "covered" and found.quote), None
            )
            shown = one.band is not None and one.band >= SHOWN and quote is not None
            if requirement and (shown or best.get(requirement) is None):
                best[requirement] = Probed(
                    requirement=requirement,
                    text="",
                    state="evidenced" if shown else "asked",
                    quote=quote.text if shown and quote else "",
                    session_id=session.id,
                    turn=quote.turn if shown and quote else None,
                )
    return tuple(
        best[row.requirement.id].model_copy(update={"text": row.requirement.text})
        if row.requirement.id in best
        else Probed(requirement=row.requirement.id, text=row.requirement.text, state="never probed")
        for row in match.rows
    )


def _why(row: RequirementRow) -> str:
    words = {
        "missing": "the job asks for it, and your resume does not show it",
        "claimed": "your resume lists it and shows it in no role",
        "adjacent": "you have shown something close to it",
        "shown": "the job depends on it",
    }
    return words[row.state]


def _question(row: RequirementRow, advised: str) -> Question:
    name = _name(row)
    asked = {
        "missing": f"The role asks for {name}. What is the nearest thing you have done, what of it carries over, and how would you "
        "close the difference in your first months?",
        "claimed": f"Your resume lists {name}. Tell me about one piece of work in which you used it: what it was for, what you did "
        "yourself, and what came of it.",
        "adjacent": f"The role asks for {name}, and you have worked with {_and(row.transfers) or 'something close to it'}. What carries "
        "over, what does not, and how have you closed such a difference before?",
        "shown": f"The role depends on {name}. Take me through the work in which you used it most: the situation, your own part, a "
        "choice you made, and the result.",
    }[row.state]
    words = advised.strip() if 20 <= len(advised.strip()) <= 900 else asked
    other = asked if words != asked else (
        f"Think of one time when you needed {name}, or what comes nearest to it. What was the situation, what did you do, and "
        "what changed because of it?"
    )  # fmt: skip
    return Question(
        id=f"gap-{_slug(row.requirement.id)}",
        track="behavioral",
        role="any",
        topic=name[:60] if len(name) >= 2 else "the role",
        level=3,
        title=f"{name[:1].upper()}{name[1:]}"[:48] if len(name) >= 3 else f"{name} in practice",
        question=words,
        rephrased=other,
        key_points=_points(),
        reference=(
            f"I needed {name} when our team had a concrete problem to solve, and I can say what it was and why it mattered. I did the "
            "part of the work that was mine with my own hands: I chose an approach, and I can give the reason and what I gave up for "
            "it. In the end something was different and I can put a number or an example to it. Looking back, I know what I would do "
            "differently. Where I have not done it, I say so, and I tell the nearest thing that I did do and how I would learn the rest."
        ),
        follow_ups=(
            FollowUp(point="a", text="Where was that, and what was at stake?"),
            FollowUp(point="b", text="Which part of it did you do yourself?"),
            FollowUp(point="c", text="What was different afterwards, and how do you know?"),
        ),
        hints=("One real situation, in order: what it was, what you did, what came of it.",),
        mistakes=(
            "Speaking of it in general, without one piece of work.",
            "Saying “we” where your own part was asked for.",
        ),
    )


def _points() -> tuple[KeyPoint, ...]:
    return (
        KeyPoint(id="a", text="Names one concrete situation and why it mattered.", competency="situation", check="situation"),
        KeyPoint(id="b", text="Says what they did themselves, step by step.", weight=3, competency="action", check="action"),
        KeyPoint(id="c", text="Says what came of it, with a number or an example.", competency="result", check="result"),
        KeyPoint(id="e", text="Says what they learned or would do differently.", weight=1, competency="reflection",
                 check="reflection"),
    )  # fmt: skip


def _name(row: RequirementRow) -> str:
    return row.requirement.text.strip().rstrip(".;,")


def _and(names: Sequence[str]) -> str:
    return " and ".join(names[:2])


def _slug(text: str) -> str:
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text.lower())
    return "-".join(part for part in kept.split("-") if part)[:56] or "one"
