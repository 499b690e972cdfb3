"""Links and their secrets: made once, given out once, kept as digests and looked up by them, so that timing tells nothing."""

import hashlib
import secrets
from typing import Any

from sqlalchemy import Table, insert

from core.caller import Caller
from core.link import Link
from store.database import Store


def fresh() -> str:
    """A new secret of 192 bits for an address."""
    return secrets.token_urlsafe(24)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "ignore")).hexdigest()


def put(store: Store, caller: Caller, table: Table, link: Link, secret: str, columns: set[str]) -> None:
    """Keeps a new link under the digest of its secret; `columns` are the fields that have one of their own."""
    with store.write() as connection:
        connection.execute(insert(table).values({**link.model_dump(include=columns), **row(caller, link, secret)}))


def row(caller: Caller, link: Link, secret: str) -> dict[str, Any]:
    """What the tables of all kinds of links have in common."""
    common = {"id": link.id, "owner": caller.owner, "digest": digest(secret), "created_at": link.made_at}
    return {**common, "data": link.model_dump(mode="json")}
