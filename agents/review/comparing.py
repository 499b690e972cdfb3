"""Up to four transcripts side by side on the questions that they share: bands, states and the best quote of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.deps import Deps
from agents.review import reading
from agents.review.reading import Opened
from core.caller import Caller
from core.errors import AppError
from core.schema import Quote
from core.transcript import Exchange

MOST = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """What one candidate did with one question. `said` is their answer; `quote` its best evidence, where it was graded."""

    exchange: Exchange
    said: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question over all columns; None where somebody was not asked it."""

    key: str
    title: str
    question: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`questions` that most were asked come first, each group in the order of the first interview that has it."""

    columns: tuple[Opened, ...]
    questions: tuple[Asked, ...]


def side_by_side(deps: Deps, caller: Caller, transcript_ids: Sequence[str]) -> SideBySide:
    """Two to four transcripts as the caller may see them. AppError `wrong_number`, `unknown_transcript`."""
    ids = list(dict.fromkeys(transcript_ids))
    if not 2 <= len(ids) <= MOST:
        raise AppError("wrong_number", f"Choose two to {MOST} transcripts to compare.")
    columns = tuple(reading.open(deps, caller, one) for one in ids)
    found = [_by_question(one) for one in columns]
    keys = dict.fromkeys(key for cells in found for key in cells)
    rows = [_asked(key, tuple(cells.get(key) for cells in found)) for key in keys]
    return SideBySide(columns, tuple(sorted(rows, key=lambda row: -sum(cell is not None for cell in row.cells))))


def _by_question(one: Opened) -> dict[str, Cell]:
    said = {passage.n: passage.text for passage in one.transcript.passages}
    cells: dict[str, Cell] = {}
    for exchange in one.transcript.exchanges:
        answer = "\n".join(said[n] for n in exchange.answered if n in said)
        cells.setdefault(_key(exchange), Cell(exchange=exchange, said=answer, quote=_best(exchange)))
    return cells


def _key(one: Exchange) -> str:
    """The bank's question where it is known; else the same words are the same question."""
    return one.question_id or " ".join(one.question.casefold().split())


def _best(one: Exchange) -> Quote | None:
    """The quote of the weightiest key point that was covered; else of one that was partly."""
    decisions = one.judgement.decisions if one.judgement else ()
    for status in ("covered", "partly"):
        quoted = [each for each in decisions if each.status == status and each.quote]
        if quoted:
            return max(quoted, key=lambda each: each.weight).quote
    return None


def _asked(key: str, cells: tuple[Cell | None, ...]) -> Asked:
    first = next(cell for cell in cells if cell is not None).exchange
    return Asked(key=key, title=first.title, question=first.question, cells=cells)
