"""The fields of a row, the many names that people give them, and texts made plain. FORMAT.md shows them to people."""

import re

from core.bank import TRACKS, Track
from core.text import clean

SHORT = ("topic", "level", "track", "role", "title", "source", "licence")
"""Fields of one line."""
LONGEST_FIELD = 12_000
"""Characters of one field that are looked at; every bound of a question lies below it."""
_NAMES = {
    "question": "question questions prompt ask interview-question question-text frage",
    "reference": "reference answer answers reference-answer model-answer sample-answer expected-answer ideal-answer solution antwort",
    "key_points": "key-points key-point keypoints points must-have must-haves rubric criteria checklist expected-points",
    "topic": "topic topics category subject area tag tags section skill",
    "level": "level seniority difficulty grade",
    "track": "track kind type interview kind-of-interview round",
    "role": "role job position profession discipline",
    "title": "title name heading short-title",
    "rephrased": "rephrased in-other-words rewording other-words paraphrase",
    "exhibit": "exhibit material context code table data snippet",
    "hints": "hints hint pointers help",
    "mistakes": "mistakes mistake common-mistakes pitfalls red-flags",
    "source": "source origin author",
    "licence": "licence license",
}
COLUMNS = {name: field for field, names in _NAMES.items() for name in names.split()}
_TRACKS: dict[str, Track] = {
    **{track: track for track in TRACKS},
    "tech": "technical", "behavioural": "behavioral", "behavior": "behavioral", "star": "behavioral", "human resources": "hr",
    "people": "hr", "screening": "hr", "code": "coding", "programming": "coding", "algorithms": "coding", "case": "case_study",
    "case study": "case_study", "case studies": "case_study", "cases": "case_study", "consulting": "case_study",
}  # fmt: skip
_LEVELS = {
    "first job": 1, "entry": 1, "entry level": 1, "intern": 1, "beginner": 1, "graduate": 1, "junior": 2, "easy": 2, "mid": 3,
    "middle": 3, "medium": 3, "mid level": 3, "intermediate": 3, "senior": 4, "hard": 4, "advanced": 4, "staff": 5,
    "staff and above": 5, "principal": 5, "lead": 5, "expert": 5,
}  # fmt: skip


def column(header: str) -> str:
    """The field that a column, key or heading means; empty when it is none of ours."""
    return COLUMNS.get("-".join(re.findall(r"[a-z]+", header[:60].casefold())), "")


def track_of(text: str) -> Track | None:
    """The track that a word means."""
    return _TRACKS.get(" ".join(re.findall(r"[a-z]+", text.casefold()))) or _TRACKS.get(text.casefold())


def level_of(text: str) -> int | None:
    """The level, 1-5, from a number or a word."""
    text = " ".join(text.casefold().replace("-", " ").split())
    if re.fullmatch(r"[1-5](?:\.0)?", text):
        return int(text[0])
    return _LEVELS.get(text)


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(clean(text).split())


def plain(field: str, text: str) -> str:
    """A field's text as it is kept; what is much too long stays long enough to be refused."""
    text = clean(text[: 4 * LONGEST_FIELD])
    return one_line(text) if field in SHORT else "\n".join(line.rstrip() for line in text.split("\n")).strip()
