"""The page's edge: what a verb refuses becomes a sentence, for people and for programs; nothing else gets out."""

import functools
import html
import inspect
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr

from core.errors import AppError

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])
_UNKNOWN = "Something went wrong on our side, and it is in the log. What you had stored is safe; try again."


def for_programs(verb: F) -> F:
    """Errors as gr.Error sentences that begin with a stable code: `unknown_session: There is no such interview ...`."""
    return _edged(verb, lambda code, sentence: gr.Error(f"{code}: {sentence}", title="Refused", print_exception=False))


def for_people(handler: F) -> F:
    """Errors as a quiet note on the page, the page's state untouched."""
    return _edged(
        handler, lambda code, sentence: gr.Error(html.escape(sentence), title="Not yet", print_exception=False)
    )


def _edged(work: F, worded: Callable[[str, str], gr.Error]) -> F:
    def told(fault: Exception) -> gr.Error:
        if isinstance(fault, gr.Error):
            return fault
        if isinstance(fault, AppError):
            return worded(fault.code, fault.sentence)
        log.error("in %s", work.__name__, exc_info=fault)
        return worded("failed", _UNKNOWN)

    if inspect.isgeneratorfunction(work):

        @functools.wraps(work)
        def streamed(*args: Any, **kwargs: Any) -> Any:
            try:
                yield from work(*args, **kwargs)
            except Exception as fault:  # noqa: BLE001 - this is the edge
                raise told(fault) from None

        return streamed  # type: ignore[return-value]

    @functools.wraps(work)
    def once(*args: Any, **kwargs: Any) -> Any:
        try:
            return work(*args, **kwargs)
        except Exception as fault:  # noqa: BLE001 - this is the edge
            raise told(fault) from None

    return once  # type: ignore[return-value]
