"""What a language model may answer with: small schemas, so that its words are parsed and never split on marks."""

from typing import Literal

from pydantic import BaseModel, Field


class PointReply(BaseModel):
    """The model's decision on one key point."""

    point: str
    status: Literal["covered", "partly", "missing", "contradicted"]
    quote: str = ""
    why: str = ""


class JudgeReply(BaseModel):
    """All decisions on one answer."""

    decisions: list[PointReply]


class PlanReply(BaseModel):
    """Question ids in the order in which they are to be asked."""

    question_ids: list[str]


class SpokenReply(BaseModel):
    """A reply in another language than the bank's: what leads, and what is asked, translated."""

    lead: str
    ask: str


class BetterReply(BaseModel):
    """One sentence of the candidate's, and the same said better."""

    question_id: str
    turn: int
    before: str
    after: str
    why: str = ""


class ExerciseReply(BaseModel):
    """The next exercise for one question."""

    question_id: str
    text: str


class WordsReply(BaseModel):
    """A report's prose."""

    headline: str = ""
    addition: str = ""
    better: list[BetterReply] = Field(default_factory=list)
    exercises: list[ExerciseReply] = Field(default_factory=list)
