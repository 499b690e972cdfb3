"""Which addresses may be fetched from: public ones only, whatever they are spelled like; each name is looked up once and pinned."""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from core.errors import AppError

LOOKUP_S = 10.0
LONGEST_URL = 2_000
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = tuple(ipaddress.IPv6Network(one) for one in ("64:ff9b::/96",))
"""Prefixes whose last four bytes are an IPv4 address (RFC 6052)."""
CLOSED = tuple(
    ipaddress.ip_network(one)
    for one in ("100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "64:ff9b:1::/48", "fec0::/10", "2001::/23")
)
"""Never public, though some versions of Python think otherwise: shared, protocol and bench networks, local translation."""
_PLAIN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Target:
    """A checked URL and the addresses that its host has right now, best first."""

    url: httpx.URL
    addresses: tuple[str, ...]

    @property
    def host(self) -> str:
        """As the Host header says it."""
        return self.url.netloc.decode("ascii")


async def checked(url: str, allowed: Sequence[str] = ()) -> Target:
    """The target of a URL; AppError `bad_url`, `private_address` or `unreachable`. `allowed` are host:port pairs let through."""
    found = parsed(url)
    port = found.port or {"http": 80, "https": 443}[found.scheme]
    name = found.raw_host.decode("ascii")
    try:
        async with asyncio.timeout(LOOKUP_S):
            rows = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        raise AppError("unreachable", f"There is no server called {name[:100]}. Check the address.") from None
    addresses = tuple(dict.fromkeys(str(row[4][0]) for row in rows))
    if f"{name.lower()}:{port}" not in allowed and not all(map(is_public, addresses)):
        raise AppError(
            "private_address", "That address lies inside a private network, and nothing is fetched from there. Upload the file."
        )
    return Target(found, addresses)


def parsed(url: str) -> httpx.URL:
    """A URL in the only form that is let in; AppError `bad_url`."""
    text = url.strip() if isinstance(url, str) else ""
    if not text or len(text) > LONGEST_URL or not _PLAIN.fullmatch(text) or "\\" in text:
        raise _bad("It has no spaces, backslashes or letters beyond ASCII, and at most 2,000 of them.")
    try:
        found = httpx.URL(text)
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise _bad("Check its spelling.") from None
    if found.scheme not in ("http", "https") or not found.host:
        raise _bad("It begins with https:// or http://.")
    if found.userinfo or "@" in found.netloc.decode("ascii", "replace"):
        raise _bad("It carries no name or password.")
    return found


def is_public(address: str) -> bool:
    """True for an address of the open Internet; an IPv4 address inside an IPv6 one is looked at itself."""
    try:
        found: Address = ipaddress.ip_address(address)
    except ValueError:  # a zone, as in fe80::1%eth0
        return False
    inner = _inner(found)
    if inner is not None:
        return is_public(str(inner))
    closed = any(found in one for one in CLOSED if one.version == found.version)
    return found.is_global and not (closed or found.is_multicast or found.is_reserved or found.is_link_local)


def _inner(found: Address) -> Address | None:
    if not isinstance(found, ipaddress.IPv6Address):
        return None
    if found.ipv4_mapped or found.sixtofour:
        return found.ipv4_mapped or found.sixtofour
    packed = found.packed
    if any(found in one for one in TRANSLATED) or packed[:12] == bytes(12):
        return ipaddress.IPv4Address(packed[12:])
    return None


def _bad(why: str) -> AppError:
    return AppError("bad_url", f"That is no web address of a file. {why}")
