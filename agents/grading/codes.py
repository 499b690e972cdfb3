"""Matches code by its tokens: names may differ, what is called and how it is joined may not."""

import re
from functools import lru_cache

from agents.grading.reading import Reading, Sentence
from agents.grading.task import Prepared

_TOKEN = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d+)?|\*\*|//|==|!=|<=|>=|\+=|-=|->|=>|&&|\|\||[^\w\s]")
_LOOKS = re.compile(r"[=\[\]{}<>+*/%]|\w\(|\)\s*$|^\w+\.\w+|;\s*$|\b(?:return|yield|raise|throw|import|def|lambda)\b")
_KNOWN = frozenset(
    """if elif else for while in not and or is return yield break continue def class lambda try except raise with as from
    import none true false null new function const let var int str len range enumerate sorted sort min max sum abs set
    dict list tuple map filter zip any all append add pop push popleft heappush heappop get items keys values join split
    strip lower upper reverse reversed count index find insert remove extend deque counter defaultdict heapq collections
    math floor ceil select where group by order having join on left inner count distinct hashset hashmap arraylist size
    has contains containskey put length valueerror this self void public static assert print isinstance round""".split()
)
HOPELESS = 0.5
"""Likeness below which a pair is not looked at: log-odds of -1.4, which no company lifts to partly."""
_FEWEST = 3
"""Tokens of a fragment; with fewer, any code would hold it."""


def looks_like_code(text: str) -> bool:
    """True for an alias that is a code fragment rather than a phrase."""
    return bool(_LOOKS.search(text)) and not re.match(r"^[Oo]\([^)]*\)", text) and len(text.split()) <= 12


@lru_cache(maxsize=16_384)
def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a fragment, lower-cased, comments left out."""
    bare = re.sub(r"(?:#|//|--)\s.*$", "", text)
    return tuple(found.lower() for found in _TOKEN.findall(bare) if found not in ";,:")


@lru_cache(maxsize=16_384)
def _abstract(one: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("_" if token[0].isalpha() and token not in _KNOWN else token for token in one)


def likeness(fragment: str, line: str) -> float:
    """0-1: the longest common run of tokens in order, half with names as written and half with names left open."""
    wanted, said = tokens(fragment), tokens(line)
    if len(wanted) < _FEWEST or not said:
        return 0.0
    shape_wanted, shape_said = _abstract(wanted), _abstract(said)
    held = _held(wanted, said)
    # No order of the tokens can be better than their overlap, and most pairs fail on that already.
    most = 0.35 * _overlap(wanted, said) + 0.65 * _overlap(shape_wanted, shape_said)
    if most * (0.4 + 0.6 * held) < HOPELESS:
        return 0.0
    named = _common(wanted, said) / len(wanted)
    shape = _common(shape_wanted, shape_said) / len(wanted)
    return (0.35 * named + 0.65 * shape) * (0.4 + 0.6 * held)


def _held(wanted: tuple[str, ...], said: tuple[str, ...]) -> float:
    """Share of the known names and numbers of a fragment that the line has; 1 when the fragment has none."""
    known = [token for token in wanted if token in _KNOWN or token.isdigit()]
    return sum(token in said for token in known) / len(known) if known else 1.0


def _overlap(wanted: tuple[str, ...], said: tuple[str, ...]) -> float:
    there = set(said)
    return sum(token in there for token in wanted) / len(wanted)


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    row = [0] * (len(other) + 1)
    for token in one:
        last = 0
        for at, against in enumerate(other, start=1):
            kept = row[at]
            row[at] = last + 1 if token == against else max(row[at], row[at - 1])
            last = kept
    return row[-1]


def carried(prepared: Prepared, point: int, reading: Reading) -> tuple[Sentence | None, float]:
    """The code line that does what the point's fragments say, with log-odds on the scale of the talk."""
    if not reading.code:
        return None, -9.0
    fragments = [s.text for s in prepared.statements if s.point == point and s.kind == "alias" and looks_like_code(s.text)]
    best: tuple[float, Sentence | None] = (0.0, None)
    for at, line in enumerate(reading.code):
        text = reading.line(line)
        following = f"{text} {reading.line(reading.code[at + 1])}" if at + 1 < len(reading.code) else text
        for fragment in fragments:
            value = max(likeness(fragment, text), likeness(fragment, following) - 0.05)
            if value > best[0]:
                best = (value, line)
    return best[1], 8.0 * (best[0] - 0.68) if best[1] is not None else -9.0
