"""Key points as text that people can read and edit, and back: one a line, with tags behind it and its other wordings below.

- POST to the collection creates a new item. [weight 3, depth]
  also: post for making a new order
  ask: Which method makes a new one?
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.bank import COMPETENCIES, FollowUp, KeyPoint, Track
from rag.own.fields import one_line

_BULLET = re.compile(r"(?:[-*+•◦–]|\d{1,2}[.)])\s+")
_BELOW = re.compile(r"(also|ask)\s*:\s*", re.I)
_TAGS = re.compile(r"\s*\[([^\[\]]{1,80})\]$")
_TAG = re.compile(r"(?:weight\s+(\d{1,3})|check\s+(\w+)|(\w+))")
_KNOWN = frozenset(name for names in COMPETENCIES.values() for name in names)
_PARTS = re.compile(r"\s+\|\s+|;\s+")


@dataclass(slots=True)
class Point:
    """One key point as it was written."""

    text: str
    weight: int = 2
    competency: str = ""
    check: str = "claim"
    also: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)


def bulleted(text: str) -> list[str]:
    """The entries of a list: one for each bullet with the lines that go on below it, else one for each line."""
    lines = [line for line in text.split("\n") if line.strip()]
    listed = any(_BULLET.match(line.strip()) for line in lines)
    found: list[str] = []
    for line in lines:
        bare = line.strip()
        bullet = _BULLET.match(bare)
        if bullet:
            found.append(one_line(bare[bullet.end() :]))
        elif listed and found:
            found[-1] = f"{found[-1]} {one_line(bare)}"
        else:
            found.append(one_line(bare))
    return [one for one in found if one]


def listed(entries: Sequence[str], bullet: str = "- ") -> str:
    """A list as text."""
    return "\n".join(f"{bullet}{entry}" for entry in entries)


def read(text: str) -> list[Point]:
    """The key points of a text. A single line without a bullet may part them by semicolons or bars."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1 and not _BULLET.match(lines[0].strip()):
        return [_tagged(part) for part in map(one_line, _PARTS.split(lines[0])) if part]
    any_bullet = any(_BULLET.match(line.strip()) for line in lines)
    found: list[Point] = []
    for line in lines:
        bare = line.strip()
        bullet = _BULLET.match(bare)
        rest = one_line(bare[bullet.end() :] if bullet else bare)
        below = _BELOW.match(rest) if found and (not bullet or line[:2].isspace()) else None
        if below:
            said = rest[below.end() :]
            (found[-1].also if below[1].lower() == "also" else found[-1].asks).extend([said] if said else [])
        elif bullet or not any_bullet or not found:
            found.append(Point(rest))
        else:
            found[-1].text += f" {rest}"
    return [_with_tags(point) for point in found if point.text]


def write(points: Sequence[KeyPoint], follow_ups: Sequence[FollowUp], track: Track, bullet: str = "- ") -> str:
    """The key points with all that belongs to them; `read` gives them back."""
    lines: list[str] = []
    for point in points:
        tags = [f"weight {point.weight}"] if point.weight != 2 else []
        tags += [point.competency] if point.competency != COMPETENCIES[track][0] else []
        tags += [f"check {point.check}"] if point.check != "claim" else []
        # A text that ends as tags do gets one of its own behind it, so that its end stays text.
        if not tags and _tagged(point.text).text != point.text:
            tags = [f"weight {point.weight}"]
        lines.append(f"{bullet}{point.text}" + (f" [{', '.join(tags)}]" if tags else ""))
        lines += [f"  also: {alias}" for alias in point.aliases]
        lines += [f"  ask: {follow.text}" for follow in follow_ups if follow.point == point.id]
    return "\n".join(lines)


def _with_tags(point: Point) -> Point:
    tagged = _tagged(point.text)
    tagged.also, tagged.asks = point.also, point.asks
    return tagged


def _tagged(text: str) -> Point:
    """A point with the tags behind it taken off; what no tag is stays text."""
    made = Point(text)
    found = _TAGS.search(text)
    if not found or not text[: found.start()]:
        return made
    told = Point(text[: found.start()])
    for tag in found[1].split(","):
        one = _TAG.fullmatch(tag.strip())
        if one is None:
            return made
        if one[1]:
            told.weight = int(one[1])
        elif one[2]:
            told.check = one[2]
        elif one[3].casefold() in _KNOWN:
            told.competency = one[3].casefold()
        else:
            return made
    return told
