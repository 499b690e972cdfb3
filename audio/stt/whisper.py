"""faster-whisper on this machine: int8 on the processor, word times, weights fetched once into the data folder."""

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audio.clip import Clip
from audio.speech import Transcript
from core.errors import ProviderError
from core.schema import Word
from core.settings import Settings

FILES = ("model.bin", "config.json", "tokenizer.json")


def folder(settings: Settings) -> Path:
    """Where this model's weights lie."""
    return settings.data / "whisper" / settings.whisper_model.replace("/", "--")


def lacking(settings: Settings) -> str:
    """What it still needs."""
    if importlib.util.find_spec("faster_whisper") is None:
        return "a package: pip install faster-whisper"
    if all((folder(settings) / name).is_file() for name in FILES):
        return ""
    return (
        f"the weights of {settings.whisper_model}: press Fetch on the Status page, or put them into {folder(settings)}"
    )


def build(settings: Settings) -> "Whisper":
    """The vendor over these settings."""
    return Whisper(settings)


class Whisper:
    """The model is loaded with the first clip and stays."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.name = f"whisper:{settings.whisper_model}"
        self._model: Any = None
        self._lock = threading.Lock()

    async def transcribe(self, clip: Clip, language: str) -> Transcript:
        """The words, from a thread."""
        return await asyncio.to_thread(self._transcribe, clip, language)

    def _transcribe(self, clip: Clip, language: str) -> Transcript:
        try:
            with self._lock:
                if self._model is None:
                    from faster_whisper import WhisperModel

                    self._model = WhisperModel(str(folder(self._settings)), device="cpu", compute_type="int8")
                segments, _ = self._model.transcribe(
                    clip.floats(),
                    language=language,
                    word_timestamps=True,
                    condition_on_previous_text=False,
                    beam_size=1,
                )
                told = list(segments)
        except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
            raise ProviderError(
                self.name, f"{self.name} could not be used ({type(fault).__name__})", retryable=False
            ) from None
        words = tuple(
            Word(
                text=word.word.strip(),
                start=max(0.0, word.start),
                end=max(word.start, word.end, 0.0),
                confidence=min(1.0, word.probability),
            )
            for segment in told
            for word in segment.words or ()
        )
        return Transcript(
            text=" ".join(segment.text.strip() for segment in told).strip(),
            words=words,
            language=language,
            engine=self.name,
            seconds=clip.seconds,
        )


@dataclass(slots=True)
class Progress:
    """How far the weights have come; `fault` says why they did not."""

    running: bool = False
    done: int = 0
    total: int = 0
    fault: str = ""


class Fetch:
    """Fetches the weights in a child process, once at a time; `progress` may be read at any moment."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self.progress = Progress()

    def start(self) -> None:
        """Begins, unless it runs already or the weights are there."""
        with self._lock:
            if self.progress.running or not lacking(self._settings):
                return
            self.progress = Progress(running=True)
        threading.Thread(target=self._run, name="fetch-whisper", daemon=True).start()

    def _run(self) -> None:
        try:
            self._follow()
        except OSError as fault:
            self.progress.fault = f"The weights could not be kept: {fault.strerror}."
        finally:
            self.progress.running = False

    def _follow(self) -> None:
        command = [sys.executable, "-m", "audio.stt.fetch", self._settings.whisper_model, str(folder(self._settings))]
        root = Path(__file__).parents[2]
        with subprocess.Popen(  # noqa: S603 - our own module
            command, stdout=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "HF_HUB_OFFLINE": "0"}
        ) as child:
            assert child.stdout is not None
            for line in child.stdout:
                told = json.loads(line)
                self.progress.done = int(told.get("done", self.progress.done))
                self.progress.total = int(told.get("total", self.progress.total))
                self.progress.fault = str(told.get("fault", ""))
        if child.returncode and not self.progress.fault:
            self.progress.fault = "Fetching the weights broke off. Try again."
