"""The rules grader: gate first, then each key point, then arithmetic. Deterministic, and no number without an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.grading import story
from agents.grading.arithmetic import WORTH, score
from agents.grading.claims import Claims, decided, weigh
from agents.grading.closeness import ON_TOPIC, asked_for, names_subject, nearness
from agents.grading.cut import SHIPPED, Weights
from agents.grading.gates import Gated, closed
from agents.grading.instructions import is_instruction
from agents.grading.misheard import given_back
from agents.grading.reading import Reading, read
from agents.grading.similar import Meaning
from agents.grading.spans import exact
from agents.grading.task import Prepared, Task, prepare
from core.bank import Question
from core.schema import Decision, Judgement, Part, Quote
from rag.embedder import Embedder, shipped
from rag.index import TextEmbedder

RUBRIC = "2026.11.22"
ENGINE = "rules"

WHOLLY, LOOSELY = 0.6, 0.2
"""How close a story must be for its parts to count whole, and to count at all; between, they count by that share."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """An answer without the sentences that address the grader, and those sentences."""

    reading: Reading
    cut: tuple[str, ...]


def sift(parts: Sequence[Part]) -> Sifted:
    """Reads an answer and sets aside what speaks to the grader."""
    reading = read(parts)
    cut = [s for s in (*reading.talk, *reading.code) if is_instruction(reading.line(s))]
    if not cut:
        return Sifted(reading, ())
    gone = {id(s) for s in cut}
    kept = replace(
        reading,
        talk=tuple(s for s in reading.talk if id(s) not in gone),
        code=tuple(s for s in reading.code if id(s) not in gone),
    )
    return Sifted(kept, tuple(reading.line(s) for s in cut))


def gate(question: Question, parts: Sequence[Part], embedder: TextEmbedder) -> Gated | None:
    """The state that keeps an answer from being scored, with its sentence; None when there is something to grade."""
    meaning = _meaning(embedder)
    prepared = prepare(Task.of(question), meaning)
    return _gate(prepared, sift(parts), meaning)[0]


def judge(question: Question, parts: Sequence[Part], embedder: TextEmbedder) -> Judgement:
    """The verdict on one question over all its turns; about five milliseconds for an answer of 150 words."""
    return judge_task(Task.of(question), parts, embedder)


def judge_task(
    task: Task, parts: Sequence[Part], embedder: TextEmbedder, weights: Weights = SHIPPED
) -> Judgement:
    """The same for a question that no bank holds; other `weights` are for measuring what a fit would gain."""
    meaning = _meaning(embedder)
    prepared = prepare(task, meaning, weights)
    sifted = sift(parts)
    sifted = replace(sifted, reading=given_back(prepared, sifted.reading, meaning))
    words = len(read(parts).words) if sifted.cut else len(sifted.reading.words)
    gated, claims = _gate(prepared, sifted, meaning)
    note = _named(sifted.cut)
    if gated is not None:
        return Judgement(
            question_id=task.id,
            state=gated.state,
            words=words,
            note=f"{gated.note} {note}".strip(),
            engine=ENGINE,
            rubric=RUBRIC,
        )
    assert claims is not None
    decisions = _decisions(prepared, sifted.reading, claims, meaning)
    return Judgement(
        question_id=task.id,
        state="scored",
        decisions=decisions,
        score=score(decisions),
        words=words,
        note=note,
        engine=ENGINE,
        rubric=RUBRIC,
    )


def _meaning(embedder: TextEmbedder) -> Meaning:
    """The shipped embedding, whatever the search uses: the measures are calibrated on it, and it asks no network."""
    return embedder if isinstance(embedder, Embedder) else shipped()


def _gate(prepared: Prepared, sifted: Sifted, meaning: Meaning) -> tuple[Gated | None, Claims | None]:
    if sifted.cut and not sifted.reading.talk and not sifted.reading.code:
        return Gated("no_answer", "Beside words to the grader nothing was said."), None
    gated = closed(prepared, sifted.reading, meaning)
    if gated is not None:
        return gated, None
    claims = weigh(prepared, sifted.reading, meaning)
    held = any(c.odds > -1.2 or c.contrary is not None for c in claims.claims) or names_subject(prepared, sifted.reading)
    if not held and not sifted.reading.code and nearness(prepared, sifted.reading, meaning) < ON_TOPIC:
        return Gated("off_topic", "This is about something else than the question."), None
    return None, claims


def _decisions(prepared: Prepared, reading: Reading, claims: Claims, meaning: Meaning) -> tuple[Decision, ...]:
    by_point = {claim.point: claim for claim in claims.claims}
    said = [(s, reading.line(s)) for at, s in enumerate(reading.talk) if at not in claims.denying]
    close = _closeness(prepared, reading, claims, meaning)
    made: list[Decision] = []
    for at, point in enumerate(prepared.task.points):
        if at in by_point:
            made.append(decided(prepared, reading, claims, by_point[at]))
        else:
            made.append(
                _told(
                    reading,
                    point.id,
                    point.text,
                    point.weight,
                    point.competency,
                    story.DETECTORS[point.check](said),
                    close,
                )
            )
    return tuple(made)


def _closeness(prepared: Prepared, reading: Reading, claims: Claims, meaning: Meaning) -> float:
    """How far a story may count, 0-1: how likely it is the one that was asked for."""
    if claims.claims:
        return asked_for(claims.near, claims.mean)
    return 1.0 if names_subject(prepared, reading) or nearness(prepared, reading, meaning) >= ON_TOPIC else 0.5


def _told(
    reading: Reading, point: str, text: str, weight: int, competency: str, found: story.Found, close: float
) -> Decision:
    status, why, sentence = found.status, found.why, found.sentence
    credit = round(WORTH[status] * (1.0 if close >= WHOLLY else close), 2)
    if close < LOOSELY and status != "missing":
        status, why, sentence = "missing", "This part of the story is not about what was asked.", None
    elif close < WHOLLY and status == "covered":
        status, why = "partly", "The story is only loosely about what was asked."
    quote: Quote | None = None
    if sentence is not None and status != "missing":
        quote = exact(reading, sentence.part, sentence.start, sentence.end)
    return Decision(
        point=point, text=text, weight=weight, competency=competency, status=status, quote=quote, why=why,
        credit=credit if quote is not None else None,
    )


def _named(cut: Sequence[str]) -> str:
    if not cut:
        return ""
    shown = "; ".join(f"“{' '.join(one.split())[:120]}”" for one in cut[:3])
    return f"Left out, because it speaks to the grader and not to the question: {shown}."
