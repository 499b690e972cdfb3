"""Headers into roles: title, employer, place and dates, in any order on one to four lines."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from agents.resume.blocks import Entry, entries, header_date
from agents.resume.dates import find_period, is_duration
from agents.resume.words import PLACE, TITLE, employer_and_place, split_place
from core.document import Line
from core.resume import Bullet, Gap, Overlap, Period, Project, Role, month_of, ordinal

_PARTS = re.compile(r"\s+[|•·–—]\s*|\s*[|•·]\s+|\s+-\s+|\t+|\s{2,}|\s+@\s+|\s+at\s+(?=[A-Z])|\s*;\s*")
_AWAY = re.compile(r"\((remote|hybrid|on-?site)\)", re.IGNORECASE)
_WORK = re.compile(r"\b(?:full|part)[- ]time\b|\bcontract\b|\bpermanent\b|\bself-employed\b", re.IGNORECASE)


def roles(lines: Sequence[Line], now: date) -> tuple[Role, ...]:
    """The roles of a section, the latest first as far as dates tell."""
    found: list[Role] = []
    employer = ""
    for entry in entries(lines, now):
        for head, body in _split(entry, now):
            role = _role(head, body, now)
            if not head and found:
                last = found.pop()
                found.append(last.model_copy(update={"bullets": (*last.bullets, *body)}))
            elif role.period is None and not body and bool(role.title) != bool(role.employer):
                employer = role.title or role.employer
            elif role.title or body:
                # A title under the name of a company that stands once for several roles.
                above = found[-1] if found else None
                if not employer and above and above.employer and len(above.lines) > 1 and len(role.lines) == 1:
                    role = role.model_copy(update={"employer": role.employer or above.employer})
                found.append(role if role.employer or not employer else role.model_copy(update={"employer": employer}))
    return tuple(found)


def projects(lines: Sequence[Line], now: date) -> tuple[Project, ...]:
    """The projects of a section."""
    found = []
    for entry in entries(lines, now):
        head = [(line, header_date(line, now)) for line in entry.head]
        name = " ".join(_without(line, now) for line, _ in head[:1])
        more = [Bullet(text=line.text.strip(), lines=(line.n,)) for line, _ in head[1:] if len(line.text.split()) > 3]
        period = next((dated.period for _, dated in head if dated), None)
        found.append(
            Project(name=name, period=period, lines=tuple(line.n for line, _ in head), bullets=(*more, *entry.body))
        )
    return tuple(found)


def _split(entry: Entry, now: date) -> list[tuple[list[Line], list[Bullet]]]:
    """One header may hold several roles, each with its own dates; the statements belong to the last."""
    dated = [at for at, line in enumerate(entry.head) if header_date(line, now)]
    if not dated and not entry.body and all(TITLE.search(line.text) for line in entry.head):
        return [([line], []) for line in entry.head]  # a list of jobs without dates
    if len(dated) < 2:
        return [(entry.head, entry.body)]
    above = dated[0] == 1
    cuts = [at - 1 if above and at else at for at in dated]
    cuts[0] = 0
    pieces = [entry.head[start:end] for start, end in pairwise([*cuts, len(entry.head)])]
    return [(piece, entry.body if at == len(pieces) - 1 else []) for at, piece in enumerate(pieces)]


def _without(line: Line, now: date) -> str:
    """A header line without its dates."""
    dated = header_date(line, now)
    text = line.text if dated is None else f"{line.text[: dated.start]}   {line.text[dated.end :]}"
    text = _AWAY.sub(r"   \1   ", text)
    return re.sub(r"\(\s*\)|^[\s,|•·–—-]+|[\s,|•·–—(-]+$", "", _WORK.sub("", text)).strip()


def _role(head: Sequence[Line], body: Sequence[Bullet], now: date) -> Role:
    period: Period | None = None
    parts: list[str] = []
    for line in head:
        dated = find_period(line.text, now) if header_date(line, now) else None
        period = period or (dated.period if dated else None)
        if not is_duration(line.text):
            parts += [part.strip(" ,()") for part in _PARTS.split(_without(line, now)) if part.strip(" ,()")]
    parts = [piece for part in parts for piece in split_place(part)]
    places = [part for part in parts if PLACE.match(part) and not TITLE.search(part)]
    rest = [part for part in parts if part not in places]
    # With an employer beside it, "Charge Nurse, Medical ICU" is a title and its department.
    beside = len(rest) == 2 and not TITLE.search(rest[1]) and (bool(places) or len(rest[1].split()) > 1)
    if not beside or not _department(rest[0]):
        rest = [piece for part in rest for piece in _comma(part)]
    title = next((part for part in rest if TITLE.search(part)), rest[0] if rest else "")
    others = [part for part in rest if part != title]
    # With no employer beside it, "Helio Energy, Rotterdam" is one and its place; with one, it is a place.
    named, where = employer_and_place((others or places or [""])[0])
    places = places if others else places[1:]
    return Role(
        title=title, employer=named, location=where or (places or others[1:2] or [""])[0], period=period,
        lines=tuple(line.n for line in head), bullets=tuple(body),
    )  # fmt: skip


def _department(part: str) -> bool:
    """A title before a comma and one thing behind it."""
    pieces = [piece.strip() for piece in part.split(",")]
    return len(pieces) == 2 and bool(TITLE.search(pieces[0]))


def _comma(part: str) -> list[str]:
    """ "Engineer, Acme" and "Acme, Engineer" are two things; "Acme, Inc." and "Director, Finance" are one."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if (
        len(pieces) == 1
        or not TITLE.search(part)
        or re.fullmatch(r"(?:inc|ltd|llc|gmbh|corp|co)\.?", pieces[-1], re.IGNORECASE)
    ):
        return [part]
    titled = [at for at, piece in enumerate(pieces) if TITLE.search(piece)]
    if titled[0] == 0:
        return [pieces[0], ", ".join(pieces[1:2])]
    return [", ".join(pieces[: titled[0]]), pieces[titled[0]]]


def months(periods: Sequence[Period]) -> int:
    """Months that at least one of the periods covers."""
    return len({month for period in periods for month in range(ordinal(period.start), ordinal(period.end) + 1)})


LONG_GAP = 3
"""Months between two roles below which nobody asks."""


def gaps(found: Sequence[Role]) -> tuple[Gap, ...]:
    """Stretches of more than LONG_GAP months between the first and the last role in which none was held."""
    held = sorted(
        (ordinal(role.period.start), ordinal(role.period.end), role.period.precision) for role in found if role.period
    )
    out: list[Gap] = []
    until = held[0][1] if held else 0
    for start, end, precision in held[1:]:
        free = start - until - 1
        # Years alone leave up to a year open on each side.
        if free > (LONG_GAP if precision != "year" else 12):
            out.append(Gap(start=month_of(until + 1), end=month_of(start - 1), months=free))
        until = max(until, end)
    return tuple(out)


COMPARED = 60
"""Roles that are held against each other, the latest first; thousands would be millions of pairs."""


def overlaps(found: Sequence[Role]) -> tuple[Overlap, ...]:
    """Pairs of roles that were held in two or more of the same months."""
    out = []
    dated = [role for role in found if role.period][:COMPARED]
    for at, one in enumerate(dated):
        for other in dated[at + 1 :]:
            assert one.period
            assert other.period
            shared = (
                min(ordinal(one.period.end), ordinal(other.period.end))
                - max(ordinal(one.period.start), ordinal(other.period.start))
                + 1
            )
            if shared >= 2:
                out.append(Overlap(first=one.name, second=other.name, months=shared))
    return tuple(out)
