"""The public endpoints of interview kits and of sharing: kits, links for candidates, consent, links to transcripts."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from agents import sharing
from agents.deps import Deps
from agents.kits import making, taking
from agents.kits.results import arrived
from agents.review import handling
from core.kit import Kit
from pages.edge import for_programs
from pages.identity import caller_of

PUBLIC = (
    "kit_create",
    "kit_list",
    "kit_invite",
    "kit_results",
    "kit_delete",
    "invite_revoke",
    "consent_withdraw",
    "share_create",
    "share_list",
    "share_revoke",
)


def endpoints(deps: Deps) -> dict[str, Callable[..., Any]]:
    """The endpoints by name; `pages/api.py` registers them."""

    @for_programs
    def kit_create(
        title: str,
        track: str,
        role: str = "any",
        level: int = 3,
        questions: int = 5,
        question_ids: list[str] | None = None,
        job_description: str = "",
        banks: list[str] | None = None,
        ours: bool = True,
        organisation: str = "",
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """A fixed plan of questions for many candidates: those in `question_ids`, or as many as `questions` chosen for the role
        and the job description from our banks and those in `banks`. Returns the kit with its questions."""
        asked = {"track": track, "role": role, "level": level, "questions": questions, "job_description": job_description}
        fields: dict[str, object] = {
            **asked, "banks": banks or [], "ours": ours, "title": title, "organisation": organisation,
            "question_ids": question_ids or [],
        }  # fmt: skip
        return _kit(making.make(deps, caller_of(request), making.wanted_from(fields)))

    @for_programs
    def kit_list(request: gr.Request = None) -> list[dict[str, Any]]:
        """Your kits, latest first."""
        return [_kit(one) for one in making.listing(deps, caller_of(request))]

    @for_programs
    def kit_invite(kit_id: str, label: str = "", days: int = 14, request: gr.Request = None) -> dict[str, Any]:
        """A link for one candidate, open for `days`: `link` is told this once. `label` is what you call them."""
        made, secret = making.invite(deps, caller_of(request), kit_id, label, days)
        told = made.model_dump(mode="json", include={"id", "kit_id", "label", "expires_at"})
        return {**told, "link": f"/invite/{secret}"}

    @for_programs
    def kit_results(kit_id: str, request: gr.Request = None) -> list[dict[str, Any]]:
        """Each link of a kit: its `state` (open, expired, revoked, begun, finished, withdrawn) and, once it is finished, the id of
        the interview, which is that of its transcript. While you review one of them blind, nothing here says whose it is."""
        return [
            {
                "id": one.invite_id,
                "label": one.called,
                "made_at": one.made_at and one.made_at.isoformat(),
                "expires_at": one.expires_at and one.expires_at.isoformat(),
                "state": one.state,
                "transcript_id": one.transcript_id,
            }
            for one in arrived(deps, caller_of(request), kit_id).lines
        ]

    @for_programs
    def kit_delete(kit_id: str, request: gr.Request = None) -> str:
        """Deletes a kit and its links. Interviews that were held with it stay their candidates'."""
        making.remove(deps, caller_of(request), kit_id)
        return kit_id

    @for_programs
    def invite_revoke(invite_id: str, request: gr.Request = None) -> dict[str, Any]:
        """Ends a link that no candidate has taken."""
        return making.revoke(deps, caller_of(request), invite_id).model_dump(mode="json")

    @for_programs
    def consent_withdraw(session_id: str, request: gr.Request = None) -> dict[str, Any]:
        """As the candidate: from now on nobody but you can read this interview."""
        return taking.withdraw(deps, caller_of(request), session_id).model_dump(mode="json")

    @for_programs
    def share_create(
        transcript_id: str,
        scope: list[str] | None = None,
        days: int = 14,
        label: str = "",
        request: gr.Request = None,
    ) -> dict[str, Any]:
        """A link to a transcript you may read; `scope` is any of transcript, audio, scores. `link` is told this once."""
        chosen = scope if scope is not None else ["transcript", "audio", "scores"]
        made, secret = handling.share(deps, caller_of(request), transcript_id, chosen, days, label)
        return {**made.model_dump(mode="json", exclude={"owner"}), "link": f"/shared/{secret}"}

    @for_programs
    def share_list(transcript_id: str, request: gr.Request = None) -> list[dict[str, Any]]:
        """The links to a transcript with their state and how often they were opened: all if it is yours, else those you made."""
        return [one.model_dump(mode="json") for one in sharing.about(deps, caller_of(request), transcript_id)]

    @for_programs
    def share_revoke(share_id: str, request: gr.Request = None) -> dict[str, Any]:
        """Ends a link of yours at once."""
        return handling.unshare(deps, caller_of(request), share_id).model_dump(mode="json", exclude={"owner"})

    return {
        "kit_create": kit_create,
        "kit_list": kit_list,
        "kit_invite": kit_invite,
        "kit_results": kit_results,
        "kit_delete": kit_delete,
        "invite_revoke": invite_revoke,
        "consent_withdraw": consent_withdraw,
        "share_create": share_create,
        "share_list": share_list,
        "share_revoke": share_revoke,
    }


def _kit(kit: Kit) -> dict[str, Any]:
    told = kit.model_dump(mode="json", include={"id", "title", "organisation", "track", "role", "level", "made_at"})
    questions = [{"id": one.id, "title": one.title, "question": one.question, "topic": one.topic} for one in kit.questions]
    return {**told, "questions": questions, "requirements": list(kit.requirements)}
