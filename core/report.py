"""The nouns of a report: bands, evidence, coverage, what to do next. Arithmetic on them lives in `agents`."""

from datetime import date, datetime
from typing import Literal

from core.bank import Track
from core.noun import Noun
from core.schema import Judgement, Quote

BANDS: dict[int, str] = {1: "not yet", 2: "thin", 3: "fair", 4: "solid", 5: "strong"}


class BetterSentence(Noun):
    """One sentence of the candidate's own, and the same sentence said better; `after` invents no fact."""

    turn: int
    before: str
    after: str
    why: str


class QuestionReport(Noun):
    """What became of one question. `band` is None unless its judgement is scored."""

    question_id: str
    title: str
    topic: str
    question: str
    turns: tuple[int, ...]
    judgement: Judgement
    band: int | None
    model_answer: str
    better: BetterSentence | None = None
    exercise: str


class CompetencyReport(Noun):
    """One competency over the whole interview; `band` is None when too little was heard of it."""

    name: str
    label: str
    band: int | None
    anchor: str
    """What this band looks like, in the rubric's words."""
    evidence: tuple[Quote, ...] = ()
    counted: int = 0
    """How many decisions the band rests on."""


class Requirement(Noun):
    """One thing that the job description asks for, and what the interview showed of it."""

    text: str
    state: Literal["shown", "asked", "claimed", "never_asked"]
    quote: Quote | None = None


class Coverage(Noun):
    """How much of the interview the total rests on."""

    planned: int
    asked: int
    answered: int
    scored: int
    requirements: tuple[Requirement, ...] = ()


class Step(Noun):
    """One step of the next two weeks."""

    day: date
    text: str
    minutes: int
    question_id: str | None = None


class Report(Noun):
    """A graded interview. `band` is None when nothing could be scored."""

    id: str
    session_id: str
    track: Track
    role: str
    level: int
    created_at: datetime
    minutes: float
    engine: str
    rubric: str
    banks: str = ""
    """The version of the question banks that the interview was planned from."""
    headline: str
    summary: str
    band: int | None
    score: float | None
    competencies: tuple[CompetencyReport, ...]
    questions: tuple[QuestionReport, ...]
    coverage: Coverage
    plan: tuple[Step, ...]
    notices: tuple[str, ...] = ()
    briefing: str = ""
    """The interview brief that the interview drew on, by its id."""
