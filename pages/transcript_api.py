"""The public endpoints of the transcripts: listed, searched, asked, read, corrected, graded again, exported, deleted."""

import base64
from collections.abc import Callable
from typing import Any

import gradio as gr

from agents.deps import Deps
from agents.review import handling, reading
from agents.transcripts import editing, plain
from agents.transcripts.wanted import filters_from
from core.errors import AppError
from pages.edge import for_programs
from pages.identity import caller_of

PUBLIC = (
    *("transcript_list", "transcript_get", "transcript_search", "transcript_export"),
    *("transcript_edit", "transcript_regrade", "transcript_ask", "transcript_delete"),
)


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by name; `pages/api.py` registers them."""

    @for_programs
    def transcript_list(
        filters: dict[str, Any] | None = None, limit: int = 100, offset: int = 0, request: gr.Request = None
    ) -> list[dict[str, Any]]:
        """Your transcripts, latest first. `filters` may hold role, track, since and until (dates), state (graded, ungraded),
        band_from and band_to (1-5), tag, source (interview, recording), kit (an id) and text (words that all stand in it)."""
        found = reading.listing(deps, caller_of(request), filters_from(filters), int(limit), int(offset))
        return [one.row.model_dump(mode="json") for one in found]

    @for_programs
    def transcript_get(transcript_id: str, request: gr.Request = None) -> dict[str, Any]:
        """A whole transcript: speakers, passages with words and seconds, exchanges with their grades, and `edits`."""
        caller = caller_of(request)
        opened = reading.open(deps, caller, transcript_id)
        return plain.whole(opened.transcript, () if opened.hidden or opened.invited else editing.history(deps, caller, transcript_id))

    @for_programs
    def transcript_search(
        query: str, filters: dict[str, Any] | None = None, k: int = 20, request: gr.Request = None
    ) -> list[dict[str, Any]]:
        """The passages that fit best, by words and by meaning. "What stands in quotes" must stand in the passage, begin* finds
        beginnings. Each hit has transcript_id, title, passage, speaker, start (seconds) and snippet, a list of [text, is_match].
        `filters` as in transcript_list."""
        found = reading.search(deps, caller_of(request), query, filters_from(filters), int(k))
        return [one.model_dump(mode="json") for one in found]

    @for_programs
    def transcript_export(transcript_id: str, format: str = "json", request: gr.Request = None) -> dict[str, Any]:
        """A transcript as a file: srt, vtt, txt, md, json, docx or pdf. Returns its `name`, `media_type`, `data` in base64, and
        `url`, where the same file can be fetched from this server by you alone."""
        data, media, name = handling.export(deps, caller_of(request), transcript_id, format)
        url = f"/files/transcript/{transcript_id}.{format}"
        return {"name": name, "media_type": media, "data": base64.b64encode(data).decode(), "url": url}

    @for_programs
    def transcript_edit(
        transcript_id: str, passage: int, text: str = "", revert: bool = False, request: gr.Request = None
    ) -> dict[str, Any]:
        """Corrects what was misheard in one passage, or with `revert` puts it back as it was heard. Returns the passage, the
        transcript's notices and every edit; word times stay, grades follow with transcript_regrade."""
        caller, n = caller_of(request), int(passage)
        if revert and text:
            raise AppError("text_and_revert", "Send either a text or revert. Nothing was changed.")
        made = handling.revert(deps, caller, transcript_id, n) if revert else handling.correct(deps, caller, transcript_id, n, text)
        edits = [one.model_dump(mode="json", exclude={"by"}) for one in editing.history(deps, caller, transcript_id)]
        changed = next(one for one in made.passages if one.n == n).model_dump(mode="json")
        return {"passage": changed, "notices": list(made.notices), "edits": edits}

    @for_programs
    def transcript_regrade(transcript_id: str, not_asked: int | None = None, request: gr.Request = None) -> dict[str, Any]:
        """Grades the answers that were corrected again, over their words as they stand now, by the grader that graded them before.
        With `not_asked`, the number of an exchange of a recording, takes its grade off instead: another question was asked than
        the one it was held against. Returns the transcript."""
        caller = caller_of(request)
        if not_asked is None:
            made = handling.regrade(deps, caller, transcript_id)
        else:
            made = handling.ungrade(deps, caller, transcript_id, int(not_asked))
        return plain.whole(made, editing.history(deps, caller, transcript_id))

    @for_programs
    def transcript_ask(
        question: str, filters: dict[str, Any] | None = None, request: gr.Request = None
    ) -> dict[str, Any]:
        """A question over your transcripts: `quotes` that answer it, word for word with their seconds; with a language model also
        `text`, whose `sentences` each name their quotes. `filters` as in transcript_list."""
        return reading.ask(deps, caller_of(request), question, filters_from(filters)).model_dump(mode="json")

    @for_programs
    def transcript_delete(
        transcript_id: str, confirm: str, whole: bool = False, request: gr.Request = None
    ) -> dict[str, str]:
        """Deletes a transcript with notes, verdicts and edits; of an uploaded recording also its sound; with `whole`, of an
        interview that was held here also the interview. `confirm` must be the word delete."""
        if confirm != "delete":
            raise AppError("not_sure", "Send confirm='delete' to delete this transcript. Nothing was deleted.")
        handling.delete(deps, caller_of(request), transcript_id, whole=whole)
        return {"deleted": transcript_id}

    return {
        "transcript_list": transcript_list,
        "transcript_get": transcript_get,
        "transcript_search": transcript_search,
        "transcript_export": transcript_export,
        "transcript_edit": transcript_edit,
        "transcript_regrade": transcript_regrade,
        "transcript_ask": transcript_ask,
        "transcript_delete": transcript_delete,
    }
