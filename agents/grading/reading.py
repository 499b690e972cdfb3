"""Reads text into sentences, clauses and words that know their places, and tells code apart from talk."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from agents.grading.lexicon import FUNCTION
from agents.grading.numerals import begins_number, numbers
from agents.grading.stem import stem
from core.schema import Part
from core.text import sentence_spans

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ORDER = re.compile(r"\b[Oo]\s?\(\s?[^()\n]{1,16}\)")
_WORD_OR_ORDER = re.compile(f"{_ORDER.pattern}|{_WORD.pattern}")
_MAYBE_NUMBER = re.compile(
    r"\d|\b(?:zero|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundreds?|thousands?|millions?|half|"
    r"halved|halves|quarter|double[sd]?|twice|tripled?)\b", re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,:;()]\s*|\s[-–—]+\s|\s(?=(?:and|but|because|so|which|while|whereas|although|though|unless|if|when|then|or|until)\s)",
    re.IGNORECASE,
)
_FENCE = re.compile(r"```[\w+-]*\n?(.*?)(?:```|\Z)", re.DOTALL)
_CODE_MARK = re.compile(r"^\s*code\s*:\s*$\n?", re.IGNORECASE | re.MULTILINE)
_CODE_LINE = re.compile(
    r"^\s*(?:(?:async\s+)?def\s+\w+\s*\(|class\s+\w+.*[:{]\s*$|return\b(?=.*[\[\](){}.,+*/=<>-]|\s+\w+;?\s*$)|"
    r"(?:for|while|if|elif|else|try|except|with)\b.*[:{]\s*$|import\s+\w|from\s+\w[\w.]*\s+import\b|(?:const|let|var)\s+\w+\s*=|"
    r"(?:public|private|func|fn|function)\s+\w.*[({]|[\w.\[\]'\"]+(?:,\s?[\w.\[\]]+){0,3}\s[-+*/|&%]?=\s\S|\w[\w.]*\(.*\);?\s*$|[})\]]+;?\s*$|"
    r"(?:select|insert|update|delete|create|with)\s.*\b(?:from|into|set|table|as)\b.*)",
)
_ORDERS = {"1": "constant", "n": "linear", "logn": "logarithmic", "nlogn": "nlogn", "n2": "quadratic", "n^2": "quadratic",
           "n²": "quadratic", "n*n": "quadratic", "n**2": "quadratic", "2^n": "exponential", "2**n": "exponential"}


class Word(NamedTuple):
    """A word and its place in the text it was read from; `key` is its stem, or `#3600` for a number."""

    text: str
    key: str
    start: int
    end: int
    content: bool
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one part; `clauses` are (first, last + 1) word indices that cover it in order."""

    part: int
    start: int
    end: int
    words: tuple[Word, ...]
    clauses: tuple[tuple[int, int], ...]
    code: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as the grader sees it. `talk` and `code` are sentences and code lines, in the order they came."""

    parts: tuple[Part, ...]
    talk: tuple[Sentence, ...]
    code: tuple[Sentence, ...]

    @property
    def words(self) -> list[Word]:
        """All words of the talk."""
        return [word for sentence in self.talk for word in sentence.words]

    def text(self, start: int, end: int, part: int) -> str:
        """The exact words between two places of a part."""
        return self.parts[part].text[start:end]

    def line(self, sentence: Sentence) -> str:
        """The exact words of one sentence or code line."""
        return self.text(sentence.start, sentence.end, sentence.part)


def words_of(text: str, offset: int = 0) -> tuple[Word, ...]:
    """The words of a text, runs of spoken numbers as one word; `offset` is added to every place."""
    # Only a text with O(n) in it pays for looking for it at every letter.
    pattern = _WORD_OR_ORDER if "(" in text and _ORDER.search(text) else _WORD
    found = [(match.span(), _known(match.group())) for match in pattern.finditer(text)]
    # Nor does a text in which no number begins: most hold none.
    counted = ("_" in text or any(one.numeral for _, one in found)) and any(one.counts for _, one in found)
    spans = [n for n in numbers(text) if not n.plain] if counted and _MAYBE_NUMBER.search(text) else []
    if not spans:
        return tuple([Word(one.low, one.key, start + offset, end + offset, one.content) for (start, end), one in found])
    made: list[Word] = []
    at = 0
    for (start, end), one in found:
        while at < len(spans) and spans[at].end <= start:
            at += 1
        if at < len(spans) and spans[at].start <= start < spans[at].end:
            number = spans[at]
            if not made or made[-1].start != number.start + offset:
                said = text[number.start : number.end].lower()
                made.append(Word(said, f"#{number.value:g}", number.start + offset, number.end + offset, True, number.value))
            continue
        made.append(Word(one.low, one.key, start + offset, end + offset, one.content))
    return tuple(made)


class _Known(NamedTuple):
    """What a word is, wherever it stands."""

    low: str
    key: str
    content: bool
    counts: bool
    """It may begin a number."""
    numeral: bool
    """It is written like a number that is more than one or two."""


@lru_cache(maxsize=65_536)
def _known(raw: str) -> _Known:
    low = raw.casefold().replace("’", "'")
    counts, numeral = begins_number(raw), bool(_MAYBE_NUMBER.search(raw))
    if "(" in low:
        inside = re.sub(r"[\s()]", "", low[1:])
        return _Known(low, stem(_ORDERS.get(inside, f"o{inside}")), True, counts, numeral)
    return _Known(low, stem(low), low not in FUNCTION and (len(low) > 1 or low.isdigit()), counts, numeral)


def sentences_of(text: str, part: int = 0, offset: int = 0) -> Iterator[Sentence]:
    """The sentences of a text with their clauses; one without a word is left out. `offset` is added to every place."""
    for start, end in sentence_spans(text):
        words = words_of(text[start:end], start + offset)
        if words:
            yield Sentence(part, start + offset, end + offset, words, _clauses(text[start:end], start + offset, words))


def _clauses(text: str, offset: int, words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    cuts = sorted({found.end() + offset for found in _CLAUSE.finditer(text)})
    bounds = [0]
    starts = [word.start for word in words]
    for cut in cuts:
        at = bisect_left(starts, cut)
        # A clause of one or two words ("however,") belongs to what follows it.
        if at - bounds[-1] >= 3 and len(words) - at >= 2:
            bounds.append(at)
    bounds.append(len(words))
    return tuple(pairwise(bounds))


def split_code(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(talk spans, code spans) of a text: fenced code, what follows a line `Code:`, and lines that can only be code."""
    code = [(found.start(), found.end()) for found in _FENCE.finditer(text)]
    mark = _CODE_MARK.search(text)
    if mark and not code:
        code.append((mark.start(), len(text)))
    if not code:
        at = 0
        for line in text.split("\n"):
            if _CODE_LINE.match(line) and not _prose(line):
                code.append((at, at + len(line)))
            at += len(line) + 1
    talk, last = [], 0
    for start, end in code:
        if start > last:
            talk.append((last, start))
        last = end
    if last < len(text):
        talk.append((last, len(text)))
    return talk, code


def _prose(line: str) -> bool:
    said = [word.casefold() for word in _WORD.findall(line)]
    return sum(word in FUNCTION for word in said) > 5 and not re.search(r"[=(){}\[\]]", line)


def _code_lines(text: str, part: int, start: int, end: int) -> Iterator[Sentence]:
    at = start
    for line in text[start:end].split("\n"):
        bare = line.strip()
        if bare and not bare.startswith("```") and not _CODE_MARK.match(line):
            begin = at + line.index(bare[0])
            words = words_of(bare, begin)
            yield Sentence(part, begin, begin + len(bare), words, ((0, len(words)),), code=True)
        at += len(line) + 1


def _valid(part: Part) -> Part:
    """The part itself, or with a question mark for every lone surrogate, which no quote could carry; places stay."""
    try:
        f"{part.text}{part.code}".encode()
    except UnicodeEncodeError:
        text, code = (one.encode("utf-8", "replace").decode("utf-8") for one in (part.text, part.code))
        return Part.model_construct(turn=part.turn, text=text, code=code)
    return part


def read(parts: Sequence[Part]) -> Reading:
    """Everything that was said and written, part by part; code lines point into `code` when it is its own field."""
    talk: list[Sentence] = []
    code: list[Sentence] = []
    owned: list[Part] = []
    for given in parts:
        part = _valid(given)
        at = len(owned)
        owned.append(part)
        spans, fragments = split_code(part.text)
        for start, end in spans:
            talk.extend(sentences_of(part.text[start:end], at, start))
        for start, end in fragments:
            code.extend(_code_lines(part.text, at, start, end))
        if part.code.strip():
            # A code field is read as a part of its own, so that every place points into one text.
            owned.append(Part.model_construct(turn=part.turn, text=part.code, code=""))
            code.extend(_code_lines(owned[-1].text, at + 1, 0, len(owned[-1].text)))
    return Reading(tuple(owned), tuple(talk), tuple(code))
