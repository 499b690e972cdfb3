"""One statement of an ad into what it asks for: skills (all of them, or any one), years, degrees, languages, or its own words."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agents.resume.adlines import Statement
from agents.resume.listing import degree_level, fluency
from core.resume import Requirement, RequirementKind
from rag.skills import Found, announced, catalog, find, is_generic, phrases

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_YEARS = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_WORDS)})(?:\s*\(\d{{1,2}}\))?\s*\+?(?:\s*(?:-|–|to)\s*\d{{1,2}}\+?)?\s*(?:or more |plus )?(?:years?|yrs?)(?:['’]s?)?\b(?! old)",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"\b(\d{1,2})\+?\s*months?['’]?\s+(?:of\s+)?(?:\w+\s+){0,3}experience", re.IGNORECASE)
_DEGREE = re.compile(
    r"\b(?:degree|bachelor|master|ph\.?d|doctorate|b\.?sc|m\.?sc|diploma|b\.?s\.?|bsn|msn|mba|high school|ged|associate'?s)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"^\s*(?:,?\s*(?:and/)?or\b|/)\s*(?:\w+\s+){0,2}$", re.IGNORECASE)
_EXAMPLES = re.compile(
    r"(?:\bsuch as\b|\be\.?g\.?,?|\blike\b|\bincluding\b|\bfor example\b|\(|\bone of\b|\beither\b|\bany of\b|\bat least one\b)[^()]*$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:you (?:have|hold|are|bring|will have|must have|should have)|must have|must be|we expect|the ideal candidate (?:has|is|will have)|proven|demonstrated|strong|solid|good|"
    r"excellent|deep|extensive|hands-on|practical|working|professional|previous|prior|some|basic|at least|minimum(?: of)?|a|an|the|and|with|have|ability to|able to|"
    r"experience (?:in|with|of|using)|knowledge of|understanding of|familiarity with|familiar with|proficien(?:t|cy) (?:in|with)|track record of|a track record of|expertise in|skills in|"
    r"comfortable with|competence in)\s+)+",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"^(?:we(?:'re| are)|our \w+ (?:is|are)|join us|are you)\b.{0,40}\b(?:looking|hiring|seeking|searching|recruiting|growing|team)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s*;\s*")
LONGEST_LABEL = 60


def asks(statement: Statement) -> list[Requirement]:
    """The requirements of one statement; none when it asks for nothing that can be looked for."""
    found: list[Requirement] = []
    for clause in _CLAUSE.split(statement.text):
        if len(clause.split()) >= 1 and re.search(r"[A-Za-z]{2}", clause):
            found += list(_clause(clause.strip(" .;,"), statement))
    return found


def introduces(sentence: str) -> bool:
    """True for "We are looking for a nurse": it names the job and asks for nothing."""
    return bool(_INTRO.search(sentence))


def _clause(clause: str, statement: Statement) -> Iterator[Requirement]:
    kind: RequirementKind = {"must": "must", "nice": "nice", "duty": "duty"}.get(statement.part, "must")  # type: ignore[assignment]
    years = _years(clause)
    degree = _degree_span(clause)
    hits = [one for one in find(clause) if not (degree and degree[0] <= one.start < degree[1])]
    spoken = [one for one in hits if one.skill.kind == "natural_language"]
    soft = [one for one in hits if one.skill.kind == "soft"]
    hard = _hard(clause, [one for one in hits if one.skill.kind not in ("natural_language", "soft")], kind)
    if degree and kind != "duty":
        yield _make(
            kind,
            "degree",
            _words(clause[degree[0] : degree[1]].strip(" ,.")),
            statement.text,
            level=degree_level(clause),
        )
    for one in spoken if kind != "duty" else []:
        level = fluency(clause) or 2
        yield _make(kind, "language", one.skill.name, statement.text, skills=(one.skill.id,), level=level)
    groups = _groups(clause, hard)
    for at, group in enumerate(groups):
        asked = years if at == 0 or (kind == "must" and len(groups) == 2 and _both(clause, groups)) else None
        yield _make(
            kind,
            "skill",
            _label(group, clause),
            statement.text,
            skills=tuple(dict.fromkeys(one.skill.id for one in group)),
            years=asked,
        )
    for one in soft if kind != "duty" else []:
        yield _make("soft", "skill", _label([one], clause), statement.text, skills=(one.skill.id,))
    if years and not groups:
        yield _make(kind, "experience", _words(clause), statement.text, years=years)
    elif not (groups or soft or spoken or degree):
        yield from _worded(clause, kind, statement)


def _both(clause: str, groups: Sequence[Sequence[Found]]) -> bool:
    """ "5 years of Python and Go" asks years of both."""
    between = clause[groups[0][-1].end : groups[1][0].start]
    return bool(re.fullmatch(r"\s*(?:and|&|,)\s*", between))


def _make(
    kind: RequirementKind,
    shape: str,
    text: str,
    line: str,
    *,
    skills: tuple[str, ...] = (),
    years: float | None = None,
    level: int = 0,
) -> Requirement:
    return Requirement.model_validate(
        {
            "id": "r0",
            "text": text[:120],
            "kind": kind,
            "shape": shape,
            "skills": skills,
            "years": years,
            "level": level,
            "line": line,
        }
    )


def _hard(clause: str, hits: Sequence[Found], kind: RequirementKind) -> list[Found]:
    """Words that stand in every ad count only where something is asked with them, or where nothing better is named."""
    sure = [one for one in hits if not is_generic(one) and announced(clause, one)]
    if kind == "duty":
        return [one for one in sure if one.skill.named or one.skill.kind in ("concept", "method")]
    told = [one for one in hits if announced(clause, one)]
    return sure or told


def _years(clause: str) -> float | None:
    found = _YEARS.search(clause)
    if found:
        number = found.group(1).lower()
        return float(_WORDS.get(number) or int(number))
    months = _MONTHS.search(clause)
    return round(int(months.group(1)) / 12, 2) if months else None


def _degree_span(clause: str) -> tuple[int, int] | None:
    found = _DEGREE.search(clause)
    if not found or not degree_level(clause):
        return None
    stop = re.search(
        r";|\.\s|\bwith\b|\band (?:at least|\d)|\bplus\b|,\s*(?:and )?(?:\d|at least|experience|strong)",
        clause[found.end() :],
    )
    start = max(clause.rfind(",", 0, found.start()) + 1, 0) if _YEARS.search(clause[: found.start()]) else 0
    return start, found.end() + stop.start() if stop else len(clause)


def _groups(clause: str, hits: Sequence[Found]) -> list[list[Found]]:
    """Skills joined by "or", or given as examples, are one need; others are needs of their own."""
    groups: list[list[Found]] = []
    listing = False
    for at, one in enumerate(hits):
        before = hits[at - 1] if at else None
        between = clause[before.end : one.start] if before else ""
        joined = bool(before and _OR.match(between))
        examples = bool(_EXAMPLES.search(clause[before.end if before else 0 : one.start]))
        if (
            before
            and (
                joined
                or (examples and _belongs(before, one))
                or (listing and re.fullmatch(r"\s*,\s*|\s*,?\s*(?:or|and|&)\s*", between))
            )
        ) or (
            before
            and (tail := _or_ahead(clause, hits, at))
            and re.fullmatch(r"\s*,\s*", between)
            and len(groups[-1]) >= 1
            and tail
        ):
            groups[-1].append(one)
        else:
            groups.append([one])
        listing = examples or (listing and bool(re.fullmatch(r"\s*,\s*|\s*,?\s*(?:or|and|&)\s*", between)))
    return groups


def _or_ahead(clause: str, hits: Sequence[Found], at: int) -> bool:
    """In "A, B or C" the comma means "or" too."""
    for one, other in pairwise(hits[at:]):
        between = clause[one.end : other.start]
        if _OR.match(between):
            return True
        if not re.fullmatch(r"\s*,\s*", between):
            return False
    return False


def _belongs(head: Found, example: Found) -> bool:
    """ "CI/CD (GitHub Actions)": the example is a kind of what stands before it."""
    return head.skill.id in catalog().ancestors(example.skill.id) or not head.skill.named


def _label(group: Sequence[Found], clause: str) -> str:
    # The ad's own words, but for products, which have one right spelling.
    unique = {one.skill.id: one.skill.name if one.skill.named else one.surface for one in reversed(group)}
    names = list(reversed(unique.values()))
    label = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return label[0].upper() + label[1:] if not group[0].skill.named or group[0].skill.name.islower() else label


def _words(clause: str) -> str:
    bare = _LEAD.sub("", re.sub(r"\([^)]*\)", "", clause)).strip(" .,;:")
    if len(bare) > LONGEST_LABEL:
        cut = bare[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(" ,;")
        bare = f"{cut} …"
    return bare[:1].upper() + bare[1:]


def _worded(clause: str, kind: RequirementKind, statement: Statement) -> Iterator[Requirement]:
    """A need that the list of skills does not know, kept in the ad's own words."""
    named = [phrase.text for phrase in phrases(clause)]
    if named and kind != "duty":
        for text in named:
            yield _make(kind, "worded", text[:1].upper() + text[1:], statement.text)
    elif len(clause.split()) >= 3 and not introduces(clause):
        yield _make(kind, "worded", _words(clause), statement.text)
