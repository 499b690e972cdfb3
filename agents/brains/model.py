"""The language model's edge: built by name when first used; whatever fails behind it becomes a ProviderError in words."""

import asyncio
import importlib.util
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.circuit import Circuit
from core.errors import ProviderError
from core.settings import Settings

S = TypeVar("S", bound=BaseModel)
PACKAGES = {
    "google_genai": "langchain_google_genai",
    "google_vertexai": "langchain_google_vertexai",
    "openai": "langchain_openai",
    "ollama": "langchain_ollama",
    "huggingface": "langchain_huggingface",
    "anthropic": "langchain_anthropic",
}
CUT_OFF = ("max_tokens", "length")
"""Reasons for an end that came too early, as the providers word them."""
KEYLESS = ("ollama", "huggingface", "google_vertexai")
"""Providers that run on this machine or find their credentials themselves."""


def lacking(settings: Settings) -> str:
    """What a language model lacks to be at work, to be read after "needs"; empty when nothing."""
    provider = settings.llm.partition(":")[0]
    package = PACKAGES.get(provider)
    if package and importlib.util.find_spec(package) is None:
        return f"a package for {settings.llm}: pip install {package.replace('_', '-')}"
    if provider == "google_genai" and not settings.google_api_key.get_secret_value():
        return "a key for a language model: set GOOGLE_API_KEY, or paste it on the Status page"
    if provider not in ("google_genai", *KEYLESS) and not settings.llm_key.get_secret_value():
        return f"a key for {settings.llm}: set VIVA_LLM_KEY"
    return ""


class ChatModel:
    """A LangChain chat model behind a circuit."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._model: Any = None
        self._circuit = Circuit(settings.llm, self._worded)
        self._usable: list[str] = []

    @property
    def name(self) -> str:
        """`provider:name`, as it was set."""
        return self._settings.llm

    @property
    def limit_s(self) -> float:
        """Seconds that one call may take before others do it."""
        return self._settings.llm_timeout_s

    async def ready(self) -> None:
        """Imports and builds the model in a thread; ProviderError when it cannot be built."""
        if self._model is not None:
            return
        try:
            await asyncio.to_thread(self._built)
        except ProviderError:
            raise
        except Exception:  # noqa: BLE001 - this is the vendor's edge
            raise ProviderError(
                self.name, f"{self.name} could not be set up; check VIVA_LLM and its package", retryable=False
            ) from None

    async def ask(self, schema: type[S], prompt: str) -> S:
        """One structured answer; ProviderError when it does not come or does not fit the schema."""

        async def once() -> S:
            bound = self._built().with_structured_output(schema, method="json_schema", include_raw=True)
            made = await bound.ainvoke(prompt)
            told = made["raw"].response_metadata
            # LangChain mends JSON that broke off; what is missing from it would read as a decision.
            if str(told.get("finish_reason") or told.get("done_reason")).lower() in CUT_OFF:
                raise ValueError("the reply broke off")
            if not isinstance(made["parsed"], schema):
                raise ValueError("no reply in the agreed form")
            return made["parsed"]

        return await self._circuit.guarded(once)

    async def drive(self, work: Callable[[Any], Awaitable[None]]) -> None:
        """Runs `work` with LangChain's own model, once: its calls cannot be undone; ProviderError when it fails."""
        self._circuit.must_be_closed()
        await self.ready()
        try:
            await work(self._built())
        except ProviderError:
            raise
        except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
            raise await self._circuit.failed(fault) from None
        self._circuit.worked()

    async def stream(self, prompt: str) -> AsyncIterator[str]:
        """Plain words as they are formed; ProviderError at any point of it."""
        self._circuit.must_be_closed()
        heard = False
        try:
            async for piece in self._built().astream(prompt):
                text = piece.text if isinstance(piece.text, str) else str(piece.content)
                heard = heard or bool(text)
                yield text
        except ProviderError:
            raise
        except Exception as fault:  # noqa: BLE001 - this is the vendor's edge
            raise await self._circuit.failed(fault) from None
        if not heard:
            raise await self._circuit.failed(ValueError("an empty reply"))
        self._circuit.worked()

    def _built(self) -> Any:
        with self._lock:
            if self._model is None:
                missing = lacking(self._settings)
                if missing:
                    raise ProviderError(self.name, f"there is not all it needs: {missing}", retryable=False)
                from langchain.chat_models import init_chat_model

                self._model = init_chat_model(self._settings.llm, **self._arguments())
            return self._model

    def _arguments(self) -> dict[str, Any]:
        given: dict[str, Any] = {"temperature": 0}
        if self._settings.llm.startswith("google_genai:"):
            given |= {"api_key": self._settings.google_api_key.get_secret_value(), "max_retries": 1}
        elif self._settings.llm_key.get_secret_value():
            given |= {"api_key": self._settings.llm_key.get_secret_value(), "max_retries": 0}
        if self._settings.llm_base_url:
            given["base_url"] = self._settings.llm_base_url
        return given

    async def _worded(self, fault: Exception) -> ProviderError:
        """A sentence without a key and without a traceback, by the kind of the fault."""
        from langchain_core import exceptions as known

        name, status = self.name, getattr(fault, "code", None) or getattr(fault, "status_code", None)
        if isinstance(fault, known.ModelNotFoundError) or status == 404:
            return ProviderError(name, f"{name} is not known or was withdrawn; {await self._names()}", retryable=False)
        if isinstance(fault, (known.ModelAuthenticationError, known.ModelPermissionDeniedError)) or status in (
            401,
            403,
        ):
            return ProviderError(
                name, f"the key for {name} was refused; paste another on the Status page", retryable=False
            )
        if isinstance(fault, known.ModelRateLimitError) or status == 429:
            return ProviderError(name, f"{name} has no room for more calls just now", retryable=True)
        if isinstance(fault, (ValidationError, known.OutputParserException, ValueError)):
            return ProviderError(name, f"{name} did not answer in the agreed form", retryable=True)
        if isinstance(status, int) and 400 <= status < 500:
            return ProviderError(name, f"{name} refused the request ({status})", retryable=False)
        if isinstance(fault, ImportError):
            return ProviderError(name, f"{name} needs a package that is not installed", retryable=False)
        return ProviderError(name, f"{name} could not be reached or broke off", retryable=True)

    async def _names(self) -> str:
        """The models that the key can use, asked once."""
        if not self._usable and self._settings.llm.startswith("google_genai:"):
            try:
                async with asyncio.timeout(3):
                    self._usable = await asyncio.to_thread(self._listed)
            except Exception:  # noqa: BLE001 - a list of names is a kindness, not a need
                self._usable = []
        return f"this key can use {', '.join(self._usable[:8])}" if self._usable else "set VIVA_LLM to another"

    def _listed(self) -> list[str]:
        from google import genai

        client = genai.Client(
            api_key=self._settings.google_api_key.get_secret_value(),
            http_options={"base_url": self._settings.llm_base_url, "timeout": 2500}
            if self._settings.llm_base_url
            else {"timeout": 2500},
        )
        return [str(model.name).removeprefix("models/") for model in client.models.list()]


class _Pong(BaseModel):
    """The smallest structured answer."""

    ok: bool


async def test_model(settings: Settings) -> str:
    """One tiny real call; a sentence about what came of it, or ProviderError."""
    model = ChatModel(settings)
    async with asyncio.timeout(settings.llm_timeout_s):
        await model.ask(_Pong, "Answer with ok set to true.")
    return f"{settings.llm} answered; it is at work from the next question on."
