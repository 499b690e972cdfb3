"""espeak-ng inside this process (optional extra, GPL-3): plain but instant, and it needs no key."""

import asyncio
import contextlib
import ctypes
import importlib.util
import threading
from collections.abc import AsyncIterator
from typing import Any

import numpy as np

from audio.clip import from_floats
from core.errors import ProviderError
from core.settings import Settings

SYNCHRONOUS, UTF8 = 2, 1
RATE_PARAMETER = 1
USUAL_WPM = 175
_LOCK = threading.Lock()
"""The library has one state for the whole process."""


def lacking(settings: Settings) -> str:
    """What it still needs."""
    if importlib.util.find_spec("espeakng_loader"):
        return ""
    return "a package: pip install espeakng-loader (its library is GPL-3)"


def build(settings: Settings) -> "Espeak":
    """The voice over these settings."""
    return Espeak(settings)


class Espeak:
    """Synthesizes a whole stretch at some hundred times real time, in a thread."""

    name = "espeak:en"

    def __init__(self, settings: Settings) -> None:
        self.rate = settings.speech_rate

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """PCM16 16 kHz in pieces of 100 ms."""
        try:
            pcm = await asyncio.to_thread(_synthesize, text, language, self.rate)
        except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
            raise ProviderError(
                self.name, f"espeak-ng could not be used ({type(fault).__name__})", retryable=False
            ) from None
        for at in range(0, len(pcm), 3200):
            yield pcm[at : at + 3200]


_library: Any = None
_sample_rate = 22_050
_pieces: list[bytes] = []


def _load() -> Any:
    global _library, _sample_rate
    if _library is None:
        import espeakng_loader

        found = ctypes.CDLL(espeakng_loader.get_library_path())
        rate = found.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
        if rate <= 0:
            raise OSError("espeak-ng did not start")
        found.espeak_SetSynthCallback(_callback)
        _library, _sample_rate = found, rate
    return _library


def _take(wave: Any, count: int, _events: Any) -> int:
    with contextlib.suppress(ValueError):
        if count > 0 and wave:
            _pieces.append(ctypes.string_at(wave, count * 2))
    return 0


_callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)(_take)
"""Held here, since the library keeps only a pointer to it."""


def _synthesize(text: str, language: str, rate: int) -> bytes:
    with _LOCK:
        library = _load()
        _pieces.clear()
        if library.espeak_SetVoiceByName(language.encode()) != 0:
            library.espeak_SetVoiceByName(b"en")
        library.espeak_SetParameter(RATE_PARAMETER, max(80, min(450, USUAL_WPM * rate // 100)), 0)
        raw = text.encode("utf-8", "ignore") + b"\0"
        if library.espeak_Synth(raw, len(raw), 0, 1, 0, UTF8, None, None) != 0:
            raise OSError("espeak-ng refused the text")
        sound = np.frombuffer(b"".join(_pieces), "<i2").astype(np.float32) / 32768.0
        at = _sample_rate
    return from_floats(sound, at).pcm
