"""What a reader must know of a recording's words: where music plays, where two speak at once, where nothing was heard or asked."""

from collections.abc import Iterable, Iterator, Sequence

from agents.recordings.kept import Heard
from agents.recordings.speakers import BACKCHANNEL, How
from audio.music import Music, joined
from core.text import clock, squeeze
from core.transcript import Exchange, Passage

ONLY_MUSIC = "We hear music rather than speech in this recording, so no words are written down. Bring one in which people speak."
MOST_NAMED = 3
"""Places that a notice names."""
AT_ONCE_S = 1.0
"""Seconds from which on two speak at once: shorter is how turns change."""


def notices(
    heard: Sequence[Sequence[Heard]], passages: Sequence[Passage], exchanges: Sequence[Exchange], how: How
) -> tuple[str, ...]:
    """All of it, in words."""
    tunes = _tunes(heard)
    if not any(squeeze(one.text) for one in passages):
        return (ONLY_MUSIC if tunes else "No speech could be heard in this recording.",)
    found = [*_of_music(tunes), *_at_once(passages, how)]
    if how == "turns":
        found.append("Who spoke was told from pauses and from what is asked alone; correct it where it is wrong.")
    if not exchanges:
        found.append("No question was found in this recording, so nothing is graded.")
    return tuple(found)


def _tunes(heard: Sequence[Sequence[Heard]]) -> tuple[Music, ...]:
    """Of the first channel that has any: what plays is the same in all."""
    every = (joined([Music(*one) for piece in channel for one in piece.music]) for channel in heard)
    return next(filter(None, every), ())


def _of_music(tunes: Sequence[Music]) -> Iterable[str]:
    if alone := [one for one in tunes if not one.voiced]:
        yield f"We hear music rather than speech {_named(_stretch(one) for one in alone)}; no words are written down for it."
    if voiced := [one for one in tunes if one.voiced]:
        where = _named(_stretch(one) for one in voiced)
        yield f"We hear music with a voice in it {where}; words written down there may be nobody's. Listen to them."


def _at_once(passages: Sequence[Passage], how: How) -> Iterable[str]:
    """Where two voices each say more than a backchannel in the same seconds."""
    places = dict.fromkeys(f"at {clock(start)}" for start in sorted(_overlaps(passages)))
    if places:
        kept = "each is written from a channel of their own" if how == "channels" else "words there may be missing or another's"
        yield f"Two people speak at once {_named(places)}; {kept}."


def _overlaps(passages: Sequence[Passage]) -> Iterator[float]:
    """The seconds at which they begin. Passages stand in the order of their beginning."""
    for at, one in enumerate(passages):
        for other in passages[at + 1 :]:
            start, end = other.start or 0.0, min(one.end or 0.0, other.end or 0.0)
            if end <= start:
                break
            both = min(_words(one, start, end), _words(other, start, end))
            if one.speaker != other.speaker and end - start >= AT_ONCE_S and both > BACKCHANNEL:
                yield start


def _words(one: Passage, start: float, end: float) -> int:
    return sum(start <= (word.start + word.end) / 2 <= end for word in one.words)


def _stretch(one: Music) -> str:
    return f"from {clock(one.start)} to {clock(one.end)}"


def _named(places: Iterable[str]) -> str:
    """The first places, and how many more there are."""
    every = list(places)
    more = len(every) - MOST_NAMED
    rest = "" if more < 1 else " and in one more place" if more == 1 else f" and in {more} more places"
    return ", ".join(every[:MOST_NAMED]) + rest
