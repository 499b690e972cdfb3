"""What a model may say in its own words: about the work, never a verdict; code alone gives numbers and bands."""

import re

from agents import grading

_VERDICT = re.compile(
    r"\b(?:scor(?:es?|ed|ing)|grad(?:es?|ed|ing)|ratings?|rubric|full marks|perfect|flawless|outstanding)\b"
    r"|\b(?:hire|hiring) (?:you|them|him|her)\b|\b(?:should|must) be hired\b|\b(?:strong|no) hire\b"
    r"|\b\d+(?:\.\d+)? ?(?:/|out of) ?\d+\b|\b(?:five|ten) (?:out )?of (?:five|ten)\b|\b(?:five|5) stars?\b",
    re.IGNORECASE,
)


def is_verdict(text: str) -> bool:
    """True for words that pass judgement on the candidate, or that pass an instruction on."""
    return bool(_VERDICT.search(text)) or bool(grading.strip_instructions(text).cut)


def plain(text: str, most: int) -> str:
    """One line of at most `most` characters; nothing where it is a verdict."""
    text = " ".join(text.split())
    if is_verdict(text):
        return ""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
