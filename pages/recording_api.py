"""The public endpoints of a recording's way to its transcript: analyse it, look how far it is, follow it."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from agents.deps import Deps
from agents.recordings import desk
from pages.edge import for_programs
from pages.identity import caller_of

PUBLIC = ("recording_analyze", "recording_status", "recording_events")


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by name; `pages/api.py` registers them."""

    @for_programs
    def recording_analyze(
        media_id: str, engine: str = "", stage: str = "", request: gr.Request = None
    ) -> dict[str, Any]:
        """Queues an uploaded recording to be heard, divided into questions and answers, graded and kept as a transcript whose
        id is the same; asked twice, it is done once. `stage` (decode, transcribe, divide, grade, report) tries one that failed
        again, or does one anew with all that follows; `engine` (cartesia, deepgram, whisper, vosk, sphinx) transcribes anew
        with that one alone. Returns how far it is, as `recording_status` does."""
        return desk.analyze(deps, caller_of(request), media_id, engine, stage).model_dump(mode="json")

    @for_programs
    def recording_status(media_id: str, request: gr.Request = None) -> dict[str, Any]:
        """How far a recording is: `state` (idle, queued, working, done, failed), each of its `stages` with its state and a
        sentence, `error`, and its `transcript_id` once there is a transcript."""
        return desk.status(deps, caller_of(request), media_id).model_dump(mode="json")

    @for_programs
    def recording_events(media_id: str, request: gr.Request = None) -> Iterator[dict[str, Any]]:
        """Streams `stage` events ({stage, state, said}): how every stage stands, then each change; `alive` now and then when
        nothing is new. The last is `done` with the `transcript_id`, `failed` with the `error`, or `idle`."""
        yield from desk.events(deps, caller_of(request), media_id)

    return {
        "recording_analyze": recording_analyze,
        "recording_status": recording_status,
        "recording_events": recording_events,
    }
