"""Words and sentences: cleaning at the door, counting, and cutting text so that quotes stay word for word."""

import re
import unicodedata
from collections.abc import Iterator

_TAGS = re.compile("[\U000e0000-\U000e007f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+|(?<=;)\s+")


def clean(text: str) -> str:
    """Text as it may be kept: no lone surrogates, tag or control characters, one form of each letter (NFC)."""
    text = text.encode("utf-8", "ignore").decode("utf-8", "ignore").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", _TAGS.sub("", text))).strip()


def words(text: str) -> list[str]:
    """The words of a text, lower-cased, in order; apostrophes stay inside a word."""
    return [found.group().replace("’", "'").casefold() for found in _WORD.finditer(text)]


def sentences(text: str) -> list[str]:
    """The sentences of a text, each an exact substring of it."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every sentence, white space trimmed."""
    start = 0
    cuts = [(found.start(), found.end()) for found in _END.finditer(text)] + [(len(text), len(text))]
    for end, following in cuts:
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            lead = len(piece) - len(piece.lstrip())
            yield start + lead, start + lead + len(stripped)
        start = following


def squeeze(text: str) -> str:
    """A text for comparing quotes: lower case, words only, single spaces."""
    return " ".join(words(text))
