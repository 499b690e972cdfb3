"""Vosk on this machine: a model folder of the user's own, words with times and confidence."""

import asyncio
import importlib.util
import json
import threading
from pathlib import Path
from typing import Any

from audio.clip import RATE, Clip
from audio.speech import Transcript
from core.errors import ProviderError
from core.schema import Word
from core.settings import Settings


def lacking(settings: Settings) -> str:
    """What it still needs."""
    if not settings.vosk_folder:
        return "a model: set VIVA_VOSK_FOLDER to the folder of one"
    if not Path(settings.vosk_folder).is_dir():
        return f"its model: there is no folder {settings.vosk_folder}"
    return "" if importlib.util.find_spec("vosk") else "a package: pip install vosk"


def build(settings: Settings) -> "Vosk":
    """The vendor over these settings."""
    return Vosk(settings)


class Vosk:
    """The model is loaded with the first clip and stays."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.vosk_folder
        self.name = f"vosk:{Path(settings.vosk_folder).name}"
        self._model: Any = None
        self._lock = threading.Lock()

    async def transcribe(self, clip: Clip, language: str) -> Transcript:
        """The words, from a thread; the model's language, whatever was asked for."""
        return await asyncio.to_thread(self._transcribe, clip, language)

    def _transcribe(self, clip: Clip, language: str) -> Transcript:
        try:
            import vosk

            with self._lock:
                if self._model is None:
                    vosk.SetLogLevel(-1)
                    self._model = vosk.Model(self._folder)
            recognizer = vosk.KaldiRecognizer(self._model, RATE)
            recognizer.SetWords(True)
            told = []
            for at in range(0, len(clip.pcm), 8000):
                if recognizer.AcceptWaveform(clip.pcm[at : at + 8000]):
                    told.append(json.loads(recognizer.Result()))
            told.append(json.loads(recognizer.FinalResult()))
        except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
            raise ProviderError(
                self.name, f"{self.name} could not be used ({type(fault).__name__})", retryable=False
            ) from None
        words = tuple(
            Word(text=row["word"], start=row["start"], end=row["end"], confidence=min(1.0, row.get("conf", 1.0)))
            for part in told
            for row in part.get("result", ())
        )
        text = " ".join(part["text"] for part in told if part.get("text"))
        return Transcript(text=text, words=words, language=language, engine=self.name, seconds=clip.seconds)
