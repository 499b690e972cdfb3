"""Words and sentences: cleaning at the door, counting, and cutting text so that quotes stay word for word."""

import re
import unicodedata
from collections.abc import Iterator

_TAGS = re.compile("[\U000e0000-\U000e007f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CAPITALS = "".join(chr(code) for code in range(0x530) if chr(code).isupper())
"""Capital letters of the Latin, Greek and Cyrillic alphabets, for a class of a pattern: `re` knows none."""
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+|(?<=;)\s+")


def paired(text: str) -> str:
    """Text without lone surrogates: halves of letters, which can neither be sent nor kept."""
    return text.encode("utf-8", "ignore").decode("utf-8", "ignore")


def clean(text: str) -> str:
    """Text as it may be kept: no lone surrogates, tag or control characters, one form of each letter (NFC)."""
    text = paired(text).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", _TAGS.sub("", text))).strip()


def words(text: str) -> list[str]:
    """The words of a text, lower-cased, in order; apostrophes stay inside a word."""
    if text.isascii():  # most are, and then one pass is enough
        return _WORD.findall(text.lower())
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


def day(when: object) -> str:
    """A date as a reader writes it: 5 December 2026."""
    return f"{when:%d %B %Y}".lstrip("0")


def minute(when: object) -> str:
    """A moment in UTC as a reader writes it: 5 Dec 2026, 14:20 UTC."""
    return f"{when:%d %b %Y, %H:%M} UTC".lstrip("0")


def counted(number: int, thing: str) -> str:
    """How many there are, with the plural: 1 question, 1,200 questions."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def lasting(seconds: float) -> str:
    """How long something took, in the unit that a reader would choose: 5 seconds, 41 minutes."""
    return counted(*(round(seconds / 60), "minute") if seconds >= 90 else (max(1, round(seconds)), "second"))


def clock(second: float | None) -> str:
    """A moment of a recording, 14:20 or 1:02:03; nothing where there is no time."""
    if second is None:
        return ""
    minutes, seconds = divmod(int(second), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
