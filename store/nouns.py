"""Rows read into nouns. A turn is read many times while its interview goes on: the same text is the same noun, made once."""

import json
from datetime import datetime
from functools import lru_cache

from core.schema import Session, Turn


@lru_cache(maxsize=1000)
def turn_of(text: str) -> Turn:
    """A turn from its JSON."""
    return Turn.model_validate_json(text)


@lru_cache(maxsize=300)
def session_of(text: str) -> Session:
    """A session from its JSON; what has columns of its own, and its turns, are put in by the caller."""
    return Session.model_validate({"status": "open", "updated_at": datetime.min, **json.loads(text)})


def forget() -> None:
    """Drops what is held, so that nothing deleted stays in memory."""
    turn_of.cache_clear()
    session_of.cache_clear()
