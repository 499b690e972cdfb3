"""How well and how fast are questions found? `python -m bench.retrieve [SIZE]` (100,000 unless told); JSON comes last.

`recall_at_5` and `ndcg_at_10`: over the half of `bench/needs.jsonl` that nothing was tuned on, without any filter;
`*_all` over all of them, `*_in_track` with the filter that planning always sets. recall_at_5 of a need is the share of its
questions that stand among the first five (of five, when there are more). The needs say what a candidate, a hiring manager or
a job description would say, without the question's words, and name every question that would serve. The same people
wrote questions, headings and needs, so strangers will find somewhat less: `recall_at_5_without_headings` is what the
questions' own words give, and the truth for a new need lies between the two.

`p50_ms` and `p95_ms`: one search with filters (track, role and level in rotation) among our questions (`_ours`) and among
SIZE questions made by varying ours. `cpu_p95_ms` is what the processors spent on it, which
a busy machine does not stretch. `bare_p95_ms`: Chroma alone over the same vectors and filters, as it offers them.
"""

import dataclasses
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from math import log2
from pathlib import Path
from statistics import fmean
from time import perf_counter, process_time
from typing import Any

from bench.process import finish, p
from rag.bank import Bank
from rag.embedder import Embedder
from rag.index import QuestionIndex, _clause
from rag.knowledge import Knowledge, narrowed

NEEDS = Path(__file__).parent / "needs.jsonl"
SEARCHES = 300


@dataclasses.dataclass(frozen=True, slots=True)
class Need:
    """What somebody asks for, and the questions that would serve."""

    text: str
    expected: frozenset[str]
    held_out: bool


def needs(bank: Bank) -> list[Need]:
    """All needs whose questions are (still) there."""
    there = {question.id for question in bank}
    rows = [json.loads(line) for line in NEEDS.read_text(encoding="utf-8").splitlines()]
    made = [Need(row["need"], frozenset(row["expected"]) & there, row["held_out"]) for row in rows]
    return [need for need in made if need.expected]


def quality(found: Sequence[str], expected: frozenset[str]) -> tuple[float, float]:
    """(recall among the first five, NDCG among the first ten)."""
    recall = sum(key in expected for key in found[:5]) / min(5, len(expected))
    gain = sum(1 / log2(at + 2) for at, key in enumerate(found[:10]) if key in expected)
    return recall, gain / sum(1 / log2(at + 2) for at in range(min(10, len(expected))))


def measured(knowledge: Knowledge, asked: Sequence[Need], *, in_track: bool = False) -> tuple[float, float]:
    """Mean recall and NDCG."""
    told = []
    for need in asked:
        track = knowledge.bank.get(min(need.expected)).track if in_track else None
        expected = frozenset(key for key in need.expected if not track or knowledge.bank.get(key).track == track)
        told.append(quality([one.question.id for one in knowledge.search(need.text, track=track)], expected))
    return round(fmean(r for r, _ in told), 3), round(fmean(n for _, n in told), 3)


def varied(ours: Bank, size: int, place: Path) -> Bank:
    """A bank of `size` questions made of ours: words dropped and moved, parts, roles and levels drawn anew."""
    chance = random.Random(11)
    every = list(ours)
    headings = {}
    with place.open("w", encoding="utf-8") as file:
        for at in range(size):
            base, other = every[at % len(every)], chance.choice(every)
            words = f"{base.question} {other.rephrased}".split()
            chance.shuffle(words)
            changed = {
                "id": f"{base.id[:50]}-v{at}", "question": " ".join(words[: len(words) * 2 // 3])[:900], "rephrased": other.question,
                "role": chance.choice(every).role, "level": chance.randint(1, 5), "reference": chance.choice(every).reference,
            }  # fmt: skip
            headings[f"{base.id[:50]}-v{at}"] = ours.headings(base.id)
            file.write(base.model_copy(update=changed).model_dump_json() + "\n")
    return Bank([place], headings)


def filters(bank: Bank, chance: random.Random) -> dict[str, Any]:
    """Track alone, track and role, or track, role and level, as a question of the bank has them."""
    like = bank.at(chance.randrange(len(bank)))
    kind = chance.randrange(3)
    return {
        "track": like.track,
        "role": like.role if kind else "",
        "level": like.level if kind == 2 else None,
    }


def timed(
    bank: Bank, texts: Sequence[str], search: Callable[[str, dict[str, Any]], object]
) -> tuple[list[float], list[float]]:
    """(milliseconds by the clock, by the processors) of each search; three before them open what is opened once."""
    chance = random.Random(5)
    took, worked = [], []
    for at in range(SEARCHES + 3):
        text, where = texts[at % len(texts)], filters(bank, chance)
        begun, busy = perf_counter(), process_time()
        search(text, where)
        took.append(1000 * (perf_counter() - begun))
        worked.append(1000 * (process_time() - busy))
    return took[3:], worked[3:]


def memory_mb() -> float:
    """Resident memory of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 1)


def main(arguments: Sequence[str]) -> int:
    """Measures quality, then speed, prints the JSON line."""
    size = int(arguments[0]) if arguments else 100_000
    ours = Bank()
    asked = needs(ours)
    held = [need for need in asked if need.held_out]
    texts = [need.text for need in asked]
    told: dict[str, object] = {"needs": len(asked), "held_out": len(held), "questions": len(ours)}
    with tempfile.TemporaryDirectory() as place:
        begun = perf_counter()
        small = Knowledge(ours, Embedder(), QuestionIndex(Path(place) / "ours", Embedder(), ours))
        small.search("warm up")
        told["build_s"] = round(perf_counter() - begun, 2)
        told["recall_at_5"], told["ndcg_at_10"] = measured(small, held)
        told["recall_at_5_all"], told["ndcg_at_10_all"] = measured(small, asked)
        told["recall_at_5_in_track"], told["ndcg_at_10_in_track"] = measured(small, held, in_track=True)
        took, _ = timed(ours, texts, lambda text, where: small.search(text, **where))
        told["p50_ms_ours"], told["p95_ms_ours"] = round(p(0.5, took), 1), round(p(0.95, took), 1)
        told["memory_mb_ours"] = memory_mb()
        print(json.dumps(told), flush=True)
        bare = Bank(headings={})
        plain = Knowledge(bare, Embedder(), QuestionIndex(Path(place) / "plain", Embedder(), bare))
        told["recall_at_5_without_headings"], told["ndcg_at_10_without_headings"] = measured(plain, held)
        told["recall_at_5_without_headings_in_track"], _ = measured(plain, held, in_track=True)
        print(json.dumps(told), flush=True)
        if size:
            told |= large(ours, texts, size, Path(place) / "large")
    finish(told)
    return 0


def large(ours: Bank, texts: Sequence[str], size: int, folder: Path) -> dict[str, object]:
    """Speed and memory among many questions."""
    many = varied(ours, size, folder.with_suffix(".jsonl"))
    begun = perf_counter()
    embedder = Embedder()
    knowledge = Knowledge(many, embedder, QuestionIndex(folder, embedder, many))
    knowledge.search("warm up")
    built = perf_counter() - begun
    took, worked = timed(many, texts, lambda text, where: knowledge.search(text, **where))
    collection = knowledge.index._open()

    def bare(text: str, where: dict[str, Any]) -> None:
        clause = _clause(narrowed(where["track"], where["role"], where["level"], ""))
        collection.query(query_embeddings=embedder.embed([text]), n_results=10, where=clause, include=["distances"])

    alone, _ = timed(many, texts, bare)
    return {
        "large": size, "large_build_s": round(built, 1), "p50_ms": round(p(0.5, took), 1), "p95_ms": round(p(0.95, took), 1),
        "cpu_p95_ms": round(p(0.95, worked), 1),
        "bare_p50_ms": round(p(0.5, alone), 1), "bare_p95_ms": round(p(0.95, alone), 1), "memory_mb": memory_mb(),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
