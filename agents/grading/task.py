"""What an answer is held against: the key points as statements with weighted words, prepared once for each question."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from agents.grading import cut
from agents.grading.lexicon import FILLER
from agents.grading.lists import is_list
from agents.grading.numerals import numbers
from agents.grading.polarity import Polarity, polarity
from agents.grading.reading import Sentence, Word, read, sentences_of, words_of
from agents.grading.similar import Matrix, Meaning, alike
from core.bank import KeyPoint, Question, Track
from core.schema import Part

DEMOTED = 0.3
"""What a word of the question still weighs in a key point; with 1 an echoed question would earn points."""
FILLER_WEIGHT = 0.5
_NAME = re.compile(r"\b(?:name|list|state|enumerate|write[- ]down|give|mention|what are|which|differences?|compare|discuss|advantages?|benefits)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Task:
    """A question as the grader needs it; for a question outside the banks, made from a reference answer alone."""

    id: str
    track: Track
    asked: str
    exhibit: str
    points: tuple[KeyPoint, ...]
    reference: str
    subject: str = ""
    """What a story must name to be about the question, where no key point says more of its content."""

    @classmethod
    def of(cls, question: Question) -> "Task":
        """The task that a bank question sets."""
        asked = f"{question.question}\n{question.rephrased}\n{question.title}"
        story = all(point.check != "claim" for point in question.key_points)
        subject = question.topic if story else ""
        return cls(question.id, question.track, asked, question.exhibit, question.key_points, question.reference, subject)


@dataclass(frozen=True, slots=True)
class Statement:
    """One way to say a key point: its text, an alias, or the sentence of the reference answer that holds it."""

    point: int
    kind: str
    text: str
    words: tuple[Word, ...]
    polarity: Polarity
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A task ready to be compared: S statements over V different words."""

    task: Task
    statements: tuple[Statement, ...]
    vocabulary: tuple[Word, ...]
    weights: Matrix
    """(S, V): the weight of each word in each statement, rows of sum 1 when no word is the question's."""
    rows: tuple[tuple[list[int], list[int]], ...]
    """For each point its statements: (text and reference sentence, aliases)."""
    specific: Matrix
    """(S,): how much a statement says, 0-1; a two-word alias is found by accident more easily than a sentence."""
    vectors: Matrix
    """(S, dims): the statements without the question's words, as embeddings."""
    importance: dict[str, float]
    """Stem → weight, question words demoted."""
    question_keys: frozenset[str]
    question_words: tuple[Word, ...]
    question_runs: frozenset[tuple[str, str, str]]
    """All runs of three stems in the question."""
    lists: bool
    """True when terms in a row are an answer: the reference itself is one, or it was cut and the question asks to name things."""
    exhibit_keys: frozenset[str]
    matter: tuple[Word, ...]
    """Every content word of question, key points and reference answer, once."""
    given: frozenset[float]
    """Numbers that the question or its exhibit already says."""
    point_keys: frozenset[str]
    reference: tuple[Sentence, ...]
    reference_polarity: tuple[Polarity, ...]
    spoken: frozenset[str]
    """All stems of the reference answer, small words included."""
    known: frozenset[str]
    """All stems of question, exhibit, key points and reference answer."""
    terms: frozenset[str]
    """The content words of key points and reference answer that a recogniser may have spelled in another way."""
    neighbours: frozenset[tuple[str, str]]
    """All pairs of words next to each other in the reference answer; none where it only lists terms, in whatever order."""
    whole: cut.Cut | None
    """For points that were cut from the reference answer, which have no aliases."""


@lru_cache(maxsize=1_024)
def prepare(task: Task, meaning: Meaning, by: cut.Weights = cut.SHIPPED) -> Prepared:
    """Everything about a task that does not depend on the answer; `by` weighs points cut from the reference."""
    heard = words_of(task.asked)
    question_keys = frozenset(w.key for w in heard if w.content)
    reading = read((Part(turn=0, text=task.reference),))
    made = [_statement(at, "text", point.text) for at, point in enumerate(task.points)]
    made += [_statement(at, "alias", alias) for at, point in enumerate(task.points) for alias in point.aliases]
    made = [statement for statement in made if statement.words]
    first = _weigh(made, question_keys, meaning)
    made += _own_sentences(task, made, first, reading.talk, meaning)
    vocabulary, weights, importance = _weigh(made, question_keys, meaning)
    vectors = meaning.embed([" ".join(demoted(s.words, question_keys)) for s in made])
    mass = np.array([sum(importance[k] for k in {w.key for w in s.words}) for s in made], dtype=np.float32)
    said = [w for s in made for w in s.words] + [w for s in reading.talk for w in s.words]
    keys = frozenset(w.key for w in said if w.content)
    bare = any(not point.aliases for point in task.points if point.check == "claim")
    asked = _once(heard)
    spoken = [w.key for s in reading.talk for w in s.words]
    terms = frozenset({w.text for w in said if w.content and w.value is None and len(w.text) >= 4 and w.text not in FILLER})
    matter = _once((*asked, *vocabulary, *(w for s in reading.talk for w in s.words)))
    return Prepared(
        task=task, statements=tuple(made), vocabulary=vocabulary, weights=weights,
        rows=tuple(_rows(made, at) for at in range(len(task.points))), specific=mass / (mass + 1.0),
        vectors=vectors, importance=importance, question_keys=question_keys, question_words=asked,
        question_runs=frozenset(triples([w.key for w in heard])), lists=_takes_lists(task, reading.talk, bare),
        exhibit_keys=frozenset(w.key for w in words_of(task.exhibit) if w.content), matter=matter,
        given=frozenset(n.value for n in numbers(f"{task.asked}\n{task.exhibit}")), point_keys=keys,
        reference=reading.talk, reference_polarity=tuple(polarity(s.words, s.clauses) for s in reading.talk),
        spoken=frozenset(spoken), known=keys | frozenset((*spoken, *(w.key for w in heard), *(w.key for w in words_of(task.exhibit)))),
        terms=terms, neighbours=frozenset(pairwise(spoken) if _in_sentences(task, reading.talk) else ()),
        whole=cut.prepared([p.text for p in task.points], task.reference, frozenset(w.key for w in heard), meaning, by) if bare else None,
    )


def triples(keys: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Every run of three."""
    return zip(keys, keys[1:], keys[2:], strict=False)


def _takes_lists(task: Task, reference: Sequence[Sentence], bare: bool) -> bool:
    return bool(reference) and (not _in_sentences(task, reference) or (bare and bool(_NAME.search(task.asked))))


def _in_sentences(task: Task, reference: Sequence[Sentence]) -> bool:
    """True when most of the reference answer is sentences, not terms in a row."""
    total = sum(len(sentence.words) for sentence in reference)
    return sum(len(s.words) for s in reference if is_list(s, task.reference[s.start : s.end])) < 0.5 * total


def _rows(made: Sequence[Statement], point: int) -> tuple[list[int], list[int]]:
    mine = [(at, statement.kind) for at, statement in enumerate(made) if statement.point == point]
    return [at for at, kind in mine if kind != "alias"], [at for at, kind in mine if kind == "alias"]


def _once(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple({w.key: w for w in words if w.content and w.text not in FILLER}.values())


def demoted(words: Sequence[Word], question_keys: frozenset[str]) -> list[str]:
    """The content words of a sentence that the question did not give away, for the sentence embedding."""
    return [w.text for w in words if w.content and w.key not in question_keys and w.text not in FILLER]


def _statement(point: int, kind: str, text: str) -> Statement:
    words = words_of(text)
    clauses = next((s.clauses for s in sentences_of(text)), ())
    if clauses and clauses[-1][1] != len(words):
        clauses = ((0, len(words)),)
    said = tuple(w.value for w in words if w.value is not None)
    return Statement(point, kind, text, tuple(w for w in words if w.content), polarity(words, clauses), said)


def _weigh(made: Sequence[Statement], question_keys: frozenset[str], meaning: Meaning) -> tuple[tuple[Word, ...], Matrix, dict[str, float]]:
    places: dict[str, int] = {}
    vocabulary: list[Word] = []
    importance: dict[str, float] = {}
    for statement in made:
        for word in statement.words:
            if word.key not in places:
                places[word.key] = len(vocabulary)
                vocabulary.append(word)
                importance[word.key] = importance_of(word, meaning)
    weights = np.zeros((len(made), len(vocabulary)), dtype=np.float32)
    for row, statement in enumerate(made):
        full = sum(importance[w.key] for w in statement.words) or 1.0
        for word in statement.words:
            share = DEMOTED if word.key in question_keys else 1.0
            weights[row, places[word.key]] = importance[word.key] * share
        total = float(weights[row].sum())
        # Half of what the question gave away stays in the denominator: a point made of its words is never proved by them.
        weights[row] /= max(total + 0.3 * (full - total), 1e-6)
    demoted = {key: value * (DEMOTED if key in question_keys else 1.0) for key, value in importance.items()}
    return tuple(vocabulary), weights, demoted


def importance_of(word: Word, meaning: Meaning) -> float:
    """The weight of a word: its rarity, numbers the most, filler half."""
    if word.value is not None:
        return 1.2
    rare = 0.25 + 0.75 * meaning.rarity(word.text)
    return rare * FILLER_WEIGHT if word.text in FILLER else rare


def _own_sentences(
    task: Task, made: Sequence[Statement], weighed: tuple[tuple[Word, ...], Matrix, dict[str, float]],
    reference: Sequence[Sentence], meaning: Meaning,
) -> list[Statement]:
    """For each key point the sentence of the reference that says it, each sentence given away once, best pair first."""
    vocabulary, weights, _ = weighed
    if not reference or not made:
        return []
    fit = np.zeros((len(task.points), len(reference)), dtype=np.float32)
    for column, sentence in enumerate(reference):
        words = [w for w in sentence.words if w.content]
        if not words:
            continue
        reached = alike(vocabulary, words, meaning).max(axis=1)
        recall = weights @ reached
        for row, statement in enumerate(made):
            fit[statement.point, column] = max(fit[statement.point, column], float(recall[row]))
    order = sorted(((float(fit[p, s]), p, s) for p in range(fit.shape[0]) for s in range(fit.shape[1])), reverse=True)
    taken: dict[int, int] = {}
    used: set[int] = set()
    for value, point, sentence_at in order:
        if point not in taken and sentence_at not in used and value >= 0.2 and task.points[point].check == "claim":
            taken[point] = sentence_at
            used.add(sentence_at)
    found = []
    for point, sentence_at in sorted(taken.items()):
        sentence = reference[sentence_at]
        content = tuple(w for w in sentence.words if w.content)
        said = tuple(w.value for w in content if w.value is not None)
        found.append(Statement(point, "reference", task.reference[sentence.start : sentence.end], content,
                               polarity(sentence.words, sentence.clauses), said))
    return found
