"""The nouns of an interview brief: what was looked for, where it was found, and the words of the source that prove it."""

from datetime import date, datetime
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from core.bank import Track
from core.noun import Noun

MOST_CALLS = 6
"""Calls to tools that one brief may cost."""


class Target(Noun):
    """The job that is prepared for. Nothing about the candidate is part of it."""

    company: str = Field(default="", max_length=80)
    role: str = Field(default="any", max_length=80)
    job_description: str = Field(default="", max_length=40_000)
    track: Track = "hr"
    level: int = Field(default=3, ge=1, le=5)


class Source(Noun):
    """Where words were found. `fetched_at` is when we read it; `published` is what the page says of itself, if anything."""

    id: str
    kind: Literal["web", "job", "bank"]
    title: str = Field(max_length=300)
    url: str = Field(default="", max_length=2000)
    published: date | None = None
    fetched_at: datetime

    @field_validator("url")
    @classmethod
    def _a_web_address(cls, value: str) -> str:
        """An http(s) address that is safe to show as a link, or none."""
        return value if is_web_address(value) else ""

    @property
    def site(self) -> str:
        """The host that a person recognizes; empty for what is no web page."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


class Statement(Noun):
    """A sentence of the brief: `quote` stands word for word in `source`; `text` says the same shorter, or nothing."""

    quote: str = Field(min_length=1)
    source: str
    text: str = ""


class Suggested(Noun):
    """A question to expect or to put, with the words of a source that it rests on where it rests on any."""

    text: str
    why: str = ""
    quote: str = ""
    source: str = ""


class Briefing(Noun):
    """What a candidate reads before an interview. Everything in it is quoted, from a bank of ours, or marked as a rule's."""

    id: str
    company: str
    role: str
    made_at: datetime
    engine: str
    """Who chose: `rules` or `llm:MODEL`."""
    reach: Literal["web", "job"]
    """`job`: from the job description alone."""
    does: tuple[Statement, ...] = ()
    news: tuple[Statement, ...] = ()
    involves: tuple[Statement, ...] = ()
    expect: tuple[Suggested, ...] = ()
    ask: tuple[Suggested, ...] = ()
    sources: tuple[Source, ...] = ()
    searches: tuple[str, ...] = ()
    """The queries that were sent, word for word."""
    dropped: int = 0
    """Statements of the model's that no source bears out."""
    notices: tuple[str, ...] = ()

    def source(self, source_id: str) -> Source | None:
        """The source with this id."""
        return next((one for one in self.sources if one.id == source_id), None)


def is_web_address(url: str) -> bool:
    """True for an http(s) address with a host, without a user name, white space or signs that could end an attribute."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not any(sign in url for sign in " \"'<>`\\()[]{}|^")
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
