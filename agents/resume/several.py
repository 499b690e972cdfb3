"""A pasted text with several job descriptions, cut where a new one begins: at a drawn line, or at the title of another job."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from agents.resume.adlines import is_heading
from agents.resume.asks import introduces
from agents.resume.blocks import MARK
from agents.resume.job import read_job
from agents.resume.words import TITLE

_RULE = re.compile(r"\s*(?:={3,}|-{3,}|_{3,}|\*{3,}|—{2,}|#{3,})\s*")
_NAMED = re.compile(r"(?:job )?(?:title|position|role|vacancy|job)(?: \d{1,2})?\s*[:.]\s*\S.{2,80}", re.IGNORECASE)
LEAST = 40
"""Letters of a job description; less is a heading, and belongs to what follows."""
LONGEST_TITLE = 12
"""Words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One job description: where it begins, what it is called, and its text without the line that was drawn before it."""

    key: str
    title: str
    text: str

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.text.split())


def pieces(text: str, joined: Collection[str] = ()) -> tuple[Piece, ...]:
    """The job descriptions of a text in their order; those whose key is in `joined` belong to the one before."""
    lines = text.replace("\r\n", "\n").split("\n")
    cuts: list[int] = []
    for at in range(1, len(lines)):
        # A title below a drawn line begins the job that the line began.
        if _cut(lines, at) and not (cuts and _RULE.fullmatch(lines[cuts[-1]]) and not "".join(lines[cuts[-1] + 1 : at]).strip()):
            cuts.append(at)
    found: list[Piece] = []
    seen: Counter[str] = Counter()
    for begin, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        part = lines[begin:end]
        one = _piece(part, seen, drawn=bool(_RULE.fullmatch(lines[begin])))
        last = found[-1] if found else None
        # A title between two lines, or a last line of thanks, is no job description of its own.
        if last and len(last.text) < LEAST:
            found[-1] = Piece(last.key, one.title or last.title, f"{last.text}\n{one.text}".strip())
        elif last and (one.key in joined or not _asks(one.text) or not _asks(last.text)):
            found[-1] = Piece(last.key, last.title, f"{last.text}\n\n{one.text}".strip())
        elif one.text:
            found.append(one)
    return tuple(found)


def _cut(lines: list[str], at: int) -> bool:
    if _RULE.fullmatch(lines[at]):
        return True
    after_gap = not lines[at - 1].strip()
    return after_gap and _begins(lines[at].strip())


def _begins(line: str) -> bool:
    """Whether a line after an empty one may be the title of another job, or say whom they look for."""
    if _NAMED.fullmatch(line) or (introduces(line) and TITLE.search(line)):
        return True
    plain = line.strip("#* ")
    short = 1 < len(plain.split()) <= LONGEST_TITLE and not plain.endswith((".", ":", ";", ",", "?"))
    return short and plain[:1].isupper() and bool(TITLE.search(plain)) and not MARK.match(line) and not is_heading(plain)


def _piece(lines: list[str], seen: Counter[str], *, drawn: bool) -> Piece:
    text = "\n".join(lines[1:] if drawn else lines).strip()
    first = next((line.strip(" #*_") for line in text.split("\n") if line.strip(" #*_=-")), "")
    key = " ".join(first.split())[:80]
    seen[key] += 1
    return Piece(key=f"{key} {seen[key]}" if seen[key] > 1 else key, title=read_job(text).title or first[:80], text=text)


def _asks(text: str) -> bool:
    return len(text) >= LEAST and bool(read_job(text).requirements)
