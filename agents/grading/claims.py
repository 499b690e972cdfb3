"""Decides the key points that are looked for by content: covered, partly, missing or contradicted, with the quote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from agents.grading import codes
from agents.grading.evidence import Evidence, Stretch, measure, support
from agents.grading.gates import is_list
from agents.grading.numerals import same
from agents.grading.polarity import Polarity, polarity
from agents.grading.reading import Reading, Sentence
from agents.grading.reversal import clashes, reversed_copies
from agents.grading.similar import Meaning
from agents.grading.spans import carrying, exact
from agents.grading.task import Prepared
from core.schema import Decision, DecisionStatus, Quote

COVERED = 0.35
PARTLY = -0.9
"""Log-odds from which a point counts; measured on the banks, 90 % of other answers' sentences lie below PARTLY."""
COMPANY = 0.35
"""How much the other points of the same answer count for one: who says four of five means the fifth more likely."""

PERSONAL = {"hr": 0.8, "behavioral": 0.8}
"""Added to the log-odds where a point names a kind of thing ("names a concrete change") and each person tells another.

Chosen on 24 answers written without the references in view: strong ones rose from 2.4 to 3.3 of 5, weak ones stayed
below 0.6, good answers to other questions rose from 0.65 to 1.3.
"""
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
    ease = PERSONAL.get(prepared.task.track, 0.0)
    # A point cut from a reference answer (it has no aliases) names no kind of thing but that very sentence.
    claims = [
        replace(claim, odds=claim.odds + ease) if claim.contrary is None and prepared.rows[claim.point][1] else claim
        for claim in claims
    ]
    odds = [float(np.clip(claim.odds, -3.0, 2.5)) for claim in claims]
    denying = turned | {at for at, one in enumerate(polarities) if one.wrapped}
    return Claims(tuple(claims), denying, found, COMPANY * (float(np.mean(odds)) if odds else 0.0))


def _claim(prepared: Prepared, reading: Reading, found: Evidence, point: int, against: Turned) -> Claim:
    odds = support(prepared, found, point)
    code, code_odds = codes.carried(prepared, point, reading)
    if not len(odds):
        return Claim(point, max(code_odds, -6.0), None, None, False, False, code)
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
    lacking = _number_missing(prepared, point, talk, stretch)
    return Claim(point, good, stretch, None, lacking, _listed(reading, talk[stretch.first : stretch.last + 1]))


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
    status, why = _status(claim, claims.company)
    quote = _quote(prepared, reading, claims.found, claim) if status != "missing" else None
    if quote is None:
        status, why = "missing", NOTHING
    return Decision(
        point=point.id, text=point.text, weight=point.weight, competency=point.competency, status=status, quote=quote, why=why
    )


def _quote(prepared: Prepared, reading: Reading, found: Evidence, claim: Claim) -> Quote | None:
    """The words that carry a claim or deny it, exactly as they stand."""
    whole = claim.code if claim.contrary is None else reading.talk[claim.contrary]
    if whole is not None:
        return exact(reading, whole.part, whole.start, whole.end)
    return carrying(prepared, reading, found, claim.point, claim.stretch) if claim.stretch else None


def _status(claim: Claim, company: float) -> tuple[DecisionStatus, str]:
    if claim.contrary is not None:
        return "contradicted", "This sentence says the opposite."
    odds = claim.odds + company
    if odds < PARTLY:
        return "missing", NOTHING
    if claim.listed:
        return "partly", "The terms are named, but no sentence says what they do."
    if claim.number_missing:
        return "partly", "The idea is there, the number is not."
    if odds < COVERED:
        return "partly", "This goes in the direction, but does not say all of it."
    return "covered", "This sentence says it." if claim.code is None else "The code does it."

