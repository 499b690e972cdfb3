"""The rows of an upload looked through: each becomes a question, or says what is wrong with it and how to mend it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from agents.grading import key_points_from_reference
from agents.grading.instructions import is_instruction
from agents.grading.reading import split_code
from core.bank import Question, Track
from core.own import Fault, Row
from core.text import sentences
from rag.own import building, points, reading

_SPOKEN = ("question", "rephrased", "title", "topic", "role", "hints", "mistakes", "source", "licence")
_WITH_CODE = ("reference", "exhibit")
_TWICE = "The same question stands in row"
Change = Callable[[Row], Row | None]


def task(ask: dict[str, Any], data: bytes) -> bytes:
    """What a child process does with a stranger's file: `name` and `track` in, an Upload as JSON out."""
    upload = reading.read(data, str(ask["name"]), str(ask["track"]))
    return upload.model_copy(update={"rows": checked(upload.rows, upload.track)}).model_dump_json().encode()


def checked(rows: Sequence[Row], track: Track) -> tuple[Row, ...]:
    """Every row with its faults and, where it has none, with proposed key points; the same question twice is a fault."""
    return _each_once(row if row.faults else check(row, track) for row in rows)


def changed(rows: Sequence[Row], track: Track, n: int, how: Change) -> tuple[Row, ...]:
    """The rows after one of them was changed, or taken out where `how` gives None."""
    made: list[Row] = []
    for row in rows:
        one = how(row) if row.n == n else row
        if one is not None:
            # A row that was twice there may stand alone now.
            made.append(check(one, track) if one is not row or _twice(one) else one)
    return _each_once(made)


def check(row: Row, track: Track) -> Row:
    """One row, looked through anew."""
    told = tuple(_instructions(row.fields))
    question, faults, proposed = building.build(row.fields, track, key_points_from_reference)
    if told or question is None:
        return row.model_copy(update={"faults": (*faults, *told), "proposed": False})
    written = points.write(question.key_points, building.written_asks(question), question.track)
    fields = {**row.fields, "key_points": written} if proposed else row.fields
    return row.model_copy(update={"fields": fields, "faults": (), "proposed": proposed})


def questions(rows: Sequence[Row], track: Track, bank_id: str) -> tuple[Question, ...]:
    """The questions of faultless rows, with the ids that they have in this bank."""
    made: list[Question] = []
    for row in rows:
        question, _, _ = building.build(row.fields, track, key_points_from_reference)
        assert question is not None
        new = building.own_id(bank_id, question.track, question.question)
        made.append(question.model_copy(update={"id": new}))
    return tuple(made)


def _each_once(rows: Iterable[Row]) -> tuple[Row, ...]:
    first: dict[str, int] = {}
    made: list[Row] = []
    for row in rows:
        key = building.key_of(row.fields.get("question", ""))
        there = first.setdefault(key, row.n) if key else row.n
        fault = Fault(
            field="question",
            what=f"{_TWICE} {there} already.",
            mend="Leave one of the two out, or ask it in another way.",
        )
        made.append(row if there == row.n else row.model_copy(update={"faults": (*row.faults, fault)}))
    return tuple(made)


def _twice(row: Row) -> bool:
    return any(fault.what.startswith(_TWICE) for fault in row.faults)


def _instructions(fields: dict[str, str]) -> Iterator[Fault]:
    """A bank says what a good answer holds; whoever writes to the grader instead hears of it, and it does nothing."""
    for field, said in _said(fields):
        if is_instruction(said):
            yield Fault(
                field=field,
                what=f"“{said[:90]}” tells the grader what to do.",
                mend="Take it out: a bank says what a good answer holds, never how it is to be graded.",
            )
            return


def _said(fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    for field in _SPOKEN:
        for sentence in sentences(fields.get(field, "")):
            yield field, sentence
    for field in _WITH_CODE:
        text = fields.get(field, "")
        for start, end in split_code(text)[0]:
            for sentence in sentences(text[start:end]):
                yield field, sentence
    for point in points.read(fields.get("key_points", "")):
        for text in (point.text, *point.asks):
            yield "key_points", text
        for alias in point.also:
            yield "key_points", alias
