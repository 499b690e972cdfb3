"""What a transcript is found by in meaning: its passages cut into pieces, each as a vector of whole numbers."""

from collections.abc import Iterator

import numpy as np

from agents.deps import Deps
from core.caller import Caller
from core.text import sentence_spans
from store import transcript_search
from store.transcript_search import Small

MOST = 480
"""Characters of a piece: four or five sentences; the vector of a longer one means nothing in particular."""
FULL = 127


def name(deps: Deps) -> str:
    """Which vectors may be compared."""
    return f"{deps.knowledge.embedder.name}-{deps.knowledge.embedder.version}"


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of neighbouring sentences of at most `MOST` characters; what has no sentences is cut at spaces."""
    start = end = -1
    for first, last in (part for span in sentence_spans(text) for part in _cut(text, *span)):
        if start >= 0 and last - start > MOST:
            yield start, end
            start = -1
        start, end = (first if start < 0 else start), last
    if start >= 0:
        yield start, end


def of_texts(deps: Deps, texts: list[str]) -> Small:
    """(n, dims) int8: unit vectors times 127."""
    return np.rint(deps.knowledge.embedder.embed(texts) * FULL).astype(np.int8)


def fill(deps: Deps, caller: Caller) -> None:
    """Makes the vectors that the caller's transcripts lack; cheap when there are all."""
    while lacking := transcript_search.without_vectors(deps.store, caller, name(deps)):
        made = []
        for bare in lacking:
            cut = [(n, text[start:end]) for n, text in bare.passages for start, end in pieces(text)]
            places = np.array([n for n, _ in cut], dtype=np.uint16)
            made.append((bare, places, of_texts(deps, [text for _, text in cut])))
        transcript_search.put_vectors(deps.store, caller, name(deps), made)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MOST:
        space = text.rfind(" ", start + 1, start + MOST)
        cut = space if space > 0 else start + MOST
        yield start, cut
        start = cut + 1 if space > 0 else cut
    if end > start:
        yield start, end
