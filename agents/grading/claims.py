"""Decides the key points that are looked for by content: covered, partly, missing or contradicted, with the quote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from agents.grading import codes, cut
from agents.grading.closeness import nearness
from agents.grading.evidence import Evidence, Stretch, measure, support
from agents.grading.gates import is_list, takes_lists
from agents.grading.kinds import holds, kinds_of
from agents.grading.numerals import same
from agents.grading.polarity import Polarity, polarity
from agents.grading.reading import Reading, Sentence
from agents.grading.reversal import clashes, reversed_copies
from agents.grading.similar import Matrix, Meaning
from agents.grading.spans import carrying, exact
from agents.grading.task import Prepared
from core.schema import Decision, DecisionStatus, Quote

COVERED = 0.35
PARTLY = -0.9
"""Log-odds from which a point counts; measured on the banks, 90 % of other answers' sentences lie below PARTLY."""
LEAST, MOST = 0.2, 0.7
"""Credits from which a point counts as partly said, and as said."""
COMPANY = 0.35
"""How much the other points of the same answer count for one: who says four of five means the fifth more likely."""

PERSONAL = frozenset({"hr", "behavioral"})
"""Tracks whose points name a kind of thing ("names a concrete change"), and each person tells another.

There a point is seldom proved by its own sentence alone, and the company counts more: the other points, and how much
of the answer belongs to the question at all. A story about something else gets nothing added, one that is near, all.
"""
# Chosen like the base of `closeness`: strong spoken answers up, other questions' good answers below 1 of 5.
CLOSE, NEAR, APART = 0.9, 16.0, 0.19
AT_LEAST, AT_MOST = -0.3, 2.6
KIND = 1.2
"""What a sentence gains that holds the kind of thing a point names."""
NOTHING = "Nothing in the answer says this."


@dataclass(frozen=True, slots=True)
class Claim:
    """One decision in the making: log-odds, the stretch that carries it, and what speaks against it."""

    point: int
    odds: float
    stretch: Stretch | None
    contrary: int | None
    """Index of a sentence that says the opposite."""
    number_missing: bool
    listed: bool
    code: Sentence | None = None
    cut: bool = False
    """The point has no aliases; its log-odds know the whole answer already."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What is denied where: each sentence's polarity, those that turn the reference around, and whether most do."""

    polarities: tuple[Polarity, ...]
    sentences: frozenset[int]
    distrust: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims of an answer and how it stands to the matter as a whole; `denying` are sentences no story counts."""

    claims: tuple[Claim, ...]
    denying: frozenset[int]
    found: Evidence
    company: float
    mean: float
    """The mean log-odds of all claims."""
    near: float
    """How much of what is said belongs to the question, 0-1; on personal tracks only."""


def weigh(prepared: Prepared, reading: Reading, meaning: Meaning) -> Claims:
    """Measures every claim point of the task against the answer."""
    talk = reading.talk
    found = measure(prepared, talk, meaning)
    polarities = [polarity(sentence.words, sentence.clauses) for sentence in talk]
    turned, copies = reversed_copies(prepared, talk, polarities)
    distrust = len(turned) >= 2 and len(turned) >= 0.4 * copies
    claims = [
        _claim(prepared, reading, found, at, Turned(tuple(polarities), turned, distrust))
        for at, point in enumerate(prepared.task.points) if point.check == "claim"
    ]
    personal = prepared.task.track in PERSONAL
    near = nearness(prepared, reading, meaning) if personal else 0.0
    ease = float(np.clip(NEAR * (near - APART), AT_LEAST, AT_MOST)) if personal else 0.0
    # A point cut from a reference answer (it has no aliases) names no kind of thing but that very sentence.
    claims = [
        replace(claim, cut=True) if not prepared.rows[claim.point][1]
        else replace(claim, odds=claim.odds + ease) if claim.contrary is None else claim
        for claim in claims
    ]
    odds = [float(np.clip(claim.odds - ease, -3.0, 2.5)) for claim in claims]
    mean = float(np.mean(odds)) if odds else 0.0
    denying = turned | {at for at, one in enumerate(polarities) if one.wrapped}
    return Claims(tuple(claims), denying, found, (CLOSE if personal else COMPANY) * mean, mean, near)


def _claim(prepared: Prepared, reading: Reading, found: Evidence, point: int, against: Turned) -> Claim:
    odds = support(prepared, found, point)
    code, code_odds = codes.carried(prepared, point, reading)
    if not len(odds):
        return Claim(point, max(code_odds, -6.0), None, None, False, False, code)
    if prepared.task.track in PERSONAL:
        odds = odds + _lift(prepared, reading, found, point)
    talk = reading.talk
    singles = len(talk)
    about = [at for at in np.argsort(-odds[:singles])[:3].tolist() if odds[at] > PARTLY]
    contrary = [at for at in about if at in against.sentences or clashes(prepared, point, talk[at], against.polarities[at], found.recall[:, at].tolist())]
    bad = set(contrary) | against.sentences
    clean = [at for at, stretch in enumerate(found.stretches) if not bad & {stretch.first, stretch.last}]
    best = max(clean, key=lambda at: float(odds[at]), default=None)
    worst = max((float(odds[at]) for at in contrary), default=-9.0)
    good = float(odds[best]) if best is not None else -9.0
    if contrary and (good < worst - 0.5 or good < COVERED or against.distrust):
        return Claim(point, worst, None, contrary[0], False, False)
    if best is None:
        return Claim(point, max(code_odds, -6.0), None, None, False, False, code)
    stretch = found.stretches[best]
    if code is not None and code_odds > good:
        return Claim(point, code_odds, stretch, None, False, False, code)
    # In a sentence cut from a reference a number may be there by the way; in a key point it is meant.
    lacking = bool(prepared.rows[point][1]) and _number_missing(prepared, point, talk, stretch)
    listed = not takes_lists(prepared) and _listed(reading, talk[stretch.first : stretch.last + 1])
    return Claim(point, good, stretch, None, lacking, listed)


def _lift(prepared: Prepared, reading: Reading, found: Evidence, point: int) -> Matrix:
    """(U,) what each stretch gains because it holds the kind of thing that the point names."""
    kinds = kinds_of(prepared.task.points[point].text)
    held = [any(holds(kind, reading.line(sentence)) for kind in kinds) for sentence in reading.talk]
    return np.array([KIND if held[s.first] or held[s.last] else 0.0 for s in found.stretches], dtype=np.float32)


def _number_missing(prepared: Prepared, point: int, talk: Sequence[Sentence], stretch: Stretch) -> bool:
    """True when the point's text names numbers and neither the stretch nor its neighbours say any of them."""
    text = {n for s in prepared.statements if s.point == point and s.kind == "text" for n in s.numbers}
    if not text:
        return False
    # What the exhibit already gives is no result; when the point has nothing else, it will do.
    known = {n for s in prepared.statements if s.point == point for n in s.numbers}
    known = (known - prepared.given if text - prepared.given else known) or text
    near = talk[max(0, stretch.first - 1) : stretch.last + 2]
    said = [w.value for sentence in near for w in sentence.words if w.value is not None]
    return not any(same(want, value) for want in known for value in said)


def _listed(reading: Reading, sentences: Sequence[Sentence]) -> bool:
    return all(len(s.words) >= 5 and is_list(s, reading.line(s)) for s in sentences)


def decided(prepared: Prepared, reading: Reading, claims: Claims, claim: Claim) -> Decision:
    """The decision on one claim; without a quote there is nothing but missing."""
    point = prepared.task.points[claim.point]
    status, why, credit = _status(claim, claims.company)
    quote = _quote(prepared, reading, claims.found, claim) if status != "missing" else None
    if quote is None:
        status, why, credit = "missing", NOTHING, None
    return Decision(
        point=point.id, text=point.text, weight=point.weight, competency=point.competency, status=status, quote=quote, why=why,
        credit=credit,
    )


def _quote(prepared: Prepared, reading: Reading, found: Evidence, claim: Claim) -> Quote | None:
    """The words that carry a claim or deny it, exactly as they stand."""
    whole = claim.code if claim.contrary is None else reading.talk[claim.contrary]
    if whole is not None:
        return exact(reading, whole.part, whole.start, whole.end)
    return carrying(prepared, reading, found, claim.point, claim.stretch) if claim.stretch else None


def _status(claim: Claim, company: float) -> tuple[DecisionStatus, str, float | None]:
    if claim.contrary is not None:
        # Of a cut point only one wording is known: its opposite earns nothing, and takes nothing from the others.
        return "contradicted", "This sentence says the opposite.", 0.0 if claim.cut else None
    credit = cut.credit(claim.odds) if claim.cut else _credit(claim.odds + company)
    if credit < LEAST:
        return "missing", NOTHING, None
    if claim.listed:
        return "partly", "The terms are named, but no sentence says what they do.", min(credit, 0.5)
    if claim.number_missing:
        return "partly", "The idea is there, the number is not.", min(credit, 0.5)
    if credit < MOST:
        return "partly", "This goes in the direction, but does not say all of it.", credit
    return "covered", "This sentence says it." if claim.code is None else "The code does it.", credit


def _credit(odds: float) -> float:
    """0-1 for a point with aliases: from LEAST at PARTLY to MOST at COVERED, all of it from there."""
    if odds >= COVERED:
        return 1.0
    return round(LEAST + (MOST - LEAST) * (odds - PARTLY) / (COVERED - PARTLY), 2) if odds >= PARTLY else 0.0
