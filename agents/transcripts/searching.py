"""Searching all transcripts that a caller may see: by words and by meaning, the two ranks put together."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from agents.deps import Deps
from agents.transcripts import shelf, vectors, wanted
from agents.transcripts.shelves import Shelf
from core.caller import Caller
from core.shelf import Filters as Filters
from core.shelf import Hit as Hit
from store import transcript_search
from store.transcript_index import END, START, Term
from store.transcript_search import Ids, Line

DEEP = 200
"""Passages that each of the two brings along."""
FLAT = 60
"""Of reciprocal rank fusion: how little the first places differ."""
NEAR, BESIDE = 0.3, 0.8
"""Cosine from which a passage without any of the words is about the query at all, and its share of the nearest one's."""
SNIPPET = 220
"""Characters of a passage that are shown."""
_AT_ONCE = 2_048
"""Vectors whose numbers fit into the processor's own memory."""

Floats = NDArray[np.float32]


def search(
    deps: Deps, caller: Caller, query: str, filters: Filters | None = None, k: int = 20, *, least: tuple[float, float] = (0.0, NEAR)
) -> list[Hit]:
    """The `k` passages that fit best, best first. What stands in quotes must stand in the passage; word* finds beginnings.

    `least`: the share of the query's rare words that a passage has, or else how near in meaning it is.
    """
    query = wanted.checked(query)
    shelf.catch_up(deps, caller)
    vectors.fill(deps, caller)
    terms, asked = wanted.terms(query), deps.knowledge.embedder.embed([query])[0]
    over = deps.shelves.take(deps.store, caller, filters or Filters(), len(asked))
    having = transcript_search.having(deps.store, terms, over.numbers)
    best = _ranked(over, terms, having, asked, least)[: max(1, min(k, 100))]
    lines = transcript_search.lines(deps.store, caller, [key for key, _ in best], terms)
    return [_hit(deps, lines[key], fit, asked) for key, fit in best if key in lines]


def _ranked(
    over: Shelf, terms: Sequence[Term], having: Sequence[Ids], asked: Floats, least: tuple[float, float]
) -> list[tuple[int, float]]:
    keys, near = _nearness(over, asked)
    found = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *having]))
    weight = np.zeros(len(found), dtype=np.float64)
    # How rare a term is among what the caller may see: others' transcripts have no say in it.
    rare = [math.log1p((max(len(keys) - len(ids), 0) + 0.5) / (len(ids) + 0.5)) for ids in having]
    for ids, worth in zip(having, rare, strict=True):
        weight[np.searchsorted(found, ids)] += worth
    share, nearness = least
    found, weight = found[weight >= share * sum(rare)], weight[weight >= share * sum(rare)]
    meant = _looked_up(keys, near, found)
    by_words = found[np.lexsort((-meant, -weight))][:DEEP]
    about = np.flatnonzero(near >= max(nearness, BESIDE * float(near.max(initial=0.0))))
    by_meaning = keys[about[np.argsort(-near[about], kind="stable")]][:DEEP]
    must = [set(ids.tolist()) for term, ids in zip(terms, having, strict=True) if term.must]
    fits: dict[int, float] = {}
    for order in (by_words, by_meaning):
        for at, key in enumerate(order.tolist()):
            if all(key in ids for ids in must):
                fits[key] = fits.get(key, 0.0) + 1.0 / (FLAT + at + 1)
    return sorted(fits.items(), key=lambda one: (-one[1], one[0]))


def _nearness(over: Shelf, asked: Floats) -> tuple[Ids, Floats]:
    """Passages in order, and how near the nearest piece of each is."""
    if not len(over.pieces):
        return over.pieces, np.zeros(0, dtype=np.float32)
    scaled = asked / vectors.FULL
    parts = [over.vectors[at : at + _AT_ONCE].astype(np.float32) @ scaled for at in range(0, len(over.vectors), _AT_ONCE)]
    starts = np.flatnonzero(np.r_[True, over.pieces[1:] != over.pieces[:-1]])
    keys, near = over.pieces[starts], np.maximum.reduceat(np.concatenate(parts), starts)
    fits = np.isin(keys >> transcript_search.PASSAGES, over.numbers)
    return keys[fits], near[fits]


def _looked_up(keys: Ids, near: Floats, found: Ids) -> Floats:
    if not len(keys):
        return np.zeros(len(found), dtype=np.float32)
    at = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
    return np.where(keys[at] == found, near[at], 0.0).astype(np.float32)


def _hit(deps: Deps, line: Line, fit: float, asked: Floats) -> Hit:
    return Hit(
        transcript_id=line.transcript_id,
        title=line.title,
        passage=line.n,
        speaker=line.speaker,
        start=line.start,
        snippet=_snippet(deps, line.text, asked),
        score=round(fit, 5),
    )


def _snippet(deps: Deps, marked: str, asked: Floats) -> tuple[tuple[str, bool], ...]:
    """The stretch with the most matches; without any, the piece that is nearest in meaning."""
    parts = [(text, at % 2 == 1) for at, text in enumerate(marked.replace(END, START).split(START))]
    plain = "".join(text for text, _ in parts)
    spans, at = [], 0
    for text, match in parts:
        if match:
            spans.append((at, at + len(text)))
        at += len(text)
    if spans:
        first = max(spans, key=lambda span: (sum(span[0] <= one[0] and one[1] <= span[0] + SNIPPET for one in spans), -span[0]))[0]
        start, end = _widened(plain, max(0, first - SNIPPET // 4))
    else:
        cut = list(vectors.pieces(plain)) or [(0, len(plain))]
        near = vectors.of_texts(deps, [plain[one:two] for one, two in cut]).astype(np.float32) @ asked
        start, end = _widened(plain, cut[int(near.argmax())][0])
    return _between(parts, start, end, len(plain))


def _widened(plain: str, start: int) -> tuple[int, int]:
    """From the beginning of a word to the end of one; from the beginning of all when little stands before."""
    start = 0 if start < 30 else max(start, 0)
    if start and not plain[start - 1].isspace():
        space = plain.find(" ", start)
        start = space + 1 if 0 <= space < start + 40 else start
    end = min(len(plain), start + SNIPPET)
    if end < len(plain):
        space = plain.rfind(" ", start, end)
        end = space if space > start else end
    return start, end


def _between(parts: Sequence[tuple[str, bool]], start: int, end: int, whole: int) -> tuple[tuple[str, bool], ...]:
    made: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = 0
    for text, match in parts:
        piece = text[max(0, start - at) : max(0, end - at)]
        if piece:
            made.append((piece, match))
        at += len(text)
    return (*made, (" …", False)) if end < whole else tuple(made)
