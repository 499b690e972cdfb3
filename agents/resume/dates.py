"""Dates of roles in every usual format, read into months: "Jan 2021 - Present", "03/2019 to 06/2020", "Summer 2018", "2015-17", "since 2020"."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from core.resume import Period, Precision, month_of

_MONTH = (
    r"(?:jan(?:uary|uar|v(?:ier)?|uari|eiro)?|j[äa]nner|f[eé]b(?:ruary|r(?:uar)?|ruari|rero|braio)?|f[eé]vr?(?:ier|ereiro)?|mar(?:ch|s|zo|ço)?|m[äa]r(?:z)?|mrz|maerz|maart|"
    r"apr(?:il|ile)?|avr(?:il)?|abril|may|mai|mei|mayo|maio|maggio|june?|jun[io]|juin|junio|junho|giugno|july?|juli|juil(?:let)?|julio|julho|luglio|"
    r"aug(?:ust(?:us)?)?|ao[uû]t|agosto|sept?(?:emb(?:er|re))?|septiembre|setembro|settembre|o[ck]t(?:ob(?:er|re))?|octubre|outubro|ottobre|"
    r"nov(?:emb(?:er|re))?|noviembre|novembro|d[eé]c(?:emb(?:er|re))?|dez(?:ember|embro)?|diciembre|dicembre|enero|gennaio|febbraio|"
    r"ene|abr|ago|dic|fev|gen|mag|giu|lug|ott|mrt|set(?=\.?(?:/|\s+(?:de\s+)?)\d{4})|out(?=\.?(?:/|\s+(?:de\s+)?)\d{4}))\b\.?"
)
"""English, German and French, also cut short; Spanish, Italian, Portuguese and Dutch in full and by their three letters."""
_BY_LETTERS = {
    letters: number
    for number, some in enumerate(
        "jan ene gen|feb fev|mar maa mae mrz mrt|apr avr abr|may mai mei mag|jun giu juin|jul lug juil|aug aou ago|sep set|oct okt out ott|nov|dec dez dic".split("|"),
        start=1,
    )
    for letters in some.split()
}
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_POINT = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<m{{0}}>{_MONTH})(?:\s+\d{{1,2}},)?,?\s*(?:(?:of|de|del)\s+|/)?(?:(?P<my{{0}}>{_YEAR})|['’](?P<ms{{0}}>\d\d))"
    rf"|(?P<se{{0}}>{_SEASON}),?\s+(?P<sy{{0}}>{_YEAR})"
    rf"|(?P<iy{{0}}>{_YEAR})[-/.](?P<im{{0}}>0[1-9]|1[0-2])(?:[-/.]\d\d)?(?!\d)"
    rf"|(?:\d{{1,2}}[./-])?(?P<nm{{0}}>0?[1-9]|1[0-2])\s?[/.-]\s?(?P<ny{{0}}>{_YEAR})"
    rf"|(?P<qn{{0}}>q[1-4])\s+(?P<qy{{0}}>{_YEAR})"
    rf"|(?P<y{{0}}>{_YEAR}))"
)
_BARE = rf"(?P<bare>{_MONTH})"
_NOW = (
    r"(?P<now>pr[eé]sent|now|current(?:ly)?|today|ongoing|to date|date|till date|heute|jetzt|laufend|aktuell|aujourd['’]hui|ce jour|"
    r"en cours|actuellement|maintenant|actualidad|actualmente|la actualidad|la fecha|el presente|oggi|in corso|attuale|presente|hoje|atual(?:mente)?|"
    r"o momento|actual|heden|nu|obecnie)"
)
_TO = r"\s*(?:[-–—‒−→�]+|to|until|till|through|up to|bis(?: zum)?|au|à|a|al|ad|até|hasta|fino a[dl]?|tot|t/m|/)\s*"
_RANGE = re.compile(
    rf"(?<![\w/.-])(?:from\s+)?(?:{_POINT.replace('{0}', 'a')}|{_BARE}){_TO}(?:{_POINT.replace('{0}', 'b')}|{_NOW}|['’]?(?P<short>\d\d)(?!\d|[/.,]\d))(?![\w%])",
    re.IGNORECASE,
)
_OPEN = re.compile(
    rf"\b(?:since|from|seit|ab|depuis|desde|dal|sinds)\s+{_POINT.replace('{0}', 'a')}|(?<![\w/.-]){_POINT.replace('{0}', 'c')}\s*[-–—]\s*$",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?<![\w/.,$€£-]){_POINT.replace('{0}', 'a')}(?![\w%-]|[.,]\d)", re.IGNORECASE)
_DURATION = re.compile(r"^\W*(?:\d+\s*(?:years?|yrs?)\W*(?:and\s+)?)?(?:\d+\s*(?:months?|mos?))?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A period at a place of a line."""

    start: int
    end: int
    period: Period


def find_period(text: str, now: date, *, single: bool = True) -> Dated | None:
    """The first period that a line names; with `single` also one month, season or year that stands alone."""
    found = _RANGE.search(text)
    if found:
        period = _range(found, now)
        return Dated(found.start(), found.end(), period) if period else None
    found = _OPEN.search(text)
    if found:
        begun = _point(found, "a", now) or _point(found, "c", now)
        if begun:
            return Dated(found.start(), found.end(), _period(begun, None, now, found.group()))
    found = _SINGLE.search(text) if single else None
    if found and (point := _point(found, "a", now)):
        return Dated(found.start(), found.end(), _period(point, point, now, found.group()))
    return None


def is_duration(text: str) -> bool:
    """True for a line that only says how long: "2 years 10 months"."""
    return bool(text.strip() and re.search(r"\d", text) and _DURATION.match(text))


@dataclass(frozen=True, slots=True)
class _Point:
    year: int
    first: int
    last: int
    precision: Precision


def _point(found: re.Match[str], key: str, now: date) -> _Point | None:
    part = {name.removesuffix(key): value for name, value in found.groupdict().items() if name.endswith(key) and value}
    if "m" in part:
        year = int(part["my"]) if "my" in part else _century(int(part["ms"]), now)
        month = _number(part["m"])
        return _Point(year, month, month, "month")
    if "se" in part:
        first = {"spr": 3, "sum": 6, "aut": 9, "fal": 9, "win": 12}[part["se"][:3].lower()]
        return _Point(int(part["sy"]), first, min(12, first + 2), "season")
    if "qn" in part:
        first = int(part["qn"][1]) * 3 - 2
        return _Point(int(part["qy"]), first, first + 2, "season")
    for month_key, year_key in (("im", "iy"), ("nm", "ny")):
        if month_key in part:
            return _Point(int(part[year_key]), int(part[month_key]), int(part[month_key]), "month")
    return _Point(int(part["y"]), 1, 12, "year") if "y" in part else None


def _number(name: str) -> int:
    """The number of a month by its first letters, without their accents."""
    plain = "".join(one for one in unicodedata.normalize("NFD", name.lower()) if one.isascii())
    return _BY_LETTERS[plain[:4] if plain[:3] == "jui" else plain[:3]]


def _century(short: int, now: date) -> int:
    return 2000 + short if short <= now.year % 100 + 1 else 1900 + short


def _range(found: re.Match[str], now: date) -> Period | None:
    end = _point(found, "b", now)
    begun = _point(found, "a", now)
    if found["bare"]:
        if end is None or end.precision != "month":
            return None
        month = _number(found["bare"])
        begun = _Point(end.year, month, month, "month")
    if begun is None:
        return None
    if found["short"]:
        end = _Point(_century(int(found["short"]), now), 1, 12, "year")
        if end.year < begun.year:
            return None
    return _period(begun, None if found["now"] else end, now, found.group())


def _period(begun: _Point, end: _Point | None, now: date, text: str) -> Period:
    """Years alone are read from the middle of the first to the middle of the last, so that 2018-2021 are three years."""
    today = now.year * 12 + now.month - 1
    if end is not None and begun.precision == end.precision == "year" and begun.year == end.year:
        first, last = begun.year * 12 + 3, begun.year * 12 + 8
    else:
        first = begun.year * 12 + (6 if begun.precision == "year" else begun.first - 1)
        last = today if end is None else end.year * 12 + (5 if end.precision == "year" else end.last - 1)
    precision: Precision = "year" if "year" in (begun.precision, end.precision if end else "") else begun.precision
    if end is not None and end.precision == "season":
        precision = "season"
    last = min(last, today) if end is None or last > today >= first else last
    return Period(
        start=month_of(first), end=month_of(max(first, last)), current=end is None, precision=precision,
        text=" ".join(text.split()),
    )  # fmt: skip
