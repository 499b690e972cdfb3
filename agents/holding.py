"""Holding one resume against many jobs: each job description checked or read from its file, worked out by itself, and how far each is."""

import hashlib
import time
from collections.abc import Callable, Sequence

from agents import advising
from agents.deps import Deps
from agents.requirements import check_description
from agents.resume.analysis import analyze
from core.caller import Caller
from core.errors import AppError
from core.portfolio import Ad, KeptMatch, KeptResume, Step
from core.schema import LONGEST_MATERIAL
from core.text import clean
from rag.embedder import shipped
from store import jobs, resumes
from store.jobs import Job

MOST_ADS = 12
"""Job descriptions at once."""
MOST_BYTES = 20 * 2**20
_NAMED = 120

Tell = Callable[[float, str], None]


def id_of(owner: str, resume_id: str, seed: str) -> str:
    """The same id for the same request."""
    return hashlib.sha256(f"{owner}\0{resume_id}\0{seed}".encode("utf-8", "ignore")).hexdigest()[:32]


def named(deps: Deps, caller: Caller, given: str) -> str:
    """The match that an id means: its own, or that of the job which works it out; of several the first."""
    try:
        matches = jobs.get(deps.store, caller, given).payload.get("match_ids") or [given]
    except AppError:
        return given
    return str(matches[0])


def checked(text: str) -> str:
    """A job description as it is kept; AppError for one that is a link, too short or too long."""
    text = clean(text)
    check_description(text)
    if len(text) < 40:
        raise AppError("no_job", "Paste the text of the job description; a title alone says too little.")
    if len(text) > LONGEST_MATERIAL:
        raise AppError(
            "too_long", f"That text is longer than {LONGEST_MATERIAL:,} characters. Paste the job description alone."
        )
    return text


def enlist(deps: Deps, caller: Caller, resume_id: str, ads: Sequence[Ad], seed: str) -> list[KeptMatch]:
    """Keeps a match for each job description, still to be worked out; files are kept beside the resume until they are read."""
    if len(ads) > MOST_ADS:
        raise AppError("too_many", f"Send at most {MOST_ADS} job descriptions at once; {len(ads)} came.")
    texts = ["" if ad.data else checked(ad.text) for ad in ads]
    if sum(len(ad.data) > MOST_BYTES for ad in ads):
        raise AppError("too_large", "One of these files is larger than 20 MB; paste the text of that job instead.")
    batch = id_of(caller.owner, resume_id, seed) if len(ads) > 1 else ""
    made = [
        KeptMatch(
            id=id_of(caller.owner, resume_id, f"{seed}/{at}" if at else seed), resume_id=resume_id, created_at=deps.now(),
            job_text=text, source=clean(ad.name)[:_NAMED], batch=batch,
        )
        for at, (ad, text) in enumerate(zip(ads, texts, strict=True))
    ]  # fmt: skip
    for ad, kept in zip(ads, made, strict=True):
        if ad.data:
            deps.blobs.put(caller.owner, _file(kept), ad.data)
        resumes.add_match(deps.store, caller, kept)
    return made


def work_out(deps: Deps, caller: Caller, kept: KeptMatch, resume: KeptResume, begun: float, tell: Tell) -> None:
    """Reads the job's file if it came as one, and holds the resume against it. AppError where the job cannot be read."""
    assert resume.document is not None
    text = kept.job_text or _read(deps, caller, kept, tell)
    tell(0.9, "holding it against the job")
    made = analyze(resume.document, text, shipped(), deps.now().date(), resume.parsed)
    if advising.able(deps, made):
        tell(0.95, "finding better words for the advice")
        made = advising.in_better_words(deps, made)
    seconds = round(time.monotonic() - begun, 2)
    changed = {"match": made, "title": made.job.title, "job_text": text, "seconds": seconds, "failed": ""}
    resumes.change_match(deps.store, caller, kept.id, lambda one: one.model_copy(update=changed))
    drop_file(deps, caller, kept)


def fail(deps: Deps, caller: Caller, kept: KeptMatch, sentence: str) -> None:
    """Says why this one could not be worked out; the others of its batch go on."""
    resumes.change_match(deps.store, caller, kept.id, lambda one: one.model_copy(update={"failed": sentence}))
    drop_file(deps, caller, kept)


def drop_file(deps: Deps, caller: Caller, kept: KeptMatch) -> None:
    """The file of a job description is not needed once it has been read."""
    if kept.source:
        deps.blobs.delete(caller.owner, _file(kept))


def steps(kept: Sequence[KeptMatch], job: Job) -> list[Step]:
    """How far each match of one job is, in the order in which they are worked out."""
    found: list[Step] = []
    share, _, words = job.progress.partition("% ")
    at_work = job.state == "running"
    for one in kept:
        if one.match is not None:
            found.append(Step(match=one, state="done", share=1.0))
        elif one.failed or job.state == "failed":
            found.append(Step(match=one, state="failed", words=one.failed or job.error))
        elif at_work:
            found.append(Step(match=one, state="running", share=int(share) / 100 if share.isdigit() else 0, words=words))
            at_work = False
        else:
            found.append(Step(match=one, state="queued"))
    return found


def _read(deps: Deps, caller: Caller, kept: KeptMatch, tell: Tell) -> str:
    """The text of a file with a job description; a refusal names the file."""
    from documents.read import read as read_file

    data = deps.blobs.get(caller.owner, _file(kept))
    if data is None:
        raise AppError("unknown_job", f"The file {kept.source} is gone. Upload it again.")
    tell(0.0, f"reading {kept.source or 'the job description'}")
    try:
        read = read_file(data, kept.source, engine=deps.settings.ocr, on_progress=lambda share, words: tell(0.9 * share, words))
        return checked(read.text)
    except AppError as fault:
        raise AppError(fault.code, f"{kept.source or 'The job description'}: {fault.sentence}") from fault


def _file(kept: KeptMatch) -> str:
    return f"resumes/{kept.resume_id}/jobs/{kept.id}"
