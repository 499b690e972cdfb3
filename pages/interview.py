"""The Interview tab: set-up, room and report in one place. Components first, wiring last."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from agents import acts, banks, feedback, interview
from agents.deps import Deps
from agents.door import brief_from
from agents.view import View
from core.bank import TRACKS
from core.caller import Caller
from core.errors import AppError
from core.events import Event, Finished, Judged, Notice, Partial, Said
from core.schema import Utterance
from pages import report_html, show
from pages.edge import for_people
from pages.identity import caller_of

LEVELS = [("First job", 1), ("Junior", 2), ("Mid", 3), ("Senior", 4), ("Staff and above", 5)]


@dataclass(slots=True)
class Parts:
    """The components that handlers write to, in the order of `outputs`."""

    setup: gr.Column
    room: gr.Column
    after: gr.Column
    stage: gr.HTML
    side: gr.HTML
    answer: gr.Textbox
    code: gr.Code
    judged: gr.HTML
    session: gr.State
    hint: gr.Button
    pause: gr.Button
    report: gr.HTML
    retry_pick: gr.Dropdown
    links: gr.HTML
    waiting: gr.HTML

    def outputs(self) -> list[Any]:
        """All of them, as Gradio wants them."""
        return [getattr(self, name) for name in self.__dataclass_fields__]


def build(deps: Deps, demo: gr.Blocks) -> Parts:
    """Lays the tab out and wires it."""
    first = banks.choices(deps, "technical")
    with gr.Column(elem_id="setup") as setup:
        gr.HTML(_hero(), elem_classes="plain")
        waiting = gr.HTML("", elem_classes="plain")
        go_on = gr.Button("Go on where you left", visible=False, elem_id="btn-go-on")
        with gr.Row(elem_id="setup-row"):
            with gr.Column(scale=3, min_width=320):
                track = gr.Radio(
                    [(show.track_words(t), t) for t in TRACKS],
                    value="technical",
                    label="Kind of interview",
                    elem_id="track",
                )
                about = gr.HTML(f'<p class="viva soft">{first.about}</p>', elem_classes="plain")
                with gr.Row():
                    role = gr.Dropdown(
                        _roles(first.roles),
                        value="any",
                        label="Role",
                        allow_custom_value=True,
                        info="Pick one, or write your own",
                    )
                    level = gr.Dropdown(LEVELS, value=3, label="Level")
                topics = gr.Dropdown(
                    list(first.topics), value=[], multiselect=True, label="Topics", info="Leave empty for a mix"
                )
                with gr.Accordion("Add a job description or resume", open=False):
                    description = gr.Textbox(
                        lines=6,
                        max_lines=14,
                        label="Job description",
                        max_length=40_000,
                        placeholder="Paste the text; questions will follow what it asks for",
                    )
                    resume = gr.Textbox(
                        lines=4, max_lines=14, label="Resume", max_length=40_000, placeholder="Paste the text"
                    )
            with gr.Column(scale=2, min_width=300):
                persona = gr.Radio([(show.PERSONA[p], p) for p in show.PERSONA], value="neutral", label="Interviewer")
                manner_words = gr.HTML(_persona_words("neutral"), elem_classes="plain")
                mode = gr.Radio(
                    [("Practice", "practice"), ("Real", "real")],
                    value="practice",
                    label="Mode",
                    info="Practice gives hints and feedback on the way; real keeps them for the end",
                )
                length = gr.Radio(
                    [("By questions", "questions"), ("By minutes", "minutes")], value="questions", label="Length"
                )
                count = gr.Slider(1, 12, value=5, step=1, label="Questions")
                minutes = gr.Slider(5, 60, value=20, step=5, label="Minutes", visible=False)
                name = gr.Textbox(label="Your first name", placeholder="Optional", max_length=80)
                language = gr.Dropdown(_languages(deps), value="en", label="Language", info=_language_note(deps))
                begin = gr.Button("Begin the interview", variant="primary", size="lg", elem_id="btn-begin")
    with gr.Column(visible=False, elem_id="room") as room, gr.Row(elem_id="room-row"):
        with gr.Column(scale=3, min_width=320):
            stage = gr.HTML("", elem_id="stage", elem_classes="plain")
            answer = gr.Textbox(
                lines=6,
                max_lines=18,
                label="Your answer",
                placeholder="Say it as you would say it aloud",
                elem_id="answer",
                max_length=20_000,
            )
            code = gr.Code(
                language="python", lines=8, label="Your code", visible=False, elem_id="code", interactive=True
            )
            with gr.Row(elem_id="acts"):
                send = gr.Button("Send answer", variant="primary", elem_id="btn-send")
                think = gr.Button("Let me think", elem_id="btn-think")
                repeat = gr.Button("Repeat", elem_id="btn-repeat")
                rephrase = gr.Button("In other words", elem_id="btn-rephrase")
                hint = gr.Button("Hint", elem_id="btn-hint")
                skip = gr.Button("Skip", elem_id="btn-skip")
                pause = gr.Button("Pause", elem_id="btn-pause")
                end = gr.Button("End here", elem_id="btn-end")
            judged = gr.HTML("", elem_classes="plain", elem_id="judged")
        with gr.Column(scale=1, min_width=280):
            side = gr.HTML("", elem_classes="plain", elem_id="side")
    with gr.Column(visible=False, elem_id="after") as after:
        report = gr.HTML("", elem_classes="plain", elem_id="report")
        with gr.Row(elem_id="ends"):
            retry_pick = gr.Dropdown([], label="Try a question again", scale=2)
            retry = gr.Button("Answer it again", elem_id="btn-retry")
            again = gr.Button("New interview", variant="primary", elem_id="btn-again")
        links = gr.HTML("", elem_classes="plain")
    session = gr.State("")
    poll = gr.Timer(1.0, active=False)
    parts = Parts(
        setup, room, after, stage, side, answer, code, judged, session, hint, pause, report, retry_pick, links, waiting
    )
    outputs = [*parts.outputs(), poll, go_on]

    def show_view(view: View, judged_html: Any = None, **more: Any) -> list[Any]:
        return _screen(parts, _room(view, judged_html, **more)) + [gr.update(active=False), gr.update(visible=False)]

    def show_report(caller: Caller, session_id: str) -> list[Any]:
        made = _report(deps, caller, session_id)
        return _screen(parts, made.updates) + [gr.update(active=made.pending), gr.update(visible=False)]

    @for_people
    def on_begin(
        track_: str,
        role_: str,
        level_: int,
        topics_: list[str],
        persona_: str,
        mode_: str,
        length_: str,
        count_: int,
        minutes_: int,
        description_: str,
        resume_: str,
        name_: str,
        language_: str,
        request: gr.Request,
    ) -> list[Any]:
        brief = brief_from(
            {
                "track": track_,
                "role": role_ or "any",
                "level": level_,
                "topics": tuple(topics_ or ()),
                "persona": persona_,
                "mode": mode_,
                "questions": int(count_),
                "minutes": int(minutes_) if length_ == "minutes" else None,
                "job_description": description_ or "",
                "resume": resume_ or "",
                "name": name_ or "",
                "language": language_,
            }
        )
        return show_view(interview.start(deps, caller_of(request), brief, uuid.uuid4().hex), "")

    @for_people
    def on_answer(session_id: str, text: str, written: str, request: gr.Request) -> Iterator[list[Any]]:
        caller = caller_of(request)
        view = interview.status(deps, caller, session_id)
        utterance = Utterance(text=text or "", code=(written or "") if view.track == "coding" else "")
        # The same words sent twice in one turn are one answer, however often the button was pressed.
        digest = hashlib.sha256(f"{utterance.text}\0{utterance.code}".encode("utf-8", "ignore")).hexdigest()[:24]
        events = interview.answer(deps, caller, session_id, utterance, f"page-{view.turn}-{digest}")
        yield from on_events(caller, view, events)

    def on_events(caller: Caller, view: View, events: Iterator[Event]) -> Iterator[list[Any]]:
        judged_html: Any = gr.skip()
        words, finished = "", False
        yield show_working(view, "Reading your answer", "")
        for event in events:
            if isinstance(event, Judged):
                judged_html = report_html.feedback(event, view.title)
            elif isinstance(event, Notice):
                gr.Info(event.text)
                words = ""
            elif isinstance(event, Partial):
                words += event.text
                yield show_working(view, "Answering", words)
            elif isinstance(event, Finished):
                finished = True
            elif isinstance(event, Said):
                words = ""
        if finished:
            yield show_report(caller, view.session_id)
        else:
            yield show_view(interview.status(deps, caller, view.session_id), judged_html, cleared=True)

    def show_working(view: View, state: str, words: str) -> list[Any]:
        stage_html = show.stage(view, state=state, working=True, streamed=words)
        return _screen(parts, {"stage": stage_html}) + [gr.skip(), gr.skip()]

    def doing(action: str) -> Any:
        @for_people
        def on_act(session_id: str, request: gr.Request) -> Iterator[list[Any]]:
            caller = caller_of(request)
            view = interview.status(deps, caller, session_id)
            wanted = "resume" if action == "pause" and view.status == "paused" else action
            events = acts.act(deps, caller, session_id, wanted, uuid.uuid4().hex)
            if wanted == "skip":
                yield from on_events(caller, view, events)
                return
            list(events)
            view = interview.status(deps, caller, session_id)
            state = "Still with you. Take your time." if wanted == "think" else ""
            yield show_view(view, gr.skip(), state=state)

        return on_act

    @for_people
    def on_end(session_id: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        interview.end(deps, caller, session_id)
        return show_report(caller, session_id)

    @for_people
    def on_poll(session_id: str, request: gr.Request) -> list[Any]:
        return show_report(caller_of(request), session_id)

    @for_people
    def on_retry(session_id: str, question_id: str, request: gr.Request) -> list[Any]:
        if not question_id:
            raise AppError("no_question", "Pick the question you want to try again.")
        return show_view(
            feedback.retry(deps, caller_of(request), session_id, question_id, uuid.uuid4().hex), "", cleared=True
        )

    @for_people
    def on_load(request: gr.Request) -> list[Any]:
        """A reload returns to the room if an interview is running."""
        caller = caller_of(request)
        running = next((one for one in interview.listing(deps, caller, 20) if one.status == "open"), None)
        if running:
            return show_view(interview.status(deps, caller, running.id), "")
        return show_setup(caller)

    def show_setup(caller: Caller) -> list[Any]:
        paused = next((one for one in interview.listing(deps, caller, 20) if one.status == "paused"), None)
        words = (
            f'<div class="viva card"><h3>An interview is waiting</h3><p class="soft">{show.track_words(paused.track)}, '
            f"paused {paused.updated_at:%d %B at %H:%M} UTC. It goes on exactly where you stopped.</p></div>"
            if paused
            else ""
        )
        updates = {
            "setup": gr.update(visible=True),
            "room": gr.update(visible=False),
            "after": gr.update(visible=False),
            "waiting": words,
            "session": paused.id if paused else "",
            "judged": "",
        }
        return _screen(parts, updates) + [gr.update(active=False), gr.update(visible=bool(paused))]

    @for_people
    def on_new(request: gr.Request) -> list[Any]:
        return show_setup(caller_of(request))

    @for_people
    def on_go_on(session_id: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        if interview.status(deps, caller, session_id).status == "paused":
            list(acts.act(deps, caller, session_id, "resume", uuid.uuid4().hex))
        return show_view(interview.status(deps, caller, session_id), "")

    def on_track(track_: str) -> list[Any]:
        found = banks.choices(deps, track_)  # type: ignore[arg-type]
        return [
            f'<p class="viva soft">{found.about}</p>',
            gr.update(choices=_roles(found.roles), value="any"),
            gr.update(choices=list(found.topics), value=[]),
        ]

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    track.change(on_track, track, [about, role, topics], **quiet)
    persona.change(_persona_words, persona, manner_words, **quiet)
    length.change(
        lambda how: [gr.update(visible=how == "questions"), gr.update(visible=how == "minutes")],
        length,
        [count, minutes],
        **quiet,
    )
    begin.click(
        on_begin,
        [track, role, level, topics, persona, mode, length, count, minutes, description, resume, name, language],
        outputs,
        **quiet,
    )
    send.click(on_answer, [session, answer, code], outputs, concurrency_limit=None, **quiet)
    for button, action in (
        (think, "think"),
        (repeat, "repeat"),
        (rephrase, "rephrase"),
        (hint, "hint"),
        (skip, "skip"),
        (pause, "pause"),
    ):
        button.click(doing(action), session, outputs, concurrency_limit=None, **quiet)
    end.click(on_end, session, outputs, **quiet)
    poll.tick(on_poll, session, outputs, **quiet)
    retry.click(on_retry, [session, retry_pick], outputs, **quiet)
    again.click(on_new, None, outputs, **quiet)
    go_on.click(on_go_on, session, outputs, **quiet)
    demo.load(on_load, None, outputs, **quiet)
    return parts


@dataclass(slots=True)
class _Made:
    updates: dict[str, Any]
    pending: bool


def _report(deps: Deps, caller: Caller, session_id: str) -> _Made:
    """The finished interview: its report, or word that it is being made."""
    updates: dict[str, Any] = {
        "setup": gr.update(visible=False),
        "room": gr.update(visible=False),
        "after": gr.update(visible=True),
        "session": session_id,
        "answer": "",
    }
    try:
        made = feedback.get(deps, caller, session_id)
    except AppError as fault:
        if fault.code != "no_report_yet":
            raise
        updates["report"] = (
            '<div class="viva"><div class="state working" role="status"><span class="ring"></span>'
            "<b>Writing your report. Every score gets its quote.</b></div></div>"
        )
        return _Made(updates, True)
    html = report_html.report(made)
    view = interview.status(deps, caller, session_id)
    if view.retry_of:
        html = report_html.comparison(feedback.compare(deps, caller, session_id))
    updates |= {
        "report": html,
        "links": report_links(session_id),
        "retry_pick": gr.update(
            choices=[(one.title, one.question_id) for one in made.questions],
            value=made.questions[0].question_id if made.questions else None,
            visible=bool(made.questions),
        ),
    }
    return _Made(updates, False)


def report_links(session_id: str) -> str:
    """Where the report can be taken from."""
    return (
        f'<p class="viva small">Take it with you: <a href="/files/report/{session_id}.md" download>Markdown</a> · '
        f'<a href="/files/report/{session_id}.json" download>JSON</a></p>'
    )


def _room(view: View, judged_html: Any, *, state: str = "", cleared: bool = False) -> dict[str, Any]:
    paused = view.status == "paused"
    updates: dict[str, Any] = {
        "setup": gr.update(visible=False),
        "room": gr.update(visible=True),
        "after": gr.update(visible=False),
        "stage": show.stage(view, state=state),
        "side": show.retry_side(view) if view.retry_of else show.side(view),
        "session": view.session_id,
        "code": gr.update(
            visible=view.track == "coding" and view.phase in ("core", "follow_up"), **({"value": ""} if cleared else {})
        ),
        "hint": gr.update(
            interactive=bool(view.hints_left) and not paused,
            value=f"Hint ({view.hints_left})" if view.hints_left else "Hint",
        ),
        "pause": gr.update(value="Resume" if paused else "Pause"),
        "answer": gr.update(value="", interactive=not paused) if cleared else gr.update(interactive=not paused),
    }
    if judged_html is not None:
        updates["judged"] = judged_html
    return updates


def _screen(parts: Parts, updates: dict[str, Any]) -> list[Any]:
    return [updates.get(name, gr.skip()) for name in parts.__dataclass_fields__]


def _hero() -> str:
    return (
        '<div class="viva hero"><h1>Practise the interview before it counts</h1>'
        '<p class="soft">One question at a time, at your pace. Afterwards a report in which every score quotes what you said, '
        "and says so where there was too little to judge.</p></div>"
    )


def _roles(roles: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("Any role" if role == "any" else role[0].upper() + role[1:], role) for role in roles]


def _persona_words(persona: str) -> str:
    from agents.personas import manner

    return f'<p class="viva small">{manner(persona).about}</p>'


def _languages(deps: Deps) -> list[tuple[str, str]]:
    return [
        (name if able else f"{name} (needs a language model)", code)
        for code, (name, able) in banks.languages(deps).items()
    ]


def _language_note(deps: Deps) -> str | None:
    return None if len(deps.brains()) > 1 else "Without a language model the interview is in English"
