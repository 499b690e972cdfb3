"""The live room as one component: where its place is and what its browser side is given. Everything else is `look/live.js`."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

import gradio as gr

from agents.deps import Deps
from agents.view import View

HEAD = '<link rel="stylesheet" href="/look/live.css">'
_PLACE = '<div class="live-place"></div>'
# The template holds no value: Gradio redraws what changes, and the room draws itself.
_ON_LOAD = """
import("/look/live.js").then((live) => live.mount(element, props, watch, trigger, ["turn", "finished", "token"]), () => {
  element.textContent = "Talking does not load in this browser. Type your answers below.";
});
"""


@dataclass(frozen=True, slots=True)
class Live:
    """What the browser's side needs to join a session."""

    session_id: str
    token: str
    voice: Literal["client", "server", "none"] = "client"
    """Who speaks: the browser itself, the server's vendor, or nobody."""
    recognition: Literal["server", "browser", "none"] = "server"
    """Who hears: the server's vendor, the browser (only once agreed to), or nobody."""
    record: bool = False
    lang: str = "en"


def value(live: Live, view: View | None = None) -> dict[str, Any]:
    """The component's value; a new token in the value of the same session renews the key without a break."""
    return {**asdict(live), "view": view.model_dump(mode="json") if view else None}


def joining(deps: Deps, token: str, view: View) -> dict[str, Any]:
    """The value for an interview as it stands, with who hears and who speaks just now."""
    voice: Literal["client", "server"] = "client" if deps.speaking.by_client else "server"
    hears: Literal["server", "browser"] = "server" if deps.hearing.able() else "browser"
    return value(Live(view.session_id, token, voice, hears, view.recording, view.language), view)


def build(first: dict[str, Any] | None = None) -> gr.HTML:
    """The component, without a room until it has a value.

    Events for Python: `turn` after each committed turn, `finished` when the interview is over, `token` when the key is old.
    """
    return gr.HTML(
        first,
        html_template=_PLACE,
        js_on_load=_ON_LOAD,
        head=HEAD,
        apply_default_css=False,
        elem_id="live",
        elem_classes="plain",
    )
