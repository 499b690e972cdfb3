"""What the interviewer remembers between turns: carried by the graph's checkpoint, rebuilt from the store when in doubt."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from agents.brains import Answer
from core.noun import Noun
from core.schema import Judgement, Part, Session, Turn
from core.text import sentences, squeeze, words


class Memory(Noun):
    """A fold over the turns up to `turn`; `level` is where the next question should stand."""

    turn: int = -1
    asked_at: datetime | None = None
    """When `turn` was opened: after an answer was taken back another turn may bear its number."""
    level: int = 3
    asked: tuple[str, ...] = ()
    probed: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Question id → what was probed: key point ids, `nudge`, `redirect`."""
    spoken: tuple[str, ...] = ()
    """Every sentence the interviewer has said, squeezed, so that none comes twice."""
    invited: int = 0
    """Turns in which the candidate was asked for questions."""


def remember(session: Session) -> Memory:
    """The memory as the stored turns imply it."""
    memory = Memory(level=session.brief.level)
    for turn in session.turns:
        memory = after(memory, turn)
    return memory


def after(memory: Memory, turn: Turn) -> Memory:
    """The memory once `turn` has been opened."""
    asked, probed = memory.asked, dict(memory.probed)
    if turn.question is not None:
        key = turn.question.id
        if turn.phase == "core" and key not in asked:
            asked = (*asked, key)
        if turn.phase == "follow_up" and not turn.again:
            probed[key] = (*probed.get(key, ()), turn.point or "nudge")
    told = tuple(squeeze(sentence) for sentence in told_by(turn))
    return Memory(
        turn=turn.n,
        asked_at=turn.asked_at,
        level=turn.level,
        asked=asked,
        probed=probed,
        spoken=(*memory.spoken, *(text for text in told if text not in memory.spoken)),
        invited=memory.invited + (turn.phase == "questions" and not turn.again),
    )


def told_by(turn: Turn) -> Iterable[str]:
    """The sentences the interviewer said in a turn, hints and the like included."""
    for text in (turn.lead, turn.said, *(act.said for act in turn.acts)):
        yield from sentences(text)


def verdict(session: Session, question_id: str) -> Judgement | None:
    """The latest judgement of a question in this session."""
    for turn in reversed(session.turns):
        if turn.question is not None and turn.question.id == question_id and turn.judgement is not None:
            return turn.judgement
    return None


def answer_to(session: Session, question_id: str) -> Answer:
    """Everything said to one question, turn by turn; a request to hear it again is no part of the answer."""
    asked_again = {turn.n - 1 for turn in session.turns if turn.again}
    return Answer(
        parts=tuple(
            Part(turn=turn.n, text=turn.heard.text if words(turn.heard.text) else "", code=turn.heard.code)
            for turn in session.turns
            if turn.heard is not None and turn.question is not None and turn.question.id == question_id
            and not turn.skipped and turn.n not in asked_again
        ),
        language=session.brief.language,
    )
