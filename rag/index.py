"""The vector index: Chroma, in this process or on a server, holding ids, vectors and filter fields, never text."""

import hashlib
import logging
import re
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from core.bank import Question
from rag.bank import Bank
from rag.fields import Masks, Where, fields_of, values

log = logging.getLogger("viva.index")
SMALL = 5_000
"""Questions up to which Chroma itself filters; above, its filter takes hundreds of ms where its search takes five."""
WIDE = 400
"""Neighbours that are fetched from a large bank, to be filtered here."""
PATIENCE_S = 2.0
"""How long a server may take to answer."""
AWAY_S = 30.0
"""How long a server that failed is left alone."""
_PARTS = {"headings": 3.0}
"""How much a part of a question weighs in its vector, where it is not 1."""


class TextEmbedder(Protocol):
    """Turns texts into unit vectors; `name` and `version` say which vectors may be compared."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def rarity(self, word: str) -> float:
        """How rare a word is, 0 to 1."""

    def pieces(self, word: str) -> int:
        """Into how many known pieces a word falls; 1 for everyday words."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n,) texts to (n, dims) float32, each row of length 1."""


class QuestionIndex:
    """Nearest questions by meaning. Built on first use, rebuilt when the embedder or the questions change.

    When Chroma fails, the same vectors are searched here, one by one; `fault` says so in words, and it is tried again.
    """

    def __init__(
        self, folder: Path, embedder: TextEmbedder, questions: Bank, url: str = "", away_s: float = AWAY_S
    ) -> None:
        """`url` names a Chroma server; empty: Chroma in this process, over `folder`."""
        self.url = url.rstrip("/")
        self.fault = ""
        self._folder = folder
        self._away_s = away_s
        self._embedder = embedder
        self._questions = questions
        self._lock = threading.Lock()
        self._collection: Any = None
        self._again = 0.0

    def nearest(self, text: str, where: Where, k: int) -> list[tuple[str, float]]:
        """Up to `k` (question id, cosine similarity -1..1), best first."""
        vector = self._embedder.embed([text])[0]
        if time.monotonic() >= self._again:
            # A collection that was lost on the server (a new container) is built again at once.
            for last in (False, True):
                try:
                    found = self._ask(vector, where, k)
                except Exception as fault:  # noqa: BLE001 - whatever Chroma raises, the interview goes on
                    self._collection = None
                    if last or isinstance(fault, OSError):
                        self._leave_alone(fault)
                        break
                else:
                    self.fault = ""
                    return found
        return self._one_by_one(vector, where, k)

    def _ask(self, vector: NDArray[np.float32], where: Where, k: int) -> list[tuple[str, float]]:
        collection = self._open()
        small = len(self._questions) <= SMALL
        found = collection.query(
            query_embeddings=vector[None],
            n_results=min(k if small or not where else max(k, WIDE), len(self._questions)),
            where=_clause(where) if small else None,
            include=["distances"],
        )
        near = [(key, 1.0 - float(far)) for key, far in zip(found["ids"][0], found["distances"][0], strict=True)]
        if not small and where:
            allowed = self.masks.allowed(where)
            near = [(key, fit) for key, fit in near if allowed[self.places[key]]]
        return near[:k]

    def _one_by_one(self, vector: NDArray[np.float32], where: Where, k: int) -> list[tuple[str, float]]:
        fits = np.where(self.masks.allowed(where), self._vectors @ vector, -2.0)
        best = np.argsort(-fits, kind="stable")[:k]
        return [(self._ids[at], float(fits[at])) for at in best if fits[at] > -2.0]

    def _leave_alone(self, fault: Exception) -> None:
        place = f"Chroma at {self.url}" if self.url else "Chroma"
        self.fault = f"{place} does not answer; questions are searched in this process until it does."
        self._again = time.monotonic() + self._away_s
        log.warning("%s failed: %s", place, fault)

    def _open(self) -> Any:
        with self._lock:
            if self._collection is None:
                self._collection = self._build()
            return self._collection

    def _build(self) -> Any:
        client = connect(self.url) if self.url else self._in_process()
        prefix = "questions-"
        name = prefix + _slug(f"{self._embedder.name}-{self._embedder.version}-{fingerprint(self._questions)}")
        # Vectors of two embedders, or of two states of the bank, are never mixed: another name, another collection.
        # On a server an older copy of this app may still need its own.
        for other in [] if self.url else client.list_collections():
            if other.name.startswith(prefix) and other.name != name:
                client.delete_collection(other.name)
        collection = client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        if collection.count() != len(self._questions):
            self._fill(client, collection)
        return collection

    def _in_process(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        self._folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(self._folder), settings=Settings(anonymized_telemetry=False))

    def _fill(self, client: Any, collection: Any) -> None:
        questions = list(self._questions)
        step = min(2_000, client.get_max_batch_size())
        for start in range(0, len(questions), step):
            some = questions[start : start + step]
            collection.upsert(
                ids=[question.id for question in some],
                embeddings=embedded(self._embedder, some, self._questions.headings),
                metadatas=[fields_of(question) for question in some],
            )

    @cached_property
    def masks(self) -> Masks:
        """The filters over the bank."""
        return Masks(list(self._questions))

    @cached_property
    def places(self) -> dict[str, int]:
        """Question id → its place in the bank."""
        return {question.id: at for at, question in enumerate(self._questions)}

    @cached_property
    def _ids(self) -> list[str]:
        return [question.id for question in self._questions]

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        return embedded(self._embedder, list(self._questions), self._questions.headings)


def embedded(
    embedder: TextEmbedder, questions: Sequence[Question], headings: Callable[[str], Sequence[str]] = lambda _: ()
) -> NDArray[np.float32]:
    """(n, dims) float32: the mean of the vectors of a question's parts, its headings weighing most, of length 1."""
    parts = [parts_of(question, headings(question.id)) for question in questions]
    summed = sum(
        _PARTS.get(name, 1.0) * embedder.embed([part[name] for part in parts]) for name in (parts[0] if parts else ())
    )
    mean = np.asarray(summed, dtype=np.float32).reshape(len(questions), -1)
    return np.asarray(mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def connect(url: str) -> Any:
    """A client of the Chroma server at `url`; OSError when it does not answer in time."""
    import chromadb
    from chromadb.config import Settings

    place = urlsplit(url)
    # The client's own connection waits for ever, also while it is made: ask first, then give it a limit.
    with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=PATIENCE_S):  # noqa: S310 - the owner's setting
        pass
    secure = place.scheme == "https"
    client: Any = chromadb.HttpClient(
        host=place.hostname or "",
        port=place.port or (443 if secure else 80),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )
    client._server._session.timeout = PATIENCE_S
    return client


def parts_of(question: Question, headings: Sequence[str]) -> dict[str, str]:
    """The texts that a question is found by."""
    return {
        "headings": ", ".join(headings),
        "title": question.title,
        "topic": question.topic,
        "question": f"{question.question} {question.exhibit}",
        "rephrased": question.rephrased,
        "points": " ".join(point.text for point in question.key_points),
        "aliases": ". ".join(alias for point in question.key_points for alias in point.aliases),
        "reference": question.reference,
    }


def fingerprint(questions: Bank) -> str:
    """Ten hex digits that change whenever a searched text, its weight or a filter field does."""
    digest = hashlib.sha256(repr(_PARTS).encode())
    for question in questions:
        digest.update(
            f"{question.id}|{fields_of(question)}|{parts_of(question, questions.headings(question.id))}\n".encode()
        )
    return digest.hexdigest()[:10]


def _slug(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9]+", "-", name).strip("-")[:100]


def _clause(where: Where) -> dict[str, Any] | None:
    parts: list[dict[str, Any]] = [{field: {"$in": list(values(wanted))}} for field, wanted in where.items()]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"$and": parts}
