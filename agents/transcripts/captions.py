"""A transcript as subtitles: cues of at most two lines of 42 characters and seven seconds, cut where words end."""

from collections.abc import Iterator
from dataclasses import dataclass

from agents.transcripts.timing import Timed, timed
from core.errors import AppError
from core.transcript import Transcript

WIDTH, LINES, LONGEST_S, PAUSE_S = 42, 2, 7.0, 1.2
SHORTEST_S = 0.3
NAME = 24
"""Characters of a speaker's name that stand in a line."""
_ENDS = (".", "!", "?", "…")
FULL = 30
"""Characters from which a cue may end with its sentence."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle."""

    start: float
    end: float
    speaker: str
    lines: tuple[str, ...]


def to_srt(made: Transcript) -> str:
    """SubRip. It has no sign for a speaker, so that a name stands before what they say first."""
    blocks = []
    for n, cue in enumerate(cues(made, named=True), start=1):
        text = "\n".join(map(_plain, cue.lines))
        blocks.append(f"{n}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{text}\n")
    return "\n".join(blocks)


def to_vtt(made: Transcript) -> str:
    """WebVTT, each cue with its voice."""
    blocks = ["WEBVTT\n"]
    for cue in cues(made, named=False):
        text = "\n".join(map(_escaped, cue.lines))
        voice = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
        blocks.append(f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{voice}{text}\n")
    return "\n".join(blocks)


def cues(made: Transcript, *, named: bool) -> list[Cue]:
    """All cues in the order of time; `named`: the first of each turn begins with the speaker's name. AppError `no_times`."""
    names = {one.n: " ".join(one.name.split()) for one in made.speakers}
    found: list[Cue] = []
    last: int | None = None
    for passage in made.passages:
        words = [piece for word in timed(passage) for piece in _short(word)]
        name = names.get(passage.speaker, "")
        if named and name and words and passage.speaker != last:
            at = words[0].start
            words = [*(Timed(one, at, at) for one in f"{name[:NAME].rstrip()}:".split()), *words]
        found += (_cue(some, name) for some in _cut(words))
        last = passage.speaker if words else last
    if not found:
        raise AppError("no_times", "Nothing in this transcript has a time, so there are no subtitles. Take txt, md, docx or pdf.")
    found.sort(key=lambda cue: cue.start)
    return found


def _cut(words: list[Timed]) -> Iterator[list[Timed]]:
    held: list[Timed] = []
    for word in words:
        if held and (
            len(_wrapped([*held, word])) > LINES
            or word.end - held[0].start > LONGEST_S
            or word.start - held[-1].end > PAUSE_S
            or (held[-1].text.endswith(_ENDS) and sum(len(one.text) + 1 for one in held) > FULL)
        ):
            yield held
            held = []
        held.append(word)
    if held:
        yield held


def _cue(words: list[Timed], speaker: str) -> Cue:
    start = words[0].start
    end = min(max(words[-1].end, start + SHORTEST_S), start + LONGEST_S)
    return Cue(start, end, speaker, tuple(_wrapped(words)))


def _wrapped(words: list[Timed]) -> list[str]:
    """As few lines as there can be, the first one filled."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word.text}".lstrip()
        if len(longer) <= WIDTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word.text)
    return lines


def _short(word: Timed) -> Iterator[Timed]:
    """A word that is wider than a line, in pieces."""
    for at in range(0, len(word.text), WIDTH):
        yield Timed(word.text[at : at + WIDTH], word.start, word.end)


def _clock(second: float, mark: str) -> str:
    thousandths = round(second * 1000)
    seconds, rest = divmod(thousandths, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{rest:03d}"


def _plain(line: str) -> str:
    """SubRip cannot escape: what players would take for markup or for a time line is put in look-alikes."""
    return line.replace("-->", "→").replace("<", "‹").replace(">", "›").replace("{", "(").replace("}", ")")


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
