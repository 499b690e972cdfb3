"""What a row may hold: the bounds of every field and key point, each fault with how to mend it."""

from collections.abc import Iterator, Sequence
from typing import get_args

from core.bank import COMPETENCIES, TRACKS, Check, Track
from core.own import FIELDS, Fault
from core.text import words
from rag.own import points
from rag.own.fields import LONGEST_FIELD
from rag.own.points import Point

CHECKS = get_args(Check)
MOST_POINTS = 7
LONGEST = {
    "question": 900,
    "reference": 2400,
    "topic": 60,
    "role": 40,
    "title": 48,
    "rephrased": 900,
    "exhibit": 2000,
    "source": 120,
    "licence": 60,
}
_LEAST = {"question": 8, "reference": 12, "topic": 2, "role": 2, "title": 3, "rephrased": 8}
_MOST_ENTRIES = {"hints": 3, "mistakes": 4}
_LONGEST_ENTRY = 300
NO_POINT = Fault(
    field="reference",
    what="No key point can be read from this answer.",
    mend="Write the key points yourself, one a line.",
)


def of_fields(given: dict[str, str], track: Track | None, level: int | None) -> Iterator[Fault]:
    """What is wrong with the fields of a row; `track` and `level` are None where their words mean nothing."""
    for name in FIELDS:
        yield from _sized(name, given[name])
    if track is None:
        what = f"There is no kind of interview “{_cut(given['track'])}”."
        yield Fault(field="track", what=what, mend=f"Write one of {', '.join(TRACKS)}.")
    if level is None:
        what = f"The level “{_cut(given['level'])}” is not known."
        yield Fault(field="level", what=what, mend="Write 1 to 5, or first job, junior, mid, senior, staff.")
    if not given["reference"] and not given["key_points"]:
        yield Fault(
            field="reference",
            what="There is neither an answer nor a key point, so that nothing can be graded.",
            mend="Write a reference answer; its key points are proposed to you.",
        )


def of_points(said: Sequence[Point], track: Track | None) -> Iterator[Fault]:
    """What is wrong with the key points of a row."""
    for one in said:
        for what, mend in _of_point(one, track):
            yield Fault(field="key_points", what=what, mend=mend)
    if len(said) > MOST_POINTS:
        what = f"There are {len(said)} key points; more than {MOST_POINTS} cannot be asked about."
        yield Fault(field="key_points", what=what, mend="Keep those without which an answer is not good.")


def _sized(name: str, text: str) -> Iterator[Fault]:
    label = name.replace("_", " ").replace("reference", "answer")
    most, least = LONGEST.get(name, LONGEST_FIELD), _LEAST.get(name, 0)
    if name == "question" and not words(text):
        what = "There is no word in this question." if text else "There is no question."
        yield Fault(field=name, what=what, mend="Write what the interviewer should ask.")
    elif len(text) > most:
        yield Fault(field=name, what=f"The {label} has {len(text):,} characters.", mend=f"Keep it under {most:,}.")
    elif text and len(text) < least:
        yield Fault(field=name, what=f"The {label} “{text}” is too short.", mend=f"Write at least {least} characters.")
    elif name in _MOST_ENTRIES:
        entries, limit = points.bulleted(text), _MOST_ENTRIES[name]
        if len(entries) > limit or any(len(one) > _LONGEST_ENTRY for one in entries):
            what = f"There are more than {limit} {label}, or one is longer than {_LONGEST_ENTRY} characters."
            yield Fault(field=name, what=what, mend=f"Keep {limit} short ones.")


def _of_point(one: Point, track: Track | None) -> Iterator[tuple[str, str]]:
    """(what, how to mend it) for one key point."""
    name = _cut(one.text)
    if len(one.text) < 12:
        yield f"The key point “{name}” is too short.", "Write it as a short sentence that can be true of an answer."
    if len(one.text) > 200:
        yield f"The key point “{name}” has {len(one.text)} characters.", "Say one thing in it, in at most 200."
    if not 1 <= one.weight <= 3:
        mend = "Write 1 (a plus), 2 (expected) or 3 (without it the answer fails)."
        yield f"The weight {one.weight} of “{name}” is not known.", mend
    if track and one.competency and one.competency not in COMPETENCIES[track]:
        mend = f"Use one of {', '.join(COMPETENCIES[track])}, or none."
        yield f"“{one.competency}” is not judged in this kind of interview.", mend
    if one.check not in CHECKS:
        yield f"There is no check “{_cut(one.check)}”.", f"Use one of {', '.join(CHECKS)}, or none."
    if len(one.also) > 12 or any(len(text) > 200 for text in one.also):
        yield f"“{name}” has too many other wordings, or one too long.", "Keep at most 12, each under 200 characters."
    if len(one.asks) > 2 or any(not 12 <= len(text) <= 300 for text in one.asks):
        yield f"A follow-up of “{name}” does not fit.", "Write at most two, each of 12 to 300 characters."


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
