"""Checks question banks line by line: `python -m rag.lint [FILE ...]` (all shipped banks and their changelog when none
is named)."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from core.bank import Question
from core.own import RESERVED
from rag import edition

BANKS = Path(__file__).parent / "banks"
_LEAST = {"question": 20, "rephrased": 20, "key_points": 3, "follow_ups": 2}
"""What a question of ours has at least, in characters or in entries."""


def shipped() -> list[Path]:
    """The bank files that come with the project, in a stable order."""
    return sorted(BANKS.rglob("*.jsonl"))


def parse_line(line: str) -> Question:
    """One line of a bank as a Question; ValueError says in one sentence what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise ValueError(f"not valid JSON: {fault}") from None
    if not isinstance(row, dict):
        raise ValueError("not a JSON object: each line is one question in braces")
    try:
        return Question.model_validate(row)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the question"
        raise ValueError(f"{where}: {first['msg'].removeprefix('Value error, ')}") from None


def faults(paths: Iterable[Path]) -> list[str]:
    """Every fault in the files, one sentence each: file, line, what is wrong."""
    found: list[str] = []
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                question = parse_line(line)
            except ValueError as fault:
                found.append(f"{where}: {fault}")
                continue
            found.extend(f"{where} {question.id}: {fault}" for fault in _wording(question))
            for seen, key, what in ((ids, question.id, "id"), (texts, question.question.casefold(), "question")):
                if key in seen:
                    found.append(f"{where}: the {what} is already at {seen[key]}")
                seen.setdefault(key, where)
    return found


def _wording(question: Question) -> Iterable[str]:
    if question.id.startswith(RESERVED):
        yield f"ids that begin with {RESERVED} are those of banks that people bring"
    for field, least in _LEAST.items():
        if len(getattr(question, field)) < least:
            yield f"{field.replace('_', ' ')}: at least {least} are needed"
    if not question.question.rstrip().endswith(("?", ".")):
        yield "the question ends without a full stop or question mark"
    if question.rephrased.casefold() == question.question.casefold():
        yield "the rephrased question is the question itself"
    for point in question.key_points:
        if point.check == "claim" and len(point.aliases) < 2:
            yield f"key point {point.id} needs at least two aliases: other ways in which a candidate would say it"
        if len(point.text.split()) > 26:
            yield f"key point {point.id} is longer than 26 words: say one thing"
    words = len(question.reference.split())
    if words < 50:
        yield f"the reference answer has {words} words: write at least 50"


def main(arguments: list[str]) -> int:
    """Prints every fault and a count; 1 when there is any."""
    paths = [Path(name) for name in arguments] or shipped()
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        print(f"No such bank file: {', '.join(missing)}.")
        return 2
    found = faults(paths) + ([] if arguments else edition.faults(BANKS))
    for fault in found:
        print(fault)
    lines = sum(
        1 for path in paths for line in path.read_text(encoding="utf-8", errors="replace").split("\n") if line.strip()
    )
    print(f"{lines} questions in {len(paths)} files, {len(found)} faults.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
