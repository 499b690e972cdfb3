"""A report as a file: Markdown to read, JSON to compute with."""

import json
from collections.abc import Sequence

from agents import disputing, grading
from core.dispute import Dispute
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


def to_json(report: Report, disputed: Sequence[Dispute] = ()) -> str:
    """The whole report, indented, with what was disputed of it."""
    told = [one.model_dump(mode="json") for one in disputed]
    return json.dumps({**report.model_dump(mode="json"), "disputes": told}, indent=2, ensure_ascii=False)


def to_markdown(report: Report, disputed: Sequence[Dispute] = ()) -> str:
    """The whole report as Markdown, disputes beside the decisions; everything a person wrote is escaped."""
    made = report.created_at.strftime("%d %B %Y").lstrip("0")
    lines = [
        f"# {escape(report.headline)}",
        "",
        f"{made} · {escape(report.role)}, level {report.level} · {report.minutes:g} minutes · "
        f"graded by {escape(report.engine)}, rubric {report.rubric}"
        + (f", questions {escape(report.banks)}" if report.banks else ""),
        "",
        escape(report.summary),
        "",
        f"**Total: {_band(report.band)}**",
        "",
        "| competency | band | what it looks like |",
        "|---|---|---|",
        *(f"| {one.label} | {_band(one.band)} | {escape(one.anchor)} |" for one in report.competencies),
        "",
    ]
    for one in report.competencies:
        lines += [f"- {one.label}: “{escape(quote.text)}” (turn {quote.turn})" for quote in one.evidence]
    for question in report.questions:
        lines += ["", *_question(question, disputing.open_ones(disputed, question.question_id))]
    cover = report.coverage
    lines += [
        "",
        "## Coverage",
        "",
        f"{cover.planned} planned, {cover.asked} asked, {cover.answered} answered, {cover.scored} scored.",
        "",
    ]
    lines += [f"- {escape(row.text)}: {row.state.replace('_', ' ')}" for row in cover.requirements]
    lines += ["", "## Next two weeks", ""]
    lines += [f"- {step.day:%A %d %B}: {escape(step.text)} ({step.minutes} min)" for step in report.plan]
    if report.notices:
        lines += ["", "## What happened on the way", "", *(f"- {escape(notice)}" for notice in report.notices)]
    return "\n".join(lines) + "\n"


def _question(one: QuestionReport, disputed: Sequence[Dispute]) -> list[str]:
    judgement = one.judgement
    verdict = _band(one.band) if one.band else _STATES[judgement.state]
    lines = [f"## {escape(one.title)}: {verdict}", "", f"> {escape(one.question)}", ""]
    if judgement.note:
        lines += [escape(judgement.note), ""]
    if disputed:
        seen = _band(grading.band(disputing.as_seen(judgement.decisions, disputed)))
        lines += [f"{disputing.in_words(len(disputed))}; as you see it: {seen}", ""]
    for point in judgement.decisions:
        quote = f" “{escape(point.quote.text)}” (turn {point.quote.turn})" if point.quote else ""
        lines.append(f"- {_SIGNS[point.status]} **{escape(point.text)}** {point.status}.{quote}")
        lines += [_disputed(each) for each in disputed if each.point == point.point]
    if one.better:
        lines += [
            "",
            f"You said: “{escape(one.better.before)}”",
            "",
            f"Better: “{escape(one.better.after)}” ({escape(one.better.why)})",
        ]
    return [*lines, "", f"Next: {escape(one.exercise)}", "", f"A model answer: {escape(one.model_answer)}"]


def _disputed(one: Dispute) -> str:
    quote = f" “{escape(one.quote.text)}” (turn {one.quote.turn})" if one.quote else ""
    return f"  - You disagree: {one.status}.{quote} {escape(one.why)}"


def _band(band: int | None) -> str:
    return f"{band} · {BANDS[band]}" if band else "no band"


def escape(text: str) -> str:
    """Text without a sign that Markdown or HTML would read."""
    for sign in "\\`*_{}[]<>#|":
        text = text.replace(sign, f"\\{sign}" if sign not in "<>" else {"<": "&lt;", ">": "&gt;"}[sign])
    return " ".join(text.split())
