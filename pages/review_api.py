"""The public endpoints that look at a grading again: objections to decisions, and two gradings held together."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from agents import disputing, feedback, labelled
from agents.deps import Deps
from agents.disputing import Objection
from core.errors import AppError
from pages.edge import for_programs
from pages.identity import caller_of

PUBLIC = ("feedback_dispute", "feedback_disputes", "feedback_compare")


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by name; `pages/api.py` registers them."""

    @for_programs
    def feedback_dispute(
        session_id: str,
        question_id: str,
        point: str,
        status: str = "",
        why: str = "",
        quote: str = "",
        report_id: str = "",
        withdraw: bool = False,
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """Objects to one decision of a report: what it should be (`status`: covered, partly, missing, contradicted), `why`, and if
        you like a `quote` of your own words exactly as they stand in your answer. The score does not change; both are shown.
        The same decision again replaces the objection; `withdraw` takes it back. `report_id`: an earlier grading."""
        caller = caller_of(request)
        report = feedback.get(deps, caller, session_id, report_id)
        if withdraw:
            return disputing.withdraw(deps, caller, report.id, question_id, point).model_dump(mode="json")
        said = Objection(question_id=question_id, point=point, status=status, why=why, quote=quote)
        return disputing.dispute(deps, caller, report.id, said).model_dump(mode="json")

    @for_programs
    def feedback_disputes(session_id: str = "", format: str = "json", request: gr.Request = None) -> dict[str, Any]:
        """Your objections, of one interview or all: `json` gives {"disputes": [...], "rows": [...]}, the withdrawn ones among the
        disputes; `csv` and `jsonl` give the open ones as labelled data, {"csv": text} or {"jsonl": text}. A row has the question,
        the reference, your answer, the key point, both decisions, the quote, why, engine and rubric; `grade` (0-5) and `score_norm`
        (0-1) are of the whole answer with your decisions in the place of ours, `our_grade` is the report's."""
        caller = caller_of(request)
        rows = labelled.rows(deps, caller, session_id)
        if format == "csv":
            return {"csv": labelled.to_csv(rows)}
        if format == "jsonl":
            return {"jsonl": labelled.to_jsonl(rows)}
        if format != "json":
            raise AppError("unknown_format", f"There is no format '{format[:20]}'. Use json, csv or jsonl.")
        told = disputing.of_session(deps, caller, session_id)
        return {"disputes": [one.model_dump(mode="json") for one in told], "rows": [one.model_dump() for one in rows]}

    @for_programs
    def feedback_compare(
        session_id: str, before: str = "", after: str = "", request: gr.Request = None
    ) -> dict[str, Any]:
        """Two gradings of one interview, by the ids of their reports, or the latest and the one before it: per question both
        bands and scores, the decisions that changed with their quotes and why, and the share that is the same.
        `feedback_generate` with an engine makes another grading."""
        return feedback.compare_gradings(deps, caller_of(request), session_id, before, after).model_dump(mode="json")

    return {
        "feedback_dispute": feedback_dispute,
        "feedback_disputes": feedback_disputes,
        "feedback_compare": feedback_compare,
    }
