"""API keys for programs: shown once, kept as digests, each acting for its owner."""

import hashlib
import secrets
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from store import tables
from store.database import Store

PREFIX = "vv_"


def create(store: Store, owner: str, name: str) -> str:
    """A new key of 256 bits for this owner; it cannot be read again later."""
    key = PREFIX + secrets.token_urlsafe(32)
    row = {"digest": _digest(key), "owner": owner, "name": name[:80], "created_at": datetime.now(UTC)}
    with store.write() as connection:
        connection.execute(insert(tables.api_keys).values(row))
    return key


def owner_of(store: Store, key: str) -> str | None:
    """The owner a key acts for; None for a key that is not known. Looked up by digest, so timing tells nothing."""
    if not key.startswith(PREFIX):
        return None
    k = tables.api_keys.c
    with store.read() as connection:
        return connection.execute(select(k.owner).where(k.digest == _digest(key))).scalar()


def names(store: Store, owner: str) -> list[str]:
    """The names of an owner's keys."""
    k = tables.api_keys.c
    with store.read() as connection:
        return list(connection.execute(select(k.name).where(k.owner == owner).order_by(k.created_at)).scalars())


def revoke(store: Store, owner: str, name: str) -> bool:
    """Ends every key of this name; False when there is none."""
    k = tables.api_keys.c
    with store.write() as connection:
        return connection.execute(delete(tables.api_keys).where(k.owner == owner, k.name == name)).rowcount > 0


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "ignore")).hexdigest()
