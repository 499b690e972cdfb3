"""From a model's replies to a verdict: what a quote proves counts, what two looks disagree on does not, and the note says so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Literal

from agents import grading
from agents.brains.prose import plain
from agents.brains.schemas import JudgeReply, PointReply
from core.bank import Question
from core.report import BANDS
from core.schema import Decision, DecisionStatus, Judgement, Part, Quote
from core.text import squeeze, words

FAR_APART = 1.5
"""Points of 5 between the model's score and the rules' above which a verdict is marked as uncertain (GRADING)."""
MOST_USES = 2
"""Key points that one and the same quote may show."""
FEWEST_WORDS = 2
"""Of a quote: a single term shows nothing."""
Fault = Literal["", "unproved", "omitted", "wavering"]
_LOWER: dict[DecisionStatus, int] = {"missing": 0, "contradicted": 1, "partly": 2, "covered": 3}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one key point. `claimed` counts only with a quote that stands in the answer."""

    claimed: DecisionStatus
    quote: Quote | None = None
    why: str = ""
    fault: Fault = ""

    @property
    def status(self) -> DecisionStatus:
        """What counts."""
        return self.claimed if self.quote is not None else "missing"


@dataclass(frozen=True, slots=True)
class Look:
    """One reply, or two of them merged: a finding for each key point, and how many points it named that are none."""

    findings: Mapping[str, Finding]
    strangers: int = 0

    @property
    def doubtful(self) -> bool:
        """True when something in it is worth a second look."""
        return any(one.fault for one in self.findings.values())

    def count(self, fault: Fault) -> int:
        """How many findings have this fault."""
        return sum(one.fault == fault for one in self.findings.values())


def look(question: Question, parts: Sequence[Part], shown: Sequence[Part], reply: JudgeReply) -> Look:
    """Reads a reply: every quote is held to the answer and to what was shown of it, a point decided twice to itself."""
    known = {point.id for point in question.key_points}
    findings = {}
    for key in known:
        told = [_finding(one, parts, shown) for one in reply.decisions if one.point == key]
        findings[key] = reduce(_merged, told) if told else Finding("missing", fault="omitted")
    return Look(_used_up(findings), len({one.point for one in reply.decisions} - known))


def both(first: Look, second: Look) -> Look:
    """Two looks at one answer as one: they must agree, or the lower decision counts."""
    merged = {key: _merged(one, second.findings[key]) for key, one in first.findings.items()}
    return Look(_used_up(merged), max(first.strangers, second.strangers))


def decisions(question: Question, found: Look) -> tuple[Decision, ...]:
    """The decisions in the order of the key points."""
    return tuple(
        Decision(
            point=point.id,
            text=point.text,
            weight=point.weight,
            competency=point.competency,
            status=found.findings[point.id].status,
            quote=found.findings[point.id].quote,
            why=_why(found.findings[point.id]),
        )
        for point in question.key_points
    )


def far_apart(score: float, rules: Judgement | None) -> bool:
    """True when the rules see it very differently."""
    return rules is not None and rules.score is not None and abs(rules.score - score) > FAR_APART


def verdict(
    question: Question, found: Look, rules: Judgement | None, engine: str, heard: int, *, unanswered: bool = False
) -> Judgement:
    """The judgement; `unanswered` says that a second look was wanted and did not come."""
    decided = decisions(question, found)
    score = grading.score(decided)
    far = far_apart(score, rules)
    return Judgement(
        question_id=question.id,
        state="scored",
        decisions=decided,
        score=score,
        words=rules.words if rules else heard,
        note=" ".join(_notes(found, rules, score, far=far, unanswered=unanswered)),
        engine=engine,
        rubric=grading.RUBRIC,
        confidence="low" if far or found.doubtful or unanswered else "normal",
    )


def _finding(one: PointReply, parts: Sequence[Part], shown: Sequence[Part]) -> Finding:
    if one.status == "missing":
        return Finding("missing", why=plain(one.why, 240))
    long_enough = len(words(one.quote)) >= FEWEST_WORDS
    quote = grading.verify(one.quote, parts) if long_enough and grading.verify(one.quote, shown) else None
    return Finding(one.status, quote, plain(one.why, 240), "" if quote else "unproved")


def _merged(first: Finding, second: Finding) -> Finding:
    """What two findings on one point come to: proof outweighs a claim without it, and disagreement the higher decision."""
    if "omitted" in (first.fault, second.fault):
        return second if first.fault == "omitted" else first
    bare = next((one for one in (first, second) if one.fault == "unproved"), None)
    if bare is not None:
        proved = (one for one in (first, second) if not one.fault and one.claimed == bare.claimed)
        return next(proved, bare)
    if first.claimed == second.claimed:
        return second if second.fault else first
    lower = min(first, second, key=lambda one: _LOWER[one.claimed])
    if lower.claimed == "contradicted":  # for it in one look and against it in the other: neither is shown
        lower = Finding("missing")
    return replace(lower, fault="wavering")


def _used_up(findings: Mapping[str, Finding]) -> dict[str, Finding]:
    """A quote shows two key points at the most; beyond that it is no proof."""
    used: Counter[str] = Counter()
    kept = {}
    for key in sorted(findings):
        one = findings[key]
        if one.quote is not None:
            used[squeeze(one.quote.text)] += 1
            if used[squeeze(one.quote.text)] > MOST_USES:
                one = replace(one, quote=None, fault="unproved")
        kept[key] = one
    return kept


def _why(one: Finding) -> str:
    return {
        "": one.why,
        "wavering": "Asked twice, the model decided this differently; the lower decision counts.",
        "unproved": "The model found this, but could not show it in words of yours.",
        "omitted": "The model said nothing about this.",
    }[one.fault]


def _notes(found: Look, rules: Judgement | None, score: float, *, far: bool, unanswered: bool) -> Iterable[str]:
    """What a candidate should know about how the verdict came about."""
    if rules and rules.note:
        yield rules.note
    if count := found.count("unproved"):
        things = "finding of the model's" if count == 1 else "of the model's findings"
        yield f"{count} {things} had no quote in your answer and {'counts' if count == 1 else 'count'} as missing."
    if count := found.count("omitted"):
        yield f"The model said nothing about {_points(count)}; what it left out counts as missing."
    if count := found.count("wavering"):
        yield f"The model contradicted itself on {_points(count)}; the lower decision counts."
    if found.strangers:
        yield f"The model also spoke of {_points(found.strangers)} that this question does not have; that was left out."
    if unanswered:
        yield "It was asked to look again and did not answer."
    if far and rules is not None:
        mine, theirs = (f"{grading.band(one)} · {BANDS[grading.band(one)]}" for one in (score, rules.score or 0.0))
        yield f"The built-in rules see this answer very differently ({theirs}, the model {mine}): take the band as uncertain."


def _points(count: int) -> str:
    return "one key point" if count == 1 else f"{count} key points"
