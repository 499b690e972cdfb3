"""When each word of a passage was said: as it was heard where the words are the same, in between where they were corrected."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from core.text import squeeze
from core.transcript import Passage

LONG = 600
"""Words of a corrected stretch up to which every one is compared."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A word as it is written, with its seconds on the time line."""

    text: str
    start: float
    end: float


def timed(passage: Passage) -> list[Timed]:
    """Every written word with its time; nothing for a passage without times."""
    written = passage.text.split()
    if passage.start is None or passage.end is None or not written:
        return []
    known = _heard(passage, written)
    made: list[Timed] = []
    at, last = 0, passage.start
    while at < len(written):
        if at in known:
            start, end = known[at]
            made.append(Timed(written[at], max(last, start), max(last, start, end)))
            at, last = at + 1, made[-1].end
            continue
        stop = next((one for one in range(at, len(written)) if one in known), len(written))
        until = known[stop][0] if stop < len(written) else passage.end
        made += _spread(written[at:stop], last, max(last, until))
        at, last = stop, max(last, until)
    return made


def second_of(passage: Passage, quote: str) -> float | None:
    """When a quote begins; that of its passage where its words cannot be found, None without times."""
    place = passage.text.find(quote)
    if passage.start is None or place < 0 or not quote:
        return passage.start
    inside = bool(place) and not passage.text[place - 1].isspace() and not quote[0].isspace()
    at = max(0, len(passage.text[:place].split()) - inside)
    written = passage.text.split()
    if len(written) == len(passage.words) and squeeze(written[at]) == squeeze(passage.words[at].text):
        return passage.words[at].start  # the many passages that nobody corrected
    words = timed(passage)
    return words[min(len(words) - 1, at)].start if words else passage.start


def _heard(passage: Passage, written: list[str]) -> dict[int, tuple[float, float]]:
    """Place of a written word → when that word was heard."""
    told, heard = [squeeze(one) for one in written], [squeeze(one.text) for one in passage.words]
    shorter = min(len(told), len(heard))
    first = next((at for at in range(shorter) if told[at] != heard[at]), shorter)
    last = next((at for at in range(shorter - first) if told[-1 - at] != heard[-1 - at]), shorter - first)
    pairs = [(at, at) for at in range(first)]
    pairs += [(len(told) - at, len(heard) - at) for at in range(last, 0, -1)]
    # What was corrected lies between; in a long stretch, comparing every frequent word with every other takes minutes.
    between = told[first : len(told) - last], heard[first : len(heard) - last]
    alike = SequenceMatcher(None, *between, autojunk=max(map(len, between)) > LONG)
    for block in alike.get_matching_blocks():
        pairs += [(first + block.a + at, first + block.b + at) for at in range(block.size)]
    return {here: (passage.words[there].start, passage.words[there].end) for here, there in pairs}


def _spread(words: list[str], start: float, end: float) -> list[Timed]:
    """Evenly by their letters."""
    letters = sum(len(one) + 1 for one in words)
    made, at = [], 0
    for word in words:
        begun = start + (end - start) * at / letters
        at += len(word) + 1
        made.append(Timed(word, begun, start + (end - start) * at / letters))
    return made
