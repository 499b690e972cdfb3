"""Vectors in memory, those of the few callers who searched last: reading them from disk takes longer than comparing them."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from core.caller import Caller
from core.shelf import Filters
from store import transcript_search
from store.database import Store
from store.transcript_search import Ids, Small

MOST_BYTES = 192 * 2**20
"""Of all vectors that are held: about 13,000 transcripts of 3,000 words."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a search goes over. `pieces` (n,) are the ids of the passages that the rows of `vectors` (n, dims) are of, in order;
    with filters there are more of them than of `numbers`: comparing them all is quicker than copying those that fit."""

    numbers: Ids
    pieces: Ids
    vectors: Small


Held = dict[int, tuple[str, Ids, Small]]


class Shelves:
    """By caller, the least recently used leaving first. What changed since, or is not theirs any more, is never used."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held: OrderedDict[str, tuple[Held, Shelf]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, store: Store, caller: Caller, filters: Filters, dims: int) -> Shelf:
        """All that the caller may see and the filters let through."""
        stamps = transcript_search.stamps(store, caller, filters)
        with self._lock:
            held, shelf = self._held.get(caller.owner, ({}, _joined({}, dims)))
        stale = [number for number, stamp in stamps.items() if held.get(number, ("",))[0] != stamp]
        if stale or (filters == Filters() and len(held) > len(stamps)):
            read = {number: (stamps[number], ids, rows) for number, ids, rows in transcript_search.vectors(store, caller, stale, dims)}
            known = transcript_search.stamps(store, caller, Filters())
            held = {number: one for number, one in {**held, **read}.items() if number in known}
            shelf = _joined(held, dims)
            self._keep(caller, held, shelf)
        return Shelf(np.array(sorted(stamps), dtype=np.int64), shelf.pieces, shelf.vectors)

    def forget(self, caller: Caller) -> None:
        """Drops what is held of a caller."""
        with self._lock:
            self._held.pop(caller.owner, None)

    def _keep(self, caller: Caller, held: Held, shelf: Shelf) -> None:
        # The rows of `held` are views into the one matrix, so that nothing is kept twice.
        ends = np.cumsum([len(held[number][1]) for number in sorted(held)])
        starts = [0, *ends.tolist()]
        views = {
            number: (held[number][0], shelf.pieces[starts[at] : starts[at + 1]], shelf.vectors[starts[at] : starts[at + 1]])
            for at, number in enumerate(sorted(held))
        }
        with self._lock:
            self._held[caller.owner] = views, shelf
            self._held.move_to_end(caller.owner)
            while len(self._held) > 1 and sum(one.vectors.nbytes for _, one in self._held.values()) > self._most:
                self._held.popitem(last=False)


def _joined(held: Held, dims: int) -> Shelf:
    order = sorted(held)
    pieces = [np.zeros(0, dtype=np.int64), *(held[number][1] for number in order)]
    rows = [np.zeros((0, dims), dtype=np.int8), *(held[number][2] for number in order)]
    return Shelf(np.array(order, dtype=np.int64), np.concatenate(pieces), np.concatenate(rows))
