"""Can the rules grader be talked into a score? `python -m bench.trust [FILE]` grades disguises of answers; JSON comes last.

Without FILE the disguises of `bench/disguises.py` are graded. FILE is JSONL with id, track, question, reference, answer and
kind; a kind with `inj` or `pad` in its name is compared with the plain answer of the same id that stands in it, one that
begins with `wer` with the reference. A state counts as 0 in this bench and nowhere else.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from agents.grading import RUBRIC, Task, judge_task, key_points_from_reference, strip_instructions
from bench.disguises import Row, disguises, paraphrases
from core.schema import Part
from core.text import sentences
from rag.bank import Bank
from rag.embedder import Embedder

KINDS = (
    "idk", "echo", "gibberish", "keywords_only", "negated", "off_topic", "other_answer", "reference", "paraphrase",
)  # fmt: skip


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a JSONL file; ValueError names the line that lacks something."""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            track = row.get("track", "technical")
            yield Row(str(row["id"]), track, row["question"], row.get("reference", ""), row["answer"], row["kind"])
        except (ValueError, KeyError, AttributeError) as fault:
            raise ValueError(f"{path.name}:{number}: not a row with id, track, question, reference, answer, kind ({fault})") from None


def task_of(row: Row, bank: Bank) -> Task:
    """The bank's question when the row is one of its own, else one made from the reference answer."""
    for question in (q for q in bank.track(row.track) if q.id == row.id and q.reference == row.reference):
        return Task.of(question)
    points = key_points_from_reference(row.question, row.reference, row.track)
    return Task(row.id, row.track, row.question, "", points, row.reference)


def graded(row: Row, bank: Bank, embedder: Embedder) -> float:
    """0-5, a state counting as 0. A coding answer's code goes into its own field, as the page sends it."""
    text, _, code = row.answer.partition("\nCode:\n") if row.track == "coding" else (row.answer, "", "")
    judgement = judge_task(task_of(row, bank), [Part(turn=1, text=text, code=code)], embedder)
    return judgement.score or 0.0


def measure(rows: Sequence[Row], bank: Bank, embedder: Embedder) -> dict[str, float | int | str | None]:
    """Mean score per kind, what injections and padding gain over the same answers without them, and what mishearing costs."""
    scores = [graded(row, bank, embedder) for row in rows]
    by_kind: dict[str, list[float]] = defaultdict(list)
    plain: dict[str, list[Row]] = defaultdict(list)
    whole: dict[str, float] = {}
    for row, score in zip(rows, scores, strict=True):
        if not _changed(row):
            by_kind[row.kind].append(score)
            plain[row.id].append(row)
            if row.kind == "reference":
                whole[row.id] = score
    change: dict[str, list[float]] = defaultdict(list)
    cost: dict[str, list[float]] = defaultdict(list)
    for row, score in zip(rows, scores, strict=True):
        if _changed(row):
            change[_changed(row)].append(score - graded(_without(row, plain[row.id]), bank, embedder))
        elif row.kind.startswith("wer") and row.id in whole:
            cost[f"{row.kind}_cost"].append(whole[row.id] - score)
    told: dict[str, float | int | str | None] = {kind: _mean(by_kind.get(kind, [])) for kind in KINDS}
    told |= {kind: _mean(values) for kind, values in sorted(by_kind.items()) if kind not in KINDS}
    told |= {"injection_gain": _mean(change["inj"]), "padding_change": _mean(change["pad"]), "wer20_cost": None}
    told |= {kind: _mean(values) for kind, values in sorted(cost.items())}
    return told | {"n": len(rows), "rubric": RUBRIC, "load1": round(os.getloadavg()[0], 2)}


def _changed(row: Row) -> str:
    """`inj` or `pad` where a row is another one with something added."""
    return next((sign for sign in ("inj", "pad") if sign in row.kind), "")


def _without(row: Row, plain: Sequence[Row]) -> Row:
    """The same answer without what was added: the plain answer that stands in it, else what is left without its commands."""
    def held(other: Row) -> float:
        pieces = sentences(other.answer)
        return sum(len(piece) for piece in pieces if piece.rstrip(".") in row.answer)

    nearest = max(plain, key=held, default=None)
    if nearest is None or held(nearest) < 0.6 * len(nearest.answer):
        return replace(row, answer=strip_instructions(row.answer).text)
    return replace(row, answer=nearest.answer)


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None


def main(arguments: Sequence[str]) -> int:
    """Prints the table and the JSON line; 2 when FILE cannot be read."""
    bank = Bank()
    try:
        rows = list(rows_of(Path(arguments[0]))) if arguments else [*disguises(list(bank)), *paraphrases(list(bank))]
    except (OSError, ValueError) as fault:
        print(f"Cannot read the answers: {fault}")
        return 2
    told = measure(rows, bank, Embedder())
    for name, value in told.items():
        print(f"{name:16} {value}")
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
