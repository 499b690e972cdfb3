"""The Resume tab: a resume held against a job, what it proves, and the practice that closes the gaps. Components first, wiring last."""

import html
from typing import Any

import gradio as gr

from agents import correcting, portfolio, practising, resume_words
from agents.deps import Deps
from agents.resume.several import pieces
from core.caller import Caller
from core.errors import AppError
from core.portfolio import KeptMatch, Step
from core.text import counted
from pages import resume_ads, resume_html, resume_jobs, resume_more, resume_screen
from pages.edge import for_people
from pages.identity import caller_of
from pages.uploads import uploaded

_SHEET = tuple(correcting.Sheet.model_fields)
_JUMP = "() => document.getElementById('btn-jump').dataset.match"
_DELETE = "The file, its pictures and all its analyses are deleted for good."
_FORGET = "This analysis is deleted for good; the resume and its other analyses stay."
_OPEN_INTERVIEW = "() => window.location.reload()"
"""The Interview tab comes first, and a load of the page returns to the interview that runs."""


def build(deps: Deps, tab: gr.Tab) -> None:
    """Lays the tab out and wires it; the last analysis is shown when the tab is opened."""
    here, buttons = resume_screen.build()

    def form(caller: Caller, resume_id: str = "", **more: Any) -> list[Any]:
        """The form, empty or for another job of the same resume."""
        held = portfolio.resume(deps, caller, resume_id) if resume_id else None
        kept = portfolio.listing(deps, caller)
        return here.updates(
            **{
                "start": gr.update(visible=True),
                "after": gr.update(visible=False),
                "held": resume_more.holding(held),
                "resume": resume_id,
                "back": gr.update(visible=any(one.match for one in kept)),
                "empty": resume_more.EMPTY if not kept else "",
                "pick": resume_screen.choices(kept, "", portfolio.names(deps, caller)),
                "working": "",
                "match": resume_screen.FORM if kept else "",
                "poll": gr.update(active=False),
                **more,
            }
        )

    def shown(caller: Caller, match_id: str) -> list[Any]:
        """A finished analysis in all its parts."""
        kept = portfolio.get(deps, caller, match_id)
        assert kept.match is not None
        resume = portfolio.resume(deps, caller, kept.resume_id)
        every = portfolio.listing(deps, caller)
        versions = portfolio.history(deps, caller, match_id)
        same = [one for one in every if one.resume_id == kept.resume_id]
        count = len(practising.chosen(kept.match)) if not kept.match.refused else 0
        parsed = resume.parsed or kept.match.resume
        return here.updates(
            start=gr.update(visible=False),
            after=gr.update(visible=True),
            working="",
            empty="",
            pick=resume_screen.choices(every, match_id, portfolio.names(deps, caller)),
            overview=_overview(portfolio.batch(deps, caller, match_id), match_id),
            result=resume_html.result(resume, kept),
            practise=gr.update(value=f"Practise the gaps · {count} questions" if count != 1 else "Practise the gap · 1 question",
                               visible=count > 0),
            links=resume_html.links(match_id),
            coverage=resume_more.coverage(portfolio.probed(deps, caller, match_id)) if kept.practices else "",
            advice=resume_more.advice(kept.match),
            sees=resume_more.sees(parsed),
            role=gr.update(choices=resume_screen.role_choices(parsed.roles),
                           value=0 if parsed.roles else None),
            **resume_screen.role_fields(parsed.roles[0] if parsed.roles else None),
            **correcting.sheet_of(parsed).model_dump(),
            others=resume_jobs.side_by_side(same, match_id, "This resume against all your jobs", whole=True)
            + (resume_more.history(versions) if len(versions) > 1 else ""),
            called=gr.update(value=kept.name, placeholder=resume_words.match_name(kept)),
            sure=gr.update(visible=False),
            match=match_id,
            resume=kept.resume_id,
            shown=match_id,
            poll=gr.update(active=False),
        )  # fmt: skip

    def look(caller: Caller, match_id: str) -> list[Any]:
        """The analysis, or how far it is and those asked for with it, or why it failed."""
        steps = portfolio.batch(deps, caller, match_id)
        if any(one.state in ("queued", "running") for one in steps):
            job = portfolio.job_of(deps, caller, match_id)
            told = resume_jobs.working(steps) if len(steps) > 1 else resume_html.working(job.progress, job.state)
            return here.updates(
                start=gr.update(visible=False), working=told, match=match_id, empty="", poll=gr.update(active=True)
            )
        done = [one.match for one in steps if one.state == "done"]
        if not done:
            return form(caller, working="".join(resume_html.failed(one.words) for one in steps))
        return shown(caller, match_id if any(one.id == match_id for one in done) else done[0].id)

    def again(caller: Caller, kept: KeptMatch) -> list[Any]:
        """The same job once more, after a correction."""
        made, _ = portfolio.start(deps, caller, kept.resume_id, kept.job_text)
        return here.updates(
            working=resume_html.working("90% holding it against the job", "running"),
            match=made,
            poll=gr.update(active=True),
        )

    @for_people
    def on_open(match_id: str, last: str, request: gr.Request) -> list[Any]:
        """Returns to what was shown last, or to the latest analysis; without any, to the form."""
        caller = caller_of(request)
        if match_id == resume_screen.FORM:
            return here.updates()
        known = [one.id for one in portfolio.listing(deps, caller)]
        found = next((one for one in (match_id, last, *known[:1]) if one in known), "")
        return look(caller, found) if found else form(caller)

    @for_people
    def on_job(job: str, ticked: list[str], offered: list[str]) -> list[Any]:
        """Shows where a pasted text is cut into jobs; a cut that was taken back stays so while its line is there."""
        found = resume_ads.choices(pieces(job or ""))
        joined = set(offered) - set(ticked)
        keys = [key for _, key in found]
        label = f"{len(found) + 1} jobs are in this text. These begin a new one; untick what belongs to the job before it"
        return here.updates(
            splits=gr.update(choices=found, value=[key for key in keys if key not in joined], visible=bool(found), label=label),
            offered=keys,
        )

    @for_people
    def on_hold(
        file: Any, text: str, job: str, ticked: list[str], offered: list[str], job_files: Any, held: str, request: gr.Request
    ) -> list[Any]:  # fmt: skip
        """Files are gone once they are read: what a refusal leaves is the resume that is held, and the job as text."""
        caller = caller_of(request)
        ids: tuple[str, ...] = ()
        try:
            held = _kept(deps, caller, file, text, held)
            ads = resume_ads.from_page(job or "", sorted(set(offered) - set(ticked)), job_files or ())
            ids, _ = portfolio.start_all(deps, caller, held, ads)
        except AppError as fault:
            gr.Warning(html.escape(fault.sentence), title="Not yet")
        going = {
            "working": resume_html.working("", "queued"),
            "match": ids[0] if ids else "",
            "empty": "",
            "start": gr.update(visible=False),
            "poll": gr.update(active=True),
        }
        return here.updates(
            file=None,
            job_files=None,
            resume=held,
            held=resume_more.holding(portfolio.resume(deps, caller, held) if held else None),
            **(going if ids else {}),
        )

    @for_people
    def on_tick(match_id: str, request: gr.Request) -> list[Any]:
        return (
            look(caller_of(request), match_id)
            if match_id not in ("", resume_screen.FORM)
            else here.updates(poll=gr.update(active=False))
        )

    @for_people
    def on_pick(match_id: str, request: gr.Request) -> list[Any]:
        return look(caller_of(request), match_id) if match_id else here.updates()

    @for_people
    def on_role(at: int | None, resume_id: str, request: gr.Request) -> list[Any]:
        parsed = portfolio.resume(deps, caller_of(request), resume_id).parsed
        found = parsed.roles[at] if parsed and at is not None and 0 <= at < len(parsed.roles) else None
        return here.updates(**resume_screen.role_fields(found))

    @for_people
    def on_correct(
        match_id: str, at: int | None, title: str, employer: str, begin: str, end: str, request: gr.Request
    ) -> list[Any]:
        """Corrects one role and makes the match anew with the same job."""
        caller = caller_of(request)
        kept = portfolio.get(deps, caller, match_id)
        if at is None:
            raise AppError("no_role", "Pick the role you want to correct.")
        correcting.correct_role(
            deps, caller, kept.resume_id, at, title=title or "", employer=employer or "", start=begin or "", end=end or ""
        )  # fmt: skip
        return again(caller, kept)

    @for_people
    def on_correct_sheet(
        match_id: str, name: str, email: str, phone: str, location: str, headline: str, skills: str, education: str,
        languages: str, request: gr.Request,
    ) -> list[Any]:  # fmt: skip
        """Corrects what stands outside the roles and makes the match anew."""
        caller = caller_of(request)
        kept = portfolio.get(deps, caller, match_id)
        texts = (name, email, phone, location, headline, skills, education, languages)
        sheet = correcting.Sheet(**{field: text or "" for field, text in zip(_SHEET, texts, strict=True)})
        correcting.correct_sheet(deps, caller, kept.resume_id, sheet)
        return again(caller, kept)

    @for_people
    def on_practise(match_id: str, way: str, request: gr.Request) -> list[Any]:
        portfolio.practise(deps, caller_of(request), match_id, voice=way == "voice")
        return here.updates(shown=match_id)

    @for_people
    def on_another(resume_id: str, request: gr.Request) -> list[Any]:
        return form(caller_of(request), resume_id, job="", text="")

    @for_people
    def on_new(request: gr.Request) -> list[Any]:
        return form(caller_of(request), text="", file=None)

    @for_people
    def on_back(last: str, request: gr.Request) -> list[Any]:
        return on_open("", last, request)

    @for_people
    def on_rename(match_id: str, name: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        portfolio.rename(deps, caller, match_id, name or "")
        return shown(caller, match_id)

    def on_doom(what: str, said: str) -> list[Any]:
        """Asks once more before anything is deleted."""
        return here.updates(doomed=what, gone=f'<p class="viva">{said}</p>', sure=gr.update(visible=True))

    @for_people
    def on_delete(doomed: str, match_id: str, resume_id: str, request: gr.Request) -> list[Any]:
        caller = caller_of(request)
        if doomed == "match":
            portfolio.forget(deps, caller, match_id)
        else:
            portfolio.delete(deps, caller, resume_id)
        left = [one.id for one in portfolio.listing(deps, caller) if one.match]
        return shown(caller, left[0]) if left else form(caller, job="", text="", shown="")

    out = here.outputs()
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
    tab.select(on_open, [here.match, here.shown], out, **quiet)
    here.job.change(on_job, [here.job, here.splits, here.offered], out, trigger_mode="always_last", **quiet)
    pasted = [here.job, here.splits, here.offered, here.job_files]
    buttons.hold.click(on_hold, [here.file, here.text, *pasted, here.resume], out, **quiet)
    here.poll.tick(on_tick, here.match, out, **quiet)
    here.pick.input(on_pick, here.pick, out, **quiet)
    buttons.jump.click(on_pick, buttons.wanted, out, js=_JUMP, **quiet)
    here.role.input(on_role, [here.role, here.resume], out, **quiet)
    edited = [here.match, here.role, here.title, here.employer, here.begin, here.end]
    buttons.correct.click(on_correct, edited, out, **quiet)
    buttons.correct_sheet.click(on_correct_sheet, [here.match, *(getattr(here, name) for name in _SHEET)], out, **quiet)
    practised = here.practise.click(on_practise, [here.match, buttons.way], out, **quiet)
    practised.success(None, None, None, js=_OPEN_INTERVIEW, api_visibility="private")
    buttons.another.click(on_another, here.resume, out, **quiet)
    buttons.new.click(on_new, None, out, **quiet)
    here.back.click(on_back, here.shown, out, **quiet)
    buttons.rename.click(on_rename, [here.match, here.called], out, **quiet)
    buttons.forget.click(lambda: on_doom("match", _FORGET), None, out, **quiet)
    buttons.delete.click(lambda: on_doom("resume", _DELETE), None, out, **quiet)
    buttons.keep.click(lambda: gr.update(visible=False), None, here.sure, **quiet)
    buttons.for_good.click(on_delete, [here.doomed, here.match, here.resume], out, **quiet)


def _overview(steps: list[Step], match_id: str) -> str:
    """The jobs that were asked for at once, side by side; nothing for a single one."""
    if len(steps) < 2:
        return ""
    done = [one.match for one in steps if one.state == "done"]
    title = f"Your resume against {counted(len(done), 'job')}"
    return resume_jobs.left_out(steps) + resume_jobs.side_by_side(done, match_id, title)


def _kept(deps: Deps, caller: Caller, file: Any, text: str, held: str) -> str:
    """The id of the resume that was dropped or pasted, or of the one that is held."""
    if file:
        with uploaded(file) as path:
            return portfolio.add(deps, caller, path.read_bytes(), path.name).id
    if (text or "").strip():
        return portfolio.add(deps, caller, text).id
    if held:
        return held
    raise AppError("no_resume", "Drop your resume, or paste its text.")
