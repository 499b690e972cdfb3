"""Which font writes which letter: our own first, then the other scripts, so that what somebody said is printed as they said it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.rl_codecs import RL_Codecs
from reportlab.pdfbase.ttfonts import TTFont

from agents.paper.bidi import Letter

FONTS = Path(__file__).parents[1] / "fonts"
"""Instances of the pages' own fonts and of Noto for other scripts (all OFL, licences beside them)."""
FILES = {
    "VivaSans": "inter-400", "VivaBold": "inter-600", "VivaSerif": "garamond-500", "VivaQuote": "garamond-italic",
    "VivaWide": "inter-wide", "VivaHebrew": "noto-hebrew", "VivaArabic": "noto-arabic", "VivaEmoji": "noto-emoji",
}  # fmt: skip
CODECS = {
    "Courier": "cp1252", "Symbol": "symbol", "ZapfDingbats": "zapfdingbats",
    "HeiseiKakuGo-W5": "shift_jis", "STSong-Light": "gbk", "HYGothic-Medium": "euc_kr",
}  # fmt: skip
"""Fonts that every reader of PDF brings along, and the letters that each has. Chinese, Japanese and Korean would be 20 MB of ours."""
EAST = tuple(CODECS)[3:]
BESIDE = ("VivaSans", "VivaWide", "VivaHebrew", "VivaArabic", "Symbol", "ZapfDingbats")
"""Asked in this order for what the font of a line does not have; then those of the East, that one first which has most of the line."""
_SILENT = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Joiners and variants: they say how letters look together, and have no shape of their own."""


@cache
def register() -> None:
    """Makes the fonts known, once."""
    RL_Codecs.register()
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{file}.ttf"))
    for name in EAST:
        pdfmetrics.registerFont(UnicodeCIDFont(name))


def markup(letters: Iterable[Letter], font: str, tint: str = "") -> str:
    """Text of a paragraph in `font`; other fonts where it needs them, a tint behind what is marked."""
    made = []
    for (other, mark), run in groupby(_faced(letters, font), key=lambda one: (one[1], one[2])):
        text = escape("".join(letter for letter, _, _ in run)).replace("\n", "<br/>")
        looks = (f' name="{other}"' if other != font else "") + (f' backColor="{tint}"' if mark and tint else "")
        made.append(f"<font{looks}>{text}</font>" if looks else text)
    return "".join(made)


def wide(letters: Iterable[Letter], font: str, size: float) -> float:
    """Points that a line takes."""
    runs = groupby(_faced(letters, font), key=lambda one: one[1])
    return float(sum(pdfmetrics.stringWidth("".join(letter for letter, _, _ in run), name, size) for name, run in runs))


def lost(text: str) -> bool:
    """True where a letter of the text is in none of the fonts."""
    register()
    return any(not letter.isspace() and letter not in _SILENT and not _face(letter, "VivaSans", "") for letter in set(text))


def _faced(letters: Iterable[Letter], font: str) -> Iterator[tuple[str, str, bool]]:
    """(letter, its font, whether it is marked); a letter that no font has becomes a question mark instead of an empty box."""
    register()
    letters = list(letters)
    east = _east(frozenset(letter for letter, _ in letters if letter >= "\u2e80"))
    for letter, mark in letters:
        if letter in _SILENT:
            continue
        if letter.isspace():
            yield letter if letter in "\n\u00a0" else " ", font, mark
        elif face := _face(letter, font, east):
            yield letter, face, mark
        else:
            yield "?", font, mark


@cache
def _face(letter: str, font: str, east: str) -> str:
    return next((name for name in (font, *BESIDE, east, *EAST, "VivaEmoji") if name and _has(name)(letter)), "")


@lru_cache(maxsize=256)
def _east(found: frozenset[str]) -> str:
    """The font for the East that has most of these letters: a Chinese word is not written half in a Japanese one."""
    return max(EAST, key=lambda name: sum(map(_has(name), found))) if found else ""


@cache
def _has(font: str) -> Callable[[str], bool]:
    """Whether a font has a letter."""
    if font in FILES:
        known = frozenset(pdfmetrics.getFont(font).face.charToGlyph)
        return lambda letter: ord(letter) in known
    codec = CODECS[font]
    return lambda letter: _encodes(letter, codec)


def _encodes(letter: str, codec: str) -> bool:
    try:
        return bool(letter.encode(codec))
    except UnicodeEncodeError:
        return False
