"""Cuts a stretch down to the shortest clause that still carries the point, so that a quote shows what counted."""

from collections.abc import Iterator, Sequence

import numpy as np

from agents.grading.evidence import Evidence, Stretch
from agents.grading.reading import Reading, Sentence
from agents.grading.task import Prepared
from core.schema import Quote

ENOUGH = 0.9
"""Share of the stretch's evidence that a shorter quote must keep."""

SHORT = 14
"""Words of a sentence that is quoted as it is."""


def carrying(prepared: Prepared, reading: Reading, found: Evidence, point: int, stretch: Stretch) -> Quote | None:
    """The shortest run of clauses, else the sentence, else both sentences, word for word."""
    talk = reading.talk
    first, last = talk[stretch.first], talk[stretch.last]
    column = next(at for at, one in enumerate(found.stretches) if one == stretch)
    own, aliases = prepared.rows[point]
    row = max(own + aliases, key=lambda at: float(found.recall[at, column] * prepared.specific[at]), default=None)
    whole = exact(reading, first.part, first.start, last.end)
    if row is None or (stretch.first == stretch.last and len(first.words) <= SHORT):
        return whole
    need = ENOUGH * float(found.recall[row, column])
    weighed = np.flatnonzero(prepared.weights[row])
    sentences = [first] if stretch.first == stretch.last else [first, last]
    runs = [
        (start, end, places)
        for start, end, keys in sorted(_runs(sentences), key=lambda run: run[1] - run[0])
        if (places := [found.places[key] for key in keys if key in found.places])
    ]
    if not runs:
        return whole
    # Per word of the answer, what each word of the statement gains from it; per run the best word of the run counts.
    gain = (prepared.weights[row, weighed][:, None] * found.table[weighed]).T
    begins = np.cumsum([0, *(len(places) for _, _, places in runs[:-1])])
    best = np.maximum.reduceat(gain[[place for _, _, places in runs for place in places]], begins, axis=0)
    for (start, end, _), reached in zip(runs, best.sum(axis=1).tolist(), strict=True):
        if reached >= need:
            return exact(reading, first.part, start, end)
    return whole


def _runs(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, set[str]]]:
    """(start, end, stems) of every run of one or two neighbouring clauses, and of each sentence."""
    for sentence in sentences:
        spans = sentence.clauses
        for at in range(len(spans)):
            for to in range(at, min(at + 2, len(spans))):
                words = sentence.words[spans[at][0] : spans[to][1]]
                if len(words) >= 4 and (at, to) != (0, len(spans) - 1):
                    yield words[0].start, words[-1].end, {w.key for w in words if w.content}
        yield sentence.start, sentence.end, {w.key for w in sentence.words if w.content}


def exact(reading: Reading, part: int, start: int, end: int) -> Quote | None:
    """The transcript between two places as a quote; None when nothing stands there."""
    text = reading.text(start, end, part)
    return Quote(turn=reading.parts[part].turn, text=text) if text.strip() else None
