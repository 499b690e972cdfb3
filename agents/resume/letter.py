"""A draft of a cover letter and a brief for the interview, made only of what the resume says; brackets mark what a person must add."""
# ruff: noqa: E501 - patterns and sentences, one a line

from collections.abc import Sequence

from agents.resume.blocks import DOING
from core.advice import GapAdvice
from core.resume import JobDescription, ParsedResume, Requirement, RequirementRow
from rag.skills import catalog

PROOFS = 3


def letter(
    resume: ParsedResume, job: JobDescription, rows: Sequence[RequirementRow], proofs: Sequence[str] = ()
) -> str:
    """Plain text with a line between paragraphs; `proofs` take the place of the paragraphs that are made of the rows."""
    title = job.title or "advertised"
    at = f" at {job.employer}" if job.employer else ""
    parts = [
        "Dear [name, or “hiring team”],",
        f"I am writing about the position of {title}{at}. [One sentence on why this work, or this employer, matters to you.]"
        if job.title else "I am writing about the position that you have advertised. [One sentence on why it matters to you.]",
        *(proofs or _paragraphs(rows)),
        *_honest(rows),
        "I would be glad to tell you more. [When and how you can be reached.]",
        f"Kind regards,\n{resume.contact.name or '[your name]'}",
    ]  # fmt: skip
    return "\n\n".join(parts)


def in_sentence(requirement: Requirement) -> str:
    """The name of a requirement as it stands inside a sentence: products keep their capitals, practices have none."""
    text = requirement.text
    known = [catalog()[skill] for skill in requirement.skills]
    if known and not known[0].named and text[:1].isupper() and text[1:2].islower():
        return text[0].lower() + text[1:]
    return text


def strongest(rows: Sequence[RequirementRow]) -> list[RequirementRow]:
    """What to speak of: shown must-haves first, each with a line that none before it used."""
    used: set[tuple[int, ...]] = set()
    found = []
    ranked = sorted(
        rows, key=lambda row: (row.requirement.kind != "must", row.requirement.shape != "skill", -row.share)
    )
    for row in ranked:
        lines = row.evidence[0].lines if row.evidence else ()
        if (
            row.state == "shown"
            and row.share >= 0.5
            and lines
            and lines not in used
            and row.evidence[0].role
            and row.evidence[0].text != row.evidence[0].role
        ):
            used.add(lines)
            found.append(row)
    return found[:PROOFS]


def _paragraphs(rows: Sequence[RequirementRow]) -> list[str]:
    found = []
    for at, row in enumerate(strongest(rows)):
        proof = row.evidence[0]
        text = proof.text.strip().rstrip(".")
        lead = "You ask for" if at == 0 else "You also ask for" if at == 1 else "As for"
        said = f"As {proof.role}, I {text[0].lower()}{text[1:]}." if _past(text) else f"As {proof.role}: “{text}”."
        name = in_sentence(row.requirement)
        found.append(f"{lead} {name}. {said}" if at < 2 else f"{lead} {name}: {said[0].lower()}{said[1:]}")
    return found


def _past(text: str) -> bool:
    first = text.split()[0] if text.split() else ""
    return bool(DOING.match(text)) and not first.endswith("ing") and first not in ("Responsible", "On")


def _honest(rows: Sequence[RequirementRow]) -> list[str]:
    open_rows = [row for row in rows if row.requirement.kind == "must" and row.state in ("adjacent", "missing")]
    if not open_rows:
        return []
    row = open_rows[0]
    carried = f" I bring {row.transfers[0]}, which is near to it." if row.transfers else ""
    return [
        f"I have less to show for {in_sentence(row.requirement)} so far.{carried} [If it is true: how you are closing this gap, and by when. Otherwise delete this paragraph.]"
    ]


def brief(
    resume: ParsedResume, job: JobDescription, rows: Sequence[RequirementRow], gaps: Sequence[GapAdvice]
) -> tuple[str, ...]:
    """What to have ready, one sentence or two each, the most useful first."""
    by_id = {row.requirement.id: row for row in rows}
    found = [
        f"Lead with {in_sentence(row.requirement)}: “{row.evidence[0].text.rstrip('.')}” ({row.evidence[0].role})."
        for row in strongest(rows)
    ]
    for gap in gaps[:6]:
        row = by_id[gap.requirement]
        what = {"claimed": "They will check", "adjacent": "They will probe", "missing": "They will ask about"}.get(
            row.state, "They will weigh"
        )
        found.append(f"{what} {in_sentence(row.requirement)}: “{gap.question}”")
    found += [
        f"Have one calm sentence ready for the {gap.months} months without a role from {gap.start} to {gap.end}."
        for gap in resume.gaps[:2]
    ]
    found += [
        f"Be ready to say how {one.first} and {one.second} went together for {one.months} months."
        for one in resume.overlaps[:1]
    ]
    return (
        *found,
        f"Ask them what the first three months{' as ' + job.title if job.title else ''} should bring, and how they would know that it went well.",
    )
