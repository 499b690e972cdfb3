"""Finds numbers in text however they are said: 3,600 · 3600 · thirty six hundred · 3.6 thousand · 3.6k · a quarter."""

import re
from dataclasses import dataclass

_SMALL = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
} | {word: 10 * (at + 2) for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "grand": 1e3, "million": 1e6, "billion": 1e9, "k": 1e3, "m": 1e6, "mn": 1e6,
    "bn": 1e9, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "dozen": 12.0, "mio": 1e6, "lakh": 1e5,
}
_FRACTION = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "thirds": 1 / 3, "quarters": 0.25, "tenth": 0.1, "fifth": 0.2}
_FIRST = frozenset("half halved halves double doubled doubles twice triple tripled thrice hundred thousand million quarter".split())
_PIECE = re.compile(
    r"(?P<digits>\d{1,3}(?:[,\u00a0' ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?P<unit>[a-z]{1,2})?(?![a-z\d])|(?P<word>[^\W\d_]+)|(?P<percent>%)"
    r"|(?P<other>[^\s])"
)


_SCALES = (1.0, 1e3, 1e-3, 1e6, 1e-6, 100.0, 0.01)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands, end exclusive; `plain` when it is only a bare one or two."""

    value: float
    start: int
    end: int
    plain: bool
    percent: bool = False


@dataclass(slots=True)
class _Run:
    """A number being read: `total` of finished groups, `group` still growing."""

    start: int
    end: int
    total: float = 0.0
    group: float = 0.0
    spoken: int = 0
    digits: bool = False
    scaled: bool = False
    last: float = -1.0
    point: str | None = None

    @property
    def value(self) -> float:
        if self.point is not None:
            return self.total + self.group + (float("0." + self.point) if self.point else 0.0)
        return self.total + self.group


def numbers(text: str) -> list[Number]:
    """Every number in a text, in order. Spoken runs are read as one: "one hundred and sixty thousand" is 160000."""
    found: list[Number] = []
    run: _Run | None = None
    for piece in _PIECE.finditer(text.casefold() if len(text.casefold()) == len(text) else text.lower()):
        if run is not None and _grow(run, piece):
            continue
        percent = bool(piece["percent"]) or piece["word"] in ("percent", "pct", "per")
        if run is not None:
            found.append(_close(run, percent))
            run = None
        run = _begin(piece, found)
    if run is not None:
        found.append(_close(run, False))
    return [number for number in found if number.end <= len(text)]


def begins_number(text: str) -> bool:
    """True when a number may begin in a text: it holds a digit or one of the words that numbers begin with."""
    return any(
        piece["digits"] or piece["word"] in _SMALL or piece["word"] in _FIRST or (piece["other"] or "").isdigit()
        for low in {text.casefold(), text.lower()} for piece in _PIECE.finditer(low)
    )


def _begin(piece: re.Match[str], found: list[Number]) -> _Run | None:
    word = piece["word"]
    if piece["digits"]:
        value = _digits(piece["digits"])
        unit = piece["unit"]
        scale = _SCALE.get(unit or "", 1.0)
        return _Run(piece.start(), piece.end(), group=value * scale, digits=True, scaled=scale != 1.0)
    if word in _SMALL:
        return _Run(piece.start(), piece.end(), group=float(_SMALL[word]), spoken=1, last=float(_SMALL[word]))
    if word in ("half", "halved", "halves"):
        found.append(Number(0.5, piece.start(), piece.end(), plain=True))
    elif word in ("double", "doubled", "doubles", "twice"):
        found.append(Number(2.0, piece.start(), piece.end(), plain=True))
    elif word in ("triple", "tripled", "thrice"):
        found.append(Number(3.0, piece.start(), piece.end(), plain=True))
    elif word == "hundred" or word == "thousand" or word == "million":
        return _Run(piece.start(), piece.end(), group=_SCALE[word], spoken=1, scaled=True, last=_SCALE[word])
    elif word == "quarter":
        found.append(Number(0.25, piece.start(), piece.end(), plain=True))
    return None


def _grow(run: _Run, piece: re.Match[str]) -> bool:
    word = piece["word"]
    if word is None:
        return piece["other"] == "-" and run.spoken > 0
    if word in ("and", "a") and run.scaled:
        return True
    if word == "point" and run.spoken and run.point is None:
        run.point = ""
        return True
    if run.point is not None and word in _SMALL and _SMALL[word] < 10:
        run.point += str(_SMALL[word])
        run.end = piece.end()
        return True
    if word in _SCALE and (len(word) > 1 or run.digits):
        scale = _SCALE[word]
        if run.point is not None:
            run.group, run.total, run.point = run.value * scale, 0.0, None
        elif scale >= 1e3:
            run.total, run.group = (run.total + run.group) * scale if run.total < scale else run.total + run.group * scale, 0.0
        else:
            run.group = (run.group or 1.0) * scale
        run.scaled, run.end, run.last = True, piece.end(), scale
        run.spoken += 1
        return True
    if word in _SMALL and not run.digits and run.point is None:
        value = float(_SMALL[word])
        tens = 20 <= run.last < 100 and value < 10
        hundreds = run.scaled and run.last >= 100 and value < run.last
        # "nineteen ninety" and "twenty twenty" are years and codes said in pairs.
        paired = not run.scaled and 10 <= run.group < 100 and value >= 10
        if tens or hundreds or paired:
            run.group = run.group * 100 + value if paired else run.group + value
            run.end, run.last = piece.end(), value
            run.spoken += 1
            return True
    return False


def _close(run: _Run, percent: bool) -> Number:
    value = run.value
    return Number(value, run.start, run.end, plain=value in (0.0, 1.0, 2.0) and not percent and not run.digits, percent=percent)


def _digits(text: str) -> float:
    bare = re.sub(r"[,\u00a0' ](?=\d{3}(?:\D|$))", "", text).replace(",", ".")
    try:
        return min(float(bare[:30]), 1e18)
    except ValueError:
        return 0.0


def same(wanted: float, said: float) -> bool:
    """True when two numbers agree, also across scales: 160 for 160 thousand, 0.15 for 15 percent; 1 % of slack."""
    slack = 0.01 * abs(wanted)
    return any(abs(wanted - said * scale) <= slack for scale in _SCALES)
