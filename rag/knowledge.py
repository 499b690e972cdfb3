"""What the interviewer can draw on, as one thing: the banks, the embedder and the search over them."""

from dataclasses import dataclass

from core.bank import Question, Track
from rag.bank import Bank
from rag.index import QuestionIndex, TextEmbedder, Where


@dataclass(frozen=True, slots=True)
class Found:
    """A question and how near it is to what was asked for, 0-1."""

    question: Question
    fit: float


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Questions by id and by meaning."""

    bank: Bank
    embedder: TextEmbedder
    index: QuestionIndex

    def search(
        self, text: str, *, track: Track | None = None, role: str = "", level: int | None = None, k: int = 10
    ) -> list[Found]:
        """The `k` questions nearest in meaning to `text`, best first; a role also finds the questions for everyone."""
        where: dict[str, str | int | tuple[str, ...]] = {}
        if track:
            where["track"] = track
        if role and role != "any":
            where["role"] = (role, "any")
        if level is not None:
            where["level"] = level
        narrowed: Where = where
        return [
            Found(self.bank.get(key), max(0.0, min(1.0, fit))) for key, fit in self.index.nearest(text, narrowed, k)
        ]
