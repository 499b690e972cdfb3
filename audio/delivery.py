"""Delivery, measured and never inferred: pace, pauses, fillers, pitch variety and loudness, each with a plain reading.

Nothing here names confidence, stress or personality, and no score knows any of it.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from audio import fillers
from audio.clip import RATE, Clip
from audio.readings import reading_of
from audio.waveform import peaks
from core.delivery import Delivery, Mark, Sound
from core.schema import Word

log = logging.getLogger(__name__)
PAUSE_S = 0.25
FEWEST_WORDS, LEAST_SPEECH_S = 20, 10.0
"""Below either, numbers would be chance."""
LEAST_VOICED_S = 3.0
LOWEST_HZ, HIGHEST_HZ = 60.0, 500.0
"""Speaking voices; what lies outside is an octave error or noise."""
OCTAVE = 12.0
FULL_SCALE = 32_700
_AT_A_TIME = 60 * RATE
_BLOCK_S, _ABSOLUTE, _RELATIVE = 0.4, -70.0, -10.0
"""Gates of BS.1770-4: blocks below -70 LUFS, then those 10 LU below the mean of the rest, are not counted."""


@dataclass(slots=True)
class Facts:
    """What measures are made of; those of several answers add up."""

    words: int = 0
    speech_s: float = 0.0
    talk_s: float = 0.0
    """From the first word to the last, pauses included."""
    pauses: list[float] = field(default_factory=list)
    fillers: int | None = 0
    """None where the language has no list."""
    waited_s: list[float] = field(default_factory=list)
    sounds: list[Sound] = field(default_factory=list)
    drops_fillers: bool = False
    """The recognizer leaves some out."""
    answers: int = 0

    @property
    def enough(self) -> bool:
        """True when a number would mean something."""
        return self.words >= FEWEST_WORDS and self.speech_s >= LEAST_SPEECH_S


def measure(
    words: Sequence[Word],
    sound: Clip | Sound | None = None,
    waited_s: float | None = None,
    *,
    language: str = "en",
    engine: str = "",
) -> Delivery:
    """How these words were said. `waited_s`: from the end of the question to the first word; `engine`: who heard them."""
    facts, marks = facts_of(words, sound, waited_s, language=language, engine=engine)
    return Delivery(words=facts.words, speech_s=round(facts.speech_s, 2), measures=reading_of(facts), marks=marks)


def together(every: Iterable[Facts]) -> Delivery:
    """The measures over several answers."""
    whole = Facts()
    for one in every:
        whole.words += one.words
        whole.speech_s += one.speech_s
        whole.talk_s += one.talk_s
        whole.pauses += one.pauses
        whole.fillers = None if one.fillers is None or whole.fillers is None else whole.fillers + one.fillers
        whole.waited_s += one.waited_s
        whole.sounds += one.sounds
        whole.drops_fillers |= one.drops_fillers
        whole.answers += 1
    return Delivery(words=whole.words, speech_s=round(whole.speech_s, 2), measures=reading_of(whole))


def facts_of(
    words: Sequence[Word], sound: Clip | Sound | None, waited_s: float | None, *, language: str, engine: str
) -> tuple[Facts, tuple[Mark, ...]]:
    """Counts and durations of one answer, and where its pauses and fillers are."""
    said = sorted((word for word in words if word.text.strip()), key=lambda word: word.start)
    gaps = list(_gaps(said))
    talk = max((word.end for word in said), default=0.0) - said[0].start if said else 0.0
    found = fillers.find(said, language)
    facts = Facts(
        words=len(said),
        speech_s=max(0.0, talk - sum(gap.end - gap.start for gap in gaps)),
        talk_s=max(0.0, talk),
        pauses=[gap.end - gap.start for gap in gaps],
        fillers=None if found is None else len(found),
        waited_s=[] if waited_s is None else [waited_s],
        sounds=[listen(sound) if isinstance(sound, Clip) else sound] if sound is not None else [],
        # Of the recognizers only Deepgram is asked to keep them; the others smooth them away.
        drops_fillers=bool(engine) and not engine.startswith("deepgram"),
        answers=1,
    )
    return facts, tuple(sorted((*gaps, *(found or ())), key=lambda mark: mark.start))


def _gaps(said: Sequence[Word]) -> Iterable[Mark]:
    reached = said[0].end if said else 0.0
    for word in said[1:]:
        if word.start - reached > PAUSE_S:
            yield Mark(kind="pause", start=reached, end=word.start)
        reached = max(reached, word.end)


def listen(clip: Clip) -> Sound:
    """What the sound itself tells. What cannot be measured stays None: a recording without measures is still one."""
    samples = clip.samples()
    clipped = float(np.mean(np.abs(samples.astype(np.int32)) >= FULL_SCALE)) if len(samples) else 0.0
    sound = Sound(seconds=round(clip.seconds, 3), peaks=peaks(clip), clipped=round(clipped, 6))
    try:
        voiced_s, semitones = _pitch(clip)
        return sound.model_copy(update={"voiced_s": voiced_s, "semitones": semitones, "lufs": _loudness(clip)})
    except Exception:
        log.warning("delivery could not be measured", exc_info=True)
        return sound


def _pieces(clip: Clip) -> Iterable[npt.NDArray[np.float32]]:
    """A minute at a time, so that hours fit into memory."""
    for at in range(0, len(clip.pcm), 2 * _AT_A_TIME):
        piece = Clip(clip.pcm[at : at + 2 * _AT_A_TIME]).floats()
        if len(piece) > RATE // 2:
            yield piece


def _pitch(clip: Clip) -> tuple[float, float | None]:
    """Voiced seconds, and the standard deviation of the pitch in semitones around its median."""
    from swift_f0 import SwiftF0

    detector = SwiftF0(threads=1, spin=False)
    period = 256 / RATE
    found = []
    for piece in _pieces(clip):
        told = detector.detect(piece, RATE, LOWEST_HZ, HIGHEST_HZ)
        found.append(told.pitch_hz[told.confidence >= 0.5])
    hertz = np.concatenate(found) if found else np.zeros(0)
    voiced_s = round(len(hertz) * period, 2)
    if voiced_s < LEAST_VOICED_S:
        return voiced_s, None
    tones = 12 * np.log2(hertz / np.median(hertz))
    near = tones[np.abs(tones) <= OCTAVE]
    return voiced_s, round(float(np.std(near)), 2)


def _loudness(clip: Clip) -> float | None:
    """Integrated loudness, gated as BS.1770-4 says, over blocks that pyloudnorm weighs a minute at a time."""
    from pyloudnorm import Meter

    blocks: list[float] = []
    for piece in _pieces(clip):
        meter = Meter(RATE, block_size=_BLOCK_S)
        meter.integrated_loudness(piece.astype(np.float64))
        blocks += meter.blockwise_loudness
    power = np.array([10 ** (block / 10) for block in blocks if np.isfinite(block) and block >= _ABSOLUTE])
    if not len(power):
        return None
    loud = power[10 * np.log10(power) > 10 * np.log10(power.mean()) + _RELATIVE]
    return round(float(10 * np.log10(loud.mean())), 1) if len(loud) else None
