"""The Questions tab as components: upload, review, banks, browsing. What they show is in `questions_html`."""

from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from core.bank import TRACKS
from core.own import FIELDS, LONGEST_NAME, BankLine, Row, Upload
from core.text import counted
from pages import questions_html as html
from pages.components import Components, late, noted
from pages.show import LEVELS, track_words

KINDS = [(track_words(one), one) for one in TRACKS]
LEVEL_CHOICES = [(f"{number} · {name}", str(number)) for number, name in LEVELS.items()]
MOST_PICKED = 300
"""Rows that can be picked; the faulty ones come first."""


@dataclass(frozen=True, slots=True)
class Screen(Components):
    """Every component that a handler writes to; `fields` come after these, in the order of FIELDS."""

    hero: gr.HTML
    start: gr.Row
    file: gr.File
    kept: gr.HTML
    empty: gr.HTML
    pick: gr.Radio
    panel: gr.Column
    bank: gr.HTML
    mine: gr.Column
    shared: gr.Checkbox
    name: gr.Textbox
    sure: gr.Row
    heading: gr.HTML
    review: gr.Column
    summary: gr.HTML
    preview: gr.HTML
    row: gr.Dropdown
    faults: gr.HTML
    form: gr.Column
    keep: gr.Button
    keep_good: gr.Button
    new_name: gr.Textbox
    new_shared: gr.Checkbox
    replaces: gr.Textbox


@dataclass(frozen=True, slots=True)
class Buttons:
    """What can be pressed or chosen beside that."""

    kind: gr.Dropdown
    look: gr.Button
    save: gr.Button
    leave: gr.Button
    drop: gr.Button
    rename: gr.Button
    replace: gr.Button
    delete: gr.Button
    for_good: gr.Button
    not_yet: gr.Button


def build() -> tuple[Screen, Buttons, list[Any]]:
    """Lays upload, review and banks out; the third is the row's fields, in the order of FIELDS."""
    hero = gr.HTML(html.HERO, elem_classes="plain")
    kept = gr.HTML("", elem_classes="plain", elem_id="q-kept")
    with gr.Row(elem_id="q-start") as start:
        with gr.Column(min_width=300):
            heading = gr.HTML(_heading(""), elem_classes="plain")
            file = gr.File(
                label="CSV, JSON lines or Markdown, up to 2 MB",
                file_types=[".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".md", ".markdown"],
                height=150,
                elem_id="q-file",
            )
            kind = gr.Dropdown(
                KINDS, value="technical", label="Kind of interview", info="For rows that name none", elem_id="q-kind"
            )
            look = gr.Button("Look through it", variant="primary", elem_id="btn-look")
            with gr.Accordion("How a file looks", open=False):
                gr.HTML(html.EXAMPLE, elem_classes="plain")
        with gr.Column(min_width=300):
            empty = gr.HTML(html.EMPTY, elem_classes="plain")
            pick = late(gr.Radio([], label="Banks", visible=False, elem_id="q-banks"))
            with gr.Column(visible=False, elem_id="q-panel") as panel:
                bank = gr.HTML("", elem_classes="plain", elem_id="q-bank")
                with gr.Column() as mine:
                    shared = gr.Checkbox(
                        label="Share it with everyone on this server",
                        info="They may be asked its questions; only you can change it, export it or browse its answers",
                        elem_id="q-shared",
                    )
                    with gr.Row(elem_id="q-rename"):
                        name = gr.Textbox(label="Name", max_length=LONGEST_NAME, elem_id="q-name", scale=3)
                        rename = gr.Button("Rename", elem_id="btn-rename", scale=1, min_width=110)
                    with gr.Row(elem_id="q-acts"):
                        replace = gr.Button("Upload a new version", elem_id="btn-replace")
                        delete = gr.Button("Delete this bank", elem_id="btn-delete-bank")
                    with gr.Row(visible=False, elem_id="q-sure") as sure:
                        gr.HTML(
                            '<p class="viva">The bank is deleted for good. Interviews that run keep their questions.</p>',
                            elem_classes="plain",
                        )
                        for_good = gr.Button("Delete for good", variant="stop", elem_id="btn-bank-for-good")
                        not_yet = gr.Button("Keep it")
    with gr.Column(visible=False, elem_id="q-review") as review:
        summary = gr.HTML("", elem_classes="plain")
        with gr.Row(elem_id="q-two"):
            with gr.Column(min_width=300):
                preview = gr.HTML("", elem_classes="plain", elem_id="q-preview")
            with gr.Column(min_width=300, elem_id="q-side"):
                row = late(gr.Dropdown([], label="Row to mend or change", elem_id="q-row"))
                faults = gr.HTML("", elem_classes="plain", elem_id="q-faults")
                with gr.Column() as form:
                    fields = _fields()
                    with gr.Row(elem_id="q-mend"):
                        save = gr.Button("Save this row", elem_id="btn-save-row")
                        leave = gr.Button("Leave this row out", elem_id="btn-leave-row")
        with gr.Row(elem_id="q-keep"):
            new_name = gr.Textbox(label="Name of the bank", max_length=LONGEST_NAME, elem_id="q-new-name", scale=2)
            new_shared = gr.Checkbox(
                label="Share it with everyone on this server", info="You can change that later", elem_id="q-new-shared"
            )
            keep = gr.Button("Keep this bank", variant="primary", elem_id="btn-keep-bank")
            keep_good = gr.Button("Take only the good rows", visible=False, elem_id="btn-keep-good")
            drop = gr.Button("Throw this upload away", elem_id="btn-drop")
    screen = Screen(
        hero,
        start,
        file,
        kept,
        empty,
        pick,
        panel,
        bank,
        mine,
        shared,
        name,
        sure,
        heading,
        review,
        summary,
        preview,
        row,
        faults,
        form,
        keep,
        keep_good,
        new_name,
        new_shared,
        noted(),
    )
    return screen, Buttons(kind, look, save, leave, drop, rename, replace, delete, for_good, not_yet), fields


def _fields() -> list[Any]:
    """One component a field of a row; those that are seldom written are closed."""
    made: dict[str, Any] = {
        "question": gr.Textbox(label="Question", lines=2, max_lines=8, elem_id="row-question"),
        "reference": gr.Textbox(label="Answer", lines=4, max_lines=14, elem_id="row-reference"),
        "key_points": gr.Textbox(
            label="Key points, one a line",
            lines=4,
            max_lines=14,
            elem_id="row-key_points",
            info="Empty: proposed from the answer. Behind one: [weight 3]. Below one: also: other words, ask: a follow-up",
        ),
    }
    with gr.Row():
        made["level"] = gr.Dropdown(
            LEVEL_CHOICES, value=None, label="Level", allow_custom_value=True, elem_id="row-level", min_width=120
        )
        made["track"] = gr.Dropdown(
            KINDS, value=None, label="Kind", allow_custom_value=True, elem_id="row-track", min_width=120
        )
        made["topic"] = gr.Textbox(label="Topic", elem_id="row-topic", min_width=120)
    with gr.Accordion("Everything else", open=False):
        for name in FIELDS:
            if name not in made:
                lines = 2 if name in ("rephrased", "exhibit", "hints", "mistakes") else 1
                label = {"rephrased": "In other words"}.get(name, name.capitalize())
                made[name] = gr.Textbox(label=label, lines=lines, max_lines=10, elem_id=f"row-{name}")
    return [made[name] for name in FIELDS]


def _heading(name: str) -> str:
    return f'<div class="viva"><h2 class="q-head">{name or "Bring a file"}</h2></div>'


def heading(line: BankLine | None) -> str:
    """What the upload is for: a new bank, or the next version of one."""
    return _heading(f"A new version of {escape(line.name)}" if line else "")


def banks(lines: list[BankLine], chosen: str) -> Any:
    """The list of banks."""
    choices = [
        (f"{one.name} · {counted(one.count, 'question')}{'' if one.mine else ' · shared by somebody else'}", one.id)
        for one in lines
    ]
    return gr.update(choices=choices, value=chosen or None, visible=bool(lines))


def rows(upload: Upload, chosen: int | None) -> Any:
    """The rows to pick from, faulty ones first."""
    every = [*upload.faulty, *upload.good][:MOST_PICKED]
    choices = [(_row_name(one), one.n) for one in every]
    return gr.update(choices=choices, value=chosen)


def _row_name(row: Row) -> str:
    sign = "✕" if row.faults else "✓"
    text = " ".join(row.fields.get("question", "").split())
    return f"{sign} Row {row.n} · {text[:50] or 'no question'}"


def texts(row: Row | None) -> list[Any]:
    """The fields of a row, for its form."""
    return [gr.update(value=(row.fields.get(name, "") if row else "") or _nothing(name)) for name in FIELDS]


def _nothing(name: str) -> str | None:
    return None if name in ("level", "track") else ""
