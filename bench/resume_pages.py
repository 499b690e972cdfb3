"""The same facts about one person set in many ways: order of sections, columns, marks, dates; for the bench of controlled edits."""
# ruff: noqa: E501 - patterns and sentences, one a line

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Way:
    """How a page is set."""

    order: tuple[str, ...] = ("experience", "skills", "education", "certificates", "languages")
    head: str = "{title}, {employer}, {place}|{dates}"
    mark: str = "• "
    upper: bool = False
    list_skills: bool = False
    width: int = 0
    dates_below: bool = False
    date: str = "mon"
    titles: tuple[tuple[str, str], ...] = ()


BASE = Way()
LAYOUTS: dict[str, Way] = {
    "reordered": replace(BASE, order=("languages", "education", "certificates", "skills", "experience")),
    "skills_as_list": replace(BASE, list_skills=True),
    "one_line_head": replace(BASE, head="{title}, {employer} – {place} {dates}"),
    "employer_first": replace(BASE, head="{employer}, {title} – {place} {dates}", mark="- "),
    "three_line_head": replace(BASE, head="{title}|{dates}|{employer} • {place}", upper=True),
    "date_first": replace(BASE, head="{dates} {title}, {employer} – {place}"),
    "no_marks": replace(BASE, mark="", head="{title} | {employer} | {dates}"),
    "wrapped": replace(BASE, width=72, mark="• ", upper=True),
    "sidebar_first": replace(BASE, order=("skills", "languages", "education", "certificates", "experience"), list_skills=True, width=64),
    "dates_below": replace(BASE, head="{employer}, {title}", dates_below=True),
    "other_headings": replace(
        BASE, titles=(("experience", "Work History"), ("skills", "Core Competencies"), ("education", "Academic Background"), ("certificates", "Licenses & Certifications"))
    ),
}  # fmt: skip
EXPERIENCE_LAST = replace(BASE, order=("skills", "education", "certificates", "languages", "experience"))
DATES: dict[str, Way] = {name: replace(BASE, date=name) for name in ("full", "slash", "iso", "dot", "short")}
_TITLES = {
    "experience": "Experience",
    "skills": "Skills",
    "education": "Education",
    "certificates": "Certifications",
    "languages": "Languages",
}


def month(point: str, style: str) -> str:
    """`2021-03` in one of the usual ways."""
    if point == "now":
        return "Present"
    year, number = point.split("-")
    name = MONTHS[int(number) - 1]
    return {
        "mon": f"{name[:3]} {year}", "full": f"{name} {year}", "slash": f"{number}/{year}", "iso": f"{year}-{number}",
        "dot": f"{number}.{year}", "short": f"{name[:3]} '{year[2:]}", "year": year,
    }[style]  # fmt: skip


def page(person: dict[str, Any], way: Way = BASE, *, paraphrase: bool = False) -> str:
    """The resume as text."""
    lines = [person["name"], person["title"], person["email"]]
    for kind in way.order:
        body = _body(person, kind, way, paraphrase)
        if body:
            title = dict(way.titles).get(kind, _TITLES[kind])
            lines += ["", title.upper() if way.upper else title, *body]
    return "\n".join(_wrap(lines, way.width))


def _body(person: dict[str, Any], kind: str, way: Way, paraphrase: bool) -> list[str]:
    if kind == "experience":
        return [line for role in person["roles"] for line in _role(role, way, paraphrase)]
    if kind == "skills":
        return list(person["skills"]) if way.list_skills else [", ".join(person["skills"])]
    return list(person[kind])


def _role(role: dict[str, Any], way: Way, paraphrase: bool) -> list[str]:
    dates = f"{month(role['start'], way.date)} – {month(role['end'], way.date)}"
    head = way.head.format(dates=dates, **{key: role[key] for key in ("title", "employer", "place")}).split("|")
    bullets = [way.mark + pair[1 if paraphrase else 0] for pair in role["bullets"]]
    return [*head, *bullets, role["place"], dates] if way.dates_below else [*(part.strip() for part in head), *bullets]


def _wrap(lines: Sequence[str], width: int) -> list[str]:
    if not width:
        return list(lines)
    return [part for line in lines for part in (textwrap.wrap(line, width, subsequent_indent="  ") or [""])]


def stuffings(person: dict[str, Any], wanted: Sequence[str], ad: str) -> dict[str, Callable[[], str]]:
    """Ways to add the job's terms without a role that shows them."""
    terms = ", ".join(wanted)
    text = page(person)
    lines = text.split("\n")
    first = lines.index("Experience")
    last = page(person, EXPERIENCE_LAST)
    return {
        "skills": lambda: page({**person, "skills": [*person["skills"], *wanted]}),
        "summary": lambda: "\n".join([*lines[:first], "Summary", f"Expert in {terms}.", "", *lines[first:]]),
        "keywords": lambda: f"{text}\n\nKeywords\n{terms}",
        "tail": lambda: f"{text}\n{terms}",
        "under_role": lambda: f"{last}\n• {terms}",
        "tool_line": lambda: f"{last}\nTechnologies: {terms}",
        "bare": lambda: f"{last}\n{' '.join(wanted)}",
        "repeated": lambda: page({**person, "skills": [*person["skills"], *(list(wanted) * 5)]}),
        "copied_ad": lambda: (
            f"{last}\n" + "\n".join(f"• {line.strip('- ')}" for line in ad.split("\n") if line.startswith("-"))
        ),
    }
