"""What a tab's handlers write to: its components in one order, and one value a component, so that no handler counts places."""

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
