"""A file from the web into a file here: bounded in size and time, gone on with after a break, from public addresses only.

Every address on the way, redirects too, is looked up once, checked, and connected to as checked; names cannot change in between.
"""

import asyncio
import hashlib
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import httpx

from core.errors import AppError
from rag.addresses import Target, checked

REDIRECTS = 5
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
MOVED = frozenset({301, 302, 303, 307, 308})
PROGRESS = 64 * 1024
"""Bytes that make a broken try worth another."""
PAGES = ("text/html", "application/xhtml+xml")
_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15}|\*)")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one file: bytes, seconds in all, tries without a byte of progress, and what counts as trickling."""

    most: int = 2 * 2**30
    wall_s: float = 3600.0
    silent_s: float = 20.0
    """Without a byte."""
    tries: int = 5
    pause_s: float = 1.0
    """Before the second try; doubled each time, with jitter."""
    slowest: int = 16 * 1024
    """Bytes a second, over `window_s`."""
    window_s: float = 30.0


@dataclass(slots=True)
class _State:
    """What has been written, and of which version of the file."""

    file: BinaryIO
    bounds: Bounds
    told: Callable[[int, int], None]
    have: int = 0
    whole: int = 0
    """Bytes in all; 0 while unknown."""
    mark: str = ""
    """ETag or date, for If-Range."""


def fetch(
    url: str,
    path: Path,
    bounds: Bounds = Bounds(),
    allowed: Sequence[str] = (),
    told: Callable[[int, int], None] = lambda have, whole: None,
) -> str:
    """Writes the file at `url` to `path` and returns its SHA-256; AppError says why it cannot be had.

    `told` hears how many bytes are here of how many (0 when unknown). `allowed`: see `addresses.checked`.
    """
    with path.open("w+b") as file:
        asyncio.run(_fetch(url, _State(file, bounds, told), allowed))
        file.flush()
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _fetch(url: str, state: _State, allowed: Sequence[str]) -> None:
    bounds, failed = state.bounds, 0
    try:
        async with asyncio.timeout(bounds.wall_s), _client(bounds) as http:
            while True:
                before = state.have
                try:
                    await _once(http, url, state, allowed)
                    return
                except (_Again, httpx.TransportError) as fault:
                    failed = 1 if state.have - before >= PROGRESS else failed + 1
                    if failed >= bounds.tries:
                        raise _gave_up(fault) from None
                    wait = min(30.0, bounds.pause_s * 2 ** (failed - 1)) * random.uniform(0.5, 1.5)
                    await asyncio.sleep(max(wait, getattr(fault, "after", 0.0)))
    except TimeoutError:
        raise AppError(
            "took_too_long", f"Fetching that file took longer than {bounds.wall_s / 60:.0f} minutes. Upload it instead."
        ) from None


def _client(bounds: Bounds) -> httpx.AsyncClient:
    """Without the environment's proxies: they would look names up themselves."""
    times = httpx.Timeout(bounds.silent_s, connect=10.0)
    return httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=times)


async def _once(http: httpx.AsyncClient, url: str, state: _State, allowed: Sequence[str]) -> None:
    """One request, through its redirects, to the end of the body; `_Again` or TransportError when another may do better."""
    for _ in range(REDIRECTS + 1):
        target = await checked(url, allowed)
        try:
            async with asyncio.timeout(3 * state.bounds.silent_s):
                response = await _connected(http, target, state)
        except TimeoutError:
            raise _too_slow() from None
        try:
            if response.status_code in MOVED and "location" in response.headers:
                url = str(target.url.join(response.headers["location"]))
                continue
            if _begins(response, state):
                await _body(response, state)
            return
        finally:
            await response.aclose()
    raise AppError("too_many_redirects", f"That address sends on more than {REDIRECTS} times. Use the one of the file itself.")


async def _connected(http: httpx.AsyncClient, target: Target, state: _State) -> httpx.Response:
    """The head of the answer, from the first of the checked addresses that can be reached."""
    headers = {"host": target.host, "accept-encoding": "identity", "user-agent": "viva-voce"}
    if state.have:
        headers |= {"range": f"bytes={state.have}-", **({"if-range": state.mark} if state.mark else {})}
    fault: httpx.ConnectError | httpx.ConnectTimeout | None = None
    for address in target.addresses[:4]:
        pinned = target.url.copy_with(host=address)
        # The certificate must still be the name's.
        extensions = {"sni_hostname": target.url.raw_host.decode("ascii")}
        request = http.build_request("GET", pinned, headers=headers, extensions=extensions)
        try:
            return await http.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as now:
            fault = now
    raise fault or _Again()


def _begins(response: httpx.Response, state: _State) -> bool:
    """Puts the file at where this body begins; False when all is here already. AppError or `_Again` for other answers."""
    status = response.status_code
    if status in AGAIN:
        raise _Again(_after(response))
    if status == 416 and state.have and state.have == state.whole:
        return False
    if status == 416 and state.have:  # it became another file meanwhile
        _restart(state)
        raise _Again
    if status not in (200, 206):
        raise _refused(status)
    if response.headers.get("content-encoding", "identity") != "identity":
        raise AppError("bad_answer", "That server sends the file packed, though it was asked not to. Upload the file.")
    if response.headers.get("content-type", "").split(";")[0].strip().lower() in PAGES:
        raise AppError("web_page", "That address gives a web page, not a recording. Use the address of the file itself.")
    found = _RANGE.fullmatch(response.headers.get("content-range", "")) if status == 206 else None
    if status == 206 and (found is None or int(found.group(1)) != state.have):
        _restart(state)
        raise _Again
    if status == 200:
        _restart(state)
    length = response.headers.get("content-length", "")
    state.whole = state.have + int(length) if length.isdigit() else 0
    tag = response.headers.get("etag", "")
    state.mark = tag if tag and not tag.startswith("W/") else response.headers.get("last-modified", "")
    if state.whole > state.bounds.most:
        raise _too_large(state.bounds)
    return True


async def _body(response: httpx.Response, state: _State) -> None:
    bounds = state.bounds
    since, then = time.monotonic(), state.have
    async for piece in response.aiter_raw():
        state.have += len(piece)
        if state.have > bounds.most:
            raise _too_large(bounds)
        state.file.write(piece)
        now = time.monotonic()
        if now - since >= bounds.window_s:
            if state.have - then < bounds.slowest * (now - since):
                raise _too_slow()
            since, then = now, state.have
        state.told(state.have, state.whole)


def _restart(state: _State) -> None:
    state.file.seek(0)
    state.file.truncate()
    state.have = state.whole = 0
    state.mark = ""


class _Again(Exception):
    """The same request may go through later, after so many seconds."""

    def __init__(self, after: float = 0.0) -> None:
        super().__init__()
        self.after = after


def _after(response: httpx.Response) -> float:
    told = response.headers.get("retry-after", "")
    return min(30.0, float(told)) if told.isdigit() else 0.0


def _gave_up(fault: Any) -> AppError:
    if isinstance(fault, httpx.ConnectError | httpx.ConnectTimeout):
        return AppError("unreachable", "The server of that address cannot be reached. Check the address, or upload the file.")
    return AppError("broke_off", "That server breaks off again and again. Try again later, or upload the file.")


def _refused(status: int) -> AppError:
    words = {401: "asks for a password", 403: "does not allow it", 404: "has no such file", 410: "has it no longer"}
    told = words.get(status, "refused")
    return AppError("refused", f"The server of that address {told} ({status}). Check the address, or upload the file.")


def _too_slow() -> AppError:
    return AppError("too_slow", "That server sends the file too slowly. Try again later, or upload the file.")


def _too_large(bounds: Bounds) -> AppError:
    room = f"{bounds.most / 2**20:,.0f} MB"
    return AppError("file_too_large", f"That file is larger than the {room} that there is room for. Nothing was kept.")
