"""The vector index: Chroma in a folder, holding ids, vectors and filter fields, never text."""

import hashlib
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.bank import Question
from rag.bank import Bank

Where = Mapping[str, str | int | Sequence[str | int]]
"""Field → value, or the values it may have; all must hold."""


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
    """Nearest questions by meaning. Built on first use, rebuilt when the embedder or the questions change."""

    def __init__(self, folder: Path, embedder: TextEmbedder, questions: Bank) -> None:
        self._folder = folder
        self._embedder = embedder
        self._questions = questions
        self._lock = threading.Lock()
        self._collection: Any = None

    def nearest(self, text: str, where: Where, k: int) -> list[tuple[str, float]]:
        """Up to `k` (question id, cosine similarity -1..1), best first."""
        collection = self._open()
        found = collection.query(
            query_embeddings=self._embedder.embed([text]), n_results=k, where=_clause(where), include=["distances"]
        )
        return [(key, 1.0 - float(far)) for key, far in zip(found["ids"][0], found["distances"][0], strict=True)]

    def _open(self) -> Any:
        with self._lock:
            if self._collection is None:
                self._collection = self._build()
            return self._collection

    def _build(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        self._folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(self._folder), settings=Settings(anonymized_telemetry=False))
        prefix = "questions-"
        name = prefix + _slug(f"{self._embedder.name}-{self._embedder.version}-{fingerprint(self._questions)}")
        # Vectors of two embedders, or of two states of the bank, are never mixed: another name, another collection.
        for other in client.list_collections():
            if other.name.startswith(prefix) and other.name != name:
                client.delete_collection(other.name)
        collection = client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        if collection.count() != len(self._questions):
            self._fill(collection)
        return collection

    def _fill(self, collection: Any) -> None:
        vectors = self._embedder.embed([searched(question) for question in self._questions])
        fields = [{"track": q.track, "role": q.role, "topic": q.topic, "level": q.level} for q in self._questions]
        collection.upsert(ids=[q.id for q in self._questions], embeddings=vectors, metadatas=fields)


def searched(question: Question) -> str:
    """The text a question is found by: what it asks and what it is after, without the whole answer."""
    points = " ".join(point.text for point in question.key_points)
    return f"{question.topic}. {question.title}. {question.question} {points}"


def fingerprint(questions: Iterable[Question]) -> str:
    """Ten hex digits that change whenever a searched text or a filter field does."""
    digest = hashlib.sha256()
    for question in questions:
        digest.update(f"{question.id}|{question.role}|{question.level}|{searched(question)}\n".encode())
    return digest.hexdigest()[:10]


def _slug(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9]+", "-", name).strip("-")[:100]


def _clause(where: Where) -> dict[str, Any] | None:
    parts: list[dict[str, Any]] = [
        {field: value if isinstance(value, (str, int)) else {"$in": list(value)}} for field, value in where.items()
    ]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"$and": parts}
