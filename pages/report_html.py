"""HTML of a report: bands, evidence in one look, what was not scored and why, the two weeks after."""

from collections.abc import Callable, Sequence
from html import escape

from agents.export import state_words
from agents.feedback import Comparison
from agents.grading import ENGINE, band
from agents.spoken import Aloud
from core.dispute import Dispute
from core.events import Judged
from core.report import BANDS, QuestionReport, Report
from core.schema import Decision, Judgement, Quote
from pages import aloud, dispute_html
from pages.calibration_html import LINK
from pages.dispute_html import SIGNS
from pages.show import LEVELS, track_words

_SEEN = {
    "shown": ("ok", "shown"),
    "asked": ("hm", "asked, not shown"),
    "claimed": ("hm", "claimed"),
    "never_asked": ("soft", "never asked"),
}


def report(made: Report, spoken: Aloud | None = None, disputed: Sequence[Dispute] = ()) -> str:
    """The whole report; `spoken` puts sound beside the words, for the candidate alone; each decision can be disputed."""
    cards = "".join(
        f'<div class="card"><span class="small">{escape(one.label)}</span>{_band(one.band)}'
        f'<div class="small" style="margin-top:8px">{escape(one.anchor)}</div></div>'
        for one in made.competencies
    )
    role = made.role if made.role not in ("", "any") else track_words(made.track)
    banks = f", questions {escape(made.banks)}" if made.banks else ""
    head = (
        f'<div class="eyebrow">{made.created_at:%d %B %Y} · {escape(role)}, {LEVELS[made.level]} · '
        f"{_minutes(made.minutes)} · graded by {escape(made.engine)}, rubric {escape(made.rubric)}{banks}</div>"
        f'<h1 class="title">{escape(made.headline)}</h1><p class="soft">{escape(made.summary)}</p>'
    )
    if made.briefing:
        sheet = f"/files/briefing/{made.briefing}.html"
        head += f'<p class="small"><a href="{sheet}" target="_blank" rel="noopener">The interview brief you had</a></p>'
    notices = "".join(f'<div class="banner" role="note">{escape(text)}</div>' for text in made.notices)
    questions = "".join(question(one, spoken=spoken, disputed=disputed) for one in made.questions)
    if not questions:
        questions = (
            '<div class="empty"><h2>No question was reached</h2>Start another interview when you are ready.</div>'
        )
    told = [turn for one in made.questions for turn in one.turns]
    return (
        f'<div class="viva two" data-session="{made.session_id}" data-report="{made.id}"><div>{head}{notices}'
        f'{aloud.unheard(spoken)}<div class="bands">{cards}</div>{questions}{aloud.others(spoken, told)}</div>'
        f"<div>{_total(made, disputed)}{aloud.overall(spoken)}{_coverage(made)}{_plan(made)}{aloud.recording(spoken)}</div></div>"
    )


def _minutes(minutes: float) -> str:
    whole = round(minutes)
    return "under a minute" if minutes < 1 else "1 minute" if whole == 1 else f"{whole} minutes"


def question(
    one: QuestionReport,
    *,
    open_model: bool = False,
    spoken: Aloud | None = None,
    disputed: Sequence[Dispute] | None = None,
) -> str:
    """One question: its points with their quotes, a better sentence, the next exercise; with `disputed`, what was."""
    judgement = one.judgement
    covered = sum(point.status == "covered" for point in judgement.decisions)
    beside = None if disputed is None else dispute_html.beside(one.question_id, disputed)
    counted = f"{covered} of {len(judgement.decisions)} key points" if judgement.state == "scored" else ""
    parts = [
        f'<div class="card" id="q-{escape(one.question_id)}"><div class="row-head" data-part="head-{escape(one.question_id)}">'
        f"<h3>{escape(one.title)}</h3>{pill(judgement)}{dispute_html.counted(one, disputed or ())}"
        f'<span class="right">{counted}</span></div><p class="soft">{escape(one.question)}</p>',
        f"<p>{escape(judgement.note)}</p>" if judgement.note else "",
        points(judgement, spoken, beside),
    ]
    if one.better:
        played = aloud.hear(spoken, Quote(turn=one.better.turn, text=one.better.before))
        parts.append(
            f'<p class="small" style="margin-top:14px">One sentence, said better ({escape(one.better.why)})</p>'
            f'<p class="better"><span class="quote">“{escape(one.better.before)}”</span>{played}<br>'
            f'<span class="quote" style="color:var(--accent)">“{escape(one.better.after)}”</span></p>'
        )
    parts.append(aloud.answers(spoken, one.turns))
    parts.append(f'<p class="small" style="margin-top:12px">Next: {escape(one.exercise)}</p>')
    opened = " open" if open_model else ""
    parts.append(
        f"<details{opened}><summary>A model answer</summary><div class='body'>{escape(one.model_answer)}</div></details></div>"
    )
    return "".join(parts)


def points(judgement: Judgement, spoken: Aloud | None = None, beside: Callable[[Decision], str] | None = None) -> str:
    """The decisions, each with its sign, its word and its quote, and what stands beside it."""
    if judgement.state != "scored":
        return ""
    return (
        '<ul class="points">' + "".join(_point(judgement, one, spoken, beside) for one in judgement.decisions) + "</ul>"
    )


def feedback(judged: Judged, title: str) -> str:
    """What practice mode shows after an answer; while the question is still open, missed points stay unsaid."""
    judgement = judged.judgement
    still = ""
    if judged.withheld:
        things = "point is" if judged.withheld == 1 else "points are"
        still = f'<p class="soft">{judged.withheld} more {things} still open. You have another go at it now.</p>'
    note = f"<p>{escape(judgement.note)}</p>" if judgement.note else ""
    return (
        f'<div class="viva"><div class="card"><div class="row-head"><h3>So far on “{escape(title)}”</h3>{pill(judgement)}</div>'
        f"{note}{points(judgement)}{still}</div></div>"
    )


def comparison(both: Comparison) -> str:
    """Before and after, side by side."""
    return (
        '<div class="viva"><h2>Before and after</h2><div class="two even">'
        f'<div><p class="small">The first time</p>{question(both.before)}</div>'
        f'<div><p class="small">This time</p>{question(both.after)}</div></div></div>'
    )


def links(session_id: str, report_id: str = "") -> str:
    """Where the report can be taken from; an earlier grading by its id."""
    which = f"?report={report_id}" if report_id else ""
    return (
        f'<p class="viva small">Take it with you: <a href="/files/report/{session_id}.md{which}" download>Markdown</a> · '
        f'<a href="/files/report/{session_id}.json{which}" download>JSON</a></p>'
    )


def note(sentence: str) -> str:
    """A plain sentence in the place of a report."""
    return f'<div class="viva empty">{escape(sentence)}</div>'


def _point(judgement: Judgement, one: Decision, spoken: Aloud | None, beside: Callable[[Decision], str] | None) -> str:
    sign, word = SIGNS[one.status]
    played = aloud.hear(spoken, one.quote) if one.quote else ""
    quote = ""
    if one.quote:
        turn = played or f'<span class="pill">turn {one.quote.turn}</span>'
        quote = f'<br><span class="quote">“{escape(one.quote.text)}”</span> {turn}'
    # The rules have one and the same reason for every point that was missed; a model's is its own.
    told = one.why and (one.status != "missing" or judgement.engine != ENGINE)
    why = f' <span class="soft">{escape(one.why)}</span>' if told else ""
    return (
        f'<li class="{one.status}{" heard" if played else ""}" data-part="point-{escape(judgement.question_id)}-{escape(one.point)}">'
        f'<span class="sign" aria-hidden="true">{sign}</span><b>{escape(one.text)}</b> <span class="small">{word}.</span>'
        f"{why}{quote}{beside(one) if beside else ''}</li>"
    )


def pill(judgement: Judgement) -> str:
    """The band of a judgement, or the state that stands in its place."""
    if judgement.score is None:
        return f'<span class="pill unsure">{escape(state_words(judgement.state))}</span>'
    number = band(judgement.score)
    mood = "good" if number >= 4 else "unsure" if number == 3 else "bad"
    doubt = ' <span class="pill unsure">low confidence</span>' if judgement.confidence == "low" else ""
    return f'<span class="pill {mood}">{number} · {BANDS[number]}</span>{doubt}'


def _band(band: int | None) -> str:
    if band is None:
        return '<b class="soft">not enough</b><div class="bars" aria-hidden="true">' + "<i></i>" * 5 + "</div>"
    bars = "".join(f'<i class="{"on" if at < band else ""}"></i>' for at in range(5))
    return f'<b>{BANDS[band]}</b><div class="bars" role="img" aria-label="{band} of 5">{bars}</div>'


def _total(made: Report, disputed: Sequence[Dispute]) -> str:
    cover = made.coverage
    return (
        f'<div class="card total" data-part="total"><h3>In all</h3>{_band(made.band)}<p class="small" style="margin-top:10px">'
        f"{cover.planned} planned · {cover.asked} asked · {cover.answered} answered · {cover.scored} scored</p>"
        f'{dispute_html.in_all(disputed)}<p class="small trust">{LINK}</p></div>'
    )


def _coverage(made: Report) -> str:
    if not made.coverage.requirements:
        return ""
    rows = "".join(
        f'<tr><td>{escape(row.text)}</td><td class="{_SEEN[row.state][0]}">{_SEEN[row.state][1]}</td></tr>'
        for row in made.coverage.requirements
    )
    return (
        '<div class="card"><h3>Coverage</h3><p class="small">What the job asks for, and what was shown</p>'
        f'<table class="rows"><tbody>{rows}</tbody></table></div>'
    )


def _plan(made: Report) -> str:
    if not made.plan:
        return ""
    first = made.plan[0].day
    rows = "".join(
        f'<tr><td style="white-space:nowrap">{"Today" if step.day == first else f"{step.day:%a %d %b}"}</td>'
        f"<td>{escape(step.text)} <span class='soft' style='white-space:nowrap'>{step.minutes} min</span></td></tr>"
        for step in made.plan
    )
    return f'<div class="card"><h3>Next two weeks</h3><table class="rows"><tbody>{rows}</tbody></table></div>'
