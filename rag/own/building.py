"""Rows into questions and questions into rows: bounds, what is filled in where nothing was written, and every fault by name."""

import hashlib
import re
from collections.abc import Callable

from pydantic import ValidationError

from core.bank import COMPETENCIES, FollowUp, KeyPoint, Question, Track
from core.own import FIELDS, RESERVED, Fault
from rag.own import bounds, points
from rag.own.fields import LONGEST_FIELD, level_of, plain, track_of
from rag.own.points import Point

Propose = Callable[[str, str, Track], tuple[KeyPoint, ...]]
"""Key points for a question and its reference answer, where none are written."""
_ASKS = (
    "What else belongs to a complete answer?",
    "What have you left out so far that matters here?",
    "Go one step deeper: why is that so?",
    "How does that look in practice? Take one example.",
    "What would you check or add before you call it done?",
    "What speaks against it?",
    "What would you say to somebody who doubts that?",
)
_HINT = "Take one part after the other: what it is, why it matters, and an example of your own."
_STORY_HINT = "Tell one real situation in order: what it was, what you did, what came of it."
_MISTAKE = "Talking around the question without one claim that could be checked."


def own_id(bank_id: str, track: Track, question: str) -> str:
    """The id of a question in its bank: the same for the same words, and never one of ours, which begin otherwise."""
    digest = hashlib.sha256(f"{bank_id}\0{track}\0{key_of(question)}".encode("utf-8", "ignore"))
    return f"{RESERVED}{digest.hexdigest()[:24]}"


def key_of(question: str) -> str:
    """What two questions share that are the same, however they are spaced."""
    return " ".join(question.split()).casefold()


def build(fields: dict[str, str], track: Track, propose: Propose) -> tuple[Question | None, tuple[Fault, ...], bool]:
    """The question of a row, or what is wrong with it; and whether its key points were proposed."""
    given = {name: plain(name, fields.get(name, "")) for name in FIELDS}
    meant = track_of(given["track"]) if given["track"] else track
    level = level_of(given["level"]) if given["level"] else 3
    said = points.read(given["key_points"]) if len(given["key_points"]) <= LONGEST_FIELD else []
    faults = (*bounds.of_fields(given, meant, level), *bounds.of_points(said, meant))
    if faults or meant is None or level is None:
        return None, faults, False
    made = tuple(_key_points(said, meant)) if said else propose(given["question"], given["reference"], meant)
    if not made:
        return None, (bounds.NO_POINT,), False
    try:
        return _question(given, meant, level, made, said), (), not said
    except ValidationError as fault:  # a bound that is not worded in `bounds`
        first = fault.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else ""
        told = first["msg"].removeprefix("Value error, ")
        return None, (Fault(field=where if where in FIELDS else "", what=f"{told}.", mend="Mend this field."),), False


def flat(question: Question, bullet: str = "- ") -> dict[str, str]:
    """The row of a question; what would be filled in anyway stays empty."""
    made = {
        "question": question.question,
        "reference": question.reference,
        "key_points": points.write(question.key_points, written_asks(question), question.track, bullet),
        "topic": question.topic,
        "level": str(question.level),
        "track": question.track,
        "role": question.role,
        "title": question.title,
        "rephrased": question.rephrased,
        "exhibit": question.exhibit,
        "hints": points.listed(question.hints, bullet),
        "mistakes": points.listed(question.mistakes, bullet),
        "source": question.source,
        "licence": question.licence,
    }
    usual = {
        **_usual(question.question, question.track),
        "hints": points.listed([_hint(question.track)], bullet),
        "mistakes": points.listed([_MISTAKE], bullet),
    }
    return {name: "" if text == usual.get(name) else text for name, text in made.items()}


def _question(
    given: dict[str, str], track: Track, level: int, made: tuple[KeyPoint, ...], said: list[Point]
) -> Question:
    usual = _usual(given["question"], track)
    asks = [FollowUp(point=point.id, text=text) for point, one in zip(made, said, strict=False) for text in one.asks]
    return Question(
        id=own_id("", track, given["question"]),
        track=track,
        role=plain("role", given["role"].casefold()) or usual["role"],
        topic=given["topic"] or usual["topic"],
        level=level,
        title=given["title"] or usual["title"],
        question=given["question"],
        rephrased=given["rephrased"] or usual["rephrased"],
        key_points=made,
        reference=given["reference"] or _from_points(made),
        follow_ups=tuple(asks or _usual_asks(made)),
        hints=tuple(points.bulleted(given["hints"])) or (_hint(track),),
        mistakes=tuple(points.bulleted(given["mistakes"])) or (_MISTAKE,),
        exhibit=given["exhibit"],
        source=given["source"] or usual["source"],
        licence=given["licence"] or usual["licence"],
    )


def _usual(question: str, track: Track) -> dict[str, str]:
    """What stands in a field where nothing was written."""
    again = f"Once more, and take your time: {question}"
    return {
        "role": "any",
        "topic": "general",
        "title": _title(question),
        "rephrased": again if len(again) <= 900 else question,
        "source": "Own question",
        "licence": "not stated",
    }


def _usual_asks(made: tuple[KeyPoint, ...]) -> list[FollowUp]:
    return [FollowUp(point=point.id, text=text) for point, text in zip(made, _ASKS, strict=False)]


def written_asks(question: Question) -> tuple[FollowUp, ...]:
    """The follow-ups that somebody wrote."""
    return () if list(question.follow_ups) == _usual_asks(question.key_points) else question.follow_ups


def _hint(track: Track) -> str:
    return _STORY_HINT if track in ("behavioral", "hr") else _HINT


def _title(question: str) -> str:
    """A few words of the question for the plan at the side of the room."""
    line = " ".join(question.split())
    clause = re.split(r"[,;:?!]|\.\s", line, maxsplit=1)[0]
    short = clause if len(clause) >= 8 else line
    if len(short) > 48:
        short = short[:47].rsplit(" ", 1)[0] + "…"
    return short.strip(" .?!")[:48] if len(short.strip(" .?!")) >= 3 else "A question"


def _from_points(made: tuple[KeyPoint, ...]) -> str:
    text = " ".join(point.text if point.text.endswith((".", "!", "?")) else f"{point.text}." for point in made)
    return text[: bounds.LONGEST["reference"]]


def _key_points(said: list[Point], track: Track) -> list[KeyPoint]:
    return [
        KeyPoint(
            id=chr(ord("a") + at),
            text=one.text,
            weight=one.weight,
            aliases=tuple(dict.fromkeys(one.also)),
            competency=one.competency or COMPETENCIES[track][0],
            check=one.check,
        )
        for at, one in enumerate(said)
    ]
