"""Calls to Gradio's own routes: what fits none of its functions is refused in one sentence, and leaves no traceback in the log."""

import inspect
import logging
from typing import Any

import gradio as gr
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from gradio.route_utils import FnIndexInferError
from starlette.exceptions import HTTPException

from core.misfit import worded
from core.text import counted, paired
from pages.edge import refused_program
from pages.uploads import found

log = logging.getLogger(__name__)


CLOSED = ("/gradio_api/deep_link", "/gradio_api/process_recording", "/gradio_api/vibe", "/gradio_api/stream/")
"""Gradio's doors that no page of ours uses: one keeps a session's values as a file, one keeps every video that it is sent."""


class Checked(gr.Blocks):  # type: ignore[misc]
    """Blocks that take exactly the values that a function has, in a shape that its components can read."""

    async def preprocess_data(self, block_fn: Any, inputs: list[Any], *args: Any, **kwargs: Any) -> Any:
        """The values as the function takes them; gr.Error in one sentence where that cannot be."""
        wanted, public = len(block_fn.inputs), block_fn.api_visibility == "public"
        if len(inputs) < wanted or (public and len(inputs) > wanted):
            raise refused_program("wrong_call", _wrong_count(block_fn, wanted if public else -1, len(inputs)))
        if _foreign(inputs):
            raise refused_program("no_file", "Send the file itself: with gradio_client, handle_file(path). Nothing was changed.")
        try:
            return await super().preprocess_data(block_fn, inputs, *args, **kwargs)
        except gr.Error as fault:
            fault.print_exception = False
            raise
        except Exception as fault:  # noqa: BLE001 - a stranger's values; whatever reads them may stumble
            log.warning("a call to %s that cannot be read: %s", block_fn.api_name, type(fault).__name__)
            raise refused_program(
                "wrong_call",
                "One of these values cannot be read. Send a file as gradio_client's handle_file does, and everything else as plain JSON.",
            ) from None


def _foreign(inputs: list[Any]) -> bool:
    """True where a file is named that nobody uploaded. A mounted Gradio copies any file of the machine that it is told the name of,
    and fetches any address, however much comes."""
    left: list[Any] = list(inputs)
    while left:
        one = left.pop()
        if isinstance(one, dict):
            path = one.get("path")
            if isinstance(path, str) and found(path) is None:
                return True
            left += one.values()
        elif isinstance(one, list):
            left += one
    return False


def _wrong_count(block_fn: Any, wanted: int, came: int) -> str:
    if wanted < 0:
        return "The page and the server do not fit each other. Reload the page; what you had stored is safe."
    names = ", ".join(name for name in inspect.signature(block_fn.fn).parameters if name != "request")
    these = f" ({names}), in this order and null for what you leave out" if names else ""
    return f"{block_fn.api_name} takes {counted(wanted, 'value')}{these}; {came} came. Nothing was changed."


def lost(fault: BaseException | None) -> bool:
    """True where a stream ends because nobody knows it: after a restart, pages and programs ask for what an earlier process told."""
    while fault is not None:
        if isinstance(fault, HTTPException):
            return fault.status_code == 404
        fault = fault.__cause__
    return False


def unreadable(_request: Request, fault: Exception) -> JSONResponse:
    """A request that is not of the shape that its route takes: the first thing that is wrong with it."""
    assert isinstance(fault, RequestValidationError)
    first = fault.errors()[0]
    where = ".".join(str(one) for one in first["loc"] if one != "body") or "the body"
    told = "it is not JSON" if first["type"] == "json_invalid" else f"{where[:60]}: {worded(first)}"
    return _refused(422, "wrong_request", f"This request cannot be read, {told}. Nothing was changed.")


def unknown(_request: Request, _fault: Exception) -> JSONResponse:
    """A name that no endpoint has."""
    return _refused(404, "unknown_endpoint", "There is no such endpoint. GET /gradio_api/info lists them all.")


def misshapen(request: Request, fault: Exception) -> JSONResponse:
    """What Gradio's routes stumble over. They only read requests: the work is done in the queue, whose faults have their own edge."""
    log.warning("a request to %s that fits nothing: %s", request.url.path[:80], type(fault).__name__)
    return _refused(400, "wrong_request", "This request fits no endpoint. GET /gradio_api/info says what each takes. Nothing was changed.")


def _refused(status: int, code: str, sentence: str) -> JSONResponse:
    return JSONResponse({"error": paired(f"{code}: {sentence}")}, status_code=status)


HANDLERS: dict[Any, Any] = {
    RequestValidationError: unreadable,
    FnIndexInferError: unknown,
    **dict.fromkeys((AttributeError, LookupError, RecursionError, TypeError, ValueError), misshapen),
}
"""For Gradio's app, by the exception."""
