"""What a parser sees in a resume: contact, sections, roles with dates, education, skills, projects; months counted once."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections.abc import Sequence
from datetime import date

from agents.resume.blocks import furniture, header_date, running
from agents.resume.headings import sections, under, whole
from agents.resume.injection import marked
from agents.resume.listing import certificates, contact, education, listed, reaches, tongues
from agents.resume.quality import reading
from agents.resume.roles import gaps, months, overlaps, projects, roles
from core.document import Document, Line
from core.resume import ParsedResume, Period, Role, SkillMonths, Tongue, Warned
from rag.skills import catalog, find


def parse(document: Document, now: date) -> ParsedResume:
    """Everything that the document says, without instructions to the reader; `now` ends what goes on."""
    ignored, quotes = marked(document.lines)
    kept = whole([line for line in document.lines if line.n not in ignored and not furniture(line.text)])
    around = running(kept)
    lines = [line for line in kept if line.n not in around]
    parts = sections(lines, reaches)
    top = under(("contact",), parts, lines)
    person, headline = contact(kept, top)
    skills = listed(under(("skills",), parts, lines))
    spoken = tongues(under(("languages",), parts, lines))
    found = roles(under(("experience", "volunteering"), parts, lines), now)
    if not found and not any(part.kind == "experience" for part in parts):
        # A resume without headings: what has dates and statements is a role.
        loose = _from_first_date(under(("contact", "other", "summary"), parts, lines), now)
        found = tuple(role for role in roles(loose, now) if role.period and role.bullets)
    parsed = ParsedResume(
        contact=person, headline=headline, sections=parts, skills=skills, ignored=tuple(sorted(ignored)),
        roles=found,
        education=education(under(("education",), parts, lines), now),
        projects=projects(under(("projects",), parts, lines), now),
        certifications=certificates(under(("certifications",), parts, lines)),
        tongues=spoken or tuple(Tongue(name=one.name, line=one.line) for one in skills if _spoken(one.skill)),
        summary=" ".join(line.text.strip() for line in under(("summary",), parts, lines)),
        warnings=_warnings(document, quotes),
    )  # fmt: skip
    counted = recount(parsed)
    return counted.model_copy(update={"reading": reading(document, counted)})


def _from_first_date(lines: Sequence[Line], now: date) -> Sequence[Line]:
    """The lines from the first header with dates on, with the one above it where the dates stand alone."""
    for at, line in enumerate(lines):
        dated = header_date(line, now)
        if dated:
            alone = not re.search(r"\w", line.text[: dated.start] + line.text[dated.end :])
            return lines[max(0, at - alone) :]
    return ()


def recount(parsed: ParsedResume) -> ParsedResume:
    """The sums over the roles again, after a person has corrected a date, a title or a line."""
    periods = [role.period for role in parsed.roles if role.period]
    return parsed.model_copy(
        update={
            "months": months(periods),
            "skill_months": skill_months(parsed.roles),
            "gaps": gaps(parsed.roles),
            "overlaps": overlaps(parsed.roles),
        }
    )


def skill_months(found: Sequence[Role]) -> tuple[SkillMonths, ...]:
    """Months of every skill over the dated roles that show it, the longest first."""
    used: dict[str, list[Period]] = {}
    for role in found:
        shown = {one.skill.id for text in (role.title, *(bullet.text for bullet in role.bullets)) for one in find(text)}
        for skill in shown if role.period else ():
            assert role.period
            used.setdefault(skill, []).append(role.period)
    counted = [
        SkillMonths(skill=skill, name=catalog().name(skill), months=months(periods)) for skill, periods in used.items()
    ]
    return tuple(sorted(counted, key=lambda one: (-one.months, one.name)))


def _spoken(skill: str) -> bool:
    return skill in catalog() and catalog()[skill].kind == "natural_language"


def _warnings(document: Document, quotes: Sequence[str]) -> tuple[Warned, ...]:
    found = []
    if quotes:
        found.append(
            Warned(kind="injection", quotes=tuple(quotes),
                   sentence="The resume holds sentences that speak to whoever scores it; they count for nothing, and a recruiter who sees them will think less of you.")
        )  # fmt: skip
    if document.hidden:
        found.append(
            Warned(kind="hidden", quotes=tuple(one.text for one in document.hidden),
                   sentence="The file holds text that a person cannot see; it counts for nothing. Remove it before you send the resume.")
        )  # fmt: skip
    return tuple(found)


def document_of(text: str, name: str = "") -> Document:
    """Plain text as a document, one line a line."""
    return Document(
        kind="text", name=name, lines=tuple(Line(n=n, text=line) for n, line in enumerate(text.split("\n")))
    )
