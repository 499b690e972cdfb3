"""Questions as a file in one of the three formats; what is written is read back without loss."""

from collections.abc import Sequence

from core.bank import Question
from core.own import FileKind
from rag.own import lines, markdown, table
from rag.own.building import flat


def write(name: str, questions: Sequence[Question], kind: FileKind) -> str:
    """The text of the file."""
    if kind == "jsonl":
        return lines.write(questions)
    if kind == "csv":
        return table.write([flat(one, "• ") for one in questions])
    # A title stays in Markdown: it is the heading.
    return markdown.write(name, [{**flat(one), "title": one.title} for one in questions])
