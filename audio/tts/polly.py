"""Amazon Polly: neural and standard voices as PCM 16 kHz, pace by SSML, long text in several requests so that nothing is dropped."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar
from xml.sax.saxutils import escape

from core.circuit import Circuit
from core.errors import ProviderError
from core.schema import Word
from core.settings import Settings

T = TypeVar("T")
LONGEST = 1500
"""Characters of one request; Polly bills and takes at most 3,000."""
FIRST, MOST = 3200, 32_000
"""Bytes of the first piece (100 ms) and of the largest. Each is a way to a thread and back, so every piece is twice the last."""
VOICES = {
    "de": "Vicki", "fr": "Lea", "es": "Lucia", "it": "Bianca", "pt": "Camila", "nl": "Laura", "pl": "Ola", "tr": "Burcu",
    "ja": "Kazuha", "hi": "Kajal",
}  # fmt: skip
"""Neural voices for the other languages; English uses the voice that is set."""


def lacking(settings: Settings) -> str:
    """What it still needs."""
    if settings.aws_access_key_id.get_secret_value() and settings.aws_secret_access_key.get_secret_value():
        return ""
    return "keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or paste them on the Status page"


def build(settings: Settings) -> "Polly":
    """The voice over these settings."""
    return Polly(settings)


class Polly:
    """One client for all; requests run in threads and their bodies stream."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.name = f"polly:{settings.polly_voice}"
        self.rate = settings.speech_rate
        self._circuit = Circuit(self.name, self._words)
        self._lock = threading.Lock()
        self._made: Any = None

    def _client(self) -> Any:
        with self._lock:
            if self._made is None:
                import boto3
                from botocore.config import Config

                settings = self._settings
                self._made = boto3.session.Session().client(
                    "polly",
                    region_name=settings.aws_region,
                    aws_access_key_id=settings.aws_access_key_id.get_secret_value(),
                    aws_secret_access_key=settings.aws_secret_access_key.get_secret_value(),
                    endpoint_url=settings.polly_url or None,
                    config=Config(
                        retries={"total_max_attempts": 1}, connect_timeout=4, read_timeout=8, max_pool_connections=50
                    ),
                )
            return self._made

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """PCM16 16 kHz as it arrives."""
        for part in parts(text):
            body, piece = await self._guarded(self._begun, part, language)
            try:
                left, size = b"", FIRST
                while piece:
                    whole = left + piece
                    left = whole[len(whole) // 2 * 2 :]
                    yield whole[: len(whole) // 2 * 2]
                    size = min(MOST, 2 * size)
                    piece = await asyncio.to_thread(body.read, size)
            except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
                raise await self._circuit.failed(fault) from None
            finally:
                body.close()

    async def marks(self, text: str, language: str) -> tuple[Word, ...]:
        """When each word is spoken, in seconds; a second request. Only the start is known: a word lasts until the next."""
        found: list[tuple[float, str]] = []
        for part in parts(text):
            lines = (await self._guarded(self._marks, part, language)).decode().splitlines()
            found += [(row["time"] / 1000, row["value"]) for row in map(json.loads, lines) if row.get("type") == "word"]
        ends = [start for start, _ in found[1:]] + [found[-1][0] + 0.4 if found else 0.0]
        return tuple(
            Word(text=word, start=start, end=max(start, end)) for (start, word), end in zip(found, ends, strict=True)
        )

    async def _guarded(self, work: Callable[[str, str], T], text: str, language: str) -> T:
        return await self._circuit.guarded(lambda: asyncio.to_thread(work, text, language))

    def _begun(self, text: str, language: str) -> tuple[Any, bytes]:
        """A reply's body and its first piece."""
        body = self._ask(text, language, "pcm")
        try:
            return body, body.read(FIRST)
        except BaseException:
            body.close()
            raise

    def _marks(self, text: str, language: str) -> bytes:
        return bytes(self._ask(text, language, "json").read())

    def _ask(self, text: str, language: str, kind: str) -> Any:
        more = {"SampleRate": "16000"} if kind == "pcm" else {"SpeechMarkTypes": ["word"]}
        voice = (
            self._settings.polly_voice
            if language.startswith("en")
            else VOICES.get(language[:2], self._settings.polly_voice)
        )
        reply = self._client().synthesize_speech(
            Engine=self._settings.polly_engine,
            VoiceId=voice,
            OutputFormat=kind,
            TextType="ssml",
            Text=self._ssml(text),
            **more,
        )
        return reply["AudioStream"]

    def _ssml(self, text: str) -> str:
        quoted = escape(text, {'"': "&quot;", "'": "&apos;"})
        return f'<speak><prosody rate="{self.rate}%">{quoted}</prosody></speak>'

    async def _words(self, fault: Exception) -> ProviderError:
        reply = getattr(fault, "response", None)
        code = reply.get("Error", {}).get("Code", "") if isinstance(reply, dict) else ""
        name = self.name
        if code in ("ThrottlingException", "TooManyRequestsException", "ServiceFailureException", "ServiceUnavailable"):
            return ProviderError(name, "Polly has no room for more calls just now", retryable=True)
        if code in (
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "AccessDeniedException",
            "InvalidClientTokenId",
        ):
            return ProviderError(
                name, "the keys for Polly were refused; paste others on the Status page", retryable=False
            )
        if code in ("EngineNotSupportedException", "LanguageNotSupportedException", "ValidationException"):
            return ProviderError(
                name,
                f"Polly has no voice {self._settings.polly_voice} with the {self._settings.polly_engine} engine; set another",
                retryable=False,
            )
        if code:
            return ProviderError(name, f"Polly refused the text ({code})", retryable=False)
        return ProviderError(name, "Polly could not be reached or broke off", retryable=True)


def parts(text: str) -> list[str]:
    """The text in requests of at most `LONGEST` characters, cut at sentence ends where there are any."""
    found: list[str] = []
    while len(text) > LONGEST:
        head = text[:LONGEST]
        cut = max(head.rfind(". "), head.rfind("? "), head.rfind("! ")) + 1 or head.rfind(" ") or LONGEST
        cut = cut if cut > 0 else LONGEST
        found.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*found, text] if text else found
