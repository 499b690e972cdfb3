"""What a brain is: four abilities that the rules and the language model both have, and the nouns they are asked with."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, Field

from agents.wishes import Wish
from core.bank import Question
from core.noun import Noun
from core.report import Report
from core.schema import Brief, Judgement, Part, Plan, Session

S = TypeVar("S", bound=BaseModel)
MoveKind = Literal[
    "open",  # greet, and ask for an introduction
    "ask",  # the next core question
    "probe",  # a follow-up on the key point that was missed
    "nudge",  # a hint for someone who is stuck
    "redirect",  # the same question in other words, after an answer to something else
    "again",  # what was asked before once more, for somebody who did not answer it but asked for something
    "invite",  # whatever the candidate wants to ask
    "respond",  # an answer to the candidate's question
    "close",
]


class Candidate(Noun):
    """A question that could be asked, with how near it is to what the brief wants (0-1) and why."""

    question: Question
    fit: float
    why: str
    asked: int = 0
    """How often this person was asked it before."""
    needs: tuple[str, ...] = ()
    """The requirements it is about, nearest first."""


class Material(Noun):
    """What a plan is made from: candidate questions, best first, and the requirements read from the job description."""

    candidates: tuple[Candidate, ...]
    requirements: tuple[str, ...] = ()


class Move(Noun):
    """What the interviewer does next. Code decides the move; a brain only finds the words."""

    kind: MoveKind
    question: Question | None = None
    point: str | None = None
    """For `probe`: the key point that was missed."""
    last: bool = False
    """True when this is the last core question (time or plan says so)."""
    early: bool = False
    """For `close`: it ends before its time."""
    wish: Wish | None = None
    """For `again`: what the candidate asked for; None calms somebody who lost their temper."""


class Answer(Noun):
    """All that the candidate said to one question, over its turns."""

    parts: tuple[Part, ...]
    language: str = "en"

    @property
    def text(self) -> str:
        """The parts' words, one part a paragraph, code left out."""
        return "\n".join(part.text for part in self.parts if part.text)


class Words(Noun):
    """A report's prose: what a brain may say, never a number."""

    headline: str
    summary: str
    better: tuple["Better", ...] = ()
    exercises: dict[str, str] = Field(default_factory=dict)
    """Question id to next exercise."""
    notices: tuple[str, ...] = ()
    """What was left out of it, in words for the report."""


class Better(Noun):
    """A proposed better wording of one sentence of the candidate's, by question and turn."""

    question_id: str
    turn: int
    before: str
    after: str
    why: str


class Brain(Protocol):
    """Plans, judges, replies and words a report. Raises ProviderError when a vendor fails; never invents a score."""

    @property
    def name(self) -> str:
        """What the page shows and the report keeps: `rules` or `llm:MODEL`."""
        ...

    async def ready(self) -> None:
        """Loads what it needs, once; the time for it is not the turn's."""

    async def plan(self, brief: Brief, material: Material) -> Plan:
        """Chooses the slots, from the candidates only."""

    async def judge(self, question: Question, answer: Answer) -> Judgement:
        """Decides each key point and quotes for each decision; code makes the score."""

    def reply(self, session: Session, move: Move) -> AsyncIterator[str]:
        """The interviewer's words for `move`, in pieces as they are formed; the last paragraph is what is asked.

        `session` ends with the turn that was just answered (there is none before `open`).
        """

    async def words(self, session: Session, report: Report) -> Words:
        """The report's prose over decisions that are already made."""


class Writer(Protocol):
    """Prose outside an interview: words for facts that code has found. There is none without a language model."""

    @property
    def name(self) -> str:
        """What the page shows: `provider:name`."""
        ...

    async def ready(self) -> None:
        """Loads what it needs, once."""

    async def ask(self, schema: type[S], prompt: str) -> S:
        """One answer in the agreed form; ProviderError when it does not come."""

    async def drive(self, work: Callable[[Any], Awaitable[None]]) -> None:
        """Runs `work` with LangChain's own model, once: what it has done by then stays done. ProviderError when it fails."""


def asked(session: Session) -> Sequence[Question]:
    """The core questions asked so far, in order, each once."""
    seen: dict[str, Question] = {}
    for turn in session.turns:
        if turn.phase == "core" and turn.question is not None:
            seen.setdefault(turn.question.id, turn.question)
    return tuple(seen.values())
