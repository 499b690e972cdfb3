"""The Interview tab: set-up, room and report in one place. Components first, wiring last."""

import hashlib
import html
import uuid
from collections.abc import Iterator
from typing import Any

import gradio as gr

from agents import acts, feedback, interview, speech
from agents.deps import Deps
from agents.door import brief_from, utterance_from
from agents.view import View
from core.caller import Caller
from core.errors import AppError
from core.events import Event, Finished, Judged, Notice, Partial
from pages import bank_choice, live_room, report_html, screen, setup, show
from pages.edge import for_people
from pages.identity import Tokens, caller_of
from pages.uploads import uploaded


def build(deps: Deps, demo: gr.Blocks, tokens: Tokens, tab: gr.Tab) -> None:
    """Lays the tab out and wires it."""
    form = setup.build(deps)
    bank_choice.wire(deps, form.choice, form.track, [demo.load, tab.select, form.track.change])
    here, buttons = screen.build(form)

    def room(view: View, judged: Any, **more: Any) -> list[Any]:
        return screen.in_room(here, view, judged, **more)

    def live(caller: Caller, view: View) -> Any:
        return live_room.joining(deps, tokens.make(caller, view.session_id), view)

    def entered(caller: Caller, view: View, **more: Any) -> list[Any]:
        """The room of an interview that was not on this page before."""
        return room(view, "", live=live(caller, view) if view.voice else {}, **more)

    def start_page(caller: Caller) -> list[Any]:
        paused = next((one for one in interview.listing(deps, caller, 20) if one.status == "paused"), None)
        return screen.in_setup(here, show.waiting(paused) if paused else "", paused.id if paused else "")

    @for_people
    def on_load(request: gr.Request) -> list[Any]:
        """A reload returns to the room while an interview is running."""
        caller = caller_of(request)
        running = next((one for one in interview.listing(deps, caller, 20) if one.status == "open"), None)
        return entered(caller, interview.status(deps, caller, running.id)) if running else start_page(caller)

    @for_people
    def on_begin(request: gr.Request, *values: Any) -> list[Any]:
        caller, brief = caller_of(request), brief_from(setup.fields(values))
        view = interview.start(deps, caller, brief, uuid.uuid4().hex)
        for notice in view.notices:
            gr.Info(html.escape(notice))
        return entered(caller, view, cleared=True)

    @for_people
    def on_answer(session_id: str, text: str, code: str, request: gr.Request) -> Iterator[list[Any]]:
        caller = caller_of(request)
        view = interview.status(deps, caller, session_id)
        said = utterance_from(text or "", (code or "") if view.track == "coding" else "")
        # The same words sent twice in one turn are one answer, however often the button was pressed.
        digest = hashlib.sha256(f"{said.text}\0{said.code}".encode("utf-8", "ignore")).hexdigest()[:24]
        yield from follow(caller, view, interview.answer(deps, caller, session_id, said, f"page-{view.turn}-{digest}"))

    @for_people
    def on_sound(session_id: str, sound: str | None, request: gr.Request) -> Iterator[list[Any]]:
        caller = caller_of(request)
        view = interview.status(deps, caller, session_id)
        if not sound:
            raise AppError("no_file", "Record something first, or choose a sound file.")
        yield screen.working(here, view, "Listening to your recording", "")
        request_id = f"sound-{view.turn}-{hashlib.sha256(sound.encode()).hexdigest()[:24]}"
        try:
            with uploaded(sound) as path:
                said = speech.answer_from(deps, caller, session_id, path, request_id)
        except AppError as fault:
            gr.Warning(html.escape(fault.sentence), title="Not yet")
            yield room(view, gr.skip())
            return
        yield from follow(caller, view, interview.answer(deps, caller, session_id, said, request_id))

    def follow(caller: Caller, view: View, events: Iterator[Event]) -> Iterator[list[Any]]:
        """Shows the events of a turn as they come."""
        judged: Any = gr.skip()
        words, finished = "", False
        for event in events:
            if isinstance(event, Judged):
                judged = report_html.feedback(event, view.title)
            elif isinstance(event, Notice):
                gr.Info(event.text)
                words = ""
            elif isinstance(event, Partial):
                words += event.text
                yield screen.working(here, view, "Answering", words)
            elif isinstance(event, Finished):
                finished = True
            else:
                yield screen.working(here, view, "Reading your answer", "")
        if finished:
            yield screen.afterwards(here, deps, caller, view.session_id)
        else:
            yield room(interview.status(deps, caller, view.session_id), judged, cleared=True)

    def doing(action: str) -> Any:
        @for_people
        def on_act(session_id: str, request: gr.Request) -> Iterator[list[Any]]:
            caller = caller_of(request)
            view = interview.status(deps, caller, session_id)
            wanted = "resume" if action == "pause" and view.status == "paused" else action
            events = acts.act(deps, caller, session_id, wanted, uuid.uuid4().hex)
            if wanted == "skip":
                yield from follow(caller, view, events)
                return
            list(events)
            state = "Still with you. Take your time." if wanted == "think" else ""
            yield room(interview.status(deps, caller, session_id), gr.skip(), state=state)

        return on_act

    @for_people
    def on_end(session_id: str, request: gr.Request) -> list[Any]:
        interview.end(deps, caller_of(request), session_id)
        return screen.afterwards(here, deps, caller_of(request), session_id)

    @for_people
    def on_poll(session_id: str, request: gr.Request) -> list[Any]:
        return screen.afterwards(here, deps, caller_of(request), session_id)

    @for_people
    def on_retry(session_id: str, question_id: str, request: gr.Request) -> list[Any]:
        if not question_id:
            raise AppError("no_question", "Pick the question you want to try again.")
        caller = caller_of(request)
        again = feedback.retry(deps, caller, session_id, question_id, uuid.uuid4().hex)
        return entered(caller, again, cleared=True)

    @for_people
    def on_new(request: gr.Request) -> list[Any]:
        return start_page(caller_of(request))

    @for_people
    def on_go_on(session_id: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        if interview.status(deps, caller, session_id).status == "paused":
            list(acts.act(deps, caller, session_id, "resume", uuid.uuid4().hex))
        return entered(caller, interview.status(deps, caller, session_id))

    @for_people
    def on_talk(session_id: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        return here.updates(live=live(caller, interview.status(deps, caller, session_id)))

    @for_people
    def on_turn(session_id: str, request: gr.Request) -> list[Any]:
        """The live room has taken a turn: the page around it follows."""
        caller = caller_of(request)
        view = interview.status(deps, caller, session_id)
        if view.status == "finished":
            return screen.afterwards(here, deps, caller, session_id)
        found = interview.judged(deps, caller, session_id)
        return room(view, report_html.feedback(*found) if found else "")

    out = here.outputs()
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
    form.begin.click(on_begin, list(form.inputs), out, **quiet)
    form.go_on.click(on_go_on, here.session, out, **quiet)
    buttons.send.click(on_answer, [here.session, here.answer, here.code], out, **quiet)
    buttons.send_sound.click(on_sound, [here.session, here.sound], out, **quiet)
    for action, button in buttons.acts.items():
        button.click(doing(action), here.session, out, **quiet)
    buttons.talk.click(on_talk, here.session, out, **quiet)
    here.live.turn(on_turn, here.session, out, **quiet)
    here.live.finished(on_turn, here.session, out, **quiet)
    here.live.token(on_talk, here.session, out, **quiet)
    buttons.end.click(on_end, here.session, out, **quiet)
    here.retry.click(on_retry, [here.session, here.retry_pick], out, **quiet)
    buttons.again.click(on_new, None, out, **quiet)
    here.poll.tick(on_poll, here.session, out, **quiet)
    demo.load(on_load, None, out, **quiet)
