"""The nouns of an interview: what was asked for, what was said, what was decided about it."""

from datetime import datetime
from math import inf
from typing import Literal, Self

from pydantic import Field

from core.bank import Question, Track
from core.briefing import Briefing
from core.noun import Noun

Persona = Literal["friendly", "neutral", "challenging"]
PERSONAS: tuple[Persona, ...] = ("friendly", "neutral", "challenging")
Mode = Literal["practice", "real"]
Action = Literal["hint", "repeat", "rephrase", "skip", "think", "pause", "resume"]
ACTIONS: tuple[Action, ...] = ("hint", "repeat", "rephrase", "skip", "think", "pause", "resume")
Phase = Literal["opening", "core", "follow_up", "questions", "closing"]
Status = Literal["open", "paused", "finished"]

LONGEST_ANSWER = 20_000
"""Characters in one answer, code included: about two hours of speech."""
LONGEST_MATERIAL = 40_000
"""Characters of a job description or a resume."""


class Brief(Noun):
    """What the candidate asked for before the interview began."""

    track: Track
    role: str = Field(default="any", max_length=80)
    level: int = Field(default=3, ge=1, le=5)
    topics: tuple[str, ...] = Field(default=(), max_length=12)
    persona: Persona = "neutral"
    mode: Mode = "practice"
    questions: int = Field(default=5, ge=1, le=20)
    minutes: int | None = Field(default=None, ge=5, le=180)
    job_description: str = Field(default="", max_length=LONGEST_MATERIAL)
    resume: str = Field(default="", max_length=LONGEST_MATERIAL)
    language: str = Field(default="en", max_length=8)
    name: str = Field(default="", max_length=80)
    seed: int | None = None
    voice: bool = False
    """The candidate means to talk: the page opens the live room. Typing stays possible at any moment."""
    banks: tuple[str, ...] = Field(default=(), max_length=10)
    """Banks that people brought, by id."""
    ours: bool = True
    """Our questions beside those of `banks`; false: theirs alone."""
    record: bool = False
    """The candidate agreed that both voices are recorded; the session keeps when."""
    briefing: str = Field(default="", max_length=64)
    """The interview brief to use, by its id; the plan keeps a copy of it."""
    kit: str = Field(default="", max_length=64)
    """The interview kit that it was held with, by its id; the plan keeps its questions."""


class Slot(Noun):
    """One planned core question: the choices for it, best first, and why this topic is asked."""

    topic: str
    choices: tuple[str, ...] = Field(min_length=1)
    why: str = ""
    requirement: str = ""
    """The requirement that this slot is for: that of a match by its id, that of a job description in its words."""


class Plan(Noun):
    """The core questions an interview means to ask; the level moves with the answers, so each slot keeps several choices."""

    slots: tuple[Slot, ...]
    requirements: tuple[str, ...] = ()
    """What the job description asks for, in its own words, most important first."""
    questions: tuple[Question, ...] = ()
    """Questions of this interview's own, which stand in no bank."""
    briefing: Briefing | None = None
    """The interview brief that this interview draws on."""


class Word(Noun):
    """One spoken word; times in seconds from the start of the audio it was heard in, confidence 0-1."""

    text: str
    start: float = Field(ge=0)
    end: float = Field(ge=0)
    confidence: float | None = Field(default=None, ge=0, le=1)
    speaker: int | None = None

    def later(self, by: float, end: float = inf) -> Self:
        """The same word `by` seconds later, within 0 to `end`; `model_copy` takes four times as long."""
        times = {name: max(0.0, min(end, at + by)) for name, at in (("start", self.start), ("end", self.end))}
        return type(self)(**{**vars(self), **times})


class Utterance(Noun):
    """What the candidate said or typed in one go. `revision` counts reopenings of the same turn."""

    text: str
    code: str = ""
    source: Literal["typed", "spoken", "uploaded"] = "typed"
    revision: int = 0
    words: tuple[Word, ...] = ()
    """Where hearing gave times; seconds from the start of this turn's recording."""
    audio: str = ""
    """The recording that holds this answer; empty when nothing was recorded."""
    engine: str = ""
    """What heard it, such as `whisper:base`; empty for typed words."""
    waited_s: float | None = Field(default=None, ge=0)
    """Seconds from the end of the question to the first word."""
    unheard: int = Field(default=0, ge=0)
    """Stretches of speech in its recording that nobody could turn into words; they are filled in later."""
    spoken_text: str = ""
    """What was said aloud beside a typed answer, transcribed later; `text` stays the answer."""
    after: str = ""
    """What of the interviewer's words was really heard aloud before this answer; empty when they were read."""


class Part(Noun):
    """One turn's share of the answer to a question."""

    turn: int
    text: str
    code: str = ""


class Quote(Noun):
    """Words of the candidate, exactly as they stand in the transcript of `turn`."""

    turn: int
    text: str


DecisionStatus = Literal["covered", "partly", "missing", "contradicted"]


class Decision(Noun):
    """What was found of one key point. `covered`, `partly` and `contradicted` always carry a quote."""

    point: str
    text: str
    weight: int
    competency: str
    status: DecisionStatus
    quote: Quote | None = None
    why: str = ""
    """How the decision came about, in words a candidate understands."""
    credit: float | None = Field(default=None, ge=0, le=1)
    """How much of the point is said, where the grader can tell; None leaves it to the status."""


JudgementState = Literal[
    "scored",  # there is a score
    "not_asked",
    "skipped",
    "no_answer",  # nothing, or "I don't know"
    "too_little",  # words, but too few to judge
    "off_topic",
    "echo",  # the question said back
    "keywords_only",  # terms without a sentence that uses them
    "gibberish",
    "not_graded",  # grading itself failed; the answer is kept
]


class Judgement(Noun):
    """The verdict on one question over all its turns. `score` is 0-5 and stands only where `state` is `scored`."""

    question_id: str
    state: JudgementState
    decisions: tuple[Decision, ...] = ()
    score: float | None = Field(default=None, ge=0, le=5)
    words: int = 0
    note: str = ""
    """One sentence about the state or about what was left out (an instruction to the grader, say)."""
    engine: str
    rubric: str
    confidence: Literal["normal", "low"] = "normal"


class Act(Noun):
    """Something the candidate did in a turn beside answering, and what the interviewer said to it."""

    action: Action
    said: str
    at: datetime
    request_id: str = ""


class Turn(Noun):
    """The interviewer says something, the candidate answers; open until `heard` is there or it is skipped."""

    n: int
    phase: Phase
    lead: str = ""
    """What comes before the question: an acknowledgement, a bridge, a hint."""
    said: str
    context: str = ""
    """The small line under the question: what the candidate said earlier that belongs here."""
    question: Question | None = None
    point: str | None = None
    """For a follow-up: the key point it is after."""
    again: bool = False
    """What was asked before, once more: the candidate asked for it, was silent, or lost their temper."""
    level: int
    asked_at: datetime
    heard: Utterance | None = None
    skipped: bool = False
    answered_at: datetime | None = None
    request_id: str | None = None
    judgement: Judgement | None = None
    acts: tuple[Act, ...] = ()
    notices: tuple[str, ...] = ()


class Retry(Noun):
    """A session that asks one question of an earlier one again."""

    session_id: str
    question_id: str


class Session(Noun):
    """One interview, whole. `turns` are in order; the last one is the open one while the interview runs."""

    id: str
    owner: str
    brief: Brief
    plan: Plan
    status: Status
    engine: str
    banks: str = ""
    """The version of the question banks that it was planned from."""
    created_at: datetime
    updated_at: datetime
    paused_at: datetime | None = None
    paused_s: float = 0.0
    finished_at: datetime | None = None
    retry_of: Retry | None = None
    recording_agreed_at: datetime | None = None
    """When the candidate agreed to a recording; it stays when the recording is deleted."""
    turns: tuple[Turn, ...] = ()

    @property
    def current(self) -> Turn | None:
        """The turn that waits for the candidate; None once the interview is over."""
        if self.status == "finished" or not self.turns:
            return None
        return self.turns[-1]
