"""The public endpoints: every one a `noun_verb`, typed, taking ids, pinned by a test. They translate, nothing more."""

import json
from collections.abc import Iterator
from typing import Any

import gradio as gr
from gradio.data_classes import FileData

from agents import account, acts, disputing, export, feedback, interview, research, speech
from agents.deps import Deps
from agents.door import brief_from, utterance_from
from core.errors import AppError
from core.events import as_dict
from pages import (
    bank_api,
    calibration,
    kit_api,
    media_api,
    panel_api,
    recording_api,
    resume_api,
    review_api,
    review_notes_api,
    transcript_api,
)
from pages.edge import for_programs, told
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
    *review_api.PUBLIC,
    "speech_transcribe",
    "speech_synthesize",
    "resume_parse",
    "resume_analyze",
    "resume_status",
    "resume_get",
    "resume_practice",
    "research_prepare",
    *bank_api.PUBLIC,
    *kit_api.PUBLIC,
    *calibration.PUBLIC,
    *media_api.PUBLIC,
    *transcript_api.PUBLIC,
    *recording_api.PUBLIC,
    *review_notes_api.PUBLIC,
    *panel_api.PUBLIC,
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
        briefing_id: str = "",
        banks: list[str] | None = None,
        ours: bool = True,
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """Plans an interview and opens it. Returns the interview as it stands, with `session_id` and what is asked first.
        `record`: the candidate agrees that spoken answers are kept as sound. `briefing_id`: a brief by `research_prepare`
        that the interview draws on. `banks`: question banks by id, asked beside ours or, with `ours` false, instead."""
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
                "banks": tuple(banks or ()),
                "ours": ours,
                "briefing": briefing_id,
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
        return told(feedback.generate(deps, caller_of(request), session_id, engine))  # type: ignore[arg-type]

    @for_programs
    def feedback_status(job_id: str, request: gr.Request = None) -> dict[str, Any]:
        """How far a report is: queued, running, done or failed, and why."""
        return told(feedback.status(deps, caller_of(request), job_id))

    @for_programs
    def feedback_get(
        session_id: str, format: str = "json", report_id: str = "", request: gr.Request = None
    ) -> dict[str, Any]:
        """The latest report of an interview, or an earlier grading by its `report_id`, with what was disputed of it:
        `json` gives it whole, `markdown` gives {"markdown": text}."""
        caller = caller_of(request)
        made = feedback.get(deps, caller, session_id, report_id)
        disputed = disputing.of_report(deps, caller, made.id)
        if format == "markdown":
            return {"markdown": export.to_markdown(made, disputed)}
        if format != "json":
            raise AppError("unknown_format", f"There is no format '{format[:20]}'. Use json or markdown.")
        return json.loads(export.to_json(made, disputed))  # type: ignore[no-any-return]

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
    def research_prepare(
        company: str = "",
        role: str = "any",
        job_description: str = "",
        track: str = "hr",
        level: int = 3,
        request: gr.Request = None,
    ) -> Iterator[dict[str, Any]]:
        """Prepares an interview brief and streams how far it is: `looking` events with `text`, then one `prepared` with
        `briefing`: what the company does, news, what the role involves, questions to expect and to ask, each with a quote
        and its source. Only the company, the role and fixed words are ever searched; without a Tavily key, the job
        description alone is read."""
        asked = {"company": company, "role": role, "job_description": job_description, "track": track, "level": level}
        for event in research.prepare(deps, caller_of(request), research.target_from(asked)):
            yield as_dict(event)

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

    made = {**locals(), **review_api.endpoints(deps), **resume_api.endpoints(deps), **bank_api.endpoints(deps)}
    made |= {**calibration.endpoints(deps), **kit_api.endpoints(deps), **media_api.endpoints(deps)}
    made |= {**transcript_api.endpoints(deps), **recording_api.endpoints(deps)}
    made |= {**review_notes_api.endpoints(deps), **panel_api.endpoints(deps)}
    for name in PUBLIC:
        gr.api(made[name], api_name=name, concurrency_limit=None)
