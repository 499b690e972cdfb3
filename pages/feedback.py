"""The Feedback tab: what was done so far, one report at a time, and progress over time as a chart."""

from html import escape
from typing import Any

import gradio as gr

from agents import feedback, interview, spoken
from agents.deps import Deps
from core.errors import AppError
from core.report import BANDS
from pages import report_html, show
from pages.edge import for_people
from pages.identity import caller_of


def build(deps: Deps, tab: gr.Tab) -> None:
    """Lays the tab out and wires it; the list is read whenever the tab is opened."""
    chart = gr.HTML("", elem_classes="plain", elem_id="progress")
    pick = gr.Dropdown([], label="Interview", visible=False, elem_id="pick-report")
    report = gr.HTML("", elem_classes="plain", elem_id="past-report")
    links = gr.HTML("", elem_classes="plain")

    @for_people
    def on_open(request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        done = [one for one in interview.listing(deps, caller, 200) if one.status == "finished"]
        if not done:
            return [empty(), gr.update(visible=False, choices=[]), "", ""]
        choices = [(_line(one), one.id) for one in done]
        return [
            progress(feedback.history(deps, caller)),
            gr.update(choices=choices, value=done[0].id, visible=True),
            *_shown(done[0].id, request),
        ]

    @for_people
    def on_pick(session_id: str, request: gr.Request) -> list[Any]:
        return _shown(session_id, request) if session_id else ["", ""]

    def _shown(session_id: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        try:
            made = feedback.get(deps, caller, session_id)
        except AppError as fault:
            return [report_html.note(fault.sentence), ""]
        return [report_html.report(made, spoken.aloud(deps, caller, session_id)), report_html.links(session_id)]

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    tab.select(on_open, None, [chart, pick, report, links], **quiet)
    pick.input(on_pick, pick, [report, links], **quiet)


def empty() -> str:
    """The first-time state."""
    return (
        '<div class="viva empty"><h2>Your reports will stand here</h2>Each finished interview gets one, with your own words '
        "beside every score, and a line that shows how you move. Hold your first interview on the Interview page.</div>"
    )


def progress(history: list[Any]) -> str:
    """A small chart: the band of each scored interview, in order, with a sentence that says what it shows."""
    points = [one for one in history if one.band is not None and not one.retry]
    if len(points) < 2:
        return '<div class="viva"><p class="soft">After two scored interviews a line here shows how you move.</p></div>'
    first, last = points[0].band, points[-1].band
    moved = "up from" if last > first else "down from" if last < first else "level with"
    sentence = f"{len(points)} interviews: {BANDS[last]} in the latest, {moved} {BANDS[first]} in the first."
    shown = points[-24:]
    width, height, left = 720, 170, 64
    step = (width - left - 24) / max(1, len(shown) - 1)

    def at(index: int, band: int) -> tuple[float, float]:
        return left + index * step, 14 + (5 - band) * 30

    grid = "".join(
        f'<line x1="{left}" x2="{width}" y1="{14 + (5 - band) * 30}" y2="{14 + (5 - band) * 30}" stroke="var(--line)"/>'
        f'<text x="0" y="{18 + (5 - band) * 30}" font-size="12" fill="var(--soft)">{BANDS[band]}</text>'
        for band in range(1, 6)
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(i, one.band) for i, one in enumerate(shown)))
    dots = "".join(
        f'<circle cx="{at(i, one.band)[0]:.1f}" cy="{at(i, one.band)[1]}" r="4.5" fill="var(--accent)">'
        f"<title>{one.created_at:%d %B %Y}: {show.track_words(one.track)}, {BANDS[one.band]}</title></circle>"
        for i, one in enumerate(shown)
    )
    ends = (
        f'<text x="{left}" y="{height - 4}" font-size="12" fill="var(--soft)">{shown[0].created_at:%d %b}</text>'
        f'<text x="{width - 24}" y="{height - 4}" font-size="12" fill="var(--soft)" text-anchor="end">{shown[-1].created_at:%d %b}</text>'
    )
    return (
        f'<div class="viva card"><h3>Over time</h3><p class="soft">{sentence}</p>'
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(sentence)}" style="width:100%;max-width:760px">'
        f'{grid}<polyline points="{line}" fill="none" stroke="var(--accent)" stroke-width="2"/>{dots}{ends}</svg></div>'
    )


def _line(one: Any) -> str:
    kind = "second try" if one.retry_of else f"{one.asked} questions"
    band = f", {BANDS[one.band]}" if one.band else ""
    return f"{one.created_at:%d %b %Y %H:%M} · {show.track_words(one.track)} · {kind}{band}"
