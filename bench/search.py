"""How fast is a search over many transcripts? `python -m bench.search --transcripts N` (1,000 unless told); JSON comes last.

N transcripts of 3,000 words are made for ten owners, each an interview of 15 questions of our banks whose answers are put together from
sentences of their references, varied, so that words are as frequent as people use them; kept through the store in batches, then
given their vectors. `p50_ms`, `p95_ms`: one search through the verb, warm, over all that its owner has, with requests as a hiring
manager would write them, every fourth narrowed by filters; `cpu_p95_ms` is what the processor spent on it, which a busy machine
stretches less. `words_ms` and `meaning_ms` are means of its two halves. `build_s`: making, keeping and indexing. `delete_s`: deleting
one transcript so that no byte of it stays. `file_mb`, `memory_mb`: the database, this process.
"""

import argparse
import dataclasses
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from time import perf_counter, process_time

from agents.deps import Deps
from agents.transcripts import searching, shelf, vectors
from app import make_deps
from bench.process import finish, p
from bench.retrieve import memory_mb, needs
from core.bank import Question
from core.caller import Caller
from core.settings import Settings
from core.shelf import Filters
from core.text import sentences
from core.transcript import Exchange, Passage, Speaker, Transcript
from store import transcript_search, transcripts

OWNERS = 10
WORDS = 3_000
ROUND = 15
"""Questions of one interview."""
BATCH = 100
SEARCHES = 300
HELD = datetime(2026, 1, 5, 9, tzinfo=UTC)
SPEAKERS = (Speaker(n=0, name="Interviewer", role="interviewer"), Speaker(n=1, name="Candidate", role="candidate"))


@dataclasses.dataclass(frozen=True, slots=True)
class Material:
    """What is asked, and the sentences that answers are made of."""

    questions: Sequence[Question]
    told: Sequence[str]


def answer(chance: random.Random, question: Question, told: Sequence[str], count: int) -> str:
    """About `count` words: the question's own reference, among sentences of other answers with a word moved here and there."""
    made = sentences(question.reference)
    length = sum(len(one.split()) for one in made)
    while length < count:
        words = chance.choice(told).split()
        at = chance.randrange(len(words))
        words[at : at + 2] = reversed(words[at : at + 2])
        made.insert(chance.randrange(len(made) + 1), " ".join(words))
        length += len(words)
    return " ".join(made)


def transcript(chance: random.Random, material: Material, at: int) -> Transcript:
    """One interview of 3,000 words, spoken."""
    asked = chance.sample(material.questions, ROUND)
    passages: list[Passage] = []
    second = 0.0
    for turn, question in enumerate(asked):
        for speaker, text in ((0, question.question), (1, answer(chance, question, material.told, WORDS // ROUND - 25))):
            took = len(text.split()) / 2.5
            passages.append(Passage(n=len(passages), speaker=speaker, text=text, start=second, end=second + took, turn=turn))
            second += took
    exchanges = tuple(
        Exchange(n=n, title=one.title, question=one.question, asked=(2 * n,), answered=(2 * n + 1,), question_id=one.id, topic=one.topic)
        for n, one in enumerate(asked)
    )
    held, band = HELD + timedelta(hours=at), chance.randint(1, 5)
    return Transcript(
        id=f"{at:032x}", owner="", source=chance.choice(("interview", "recording")), source_id=f"{at:032x}",
        title=f"{asked[0].track} interview {at}", candidate=f"Candidate {at:04d}", track=asked[0].track, role=asked[0].role, level=3,
        held_at=held, made_at=held, seconds=second, speakers=SPEAKERS, passages=tuple(passages), exchanges=exchanges,
        graded_by="rules", rubric="bench", band=band, score=float(band),
    )  # fmt: skip


def build(deps: Deps, count: int) -> list[Caller]:
    """Keeps the transcripts, a batch of one owner at a time."""
    chance = random.Random(7)
    questions = list(deps.knowledge.bank)
    told = [one for question in questions for one in sentences(question.reference) if len(one.split()) > 3]
    callers = [Caller(owner=f"owner-{at}", role="guest") for at in range(OWNERS)]
    material, made = Material(questions, told), iter(range(count))
    owners = 0
    while some := [transcript(chance, material, at) for at, _ in zip(made, range(min(BATCH, max(1, count // OWNERS))), strict=False)]:
        transcripts.put_many(deps.store, callers[owners % OWNERS], some)
        owners += 1
    for caller in callers:
        vectors.fill(deps, caller)
    return callers


def asked(deps: Deps) -> Iterator[tuple[str, Filters]]:
    """Requests without end: needs in full, their rarest words, a phrase, a beginning; every fourth with filters."""
    chance = random.Random(3)
    texts = [need.text for need in needs(deps.knowledge.bank)]
    while True:
        words = chance.choice(texts).split()
        kind = chance.randrange(4)
        whole = " ".join(words)
        short = " ".join(sorted(words, key=len)[-2:])
        text = (whole, short, f'"{" ".join(words[:2])}" {words[-1]}', f"{max(words, key=len)[:5]}*")[kind]
        filters = Filters(band_from=3, source="interview") if chance.random() < 0.25 else Filters()
        yield text, filters


def halves(deps: Deps, callers: Sequence[Caller]) -> tuple[float, float]:
    """Mean milliseconds of finding words, and of reading and comparing vectors."""
    from agents.transcripts import wanted

    by_words, by_meaning = [], []
    for (text, filters), caller, _ in zip(asked(deps), [*callers] * 5, range(50), strict=False):
        vector, begun = deps.knowledge.embedder.embed([text])[0], perf_counter()
        over = deps.shelves.take(deps.store, caller, filters, len(vector))
        searching._nearness(over, vector)
        by_meaning.append(1000 * (perf_counter() - begun))
        begun = perf_counter()
        transcript_search.having(deps.store, wanted.terms(text), over.numbers)
        by_words.append(1000 * (perf_counter() - begun))
    return round(fmean(by_words), 1), round(fmean(by_meaning), 1)


def main(arguments: Sequence[str]) -> int:
    """Builds, searches, deletes one, prints the JSON line."""
    reads = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reads.add_argument("--transcripts", type=int, default=1_000)
    count = reads.parse_args(arguments).transcripts
    with tempfile.TemporaryDirectory() as place:
        deps = make_deps(Settings(data=Path(place), brain="rules"))
        begun = perf_counter()
        callers = build(deps, count)
        told: dict[str, object] = {"transcripts": count, "owners": OWNERS, "build_s": round(perf_counter() - begun, 1)}
        requests, took, worked, found = asked(deps), [], [], 0
        for at in range(SEARCHES + OWNERS):
            (text, filters), caller = next(requests), callers[at % OWNERS]
            begun, busy = perf_counter(), process_time()
            found += bool(searching.search(deps, caller, text, filters))
            took.append(1000 * (perf_counter() - begun))
            worked.append(1000 * (process_time() - busy))
        took, worked = took[OWNERS:], worked[OWNERS:]
        told |= {"p50_ms": round(p(0.5, took), 1), "p95_ms": round(p(0.95, took), 1), "most_ms": round(max(took), 1)}
        told["cpu_p95_ms"] = round(p(0.95, worked), 1)
        told["found"] = round(found / (SEARCHES + OWNERS), 3)
        told["words_ms"], told["meaning_ms"] = halves(deps, callers)
        told["file_mb"] = round(sum(one.stat().st_size for one in Path(place).glob("viva.sqlite3*")) / 2**20)
        told["memory_mb"] = memory_mb()
        begun = perf_counter()
        shelf.delete(deps, callers[0], f"{0:032x}")
        told["delete_s"] = round(perf_counter() - begun, 1)
        deps.close()
    finish(told)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
