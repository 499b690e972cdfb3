"""What a tab's handlers write to, one value a component, so that none counts places; what a page remembers; choices that come later."""

from dataclasses import dataclass, fields
from typing import Any

import gradio as gr


@dataclass(frozen=True, slots=True)
class Components:
    """A tab names its components as fields of a subclass."""

    def outputs(self) -> list[Any]:
        """The components, as Gradio wants them."""
        return [getattr(self, field.name) for field in fields(self)]

    def updates(self, **changes: Any) -> list[Any]:
        """One value a component: what is named changes, the rest stays as it is."""
        return [changes.get(field.name, gr.skip()) for field in fields(self)]


def noted() -> gr.Textbox:
    """What the page itself remembers, unseen: Gradio's State is in the server's memory, and gone when that starts anew."""
    return gr.Textbox("", visible=False)


def late(choice: Any) -> Any:
    """A dropdown, radio or checkbox group whose choices come later. Gradio knows which ones only until it is started anew and would
    refuse them then; here the verbs judge what was chosen."""
    choice.preprocess = _chosen
    return choice


def _chosen(sent: Any) -> Any:
    """What was sent; ValueError where no choice can be of its kind."""
    if all(one is None or isinstance(one, (str, int, float)) for one in (sent if isinstance(sent, list) else [sent])):
        return sent
    raise ValueError("no choice is of this kind")
