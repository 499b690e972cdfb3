"""The public endpoints of a review: notes at a second, the reviewer's own verdict, and reviewing blind."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from agents.deps import Deps
from agents.review import blinding, deciding, noting, reading
from pages.edge import for_programs
from pages.identity import caller_of

PUBLIC = ("note_add", "note_list", "verdict_set", "verdict_list", "blind_set")


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by name; `pages/api.py` registers them."""

    @for_programs
    def note_add(
        transcript_id: str, text: str = "", at: float | None = None, request: gr.Request = None
    ) -> dict[str, Any]:
        """Adds a note to a transcript, `at` a second of its time line or to the whole; without a text it is a bookmark."""
        return noting.add(deps, caller_of(request), transcript_id, at, text).model_dump(mode="json")

    @for_programs
    def note_list(transcript_id: str, request: gr.Request = None) -> list[dict[str, Any]]:
        """The notes of a transcript in the order of their seconds; in a blind review only your own until your verdict is in."""
        return [one.model_dump(mode="json") for one in noting.listing(deps, caller_of(request), transcript_id)]

    @for_programs
    def verdict_set(
        transcript_id: str, decision: str, reason: str = "", request: gr.Request = None
    ) -> dict[str, Any]:
        """Your verdict on a transcript: `advance`, `hold` or `decline`, which needs a `reason`. A later one replaces it; the earlier
        stays in the trail."""
        return deciding.decide(deps, caller_of(request), transcript_id, decision, reason).model_dump(mode="json")

    @for_programs
    def verdict_list(transcript_id: str, request: gr.Request = None) -> dict[str, Any]:
        """`own`: your verdict on a transcript, or null; `others`: those of other reviewers; `names`: what they are called; `trail`:
        who did what when, latest first. Blind, or invited by a link, others are hidden, as `hidden` says, until yours is in."""
        opened = reading.open(deps, caller_of(request), transcript_id)
        return {
            "own": opened.own.model_dump(mode="json") if opened.own else None,
            "others": [one.model_dump(mode="json") for one in opened.others],
            "names": dict(opened.names),
            "trail": [one.model_dump(mode="json") for one in opened.lines],
            "hidden": list(opened.hidden),
        }

    @for_programs
    def blind_set(on: bool, transcript_id: str = "", request: gr.Request = None) -> dict[str, Any]:
        """Blind review on or off for you, of one transcript or of all: names, voices, scores and other reviewers stay hidden until
        your own verdict is in."""
        blinding.switch(deps, caller_of(request), on, transcript_id)
        return {"on": on, "transcript_id": transcript_id}

    return {
        "note_add": note_add,
        "note_list": note_list,
        "verdict_set": verdict_set,
        "verdict_list": verdict_list,
        "blind_set": blind_set,
    }
