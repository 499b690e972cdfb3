"""The nouns of a resume held against a job: what was parsed, what is asked, the evidence, the arithmetic and the advice."""

from typing import Literal

from pydantic import Field

from core.advice import Advice
from core.noun import Noun

SectionKind = Literal[
    "contact", "summary", "experience", "education", "skills", "projects", "certifications", "languages",
    "awards", "publications", "volunteering", "interests", "references", "other",
]  # fmt: skip
Precision = Literal["month", "season", "year"]
RequirementKind = Literal["must", "nice", "soft", "duty"]
RequirementShape = Literal["skill", "experience", "degree", "language", "worded"]
State = Literal["shown", "claimed", "adjacent", "missing"]
WarningKind = Literal["injection", "hidden", "stuffing", "copied", "dates", "reading", "job", "model"]


ADDED = -1
"""The line of what a person added to what the parser saw."""


class Contact(Noun):
    """How to reach the person; empty strings for what was not found."""

    name: str = ""
    email: str = ""
    phone: str = ""
    location: str = ""
    links: tuple[str, ...] = ()


class Section(Noun):
    """A part of the resume under one heading; `lines` are the numbers of its lines, the heading's first."""

    kind: SectionKind
    title: str
    lines: tuple[int, ...]


class Period(Noun):
    """From the first to the last month, each `YYYY-MM`; `end` is the month of reading while the role goes on."""

    start: str = Field(pattern=r"^\d{4}-\d{2}$")
    end: str = Field(pattern=r"^\d{4}-\d{2}$")
    current: bool = False
    precision: Precision = "month"
    text: str = ""

    @property
    def months(self) -> int:
        """Months, the first and the last counted; dates known to the year only count from middle to middle."""
        return max(0, ordinal(self.end) - ordinal(self.start) + 1)


class Bullet(Noun):
    """One statement under a role or a project, joined over the lines it runs through."""

    text: str
    lines: tuple[int, ...]


class Role(Noun):
    """One job that was held."""

    title: str
    employer: str = ""
    location: str = ""
    period: Period | None = None
    lines: tuple[int, ...] = ()  # those that name it
    bullets: tuple[Bullet, ...] = ()

    @property
    def name(self) -> str:
        """Title and employer, as they are shown."""
        return ", ".join(part for part in (self.title, self.employer) if part)


class Education(Noun):
    """One degree or course. `level`: 0 not known, 1 school, 2 vocational or associate, 3 bachelor, 4 master, 5 doctorate."""

    text: str
    level: int = Field(default=0, ge=0, le=5)
    field: str = ""
    year: int | None = None
    lines: tuple[int, ...] = ()


class Project(Noun):
    """Work outside a job: its name, its dates where they are given, what was done."""

    name: str
    period: Period | None = None
    lines: tuple[int, ...] = ()
    bullets: tuple[Bullet, ...] = ()


class Listed(Noun):
    """A skill that stands in a list. `skill` is its id in our list, empty when it is not in it."""

    name: str
    skill: str = ""
    line: int


class Tongue(Noun):
    """A natural language and how well it is spoken. `level`: 0 not said, 1 basic, 2 working, 3 fluent, 4 native."""

    name: str
    level: int = Field(default=0, ge=0, le=4)
    line: int = 0

    @property
    def lines(self) -> tuple[int, ...]:
        """Its line, none for one that a person added."""
        return () if self.line == ADDED else (self.line,)


class Gap(Noun):
    """Months without a role between two roles."""

    start: str
    end: str
    months: int


class Overlap(Noun):
    """Two roles held in the same months."""

    first: str
    second: str
    months: int


class SkillMonths(Noun):
    """How long a skill was used, from the dated roles whose lines show it; months held twice count once."""

    skill: str
    name: str
    months: int


class Reading(Noun):
    """Whether the text is good enough to score. `reason` and `mend` are sentences, empty when it is."""

    ok: bool = True
    reason: str = ""
    mend: str = ""


class Warned(Noun):
    """Something a person should know: what was found, in one sentence, and the words it is about."""

    kind: WarningKind
    sentence: str
    quotes: tuple[str, ...] = ()


class ParsedResume(Noun):
    """What a parser sees. Every line number points into the document that was read."""

    contact: Contact = Contact()
    headline: str = ""
    sections: tuple[Section, ...] = ()
    roles: tuple[Role, ...] = ()
    education: tuple[Education, ...] = ()
    projects: tuple[Project, ...] = ()
    skills: tuple[Listed, ...] = ()
    certifications: tuple[Bullet, ...] = ()
    tongues: tuple[Tongue, ...] = ()
    summary: str = ""
    months: int = 0
    """Months in all dated roles together, overlaps counted once."""
    skill_months: tuple[SkillMonths, ...] = ()
    gaps: tuple[Gap, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    warnings: tuple[Warned, ...] = ()
    struck: tuple[str, ...] = ()
    """Skills that a person took off the lists: they are not read from the lines again."""
    ignored: tuple[int, ...] = ()  # lines that are instructions to the reader and count for nothing
    reading: Reading = Reading()


class Requirement(Noun):
    """One thing that is asked for. With several `skills`, any one of them is enough."""

    id: str
    text: str
    kind: RequirementKind
    shape: RequirementShape
    skills: tuple[str, ...] = ()
    years: float | None = None
    level: int = 0
    """For a degree its level, for a language how well, as in Education and Tongue."""
    line: str
    """The line of the job description, word for word."""


class JobDescription(Noun):
    """What a job asks for, without the advertising."""

    title: str = ""
    employer: str = ""
    level: str = ""
    location: str = ""
    years: float | None = None
    requirements: tuple[Requirement, ...] = ()
    dropped: tuple[str, ...] = ()
    """Lines that ask for nothing: benefits, about the company, how to apply, equal opportunities."""
    injections: tuple[str, ...] = ()


class Evidence(Noun):
    """A line of the resume that speaks for a requirement."""

    lines: tuple[int, ...]
    text: str
    role: str = ""
    dates: str = ""
    surface: str = ""  # the words in it that match


class RequirementRow(Noun):
    """One requirement and what the resume says to it. `share` (0-1) is what counts in the score."""

    requirement: Requirement
    state: State
    share: float = Field(ge=0, le=1)
    years: float | None = None
    evidence: tuple[Evidence, ...] = ()
    nearest: Evidence | None = None
    transfers: tuple[str, ...] = ()
    rule: str = ""
    """Why, in one sentence: which rule matched which words."""


class ScoreRow(Noun):
    """One line of the sum: points = 100 x weight x share / all weights."""

    requirement: str
    text: str
    weight: float
    share: float
    points: float


class Score(Noun):
    """The arithmetic, shown: the sum of the rows, the ceiling that the must-haves set, and the lower of the two."""

    rows: tuple[ScoreRow, ...]
    sum: float
    ceiling: float
    exact: float
    total: int = Field(ge=0, le=100)
    must_shown: int
    must_all: int
    nice_shown: int
    nice_all: int
    gate: str


class Match(Noun):
    """A resume held against a job. `score` is None when the reading was refused or the job asks for nothing countable."""

    resume: ParsedResume
    job: JobDescription
    rows: tuple[RequirementRow, ...] = ()
    score: Score | None = None
    advice: Advice = Advice()
    warnings: tuple[Warned, ...] = ()
    refused: str = ""


def ordinal(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_of(number: int) -> str:
    """The reverse of `ordinal`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
