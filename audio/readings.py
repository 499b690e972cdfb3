"""What a measure means, in plain words and by published marks; where there is too little, the reason instead of a number."""

from typing import TYPE_CHECKING

import numpy as np

from core.delivery import Measure, MeasureName
from core.text import counted

if TYPE_CHECKING:
    from audio.delivery import Facts

SLOW, USUAL, FAST = 100, (110, 170), 190
"""Words per minute of speech."""
FINE_FILLERS, MANY_FILLERS = 5, 12
"""A minute (Laske 2024)."""
LONG_S = 2.0
"""A long pause."""
FLAT = 2.0
"""Semitones of standard deviation."""
QUIET_LUFS = -35.0
"""Twelve below what broadcasts are held to (EBU R 128: -23)."""
CLIPPED = 0.001
LABELS: dict[MeasureName, str] = {
    "pace": "Pace",
    "fillers": "Fillers",
    "pauses": "Pauses",
    "start": "Before the first word",
    "pitch": "Pitch variety",
    "loudness": "Loudness",
}


def reading_of(facts: "Facts") -> tuple[Measure, ...]:
    """Every measure, in the order they are shown."""
    made = (_pace(facts), _fillers(facts), _pauses(facts), _start(facts), _pitch(facts), _loudness(facts))
    return tuple(one for one in made if one is not None)


def _measure(name: MeasureName, value: float | None, shown: str, reading: str) -> Measure:
    return Measure(name=name, label=LABELS[name], value=value, shown=shown, reading=reading)


def _too_little(name: MeasureName, facts: "Facts") -> Measure:
    heard = f"{counted(facts.words, 'word')} in {facts.speech_s:.0f} s of speech"
    return _measure(name, None, "", f"{heard} is too little to measure: 20 words and 10 s are needed.")


def _pace(facts: "Facts") -> Measure:
    if not facts.enough:
        return _too_little("pace", facts)
    pace = facts.words / facts.speech_s * 60
    low, high = USUAL
    usual = f"{low} to {high} is usual"
    if pace < SLOW:
        reading = f"Slow; {usual}."
    elif pace < low:
        reading = f"A little slow; {usual}."
    elif pace <= high:
        reading = f"As usual ({low} to {high})."
    elif pace <= FAST:
        reading = f"A little fast; {usual}."
    else:
        reading = f"Fast, so that words may be missed; {usual}."
    return _measure("pace", round(pace, 1), f"{pace:.0f} words a minute", reading)


def _fillers(facts: "Facts") -> Measure:
    if facts.fillers is None:
        return _measure("fillers", None, "", "There is no list of fillers for this language yet.")
    if not facts.enough:
        return _too_little("fillers", facts)
    rate = facts.fillers / facts.talk_s * 60
    if rate <= FINE_FILLERS:
        reading = "Few enough not to be noticed."
    elif rate < MANY_FILLERS:
        reading = f"May be noticed; up to {FINE_FILLERS} are not."
    else:
        reading = f"So many that listeners mind; up to {FINE_FILLERS} are not noticed."
    if facts.drops_fillers:
        reading += " This recognizer leaves some um and uh out, so there may be more."
    return _measure("fillers", round(rate, 1), f"{rate:.1f} a minute", reading)


def _pauses(facts: "Facts") -> Measure:
    if not facts.enough:
        return _too_little("pauses", facts)
    longest = max(facts.pauses, default=0.0)
    long = sum(pause > LONG_S for pause in facts.pauses)
    if not facts.pauses:
        return _measure("pauses", 0.0, "none", "Hardly a break; a short one helps a listener to follow.")
    count = counted(len(facts.pauses), "pause")
    reading = f"None longer than {LONG_S:.0f} s." if not long else f"{long} of {count} longer than {LONG_S:.0f} s."
    return _measure("pauses", round(longest, 2), f"{count}, longest {longest:.1f} s", reading)


def _start(facts: "Facts") -> Measure | None:
    if not facts.waited_s:
        return None
    longest = max(facts.waited_s)
    reading = "Time to think is fine."
    if longest > 8.0:
        reading = "Time to think is fine; say that you take it, so that nobody wonders."
    shown = f"{longest:.1f} s" + (" at most" if facts.answers > 1 else "")
    return _measure("start", round(longest, 2), shown, reading)


def _pitch(facts: "Facts") -> Measure:
    if not facts.sounds:
        return _measure("pitch", None, "", "Not recorded, so not measured.")
    found = [(one.semitones, one.voiced_s) for one in facts.sounds if one.semitones is not None]
    if not found or not facts.enough:
        return _measure("pitch", None, "", "Too little voice was heard to measure it.")
    spread = float(np.average([tones for tones, _ in found], weights=[voiced for _, voiced in found]))
    reading = (
        "Flat; a word that matters may be lifted." if spread < FLAT else "Varied enough to carry the weight of words."
    )
    return _measure("pitch", round(spread, 2), f"{spread:.1f} semitones", reading)


def _loudness(facts: "Facts") -> Measure:
    if not facts.sounds:
        return _measure("loudness", None, "", "Not recorded, so not measured.")
    found = [(one.lufs, one.seconds) for one in facts.sounds if one.lufs is not None]
    if not found or not facts.enough:
        return _measure("loudness", None, "", "Too little sound was heard to measure it.")
    power = np.average([10 ** (lufs / 10) for lufs, _ in found], weights=[seconds for _, seconds in found])
    level = float(10 * np.log10(power))
    clipped = max(one.clipped for one in facts.sounds)
    reading = "Easy to hear."
    if clipped > CLIPPED:
        reading = f"Clipped: {clipped:.1%} of the sound is cut off. Move back a little, or turn the microphone down."
    elif level < QUIET_LUFS:
        reading = "Too quiet; come closer to the microphone."
    return _measure("loudness", round(level, 1), f"{level:.0f} LUFS".replace("-", "−"), reading)
