"""The candidate's sound for the voice benches: machine speech that moves the voice detector, in whole frames, its end exactly known."""

import asyncio

import numpy as np

from bench.live_fixed import FRAME
from core.settings import Settings

SAID = "We added fencing tokens so that late writers are refused."
QUIET = 300
"""Samples (int16) below this at the end belong to the fading of the voice, not to speech."""


def utterance(text: str = SAID, rate: int = 140) -> bytes:
    """PCM16 16 kHz, padded in front to whole 20 ms frames: its last sample is the last of speech."""
    pcm = asyncio.run(_spoken(text, rate))
    samples = np.frombuffer(pcm, "<i2")
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > QUIET)
    spoken = samples[loud[0] : loud[-1] + 1].astype("<i2").tobytes()
    return bytes(-len(spoken) % FRAME) + spoken


async def _spoken(text: str, rate: int) -> bytes:
    from audio.tts.espeak import Espeak

    voice = Espeak(Settings(data=".", speech_rate=rate))
    return b"".join([piece async for piece in voice.speak(text, "en")])
