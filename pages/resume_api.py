"""The public endpoints of the resume room: reading, holding against jobs, practising the gaps."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.data_classes import FileData

from agents import holding, portfolio
from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from pages import resume_ads
from pages.edge import for_programs, told
from pages.identity import caller_of
from pages.uploads import name_of, uploaded


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by name; `pages/api.py` registers them."""

    @for_programs
    def resume_parse(
        file: FileData | None = None, text: str = "", name: str = "", request: gr.Request = None
    ) -> dict[str, Any]:
        """What a parser sees in a resume (PDF, DOCX, ODT, RTF, HTML, Markdown, text or a photo; or `text`): `resume_id`,
        `parsed` with contact, roles, dates, education and skills, `hidden` text, `notices`."""
        caller = caller_of(request)
        kept = portfolio.read(deps, caller, _resume(deps, caller, file, text, name))
        assert kept.document is not None
        assert kept.parsed is not None
        return {
            "resume_id": kept.id,
            "parsed": kept.parsed.model_dump(mode="json"),
            "hidden": [one.model_dump(mode="json") for one in kept.document.hidden],
            "notices": list(kept.document.notices),
            "pages": len(kept.document.pages),
        }

    @for_programs
    def resume_analyze(
        job_description: str = "",
        file: FileData | None = None,
        text: str = "",
        resume_id: str = "",
        name: str = "",
        request_id: str = "",
        job_descriptions: list[str] | None = None,
        job_files: list[FileData] | None = None,
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """Queues a resume (a file, `text`, or the `resume_id` of one that is kept) against a job description, or against
        several: one a text in `job_descriptions`, one a file in `job_files`. Returns `resume_id`, `job_id` and, for each job
        in this order, its `match_id` in `match_ids`; ask `resume_status` and `resume_get` for each. One that cannot be read
        fails with its name, the others go on. `match_id` is the first."""
        caller = caller_of(request)
        ads = resume_ads.from_program(job_description, job_descriptions or (), job_files or ())
        kept = resume_id or _resume(deps, caller, file, text, name)
        ids, job = portfolio.start_all(deps, caller, kept, ads, request_id)
        return {"match_id": ids[0], "match_ids": list(ids), "resume_id": kept, "job_id": job.id}

    @for_programs
    def resume_status(match_id: str, request: gr.Request = None) -> dict[str, Any]:
        """How far an analysis is: queued, running, done or failed, its progress in words, and why it failed. Here and in
        `resume_get` the `job_id` will do as well; of several analyses it means the first."""
        caller = caller_of(request)
        match_id = holding.named(deps, caller, match_id)
        now = portfolio.step(deps, caller, match_id)
        kept = told(portfolio.job_of(deps, caller, match_id))
        if now.state == "failed":
            return {**kept, "state": "failed", "progress": "", "error": now.words}
        return {**kept, "state": now.state, "progress": f"{now.share:.0%} {now.words}".strip(), "error": ""}

    @for_programs
    def resume_get(match_id: str, request: gr.Request = None) -> dict[str, Any]:
        """A finished analysis: rows with their evidence, the arithmetic of the score, warnings, advice; what practice
        has shown of each requirement, and how earlier versions of the resume stood against the same job."""
        caller = caller_of(request)
        match_id = holding.named(deps, caller, match_id)
        kept = portfolio.get(deps, caller, match_id)
        return {
            **kept.model_dump(mode="json"),
            "probed": [one.model_dump(mode="json") for one in portfolio.probed(deps, caller, match_id)],
            "history": [one.model_dump(mode="json") for one in portfolio.history(deps, caller, match_id)],
        }

    @for_programs
    def resume_practice(
        match_id: str, requirements: list[str] | None = None, request_id: str = "", request: gr.Request = None
    ) -> dict[str, Any]:
        """Opens an interview from the gaps of an analysis, or from the requirements named by id. Returns it as it stands."""
        made = portfolio.practise(deps, caller_of(request), match_id, requirements or (), request_id)
        return made.model_dump(mode="json")

    return {
        "resume_parse": resume_parse,
        "resume_analyze": resume_analyze,
        "resume_status": resume_status,
        "resume_get": resume_get,
        "resume_practice": resume_practice,
    }


def _resume(deps: Deps, caller: Caller, file: Any, text: str, name: str) -> str:
    """The id of the resume that came as a file or as text."""
    if file is None:
        return portfolio.add(deps, caller, text, name).id
    if text:
        raise AppError("text_and_file", "Send either a file or text. Nothing was stored.")
    with uploaded(file) as path:
        called = name or name_of(file, path)
        return portfolio.add(deps, caller, path.read_bytes(), called).id
