"""The shipped static embedding: texts to unit vectors and words to how rare they are, offline and in milliseconds."""

import hashlib
import math
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.rows import Rows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODEL = Path(__file__).parent / "model"
DIMS = 256
UNKNOWN = 1
"""The id of the piece that stands for signs the vocabulary lacks; it has no meaning to average."""
LONGEST = 8_000
"""Characters of a text that are read; the model averages, so that more would change little and cost much."""

Vectors = NDArray[np.float32]


@lru_cache(maxsize=1)
def shipped() -> "Embedder":
    """The embedder over `rag/model/`, one for the process."""
    return Embedder()


class Embedder:
    """all-MiniLM-L6-v2 as one vector per word piece (`bench/distill.py` makes it), averaged and brought to length 1.

    About 25,000 short texts a second on one core. A text without a known piece becomes the zero vector.
    """

    name = "static-minilm"

    def __init__(self, folder: Path = MODEL, *, kept: int = 16_384) -> None:
        """`kept` is how many vectors stay in memory (1 KB each), the least recently used leaving first."""
        self._folder = folder
        self._kept = kept
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._rarity: dict[str, float] = {}
        self._pieces: dict[str, int] = {}
        self._sums = Rows(DIMS, self._summed, kept=kept)
        self._lock = threading.Lock()

    @cached_property
    def version(self) -> str:
        """Eight hex digits of the weights: vectors of two versions must not be compared."""
        return hashlib.sha256((self._folder / "model.safetensors").read_bytes()).hexdigest()[:8]

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        # model2vec itself would import huggingface_hub: 0.8 s of start-up that an offline model does not need.
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    @cached_property
    def _weights(self) -> NDArray[np.int8]:
        from safetensors.numpy import load_file

        return np.asarray(load_file(str(self._folder / "model.safetensors"))["embeddings"])

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return dict(self._tokenizer.get_vocab())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n,) texts to (n, 256) float32, each row of length 1 (or 0 when nothing in the text is known)."""
        rows = np.zeros((len(texts), DIMS), dtype=np.float32)
        missing: dict[str, list[int]] = {}
        with self._lock:
            for at, text in enumerate(texts):
                known = self._vectors.get(text)
                if known is None:
                    missing.setdefault(text, []).append(at)
                else:
                    self._vectors.move_to_end(text)
                    rows[at] = known
            if missing:
                self._learn(missing, rows)
        return rows

    def _learn(self, missing: dict[str, list[int]], rows: Vectors) -> None:
        for (text, places), ids in zip(missing.items(), self._known_pieces(missing), strict=True):
            vector = self._mean(ids)
            rows[places] = vector
            self._vectors[text] = vector
        while len(self._vectors) > self._kept:
            self._vectors.popitem(last=False)

    def _mean(self, pieces: list[int]) -> Vectors:
        if not pieces:
            return np.zeros(DIMS, dtype=np.float32)
        mean = self._weights[pieces].sum(axis=0, dtype=np.float32)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)

    def sums(self, words: Sequence[str]) -> Vectors:
        """(n,) words to (n, 256) float32, not of length 1: the sum over the words of a text, brought to length 1, is its vector."""
        return self._sums.take(words)

    def _summed(self, words: Sequence[str]) -> Vectors:
        rows = np.zeros((len(words), DIMS), dtype=np.float32)
        for at, ids in enumerate(self._known_pieces(words)):
            rows[at] = self._weights[ids].sum(axis=0, dtype=np.float32)
        return rows

    def _known_pieces(self, texts: Iterable[str]) -> list[list[int]]:
        # A lone surrogate would stop the tokenizer, which takes only valid UTF-8.
        asked = [text[:LONGEST].encode("utf-8", "replace").decode("utf-8") for text in texts]
        encoded = self._tokenizer.encode_batch_fast(asked, add_special_tokens=False)
        return [[piece for piece in pieces.ids if piece != UNKNOWN] for pieces in encoded]

    def rarity(self, word: str) -> float:
        """How rare a word is in English, 0 (the, of) to 1 (not in the vocabulary as a whole word).

        The vocabulary stands in order of frequency, so the logarithm of a word's rank is an inverse document
        frequency that needs no corpus at run time.
        """
        found = self._rarity.get(word)
        if found is None:
            ranks = self._ranks
            # Ranks below 1,000 are letters and signs; "the" is about the thousandth entry of 29,500.
            rank = ranks.get(word)
            first = ranks.get("the", 0)
            found = 1.0 if rank is None else max(0.0, math.log1p(max(0, rank - first)) / math.log1p(len(ranks)))
            if len(self._rarity) < 100_000:
                self._rarity[word] = found
        return found

    def pieces(self, word: str) -> int:
        """Into how many known pieces a word falls: 1 for everyday words, many for strings that are no words."""
        found = self._pieces.get(word)
        if found is None:
            clean = word[:64].encode("utf-8", "replace").decode("utf-8")
            known = clean in self._ranks
            found = 1 if known else max(1, len(self._tokenizer.encode(clean, add_special_tokens=False).ids))
            if len(self._pieces) < 100_000:
                self._pieces[word] = found
        return found
