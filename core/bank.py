"""The question bank's nouns: a question, its key points and its follow-ups, with the rules a line must keep."""

import re
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from core.noun import Noun

Track = Literal["technical", "behavioral", "hr", "coding", "case_study"]
TRACKS: tuple[Track, ...] = ("technical", "behavioral", "hr", "coding", "case_study")

COMPETENCIES: dict[Track, tuple[str, ...]] = {
    "technical": ("correctness", "depth", "trade_offs"),
    "behavioral": ("situation", "action", "result", "reflection"),
    "hr": ("situation", "action", "result", "reflection"),
    "coding": ("understanding", "approach", "code", "testing", "complexity"),
    "case_study": ("structure", "hypotheses", "quantitative", "synthesis"),
}
"""The competencies that key points can be tied to; `communication` is judged on the whole answer instead."""

Check = Literal["claim", "situation", "action", "result", "reflection"]
"""How a key point is looked for: by its content, or as a part of a story (STAR and what was learned)."""

_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class KeyPoint(Noun):
    """One thing a good answer says, checkable on its own in one sentence."""

    id: str = Field(min_length=1, max_length=2)
    text: str = Field(min_length=12, max_length=200)
    weight: int = Field(default=2, ge=1, le=3)
    aliases: tuple[str, ...] = Field(default=(), max_length=12)
    competency: str
    check: Check = "claim"


class FollowUp(Noun):
    """What the interviewer asks when the key point `point` was missed; gives nothing of the answer away."""

    point: str
    text: str = Field(min_length=12, max_length=300)


class Question(Noun):
    """One line of a bank. `rag.lint` asks more of ours than these bounds, which hold for banks that people bring too."""

    id: str = Field(max_length=64)
    track: Track
    role: str = Field(min_length=2, max_length=40)
    topic: str = Field(min_length=2, max_length=60)
    level: int = Field(ge=1, le=5)
    title: str = Field(min_length=3, max_length=48)
    question: str = Field(min_length=8, max_length=900)
    rephrased: str = Field(min_length=8, max_length=900)
    key_points: tuple[KeyPoint, ...] = Field(min_length=1, max_length=7)
    reference: str = Field(min_length=12, max_length=2400)
    follow_ups: tuple[FollowUp, ...] = Field(min_length=1, max_length=14)
    hints: tuple[str, ...] = Field(min_length=1, max_length=3)
    mistakes: tuple[str, ...] = Field(min_length=1, max_length=4)
    exhibit: str = Field(default="", max_length=2000)
    source: str = Field(default="Viva Voce", max_length=120)
    licence: str = Field(default="Apache-2.0", max_length=60)

    @field_validator("id")
    @classmethod
    def _id_is_a_slug(cls, value: str) -> str:
        if not _ID.match(value):
            raise ValueError(
                "use lower-case words and digits joined by single hyphens, such as tech-backend-idempotency"
            )
        return value

    @model_validator(mode="after")
    def _points_hold_together(self) -> Self:
        ids = [p.id for p in self.key_points]
        if len(set(ids)) != len(ids):
            raise ValueError("two key points share an id: give each its own letter")
        known = COMPETENCIES[self.track]
        for point in self.key_points:
            if point.competency not in known:
                raise ValueError(
                    f"key point {point.id} names competency '{point.competency}': use one of {', '.join(known)}"
                )
        for follow in self.follow_ups:
            if follow.point not in ids:
                raise ValueError(f"a follow-up names key point '{follow.point}', which this question does not have")
        return self

    def point(self, point_id: str) -> KeyPoint:
        """The key point with this id; KeyError when there is none."""
        for point in self.key_points:
            if point.id == point_id:
                return point
        raise KeyError(point_id)
