"""What Gradio holds of each page that is open: little, nothing of what was said on it, and nothing of a single call."""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from gradio.state_holder import SessionState, StateHolder
from starlette.routing import Mount

PAGES_HELD = 1000
"""The last used. Nothing hangs on it: what a page has to remember, it remembers itself (`components.noted`)."""


class PageState(SessionState):  # type: ignore[misc]
    """Without Gradio's copy of the page as it was filled in, which only its links to a filled page need: 0.7 MB, and what was said."""

    def __init__(self, demo: gr.Blocks) -> None:
        super().__init__(SimpleNamespace(default_config=demo.default_config, blocks=()))

    def _update_config(self, key: int) -> None:
        """Not kept."""

    def _update_value_in_config(self, key: int, value: Any) -> None:
        """Not kept."""


class PageStates(StateHolder):  # type: ignore[misc]
    """One state for each page, and for each program that stays; a single call has one to itself, which ends with it."""

    def __getitem__(self, session_id: str) -> PageState:
        """The state of a page; where Gradio is told of none, it takes the call's own id for a page's."""
        if session_id in self.blocks._queue.event_ids_to_events:
            return PageState(self.blocks)
        if session_id not in self.session_data:
            self.session_data[session_id] = PageState(self.blocks)
        held: PageState = super().__getitem__(session_id)
        return held

    def delete_all_expired_state(self) -> None:
        """Asked for every second. Gradio would also keep an empty set for every call that is over."""
        super().delete_all_expired_state()
        waiting = self.blocks._queue.pending_event_ids_session
        for session_id in [one for one, events in waiting.items() if not events]:
            del waiting[session_id]


def hold(app: FastAPI, demo: gr.Blocks) -> None:
    """Gives the Gradio that is mounted in `app` our holder in place of its own."""
    gradio = next(one.app for one in app.routes if isinstance(one, Mount) and isinstance(one.app, App))
    demo.state_session_capacity = PAGES_HELD
    # A stream may still ask for a set that was dropped because it was empty.
    demo._queue.pending_event_ids_session = defaultdict(set)
    gradio.state_holder = PageStates()
    gradio.state_holder.set_blocks(demo)
