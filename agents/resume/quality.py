"""Whether a reading is good enough to score: a bad one is refused with the reason and what to do, never scored."""

import re

from core.document import Document
from core.errors import AppError
from core.resume import ParsedResume, Reading

LONGEST = 120_000
"""Characters of a resume, some forty dense pages."""
LEAST_WORDS = 40
LEAST_QUALITY = 0.6
LEAST_LETTERS = 0.55
_WORD = re.compile(r"[^\W\d_]{2,}")


def must_be_short(characters: int) -> None:
    """Refuses a text that no resume is as long as, before minutes go into it."""
    if characters > LONGEST:
        raise AppError("too_long", f"That is {characters:,} characters, longer than any resume. Send your resume alone, under {LONGEST:,}.")


def reading(document: Document, parsed: ParsedResume) -> Reading:
    """Ok, or why not and how to mend it."""
    text = document.text
    words = _WORD.findall(text)
    if not words:
        return _bad(
            "There is no text to read in this file.",
            "If it is a scan, upload a sharp, upright picture of it, or paste the text of your resume.",
        )
    dense = len("".join(text.split()))
    letters = sum(char.isalpha() for char in text) / max(1, dense)
    if document.quality < LEAST_QUALITY or letters < LEAST_LETTERS:
        return _bad(
            f"Only {round(100 * min(document.quality, letters))} percent of what was read looks like words.",
            "Export the resume again as a PDF with real text, or photograph it flat, in even light, and fill the picture with the page.",
        )
    single = sum(len(word) == 1 for word in text.split()) / max(1, len(text.split()))
    if single > 0.5 and len(words) < len(text.split()) / 3:
        return _bad(
            "The letters were read one by one, so that no words can be told.",
            "Export the resume with another font, or paste its text.",
        )
    if len(words) < LEAST_WORDS:
        return _bad(
            f"Only {len(words)} words were read, which is less than a resume says.",
            "Check that the file is complete, or paste the text of your resume.",
        )
    if not parsed.roles and not parsed.projects and not parsed.education and not parsed.skills:
        return _bad(
            "No role, project, degree or list of skills could be told apart in the text.",
            "Give the parts of your resume headings such as Experience, Education and Skills, or correct what the parser sees by hand.",
        )
    return Reading()


def _bad(reason: str, mend: str) -> Reading:
    return Reading(ok=False, reason=reason, mend=mend)
