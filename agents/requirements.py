"""What a job description asks for, in its own words: the lines that state a need, without the advertising."""

import re

from core.errors import AppError
from core.text import sentences, words

MOST = 12
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d+[.)])\s*")
_NEED = re.compile(
    r"\b(experience|knowledge|skill(?:s|ed)?|able to|ability|familiar|proficien\w+|understanding|degree|years?|fluent|"
    r"must|required?|requirements?|strong|solid|proven|track record|background in|expertise|you (?:will|have|know|can|are|bring)|"
    r"responsible for|design|build|lead|own|maintain|write|develop|manage|work with|deliver)\b",
    re.IGNORECASE,
)
_FLUFF = re.compile(
    r"\b(equal opportunit\w+|regardless of|we offer|benefits?|salary|perks?|holiday|vacation|pension|insurance|apply|"
    r"our mission|about us|we are an?|founded|headquarter\w+|cookies?|privacy)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.IGNORECASE)


def requirements(job_description: str) -> tuple[str, ...]:
    """Up to twelve needs, in the order they stand; empty for an empty description."""
    found: list[str] = []
    for line in job_description.split("\n"):
        bullet = bool(_BULLET.match(line))
        text = _BULLET.sub("", line).strip()
        for need in [text] if bullet else sentences(text):
            length = len(words(need))
            if 2 <= length <= 40 and not _FLUFF.search(need) and (bullet or _NEED.search(need)) and need not in found:
                found.append(need)
    return tuple(found[:MOST])


def check_description(job_description: str) -> None:
    """Refuses a job description that is only a link; AppError says to paste the text."""
    if _LINK.match(job_description):
        raise AppError(
            "only_a_link", "That is a link, and pages are not fetched from here. Paste the text of the job description."
        )
