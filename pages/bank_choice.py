"""The choice of question banks in the set-up form; it shows only to who has one, or can see one that is shared."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from agents import own_banks
from agents.deps import Deps
from core.text import counted
from pages.components import late
from pages.edge import for_people
from pages.identity import caller_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Which banks, and whether ours are asked beside them."""

    column: gr.Column
    banks: gr.Dropdown
    ours: gr.Radio


def build() -> Choice:
    """Lays the choice out, hidden until there is something to choose."""
    with gr.Column(visible=False, elem_id="bank-choice") as column, gr.Row():
        banks = late(
            gr.Dropdown(
                [],
                value=[],
                multiselect=True,
                max_choices=10,
                label="Question banks",
                info="Leave empty for our questions",
                elem_id="banks-asked",
            )
        )
        ours = gr.Radio(
            [("Beside ours, in turn", "beside"), ("Instead of ours", "instead")],
            value="instead",
            label="They are asked",
            elem_id="banks-ours",
        )
    return Choice(column, banks, ours)


def wire(deps: Deps, choice: Choice, track: gr.Radio, triggers: list[Any]) -> None:
    """Keeps the choice to the banks that have questions of the kind of interview that is set."""

    @for_people
    def on_choices(kind: str, chosen: list[str] | None, request: gr.Request) -> list[Any]:
        lines = [one for one in own_banks.list_banks(deps, caller_of(request)) if one.counts.get(kind)]
        known = {one.id for one in lines}
        choices = [(_name(one.name, one.counts[kind], mine=one.mine), one.id) for one in lines]
        kept = [one for one in chosen or [] if one in known]
        return [gr.update(visible=bool(lines)), gr.update(choices=choices, value=kept)]

    gr.on(
        triggers,
        on_choices,
        [track, choice.banks],
        [choice.column, choice.banks],
        api_visibility="private",
        show_progress="hidden",
    )


def _name(name: str, count: int, *, mine: bool) -> str:
    questions = counted(count, "question")
    return f"{name} · {questions}" + ("" if mine else " · shared")
