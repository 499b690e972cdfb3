"""HTML of disputes: the control at each decision, its form, and what a candidate said against it, beside the score."""

from collections.abc import Callable, Sequence
from html import escape

from agents import disputing
from agents.grading import band
from core.dispute import LONGEST_WHY, Dispute
from core.report import BANDS, QuestionReport
from core.schema import Decision, DecisionStatus

SIGNS: dict[DecisionStatus, tuple[str, str]] = {
    "covered": ("✓", "said"),
    "partly": ("–", "partly"),
    "missing": ("✗", "not said"),
    "contradicted": ("≠", "the opposite was said"),
}
"""The sign and the word of a decision."""


def beside(question_id: str, disputed: Sequence[Dispute]) -> Callable[[Decision], str]:
    """What stands at each decision of a question: the objection if there is one, and the way to make or change it."""
    told = {one.point: one for one in disputed if one.question_id == question_id}
    return lambda decision: (
        _objection(told.get(decision.point)) + _control(question_id, decision, told.get(decision.point))
    )


def counted(one: QuestionReport, disputed: Sequence[Dispute]) -> str:
    """How many decisions of a question are disputed, and the band as the candidate sees it; the score stays."""
    found = disputing.open_ones(disputed, one.question_id)
    if not found:
        return ""
    number = band(disputing.as_seen(one.judgement.decisions, found))
    return (
        f'<span class="pill disputed">{disputing.in_words(len(found))}</span>'
        f'<span class="small">as you see it: {number} · {BANDS[number]}</span>'
    )


def in_all(disputed: Sequence[Dispute]) -> str:
    """The count over the whole report."""
    count = sum(one.open for one in disputed)
    if not count:
        return ""
    return (
        f'<p class="small"><span class="pill disputed">{disputing.in_words(count)}</span><br>The score stays as it was '
        "graded; what you say stands beside it.</p>"
    )


def export_links(disputed: Sequence[Dispute]) -> str:
    """Where the caller's disputes can be taken from as data; empty when there are none."""
    if not any(one.open for one in disputed):
        return ""
    return (
        '<p class="viva small">Your objections, as labelled data: <a href="/files/disputes.csv" download>CSV</a> · '
        '<a href="/files/disputes.jsonl" download>JSON lines</a></p>'
    )


def _objection(one: Dispute | None) -> str:
    if one is None:
        return ""
    if one.withdrawn_at is not None:
        return f'<p class="small withdrawn">You disputed this and withdrew it on {one.withdrawn_at:%d %B %Y}.</p>'
    quote = f'<br><span class="quote">“{escape(one.quote.text)}”</span>' if one.quote else ""
    return (
        f'<div class="objection"><span class="pill disputed">disputed</span> You see it as <b>{SIGNS[one.status][1]}</b>. '
        f'<span class="soft">{escape(one.why)}</span>{quote}</div>'
    )


def _control(question_id: str, decision: Decision, one: Dispute | None) -> str:
    """The form opens in its place; a disputed decision can also be withdrawn."""
    standing = one if one and one.open else None
    choices = "".join(_choice(question_id, decision, status, standing) for status in SIGNS if status != decision.status)
    word = "Change" if standing else "Disagree?"
    named = f"{'Change what you said' if standing else 'Disagree'}: {decision.text}"
    back = '<button type="button" class="act" data-dispute="withdraw">Withdraw</button>' if standing else ""
    return (
        f' <details class="disagree"><summary aria-label="{escape(named)}">{word}</summary>'
        f'<form class="dispute" data-question="{escape(question_id)}" data-point="{escape(decision.point)}">'
        f'<fieldset><legend>What should it be?</legend><div class="choices">{choices}</div></fieldset>'
        f'<label>Why<textarea name="why" rows="2" maxlength="{LONGEST_WHY}" required>{escape(standing.why) if standing else ""}'
        '</textarea></label><label>Your words that show it <span class="soft">(if there are any, exactly as in your answer)</span>'
        f'<textarea name="quote" rows="2">{escape(standing.quote.text) if standing and standing.quote else ""}</textarea></label>'
        f'<div class="ends"><button type="submit" class="act">Keep my objection</button>{back}'
        '<button type="button" class="act" data-dispute="close">Cancel</button></div>'
        '<p class="small told" role="alert"></p></form></details>'
    )


def _choice(question_id: str, decision: Decision, status: DecisionStatus, standing: Dispute | None) -> str:
    sign, word = SIGNS[status]
    checked = " checked" if standing and standing.status == status else ""
    name = f"should-{escape(question_id)}-{escape(decision.point)}"
    return (
        f'<label><input type="radio" name="{name}" value="{status}" required{checked}> '
        f'<span aria-hidden="true">{sign}</span> {word}</label>'
    )
