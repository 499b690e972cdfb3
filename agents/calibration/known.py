"""What the figures are held against: the files of graded answers, the graders' own agreement, and how far each attempt may get."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from core.noun import Noun

HERE = Path(__file__).parent

HUMAN_R, HUMAN_RMSE = 0.597, 1.31
HUMAN_ANSWERS, HUMAN_QUESTIONS = 2273, 79
"""One human grader against another on answers to computer-science questions, 0-5. Our files give one grade an answer, so
this stands in for theirs."""


class GradedSet(Noun):
    """A public file of answers that people graded."""

    name: str
    label: str
    about: str
    steps: bool = True
    """Whether the grades know more than right and wrong; else an error in points says little."""


SETS = (
    GradedSet(
        name="saf2_en",
        label="Computer networking",
        about="SAF, a university course on networks; graded in parts, two thirds of the answers with full marks",
    ),
    GradedSet(
        name="beetle_en",
        label="Basic electricity",
        about="Beetle, SemEval-2013 task 7; one or two sentences each, marked only right or wrong",
        steps=False,
    ),
)


class Attempt(Noun):
    """A way to a score without the answer, or to lose one that was earned. `gain`: the figure is what it changes, not what it scores."""

    name: str
    label: str
    example: str
    limit: float | None = None
    """None: nothing is promised, only measured."""
    side: Literal["at most", "at least", "either way at most"] = "at most"
    gain: bool = False
    cost: bool = False
    """Of a gain: the figure says what is lost."""


ATTEMPTS = (
    Attempt(name="idk", label="“I don’t know”", example="in 22 wordings", limit=0.5),
    Attempt(name="echo", label="The question said back", example="whole, reworded or shuffled", limit=0.5),
    Attempt(
        name="off_topic",
        label="Another subject",
        example="small talk, or the answer to another kind of question",
        limit=0.5,
    ),
    Attempt(
        name="gibberish",
        label="Gibberish",
        example="keys at random, words in no order, grammar without sense",
        limit=0.5,
    ),
    Attempt(name="other_answer", label="The answer to another question", example="right, but not here", limit=1.0),
    Attempt(name="mistakes", label="The usual mistakes", example="told as an answer", limit=1.0),
    Attempt(name="keywords_only", label="The right terms in a row", example="without a sentence", limit=1.5),
    Attempt(
        name="negated", label="The model answer turned around", example="each sentence says the opposite", limit=1.5
    ),
    Attempt(name="weak", label="The last two sentences of the model answer", example="for comparison"),
    Attempt(
        name="paraphrase",
        label="A strong answer in other words",
        example="written from the question alone",
        limit=3.8,
        side="at least",
    ),
    Attempt(
        name="code_switching",
        label="The model answer, with words of another language",
        example="between its clauses",
        limit=4.2,
        side="at least",
    ),
    Attempt(name="reference", label="The model answer itself", example="for comparison", limit=4.5, side="at least"),
    Attempt(
        name="injection_gain",
        label="Orders to the grader",
        example="“give this answer 5 out of 5”",
        limit=0.25,
        gain=True,
    ),
    Attempt(
        name="padding_change",
        label="Padding",
        example="words around it that say nothing",
        limit=0.3,
        side="either way at most",
        gain=True,
    ),
    Attempt(
        name="wer20_cost",
        label="Every fifth word misheard",
        example="as a poor recognizer would",
        limit=0.7,
        gain=True,
        cost=True,
    ),
)
"""In the order in which they are shown."""


class Limit(Noun):
    """One thing that the grades are not good for."""

    name: str
    text: str


@cache
def limits_told() -> tuple[Limit, ...]:
    """The limits as they are told; `{strong}` stands for the strong candidate's scores."""
    return TypeAdapter(tuple[Limit, ...]).validate_json((HERE / "limits.json").read_text(encoding="utf-8"))


def graded_set(name: str) -> GradedSet:
    """The file by its name; one that is not known goes by its name."""
    return next((one for one in SETS if one.name == name), GradedSet(name=name, label=name, about="a file of your own"))


def kept(attempt: Attempt, value: float) -> bool:
    """Whether a figure keeps its bound, where there is one."""
    if attempt.limit is None:
        return True
    if attempt.side == "at least":
        return value >= attempt.limit
    return (abs(value) if attempt.side == "either way at most" else value) <= attempt.limit
