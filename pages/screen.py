"""The room and what comes after it, as components and as what they show: an interview's state in, updates out."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from agents import disputing, feedback, interview, spoken
from agents.deps import Deps
from agents.view import View
from core.caller import Caller
from core.errors import AppError
from core.schema import Action
from pages import live_room, report_html, show
from pages.components import Components, late, noted
from pages.progress import turning
from pages.setup import Form


@dataclass(frozen=True, slots=True)
class Screen(Components):
    """Every component that a handler writes to, in the order of `outputs`."""

    setup: gr.Column
    waiting: gr.HTML
    go_on: gr.Button
    room: gr.Column
    stage: gr.HTML
    live: gr.HTML
    answer: gr.Textbox
    code: gr.Code
    sound: gr.Audio
    hint: gr.Button
    pause: gr.Button
    judged: gr.HTML
    side: gr.HTML
    after: gr.Column
    report: gr.HTML
    retry_pick: gr.Dropdown
    retry: gr.Button
    links: gr.HTML
    session: gr.Textbox
    poll: gr.Timer


@dataclass(frozen=True, slots=True)
class Buttons:
    """What can be pressed in the room and after it."""

    send: gr.Button
    send_sound: gr.Button
    talk: gr.Button
    acts: dict[Action, gr.Button]
    end: gr.Button
    again: gr.Button


_ACTS: dict[Action, str] = {
    "think": "Let me think",
    "repeat": "Repeat",
    "rephrase": "In other words",
    "hint": "Hint",
    "skip": "Skip",
    "pause": "Pause",
}


def build(form: Form) -> tuple[Screen, Buttons]:
    """Lays out the room and the page after it."""
    with gr.Column(visible=False, elem_id="room") as room, gr.Row(elem_id="room-row"):
        with gr.Column(scale=3, min_width=300):
            stage = gr.HTML("", elem_id="stage", elem_classes="plain")
            live = live_room.build()
            answer = gr.Textbox(
                lines=6,
                max_lines=18,
                label="Your answer",
                elem_id="answer",
                placeholder="Say it as you would say it aloud",
            )
            code = gr.Code(
                language="python", lines=8, label="Your code", visible=False, elem_id="code", interactive=True
            )
            with gr.Accordion("Record or upload an answer", open=False, elem_id="record-answer"):
                sound = gr.Audio(
                    sources=["microphone", "upload"],
                    type="filepath",
                    label="Your answer as sound, at most 30 minutes",
                    buttons=[],
                    elem_id="sound",
                )
                send_sound = gr.Button("Send the recording", elem_id="btn-send-sound")
            with gr.Row(elem_id="acts"):
                send = gr.Button("Send answer", variant="primary", elem_id="btn-send")
                made = {action: gr.Button(words, elem_id=f"btn-{action}") for action, words in _ACTS.items()}
                talk = gr.Button("Talk instead", elem_id="btn-talk")
                end = gr.Button("End here", elem_id="btn-end")
            judged = gr.HTML("", elem_classes="plain", elem_id="judged")
        with gr.Column(scale=1, min_width=280):
            side = gr.HTML("", elem_classes="plain", elem_id="side")
    with gr.Column(visible=False, elem_id="after") as after:
        report = gr.HTML("", elem_classes="plain", elem_id="report")
        with gr.Row(elem_id="ends"):
            retry_pick = late(gr.Dropdown([], label="Try a question again", scale=2))
            retry = gr.Button("Answer it again", elem_id="btn-retry")
            again = gr.Button("New interview", variant="primary", elem_id="btn-again")
        links = gr.HTML("", elem_classes="plain")
    screen = Screen(
        form.column,
        form.waiting,
        form.go_on,
        room,
        stage,
        live,
        answer,
        code,
        sound,
        made["hint"],
        made["pause"],
        judged,
        side,
        after,
        report,
        retry_pick,
        retry,
        links,
        noted(),
        gr.Timer(1.0, active=False),
    )
    return screen, Buttons(send, send_sound, talk, made, end, again)


def in_setup(screen: Screen, waiting: str, paused_id: str) -> list[Any]:
    """The form, with a word on the interview that waits, if there is one."""
    return screen.updates(
        setup=gr.update(visible=True),
        room=gr.update(visible=False),
        after=gr.update(visible=False),
        waiting=waiting,
        go_on=gr.update(visible=bool(paused_id)),
        session=paused_id,
        live=None,
        judged="",
        poll=gr.update(active=False),
    )


def in_room(
    screen: Screen, view: View, judged: Any, *, state: str = "", cleared: bool = False, live: Any = None
) -> list[Any]:
    """The room as the interview stands; `cleared` empties the fields for the next answer, `live` opens the live room."""
    paused = view.status == "paused"
    empty: dict[str, Any] = {"value": ""} if cleared else {}
    return screen.updates(
        setup=gr.update(visible=False),
        room=gr.update(visible=True),
        after=gr.update(visible=False),
        stage=show.stage(view, state=state),
        side=show.retry_side(view) if view.retry_of else show.side(view),
        session=view.session_id,
        live=gr.skip() if live is None else live,
        judged=judged,
        poll=gr.update(active=False),
        answer=gr.update(interactive=not paused, **empty),
        code=gr.update(visible=view.track == "coding" and view.phase in ("core", "follow_up"), **empty),
        sound=None if cleared else gr.skip(),
        hint=gr.update(
            interactive=bool(view.hints_left) and not paused,
            value=f"Hint ({view.hints_left})" if view.hints_left else "Hint",
        ),
        pause=gr.update(value="Resume" if paused else "Pause"),
    )


def working(screen: Screen, view: View, state: str, words: str) -> list[Any]:
    """The room while the interviewer reads or forms its words."""
    return screen.updates(stage=show.stage(view, state=state, working=True, streamed=words))


def afterwards(screen: Screen, deps: Deps, caller: Caller, session_id: str) -> list[Any]:
    """A finished interview: its report, or a word that it is being made and a look again in a second."""
    there = {
        "setup": gr.update(visible=False),
        "room": gr.update(visible=False),
        "after": gr.update(visible=True),
        "session": session_id,
        "live": None,
        "answer": gr.update(value=""),
        "judged": "",
    }
    try:
        made = feedback.get(deps, caller, session_id)
    except AppError as fault:
        if fault.code != "no_report_yet":
            raise
        failed = feedback.failure(deps, caller, session_id)
        # What can be tried again, and taken along, is this interview's: until its report is there, nothing.
        nothing = {"retry_pick": gr.update(visible=False), "retry": gr.update(visible=False), "links": ""}
        told = _failed(failed) if failed else _WRITING
        return screen.updates(**there, **nothing, report=told, poll=gr.update(active=not failed))
    view = interview.status(deps, caller, session_id)
    retried = bool(view.retry_of)
    if retried:
        html = report_html.comparison(feedback.compare(deps, caller, session_id))
    else:
        html = report_html.report(
            made, spoken.aloud(deps, caller, session_id), disputing.of_report(deps, caller, made.id)
        )
    choices = [(one.title, one.question_id) for one in made.questions]
    return screen.updates(
        **there,
        report=html,
        links=report_html.links(session_id),
        poll=gr.update(active=False),
        retry_pick=gr.update(choices=choices, value=choices[0][1] if choices else None, visible=bool(choices)),
        retry=gr.update(visible=bool(choices)),
    )


_WRITING = f'<div class="viva">{turning("Writing your report. Every score gets its quote.")}</div>'


def _failed(sentence: str) -> str:
    return report_html.note(
        f"The report could not be made: {sentence} Your answers are safe; ask for it again on the Feedback page."
    )
