"""What is let in: every brief, answer and id is cleaned and bounded here, each refusal in one sentence."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from agents.requirements import check_description
from core.bank import TRACKS
from core.errors import AppError
from core.misfit import worded
from core.noun import Noun
from core.schema import ACTIONS, LONGEST_ANSWER, PERSONAS, Brief, Utterance
from core.text import clean

if TYPE_CHECKING:
    from agents.deps import Deps

Valid = TypeVar("Valid", bound=Noun)
LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "tr": "Turkish",
    "ja": "Japanese",
    "hi": "Hindi",
}
"""Languages an interview can be held in; all but English need a language model."""
_CHOICES: dict[str, tuple[str, ...]] = {"track": TRACKS, "persona": PERSONAS, "mode": ("practice", "real")}


def brief_from(fields: dict[str, Any]) -> Brief:
    """A brief from a form or a request; AppError names the field and what it may be."""
    cleaned = {key: clean(value) if isinstance(value, str) else value for key, value in fields.items()}
    for name, allowed in _CHOICES.items():
        if name in cleaned:
            one_of(name, cleaned[name], allowed)
    return valid(Brief, cleaned, "wrong_brief")


def one_of(name: str, value: object, allowed: Collection[str]) -> None:
    """Refuses a value that is none of those; the sentence names them."""
    if value not in allowed:
        raise AppError(f"unknown_{name}", f"There is no {name} '{str(value)[:40]}'. Use one of: {', '.join(allowed)}.")


def valid(kind: type[Valid], fields: dict[str, Any], code: str) -> Valid:
    """The noun that the fields make; AppError with this code names the first field that does not fit."""
    try:
        return kind.model_validate(fields)
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "the request"
        raise AppError(
            code, f"{name.replace('_', ' ').capitalize()}: {worded(first)}."
        ) from None


def admit_brief(deps: "Deps", brief: Brief) -> Brief:
    """The brief, cleaned; refuses a description that is a link and a language that nobody here speaks."""
    check_description(brief.job_description)
    if brief.language not in LANGUAGES:
        raise AppError(
            "unknown_language", f"There is no language '{brief.language}'. Use one of: {', '.join(LANGUAGES)}."
        )
    if brief.language != "en" and len(deps.brains()) == 1:
        raise AppError(
            "language_needs_model",
            f"{LANGUAGES[brief.language]} needs a language model, and none is set up. Choose English, or add a key on the Status page.",
        )
    return brief if deps.settings.record else brief.model_copy(update={"record": False})


def utterance_from(text: Any, code: Any = "") -> Utterance:
    """An utterance from what a form or a program sent, whatever that was."""
    if not isinstance(text, str) or not isinstance(code, str):
        raise AppError("not_text", "Send text and code as strings.")
    # Not validated yet: a lone surrogate is cleaned away by `admit_utterance`, not refused.
    return Utterance.model_construct(text=text, code=code, source="typed", revision=0)


def admit_utterance(utterance: Utterance) -> Utterance:
    """The utterance, cleaned; AppError when it is empty, too long or not text."""
    text, code = clean(utterance.text), clean(utterance.code)
    if "\x00" in utterance.text or utterance.text.count("\ufffd") > 20:
        raise AppError("not_text", "That looks like a file, not an answer. Type your answer, or paste plain text.")
    if not text and not code and not utterance.unheard:
        raise AppError("empty_answer", "There is nothing in your answer yet. Write something, or press Skip.")
    length = len(text) + len(code)
    if length > LONGEST_ANSWER:
        raise AppError(
            "answer_too_long",
            f"Your answer has {length:,} characters. Keep it under {LONGEST_ANSWER:,}; nothing was sent.",
        )
    return utterance.model_copy(update={"text": text, "code": code})


def admit_action(action: str) -> str:
    """A known action, or AppError."""
    if action not in ACTIONS:
        raise AppError("unknown_action", f"There is no action '{action[:40]}'. Use one of: {', '.join(ACTIONS)}.")
    return action
