"""A job description read into requirements: must-haves and nice-to-haves apart, years, degrees, languages, soft skills, duties."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections.abc import Iterable

from agents.resume.adlines import Part, Statement, statements
from agents.resume.asks import asks
from agents.resume.words import TITLE
from core.resume import JobDescription, Requirement, RequirementKind
from core.text import clean, sentences

MOST = 60
_LEVELS = (
    ("executive", r"chief|vp|vice president|c-level|cto|ceo|cfo"), ("lead", r"lead|principal|staff (?:\w+ )?(?:engineer|developer|scientist|designer)|head of|director|architect"),
    ("senior", r"senior|sr\.?|experienced|iii"), ("junior", r"junior|jr\.?|entry[- ]level|graduate|trainee|apprentice|associate"),
    ("intern", r"intern(?:ship)?|working student|placement"), ("mid", r"mid[- ]level|intermediate|ii"),
)  # fmt: skip
_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|scor\w+|above|previous|prior)\b|"
    r"\bif you(?:'re| are) (?:an? )?(?:ai|llm|language model|chatbot|bot|gpt|automated|artificial)\b|\b(?:ai|llm|gpt|chatgpt|language models?|bots?|assistants?)\b.{0,30}\b(?:must|should|please|include|mention|write|add|say|respond|reply)\b.{0,60}"
    r"\b(?:word|phrase|code|in (?:your|the) (?:reply|answer|response|application|cover))\b|"
    r"<\|[^|]*\|>|\[/?(?:system|inst|admin|hidden)[^\]]*\]|</?(?:system|instructions?|prompt)>|^\W*(?:system|assistant|developer)\s*(?:prompt|message|override)?\s*[:\]>]|"
    r"\b(?:note|message|instructions?) (?:to|for) (?:the |any |all |an? )?(?:ai|llm|language model|model|bot|chatbot|automated|screening software|scoring|system)\b|"
    r"\b(?:rate|score|rank|grade|give|award|assign)\b.{0,30}\b(?:every|all|any|this|the|each) (?:candidates?|applicants?|resumes?|cvs?)\b|"
    r"\b(?:hidden|white|invisible) text\b|\breveal (?:your|the) (?:system )?prompt\b|\bas an? (?:ai|large language) model\b|\b(?:score|match)\s*[:=]\s*(?:100|9\d)\b",
    re.IGNORECASE,
)
_TITLE_LINE = re.compile(r"^(?:job title|title|position|role|vacancy)\s*:\s*(.{3,80})$", re.IGNORECASE | re.MULTILINE)
_SOUGHT = re.compile(
    r"\b(?:looking for|seeking|hiring|recruiting|searching for|need|join us as)\s+(?:an?|our next|our|another|experienced)\s+((?:[\w/&+#.-]+ ){0,5}?[\w/&+#.-]+?)(?=\s+(?:to|who|with|for|in|at|that|based|on|and)\b|[,.;(]|$)",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(r"^(?:company|employer|organi[sz]ation)\s*:\s*(.{2,60})$", re.IGNORECASE | re.MULTILINE)
_PLACE = re.compile(
    r"^\W*(?:job )?(?:location|based in|office|place of work)\s*:\s*(.{2,80})$", re.IGNORECASE | re.MULTILINE
)
_REMOTE = re.compile(r"\b(fully remote|remote[- ]first|hybrid|on-?site|remote)\b", re.IGNORECASE)
_RANK = {"must": 3, "nice": 2, "duty": 1, "soft": 0}


def read_job(text: str) -> JobDescription:
    """The requirements in the order they stand, each once; what asks for nothing is listed as dropped."""
    text = clean(text)
    injections = tuple(one for line in text.split("\n") for one in sentences(line) if _INJECTION.search(one))
    kept = "\n".join(_without(line, injections) for line in text.split("\n"))
    said = statements(kept)
    title, employer = _title(kept)
    wanted = [
        ask
        for statement in said
        if statement.part != "drop" and not _is_title(statement, title)
        for ask in asks(statement)
    ]
    years = [one.years for one in wanted if one.years and one.kind == "must"]
    return JobDescription(
        title=title, employer=employer, level=_level(title, kept), location=_location(kept), years=max(years, default=None),
        requirements=_numbered(_strongest(wanted))[:MOST],
        dropped=tuple(statement.text for statement in said if statement.part == "drop"), injections=injections,
    )  # fmt: skip


def _without(line: str, injections: Iterable[str]) -> str:
    for one in injections:
        line = line.replace(one, "")
    return line


def _strongest(wanted: Iterable[Requirement]) -> list[Requirement]:
    """Each need once, under its strongest kind and with the most years asked."""
    found: dict[object, Requirement] = {}
    for one in wanted:
        key: object = (
            (one.shape, frozenset(one.skills), one.level)
            if one.skills or one.shape == "degree"
            else (one.shape, one.text.lower())
        )
        known = found.get(key)
        if known is None or (_RANK[one.kind], one.years or 0) > (_RANK[known.kind], known.years or 0):
            found[key] = one
    single = {one.skills[0] for one in found.values() if len(one.skills) == 1 and one.kind == "must"}
    return [
        one
        for one in found.values()
        if not (one.kind in ("duty", "nice") and len(one.skills) > 1 and single & set(one.skills))
    ]


def _numbered(found: Iterable[Requirement]) -> tuple[Requirement, ...]:
    order: list[RequirementKind] = ["must", "nice", "duty", "soft"]
    ranked = sorted(found, key=lambda one: order.index(one.kind))
    return tuple(one.model_copy(update={"id": f"r{at}"}) for at, one in enumerate(ranked, start=1))


def _title(text: str) -> tuple[str, str]:
    named = _TITLE_LINE.search(text)
    company = _EMPLOYER.search(text)
    employer = company.group(1).strip() if company else ""
    if named:
        return named.group(1).strip(), employer
    first = next((line.strip(" #*") for line in text.split("\n") if line.strip(" #*_-")), "").rstrip(" *_")
    if TITLE.search(first) and len(first.split()) <= 12 and not first.endswith("."):
        parts = re.split(r"\s+(?:at|@)\s+|\s*[|–—·]\s*|\s+-\s+|,\s+", first, maxsplit=1)
        place = (
            parts[1]
            if len(parts) > 1
            and not re.search(r"remote|hybrid|\bmonth|\bpart|full[- ]time|contract|permanent", parts[1], re.IGNORECASE)
            else ""
        )
        return parts[0].strip(" *_"), employer or place.strip(" *_")
    sought = next((found for found in _SOUGHT.finditer(text) if TITLE.search(found.group(1))), None)
    if not sought:
        return "", employer
    title, _, where = str(sought.group(1)).strip().partition(" at ")
    return title, employer or where


def _is_title(statement: Statement, title: str) -> bool:
    part: Part = statement.part
    return (
        bool(title)
        and statement.text.startswith(title)
        and part in ("duty", "must")
        and len(statement.text.split()) <= 12
    )


def _level(title: str, text: str) -> str:
    for where in (title, text[:400]):
        for level, pattern in _LEVELS if where is title else _LEVELS[2:]:
            if re.search(rf"\b(?:{pattern})\b", where, re.IGNORECASE):
                return level
    return ""


def _location(text: str) -> str:
    found = _PLACE.search(text) or _REMOTE.search(text)
    return found.group(1).strip() if found else ""
