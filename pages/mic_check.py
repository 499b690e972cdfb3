"""The microphone check as one component of the set-up; what it finds stays in the browser's tab. The rest is `look/mic_check.js`."""

from typing import Literal

import gradio as gr

from pages.live_room import HEAD

_PLACE = '<div class="mic-place"></div>'
_ON_LOAD = 'import("/look/mic_check.js").then((check) => check.mount(element, props), () => {});'


def build(voice: Literal["client", "server", "none"] = "client", lang: str = "en") -> gr.HTML:
    """The check; `voice` says whose voice is tested for echo, the browser's own or one that comes through the page."""
    return gr.HTML(
        {"voice": voice, "lang": lang},
        html_template=_PLACE,
        js_on_load=_ON_LOAD,
        head=HEAD,
        apply_default_css=False,
        elem_id="mic-check",
        elem_classes="plain",
    )
