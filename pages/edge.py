"""The page's edge: what a verb refuses becomes a sentence, for people and for programs; nothing else gets out."""

import functools
import html
import inspect
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr

from core.errors import AppError
from core.text import paired
from pages.arguments import Takes

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])
_UNKNOWN = "Something went wrong on our side, and it is in the log. What you had stored is safe; try again."


def for_programs(verb: F) -> F:
    """Errors as gr.Error sentences that begin with a stable code: `unknown_session: There is no such interview ...`. What is sent is held
    against the annotations first."""
    takes = Takes(verb)

    def checked(*args: Any, **kwargs: Any) -> Any:
        bound = takes.fitted(args, kwargs)
        return verb(*bound.args, **bound.kwargs)

    def streamed(*args: Any, **kwargs: Any) -> Any:
        yield from checked(*args, **kwargs)

    held = functools.wraps(verb)(streamed if inspect.isgeneratorfunction(verb) else checked)
    return _edged(held, refused_program)  # type: ignore[return-value]


def for_people(handler: F) -> F:
    """Errors as a quiet note on the page, the page's state untouched."""
    return _edged(
        handler, lambda code, sentence: gr.Error(html.escape(sentence), title="Not yet", print_exception=False)
    )


def refused_program(code: str, sentence: str) -> gr.Error:
    """A refusal as programs read it."""
    return gr.Error(f"{code}: {sentence}", title="Refused", print_exception=False)


def _edged(work: F, worded: Callable[[str, str], gr.Error]) -> F:
    def told(fault: Exception, args: tuple[Any, ...], kwargs: dict[str, Any]) -> gr.Error:
        if isinstance(fault, gr.Error):
            return fault
        # A page sends what fits; who sent something else by hand is told so, and it is no fault of ours.
        known = fault if isinstance(fault, AppError) else Takes(work).misfit(args, kwargs)
        if known is not None:
            return worded(known.code, paired(known.sentence))
        log.error("in %s", work.__name__, exc_info=fault)
        return worded("failed", _UNKNOWN)

    if inspect.isgeneratorfunction(work):

        @functools.wraps(work)
        def streamed(*args: Any, **kwargs: Any) -> Any:
            try:
                yield from work(*args, **kwargs)
            except Exception as fault:  # noqa: BLE001 - this is the edge
                raise told(fault, args, kwargs) from None

        return streamed  # type: ignore[return-value]

    @functools.wraps(work)
    def once(*args: Any, **kwargs: Any) -> Any:
        try:
            return work(*args, **kwargs)
        except Exception as fault:  # noqa: BLE001 - this is the edge
            raise told(fault, args, kwargs) from None

    return once  # type: ignore[return-value]


def told(job: Any) -> dict[str, Any]:
    """How far a job is, as programs read it."""
    kept: dict[str, Any] = job.model_dump(
        mode="json", include={"id", "kind", "state", "attempts", "progress", "error", "result"}
    )
    return kept
