"""Text that is written from right to left: its letters joined, and a line of it in the order in which it is drawn.

The implicit part of Unicode's bidirectional algorithm (UAX 9); marks that direct it are taken out at the door.
The libraries for it are under licences that this project does not take.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

Letter = tuple[str, bool]
"""A letter, and whether it is marked."""
Placed = tuple[str, bool, int]
"""The same and how deep it is nested, odd from right to left."""
_RIGHT = frozenset({"R", "AL"})
_STRONG = frozenset({"L", "R", "EN", "AN"})
"""What neutral letters take their direction from, once the others are resolved."""
_MIRRORED = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))


def turns(text: str) -> bool:
    """True where some of a text runs from right to left."""
    return any(unicodedata.bidirectional(letter) in _RIGHT for letter in text)


def begins_right(text: str) -> bool:
    """True where the first letter that has a direction runs from right to left, as a paragraph does then."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in _RIGHT for kind in kinds if kind in _RIGHT or kind == "L"), False)


def placed(letters: Sequence[Letter], right: bool) -> list[Placed]:
    """The letters of a paragraph that begins at the right or at the left, joined, each with its depth."""
    whole = joined(letters)
    levels = _levels([letter for letter, _ in whole], int(right))
    return [(letter, mark, level) for (letter, mark), level in zip(whole, levels, strict=True)]


def drawn(line: Sequence[Placed]) -> list[Letter]:
    """The letters of one line from left to right."""
    letters = [(_MIRRORED.get(letter, letter) if level % 2 else letter, mark) for letter, mark, level in line]
    levels = [level for _, _, level in line]
    for least in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(letters):
            end = at
            while end < len(letters) and levels[end] >= least:
                end += 1
            letters[at:end] = reversed(letters[at:end])
            levels[at:end] = reversed(levels[at:end])
            at = end + 1
    return letters


def _levels(letters: Sequence[str], base: int) -> list[int]:
    """Rules W1 to N2 and I1, I2: how deep each letter is nested, odd for right to left."""
    kinds = [unicodedata.bidirectional(letter) or "L" for letter in letters]
    strong = "R" if base else "L"
    last = strong
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[at] = kinds[at - 1] if at else strong
        elif kind in ("ES", "CS", "ET"):
            beside = {kinds[at - 1] if at else "", kinds[at + 1] if at + 1 < len(kinds) else ""}
            numeric = beside & {"EN", "AN"}
            kinds[at] = "EN" if numeric and (kind == "ET" or len(beside) == 1) else "ON"
        if kinds[at] in ("L", "R", "AL"):
            last = "L" if kinds[at] == "L" else "R"
            kinds[at] = last
        elif kinds[at] == "EN" and last == "L":
            kinds[at] = "L"
    _pair(letters, kinds, strong)
    _settle(kinds, strong)
    deeper = {"L": base, "R": 1, "EN": 2, "AN": 2}
    return [2 if base and kind == "L" else deeper[kind] for kind in kinds]


def _pair(letters: Sequence[str], kinds: list[str], strong: str) -> None:
    """Rule N0: two brackets run the way of what they hold, where what stands before them runs that way too; else the paragraph's."""
    opened: list[int] = []
    for at, letter in enumerate(letters):
        if letter in "([{" and kinds[at] == "ON":
            opened.append(at)
        elif letter in ")]}" and opened and _MIRRORED[letters[opened[-1]]] == letter:
            start = opened.pop()
            inside = {_side(kind) for kind in kinds[start + 1 : at] if kind in _STRONG}
            before = next((_side(kind) for kind in reversed(kinds[:start]) if kind in _STRONG), strong)
            if inside:
                kinds[start] = kinds[at] = strong if strong in inside else before


def _settle(kinds: list[str], strong: str) -> None:
    """What has no direction takes that of both its sides, else the paragraph's; numbers count as right to left."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] not in _STRONG:
            end += 1
        if end > at:
            before = _side(kinds[at - 1]) if at else strong
            after = _side(kinds[end]) if end < len(kinds) else strong
            kinds[at:end] = [before if before == after else strong] * (end - at)
        at = end + 1


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


# --- Arabic letters, which take a shape by their neighbours -------------------------------------------------------------


def joined(line: Sequence[Letter]) -> list[Letter]:
    """The letters in the shapes in which they join, two that are written as one as one."""
    shapes, pairs = _shapes()
    whole: list[Letter] = []
    for letter, mark in line:
        if whole and (pair := pairs.get(whole[-1][0] + letter)):
            whole[-1] = (pair, whole[-1][1] or mark)
        else:
            whole.append((letter, mark))
    return [(_shaped(whole, at, shapes), mark) for at, (_, mark) in enumerate(whole)]


def _shaped(line: Sequence[Letter], at: int, shapes: dict[str, dict[str, str]]) -> str:
    letter = line[at][0]
    own = shapes.get(letter)
    if own is None:
        return letter
    before, after = _neighbour(line, at, -1), _neighbour(line, at, 1)
    from_before = "initial" in shapes.get(before, {}) and "final" in own
    to_after = "initial" in own and "final" in shapes.get(after, {})
    form = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get((from_before, to_after), "isolated")
    return own.get(form, letter)


def _neighbour(line: Sequence[Letter], at: int, step: int) -> str:
    """The next letter on one side; vowel signs lie between and part nothing."""
    at += step
    while 0 <= at < len(line) and unicodedata.category(line[at][0]) == "Mn":
        at += step
    return line[at][0] if 0 <= at < len(line) else ""


@cache
def _shapes() -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Letter → form → shape, and pair → shape, as Unicode's own tables of presentation forms say."""
    shapes: dict[str, dict[str, str]] = {}
    pairs: dict[str, str] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        text = "".join(chr(int(one, 16)) for one in letters)
        form = form.strip("<>")
        if len(text) == 1 and form in ("isolated", "initial", "medial", "final"):
            shapes.setdefault(text, {})[form] = chr(code)
        elif len(text) == 2 and text.startswith("ل") and form == "isolated":
            pairs[text] = chr(code)
            shapes[chr(code)] = {"isolated": chr(code), "final": chr(code + 1)}
    return shapes, pairs
