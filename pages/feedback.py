"""The Feedback tab: what was done so far, one report at a time, and progress over time as a chart."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import gradio as gr

from agents import disputing, feedback, grading, interview, spoken
from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from core.report import BANDS, Report
from core.text import counted, minute
from pages import compare_html, dispute_html, report_html, show
from pages.components import Components, late
from pages.edge import for_people
from pages.identity import caller_of

LOOK_S = 0.5
"""Seconds between two looks at a grading that is being made."""


@dataclass(frozen=True, slots=True)
class Screen(Components):
    """Every component that a handler writes to."""

    chart: gr.HTML
    pick: gr.Dropdown
    report: gr.HTML
    links: gr.HTML
    again: gr.Column
    about: gr.HTML
    engine: gr.Dropdown
    version: gr.Dropdown
    comparison: gr.HTML


def build(deps: Deps, tab: gr.Tab) -> None:
    """Lays the tab out and wires it; the list is read whenever the tab is opened."""
    here, compare = _lay_out()

    @for_people
    def on_open(request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        done = [one for one in interview.listing(deps, caller, 200) if one.status == "finished"]
        if not done:
            nothing = gr.update(visible=False, choices=[])
            return here.updates(chart=empty(), pick=nothing, report="", links="", again=gr.update(visible=False))
        choices = [(_line(one), one.id) for one in done]
        return here.updates(
            chart=progress(feedback.history(deps, caller)),
            pick=gr.update(choices=choices, value=done[0].id, visible=True),
            **_shown(deps, caller, done[0].id),
        )

    @for_people
    def on_pick(session_id: str, request: gr.Request) -> list[Any]:
        return here.updates(**_shown(deps, caller_of(request), session_id)) if session_id else here.updates()

    @for_people
    def on_version(session_id: str, report_id: str, request: gr.Request) -> list[Any]:
        """An earlier grading is read, and held against the latest."""
        return here.updates(**_shown(deps, caller_of(request), session_id, report_id))

    @for_people
    def on_compare(session_id: str, engine: str, request: gr.Request) -> Iterator[list[Any]]:
        """Grades every answer again and says how far it is; then both gradings side by side."""
        caller = caller_of(request)
        before = feedback.get(deps, caller, session_id)
        job = feedback.generate(deps, caller, session_id, engine)  # type: ignore[arg-type]
        while job.state in ("queued", "running"):
            yield here.updates(
                comparison=compare_html.waiting(f"Grading again: {job.progress or 'about to begin'}")
            )
            time.sleep(LOOK_S)
            job = feedback.status(deps, caller, job.id)
        if job.state == "failed":
            raise AppError("not_graded", f"It could not be graded again: {job.error} The earlier report stands.")
        yield here.updates(**_shown(deps, caller, session_id, job.id, held_against=before.id))

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    out = here.outputs()
    tab.select(on_open, None, out, **quiet)
    here.pick.input(on_pick, here.pick, out, **quiet)
    here.version.input(on_version, [here.pick, here.version], out, **quiet)
    compare.click(on_compare, [here.pick, here.engine], out, concurrency_limit=None, **quiet)


def _lay_out() -> tuple[Screen, gr.Button]:
    chart = gr.HTML("", elem_classes="plain", elem_id="progress")
    pick = late(gr.Dropdown([], label="Interview", visible=False, elem_id="pick-report"))
    report = gr.HTML("", elem_classes="plain", elem_id="past-report")
    links = gr.HTML("", elem_classes="plain")
    with gr.Column(visible=False, elem_id="again") as again:
        about = gr.HTML("", elem_classes="plain")
        with gr.Row(elem_id="grade-again"):
            engine = late(gr.Dropdown([], label="Grade every answer again with", elem_id="pick-engine"))
            compare = gr.Button("Grade again and compare", elem_id="btn-compare")
            version = late(gr.Dropdown([], label="Gradings of this interview", visible=False, elem_id="pick-version"))
        comparison = gr.HTML("", elem_classes="plain", elem_id="comparison")
    return Screen(chart, pick, report, links, again, about, engine, version, comparison), compare


def _shown(deps: Deps, caller: Caller, session_id: str, report_id: str = "", held_against: str = "") -> dict[str, Any]:
    """One report, what can be done with it, and beside it another grading of the same interview where there is one."""
    try:
        made = feedback.get(deps, caller, session_id, report_id)
    except AppError as fault:
        told = report_html.note(fault.sentence)
        return {"report": told, "links": "", "again": gr.update(visible=False), "comparison": ""}
    every = feedback.versions(deps, caller, session_id)
    disputed = disputing.of_report(deps, caller, made.id)
    latest = every[0].id
    comparison = ""
    if held_against or made.id != latest:
        before, after = (held_against, made.id) if held_against else (made.id, latest)
        comparison = compare_html.table(feedback.compare_gradings(deps, caller, session_id, before, after))
    return {
        "report": report_html.report(made, spoken.aloud(deps, caller, session_id), disputed),
        "links": report_html.links(session_id, made.id) + dispute_html.export_links(disputing.of_session(deps, caller)),
        "again": gr.update(visible=True),
        "about": _about(deps, made),
        "engine": gr.update(choices=_engines(deps), value=_other(deps, made)),
        "version": gr.update(
            choices=[(compare_html.choice(one), one.id) for one in every], value=made.id, visible=len(every) > 1
        ),
        "comparison": comparison,
    }


def _about(deps: Deps, made: Report) -> str:
    told = (
        "Every answer is judged again, with the rubric as it is now. Both reports stay, each with its engine and rubric, and a table "
        "says which decisions changed and why."
    )
    if len(feedback.engines(deps)) == 1:
        told += (
            " Only the built-in rules can grade here; add a key on the Status page to hear a language model as well."
        )
    return (
        f'<div class="viva again"><h2>A second opinion</h2><p class="soft">{told}</p>'
        f'<p class="small">This report is by {escape(compare_html.choice(made))}.</p></div>'
    )


def _engines(deps: Deps) -> list[tuple[str, str]]:
    names = {"llm": compare_html.engine_words(deps.brains()[0].name), "rules": "the built-in rules"}
    return [(f"{names[one]}, rubric {grading.RUBRIC}", one) for one in feedback.engines(deps)]


def _other(deps: Deps, made: Report) -> str:
    """The engine that did not make this report, where there is one."""
    able = feedback.engines(deps)
    return next((one for one in able if not made.engine.startswith(one)), able[0])


def empty() -> str:
    """The first-time state."""
    return (
        '<div class="viva empty"><h1>Your reports will stand here</h1>Each finished interview gets one, with your own words '
        "beside every score, and a line that shows how you move. Hold your first interview on the Interview page.</div>"
    )


def progress(history: list[Any]) -> str:
    """A small chart: the band of each scored interview, in order, with a sentence that says what it shows."""
    points = [one for one in history if one.band is not None and not one.retry]
    if len(points) < 2:
        return '<div class="viva"><p class="soft">After two scored interviews a line here shows how you move.</p></div>'
    first, last = points[0].band, points[-1].band
    moved = f"{'up' if last > first else 'down'} from {BANDS[first]} in the first" if last != first else "as in the first"
    sentence = f"{len(points)} interviews: {BANDS[last]} in the latest, {moved}."
    shown = points[-24:]
    height = 170

    def x(index: int) -> str:
        return f"{100 * index / (len(shown) - 1):.2f}%"

    def y(band: int) -> int:
        return 14 + (5 - band) * 30

    # Across in percent and down in pixels, so that type keeps its size on a narrow page.
    grid = "".join(
        f'<line x1="0" x2="100%" y1="{y(band)}" y2="{y(band)}" stroke="var(--line)"/>'
        f'<text x="-64" y="{y(band) + 4}" font-size="12" fill="var(--soft)">{BANDS[band]}</text>'
        for band in range(1, 6)
    )
    lines = "".join(
        f'<line x1="{x(at)}" y1="{y(one.band)}" x2="{x(at + 1)}" y2="{y(after.band)}" stroke="var(--accent)" stroke-width="2"/>'
        for at, (one, after) in enumerate(pairwise(shown))
    )
    dots = "".join(
        f'<circle cx="{x(at)}" cy="{y(one.band)}" r="4.5" fill="var(--accent)">'
        f"<title>{one.created_at:%d %B %Y}: {show.track_words(one.track)}, {BANDS[one.band]}</title></circle>"
        for at, one in enumerate(shown)
    )
    ends = (
        f'<text x="0" y="{height - 4}" font-size="12" fill="var(--soft)">{shown[0].created_at:%d %b}</text>'
        f'<text x="100%" y="{height - 4}" font-size="12" fill="var(--soft)" text-anchor="end">{shown[-1].created_at:%d %b}</text>'
    )
    return (
        f'<div class="viva card"><h3>Over time</h3><p class="soft">{sentence}</p>'
        f'<svg height="{height}" role="img" aria-label="{escape(sentence)}" overflow="visible" '
        f'style="width:100%;max-width:760px;box-sizing:border-box;padding:0 8px 0 64px">{grid}{lines}{dots}{ends}</svg></div>'
    )


def _line(one: Any) -> str:
    kind = "second try" if one.retry_of else counted(one.asked, "question")
    band = f", {BANDS[one.band]}" if one.band else ""
    return f"{minute(one.created_at)} · {show.track_words(one.track)} · {kind}{band}"
