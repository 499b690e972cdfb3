"""Banks as Markdown: a heading is a question or its title, paragraphs the reference answer, bullets the key points."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.own import FIELDS, MOST_QUESTIONS, Row
from rag.own.fields import LONGEST_FIELD, SHORT, column, plain

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_META = re.compile(r"\**([A-Za-z][A-Za-z _-]{1,30}?)\**\s*:\**\s*(\S.*)$")
_BULLET = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+\S")
_SPECIAL = re.compile(r"\s*(?:#|>|[-*+•]\s|\d{1,3}[.)]\s|```|\\)")
_FENCE = "```"
_SECTIONS = ("reference", "key_points", "rephrased", "exhibit", "hints", "mistakes", "question")
_HEADS = {"rephrased": "In other words", "exhibit": "Exhibit", "hints": "Hints", "mistakes": "Mistakes"}


@dataclass(slots=True)
class _Entry:
    """A heading and what stands below it, by field, line by line."""

    n: int
    level: int
    title: str
    lines: dict[str, list[str]] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    section: str = ""
    begun: bool = False
    """Something beside metadata and the quoted question was there: from now on, quotes are part of the answer."""

    @property
    def bare(self) -> bool:
        return not self.meta and not any(line.strip() for lines in self.lines.values() for line in lines)

    def add(self, name: str, line: str) -> None:
        self.lines.setdefault(name, []).append(line)


def read(text: str) -> tuple[str, list[Row], list[str]]:
    """The bank's name (empty when none is given), the rows, numbered by the line of their heading, and what was left out."""
    entries: list[_Entry] = []
    before, fenced = 0, False
    for n, line in enumerate(text.split("\n"), start=1):
        heading = None if fenced else _HEADING.match(line[:LONGEST_FIELD])
        if line.lstrip().startswith(_FENCE):
            fenced = not fenced
        if heading:
            _head(entries, n, len(heading[1]), (heading[2] or "").strip())
        elif entries:
            _line(entries[-1], line, fenced or line.lstrip().startswith(_FENCE))
        else:
            before += bool(line.strip())
        if len(entries) > 2 * MOST_QUESTIONS:
            break
    name, rows = _rows(entries)
    return name, rows, [f"{before} lines before the first heading were left out."] if before else []


def write(name: str, rows: Sequence[dict[str, str]]) -> str:
    """A bank as Markdown that `read` gives back without loss."""
    return "\n".join([_heading(1, name), "", *(_written(row) for row in rows)])


def _head(entries: list[_Entry], n: int, level: int, title: str) -> None:
    """A heading that names a part of the question above it is a section, any other a new entry."""
    known = column(title)
    if entries and level > entries[-1].level and known in _SECTIONS:
        entries[-1].section = known
    else:
        entries.append(_Entry(n, level, title))


def _line(entry: _Entry, line: str, fenced: bool) -> None:
    if entry.section:
        # An exhibit is unescaped once it is whole: fences of its own must be told from the one around it.
        entry.add(entry.section, line if fenced or entry.section == "exhibit" else _unescaped(line))
        return
    bare = line.strip()
    if fenced:
        entry.begun = True
        entry.add("reference", line)
    elif not entry.begun and bare.startswith(">"):
        entry.add("question", re.sub(r"^>[ \t]?", "", bare))
    elif not entry.begun and (known := _meta(line)):
        entry.meta[known[0]] = known[1]
    elif not line[:1].isspace() and _BULLET.match(line):
        entry.begun = True
        entry.add("key_points", line)
    elif line[:2].isspace() and bare and "key_points" in entry.lines and entry.lines["key_points"][-1].strip():
        entry.add("key_points", line)
    else:
        entry.begun = entry.begun or bool(bare)
        if not bare and "key_points" in entry.lines:
            entry.add("key_points", "")
        entry.add("reference", _unescaped(line))


def _meta(line: str) -> tuple[str, str] | None:
    found = _META.match(line)
    name = column(found[1]) if found else ""
    return (name, found[2].strip()) if found and name in SHORT else None


def _rows(entries: list[_Entry]) -> tuple[str, list[Row]]:
    """An empty heading above deeper ones names the bank when it is the first, else the topic of what follows."""
    name, topics = "", dict[int, str]()
    rows: list[Row] = []
    for at, entry in enumerate(entries):
        topics = {level: topic for level, topic in topics.items() if level < entry.level}
        following = entries[at + 1] if at + 1 < len(entries) else None
        if entry.bare and following and following.level > entry.level:
            if at == 0:
                name = entry.title
            else:
                topics[entry.level] = entry.title
            continue
        rows.append(_row(entry, topics[max(topics)] if topics else ""))
    return name[:LONGEST_FIELD], rows[: MOST_QUESTIONS + 1]


def _row(entry: _Entry, topic: str) -> Row:
    found = {name: "\n".join(lines) for name, lines in entry.lines.items()}
    if "exhibit" in found:
        found["exhibit"] = _unfenced(found["exhibit"])
    if found.get("question", "").strip():
        found["title"] = entry.title
    else:
        found["question"] = entry.title
    found = {**({"topic": topic} if topic else {}), **found, **entry.meta}
    made = {name: plain(name, found[name]) for name in FIELDS if found.get(name, "").strip()}
    return Row(n=entry.n, fields=made)


def _written(row: dict[str, str]) -> str:
    parts = [_heading(2, row["title"]) if row.get("title") and not column(row["title"]) else "## Next question", ""]
    parts += [f"> {line}".rstrip() for line in row["question"].split("\n")]
    parts.append("")
    if column(row.get("title", "")):
        parts.append(f"title: {row['title']}")
    parts += [f"{name}: {row[name]}" for name in SHORT if row.get(name) and name != "title"]
    parts += ["", _escaped(row["reference"]), "", row["key_points"], ""]
    for name, head in _HEADS.items():
        if row.get(name):
            body: Callable[[str], str] = _fenced if name == "exhibit" else _escaped if name == "rephrased" else str
            parts += [f"### {head}", "", body(row[name]), ""]
    return "\n".join(parts)


def _heading(level: int, title: str) -> str:
    """A heading; one that ends in signs of a heading is closed, so that they stay part of it."""
    marks = "#" * level
    return f"{marks} {title} {marks}" if title.endswith("#") else f"{marks} {title}"


def _escaped(text: str, *, fences: bool = True) -> str:
    """A text whose lines cannot be taken for headings, bullets or metadata; code between fences stays as it is."""
    lines = text.split("\n")
    marks = [line.lstrip().startswith(_FENCE) for line in lines]
    keep = fences and sum(marks) % 2 == 0
    done, inside = [], False
    for line, mark in zip(lines, marks, strict=True):
        raw = keep and (inside or mark)
        inside = inside != mark
        done.append(line if raw or not _needs(line) else f"\\{line}")
    return "\n".join(done)


def _needs(line: str) -> bool:
    return bool(_SPECIAL.match(line) or _meta(line))


def _unescaped(line: str) -> str:
    return line[1:] if line.startswith("\\") and _needs(line[1:]) else line


def _fenced(text: str) -> str:
    """A table or code in a fence of its own; one that holds fences is escaped instead."""
    if any(line.lstrip().startswith(_FENCE) for line in text.split("\n")):
        return _escaped(text, fences=False)
    return f"{_FENCE}\n{text}\n{_FENCE}"


def _unfenced(text: str) -> str:
    """What stands in a fence, where the whole section is one; else the section, what was escaped outside of fences as it was."""
    lines = text.strip("\n").split("\n")
    marks = [at for at, line in enumerate(lines) if line.lstrip().startswith(_FENCE)]
    if marks == [0, len(lines) - 1] and len(lines) > 1:
        return "\n".join(lines[1:-1])
    fenced = [sum(mark < at for mark in marks) % 2 == 1 or at in marks for at in range(len(lines))]
    return "\n".join(line if raw else _unescaped(line) for line, raw in zip(lines, fenced, strict=True))
