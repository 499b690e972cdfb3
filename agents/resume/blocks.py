"""Lines put together again: which line begins a statement, which only carries one on, and which heads a role."""
# ruff: noqa: E501 - patterns and sentences, one a line

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from agents.resume.dates import Dated, find_period, is_duration
from agents.resume.headings import sublabel
from agents.resume.words import PLACE, TITLE, employer_and_place
from core.document import Line
from core.resume import Bullet
from rag.skills import find

MARK = re.compile(r"^\s*(?:[•●▪▫‣·◦○►▶▸▹➢➤✓✔→❖■□◆◾◼∙⁃⦁»›�]|[-–—*](?=\s)|o(?=\s+[A-Z])|\(?\d{1,2}[.)](?=\s))\s*")
DOING = re.compile(
    r"^(?:[A-Z][a-z]+(?:ed|ing)|Led|Built|Wrote|Ran|Grew|Cut|Won|Made|Taught|Drove|Set|Kept|Took|Oversaw|Spoke|Sold|Brought|Began|"
    r"Gave|Held|Met|Put|Rebuilt|Rewrote|Shrank|Sought|Sped|Spent|Stood|Thought|Undertook|Won|Responsible|On call|Worked|Co-\w+ed|"
    r"Manage|Lead|Develop|Design|Build|Maintain|Write|Provide|Support|Coordinate|Ensure|Assist|Perform|Create|Conduct|Prepare|Train|"
    r"Deliver|Handle|Monitor|Own|Run|Teach|Work|Drive|Implement|Analy[sz]e|Oversee|Collaborate)\b"
)
_LABELLED = re.compile(
    r"\W*(?:key |main |used )?(?:technologies|tech(?:nical)? stack|tools|stack|environment|skills|keywords|languages|frameworks|software)(?: used|(?: and| &) \w+)?\s*:\s*\S",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:page \d+(?: of \d+)?|.{0,40}[–—-] ?\d{1,2} ?/ ?\d{1,2}|last updated.{0,30}|\d{1,2} ?/ ?\d{1,2}|curriculum vitae|r[eé]sum[eé])$",
    re.I,
)
WRAP = 0.86
"""A line that fills this share of its column may be carried on by the next."""

EDGE, NEAR = 0.09, 0.012
"""Shares of a page's height: of the strip in which running titles stand, and by which their places may differ."""


@dataclass(slots=True)
class Entry:
    """A header of one or more lines with the statements under it."""

    head: list[Line] = field(default_factory=list)
    body: list[Bullet] = field(default_factory=list)


def furniture(text: str) -> bool:
    """Page numbers and running titles."""
    return bool(_FURNITURE.match(text.strip()))


def running(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of the lines that stand at the same edge of several pages: running titles, footers; the first title stays."""
    seen: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        if line.box and (line.box.y1 < EDGE or line.box.y0 > 1 - EDGE):
            key = re.sub(r"\d+", "#", " ".join(line.text.split())).lower(), round(line.box.y0 / NEAR)
            seen.setdefault(key, []).append(line)
    again = [some for some in seen.values() if len({line.box.page for line in some if line.box}) > 1]
    return frozenset(line.n for some in again for line in some if line.box and (line.box.page or line.box.y0 > EDGE))


def header_date(line: Line, now: date) -> Dated | None:
    """The period of a line that heads something: a range, or one date on a short line."""
    if MARK.match(line.text):
        return None
    dated = find_period(line.text, now)
    if dated is None:
        return None
    ranged = find_period(line.text, now, single=False) is not None
    rest = (line.text[: dated.start] + " " + line.text[dated.end :]).strip()
    edge = dated.start == 0 or not re.search(r"\w", line.text[dated.end :]) or ranged
    most = 16 if ranged else 9
    return (
        dated
        if len(rest.split()) <= most and edge and not (DOING.match(rest) and not ranged) and not rest.endswith(".")
        else None
    )


def entries(lines: Sequence[Line], now: date) -> list[Entry]:
    """The headers of a section with their statements, in order."""
    found: list[Entry] = []
    lines = _untangled(lines, now)
    widths = _widths(lines)
    open_statement = False
    for at, line in enumerate(lines):
        text = line.text.strip()
        if not text or (found and sublabel(text)):
            open_statement = False
            continue
        previous = lines[at - 1] if at else None
        following = lines[at + 1 : at + 3]
        if MARK.match(line.text) or (found and _LABELLED.match(line.text)):
            _state(found, line, MARK.sub("", line.text).strip())
            open_statement = True
        elif open_statement and previous and found[-1].body and _carries_on(previous, line, following, widths, now):
            last = found[-1].body.pop()
            joined = (
                last.text.rstrip("-￾\u00ad") + text
                if re.search(r"\w[-￾\u00ad]$", last.text) and text[0].islower()
                else f"{last.text} {text}"
            )
            found[-1].body.append(Bullet(text=joined, lines=(*last.lines, line.n)))
        elif _statement(found, line, following, now):
            _state(found, line, text)
            open_statement = True
        else:
            if not found or found[-1].body:
                found.append(Entry())
            found[-1].head.append(line)
            open_statement = False
    return _dates_below(found, now)


def _untangled(lines: Sequence[Line], now: date) -> list[Line]:
    """Dates that stand at the right edge beside the first statement go back to the header above it; pictures are read row by row."""
    out: list[Line] = []
    for line in _dates_joined(lines, now):
        parts = re.split(r"\s{2,}(?=\S)", line.text.strip())
        tail = parts[-1]
        dated = find_period(tail, now, single=False) if len(parts) > 1 else None
        alone = dated is not None and not re.search(r"\w", tail[: dated.start] + tail[dated.end :])
        if len(parts) > 1 and is_duration(tail) and re.search(r"[a-z]", tail):
            line = line.model_copy(update={"text": "  ".join(parts[:-1])})
        elif alone and MARK.match(line.text) and out and not MARK.match(out[-1].text):
            out.append(line.model_copy(update={"text": tail}))
            line = line.model_copy(update={"text": "  ".join(parts[:-1])})
        out.append(line)
    return out


def _dates_joined(lines: Sequence[Line], now: date) -> list[Line]:
    """A narrow column sets "April 2019 –" above "today", each beside words of another column: one date, on the first line."""
    out: list[Line] = []
    for line in lines:
        above = re.split(r"\s{2,}", out[-1].text.strip()) if out else [""]
        parts = re.split(r"\s{2,}", line.text.strip())
        for at in (0, -1):
            both = f"{above[at]} {parts[at]}"
            dated = find_period(both, now, single=False) if re.search(r"\d\s*[-–—]$", above[at]) else None
            if dated and (dated.start, dated.end) == (0, len(both)):
                above[at] = both
                del parts[at]
                out[-1] = out[-1].model_copy(update={"text": "  ".join(above)})
                break
        if parts:
            out.append(line.model_copy(update={"text": "  ".join(parts)}) if out and dated else line)
    return out


def _state(found: list[Entry], line: Line, text: str) -> None:
    if not found:
        found.append(Entry())
    if text:
        # PDFs mark a word that a line cut in two with U+FFFE or a soft hyphen.
        found[-1].body.append(Bullet(text=re.sub(r"[￾\u00ad](?=\w)", "", text), lines=(line.n,)))


def _widths(lines: Sequence[Line]) -> dict[tuple[int, int], int]:
    """Letters in the longest line of each column; 0 where lines are paragraphs that never wrap."""
    longest: dict[tuple[int, int], int] = {}
    for line in lines:
        key = _column(line)
        longest[key] = max(longest.get(key, 0), len(line.text.rstrip()))
    wrapped = {}
    for key, width in longest.items():
        own = [len(line.text.rstrip()) for line in lines if _column(line) == key]
        full = sum(length >= WRAP * width for length in own)
        wrapped[key] = width if width <= 130 and (full >= 3 or lines[0].box is not None) else 0
    return wrapped


def _column(line: Line) -> tuple[int, int]:
    return (line.box.page if line.box else 0, line.column)


_OPEN = re.compile(r"\b(?:of|than|to|the|an?|and|or|with|in|on|for|from|by|at|into|that|which|our|new|using|via|including)$", re.IGNORECASE)
"""No statement ends with such a word."""


def _carries_on(
    previous: Line, line: Line, following: Sequence[Line], widths: dict[tuple[int, int], int], now: date
) -> bool:
    text = line.text.strip()
    if header_date(line, now) or is_duration(text) or PLACE.match(text) or _title(text):
        return False
    if text[0].isupper() and len(text.split()) <= 6 and TITLE.search(text) and any(header_date(one, now) for one in following[:2]):
        return False
    if _names(text) and not re.search(
        r"(?:,|/|\b(?:and|or|with|using|in|of|via|like|including|e\.g\.))$", previous.text.rstrip()
    ):
        return False
    if not text[0].isupper() or previous.text.rstrip().endswith((",", "-", "&", "￾")):
        return True
    if _OPEN.search(previous.text.rstrip()):
        return True
    width = widths.get(_column(previous), 0)
    if not width:
        return False
    if line.bold and not previous.bold:
        return False
    fitted = len(previous.text.rstrip()) + 1 + len(text.split()[0]) <= WRAP * width
    if fitted:
        return False
    dated = any(header_date(other, now) for other in following[:1])
    return not (dated and len(text.split()) <= 7 and previous.text.rstrip().endswith("."))


def _names(text: str) -> bool:
    """A line of nothing but names: a list under a statement, not the end of it."""
    found = find(text)
    return len(found) >= 3 and sum(len(one.surface) for one in found) >= 0.7 * len(text)


def _title(text: str) -> bool:
    """A short line in capitals that names a job."""
    parts = text.split()
    capital = all(
        part[0].isupper() or not part[0].isalpha() or part in ("of", "and", "for", "in", "de") for part in parts
    )
    return len(parts) <= 6 and capital and bool(TITLE.search(text)) and not text.endswith(".")


def _statement(found: list[Entry], line: Line, following: Sequence[Line], now: date) -> bool:
    """A sentence without a bullet under a header."""
    if not found or header_date(line, now) or is_duration(line.text):
        return False
    text = line.text.strip()
    if not found[-1].body and _employer(text):
        return False
    headed = any(header_date(one, now) for one in found[-1].head) or bool(found[-1].body)
    words = len(text.split())
    heads = bool(following) and _heads_with(following[0], text, now)
    if not headed or heads:
        return False
    return (words >= 3 and bool(DOING.match(text))) or words >= 6 or (words >= 5 and text.endswith("."))


def _employer(text: str) -> bool:
    """An employer and where it is: "Baxter & Finch LLC  Providence, RI"."""
    cells = re.split(r"\s{2,}|\s[|•·–—]\s", text)
    if len(cells) == 2 and PLACE.match(cells[1]):
        return not DOING.match(text)
    return len(cells) == 1 and len(text.split()) <= 9 and bool(re.search(r", [A-Z]{2}$", text)) and all(employer_and_place(text))


def _heads_with(following: Line, text: str, now: date) -> bool:
    """Whether the next line gives the dates of this one: alone on their line, or beside the rest of a header."""
    dated = header_date(following, now)
    if dated is None:
        return False
    alone = not re.search(r"\w", following.text[: dated.start] + following.text[dated.end :])
    short = len(text.split()) <= 6 and not (len(text.split()) >= 4 and DOING.match(text) and re.search(r" [a-z]{2}", text))
    return alone or _title(text) or short


def _dates_below(found: list[Entry], now: date) -> list[Entry]:
    """Mends the order of pages whose right column, with place and dates, is read after the statements."""
    dated = [any(header_date(line, now) for line in entry.head) for entry in found]
    if len(found) < 2 or dated[0] or not dated[-1] or found[-1].body or not found[0].body:
        return found
    for before, entry in itertools.pairwise(found):
        cut = max(
            (at + 1 for at, line in enumerate(entry.head) if header_date(line, now) or is_duration(line.text)),
            default=0,
        )
        before.head.extend(entry.head[:cut])
        entry.head = entry.head[cut:]
    return [entry for entry in found if entry.head or entry.body]
