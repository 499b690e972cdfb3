"""A PDF page's characters, grouped into words and fragments of lines, with where and how each is drawn. By PDFium."""

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

MOST = 200_000
"""Characters of one page that are looked at; a full page of small print has 12,000."""
WIDE = 1.6
"""A gap of so many letter heights ends a fragment: a tab, a cell, a column."""
BOLD = 600
INVISIBLE = (3, 7)
"""Text render modes that paint nothing (ISO 32000-1, table 106)."""

Ends = tuple[float, float, float, float]


@dataclass
class Word:
    """A word in points from the page's top left corner, as it is shown."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False
    colour: tuple[int, int, int, int] = (0, 0, 0, 255)
    """Red, green, blue, opacity (0-255) of its first letter."""
    mode: int = 0
    upright: bool = True
    drawable: bool = True
    """False where its font is not in the file and its letters are not Latin: this machine may have no font for it."""


@dataclass
class Fragment:
    """Words of one line with no wide gap between them."""

    words: list[Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def y0(self) -> float:
        return min(word.y0 for word in self.words)

    @property
    def y1(self) -> float:
        return max(word.y1 for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def upright(self) -> bool:
        return self.words[0].upright


def words_of(page: Any, most: int = MOST) -> list[tuple[Word, bool]]:
    """Words in the order of the page's own drawing, each with whether a line break stands before it."""
    text = pdfium.FPDFText_LoadPage(page.raw)
    try:
        return list(_Reader(page, text).words(min(most, max(0, pdfium.FPDFText_CountChars(text)))))
    finally:
        pdfium.FPDFText_ClosePage(text)


def fragments_of(words: list[tuple[Word, bool]]) -> list[Fragment]:
    """Words next to each other on one line, in the same order; a word drawn twice in one place is kept once."""
    found: list[Fragment] = []
    seen: set[tuple[str, int, int]] = set()
    for word, broken in words:
        place = (word.text, round(word.x0), round(word.y0))
        if place in seen:
            continue
        seen.add(place)
        last = found[-1].words[-1] if found else None
        if last and broken and _cut(last, word):
            last.text, last.y0, last.y1 = last.text + word.text, min(last.y0, word.y0), max(last.y1, word.y1)
        elif last and not broken and _follows(last, word):
            found[-1].words.append(word)
        else:
            found.append(Fragment([word]))
    return [_unspaced(one) for one in found]


def _follows(before: Word, word: Word) -> bool:
    if before.upright != word.upright:
        return False
    if not word.upright:
        gap = max(word.y0 - before.y1, before.y0 - word.y1)
        return abs(before.x0 - word.x0) < max(before.size, word.size) and gap < WIDE * max(before.size, word.size, 1e-3)
    height = max(before.y1 - before.y0, word.y1 - word.y0, 0.6 * word.size, 1e-3)
    level = abs((before.y0 + before.y1) - (word.y0 + word.y1)) / 2 < 0.6 * height
    gap = word.x0 - before.x1
    return level and -0.5 * height < gap < WIDE * max(before.size, word.size, 1e-3)


def _cut(before: Word, word: Word) -> bool:
    """PDFium ends a line in the midst of a word that runs up or down the page."""
    if before.upright or word.upright:
        return False
    return abs(before.x0 - word.x0) < before.size and max(word.y0 - before.y1, before.y0 - word.y1) < 0.12 * before.size


def _unspaced(fragment: Fragment) -> Fragment:
    """`S K I L L S` as SKILLS: single letters set apart are a word; a gap twice as wide as theirs parts two."""
    words = fragment.words
    if (
        len(words) < 4
        or not fragment.upright
        or sum(len(word.text) == 1 and (word.text.isalpha() or word.text in "-–&’'") for word in words) < 0.9 * len(words)
    ):
        return fragment
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 2]
    joined = [words[0]]
    for gap, word in zip(gaps, words[1:], strict=True):
        if gap > 1.8 * usual + 0.5:
            joined.append(word)
            continue
        last = joined[-1]
        last.text += word.text
        last.x1, last.y0, last.y1 = max(last.x1, word.x1), min(last.y0, word.y0), max(last.y1, word.y1)
    return Fragment(joined)


def shown(page: Ends, turn: int, box: Ends) -> Ends:
    """Page space (left, bottom, right, top) to the page as it is shown: y down, turned by the page's own rotation."""
    x, y, x1, y1 = page
    left, bottom, right, top = box
    if turn == 90:
        return bottom - y, left - x, top - y, right - x
    if turn == 180:
        return x1 - right, bottom - y, x1 - left, top - y
    if turn == 270:
        return y1 - top, x1 - right, y1 - bottom, x1 - left
    return left - x, y1 - top, right - x, y1 - bottom


def _across(place: Ends) -> Ends:
    """A place with its axes changed, for text that runs up or down the page."""
    return place[1], place[0], place[3], place[2]


class _Reader:
    """Asks PDFium for one page's characters."""

    def __init__(self, page: Any, text: Any) -> None:
        self._text = text
        self._box = page.get_bbox()  # what is shown: the crop box within the media box
        self._turn = page.get_rotation() % 360
        self._ends = [ctypes.c_double() for _ in range(4)]
        self._paint = [ctypes.c_uint() for _ in range(4)]

    def words(self, count: int) -> Iterator[tuple[Word, bool]]:
        """Words, cut at spaces and line breaks."""
        letters: list[str] = []
        places: list[Ends] = []
        first, broken = -1, True
        for n in range(count):
            code = pdfium.FPDFText_GetUnicode(self._text, n)
            letter = self._letter(n, code)
            if letter is None or letter.isspace():
                if letters:
                    yield self._word(letters, places, first), broken
                    letters, places, broken = [], [], False
                broken = broken or letter in ("\n", "\r")
                continue
            place = self._place(n)
            if place is None:
                continue
            if letters and self._apart(places[-1], place) and (self._upright(n) or self._apart(_across(places[-1]), _across(place))):
                yield self._word(letters, places, first), broken
                letters, places, broken = [], [], False
            if not letters:
                first = n
            letters.append(letter)
            places.append(place)
            if code in (2, 0xFFFE):  # PDFium's mark of a word that goes on in the next line
                yield self._word(letters, places, first), broken
                letters, places, broken = [], [], True
        if letters:
            yield self._word(letters, places, first), broken

    def _letter(self, n: int, code: int) -> str | None:
        if code in (2, 0xFFFE):
            return "-"
        if code in (0, 0xFFFF) or code > 0x10FFFF:
            return "�" if code == 0 and not pdfium.FPDFText_IsGenerated(self._text, n) else None
        if 0xD800 <= code < 0xE000:
            return None
        letter = bytes([code]).decode("cp1252", "replace") if 0x80 <= code < 0xA0 else chr(code)  # a dash, without a map
        # A control is a letter whose meaning the file does not tell, mostly a dash, a bullet or an accented one.
        return letter if letter.isprintable() or letter.isspace() or code > 127 else "�"

    def _place(self, n: int) -> Ends | None:
        left, right, bottom, top = self._ends
        if not pdfium.FPDFText_GetCharBox(self._text, n, left, right, bottom, top):
            return None
        return shown(self._box, self._turn, (left.value, bottom.value, right.value, top.value))

    def _upright(self, n: int) -> bool:
        angle = np.degrees(pdfium.FPDFText_GetCharAngle(self._text, n)) + self._turn
        return bool(min(angle % 360, -angle % 360) < 20)

    @staticmethod
    def _apart(before: Ends, place: Ends) -> bool:
        """A jump inside what PDFium takes for one word: to another line, or far along this one."""
        height = max(before[3] - before[1], place[3] - place[1], 1.0)
        width = max(before[2] - before[0], place[2] - place[0], height)
        far = place[0] - before[2] > 1.5 * width or place[2] < before[0] - 3 * width
        return far or place[1] > before[3] + 1.5 * height or place[3] < before[1] - 1.5 * height

    def _word(self, letters: list[str], places: list[Ends], first: int) -> Word:
        box = np.array(places)
        x0, y0 = box[:, :2].min(axis=0)
        x1, y1 = box[:, 2:].max(axis=0)
        return Word(
            "".join(letters), float(x0), float(y0), float(x1), float(y1),
            size=self._size(first),
            bold=pdfium.FPDFText_GetFontWeight(self._text, first) >= BOLD,
            colour=self._colour(first),
            mode=self._mode(first),
            drawable="".join(letters).isascii() or self._embedded(first),
            upright=self._upright(first),
        )  # fmt: skip

    def _size(self, n: int) -> float:
        """Points as they are shown: the font's size under the text's matrix."""
        matrix = pdfium.FS_MATRIX()
        size = pdfium.FPDFText_GetFontSize(self._text, n)
        if pdfium.FPDFText_GetMatrix(self._text, n, matrix):
            size *= float(np.hypot(matrix.c, matrix.d)) or 1.0
        return float(size)

    def _colour(self, n: int) -> tuple[int, int, int, int]:
        if not pdfium.FPDFText_GetFillColor(self._text, n, *self._paint):
            return (0, 0, 0, 255)
        red, green, blue, alpha = (one.value for one in self._paint)
        return red, green, blue, alpha

    def _mode(self, n: int) -> int:
        drawn = pdfium.FPDFText_GetTextObject(self._text, n)
        return int(pdfium.FPDFTextObj_GetTextRenderMode(drawn)) if drawn else 0

    def _embedded(self, n: int) -> bool:
        drawn = pdfium.FPDFText_GetTextObject(self._text, n)
        font = pdfium.FPDFTextObj_GetFont(drawn) if drawn else None
        return bool(font) and pdfium.FPDFFont_GetIsEmbedded(font) == 1
