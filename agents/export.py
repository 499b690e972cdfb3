"""A report as a file: Markdown to read, JSON to compute with."""

from core.report import BANDS, QuestionReport, Report
from core.schema import DecisionStatus

_SIGNS: dict[DecisionStatus, str] = {"covered": "✓", "partly": "–", "missing": "✗", "contradicted": "≠"}
_STATES = {
    "scored": "scored",
    "not_asked": "left open",
    "skipped": "skipped",
    "no_answer": "no answer",
    "too_little": "not enough to score",
    "off_topic": "about something else",
    "echo": "the question said back",
    "keywords_only": "terms without sentences",
    "gibberish": "not readable as language",
    "not_graded": "not graded",
}


def state_words(state: str) -> str:
    """A judgement's state as a reader sees it."""
    return _STATES[state]


def to_json(report: Report) -> str:
    """The whole report, indented."""
    return report.model_dump_json(indent=2)


def to_markdown(report: Report) -> str:
    """The whole report as Markdown; everything a person wrote is escaped."""
    made = report.created_at.strftime("%d %B %Y").lstrip("0")
    lines = [
        f"# {_escape(report.headline)}",
        "",
        f"{made} · {_escape(report.role)}, level {report.level} · {report.minutes:g} minutes · "
        f"graded by {_escape(report.engine)}, rubric {report.rubric}",
        "",
        _escape(report.summary),
        "",
        f"**Total: {_band(report.band)}**",
        "",
        "| competency | band | what it looks like |",
        "|---|---|---|",
        *(f"| {one.label} | {_band(one.band)} | {_escape(one.anchor)} |" for one in report.competencies),
        "",
    ]
    for one in report.competencies:
        lines += [f"- {one.label}: “{_escape(quote.text)}” (turn {quote.turn})" for quote in one.evidence]
    for question in report.questions:
        lines += ["", *_question(question)]
    cover = report.coverage
    lines += [
        "",
        "## Coverage",
        "",
        f"{cover.planned} planned, {cover.asked} asked, {cover.answered} answered, {cover.scored} scored.",
        "",
    ]
    lines += [f"- {_escape(row.text)}: {row.state.replace('_', ' ')}" for row in cover.requirements]
    lines += ["", "## Next two weeks", ""]
    lines += [f"- {step.day:%A %d %B}: {_escape(step.text)} ({step.minutes} min)" for step in report.plan]
    if report.notices:
        lines += ["", "## What happened on the way", "", *(f"- {_escape(notice)}" for notice in report.notices)]
    return "\n".join(lines) + "\n"


def _question(one: QuestionReport) -> list[str]:
    judgement = one.judgement
    verdict = _band(one.band) if one.band else _STATES[judgement.state]
    lines = [f"## {_escape(one.title)}: {verdict}", "", f"> {_escape(one.question)}", ""]
    if judgement.note:
        lines += [_escape(judgement.note), ""]
    for point in judgement.decisions:
        quote = f" “{_escape(point.quote.text)}” (turn {point.quote.turn})" if point.quote else ""
        lines.append(f"- {_SIGNS[point.status]} **{_escape(point.text)}** {point.status}.{quote}")
    if one.better:
        lines += [
            "",
            f"You said: “{_escape(one.better.before)}”",
            "",
            f"Better: “{_escape(one.better.after)}” ({_escape(one.better.why)})",
        ]
    return [*lines, "", f"Next: {_escape(one.exercise)}", "", f"A model answer: {_escape(one.model_answer)}"]


def _band(band: int | None) -> str:
    return f"{band} · {BANDS[band]}" if band else "no band"


def _escape(text: str) -> str:
    for sign in "\\`*_{}[]<>#|":
        text = text.replace(sign, f"\\{sign}" if sign not in "<>" else {"<": "&lt;", ">": "&gt;"}[sign])
    return " ".join(text.split())
