"""Recordings that are brought as people bring them, and sound of every kind to make them of."""

import time
import uuid
from pathlib import Path

import numpy as np
import pytest

from agents.media import arriving
from audio.clip import RATE, Clip
from core.media import About

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "audio"
JFK, TWO = SAMPLES / "jfk.flac", SAMPLES / "stereo_diarization.wav"


def bring(deps, caller, sound, **said) -> str:
    """A recording that has arrived, from a file or a clip; returns its id."""
    if isinstance(sound, Path):
        return arriving.accept_file(deps, caller, sound, sound.name, About(**said)).id
    path = deps.settings.data / f"{uuid.uuid4().hex}.wav"
    path.write_bytes(sound.wav())
    try:
        return arriving.accept_file(deps, caller, path, "an interview.wav", About(**said)).id
    finally:
        path.unlink()


def speech(seconds: float, text: str = "") -> Clip:
    """So much of espeak's voice, which the voice detector takes for speech."""
    pytest.importorskip("espeakng_loader")
    from audio.tts.espeak import _synthesize

    one = _synthesize(text or "Two services both believe that they hold the lock, and one of them is wrong. ", "en", 100)
    count = int(seconds * RATE) * 2
    return Clip((one * (count // len(one) + 1))[:count])


def quiet(seconds: float) -> Clip:
    """Silence."""
    return Clip(bytes(int(seconds * RATE) * 2))


def music(seconds: float) -> Clip:
    """Struck chords with overtones that die away, two a second."""
    time = np.arange(int(seconds * RATE)) / RATE
    beat, since = (time * 2).astype(int), (time * 2) % 1 / 2
    roots = np.array([262.0, 294.0, 330.0, 392.0, 349.0, 330.0, 294.0, 247.0])[beat % 8]
    chord = sum(np.sin(2 * np.pi * roots * ratio * part * time) / part for ratio in (1.0, 1.25, 1.5) for part in (1, 2, 3, 4))
    return Clip((chord * np.exp(-5 * since) * 2500).astype("<i2").tobytes())


def ended(ask, limit_s: float = 240.0):
    """What `ask` gives once the recording's job has ended."""
    until = time.monotonic() + limit_s
    while True:
        now = ask()
        if now["state"] in ("done", "failed"):
            return now
        assert time.monotonic() < until, now
        time.sleep(0.05)
