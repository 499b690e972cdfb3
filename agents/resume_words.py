"""The words for a match: how a requirement's state is said, what stands beside it, and the headline. Pages and exports say the same."""

from core.portfolio import KeptMatch
from core.resume import Match, Period, RequirementRow
from core.text import counted

TONES = {"shown": "met", "claimed": "listed, never shown", "adjacent": "adjacent", "missing": "missing"}
GROUPS = {"must": "Must-haves", "nice": "Nice to have", "duty": "Duties", "soft": "Soft skills"}
FAULTS = {
    "weak_verb": "weak verb",
    "no_result": "no result",
    "no_number": "no number",
    "too_long": "too long",
    "first_person": "first person",
}
ENOUGH = 0.5
"""The share from which a row counts as met in the headline, as the score counts it."""


def state(row: RequirementRow) -> str:
    """The state of a row in words."""
    return "met in part" if row.state == "shown" and row.share < ENOUGH else TONES[row.state]


def tone(row: RequirementRow) -> str:
    """Which colour stands beside the words: shown, claimed, adjacent or missing."""
    return "claimed" if state(row) == "met in part" else row.state


def asked(row: RequirementRow) -> str:
    """What is asked for, with its years."""
    years = row.requirement.years
    return f"{row.requirement.text}, {years:g}+ years" if years else row.requirement.text


def told(row: RequirementRow) -> str:
    """What the resume says to it, without the quote."""
    if row.state == "shown":
        wanted = row.requirement.years
        short = wanted is not None and row.years is not None and row.years < wanted
        return f"{span(row.years)} of {wanted:g} asked" if short else span(row.years) if row.years else ""
    if row.state == "claimed":
        return "Named only; add where you used it, if you did"
    if row.state == "adjacent":
        return f"what carries over: {', '.join(row.transfers)}" if row.transfers else "something close to it is shown"
    will = row.requirement.kind in ("must", "nice")
    return "You will be asked about this" if will else "no line shows it"


def quoted(row: RequirementRow) -> str:
    """The line of the resume that stands beside a row; empty where none does."""
    if row.evidence:
        return row.evidence[0].text
    return row.nearest.text if row.nearest else ""


def span(years: float | None) -> str:
    """Years as a person says them."""
    if not years:
        return ""
    if years < 1:
        return f"{max(1, round(years * 12))} months"
    return "1 year" if f"{years:.1f}" == "1.0" else f"{years:.1f}".removesuffix(".0") + " years"


def months(count: int) -> str:
    """Months as years and months."""
    years, rest = divmod(count, 12)
    parts = [counted(years, "year")] * bool(years) + [counted(rest, "month")] * bool(rest)
    return " ".join(parts) or "none"


def dates(period: Period | None) -> str:
    """From and to, as months."""
    if period is None:
        return "no dates"
    return f"{period.start} to {'now' if period.current else period.end}"


def headline(match: Match) -> str:
    """What is met, counted; or that it cannot be counted."""
    if match.refused:
        return "This cannot be scored yet"
    if match.score is None:
        return "Nothing here can be counted"
    score, parts = match.score, []
    if score.must_all:
        parts.append(f"{score.must_shown} of {score.must_all} must-haves")
    if score.nice_all:
        parts.append(f"{score.nice_shown} of {score.nice_all} nice-to-haves")
    return ", ".join(parts) or "No must-haves are named"


def match_name(kept: KeptMatch) -> str:
    """What tells one analysis from another: the name that was given, the job's title and employer, its file, its first words."""
    job = kept.match.job if kept.match else None
    known = ", ".join(part for part in (job.title, job.employer) if part) if job else ""
    first = next((line.strip(" #*_=-") for line in kept.job_text.split("\n") if line.strip(" #*_=-")), "")
    return kept.name or known or kept.source or (f"{first[:48].rsplit(' ', 1)[0]} …" if len(first) > 48 else first) or "This job"


def grouped(match: Match) -> list[tuple[str, list[RequirementRow]]]:
    """The rows under their headings, must-haves first; headings without rows are left out."""
    groups = [(words, [row for row in match.rows if row.requirement.kind == kind]) for kind, words in GROUPS.items()]
    return [(words, rows) for words, rows in groups if rows]
