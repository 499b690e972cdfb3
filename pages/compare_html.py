"""HTML of two gradings of one interview: how far they agree, and every decision that changed, with both reasons."""

from html import escape

from agents.comparing import Change, Grading, Gradings, QuestionChange
from agents.export import state_words
from core.report import BANDS, Report
from core.schema import Decision, Judgement
from core.text import minute
from pages.dispute_html import SIGNS
from pages.progress import turning


def table(made: Gradings) -> str:
    """The comparison as a card: a sentence, then a line for each question and each changed decision."""
    before, after = engine_words(made.before.engine), engine_words(made.after.engine)
    rows = "".join(_question(one, before, after) for one in made.questions)
    notices = "".join(f'<div class="banner" role="note">{escape(text)}</div>' for text in made.after.notices)
    return (
        f'<div class="viva card gradings" data-changed="{made.decisions - made.same}"><h2>Two gradings of the same answers</h2>'
        f'<p class="soft">{_agreed(made)}</p>{notices}<p class="way"><span>In all</span>{_band(made.before.band)}'
        f"<span>then</span>{_band(made.after.band)}</p>"
        f'<table class="rows changes"><thead><tr><th>Question, and what was decided differently</th>'
        f"<th>{_by(made.before)}</th><th>{_by(made.after)}</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def choice(report: Report) -> str:
    """One grading in a list."""
    band = f", {BANDS[report.band]}" if report.band else ""
    return f"{engine_words(report.engine)}, rubric {report.rubric}, {minute(report.created_at)}{band}"


def engine_words(engine: str) -> str:
    """An engine as a person reads it."""
    return " and ".join(
        "the built-in rules" if one == "rules" else one.removeprefix("llm:") for one in engine.split(" + ")
    )


def waiting(words: str) -> str:
    """While the answers are graded again."""
    return f'<div class="viva">{turning(words)}</div>'


def _agreed(made: Gradings) -> str:
    if not made.decisions:
        return "Neither grading made a decision, since no answer could be scored."
    if made.same == made.decisions:
        return f"Nothing changed: all {made.decisions} decisions are the same."
    changed = made.decisions - made.same
    things = "One decision" if changed == 1 else f"{changed} decisions"
    return f"{things} of {made.decisions} changed; the other {made.same} are the same ({made.agreement:.0%})."


def _by(grading: Grading) -> str:
    return f"{escape(engine_words(grading.engine))}<br>rubric {escape(grading.rubric)}"


def _question(one: QuestionChange, before: str, after: str) -> str:
    total = len({each.point for verdict in (one.before, one.after) for each in verdict.decisions})
    same = f"<small>{total - len(one.changes)} of {total} decisions the same</small>" if total else ""
    return (
        f'<tr class="asked"><td>{escape(one.title)}{same}</td><td data-by="{escape(before)}">{_verdict(one.before, one.before_band)}</td>'
        f'<td data-by="{escape(after)}">{_verdict(one.after, one.after_band)}</td></tr>'
        + "".join(_change(change, before, after) for change in one.changes)
    )


def _change(change: Change, before: str, after: str) -> str:
    return (
        f'<tr class="change"><td>{escape(change.text)}</td><td data-by="{escape(before)}">{_decision(change.before)}</td>'
        f'<td data-by="{escape(after)}">{_decision(change.after)}</td></tr>'
    )


def _verdict(verdict: Judgement, band: int | None) -> str:
    shown = _band(band) if band else f'<span class="pill unsure">{escape(state_words(verdict.state))}</span>'
    doubt = ' <span class="pill unsure">low confidence</span>' if verdict.confidence == "low" else ""
    note = f"<small>{escape(verdict.note)}</small>" if verdict.note else ""
    return f"{shown}{doubt}{note}"


def _decision(one: Decision | None) -> str:
    if one is None:
        return '<span class="soft">no decision</span>'
    sign, word = SIGNS[one.status]
    quote = f'<br><span class="quote">“{escape(one.quote.text)}”</span>' if one.quote else ""
    why = f'<br><span class="soft">{escape(one.why)}</span>' if one.why else ""
    return f'<span class="{one.status}"><span class="sign" aria-hidden="true">{sign}</span>{word}</span>{quote}{why}'


def _band(band: int | None) -> str:
    return f'<span class="pill">{band} · {BANDS[band]}</span>' if band else '<span class="pill">no band</span>'
