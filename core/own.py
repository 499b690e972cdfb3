"""The nouns of question banks that people bring: a bank as it is kept, and an upload on its way to become one."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from core.bank import Question, Track
from core.noun import Noun

FileKind = Literal["csv", "jsonl", "markdown"]
FILE_KINDS: tuple[FileKind, ...] = ("csv", "jsonl", "markdown")
MOST_QUESTIONS = 2_000
"""Questions of one bank."""
LONGEST_NAME = 80
FIELDS = (
    "question", "reference", "key_points", "topic", "level", "track", "role", "title", "rephrased", "exhibit", "hints",
    "mistakes", "source", "licence",
)  # fmt: skip
"""What a row may say, in the order of a table."""
RESERVED = "own-"
"""How the id of every question of a person's own begins; none of ours may."""


class Fault(Noun):
    """What is wrong in one row, and how to mend it. `field` is empty where the row as a whole cannot be read."""

    field: str = ""
    what: str
    mend: str


class Row(Noun):
    """One question of an upload as it was written, field by field; `n` counts as a reader of the file does."""

    n: int
    fields: dict[str, str]
    faults: tuple[Fault, ...] = ()
    proposed: bool = False
    """The key points were split from the reference answer and wait for a look."""


class Upload(Noun):
    """A file that was read. `track` is meant where a row names none; `notes` says what was left out of it."""

    kind: FileKind
    name: str
    track: Track = "technical"
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def good(self) -> tuple[Row, ...]:
        """The rows without a fault."""
        return tuple(row for row in self.rows if not row.faults)

    @property
    def faulty(self) -> tuple[Row, ...]:
        """The rows with one."""
        return tuple(row for row in self.rows if row.faults)


class BankLine(Noun):
    """A bank in a list: all but its questions. `mine` is false for one that somebody else shares."""

    id: str
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    shared: bool = False
    mine: bool = True
    version: int = 1
    counts: dict[str, int]
    """Track to its number of questions."""
    created_at: datetime
    updated_at: datetime

    @property
    def count(self) -> int:
        """Questions in all."""
        return sum(self.counts.values())


class OwnBank(Noun):
    """A bank, whole."""

    line: BankLine
    questions: tuple[Question, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)
