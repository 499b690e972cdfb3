"""The one entry: a document and an ad in, the whole match out; pure, the same for the same words on every machine."""
# ruff: noqa: E501 - patterns and sentences, one a line

from collections.abc import Sequence
from datetime import date

from agents.grading.similar import Meaning
from agents.resume.advice import advise
from agents.resume.job import read_job
from agents.resume.likeness import Likeness
from agents.resume.matching import Ground, match
from agents.resume.parse import parse
from agents.resume.scoring import score
from agents.resume.shown import Said, said
from core.document import Document
from core.resume import JobDescription, Match, ParsedResume, RequirementRow, Warned

ECHOED = 0.8
"""Share of the ad's names that the lists repeat, from which that is named too."""
STUFFED = 5
"""Skills of the ad that are only listed, from which the list is named."""


def analyze(
    document: Document, job_text: str, embedder: Meaning, now: date, parsed: ParsedResume | None = None
) -> Match:
    """The resume against the job. `parsed` takes the place of our own reading once a person has corrected it."""
    resume = parsed or parse(document, now)
    job = read_job(job_text)
    warnings = [*resume.warnings, *_of_job(job)]
    if not resume.reading.ok:
        return Match(
            resume=resume, job=job, warnings=tuple(warnings), refused=f"{resume.reading.reason} {resume.reading.mend}"
        )
    held = said(resume, document, job)
    ground = Ground(resume, held, Likeness(embedder), job.title)
    rows = tuple(match(requirement, ground) for requirement in job.requirements)
    warnings += [*_stuffing(rows, held, resume), *_dates(resume)]
    return Match(
        resume=resume, job=job, rows=rows, score=score(rows), advice=advise(resume, job, rows), warnings=tuple(warnings)
    )


def _of_job(job: JobDescription) -> list[Warned]:
    found = []
    if job.injections:
        found.append(
            Warned(
                kind="injection",
                quotes=job.injections,
                sentence="The job description holds instructions to a machine; they count for nothing.",
            )
        )
    if not job.requirements:
        found.append(
            Warned(
                kind="job",
                sentence="No requirement was found in the job description; paste the part that says what is asked for.",
            )
        )
    return found


def _stuffing(rows: Sequence[RequirementRow], held: Sequence[Said], resume: ParsedResume) -> list[Warned]:
    found = []
    claimed = [row.requirement.text for row in rows if row.state == "claimed" and row.requirement.kind != "soft"]
    if len(claimed) >= STUFFED or (claimed and _echoes(rows, held)):
        found.append(
            Warned(kind="stuffing", quotes=tuple(claimed),
                   sentence=f"{len(claimed)} of the things the job asks for are only listed and never shown in a role; lists add nothing to the score, and interviewers ask about them.")
        )  # fmt: skip
    numbers = {number for bullet in resume.roles for one in bullet.bullets for number in one.lines}
    copied = [
        one.text for one in held if one.where == "claim" and numbers & set(one.lines) and len(one.text.split()) >= 5
    ]
    if copied:
        found.append(
            Warned(kind="copied", quotes=tuple(copied[:5]),
                   sentence="Some lines under your roles are bare lists, or repeat the job description; they are read as claims, not as evidence.")
        )  # fmt: skip
    return found


def _echoes(rows: Sequence[RequirementRow], held: Sequence[Said]) -> bool:
    """True where the lists name nearly everything that the ad names."""
    named = [row for row in rows if row.requirement.shape == "skill" and row.requirement.kind in ("must", "nice")]
    if any(row.state in ("missing", "adjacent") for row in named):
        return False
    wanted = {skill for row in rows for skill in row.requirement.skills if row.requirement.kind in ("must", "nice")}
    listed = {found.skill.id for one in held if one.where == "claim" for found in one.found}
    return len(wanted & listed) >= STUFFED and len(wanted & listed) >= ECHOED * len(wanted)


def _dates(resume: ParsedResume) -> list[Warned]:
    undated = [role.name for role in resume.roles if role.period is None and role.name]
    if not undated:
        return []
    sentence = (
        "Some roles have no dates, so that their years cannot be counted; add them where the parser shows what it sees."
    )
    return [Warned(kind="dates", quotes=tuple(undated), sentence=sentence)]
