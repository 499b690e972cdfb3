"""The set-up form of the Interview tab: what a brief is made of, with the choices that the banks have."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from agents import banks
from agents.deps import Deps
from agents.personas import manner
from agents.view import topic_words
from core.bank import TRACKS
from pages import bank_choice, mic_check, research, show
from pages.components import late

LEVELS = [("First job", 1), ("Junior", 2), ("Mid", 3), ("Senior", 4), ("Staff and above", 5)]
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, slots=True)
class Form:
    """`inputs` in the order of FIELDS; `begin` starts the interview, `go_on` a paused one."""

    column: gr.Column
    waiting: gr.HTML
    go_on: gr.Button
    inputs: tuple[Any, ...]
    begin: gr.Button
    track: gr.Radio
    choice: bank_choice.Choice


FIELDS = (
    "track",
    "role",
    "level",
    "topics",
    "persona",
    "mode",
    "length",
    "questions",
    "minutes",
    "job_description",
    "resume",
    "name",
    "language",
    "way",
    "record",
    "briefing",
    "banks",
    "ours",
)


def fields(values: tuple[Any, ...]) -> dict[str, Any]:
    """The form's values as a brief's fields; the length counts questions or minutes, never both."""
    found = dict(zip(FIELDS, values, strict=True))
    by_minutes = found.pop("length") == "minutes"
    voice = found.pop("way") == "voice"
    chosen = tuple(found.pop("banks") or ())
    beside = found.pop("ours") != "instead"
    text = {key: found[key] or "" for key in ("job_description", "resume", "name")}
    return {
        **found,
        **text,
        "role": found["role"] or "any",
        "topics": tuple(found["topics"] or ()),
        "questions": int(found["questions"]),
        "minutes": int(found["minutes"]) if by_minutes else None,
        "voice": voice,
        "banks": chosen,
        "ours": beside or not chosen,
        "record": voice and bool(found["record"]),
    }


def build(deps: Deps) -> Form:
    """Lays the form out; what depends on the track follows it."""
    first = banks.choices(deps, "technical")
    with gr.Column(elem_id="setup") as column:
        gr.HTML(_HERO, elem_classes="plain")
        waiting = gr.HTML("", elem_classes="plain")
        go_on = gr.Button("Go on where you left off", visible=False, elem_id="btn-go-on")
        with gr.Row(elem_id="setup-row"):
            with gr.Column(scale=3, min_width=320):
                track = gr.Radio(
                    [(show.track_words(one), one) for one in TRACKS],
                    value="technical",
                    label="Kind of interview",
                    elem_id="track",
                )
                about = gr.HTML(_about(first.about), elem_classes="plain")
                with gr.Row():
                    role = gr.Dropdown(
                        _roles(first.roles),
                        value="any",
                        label="Role",
                        allow_custom_value=True,
                        info="Pick or type one",
                    )
                    level = gr.Dropdown(LEVELS, value=3, label="Level", info="How much is expected")
                way = gr.Radio(
                    [("Talk", "voice"), ("Type", "keyboard")],
                    value="voice",
                    label="How you answer",
                    info="You can change it at any moment",
                    elem_id="way",
                )
                with gr.Column(elem_id="talking") as talking:
                    record = gr.Checkbox(
                        label="Record both voices",
                        info="So that the report can play your words. Kept where this app runs, for you alone; delete it when you like.",
                        visible=deps.settings.record,
                        elem_id="record",
                    )
                    with gr.Accordion("Check your microphone", open=False, elem_id="mic-accordion"):
                        mic_check.build("client" if deps.speaking.by_client else "server")
                topics = late(
                    gr.Dropdown(
                        _topics(banks.topics_of(deps, "technical", "any")),
                        value=[],
                        multiselect=True,
                        label="Topics",
                        info="Leave empty for a mix",
                        elem_id="topics",
                    )
                )
                choice = bank_choice.build()
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
                briefing = research.build(deps, track, role, level, description)
            with gr.Column(scale=2, min_width=300):
                persona = gr.Radio(
                    [(words, one) for one, words in show.PERSONA.items()], value="neutral", label="Interviewer"
                )
                ways = gr.HTML(_ways("neutral"), elem_classes="plain")
                mode = gr.Radio(
                    [("Practice", "practice"), ("Real", "real")],
                    value="practice",
                    label="Mode",
                    info="Practice gives hints and feedback on the way; real keeps them for the end",
                )
                length = gr.Radio(
                    [("By questions", "questions"), ("By minutes", "minutes")], value="questions", label="Length"
                )
                count = gr.Slider(1, 12, value=5, step=1, label="Questions", elem_id="count")
                minutes = gr.Slider(5, 60, value=20, step=5, label="Minutes", visible=False)
                name = gr.Textbox(label="Your first name", placeholder="Optional", max_length=80)
                language = gr.Dropdown(_languages(deps), value="en", label="Language", info=_language_note(deps))
                begin = gr.Button("Begin the interview", variant="primary", size="lg", elem_id="btn-begin")

    def on_track(chosen: Any) -> list[Any]:
        found = banks.choices(deps, chosen)
        return [
            _about(found.about),
            gr.update(choices=_roles(found.roles), value="any"),
            on_role(chosen, "any", []),
        ]

    def on_role(track: Any, role: str | None, chosen: list[str] | None) -> Any:
        """The topics of this role; those that were chosen already stay as far as it has them."""
        found = banks.topics_of(deps, track, role or "any")
        return gr.update(choices=_topics(found), value=[one for one in chosen or [] if one in found])

    track.change(on_track, track, [about, role, topics], **_QUIET)
    role.input(on_role, [track, role, topics], topics, **_QUIET)
    persona.change(_ways, persona, ways, **_QUIET)
    length.change(_lengths, length, [count, minutes], **_QUIET)
    way.change(lambda chosen: gr.update(visible=chosen == "voice"), way, talking, **_QUIET)
    asked = (track, role, level, topics, persona, mode, length, count, minutes, description, resume, name, language)
    inputs = (*asked, way, record, briefing, choice.banks, choice.ours)
    return Form(column, waiting, go_on, inputs, begin, track, choice)


_HERO = (
    '<div class="viva hero"><h1>Practise the interview before it counts</h1>'
    '<p class="soft">One question at a time, at your pace. Afterwards a report in which every score quotes what you said, '
    "and says so where there was too little to judge.</p></div>"
)


def _about(words: str) -> str:
    return f'<p class="viva soft">{words}</p>'


def _ways(persona: Any) -> str:
    return f'<p class="viva small">{manner(persona).about}</p>'


def _lengths(how: str) -> list[Any]:
    return [gr.update(visible=how == "questions"), gr.update(visible=how == "minutes")]


def _roles(roles: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("Any role" if role == "any" else role[0].upper() + role[1:], role) for role in roles]


def _topics(topics: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(topic_words(topic), topic) for topic in topics]


def _languages(deps: Deps) -> list[tuple[str, str]]:
    found = banks.languages(deps)
    return [(name if able else f"{name} (needs a language model)", code) for code, (name, able) in found.items()]


def _language_note(deps: Deps) -> str | None:
    return None if len(deps.brains()) > 1 else "Without a language model the interview is in English"
