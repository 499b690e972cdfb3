"""The verbs of a resume: keep it, read it, hold it against a job, practise the gaps, look back."""

import hashlib
import logging
import time
import uuid
from collections.abc import Sequence
from typing import Any

from agents import holding, interview, practising
from agents.deps import Deps
from agents.holding import MOST_BYTES
from agents.resume.parse import document_of, parse
from agents.resume.quality import must_be_short
from agents.view import View
from core.caller import Caller
from core.errors import AppError
from core.portfolio import Ad, KeptMatch, KeptResume, Move, Probed, Step, Version
from core.resume import Match
from core.schema import Brief
from core.text import clean
from store import jobs, resumes, sessions
from store.jobs import Job, NewJob

log = logging.getLogger(__name__)
RESUME_JOB = "resume"
MOST_KEPT = 200
"""Resumes of one person."""
WIDTH = 1_100
"""Pixels of a page's picture."""


def add(deps: Deps, caller: Caller, source: bytes | str, name: str = "") -> KeptResume:
    """Keeps a file, or pasted text, unread; the same bytes again are the resume that is kept already."""
    data = source.encode() if isinstance(source, str) else source
    if not data.strip():
        raise AppError("empty", "There is nothing in that. Choose a file, or paste the text of your resume.")
    if len(data) > MOST_BYTES:
        raise AppError("too_large", "This file is larger than 20 MB; save it smaller, or paste its text.")
    must_be_short(len(source) if isinstance(source, str) else 0)
    digest = hashlib.sha256(caller.owner.encode("utf-8", "ignore") + data).hexdigest()[:32]
    kept = resumes.names(deps.store, caller)
    known = resumes.get(deps.store, caller, digest) if digest in kept else None
    if known is not None and not known.edited:
        return known
    if len(kept) >= MOST_KEPT:
        raise AppError("too_many", f"You keep {MOST_KEPT} resumes already. Delete one first.")
    resume_id = uuid.uuid4().hex if known else digest
    label = clean(name)[:120] or ("Pasted text" if isinstance(source, str) else "Resume")
    pasted = isinstance(source, str)
    made = KeptResume(id=resume_id, name=label, created_at=deps.now(), bytes=len(data), pasted=pasted)
    deps.blobs.put(caller.owner, _file(resume_id), data)
    resumes.add(deps.store, caller, made)
    return made


def read(deps: Deps, caller: Caller, resume_id: str, on_progress: Any = None) -> KeptResume:
    """The resume with its text and what a parser sees in it; read once. AppError says why a file cannot be read."""
    kept = resumes.get(deps.store, caller, resume_id)
    if kept.parsed is not None:
        return kept
    from documents.read import read as read_file

    data = deps.blobs.get(caller.owner, _file(resume_id))
    if data is None:
        raise AppError("unknown_resume", "The file of this resume is gone. Upload it again.")
    document = (
        document_of(data.decode("utf-8", "replace"), kept.name)
        if kept.pasted
        else read_file(data, kept.name, engine=deps.settings.ocr, on_progress=on_progress)
    )
    must_be_short(sum(len(line.text) for line in document.lines))
    parsed = parse(document, deps.now().date())
    return resumes.change(
        deps.store, caller, resume_id, lambda one: one.model_copy(update={"document": document, "parsed": parsed})
    )


def start(deps: Deps, caller: Caller, resume_id: str, job_text: str, request_id: str = "") -> tuple[str, Job]:
    """Queues the match of a resume with a job description; its id, and the job that works it out."""
    (match_id,), job = start_all(deps, caller, resume_id, [Ad(text=job_text)], request_id)
    return match_id, job


def start_all(
    deps: Deps, caller: Caller, resume_id: str, ads: Sequence[Ad], request_id: str = ""
) -> tuple[tuple[str, ...], Job]:
    """Queues the matches of a resume with several job descriptions; their ids, and the job that works them out in turn."""
    resumes.get(deps.store, caller, resume_id)
    if not ads:
        raise AppError("no_job", "Paste the job description, or choose a file with it.")
    made = holding.enlist(deps, caller, resume_id, ads, request_id or uuid.uuid4().hex)
    ids = tuple(one.id for one in made)
    job = jobs.enqueue(deps.store, caller, NewJob(kind=RESUME_JOB, payload={"match_ids": ids}, key=_key(made[0])))
    deps.queue.wake()
    return ids, job


def run(deps: Deps, job: Job) -> dict[str, Any]:
    """The worker's part: reads the resume if nobody has, and holds it against each job; one that fails is named, the others go on."""
    caller = Caller(owner=job.owner, role="program")
    left = [one for one in _asked(deps, caller, job) if not (one.match or one.failed)]

    def tell(share: float, words: str) -> None:
        jobs.progress(deps.store, job, f"{share:.0%} {words}".strip())

    for kept in left:
        begun = time.monotonic()
        tell(0.0, "reading your resume")
        resume = read(deps, caller, kept.resume_id, lambda share, words: tell(0.9 * share, words))
        try:
            holding.work_out(deps, caller, kept, resume, begun, tell)
        except AppError as fault:
            if fault.code != "unknown_match":  # deleted meanwhile
                if not kept.batch:
                    raise
                holding.fail(deps, caller, kept, fault.sentence)
    return {"match_ids": [one.id for one in left]}


def job_of(deps: Deps, caller: Caller, match_id: str) -> Job:
    """The job behind a match."""
    found = jobs.by_key(deps.store, caller, _key(resumes.get_match(deps.store, caller, match_id)))
    if found is None:
        raise AppError("unknown_match", "There is no such analysis among yours. Start a new one on the Resume page.")
    return found


def batch(deps: Deps, caller: Caller, match_id: str) -> list[Step]:
    """How far this match is and those that were asked for with it, in their order."""
    job = job_of(deps, caller, match_id)
    return holding.steps(_asked(deps, caller, job), job)


def step(deps: Deps, caller: Caller, match_id: str) -> Step:
    """How far one match is."""
    return next(one for one in batch(deps, caller, match_id) if one.match.id == match_id)


def get(deps: Deps, caller: Caller, match_id: str) -> KeptMatch:
    """A match that is worked out; AppError `not_ready` while it is being made, or why it failed."""
    kept = resumes.get_match(deps.store, caller, match_id)
    if kept.match is None:
        now = step(deps, caller, match_id)
        if now.state == "failed":
            raise AppError("analysis_failed", now.words)
        raise AppError(
            "not_ready", f"The analysis is still being made ({now.words or now.state}). Ask again in a moment."
        )
    return kept


def resume(deps: Deps, caller: Caller, resume_id: str) -> KeptResume:
    """A resume as it is kept."""
    return resumes.get(deps.store, caller, resume_id)


def listing(deps: Deps, caller: Caller, resume_id: str = "") -> list[KeptMatch]:
    """The caller's matches, latest first; those of one resume, to compare jobs."""
    return resumes.matches(deps.store, caller, resume_id=resume_id)


def names(deps: Deps, caller: Caller) -> dict[str, str]:
    """Id → name of every resume of the caller."""
    return resumes.names(deps.store, caller)


def history(deps: Deps, caller: Caller, match_id: str) -> tuple[Version, ...]:
    """Every match with the same job description, oldest first, each with what moved since the one before."""
    kept = resumes.get_match(deps.store, caller, match_id)
    every = [one for one in reversed(resumes.matches(deps.store, caller, same_job_as=kept.job_text)) if one.match]
    called = names(deps, caller)
    found: list[Version] = []
    before: Match | None = None
    for one in every:
        assert one.match is not None
        score = one.match.score
        found.append(
            Version(
                match_id=one.id,
                resume=called.get(one.resume_id, "a deleted resume"),
                created_at=one.created_at,
                total=score.total if score else None,
                moves=_moves(before, one.match) if before else (),
            )
        )
        before = one.match
    return tuple(found)


def page(deps: Deps, caller: Caller, resume_id: str, number: int) -> bytes:
    """A page of the file as PNG, made once; AppError `no_pages` for text, `unknown_page` behind the last."""
    kept = resumes.get(deps.store, caller, resume_id)
    if kept.document is None or not 0 <= number < len(kept.document.pages):
        raise AppError("unknown_page", "This file has no such page. Pages count from 0.")
    key = f"resumes/{resume_id}/page-{number}.png"
    made = deps.blobs.get(caller.owner, key)
    if made is None:
        from documents.render import page_png

        data = deps.blobs.get(caller.owner, _file(resume_id)) or b""
        made = page_png(data, number, WIDTH, turn=kept.document.pages[number].turn)
        deps.blobs.put(caller.owner, key, made)
    return made


def practise(
    deps: Deps,
    caller: Caller,
    match_id: str,
    requirements: Sequence[str] = (),
    request_id: str = "",
    *,
    voice: bool = False,
) -> View:
    """Opens an interview from the gaps of a match: gaps, claims to verify, must-haves; or from the requirements named."""
    kept = get(deps, caller, match_id)
    assert kept.match is not None
    rows = practising.chosen(kept.match, requirements)
    if not rows:
        raise AppError(
            "nothing_to_practise", "Nothing in this analysis can be practised: paste a job that asks for more."
        )
    brief = Brief(track="behavioral", questions=len(rows), role=kept.title[:80] or "any", voice=voice)
    view = interview.start_planned(
        deps, caller, brief, practising.plan(kept.match, rows), request_id or uuid.uuid4().hex
    )
    resumes.change_match(
        deps.store,
        caller,
        match_id,
        lambda one: one.model_copy(update={"practices": tuple(dict.fromkeys((*one.practices, view.session_id)))}),
    )
    return view


def probed(deps: Deps, caller: Caller, match_id: str) -> tuple[Probed, ...]:
    """What practice has shown of each requirement so far."""
    kept = get(deps, caller, match_id)
    assert kept.match is not None
    held = []
    for session_id in kept.practices:
        try:
            held.append(sessions.load(deps.store, caller, session_id))
        except AppError:  # deleted since
            continue
    return practising.probed(kept.match, held, deps.knowledge.embedder)


def rename(deps: Deps, caller: Caller, match_id: str, name: str) -> KeptMatch:
    """Gives a match a name of its own; an empty one takes it away."""
    called = {"name": " ".join(clean(name).split())[:120]}
    return resumes.change_match(deps.store, caller, match_id, lambda one: one.model_copy(update=called))


def forget(deps: Deps, caller: Caller, match_id: str) -> None:
    """Deletes one match; the resume and its other matches stay."""
    kept = resumes.get_match(deps.store, caller, match_id)
    resumes.delete_match(deps.store, caller, match_id)
    holding.drop_file(deps, caller, kept)


def delete(deps: Deps, caller: Caller, resume_id: str) -> None:
    """Deletes a resume, its pictures and its matches."""
    resumes.delete(deps.store, caller, resume_id)
    deps.blobs.delete(caller.owner, f"resumes/{resume_id}")


def _moves(before: Match, after: Match) -> tuple[Move, ...]:
    was = {row.requirement.id: row.state for row in before.rows}
    return tuple(
        Move(requirement=row.requirement.text, before=was[row.requirement.id], after=row.state)
        for row in after.rows
        if was.get(row.requirement.id, row.state) != row.state
    )


def _asked(deps: Deps, caller: Caller, job: Job) -> list[KeptMatch]:
    """The matches of a job that are still there."""
    found = []
    for match_id in job.payload.get("match_ids") or [job.payload["match_id"]]:
        try:
            found.append(resumes.get_match(deps.store, caller, match_id))
        except AppError:  # deleted since
            continue
    return found


def _key(kept: KeptMatch) -> str:
    return f"{RESUME_JOB}:{kept.batch or kept.id}"


def _file(resume_id: str) -> str:
    return f"resumes/{resume_id}/file"
