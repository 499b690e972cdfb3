"""What a job description asks for, most important first and in the ad's own words, for whoever plans or opens an interview."""

import re
from functools import lru_cache

from core.errors import AppError

MOST = 12
_LINK = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.IGNORECASE)


@lru_cache(maxsize=32)
def requirements(job_description: str) -> tuple[str, ...]:
    """Up to twelve lines of the ad that state a need: must-haves, nice-to-haves, duties, soft skills; empty for an empty text."""
    from agents.resume.asks import introduces
    from agents.resume.job import read_job

    lines = [one.line.rstrip(" .") for one in read_job(job_description).requirements if not introduces(one.line)]
    return tuple(dict.fromkeys(lines))[:MOST]


def check_description(job_description: str) -> None:
    """Refuses a job description that is only a link; AppError says to paste the text."""
    if _LINK.match(job_description):
        raise AppError(
            "only_a_link", "That is a link, and pages are not fetched from here. Paste the text of the job description."
        )
