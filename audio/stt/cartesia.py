"""Cartesia's ink-whisper: clips by its SDK, live streams by its websocket; words with times either way."""

from typing import Any
from urllib.parse import urlencode

from audio.clip import RATE, Clip
from audio.speech import Transcript, word
from audio.stt.socket import Got, LiveSocket, Talk
from audio.stt.worded import worded
from core.circuit import Circuit
from core.errors import ProviderError
from core.schema import Word
from core.settings import Settings


def lacking(settings: Settings) -> str:
    """What it still needs."""
    return (
        ""
        if settings.cartesia_api_key.get_secret_value()
        else "a key: set CARTESIA_API_KEY, or paste it on the Status page"
    )


def build(settings: Settings) -> "Cartesia":
    """The vendor over these settings."""
    return Cartesia(settings)


class Cartesia:
    """Batch and live."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.name = f"cartesia:{settings.cartesia_model}"
        self._circuit = Circuit(self.name, self._words)

    async def _words(self, fault: Exception) -> ProviderError:
        return worded(self.name, fault)

    async def transcribe(self, clip: Clip, language: str) -> Transcript:
        """The whole clip by one request."""

        async def once() -> Transcript:
            from cartesia import AsyncCartesia

            async with AsyncCartesia(
                api_key=self._settings.cartesia_api_key.get_secret_value(),
                base_url=self._settings.cartesia_url,
                max_retries=0,
                timeout=20 + clip.seconds / 2,
                default_headers={"cartesia-version": self._settings.cartesia_api_version},
            ) as client:
                reply: Any = await client.stt.transcribe(
                    file=("answer.wav", clip.wav(), "audio/wav"),
                    model=self._settings.cartesia_model,
                    language=language,
                    timestamp_granularities=["word"],
                )
            told: dict[str, Any] = reply.model_dump() if hasattr(reply, "model_dump") else {}
            text = told.get("text")
            if not isinstance(text, str):
                raise ValueError("no text")
            return Transcript(
                text=text.strip(),
                words=words(told.get("words")),
                language=language,
                engine=self.name,
                seconds=clip.seconds,
            )

        return await self._circuit.guarded(once)

    def listen(self, language: str) -> LiveSocket:
        """A live stream."""
        base = self._settings.cartesia_url.replace("http", "ws", 1).rstrip("/")
        asked = {
            "encoding": "pcm_s16le",
            "model": self._settings.cartesia_model,
            "sample_rate": RATE,
            "language": language,
        }
        headers = {
            "Authorization": f"Bearer {self._settings.cartesia_api_key.get_secret_value()}",
            "cartesia-version": self._settings.cartesia_api_version,
        }
        # Finals are deltas that carry their own spaces.
        talk = Talk(
            self.name, f"{base}/stt/websocket?{urlencode(asked)}", headers, "finalize", "close", _read, joiner=""
        )
        return LiveSocket(talk, language)


def _read(told: dict[str, Any]) -> Got:
    kind = told.get("type")
    if kind == "transcript":
        text = str(told.get("text") or "")
        return Got(final=text, words=words(told.get("words"))) if told.get("is_final") else Got(interim=text)
    if kind == "error":
        return Got(fault=f"Cartesia broke the stream off ({told.get('status_code') or 'no reason'})")
    return Got(through=kind in ("flush_done", "done"))


def words(told: Any) -> tuple[Word, ...]:
    """Word times as rows, or as columns as some versions send them; what cannot be read is left out."""
    if isinstance(told, dict):
        columns = [held if isinstance(held := told.get(name), list) else [] for name in ("words", "start", "end")]
        told = [dict(zip(("word", "start", "end"), row, strict=True)) for row in zip(*columns, strict=False)]
    found = []
    for row in told if isinstance(told, list) else []:
        try:
            found.append(word(str(row["word"]), float(row["start"]), float(row["end"])))
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
    return tuple(found)
