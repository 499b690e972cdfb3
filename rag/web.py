"""Searching the web through Tavily: a query out, pages of bounded size back, every fault as one sentence."""

import asyncio
import importlib.util
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from core.circuit import Circuit
from core.errors import ProviderError
from core.settings import Settings
from core.text import clean

NAME = "Tavily"
RESULTS = 5
LIMIT_S = 12.0
"""Seconds for one search; with the text of the pages it usually takes two to five."""
MOST_BYTES = 4 * 2**20
"""Bytes of one reply that are read; five whole pages are a few hundred thousand."""
LONGEST_PAGE = 20_000
"""Characters of one page that are kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page found, as plain text."""

    title: str
    url: str
    text: str
    published: date | None = None


class WebSearch:
    """One for the process, so that its circuit remembers failures; a key may arrive while the app runs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._circuit = Circuit(NAME, self._worded)

    def lacking(self) -> str:
        """What it still needs, in words; empty when nothing."""
        if not self._settings.with_keys().tavily_api_key.get_secret_value():
            return "a key: set TAVILY_API_KEY, or paste it on the Status page"
        if importlib.util.find_spec("tavily") is None:
            return "a package: pip install tavily-python"
        return ""

    async def ready(self) -> None:
        """Imports the client in a thread: half a second that the loop of live turns must not wait for."""
        await asyncio.to_thread(importlib.import_module, "tavily")

    async def search(self, query: str, *, news: bool = False) -> tuple[Page, ...]:
        """Up to five pages, best first; ProviderError when the vendor fails."""
        return await self._circuit.guarded(lambda: self._once(query, news))

    async def _once(self, query: str, news: bool) -> tuple[Page, ...]:
        await self.ready()
        from tavily import AsyncTavilyClient

        settings = self._settings.with_keys()
        key = settings.tavily_api_key.get_secret_value()
        if not key:  # without one the client would go on unsigned
            raise ProviderError(NAME, f"{NAME} needs {self.lacking()}", retryable=False)
        # Reading the certificates takes a tenth of a second: in a thread as well.
        async with await asyncio.to_thread(_http, settings.tavily_url) as http:
            client = AsyncTavilyClient(api_key=key, api_base_url=settings.tavily_url, client=http)
            kind: Any = {"topic": "news", "time_range": "year"} if news else {"topic": "general"}
            async with asyncio.timeout(LIMIT_S):
                reply = await client.search(
                    query,
                    search_depth="basic",
                    max_results=RESULTS,
                    include_raw_content="text",
                    timeout=LIMIT_S,
                    **kind,
                )
        return pages(reply)

    async def _worded(self, fault: Exception) -> ProviderError:
        """A sentence without the key and without the vendor's own words."""
        from tavily import errors

        if isinstance(fault, errors.InvalidAPIKeyError):
            return ProviderError(
                NAME, f"the key for {NAME} was refused; paste another on the Status page", retryable=False
            )
        if isinstance(fault, errors.ForbiddenError):
            return ProviderError(
                NAME, f"{NAME} refused: the key's plan is used up or does not allow it", retryable=False
            )
        if isinstance(fault, errors.UsageLimitExceededError):
            return ProviderError(NAME, f"{NAME} has no room for more searches just now", retryable=True)
        if isinstance(fault, (errors.TimeoutError, TimeoutError)):
            return ProviderError(NAME, f"{NAME} took longer than {LIMIT_S:g} seconds", retryable=False)
        if isinstance(fault, _TooLarge):
            return ProviderError(NAME, f"{NAME} sent more than can be read", retryable=False)
        if isinstance(fault, httpx.HTTPStatusError) and fault.response.status_code < 500:
            status = fault.response.status_code
            return ProviderError(NAME, f"{NAME} refused the request ({status})", retryable=False)
        if isinstance(fault, errors.BadRequestError):
            return ProviderError(NAME, f"{NAME} refused the request (400)", retryable=False)
        if isinstance(fault, (ValueError, TypeError, KeyError, AttributeError)):
            return ProviderError(NAME, f"{NAME} did not answer in the agreed form", retryable=True)
        return ProviderError(NAME, f"{NAME} could not be reached or broke off", retryable=True)


def pages(reply: Any) -> tuple[Page, ...]:
    """The pages of a reply; what is no page is left out, ValueError when it is no reply at all."""
    rows = reply.get("results") if isinstance(reply, dict) else None
    if not isinstance(rows, list):
        raise ValueError("no list of results")
    found = []
    for row in rows[: 2 * RESULTS]:
        if not isinstance(row, dict) or not isinstance(row.get("url"), str):
            continue
        told = row.get("raw_content") or row.get("content")
        if not isinstance(told, str) or not told.strip():
            continue
        title = row.get("title")
        found.append(
            Page(
                title=" ".join(clean(title if isinstance(title, str) else "").split())[:200] or row["url"][:200],
                url=row["url"],
                text=clean(told[: 2 * LONGEST_PAGE])[:LONGEST_PAGE],
                published=_day(row.get("published_date")),
            )
        )
    return tuple(found[:RESULTS])


def _day(told: Any) -> date | None:
    """The day a page gives, as RFC 5322 or ISO 8601 write it."""
    if not isinstance(told, str):
        return None
    for read in (parsedate_to_datetime, lambda text: date.fromisoformat(text[:10])):
        try:
            found = read(told.strip())
        except (ValueError, IndexError, TypeError, OverflowError):
            continue
        return date(found.year, found.month, found.day)
    return None


class _TooLarge(Exception):
    """A reply that is longer than anybody needs."""


class _Counted(httpx.AsyncByteStream):
    """A reply's bytes, counted as they come."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        held = 0
        async for piece in self._stream:
            held += len(piece)
            if held > MOST_BYTES:
                raise _TooLarge
            yield piece

    async def aclose(self) -> None:
        """Passes it on."""
        await self._stream.aclose()


def _http(url: str) -> httpx.AsyncClient:
    """Compressed replies could unfold beyond what is counted; addresses in a reply are never followed."""
    return httpx.AsyncClient(
        base_url=url, headers={"accept-encoding": "identity"}, event_hooks={"response": [_counted]}
    )


async def _counted(response: httpx.Response) -> None:
    """Puts the count in front of whoever reads the reply."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    response.stream = _Counted(response.stream)
