"""Interview kits, for the one who asks: make one, give each candidate a link, see what became of it."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from agents import banks
from agents.deps import Deps
from agents.kits import making
from agents.kits.results import arrived
from core.bank import TRACKS, Track
from core.caller import Caller
from core.kit import LONGEST_INVITE_DAYS, MOST_QUESTIONS, Kit
from core.text import minute
from pages import kits_html as html
from pages.components import Components, late
from pages.edge import for_people
from pages.identity import caller_of
from pages.setup import LEVELS
from pages.show import track_words


@dataclass(frozen=True, slots=True)
class _Here(Components):
    """What the handlers write to."""

    pick: gr.Radio
    panel: gr.Column
    made: gr.HTML
    label: gr.Textbox
    link: gr.Textbox
    results: gr.HTML
    ending: gr.Dropdown
    empty: gr.HTML
    title: gr.Textbox
    questions: gr.Dropdown
    sure: gr.Row


def build(deps: Deps, tab: gr.Tab, around: gr.Tab) -> None:
    """Lays it out and wires it; whoever comes back to the tab `around` finds what became of the links since."""
    with gr.Row(elem_id="kits"):
        with gr.Column(min_width=300, elem_id="kit-form"):
            title = gr.Textbox(
                label="Title", max_length=120, placeholder="As candidates should read it", elem_id="kit-title"
            )
            organisation = gr.Textbox(label="Who asks", max_length=120, placeholder="Your organisation", elem_id="kit-who")
            track = gr.Radio(
                [(track_words(one), one) for one in TRACKS], value="technical", label="Kind", elem_id="kit-track"
            )
            with gr.Row():
                role = gr.Dropdown(
                    [("Any", "any")], value="any", label="Role", allow_custom_value=True, elem_id="kit-role", min_width=140
                )
                level = gr.Dropdown(LEVELS, value=3, label="Level", min_width=140)
            description = gr.Textbox(
                lines=4,
                max_lines=12,
                label="Job description",
                max_length=40_000,
                placeholder="Paste the text; the questions follow what it asks for",
                elem_id="kit-job",
            )
            count = gr.Slider(1, MOST_QUESTIONS, value=5, step=1, label="Questions")
            questions = late(
                gr.Dropdown(
                    [],
                    value=[],
                    multiselect=True,
                    max_choices=MOST_QUESTIONS,
                    label="Or pick them yourself",
                    info="In the order they are asked; then the number above does not count",
                    elem_id="kit-questions",
                )
            )
            make = gr.Button("Make the kit", variant="primary", elem_id="btn-make-kit")
        with gr.Column(min_width=300, elem_id="kit-side"):
            empty = gr.HTML(html.EMPTY, elem_classes="plain")
            pick = late(gr.Radio([], label="Your kits", visible=False, elem_id="kit-pick"))
            with gr.Column(visible=False, elem_id="kit-panel") as panel:
                made = gr.HTML("", elem_classes="plain", elem_id="kit-made")
                with gr.Row():
                    label = gr.Textbox(
                        label="Invite a candidate", max_length=120, placeholder="A name for your list", elem_id="kit-label"
                    )
                    days = gr.Slider(1, LONGEST_INVITE_DAYS, value=14, step=1, label="Days the link is open")
                invite = gr.Button("Make a link", elem_id="btn-invite")
                link = gr.Textbox(
                    label="Their link, shown this once",
                    info="It is for one person. Copy it and send it to them",
                    interactive=False,
                    visible=False,
                    buttons=["copy"],
                    elem_id="kit-link",
                )
                results = gr.HTML("", elem_classes="plain", elem_id="kit-results")
                with gr.Row():
                    ending = late(gr.Dropdown([], label="Take a link back", visible=False, elem_id="kit-ending"))
                    delete = gr.Button("Delete this kit", elem_id="btn-delete-kit")
                with gr.Row(visible=False, elem_id="kit-sure") as sure:
                    gr.HTML(
                        '<p class="viva">The kit and its links are deleted for good. Interviews that were held with it stay.</p>',
                        elem_classes="plain",
                    )
                    for_good = gr.Button("Delete for good", variant="stop", elem_id="btn-kit-for-good")
                    not_yet = gr.Button("Keep it")
    here = _Here(pick, panel, made, label, link, results, ending, empty, title, questions, sure)

    def found(caller: Caller, chosen: str | None) -> tuple[list[Kit], Kit | None]:
        """All kits, and the one that is open: the chosen one, else the latest."""
        kits = making.listing(deps, caller)
        return kits, next((one for one in kits if one.id == chosen), kits[0] if kits else None)

    def shown(caller: Caller, chosen: str = "", **more: Any) -> list[Any]:
        """The list with one kit open."""
        kits, kit = found(caller, chosen)
        return here.updates(
            **{
                "empty": "" if kits else html.EMPTY,
                "pick": gr.update(choices=[(one.title, one.id) for one in kits], value=kit.id if kit else None, visible=len(kits) > 1),
                "panel": gr.update(visible=kit is not None),
                "link": gr.update(value="", visible=False),
                "sure": gr.update(visible=False),
                **(opened(caller, kit) if kit else {}),
                **more,
            }
        )

    def opened(caller: Caller, kit: Kit) -> dict[str, Any]:
        came = arrived(deps, caller, kit.id)
        waiting = [(one.called or f"made {minute(one.made_at)}", one.invite_id) for one in came.lines if one.state == "open"]
        return {
            "made": html.kit(kit),
            "results": html.results(came, kit.id),
            "ending": gr.update(choices=waiting, value=None, visible=bool(waiting)),
        }

    def choices(kind: Track) -> list[tuple[str, str]]:
        return [(one.title, one.id) for one in deps.knowledge.bank.track(kind)]

    @for_people
    def on_open(kind: Track, chosen: str | None, request: gr.Request) -> list[Any]:
        return shown(caller_of(request), chosen or "", questions=gr.update(choices=choices(kind)))

    @for_people
    def on_return(chosen: str | None, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        _, kit = found(caller, chosen)
        fresh = opened(caller, kit) if kit else {}
        return [fresh.get("results", gr.skip()), fresh.get("ending", gr.skip())]

    def on_track(kind: Track) -> list[Any]:
        roles = [("Any" if one == "any" else one, one) for one in banks.choices(deps, kind).roles]
        return [gr.update(choices=roles, value="any"), gr.update(choices=choices(kind), value=[])]

    @for_people
    def on_make(
        called: str, who: str, kind: str, role_: str, level_: int, job: str, n: int, picked: list[str], request: gr.Request
    ) -> list[Any]:
        fields: dict[str, object] = {
            "title": called, "organisation": who, "track": kind, "role": role_ or "any", "level": level_,
            "job_description": job or "", "questions": n, "question_ids": picked or [],
        }  # fmt: skip
        caller = caller_of(request)
        return shown(caller, making.make(deps, caller, making.wanted_from(fields)).id, title="")

    @for_people
    def on_pick(chosen: str, request: gr.Request) -> list[Any]:
        return shown(caller_of(request), chosen)

    @for_people
    def on_invite(chosen: str | None, called: str, open_days: int, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        kit_id = chosen or next((one.id for one in making.listing(deps, caller)), "")
        _, secret = making.invite(deps, caller, kit_id, called or "", int(open_days))
        address = f"{_site(request)}/invite/{secret}"
        return shown(caller, kit_id, link=gr.update(value=address, visible=True), label="")

    @for_people
    def on_end(chosen: str | None, invite_id: str | None, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        if invite_id:
            making.revoke(deps, caller, invite_id)
        return shown(caller, chosen or "")

    @for_people
    def on_delete(chosen: str | None, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        kit_id = chosen or next((one.id for one in making.listing(deps, caller)), "")
        making.remove(deps, caller, kit_id)
        return shown(caller)

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    out = here.outputs()
    tab.select(on_open, [track, pick], out, **quiet)
    around.select(on_return, pick, [results, ending], **quiet)
    track.change(on_track, track, [role, questions], **quiet)
    asked = [title, organisation, track, role, level, description, count, questions]
    make.click(on_make, asked, out, **{**quiet, "show_progress": "minimal"})
    pick.input(on_pick, pick, out, **quiet)
    invite.click(on_invite, [pick, label, days], out, **quiet)
    ending.input(on_end, [pick, ending], out, **quiet)
    delete.click(lambda: gr.update(visible=True), None, sure, **quiet)
    not_yet.click(lambda: gr.update(visible=False), None, sure, **quiet)
    for_good.click(on_delete, pick, out, **quiet)


def _site(request: gr.Request) -> str:
    """Where this app is, as the caller's browser knows it."""
    headers = request.headers
    host = headers.get("x-forwarded-host") or headers.get("host", "")
    scheme = headers.get("x-forwarded-proto") or request.url.scheme
    return f"{scheme}://{host}"
