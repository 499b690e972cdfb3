"""The public endpoints of a review by several: reviewers invited by link, what became of it, where they agree."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from agents.deps import Deps
from agents.review import panel
from pages.edge import for_programs
from pages.identity import caller_of

PUBLIC = ("reviewer_invite", "reviewer_list", "reviewer_revoke", "review_agreement")


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by name; `pages/api.py` registers them."""

    @for_programs
    def reviewer_invite(
        transcript_ids: list[str],
        label: str = "",
        host: str = "",
        days: int = 14,
        blind: bool = True,
        files: bool = False,
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """A link for one reviewer to up to 20 transcripts that you may read: `link` is told this once. They read, hear, note and decide;
        with `blind` names, voices and scores stay hidden until their verdict, with `files` they may export. `host` is who invites."""
        asked = {"transcript_ids": transcript_ids, "label": label, "host": host, "days": days, "blind": blind, "files": files}
        made, secret = panel.invite(deps, caller_of(request), panel.wanted_from(asked))
        return {**made.model_dump(mode="json", exclude={"owner", "taken_by"}), "link": f"/review/{secret}"}

    @for_programs
    def reviewer_list(transcript_id: str, request: gr.Request = None) -> dict[str, Any]:
        """Whom you invited to review a transcript: `reviewers` with state (open, seated, expired, revoked) and verdict, `agreement` over
        all that they were invited to, and `at_questions`, where notes of several stand. Blind yourself, the last two wait for you."""
        return panel.about(deps, caller_of(request), transcript_id).model_dump(mode="json")

    @for_programs
    def reviewer_revoke(reviewer_id: str, request: gr.Request = None) -> dict[str, Any]:
        """Ends the access of a reviewer at once. What they said stays."""
        return panel.revoke(deps, caller_of(request), reviewer_id).model_dump(mode="json", exclude={"owner", "taken_by"})

    @for_programs
    def review_agreement(transcript_ids: list[str] | None = None, request: gr.Request = None) -> dict[str, Any]:
        """How far reviewers agree over these transcripts, or all to which you invited somebody: `same` of `of` pairs of verdicts, pair
        by pair, and Krippendorff's `alpha` from ten transcripts with two independent verdicts on; else null, and `why` says so."""
        ids = panel.ids_from(transcript_ids if transcript_ids is not None else [])
        return panel.agreement(deps, caller_of(request), ids).model_dump(mode="json")

    return {
        "reviewer_invite": reviewer_invite,
        "reviewer_list": reviewer_list,
        "reviewer_revoke": reviewer_revoke,
        "review_agreement": review_agreement,
    }
