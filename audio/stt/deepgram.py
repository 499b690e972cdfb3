"""Deepgram's nova-3: clips by its SDK, live streams by its websocket; words with times, confidence and speakers."""

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

MODEL = "nova-3"


def lacking(settings: Settings) -> str:
    """What it still needs."""
    return (
        ""
        if settings.deepgram_api_key.get_secret_value()
        else "a key: set DEEPGRAM_API_KEY, or paste it on the Status page"
    )


def build(settings: Settings) -> "Deepgram":
    """The vendor over these settings."""
    return Deepgram(settings)


class Deepgram:
    """Batch and live."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.name = f"deepgram:{MODEL}"
        self._circuit = Circuit(self.name, self._words)

    async def _words(self, fault: Exception) -> ProviderError:
        return worded(self.name, fault)

    async def transcribe(self, clip: Clip, language: str) -> Transcript:
        """The whole clip by one request."""

        async def once() -> Transcript:
            from deepgram import AsyncDeepgramClient
            from deepgram.environment import DeepgramClientEnvironment as Where

            url = self._settings.deepgram_url.rstrip("/")
            client = AsyncDeepgramClient(
                api_key=self._settings.deepgram_api_key.get_secret_value(),
                environment=Where(base=url, production=url.replace("http", "ws", 1), agent=url, agent_rest=url),
                timeout=20 + clip.seconds / 2,
            )
            reply: Any = await client.listen.v1.media.transcribe_file(
                request=clip.wav(),
                model=MODEL,
                language=language,
                smart_format=True,
                punctuate=True,
                utterances=True,
                diarize=True,
                filler_words=True,
                request_options={"max_retries": 0},
            )
            best = reply.model_dump()["results"]["channels"][0]["alternatives"][0]
            return Transcript(
                text=str(best["transcript"]).strip(),
                words=words(best.get("words")),
                language=language,
                engine=self.name,
                seconds=clip.seconds,
            )

        return await self._circuit.guarded(once)

    def listen(self, language: str) -> LiveSocket:
        """A live stream."""
        base = self._settings.deepgram_url.replace("http", "ws", 1).rstrip("/")
        asked = {
            "model": MODEL,
            "language": language,
            "encoding": "linear16",
            "sample_rate": RATE,
            "interim_results": "true",
            "punctuate": "true",
            "smart_format": "true",
            "filler_words": "true",
            "endpointing": 300,
        }
        headers = {"Authorization": f"Token {self._settings.deepgram_api_key.get_secret_value()}"}
        url = f"{base}/v1/listen?{urlencode(asked)}"
        goodbye, keep = '{"type":"CloseStream"}', '{"type":"KeepAlive"}'
        return LiveSocket(Talk(self.name, url, headers, '{"type":"Finalize"}', goodbye, _read, keep), language)


def _read(told: dict[str, Any]) -> Got:
    if told.get("type") == "Error" or "err_code" in told:
        return Got(fault="Deepgram broke the stream off")
    if told.get("type") != "Results":
        return Got()
    best = told["channel"]["alternatives"][0]
    text = str(best.get("transcript") or "")
    if not told.get("is_final"):
        return Got(interim=text)
    return Got(final=text, words=words(best.get("words")), through=bool(told.get("from_finalize")))


def words(told: Any) -> tuple[Word, ...]:
    """Deepgram's words as ours; what cannot be read is left out."""
    found = []
    for row in told if isinstance(told, list) else []:
        try:
            sure, speaker = row.get("confidence"), row.get("speaker")
            found.append(
                word(
                    str(row.get("punctuated_word") or row["word"]),
                    float(row["start"]),
                    float(row["end"]),
                    float(sure) if sure is not None else None,
                    int(speaker) if speaker is not None else None,
                )
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            continue
    return tuple(found)
