"""What is wrong with a value that does not fit a noun, in words for whoever sent it; pydantic's own are for programmers."""

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "bool_parsing": "say true or false",
    "bool_type": "say true or false",
    "dict_type": "send an object",
    "extra_forbidden": "there is no such field; leave it out",
    "finite_number": "send a whole number",
    "float_parsing": "send a number",
    "float_type": "send a number",
    "greater_than_equal": "at least {ge}",
    "int_from_float": "send a whole number",
    "int_parsing": "send a whole number",
    "int_parsing_size": "send a smaller number",
    "int_type": "send a whole number",
    "less_than_equal": "at most {le}",
    "list_type": "send a list",
    "missing": "it is missing; send it",
    "model_attributes_type": "send an object",
    "string_too_long": "at most {max_length:,} characters",
    "string_too_short": "at least {min_length:,} characters",
    "string_type": "send a text",
    "too_long": "at most {max_length:,} of them",
    "tuple_type": "send a list",
}
"""By pydantic's types of error; its numbers stand in braces."""
_DATES = ("date_", "datetime_", "timezone_")


def worded(error: Mapping[str, Any]) -> str:
    """One of a ValidationError's errors, as a clause that says what would fit."""
    kind = str(error["type"])
    if kind.startswith(_DATES):
        return "write a date as 2026-11-30"
    told = _WORDS.get(kind)
    return told.format(**error.get("ctx", {})) if told else str(error["msg"]).removeprefix("Value error, ")
