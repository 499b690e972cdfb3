"""The Resume tab as components and as what they show: the form, the analysis, and what stands below it."""

from dataclasses import dataclass, fields
from typing import Any

import gradio as gr

from agents import resume_words as words
from core.portfolio import KeptMatch
from core.resume import Role
from core.text import minute
from pages import resume_more
from pages.components import Components, late, noted

FILES = [".pdf", ".docx", ".odt", ".rtf", ".txt", ".md", ".html", ".htm", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff"]
FORM = "form"
"""In the place of an analysis while a person fills the form for another one."""


@dataclass(frozen=True, slots=True)
class Screen(Components):
    """Every component that a handler writes to, in the order of `outputs`."""

    start: gr.Column
    held: gr.HTML
    file: gr.File
    text: gr.Textbox
    job: gr.Textbox
    splits: gr.CheckboxGroup
    job_files: gr.File
    back: gr.Button
    empty: gr.HTML
    working: gr.HTML
    pick: gr.Dropdown
    after: gr.Column
    overview: gr.HTML
    result: gr.HTML
    practise: gr.Button
    links: gr.HTML
    coverage: gr.HTML
    advice: gr.HTML
    sees: gr.HTML
    role: gr.Dropdown
    title: gr.Textbox
    employer: gr.Textbox
    begin: gr.Textbox
    end: gr.Textbox
    name: gr.Textbox
    email: gr.Textbox
    phone: gr.Textbox
    location: gr.Textbox
    headline: gr.Textbox
    skills: gr.Textbox
    education: gr.Textbox
    languages: gr.Textbox
    others: gr.HTML
    called: gr.Textbox
    sure: gr.Row
    gone: gr.HTML
    match: gr.Textbox
    resume: gr.Textbox
    shown: Any
    offered: gr.JSON
    doomed: gr.Textbox
    poll: gr.Timer


@dataclass(frozen=True, slots=True)
class Buttons:
    """What can be pressed."""

    hold: gr.Button
    way: gr.Radio
    wanted: gr.Textbox
    another: gr.Button
    new: gr.Button
    correct: gr.Button
    correct_sheet: gr.Button
    jump: gr.Button
    rename: gr.Button
    forget: gr.Button
    delete: gr.Button
    keep: gr.Button
    for_good: gr.Button


def build() -> tuple[Screen, Buttons]:
    """Lays the tab out."""
    with gr.Column(elem_id="resume-start") as start:
        gr.HTML(resume_more.HERO, elem_classes="plain")
        held = gr.HTML("", elem_classes="plain")
        with gr.Row(elem_id="resume-form"):
            with gr.Column(min_width=300):
                file = gr.File(
                    label="Your resume: PDF, Word, a photo, text", file_types=FILES, elem_id="resume-file", height=150
                )
                text = gr.Textbox(
                    label="or paste its text", lines=5, max_lines=12, elem_id="resume-text", max_length=100_000
                )
            with gr.Column(min_width=300):
                job = gr.Textbox(
                    label="The job description, or several",
                    lines=9,
                    max_lines=16,
                    elem_id="resume-job",
                    max_length=120_000,
                    placeholder="Paste the whole text; the advertising in it is dropped. Several jobs: a line of === between them",
                )
                splits = late(gr.CheckboxGroup([], visible=False, elem_id="resume-splits"))
                with gr.Accordion("or choose files, one for each job", open=False):
                    job_files = gr.File(
                        label="Job descriptions as files",
                        file_count="multiple",
                        file_types=FILES,
                        elem_id="resume-job-file",
                        height=140,
                    )
        with gr.Row(elem_id="resume-go"):
            hold = gr.Button("Hold it against the job", variant="primary", size="lg", elem_id="btn-hold")
            back = gr.Button("Back to the last analysis", visible=False, elem_id="btn-back")
    working = gr.HTML("", elem_classes="plain", elem_id="resume-working")
    empty = gr.HTML(resume_more.EMPTY, elem_classes="plain")
    with gr.Column(visible=False, elem_id="resume-after") as after:
        overview = gr.HTML("", elem_classes="plain", elem_id="resume-overview")
        result = gr.HTML("", elem_classes="plain", elem_id="resume-result")
        with gr.Row(elem_id="resume-acts"):
            practise = gr.Button("Practise the gaps", variant="primary", elem_id="btn-practise")
            way = gr.Radio(
                [("Talk", "voice"), ("Type", "keyboard")],
                value="voice",
                show_label=False,
                container=False,
                label="How you answer",
                elem_id="practise-way",
            )
            another = gr.Button("Compare another job", elem_id="btn-another")
            new = gr.Button("Another resume", elem_id="btn-new-resume")
            links = gr.HTML("", elem_classes="plain")
        coverage = gr.HTML("", elem_classes="plain")
        with gr.Tabs(elem_id="resume-more"):
            with gr.Tab("Improve"):
                advice = gr.HTML("", elem_classes="plain", elem_id="resume-advice")
            with gr.Tab("What the parser sees"):
                sees = gr.HTML("", elem_classes="plain", elem_id="resume-sees")
                with gr.Column(elem_id="resume-correct"):
                    gr.HTML(
                        '<div class="viva"><h3>Correct a role</h3><p class="soft small">Dates as 2021-03 or March 2021; leave the end '
                        "empty for a role that goes on. The match is made anew.</p></div>",
                        elem_classes="plain",
                    )
                    role = late(gr.Dropdown([], label="Role", elem_id="role-pick"))
                    with gr.Row():
                        title = gr.Textbox(label="Title", max_length=160, elem_id="role-title")
                        employer = gr.Textbox(label="Employer", max_length=160, elem_id="role-employer")
                        begin = gr.Textbox(label="From", max_length=40, elem_id="role-start")
                        end = gr.Textbox(label="To", max_length=40, elem_id="role-end", placeholder="now")
                    correct = gr.Button("Correct it and match again", elem_id="btn-correct")
                with gr.Accordion("Correct contact, skills, education, languages", open=False, elem_id="resume-sheet"):
                    with gr.Row():
                        name = gr.Textbox(label="Name", max_length=200, elem_id="sheet-name")
                        email = gr.Textbox(label="Email", max_length=200, elem_id="sheet-email")
                        phone = gr.Textbox(label="Phone", max_length=200, elem_id="sheet-phone")
                        location = gr.Textbox(label="Place", max_length=200, elem_id="sheet-place")
                    headline = gr.Textbox(label="Headline", max_length=200, elem_id="sheet-headline")
                    skills = gr.Textbox(
                        label="Listed skills, parted by commas", lines=3, max_length=6_000, elem_id="sheet-skills"
                    )
                    with gr.Row():
                        education = gr.Textbox(
                            label="Education, one a line with degree and year",
                            lines=3,
                            max_length=4_000,
                            elem_id="sheet-education",
                        )
                        languages = gr.Textbox(
                            label="Languages, one a line with how well",
                            lines=3,
                            max_length=2_000,
                            placeholder="German fluent",
                            elem_id="sheet-languages",
                        )
                    correct_sheet = gr.Button("Correct these and match again", elem_id="btn-correct-sheet")
            with gr.Tab("Compare"):
                others = gr.HTML("", elem_classes="plain", elem_id="resume-others")
                with gr.Row(elem_id="resume-name"):
                    called = gr.Textbox(
                        label="Name of this analysis", max_length=120, elem_id="match-name", placeholder="as the job calls itself"
                    )
                    rename = gr.Button("Rename", elem_id="btn-rename")
                    forget = gr.Button("Delete this analysis", elem_id="btn-forget")
                    delete = gr.Button("Delete this resume", elem_id="btn-delete-resume")
                with gr.Row(visible=False, elem_id="resume-sure") as sure:
                    gone = gr.HTML("", elem_classes="plain")
                    for_good = gr.Button("Delete for good", variant="stop", elem_id="btn-delete-for-good")
                    keep = gr.Button("Keep it")
    pick = late(gr.Dropdown([], label="Earlier analyses", visible=False, elem_id="pick-match"))
    # Pressed by the page's script when a job of the table is chosen; which one stands in the button's data.
    wanted = gr.Textbox("", visible=False)
    jump = gr.Button("Open this job", elem_id="btn-jump")
    match, resume, doomed = noted(), noted(), noted()
    offered = gr.JSON([], visible=False)
    shown = gr.BrowserState("", storage_key="viva-match")
    poll = gr.Timer(0.6, active=False)
    made = locals()
    here = Screen(**{field.name: made[field.name] for field in fields(Screen)})
    return here, Buttons(**{field.name: made[field.name] for field in fields(Buttons)})


def choices(kept: list[KeptMatch], match_id: str, resumes: dict[str, str]) -> Any:
    """The list of earlier analyses, hidden while there is nothing else to pick; `resumes` are the files' names by id."""
    found = [(_name(one, resumes), one.id) for one in kept if one.match]
    return gr.update(choices=found, value=match_id or None, visible=len(found) > bool(match_id))


def _name(one: KeptMatch, resumes: dict[str, str]) -> str:
    assert one.match is not None
    total = str(one.match.score.total) if one.match.score else "not scored"
    bits = (words.match_name(one), resumes.get(one.resume_id, ""), total, minute(one.created_at))
    return " · ".join(bit for bit in bits if bit)


def role_fields(role: Role | None) -> dict[str, str]:
    """The form of one role."""
    period = role.period if role else None
    return {
        "title": role.title if role else "",
        "employer": role.employer if role else "",
        "begin": period.start if period else "",
        "end": "" if period is None or period.current else period.end,
    }


def role_choices(roles: tuple[Role, ...]) -> list[tuple[str, int]]:
    """The roles to correct, by their numbers."""
    return [(f"{role.name or 'no title'} · {words.dates(role.period)}", at) for at, role in enumerate(roles)]
