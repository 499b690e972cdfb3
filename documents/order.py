"""The order in which a person reads a page: columns one after the other, tables and dated rows across.

A PDF's own drawing order is kept where it makes sense, since the program that wrote the page knew; where it jumps about, and for
pictures, the white space decides (a recursive cut along gutters, after Nagy's X-Y cut).
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

BINS = 240
"""Steps into which the page's width is cut when gutters are looked for."""
NARROW = 0.009
"""A gutter is at least this share of the width."""
TALL = 3
"""A column has at least so many rows."""
WIDE_TEXT = 25
"""Letters of a row: from here on it is prose and no label or date."""
JUMPY = 0.06
"""Share of pairs in one column that a drawing order may have upside down."""
MOST_PAIRS = 1_500
"""Fragments of a page up to which pairs are compared; more are ordered by place."""


class Placed(Protocol):
    """Text with a box; y grows downward."""

    @property
    def text(self) -> str: ...
    @property
    def x0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def y0(self) -> float: ...
    @property
    def y1(self) -> float: ...


P = TypeVar("P", bound=Placed)


@dataclass
class Row:
    """Pieces side by side, by their index, and the bins they fill."""

    members: list[int]
    y0: float
    y1: float


@dataclass(frozen=True)
class Cut:
    """A gutter: rows first..last (inclusive) part at x."""

    x: float
    first: int
    last: int
    worth: float


def arranged(pieces: list[P], *, drawn: bool) -> list[tuple[P, int]]:
    """The pieces in reading order, each with its column from the left; `drawn`: they come in a meaningful order already."""
    if not pieces:
        return []
    flow = _flow(pieces, list(range(len(pieces))), 0, 0)
    columns = dict(flow)
    order = [n for n, _ in flow]
    if drawn and len(pieces) <= MOST_PAIRS:
        kept = _mended(pieces, columns)
        order = kept or order
    return [(pieces[n], columns[n]) for n in order]


def _mended(pieces: list[P], columns: dict[int, int]) -> list[int] | None:
    """The drawing order with single strays put in their place; None where it makes no sense."""
    below, above = _upside(pieces)
    strays = {n for n in range(len(pieces)) if below[n] > 2 and below[n] > 0.6 * (below[n] + above[n])}
    if len(strays) > 0.1 * len(pieces) + 1:
        return None
    rest = [n for n in range(len(pieces)) if n not in strays]
    left = [pieces[n] for n in rest]
    wrong, right = _upside(left)
    if sum(wrong) > JUMPY * (sum(wrong) + sum(right) + 1) or _woven([columns[n] for n in rest]):
        return None
    if _torn(pieces, [n for n in columns if n not in strays], {n: at for at, n in enumerate(rest)}, columns):
        return None
    for n in sorted(strays, key=lambda one: pieces[one].y0):
        at = next(
            (i for i, one in enumerate(rest) if _over(pieces[n], pieces[one]) and pieces[one].y0 > pieces[n].y0),
            len(rest),
        )
        rest.insert(at, n)
    return rest


def _upside(pieces: list[P]) -> tuple[list[int], list[int]]:
    """For each piece, how many pairs it is in that share a column and are drawn bottom first, and top first."""
    wrong, right = [0] * len(pieces), [0] * len(pieces)
    for later, piece in enumerate(pieces):
        for earlier in range(later):
            other = pieces[earlier]
            if _over(piece, other):
                height = 0.5 * min(piece.y1 - piece.y0, other.y1 - other.y0)
                bad = other.y0 > piece.y1 - height
                for n in (later, earlier):
                    wrong[n] += bad
                    right[n] += not bad
    return wrong, right


def _over(one: Placed, other: Placed) -> bool:
    """They share a good part of the narrower one's width."""
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.3 * max(1e-6, min(one.x1 - one.x0, other.x1 - other.x0))


def _woven(columns: list[int]) -> bool:
    """Whether the order goes back and forth between columns all the time, as row by row does."""
    across = sum(was != now for was, now in pairwise(columns))
    counts = sorted((columns.count(one) for one in set(columns)), reverse=True)
    return len(counts) > 1 and across >= 6 and across > counts[1]


def _torn(pieces: list[P], flow: list[int], drawn: dict[int, int], columns: dict[int, int]) -> bool:
    """Whether rows that begin or end with a date are drawn apart: all dates first, then what they date."""
    rows: list[list[int]] = []
    for n in flow:
        last = rows[-1][-1] if rows else None
        if last is not None and columns[last] == columns[n] and _level(pieces, [n], [[last]]):
            rows[-1].append(n)
        else:
            rows.append([n])
    dated: list[tuple[int, list[int]]] = []
    for row in rows:
        dates = [n for n in row if _date(pieces[n].text)]
        if not dates or len(dates) == len(row):
            continue
        places = [drawn[n] for n in row]
        if dated and _over(pieces[dated[-1][0]], pieces[dates[0]]) and not _air(pieces, [dated[-1][0]], dates):
            dated[-1] = (dates[0], dated[-1][1] + places)  # a date on two lines
        else:
            dated.append((dates[0], places))
    torn = sum(max(above) > min(below) for (_, above), (_, below) in pairwise(dated))
    return torn > 0.5 * max(1, len(dated) - 1)


def _date(text: str) -> bool:
    """Nothing but a year, or a few words around one."""
    return len(text) <= WIDE_TEXT and bool(re.search(r"\b(?:19|20)\d\d\b", text))


def _flow(pieces: list[P], some: list[int], column: int, deep: int) -> list[tuple[int, int]]:
    """Index and column of each piece, read along the white space."""
    rows = _rows(pieces, some)
    cut = _best_cut(pieces, rows) if deep < 8 and len(rows) >= TALL else None
    if cut is None:
        return [(n, column) for row in rows for n in sorted(row.members, key=lambda one: pieces[one].x0)]
    inside = [n for row in rows[cut.first : cut.last + 1] for n in row.members]
    left = [n for n in inside if pieces[n].x1 <= cut.x]
    right = [n for n in inside if pieces[n].x1 > cut.x]
    first = _flow(pieces, left, column, deep + 1)
    return [
        *_flow(pieces, [n for row in rows[: cut.first] for n in row.members], column, deep + 1),
        *first,
        *_flow(pieces, right, max(at for _, at in first) + 1, deep + 1),
        *_flow(pieces, [n for row in rows[cut.last + 1 :] for n in row.members], column, deep + 1),
    ]


def _rows(pieces: list[P], some: list[int]) -> list[Row]:
    """Pieces whose middles stand at one height, top to bottom."""
    found: list[Row] = []
    for n in sorted(some, key=lambda one: pieces[one].y0 + pieces[one].y1):
        y0, y1 = pieces[n].y0, pieces[n].y1
        last = found[-1] if found else None
        if last and (y0 + y1) / 2 < last.y1 - 0.2 * (last.y1 - last.y0) and last.y0 < (y0 + y1) / 2:
            last.members.append(n)
        else:
            found.append(Row([n], y0, y1))
    return found


def _best_cut(pieces: list[P], rows: list[Row]) -> Cut | None:
    """The gutter that parts most; only one that parts real columns."""
    begin = min(pieces[n].x0 for row in rows for n in row.members)
    width = max(max(pieces[n].x1 for row in rows for n in row.members) - begin, 1e-6)
    full = [_filled(pieces, row, begin, width) for row in rows]
    need = max(2, round(NARROW * BINS))
    cuts = []
    for at in range(need, BINS - need):
        gutter = ((1 << need) - 1) << at
        first = 0
        for n in range(len(rows) + 1):
            if n == len(rows) or full[n] & gutter:
                if n - first >= TALL:
                    cuts += _weighed(
                        pieces, rows, full, (at, need, first, n - 1), begin + (at + need / 2) / BINS * width
                    )
                first = n + 1
    return max(cuts, key=lambda one: one.worth, default=None)


def _filled(pieces: list[P], row: Row, begin: float, width: float) -> int:
    """A row's bins as the bits of a number."""
    bits = 0
    for n in row.members:
        low = max(0, int((pieces[n].x0 - begin) / width * BINS))
        high = min(BINS, max(low + 1, -int(-(pieces[n].x1 - begin) / width * BINS // 1)))
        bits |= ((1 << (high - low)) - 1) << low
    return bits


def _weighed(pieces: list[P], rows: list[Row], full: list[int], span: tuple[int, int, int, int], x: float) -> list[Cut]:
    """The cut with its worth, trimmed to where both sides are; nothing where the sides are no columns."""
    at, _, first, last = span
    low = (1 << at) - 1
    sides = [(bool(bits & low), bool(bits >> at)) for bits in full[first : last + 1]]
    lefts, rights = sum(a for a, _ in sides), sum(b for _, b in sides)
    if min(lefts, rights) < TALL or _beside(sides) <= TALL:
        return []
    some = rows[first : last + 1]
    left = [[n for n in row.members if pieces[n].x1 <= x] for row in some]
    right = [[n for n in row.members if pieces[n].x1 > x] for row in some]
    if not _columns(pieces, [one for one in left if one], [one for one in right if one]):
        return []
    return [Cut(x, first, last, min(lefts, rights) + 0.01 * (lefts + rights))]


def _beside(sides: list[tuple[bool, bool]]) -> int:
    """How often two sides meet: twice where both fill a row, once where one gives way to the other. Blocks that only follow
    each other, one at the left and one at the right, meet once."""
    filled = [one for one in sides if any(one)]
    return 2 * sum(all(one) for one in filled) + sum(was != now and not all(was) and not all(now) for was, now in pairwise(filled))


def _columns(pieces: list[P], left: list[list[int]], right: list[list[int]]) -> bool:
    """Whether two sides are columns that are read one after the other, and no labels, dates or cells beside their rows."""
    fewer, more = sorted((left, right), key=len)
    texts = [" ".join(pieces[n].text for n in row) for row in fewer]
    level = sum(_level(pieces, row, more) for row in fewer) / len(fewer)
    letters = sum(map(len, texts)) / len(texts)
    usual = sorted(map(len, texts))[len(texts) // 2]
    dated = sum(any(letter.isdigit() for letter in text) for text in texts) / len(texts)
    if len(fewer) < 0.25 * len(more) and (level > 0.5 or dated > 0.4):
        return False
    if (dated > 0.6 and min(letters, usual) < WIDE_TEXT) or _labelled(pieces, left, right):
        return False
    if level < 0.7:
        return True
    others = [" ".join(pieces[n].text for n in row) for row in more]
    prose = min(letters, sum(map(len, others)) / len(others))
    return prose >= WIDE_TEXT or (fewer is right and len(fewer) >= 8 and dated < 0.4 and letters < WIDE_TEXT)


def _labelled(pieces: list[P], left: list[list[int]], right: list[list[int]]) -> bool:
    """Whether the left side is dates, each at the height of what it dates and with air above it, and the headings between them."""
    dates = [at for at, row in enumerate(left) if _date(" ".join(pieces[n].text for n in row))]
    dates = [at for at in dates if at - 1 not in dates or _air(pieces, left[at - 1], left[at])]  # a date on two lines is one
    begins = [at for at in dates if _level(pieces, left[at], right) and (not at or _air(pieces, left[at - 1], left[at]))]
    return len(begins) >= max(2, 0.8 * len(dates), 0.2 * len(left))


def _air(pieces: list[P], above: list[int], row: list[int]) -> bool:
    """More than a line's room between two rows."""
    return min(pieces[n].y0 for n in row) - max(pieces[n].y1 for n in above) > 0.9 * (pieces[row[0]].y1 - pieces[row[0]].y0)


def _level(pieces: list[P], row: list[int], others: list[list[int]]) -> bool:
    """Whether some row of the other side stands at the same height."""
    y0, y1 = min(pieces[n].y0 for n in row), max(pieces[n].y1 for n in row)
    return any(abs((y0 + y1) / 2 - (pieces[one[0]].y0 + pieces[one[0]].y1) / 2) < 0.35 * (y1 - y0) for one in others)
