"""Banks as JSON: one object a line, or one list of objects; the names of the fields as forgiving as a table's."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from core.bank import COMPETENCIES, FollowUp, KeyPoint, Question
from core.errors import AppError
from core.own import FIELDS, MOST_QUESTIONS, Fault, Row
from rag.own import points
from rag.own.building import flat, written_asks
from rag.own.fields import column, one_line, plain, track_of

_MEND = "Write one object in braces on each line, with at least a question and an answer."


def read(text: str) -> tuple[list[Row], list[str]]:
    """The rows, numbered by their line (in a list by their place), and what was left out."""
    rows: list[Row] = []
    left: set[str] = set()
    for n, value in _values(text):
        if isinstance(value, Fault):
            rows.append(Row(n=n, fields={}, faults=(value,)))
        elif not isinstance(value, dict):
            rows.append(Row(n=n, fields={}, faults=(Fault(what="This line is not an object.", mend=_MEND),)))
        else:
            rows.append(_row(n, value))
            left |= {key[:40] for key in value if not column(key) and key not in ("id", "follow_ups")}
        if len(rows) > MOST_QUESTIONS:
            break
    return rows, [f"The field “{name}” is not known here and was left out." for name in sorted(left)[:8]]


def write(questions: Sequence[Question]) -> str:
    """One question a line; ids, and what would be filled in anyway, are made anew when it is read."""
    return "".join(json.dumps(_line(one), ensure_ascii=False) + "\n" for one in questions)


def _line(question: Question) -> dict[str, Any]:
    told = {field for field, text in flat(question).items() if text}
    if written_asks(question):
        told.add("follow_ups")
    made = question.model_dump(mode="json", include=told - {"key_points"})
    return {**made, "key_points": [one.model_dump(mode="json", exclude_defaults=True) for one in question.key_points]}


def _values(text: str) -> Iterator[tuple[int, Any]]:
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise AppError(
                "unreadable", f"This is not valid JSON ({str(fault)[:80]}). Mend it and upload again."
            ) from None
        yield from enumerate(found, start=1)
        return
    for n, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield n, json.loads(line)
            except (ValueError, RecursionError) as fault:
                yield n, Fault(what=f"This line is not valid JSON: {str(fault)[:100]}.", mend=_MEND)


def _row(n: int, value: dict[str, Any]) -> Row:
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for key, held in value.items():
        field = column(key)
        if not field:
            continue
        try:
            text = _points(held, value) if field == "key_points" else _text(held)
        except ValueError as fault:
            mend = f"Write {field.replace('_', ' ')} as text, or as a list of texts."
            faults.append(Fault(field=field, what=str(fault), mend=mend))
            continue
        if text.strip():
            found[field] = plain(field, text)
    return Row(n=n, fields={field: found[field] for field in FIELDS if field in found}, faults=tuple(faults))


def _text(held: Any) -> str:
    if held is None:
        return ""
    if isinstance(held, list) and all(isinstance(one, str) for one in held):
        return points.listed([one_line(one) for one in held if one.strip()])
    if isinstance(held, (str, int, float)) and not isinstance(held, bool):
        return str(held)[:100_000]
    raise ValueError("This is neither text nor a list of texts.")


def _points(held: Any, value: dict[str, Any]) -> str:
    """Key points that are objects, with the follow-ups that name them, as the text that everybody writes them in."""
    if not (isinstance(held, list) and held and all(isinstance(one, dict) for one in held)):
        return _text(held)
    track = track_of(str(value.get("track", ""))) or "technical"
    asked = value.get("follow_ups") or []
    try:
        made = [
            KeyPoint.model_construct(
                **KeyPoint.model_validate(
                    {"id": chr(97 + at % 26), "competency": COMPETENCIES[track][0], **one, "text": "x" * 12}
                ).model_dump(exclude={"text", "aliases"}),
                text=one_line(str(one.get("text", ""))),
                aliases=tuple(filter(None, map(one_line, one.get("aliases", ())))),
            )
            for at, one in enumerate(held)
        ]
        follow_ups = [FollowUp.model_validate({**one, "text": one_line(one["text"])}) for one in asked]
    except (ValidationError, TypeError, KeyError, AttributeError) as fault:
        raise ValueError(_first(fault)) from None
    known = {point.id for point in made}
    lost = next((one.point for one in follow_ups if one.point not in known), "")
    if lost:
        raise ValueError(f"A follow-up names the key point “{lost[:10]}”, which this question does not have.")
    return points.write(made, follow_ups, track)


def _first(fault: Exception) -> str:
    if not isinstance(fault, ValidationError):
        return "The key points or follow-ups are no objects of ours."
    one = fault.errors()[0]
    return f"{'.'.join(map(str, one['loc'])) or 'An entry'}: {one['msg'].removeprefix('Value error, ')}."[:200]
