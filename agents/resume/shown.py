"""What a resume shows and what it only claims: every statement with its role and dates, and the skills found in it."""
# ruff: noqa: E501 - patterns and sentences, one a line

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agents.grading.stem import stem
from agents.resume.blocks import DOING
from agents.resume.headings import under
from agents.resume.listing import degree_level
from core.document import Document, Line
from core.resume import ADDED, Evidence, JobDescription, ParsedResume, Period
from core.text import sentence_spans, words
from rag.skills import Found, find
from rag.skills.announced import is_generic

Where = Literal["role", "title", "project", "education", "certificate", "claim"]
COPIED = 0.85
"""Share of its words that a line may have in common with one line of the ad before it counts as copied."""
LIST_SHARE = 0.6
_CLAIMING = re.compile(
    r"\b\d+\+?\s*(?:years?|yrs?)(?:'s?)?\s+(?:of|in|with|using)\b|^\W*(?:(?:strong|solid|good|deep|extensive|excellent|proven|advanced|hands-on|expert|working|in-depth)\s+)*"
    r"(?:experienced?|knowledge|expert(?:ise)?|proficien\w+|skilled|familiar\w*|understanding|fluent|versed|ability|competent|command)\s+(?:in|with|of|at|to|using)\b",
    re.IGNORECASE,
)
"""What a person says of themselves instead of what they did."""
_TOOL_LINE = re.compile(
    r"^\W*(?:(?:key |main |core )?(?:technologies|tech(?:nical)?(?: stack| skills)?|tools|stack|environment|skills|keywords|methods|languages)(?: used)?)\s*[:–—-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of the resume: the words, where they stand, and the skills in them."""

    text: str
    lines: tuple[int, ...]
    where: Where
    role: str = ""
    period: Period | None = None
    found: tuple[Found, ...] = ()

    @property
    def shows(self) -> bool:
        """True where something was done, not only named."""
        return self.where in ("role", "title", "project")

    def evidence(self, surface: str = "") -> Evidence:
        """This statement as it is shown to a person."""
        return Evidence(
            lines=self.lines,
            text=self.text,
            role=self.role,
            dates=self.period.text if self.period else "",
            surface=surface,
        )


def said(parsed: ParsedResume, document: Document, job: JobDescription) -> list[Said]:
    """Every statement, the resume's order; lists and lines copied from the ad are claims wherever they stand."""
    found = [*_roles(parsed), *_projects(parsed), *_education(parsed), *_claims(parsed, document)]
    copied = [frozenset(map(stem, words(one.line))) for one in job.requirements]
    return [_demoted(one, copied) for one in found]


def _roles(parsed: ParsedResume) -> Iterator[Said]:
    for role in parsed.roles:
        if role.title and role.period:
            yield Said(role.title, role.lines, "title", role.name, role.period, _useful(role.title))
        for bullet in role.bullets:
            yield Said(bullet.text, bullet.lines, "role", role.name, role.period, tuple(find(bullet.text)))


def _projects(parsed: ParsedResume) -> Iterator[Said]:
    for project in parsed.projects:
        name = f"Project {project.name}" if project.name else "Project"
        for bullet in project.bullets:
            yield Said(bullet.text, bullet.lines, "project", name, None, tuple(find(bullet.text)))


def _education(parsed: ParsedResume) -> Iterator[Said]:
    for one in parsed.education:
        # Only the words of the degree itself: what else stands below it proves nothing.
        degree = " · ".join(part for part in one.text.split(" · ") if degree_level(part)) or one.field
        yield Said(one.text, one.lines, "education", "", None, tuple(find(degree)) if len(find(degree)) < 3 else ())
    for certificate in parsed.certifications:
        found = tuple(find(certificate.text))
        bare = len(found) >= 3 and any(one.skill.kind != "certification" for one in found)
        yield Said(certificate.text, certificate.lines, "claim" if bare else "certificate", "", None, found)


def _claims(parsed: ParsedResume, document: Document) -> Iterator[Said]:
    lines = [line for line in document.lines if line.n not in parsed.ignored]
    wanted = under(
        ("skills", "contact", "interests", "awards", "publications", "languages", "other", "references"),
        parsed.sections,
        lines,
    )
    told = [(line.text.strip(), (line.n,)) for line in wanted]
    for text, numbers in (*_sentences(under(("summary",), parsed.sections, lines)), *told):
        found = tuple(one for one in find(text) if one.skill.id not in parsed.struck)
        yield Said(text, numbers, "claim", "", None, found)
    for one in (one for one in parsed.skills if one.line == ADDED):
        yield Said(one.name, (), "claim", "", None, tuple(find(one.name)))


def _sentences(lines: Sequence[Line]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The sentences of running text with the lines each goes through."""
    text, ends = "", []
    for line in lines:
        text = f"{text} {line.text.strip()}".strip()
        ends.append((len(text), line.n))
    starts = [0, *(end + 1 for end, _ in ends[:-1])]
    for first, last in sentence_spans(text):
        across = tuple(n for start, (end, n) in zip(starts, ends, strict=False) if start < last and end > first)
        yield text[first:last], across


def _useful(title: str) -> tuple[Found, ...]:
    """Skills that a title proves: a Python developer writes Python; a sales engineer need not have sold."""
    return tuple(one for one in find(title) if one.skill.named or not is_generic(one))


def _demoted(one: Said, ad: Sequence[frozenset[str]]) -> Said:
    if not one.shows or (one.where == "title" and len(one.found) < 3):
        return one
    return (
        Said(one.text, one.lines, "claim", one.role, None, one.found) if is_list(one) or is_copy(one.text, ad) else one
    )


def is_list(one: Said) -> bool:
    """True for a row of names without a word on what was done with them."""
    if _TOOL_LINE.match(one.text):
        return True
    if _CLAIMING.search(one.text):
        return True
    total = len(words(one.text))
    named = sum(len(words(found.surface)) for found in one.found)
    done = DOING.match(one.text) or any(found.rule == "form" for found in one.found[:1])
    return bool(one.found and named >= LIST_SHARE * total and not done)


def is_copy(text: str, ad: Collection[frozenset[str]]) -> bool:
    """True for a line that is, but for a word or two, a line of the ad."""
    own = frozenset(map(stem, words(text)))
    if own and own in ad:
        return True
    return len(own) >= 5 and any(len(own & line) >= COPIED * len(own) for line in ad)
