"""A person's corrections of what the parser saw: roles and dates, contact, skills, education, languages."""

from collections.abc import Iterable

from agents import portfolio
from agents.deps import Deps
from agents.resume.dates import find_period
from agents.resume.listing import education, listed, tongues
from agents.resume.parse import recount
from core.caller import Caller
from core.document import Line
from core.errors import AppError
from core.noun import Noun
from core.portfolio import KeptResume
from core.resume import ADDED, Contact, Education, Listed, ParsedResume, Role
from core.text import clean
from store import resumes

MOST_LINES, LONGEST = 80, 200


class Sheet(Noun):
    """What stands outside the roles, as a person writes it: lists one entry a line, skills also parted by commas."""

    name: str = ""
    email: str = ""
    phone: str = ""
    location: str = ""
    headline: str = ""
    skills: str = ""
    education: str = ""
    languages: str = ""


_FLUENCY = ("", "basic", "working", "fluent", "native")


def sheet_of(parsed: ParsedResume) -> Sheet:
    """The sheet as the parser would fill it."""
    one = parsed.contact
    return Sheet(
        name=one.name,
        email=one.email,
        phone=one.phone,
        location=one.location,
        headline=parsed.headline,
        skills=", ".join(skill.name for skill in parsed.skills),
        education="\n".join(school.text for school in parsed.education),
        languages="\n".join(f"{tongue.name} {_FLUENCY[tongue.level]}".strip() for tongue in parsed.tongues),
    )


def correct_sheet(deps: Deps, caller: Caller, resume_id: str, sheet: Sheet) -> KeptResume:
    """Puts the sheet in the place of what the parser saw; what is unchanged keeps its line, what is new has none."""
    kept = portfolio.read(deps, caller, resume_id)
    assert kept.parsed is not None
    before, was = kept.parsed, sheet_of(kept.parsed)
    changed: dict[str, object] = {
        "contact": Contact(
            name=clean(sheet.name)[:LONGEST],
            email=clean(sheet.email)[:LONGEST],
            phone=clean(sheet.phone)[:LONGEST],
            location=clean(sheet.location)[:LONGEST],
            links=before.contact.links,
        ),
        "headline": clean(sheet.headline)[:LONGEST],
    }
    if sheet.skills != was.skills:
        skills = _skills(before, sheet.skills)
        gone = {one.skill for one in before.skills if one.skill} - {one.skill for one in skills}
        struck = (set(before.struck) | gone) - {one.skill for one in skills}
        changed |= {"skills": skills, "struck": tuple(sorted(struck))}
    if sheet.education != was.education:
        known = {one.text: one for one in before.education}
        schools = [known.get(line) or _school(deps, line) for line in _lines(sheet.education)]
        changed["education"] = tuple(schools)
    if sheet.languages != was.languages:
        spoken = tongues([Line(n=ADDED, text=line) for line in _lines(sheet.languages)])
        old = {one.name: one.line for one in before.tongues}
        changed["tongues"] = tuple(one.model_copy(update={"line": old.get(one.name, ADDED)}) for one in spoken)
    return correct(deps, caller, resume_id, before.model_copy(update=changed))


def _skills(before: ParsedResume, text: str) -> tuple[Listed, ...]:
    old = {one.name.lower(): one for one in before.skills}
    found: list[Listed] = []
    for entry in _lines(text.replace(",", "\n")):
        known = old.get(entry.lower())
        found += [known] if known else listed([Line(n=ADDED, text=entry)])
    return tuple({(one.skill or one.name.lower()): one for one in found}.values())


def _school(deps: Deps, line: str) -> Education:
    made = education([Line(n=ADDED, text=line)], deps.now().date())
    if not made:
        raise AppError("wrong_education", f"“{line[:80]}” names neither a degree nor a year. Write both in one line.")
    return made[0].model_copy(update={"lines": ()})


def _lines(text: str) -> Iterable[str]:
    return [line[:LONGEST] for part in text.split("\n") if (line := clean(part))][:MOST_LINES]


def correct(deps: Deps, caller: Caller, resume_id: str, parsed: ParsedResume) -> KeptResume:
    """Puts a person's correction in the place of what the parser saw; months and gaps are counted anew."""
    counted = recount(parsed)
    return resumes.change(
        deps.store, caller, resume_id, lambda one: one.model_copy(update={"parsed": counted, "edited": True})
    )


def correct_role(
    deps: Deps, caller: Caller, resume_id: str, at: int, *, title: str, employer: str, start: str, end: str
) -> KeptResume:
    """Corrects one role; dates as YYYY-MM, an empty end for a role that goes on."""
    kept = portfolio.read(deps, caller, resume_id)
    assert kept.parsed is not None
    if not 0 <= at < len(kept.parsed.roles):
        raise AppError("unknown_role", "There is no such role in this resume.")
    role: Role = kept.parsed.roles[at]
    dated = find_period(f"{start.strip()} - {end.strip() or 'present'}", deps.now().date()) if start.strip() else None
    if start.strip() and dated is None:
        raise AppError(
            "wrong_dates", "Write dates as 2021-03 or March 2021, and leave the end empty for a role that goes on."
        )
    changed = role.model_copy(
        update={
            "title": clean(title)[:160],
            "employer": clean(employer)[:160],
            "period": dated.period if dated else None,
        }
    )
    roles = (*kept.parsed.roles[:at], changed, *kept.parsed.roles[at + 1 :])
    return correct(deps, caller, resume_id, kept.parsed.model_copy(update={"roles": roles}))
