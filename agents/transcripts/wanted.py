"""What a query asks for: its words, "what stands in quotes" as one, and beginnings*; nothing of it is read as a language of its own."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core.errors import AppError
from core.misfit import worded
from core.shelf import Filters
from core.text import clean, words
from rag.terms import FILLER
from store.transcript_index import Term

LONGEST = 400
"""Characters of a query."""
MOST = 16
"""Terms of a query."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PARTS = re.compile(r'"([^"]+)"|([^\s"]+)')


def checked(query: str) -> str:
    """A query as it is searched; AppError where there is nothing to search."""
    query = " ".join(clean(str(query)).split())
    if not words(query):
        raise AppError("empty_query", "Write what you are looking for: a word, or a question.")
    if len(query) > LONGEST:
        raise AppError("query_too_long", f"Keep what you look for under {LONGEST} characters.")
    return query


def terms(query: str) -> tuple[Term, ...]:
    """The terms of a query without filler, unless it is all filler."""
    found: list[Term] = []
    for part in _PARTS.finditer(query):
        phrase, plain = part.groups()
        if phrase is not None:
            if said := tuple(words(phrase)):
                found.append(Term(said, must=True))
            continue
        said = tuple(words(plain))
        found += [Term((word,)) for word in said[:-1]]
        found += [Term((word,), prefix=plain.endswith("*")) for word in said[-1:]]
    telling = [one for one in found if one.must or one.words[0] not in FILLER]
    return tuple(dict.fromkeys(telling or found))[:MOST]


def filters_from(fields: Mapping[str, Any] | None) -> Filters:
    """Filters from a form or a request; a day without an hour is the whole day. AppError names the field and what it may be."""
    given = {key: value for key, value in (fields or {}).items() if value not in ("", None)}
    if isinstance(given.get("until"), str) and _DAY.fullmatch(given["until"].strip()):
        given["until"] = f"{given['until'].strip()}T23:59:59.999999+00:00"
    try:
        return Filters.model_validate({key: clean(value) if isinstance(value, str) else value for key, value in given.items()})
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "filters"
        raise AppError("wrong_filter", f"The filter {name[:40]}: {worded(first)}.") from None
