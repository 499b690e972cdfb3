"""The stage that hears: a recording piece by piece, each kept as soon as it is heard."""

from agents.deps import Deps
from agents.recordings.kept import Heard, Kept
from agents.recordings.stages import Work
from audio import music
from audio.clip import RATE
from audio.cutting import LONG, MINUTE, Bounds, Piece, pieces
from audio.speech import Transcript
from core.errors import AppError
from core.media import Media, MediaFacts
from core.schema import Word
from core.text import clock

NUMBERS_SPEAKERS = "deepgram"


def transcribe(work: Work) -> str:
    """Hears what is not heard yet; says who heard."""
    facts = facts_of(work.media)
    keys = [one.key for one in facts.apart] or [facts.key]
    bounds = bounds_for(work.deps, work.engine, apart=bool(facts.apart))
    for channel, key in enumerate(keys):
        done = work.kept.heard(channel)
        before = channel * facts.seconds
        for piece in pieces(work.kept.sound(key), bounds, done[-1].end if done else 0):
            work.kept.hear(_heard(work, channel, piece))
            work.went_on(_so_far((before + piece.end / RATE) / len(keys), facts.seconds))
    every = [one for channel in range(len(keys)) for one in work.kept.heard(channel)]
    by = " and ".join(dict.fromkeys(one.engine for one in every if one.engine))
    if by:
        return f"Heard by {by}."
    return "Music is in it, and no speech." if any(one.music for one in every) else "No speech is in it."


def facts_of(media: Media) -> MediaFacts:
    """What decoding found; AppError when it has not been."""
    if media.facts is None:
        raise AppError("not_decoded", "The sound of this recording is not decoded yet. Try the stage decode again.")
    return media.facts


def bounds_for(deps: Deps, engine: str, *, apart: bool) -> Bounds:
    """How long the pieces are. Deepgram numbers speakers anew in each, so that it is given long ones; one speaker needs none."""
    first = engine or next(iter(deps.hearing.able()), "")
    return LONG if first == NUMBERS_SPEAKERS and not apart else MINUTE


def channels(kept: Kept, media: Media) -> list[list[Heard]]:
    """Every piece, channel by channel."""
    return [kept.heard(channel) for channel in range(max(1, len(facts_of(media).apart)))]


def _heard(work: Work, channel: int, piece: Piece) -> Heard:
    begun = piece.start / RATE
    tunes = music.stretches(piece.clip, piece.spans)
    where = {
        "channel": channel,
        "start": piece.start,
        "end": piece.end,
        "music": [(begun + one.start, begun + one.end, one.voiced) for one in tunes],
    }
    if not piece.spans:
        return Heard.model_validate(where)
    told, notices = work.deps.turns.loop.run(
        work.deps.hearing.transcribe(piece.hushed(), work.media.language, only=work.engine)
    )
    heard = any(word.text for word in told.words) or told.text.strip()
    return Heard.model_validate(
        {
            **where,
            "begun": begun + piece.spans[0][0],
            "ended": begun + piece.spans[-1][1],
            "text": told.text.strip(),
            "words": _moved(told, begun, piece.end / RATE),
            "engine": told.engine if told.engine != "silence" else "",
            "notices": (*notices, *(() if heard or tunes else (_unheard(begun, piece),))),
        }
    )


def _unheard(begun: float, piece: Piece) -> str:
    return f"No words could be made out in the speech at {clock(begun + piece.spans[0][0])}."


def _moved(told: Transcript, by: float, end: float) -> tuple[Word, ...]:
    """The words on the recording's time line; none reaches into the next piece."""
    return tuple(word.later(by, end) for word in told.words if word.text)


def _so_far(heard: float, whole: float) -> str:
    if whole < 120:
        return f"{heard:.0f} of {whole:.0f} seconds heard"
    return f"{heard / 60:.0f} of {whole / 60:.0f} minutes heard"
