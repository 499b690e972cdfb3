"""How well skills are found in job ads: `python -m bench.skills FILE` over SkillSpan's JSON lines, knowledge spans, one JSON line.

`strict_f1` counts spans with the same first and last word; `precision`, `recall` and `overlap_f1` count a span as found when it
shares a word with one of the other side.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.process import finish
from rag.skills import announced, find, phrases

Span = tuple[int, int]


def gold(tags: Sequence[str]) -> list[Span]:
    """(first, behind the last) word of every tagged span."""
    spans: list[Span] = []
    start = None
    for at, tag in enumerate([*tags, "O"]):
        if tag != "I" and start is not None:
            spans.append((start, at))
            start = None
        if tag == "B" or (tag == "I" and start is None):
            start = at
    return spans


def predicted(tokens: Sequence[str]) -> list[Span]:
    """The words that our list and our phrase rules take for knowledge; soft skills are none."""
    text = " ".join(tokens)
    starts = []
    at = 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    named = [(found.start, found.end) for found in find(text) if found.skill.kind != "soft" and announced(text, found)]
    free = [(phrase.start, phrase.end) for phrase in phrases(text)]
    merged = named + [span for span in free if not any(span[0] < end and start < span[1] for start, end in named)]
    return sorted({_words(span, starts, tokens) for span in merged})


def _words(span: Span, starts: Sequence[int], tokens: Sequence[str]) -> Span:
    inside = [at for at, start in enumerate(starts) if start < span[1] and start + len(tokens[at]) > span[0]]
    return inside[0], inside[-1] + 1


def _touching(spans: Sequence[Span], others: Sequence[Span]) -> int:
    return sum(any(start < other[1] and other[0] < end for other in others) for start, end in spans)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 when both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure(rows: Iterator[dict[str, Any]]) -> dict[str, object]:
    """The figures over all sentences."""
    sure = told = exact = right = hit = sentences = 0
    for row in rows:
        truth, ours = gold(row["tags_knowledge"]), predicted(row["tokens"])
        sentences += 1
        sure += len(truth)
        told += len(ours)
        exact += len(set(truth) & set(ours))
        right += _touching(ours, truth)
        hit += _touching(truth, ours)
    precision, recall = right / max(1, told), hit / max(1, sure)
    strict = f1(exact / max(1, told), exact / max(1, sure))
    return {
        "precision": round(precision, 3), "recall": round(recall, 3), "strict_f1": round(strict, 3),
        "overlap_f1": round(f1(precision, recall), 3), "sentences": sentences, "spans": sure, "found": told,
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Reads the file and prints the figures."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("Name one file of SkillSpan's JSON lines: python -m bench.skills FILE")
        return 2
    lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
    finish(measure(json.loads(line) for line in lines if line.strip()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
