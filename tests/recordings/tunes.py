"""Music made of sums of sines and noise, as waiting lines, intros and cafés play it."""

import numpy as np

from audio.clip import RATE, Clip

SCALE = (262.0, 294.0, 330.0, 349.0, 392.0, 440.0, 494.0, 523.0)
CHORDS = ((0, 2, 4), (5, 0, 2), (3, 5, 0), (4, 6, 1))


def _clip(samples: np.ndarray) -> Clip:
    return Clip((samples / max(1e-9, np.abs(samples).max()) * 12_000).astype("<i2").tobytes())


def _note(pitch: float, seconds: float, parts: int = 5, *, vibrato: float = 0.0, decay: float = 0.0) -> np.ndarray:
    time = np.arange(int(seconds * RATE)) / RATE
    phase = 2 * np.pi * pitch * time + vibrato * np.sin(2 * np.pi * 5.5 * time)
    made = sum(np.sin(part * phase) / part for part in range(1, parts + 1))
    rise = np.minimum(1.0, np.minimum(time, time[::-1]) * 40)
    return made * rise * np.exp(-decay * time)


def _drums(seconds: float, seed: int = 3) -> np.ndarray:
    made, chance = np.zeros(int(seconds * RATE)), np.random.default_rng(seed)
    for beat in range(int(seconds * 4)):
        at, time = beat * RATE // 4, np.arange(RATE // 8) / RATE
        hit = np.sin(2 * np.pi * (60 + 60 * np.exp(-30 * time)) * time) if beat % 4 == 0 else 0.6 * chance.normal(0, 1, len(time))
        made[at : at + len(time)] += (hit * np.exp(-(20 if beat % 4 == 0 else 60) * time))[: len(made) - at]
    return made


def _tune(seconds: float, each: float, seed: int, **how: float) -> np.ndarray:
    chance = np.random.default_rng(seed)
    made = [_note(SCALE[chance.integers(len(SCALE))], each, **how) for _ in range(int(seconds / each) + 1)]
    return np.concatenate(made)[: int(seconds * RATE)]


def _chords(seconds: float, each: float, **how: float) -> np.ndarray:
    made = [sum(_note(SCALE[n] / 2, each, **how) for n in CHORDS[at % 4]) for at in range(int(seconds / each) + 1)]
    return np.concatenate(made)[: int(seconds * RATE)]


def tunes(seconds: float) -> dict[str, Clip]:
    """Name → so many seconds of it."""
    return {
        "organ": _clip(_chords(seconds, 2.0)),
        "piano": _clip(_chords(seconds, 0.5, decay=4.0) + _tune(seconds, 0.25, 1, decay=6.0)),
        "violin": _clip(_tune(seconds, 0.6, 2, parts=9, vibrato=1.2)),
        "band": _clip(_chords(seconds, 1.0, decay=1.0) + 1.5 * _drums(seconds) + _tune(seconds, 0.5, 4, vibrato=0.8)),
        "flute": _clip(_tune(seconds, 0.4, 5, parts=2, vibrato=0.6)),
        "waiting line": _clip(_tune(seconds, 0.35, 6, parts=3, decay=3.0) + 0.3 * _chords(seconds, 1.4)),
    }


VOWELS = (((700, 90, 1.0), (1150, 110, 0.6), (2600, 160, 0.3)), ((450, 80, 1.0), (800, 90, 0.5)), ((300, 60, 1.0), (2200, 150, 0.5)))
"""Formants: centre and width in hertz, strength."""


def sung(seconds: float) -> Clip:
    """A low voice that sings vowels, which the voice detector takes for speech."""
    chance, made = np.random.default_rng(2), []
    for _ in range(int(seconds / 0.4)):
        note = _note(SCALE[chance.integers(len(SCALE))] / 2, 0.4, parts=25, vibrato=0.25)
        pitch = np.fft.rfftfreq(len(note), 1 / RATE)
        shape = sum(strength / (1 + ((pitch - at) / width) ** 2) for at, width, strength in VOWELS[chance.integers(len(VOWELS))])
        made.append(np.fft.irfft(np.fft.rfft(note) * shape, len(note)))
    return _clip(np.concatenate(made))
