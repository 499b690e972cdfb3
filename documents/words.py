"""Text as it leaves the readers: without invisible characters, and how much of it looks like words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from core.document import Line

UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Controls, soft hyphens, zero-width and direction marks, tags: a program reads them, a person does not."""
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Icons of fonts that have no meaning outside them."""
SYMBOL_BULLET = re.compile("^\\s*[\uf06c\uf06e\uf071\uf076\uf0a7\uf0a8\uf0b2\uf0b7\uf0d8\uf0fc\ue00a\ue00c\ue010](?=\\s|\\w|$)")
"""Bullets of Symbol, Wingdings and OpenSymbol, as Word and LibreOffice write them, at the beginning of a line."""
HALF = re.compile("[\ud800-\udfff]")
LIGATURES = {ord(one): unicodedata.normalize("NFKC", one) for one in "ﬀﬁﬂﬃﬄﬅﬆ"}
SPACES = re.compile(r"[^\S\n\t]+")
VOWEL = re.compile(r"[aeiouyаеиоуыэюяіαεηιουω]", re.IGNORECASE)
LONGEST_WORD = 28
LONGEST_LINE = 2_000
"""Letters of one line; a paragraph of a resume has 600."""


def tidy(text: str) -> str:
    """One line's text: no unseen characters, no icons, ligatures as letters, single spaces."""
    if HALF.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    seen = PRIVATE.sub(" ", SYMBOL_BULLET.sub("•", UNSEEN.sub("", text))).translate(LIGATURES)
    return SPACES.sub(" ", unicodedata.normalize("NFC", seen)).strip()


def lines_of(texts: Iterable[str]) -> tuple[Line, ...]:
    """Lines without a place, numbered; empty ones are left out."""
    kept = [part for text in texts for one in text.split("\n") if (clean := tidy(one)) for part in _parts(clean)]
    return tuple(Line(n=n, text=text) for n, text in enumerate(kept))


def _parts(text: str) -> Iterator[str]:
    """A line that is too long, cut at spaces."""
    while len(text) > LONGEST_LINE:
        at = text.rfind(" ", LONGEST_LINE // 2, LONGEST_LINE)
        yield text[: at if at > 0 else LONGEST_LINE].strip()
        text = text[at if at > 0 else LONGEST_LINE :].lstrip()
    if text:
        yield text


def quality(text: str) -> float:
    """Share of the letters (0-1) in words that look like words: a vowel or few letters, not too long, no mixed-up signs."""
    letters = good = 0
    for word in re.findall(r"[^\s/|,;:()]+", text):
        count = sum(one.isalpha() or one == "�" for one in word)
        letters += count
        good += count * _readable(word)
    return round(good / letters, 3) if letters else 0.0


def _readable(word: str) -> bool:
    bare = word.strip("\"'“”‘’.!?*•-–—[]{}<>")
    if "�" in bare or "(cid" in bare:
        return False
    if any(sign in bare for sign in "@./_+#&0123456789") or not bare.isascii():
        return len(bare) < 80
    parts = re.split(r"['’-]", bare)
    return all(len(part) <= LONGEST_WORD and (len(part) <= 5 or part.isupper() or VOWEL.search(part)) for part in parts)
