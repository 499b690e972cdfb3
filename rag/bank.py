"""The shipped question banks in memory: read once, asked by id, track, role and topic."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from core.bank import Question, Track
from core.errors import AppError
from rag import edition
from rag.headings import shipped as shipped_headings
from rag.lint import BANKS, parse_line, shipped


def read(path: Path) -> Iterable[Question]:
    """The questions of one file, in order; ValueError names the line that is not one."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                yield parse_line(line)
            except ValueError as fault:
                raise ValueError(f"{path.name}:{number}: {fault}") from None


@lru_cache(maxsize=1)
def ours() -> "Bank":
    """The shipped questions, read once for the process."""
    return Bank()


class Bank:
    """All questions, loaded on first use. Order is the files' order and so the same on every machine."""

    def __init__(
        self, paths: Iterable[Path] | None = None, headings: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """The files to read, and the headings of their questions; None: those that are shipped."""
        self._paths = tuple(paths) if paths is not None else tuple(shipped())
        self._headings = headings

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for path in self._paths for question in read(path)}

    def __iter__(self) -> Iterator[Question]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    @cached_property
    def version(self) -> str:
        """The version of the shipped banks, as their changelog names it."""
        return edition.version(BANKS)

    def get(self, question_id: str) -> Question:
        """The question with this id; AppError `unknown_question` when there is none."""
        try:
            return self._by_id[question_id]
        except KeyError:
            raise AppError("unknown_question", f"There is no question '{question_id[:64]}' in the banks.") from None

    def find(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return self._by_id.get(question_id)

    def headings(self, question_id: str) -> tuple[str, ...]:
        """What the trade calls the matter of this question; empty when nobody has said."""
        known = shipped_headings() if self._headings is None else self._headings
        return known.get(question_id, ())

    def at(self, place: int) -> Question:
        """The question at a place of the banks' order."""
        return self._ordered[place]

    @cached_property
    def _ordered(self) -> tuple[Question, ...]:
        return tuple(self._by_id.values())

    def track(self, track: Track) -> tuple[Question, ...]:
        """Every question of a track."""
        return tuple(question for question in self._by_id.values() if question.track == track)

    def roles(self, track: Track) -> tuple[str, ...]:
        """The roles a track has questions for, `any` first, then by name."""
        found = {question.role for question in self.track(track)} | {"any"}
        return tuple(sorted(found, key=lambda role: (role != "any", role)))

    def topics(self, track: Track, role: str = "any") -> tuple[str, ...]:
        """The topics of a track (for one role, those of its own and of everyone's questions), most questions first."""
        counts: dict[str, int] = {}
        for question in self.track(track):
            if role == "any" or question.role in (role, "any"):
                counts[question.topic] = counts.get(question.topic, 0) + 1
        return tuple(sorted(counts, key=lambda topic: (-counts[topic], topic)))
