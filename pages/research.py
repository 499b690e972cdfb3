"""The part of the set-up form that researches a company: what would be sent, a button, how far it is, and the interview brief."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from agents import research
from agents.deps import Deps
from core.briefing import Briefing, Target
from core.errors import AppError
from core.events import Looking
from pages import research_html
from pages.components import Components, noted
from pages.edge import for_people
from pages.identity import caller_of


@dataclass(frozen=True, slots=True)
class _Here(Components):
    """What the section's handlers write to; `shown` and `chosen` hold a brief's id, `promised` what the page said it sends."""

    view: gr.HTML
    run: gr.Button
    halt: gr.Button
    state: gr.HTML
    made: gr.HTML
    use: gr.Checkbox
    shown: gr.Textbox
    chosen: gr.Textbox
    promised: gr.Textbox


_AGAIN = "What would be sent has changed; it stands above now. Press the button again to send it."
_IDLE: dict[str, Any] = {"run": gr.update(interactive=True), "halt": gr.update(visible=False)}


def build(deps: Deps, track: Any, role: Any, level: Any, description: Any) -> gr.Textbox:
    """Lays the section out; returns the id of the brief that the interview is to draw on, empty for none."""
    with gr.Accordion("Research the company", open=False, elem_id="research") as section:
        company = gr.Textbox(
            label="Company",
            max_length=80,
            placeholder="Its name, as on the job description",
            elem_id="research-company",
        )
        view = gr.HTML("", elem_classes="plain", elem_id="research-outlook")
        with gr.Row():
            run = gr.Button("Prepare an interview brief", elem_id="btn-research")
            halt = gr.Button("Stop", visible=False, elem_id="btn-research-stop")
        state = gr.HTML("", elem_classes="plain", elem_id="research-state")
        made = gr.HTML("", elem_classes="plain", elem_id="research-brief")
        use = gr.Checkbox(
            label="Use this brief in the interview",
            info="For the opening, and for questions on the company where the kind of interview fits",
            value=True,
            visible=False,
            elem_id="research-use",
        )
    shown, chosen, promised = noted(), noted(), noted()
    here = _Here(view, run, halt, state, made, use, shown, chosen, promised)

    def target(company: str, role: str, level: int, track: str, description: str) -> Target:
        told = {"company": company or "", "role": role or "any", "level": level, "track": track}
        return research.target_from({**told, "job_description": description or ""})

    @for_people
    def on_look(*values: Any) -> list[Any]:
        """What would be sent, as the fields stand."""
        told = research_html.outlook(research.outlook(deps, target(*values)))
        return here.updates(view=told, promised=told)

    @for_people
    def on_run(
        promise: str, company: str, role: str, level: int, track: str, description: str, request: gr.Request
    ) -> Iterator[list[Any]]:
        wanted = target(company, role, level, track, description)
        now = research_html.outlook(research.outlook(deps, wanted))
        if now != promise:  # a key or a field has changed since: nothing is sent that was not on the page
            yield here.updates(view=now, promised=now, state=research_html.failed(_AGAIN))
            return
        done: list[str] = []
        busy = {"run": gr.update(interactive=False), "halt": gr.update(visible=True), "made": ""}
        yield here.updates(state=research_html.working(done), chosen="", use=gr.update(visible=False), **busy)
        try:
            for event in research.prepare(deps, caller_of(request), wanted):
                if isinstance(event, Looking):
                    done.append(event.text)
                    yield here.updates(state=research_html.working(done))
                else:
                    yield finished(event.briefing)
        except AppError as fault:
            yield here.updates(state=research_html.failed(fault.sentence), **_IDLE)

    def finished(briefing: Briefing) -> list[Any]:
        return here.updates(
            state="",
            made=research_html.brief(briefing),
            use=gr.update(value=True, visible=True),
            shown=briefing.id,
            chosen=briefing.id,
            **_IDLE,
        )

    @for_people
    def on_halt(request: gr.Request) -> None:
        research.stop(deps, caller_of(request))

    def on_use(wanted: bool, briefing_id: str) -> str:
        return briefing_id if wanted else ""

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    inputs, out = [company, role, level, track, description], here.outputs()
    looks = [section.expand, company.change, role.change, description.change]
    gr.on(looks, on_look, inputs, out, trigger_mode="always_last", concurrency_limit=None, **quiet)
    # A research holds a thread for a minute at most; the limit keeps others able to answer.
    gr.on([run.click, company.submit], on_run, [promised, *inputs], out, concurrency_limit=12, **quiet)
    halt.click(on_halt, None, None, concurrency_limit=None, **quiet)
    use.input(on_use, [use, shown], chosen, **quiet)
    return chosen
