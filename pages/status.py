"""The Status tab: what is at work and what is missing, the local user's keys, and everything of yours to take or delete."""

from html import escape
from typing import Any

import gradio as gr

from agents import account, vendors
from agents.deps import Deps
from core.errors import AppError
from core.text import counted
from pages.calibration_html import LINK
from pages.edge import for_people
from pages.identity import caller_of
from pages.progress import bar
from store import keys

_WORDS = {"at_work": ("ok", "at work"), "available": ("hm", "available"), "lacking": ("soft", "not set up")}


def build(deps: Deps, tab: gr.Tab) -> None:
    """Lays the tab out and wires it."""
    board = gr.HTML("", elem_classes="plain", elem_id="board")
    with gr.Row():
        fetch = gr.Button("Fetch Whisper's weights", visible=False, elem_id="btn-fetch", scale=0, min_width=240)
        fetched = gr.HTML("", elem_classes="plain", elem_id="fetched")
    watch = gr.Timer(1.0, active=False)
    with gr.Column(visible=False) as local, gr.Row(elem_id="setup-row"):
        with gr.Column():
            gr.HTML(
                '<div class="viva"><h3>Paste a key</h3><p class="soft">It is kept in your data folder, readable by you '
                "alone, and never shown again.</p></div>",
                elem_classes="plain",
            )
            key_name = gr.Dropdown(list(vendors.KEYS), value=vendors.KEYS[0], label="Key")
            key_value = gr.Textbox(type="password", label="Value", max_length=400)
            keep = gr.Button("Keep and test it", variant="primary", elem_id="btn-key")
            key_said = gr.HTML("", elem_classes="plain")
        with gr.Column():
            gr.HTML(
                '<div class="viva"><h3>A key for programs</h3><p class="soft">Scripts on other machines send it as '
                "<code>Authorization: Bearer vv_…</code> and act as you.</p></div>",
                elem_classes="plain",
            )
            program = gr.Textbox(label="Name of the program", placeholder="my script", max_length=80)
            make = gr.Button("Make a key", elem_id="btn-program-key")
            made_key = gr.Textbox(label="Shown once", interactive=False, visible=False, buttons=["copy"])
    gr.HTML(
        '<div class="viva" style="margin-top:20px"><h3>Yours to take, yours to delete</h3><p class="soft">Everything kept '
        'about you: interviews, answers, recordings, reports. <a href="/files/everything.json" download>Download everything</a></p></div>',
        elem_classes="plain",
    )
    with gr.Row(elem_id="wipe"):
        sure = gr.Textbox(label="To delete everything of yours, write: delete", max_length=20, elem_id="sure")
        wipe = gr.Button("Delete everything of mine", variant="stop", elem_id="btn-wipe")
    wiped = gr.HTML("", elem_classes="plain")

    @for_people
    def on_open(request: gr.Request) -> list[Any]:
        return [_board(deps), gr.update(visible=caller_of(request).role == "local"), *on_watch()]

    def on_watch() -> list[Any]:
        """How far Whisper's weights have come; the button is there while they are not."""
        told = deps.hearing.fetch.progress
        wanted = bool(deps.hearing.lacking().get("whisper")) and not told.running
        return [gr.update(visible=wanted), _progress(told), gr.update(active=told.running)]

    @for_people
    def on_fetch() -> list[Any]:
        deps.hearing.fetch.start()
        return on_watch()

    @for_people
    def on_tick() -> list[Any]:
        return [_board(deps), *on_watch()]

    @for_people
    def on_key(name: str, value: str, request: gr.Request) -> list[Any]:
        if caller_of(request).role != "local":
            raise AppError("not_local", "Keys can be pasted only on the machine that runs the app.")
        said = vendors.keep_key(deps, name, value)
        return [f'<p class="viva">{escape(said)}</p>', "", _board(deps)]

    @for_people
    def on_make(name: str, request: gr.Request) -> Any:
        caller = caller_of(request)
        if caller.role != "local":
            raise AppError("not_local", "Keys for programs can be made only on the machine that runs the app.")
        return gr.update(value=keys.create(deps.store, caller.owner, name or "program"), visible=True)

    @for_people
    def on_wipe(word: str, request: gr.Request) -> list[Any]:
        if (word or "").strip().lower() != "delete":
            raise AppError("not_sure", "Write the word delete in the field first. Nothing was deleted.")
        counts = account.delete(deps, caller_of(request))
        gone = (counted(counts.get("sessions", 0), "interview"), counted(counts.get("reports", 0), "report"))
        told = f"Deleted for good, with everything else kept about you: {' and '.join(gone)}."
        return [f'<p class="viva">{told}</p>', ""]

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    tab.select(on_open, None, [board, local, fetch, fetched, watch], **quiet)
    fetch.click(on_fetch, None, [fetch, fetched, watch], **quiet)
    watch.tick(on_tick, None, [board, fetch, fetched, watch], **quiet)
    keep.click(on_key, [key_name, key_value], [key_said, key_value, board], **quiet)
    make.click(on_make, program, made_key, **quiet)
    wipe.click(on_wipe, sure, [wiped, sure], **quiet)


def _progress(told: Any) -> str:
    if told.fault:
        return f'<p class="viva" role="alert">{escape(told.fault)}</p>'
    if not told.running:
        return ""
    share = told.done / told.total if told.total else 0.0
    of = f"{told.done / 1e6:.0f} of {told.total / 1e6:.0f} MB" if told.total else "asking the hub"
    return (
        f'<div class="viva" role="status"><p class="small">Fetching Whisper\'s weights: {of}</p>'
        f"{bar(share, 'The weights')}</div>"
    )


def _board(deps: Deps) -> str:
    rows = "".join(
        f"<tr><td><b>{escape(one.part)}</b></td><td>{escape(one.name)}</td>"
        f'<td class="{_WORDS[one.state][0]}">{_WORDS[one.state][1]}</td><td class="soft">{escape(one.words)}</td></tr>'
        for one in vendors.board(deps)
    )
    return (
        '<div class="viva"><div class="hero"><h1>What is at work</h1><p class="soft">The app runs whole without a key and a network; '
        "each key makes it better.</p></div>"
        '<div class="card"><table class="rows"><thead><tr><th>Part</th><th>With</th><th>State</th><th>What it is or needs</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f'<p class="small trust">The grades, held against people: {LINK}</p>'
        f'<p class="small">Data folder: {escape(str(deps.settings.data))}</p></div>'
    )
