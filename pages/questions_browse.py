"""All questions there are, to look through: ours, one's own, and those that others share."""

from typing import Any

import gradio as gr

from agents import banks, browsing, own_banks
from agents.deps import Deps
from agents.view import topic_words
from core.bank import TRACKS, Track
from core.caller import Caller
from pages import questions_html as html
from pages.components import late
from pages.edge import for_people
from pages.identity import caller_of
from pages.show import track_words

_OURS = [("Viva Voce's own", "")]


def build(deps: Deps, tab: gr.Tab) -> None:
    """Lays it out and wires it."""
    with gr.Row(elem_id="q-browse"):
        bank = late(gr.Dropdown(_OURS, value="", label="Bank", elem_id="browse-bank", min_width=180))
        track = gr.Dropdown(
            [(track_words(one), one) for one in TRACKS],
            value="technical",
            label="Kind",
            elem_id="browse-track",
            min_width=150,
        )
        topic = late(gr.Dropdown([("All", "")], value="", label="Topic", elem_id="browse-topic", min_width=180))
        query = gr.Textbox(
            label="Search",
            placeholder="caching, conflict, pricing …",
            max_length=200,
            elem_id="browse-query",
            min_width=200,
        )
    shown = gr.HTML("", elem_classes="plain", elem_id="browse-found")

    def topics(kind: Track, bank_id: str, chosen: str) -> Any:
        found = () if bank_id else banks.choices(deps, kind).topics
        choices = [("All", ""), *((topic_words(one), one) for one in found)]
        return gr.update(choices=choices, value=chosen if chosen in found else "", visible=not bank_id)

    def look(caller: Caller, bank_id: str, kind: Track, chosen: str, text: str) -> list[Any]:
        found = browsing.browse(deps, caller, bank_id, kind, chosen, text or "")
        return [topics(kind, bank_id, chosen), gr.update(visible=not bank_id), html.found(found)]

    @for_people
    def on_open(bank_id: str, kind: Track, chosen: str, text: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        lines = own_banks.list_banks(deps, caller)
        choices = [*_OURS, *((one.name if one.mine else f"{one.name} · shared", one.id) for one in lines)]
        known = bank_id if any(one.id == bank_id for one in lines) else ""
        return [gr.update(choices=choices, value=known), *look(caller, known, kind, chosen or "", text)]

    @for_people
    def on_change(bank_id: str, kind: Track, chosen: str, text: str, request: gr.Request) -> list[Any]:
        return look(caller_of(request), bank_id or "", kind, chosen or "", text)

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    asked = [bank, track, topic, query]
    tab.select(on_open, asked, [bank, topic, track, shown], **quiet)
    gr.on(
        [bank.input, track.input, topic.input, query.submit, query.blur],
        on_change,
        asked,
        [topic, track, shown],
        **quiet,
    )
