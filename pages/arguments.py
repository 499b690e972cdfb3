"""What a caller sends, held against what a handler is annotated to take: the first value that does not fit is named in one sentence."""

import inspect
import types
import typing
from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.data_classes import FileData
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from core.errors import AppError
from core.text import paired

_MOST = 2**63
"""Whole numbers stay below it: no database holds larger ones."""
_TAKES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", dict: "an object", list: "a list"}
_OF = {str: "a list of texts", FileData: "a list of files"}
_CAME = {str: "a text", bool: "true or false", list: "a list", dict: "an object", type(None): "nothing"}


class Takes:
    """What a handler takes, read once from its annotations."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._signature = inspect.signature(work, eval_str=True)
        self._kinds = {
            one.name: (_words(one.annotation), _adapter(one.annotation), one.default)
            for one in self._signature.parameters.values()
            if one.annotation not in (gr.Request, one.empty) and one.kind is one.POSITIONAL_OR_KEYWORD
        }

    def fitted(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> inspect.BoundArguments:
        """The arguments, each of its kind, texts without halves of letters; null stands for what is not sent.

        AppError names the first that does not fit.
        """
        bound = self._signature.bind(*args, **kwargs)
        for name, (words, adapter, default) in self._kinds.items():
            if name in bound.arguments:
                value = bound.arguments[name]
                unsent = value is None and default is not inspect.Parameter.empty
                bound.arguments[name] = default if unsent else _fitted(name, value, words, adapter)
        return bound

    def misfit(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> AppError | None:
        """What `fitted` would refuse, if anything."""
        try:
            self.fitted(args, kwargs)
        except AppError as fault:
            return fault
        return None


def _fitted(name: str, value: Any, words: str, adapter: TypeAdapter[Any]) -> Any:
    try:
        made = adapter.validate_python(whole(value))
    except (ValidationError, RecursionError):
        came = _CAME.get(type(value), "another number")
        came = f"{came} of something else" if came in words else came
        raise AppError("wrong_argument", f"'{name}' takes {words}; what came is {came}. Nothing was changed.") from None
    if isinstance(made, int) and abs(made) >= _MOST:
        raise AppError("wrong_argument", f"'{name}' takes a whole number of at most 18 digits. Nothing was changed.")
    return made


def whole(value: Any, deep: int = 2) -> Any:
    """The value with its texts as they can be kept, so deep in lists and objects as anything here is read."""
    if isinstance(value, str):
        return paired(value)
    if deep and isinstance(value, list):
        return [whole(one, deep - 1) for one in value]
    if deep and isinstance(value, dict):
        return {paired(key): whole(one, deep - 1) for key, one in value.items()}
    return value


class Form(BaseModel):
    """What a page sends as JSON."""

    @model_validator(mode="before")
    @classmethod
    def _kept(cls, given: Any) -> Any:
        return whole(given)


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """The annotation without `| None`: its class and what it is a list of."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        annotation = next(one for one in typing.get_args(annotation) if one is not type(None))
    return typing.get_origin(annotation) or annotation, typing.get_args(annotation)


def _words(annotation: Any) -> str:
    kind, of = _bare(annotation)
    return _OF.get(of[0] if kind is list and of else None, _TAKES.get(kind, "something else"))


def _adapter(annotation: Any) -> TypeAdapter[Any]:
    """Files may be anything here: `pages.uploads` looks at them."""
    kind, of = _bare(annotation)
    if kind is FileData:
        return TypeAdapter(Any)
    return TypeAdapter(list[Any] | None if FileData in of else annotation, config=ConfigDict(allow_inf_nan=False))
