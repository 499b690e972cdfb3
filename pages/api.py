"""The public endpoints: every one a `noun_verb`, typed, taking ids, pinned by a test. They translate, nothing more."""

import json
from collections.abc import Iterator
from typing import Any

import gradio as gr
from gradio.data_classes import FileData

from agents import account, acts, banks, export, feedback, interview, portfolio, speech
from agents.deps import Deps
from agents.door import brief_from, utterance_from
from core.caller import Caller
from core.errors import AppError
from core.events import as_dict
from pages.edge import for_programs
from pages.identity import caller_of
from pages.uploads import uploaded

PUBLIC = (
    "interview_start",
    "interview_answer",
    "interview_act",
    "interview_status",
    "interview_end",
    "interview_list",
    "feedback_generate",
    "feedback_status",
    "feedback_get",
    "feedback_retry",
    "speech_transcribe",
    "speech_synthesize",
    "resume_parse",
    "resume_analyze",
    "resume_status",
    "resume_get",
    "resume_practice",
    "bank_search",
    "data_export",
    "data_delete",
)
"""The endpoints that programs rely on; a test holds the app to exactly these."""


def build(deps: Deps) -> None:
    """Registers every public endpoint on the Blocks that is being built."""

    @for_programs
    def interview_start(
        track: str,
        role: str = "any",
        level: int = 3,
        topics: list[str] | None = None,
        persona: str = "neutral",
        mode: str = "practice",
        questions: int = 5,
        minutes: int | None = None,
        job_description: str = "",
        resume: str = "",
        language: str = "en",
        name: str = "",
        seed: int | None = None,
        record: bool = False,
        request_id: str = "",
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """Plans an interview and opens it. Returns the interview as it stands, with `session_id` and what is asked first.
        `record`: the candidate agrees that spoken answers are kept as sound."""
        brief = brief_from(
            {
                "track": track,
                "role": role,
                "level": level,
                "topics": tuple(topics or ()),
                "persona": persona,
                "mode": mode,
                "questions": questions,
                "minutes": minutes or None,
                "job_description": job_description,
                "resume": resume,
                "language": language,
                "name": name,
                "seed": seed,
                "record": record,
            }
        )
        return interview.start(deps, caller_of(request), brief, request_id).model_dump(mode="json")

    @for_programs
    def interview_answer(
        session_id: str,
        text: str = "",
        code: str = "",
        request_id: str = "",
        audio: FileData | None = None,
        request: gr.Request = None,
    ) -> Iterator[dict[str, Any]]:
        """Answers the current question and streams events (heard, judged, partial, said, notice, finished).
        Send a `request_id` of your own: the same one again replays the stored turn instead of making a second.
        `audio`: a sound file in place of `text`, at most 30 minutes."""
        caller = caller_of(request)
        if audio is None:
            said = utterance_from(text, code)
        elif text or code:
            raise AppError("text_and_audio", "Send either text or audio. Nothing was stored.")
        else:
            with uploaded(audio) as path:
                said = speech.answer_from(deps, caller, session_id, path, request_id)
        for event in interview.answer(deps, caller, session_id, said, request_id):
            yield as_dict(event)

    @for_programs
    def interview_act(
        session_id: str, action: str, request_id: str = "", request: gr.Request = None
    ) -> Iterator[dict[str, Any]]:
        """Does one of hint, repeat, rephrase, skip, think, pause, resume, and streams what the interviewer says to it."""
        for event in acts.act(deps, caller_of(request), session_id, action, request_id):
            yield as_dict(event)

    @for_programs
    def interview_status(session_id: str, request: gr.Request = None) -> dict[str, Any]:
        """The interview as it stands: what is asked, the plan, the history, the time."""
        return interview.status(deps, caller_of(request), session_id).model_dump(mode="json")

    @for_programs
    def interview_end(session_id: str, request: gr.Request = None) -> dict[str, Any]:
        """Ends the interview now; its report is made from what was answered. Returns the report's `job_id`."""
        return as_dict(interview.end(deps, caller_of(request), session_id))

    @for_programs
    def interview_list(limit: int = 100, request: gr.Request = None) -> list[dict[str, Any]]:
        """Your interviews, latest first."""
        found = interview.listing(deps, caller_of(request), max(1, min(int(limit), 1000)))
        return [one.model_dump(mode="json") for one in found]

    @for_programs
    def feedback_generate(session_id: str, engine: str = "", request: gr.Request = None) -> dict[str, Any]:
        """Queues a report on a finished interview; with engine `rules` or `llm` every answer is graded again by it."""
        return _job(feedback.generate(deps, caller_of(request), session_id, engine))  # type: ignore[arg-type]

    @for_programs
    def feedback_status(job_id: str, request: gr.Request = None) -> dict[str, Any]:
        """How far a report is: queued, running, done or failed, and why."""
        return _job(feedback.status(deps, caller_of(request), job_id))

    @for_programs
    def feedback_get(session_id: str, format: str = "json", request: gr.Request = None) -> dict[str, Any]:
        """The latest report of an interview: `json` gives it whole, `markdown` gives {"markdown": text}."""
        made = feedback.get(deps, caller_of(request), session_id)
        if format == "markdown":
            return {"markdown": export.to_markdown(made)}
        if format != "json":
            raise AppError("unknown_format", f"There is no format '{format[:20]}'. Use json or markdown.")
        return json.loads(export.to_json(made))  # type: ignore[no-any-return]

    @for_programs
    def feedback_retry(
        session_id: str, question_id: str, request_id: str = "", request: gr.Request = None
    ) -> dict[str, Any]:
        """Opens a short interview that asks one question of an earlier one again; its report compares the two."""
        return feedback.retry(deps, caller_of(request), session_id, question_id, request_id).model_dump(mode="json")

    @for_programs
    def speech_transcribe(audio: FileData, language: str = "en", request: gr.Request = None) -> dict[str, Any]:
        """The words of a sound file (WAV, MP3, M4A, OGG, FLAC, WebM; at most 30 minutes), with the time of each word
        where the recognizer gives it: {text, words: [{text, start, end, confidence}], language, engine, seconds}."""
        with uploaded(audio) as path:
            return speech.transcribe(deps, caller_of(request), path, language).model_dump(mode="json")

    @for_programs
    def speech_synthesize(text: str, language: str = "en", request: gr.Request = None) -> dict[str, Any]:
        """A text of at most 2,000 characters as sound: {use_client_tts: false, engine, seconds, mime, audio: base64}.
        Where the client's own voice is the interviewer's: {use_client_tts: true, text, fragments, lang, rate}."""
        return speech.synthesize(deps, caller_of(request), text, language)

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
        job_description: str,
        file: FileData | None = None,
        text: str = "",
        resume_id: str = "",
        name: str = "",
        request_id: str = "",
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """Queues a resume (a file, `text`, or the `resume_id` of one that is kept) against a job description.
        Returns `match_id`, `resume_id` and the job's `job_id`; ask `resume_status` and then `resume_get`."""
        caller = caller_of(request)
        kept = resume_id or _resume(deps, caller, file, text, name)
        match_id, job = portfolio.start(deps, caller, kept, job_description, request_id)
        return {"match_id": match_id, "resume_id": kept, "job_id": job.id}

    @for_programs
    def resume_status(match_id: str, request: gr.Request = None) -> dict[str, Any]:
        """How far an analysis is: queued, running, done or failed, its progress in words, and why it failed."""
        return _job(portfolio.job_of(deps, caller_of(request), match_id))

    @for_programs
    def resume_get(match_id: str, request: gr.Request = None) -> dict[str, Any]:
        """A finished analysis: rows with their evidence, the arithmetic of the score, warnings, advice; what practice
        has shown of each requirement, and how earlier versions of the resume stood against the same job."""
        caller = caller_of(request)
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

    @for_programs
    def bank_search(
        query: str, track: str = "", role: str = "", level: int = 0, limit: int = 10, request: gr.Request = None
    ) -> list[dict[str, Any]]:
        """Questions nearest in meaning to a query, best first; level 0 means any."""
        found = banks.search(deps, caller_of(request), query, track, role, level, limit)
        return [one.model_dump(mode="json") for one in found]

    @for_programs
    def data_export(request: gr.Request = None) -> dict[str, Any]:
        """Everything kept about you, as data."""
        return account.export(deps, caller_of(request))

    @for_programs
    def data_delete(confirm: str, request: gr.Request = None) -> dict[str, int]:
        """Deletes everything kept about you, for good. `confirm` must be the word delete."""
        if confirm != "delete":
            raise AppError("not_sure", "Send confirm='delete' to delete everything of yours. Nothing was deleted.")
        return account.delete(deps, caller_of(request))

    made = locals()
    for name in PUBLIC:
        gr.api(made[name], api_name=name, concurrency_limit=None)


def _resume(deps: Deps, caller: Caller, file: Any, text: str, name: str) -> str:
    """The id of the resume that came as a file or as text."""
    if file is None:
        return portfolio.add(deps, caller, text, name).id
    if text:
        raise AppError("text_and_file", "Send either a file or text. Nothing was stored.")
    with uploaded(file) as path:
        called = name or (file.get("orig_name") if isinstance(file, dict) else "") or path.name
        return portfolio.add(deps, caller, path.read_bytes(), called).id


def _job(job: Any) -> dict[str, Any]:
    kept: dict[str, Any] = job.model_dump(
        mode="json", include={"id", "kind", "state", "attempts", "progress", "error", "result"}
    )
    return kept
