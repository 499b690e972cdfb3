"""What the interviewer can draw on, as one thing: the banks, the embedder and the search over them, by words and by meaning."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from core.bank import Question, Track
from rag.bank import Bank
from rag.fields import Where
from rag.index import QuestionIndex, TextEmbedder
from rag.lexical import index_of

WORDS, MEANING = 0.4, 0.6
"""What each of the two counts; the best of five mixtures on half of the needs that `bench.retrieve` asks for."""
DEEP = 100
"""Questions that each of the two brings along."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question and how near it is to what was asked for, 0-1, with what made it near."""

    question: Question
    fit: float
    words: tuple[str, ...] = ()
    """The words of the query that the question has, rarest first."""
    heading: str = ""
    """The heading of the question that comes nearest to the query in meaning."""
    meaning: float = 0.0
    """How near the question's vector is to the query's, 0-1."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Questions by id, by words and by meaning."""

    bank: Bank
    embedder: TextEmbedder
    index: QuestionIndex

    def search(
        self,
        text: str,
        *,
        track: Track | None = None,
        role: str = "",
        level: int | None = None,
        topic: str = "",
        k: int = 10,
        without: Collection[str] = (),
        per_topic: int = 0,
    ) -> list[Found]:
        """The `k` questions nearest to `text`, best first; a role also finds the questions for everyone.

        `without` leaves questions out by id; `per_topic` bounds how many may share a topic (0: no bound).
        """
        where = narrowed(track, role, level, topic)
        matches = index_of(self.bank).match(text)
        meaning = dict(self.index.nearest(text, where, DEEP))
        allowed = self.index.masks.allowed(where)
        share = np.where(allowed, matches.share, 0.0)
        top = np.argpartition(-share, DEEP)[:DEEP] if len(share) > DEEP else np.arange(len(share))
        keys = {row: self.bank.at(int(row)).id for row in top if share[row] > 0}
        places = {**{key: row for row, key in keys.items()}, **{key: self.index.places[key] for key in meaning}}
        # What meaning did not bring along is at best as near as the last it did.
        least = max(0.0, min(meaning.values(), default=0.0))
        fits = {
            key: WORDS * float(share[row]) + MEANING * max(0.0, meaning.get(key, least)) for key, row in places.items()
        }
        best: list[Found] = []
        topics: Counter[str] = Counter()
        for key in sorted(fits, key=lambda key: (-fits[key], key)):
            question = self.bank.get(key)
            if key in without or (per_topic and topics[question.topic] >= per_topic):
                continue
            topics[question.topic] += 1
            best.append(Found(question, min(1.0, fits[key]), matches.words(places[key]), "", meaning.get(key, least)))
            if len(best) == k:
                break
        return self._named(text, best)

    def _named(self, text: str, found: list[Found]) -> list[Found]:
        """The same with the heading of each that comes nearest to the text."""
        names = [self.bank.headings(one.question.id) for one in found]
        flat = [name for some in names for name in some]
        fits = iter(self.embedder.embed(flat) @ self.embedder.embed([text])[0]) if flat else iter(())
        near = [max(((float(next(fits)), name) for name in some), default=(0.0, "")) for some in names]
        return [
            Found(one.question, one.fit, one.words, name, one.meaning)
            for one, (_, name) in zip(found, near, strict=True)
        ]


def narrowed(track: Track | None, role: str, level: int | None, topic: str) -> Where:
    """The filter that the parts of a search make."""
    where: dict[str, str | int | tuple[str, ...]] = {}
    if track:
        where["track"] = track
    if role and role != "any":
        where["role"] = (role, "any")
    if level is not None:
        where["level"] = level
    if topic:
        where["topic"] = topic
    return where
