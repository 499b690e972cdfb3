"""The desk a brief is made at: what may be searched, what was found, and the sentences that may be quoted."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agents.briefing.commands import is_order
from agents.phrase import content
from core.briefing import Source, Target
from core.text import clean, sentences, words
from rag.index import TextEmbedder
from rag.skills import find
from rag.web import Page

ANY_ROLE = "any"
KEPT_SENTENCES, KEPT_CHARS = 16, 2_800
"""How much of one page stays on the desk: its sentences nearest to what was searched."""
LONGEST_SENTENCE = 420
"""Characters of a sentence that is still one a person would quote."""
MOST_SKILLS = 2
JOB = "job"
_LEGAL = frozenset(
    "the inc ltd limited llc plc gmbh ag sa se nv bv co corp corporation company group holding holdings kg oy ab as".split()
)
_FURNITURE = re.compile(
    r"\b(?:cookies?|privacy policy|terms (?:of|and)|subscribe|newsletter|sign (?:up|in)|log ?in|javascript|all rights reserved|"
    r"share this|read more|click here|advertisement|accept all)\b|©",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that may be searched: `label` for people, `query` as it is sent, word for word."""

    label: str
    query: str
    news: bool = False


def topics(target: Target) -> dict[str, Topic]:
    """Everything that may be searched for a target: its company, its role and fixed words, and nothing else.

    An agent picks from these by name, so that no words of a resume, of a page or of its own can reach the search.
    """
    company = " ".join(target.company.split())
    if not company:
        return {}
    role = "" if target.role.lower() in ("", ANY_ROLE) else " ".join(target.role.split())
    made = {
        "overview": Topic("what the company does", f"{company} company products customers"),
        "news": Topic("recent news", f"{company} news", news=True),
        "interview": Topic("interviews there", f"{company} {role} interview questions".replace("  ", " ")),
        "culture": Topic("how people work there", f"{company} values culture teams"),
        "market": Topic("its market", f"{company} competitors market"),
    }
    if role:
        made["role"] = Topic("the role", f"{company} {role} job")
    for name in _skills(target.job_description):
        made[name.lower()] = Topic(name, f"{company} {name}")
    return made


def _skills(description: str) -> list[str]:
    """The first products and languages that a description names, in our catalog's words and not in its own."""
    return list(dict.fromkeys(one.skill.name for one in find(description[:8_000]) if one.skill.named))[:MOST_SKILLS]


@dataclass(frozen=True, slots=True)
class Found:
    """One source with the sentences of it that may be quoted, in their order; `about` is the topic that found it."""

    source: Source
    sentences: tuple[str, ...]
    about: str

    @property
    def text(self) -> str:
        """The sentences, one a line."""
        return "\n".join(self.sentences)


@dataclass(slots=True)
class Desk:
    """Fills while a brief is made."""

    target: Target
    now: datetime
    embedder: TextEmbedder
    found: list[Found] = field(default_factory=list)
    searched: dict[str, str] = field(default_factory=dict)
    """Topic → the query that was sent."""
    questions: dict[str, str] = field(default_factory=dict)
    """Questions of the banks that came up, by id."""
    notices: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        told = self.target.job_description
        if told.strip():
            lines = [line.strip(" \t-*•·–") for line in told.split("\n")]
            kept = self._without_orders([one for line in lines for one in sentences(line)], "the job description")
            source = Source(id=JOB, kind="job", title="The job description you pasted", fetched_at=self.now)
            self.found.append(Found(source, tuple(kept), JOB))

    @property
    def job(self) -> Found | None:
        """The job description."""
        return next((one for one in self.found if one.source.id == JOB), None)

    @property
    def web(self) -> list[Found]:
        """What the web gave."""
        return [one for one in self.found if one.source.kind == "web"]

    def note(self, sentence: str) -> None:
        """Keeps a sentence for the reader, once."""
        told = f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}" + ("" if sentence.endswith("”") else ".")
        if told not in self.notices:
            self.notices.append(told)

    def lay(self, pages: Iterable[Page], name: str, query: str) -> list[Found]:
        """Puts the pages of a topic that name the company on the desk, each address once; returns what is new."""
        fresh = []
        known = {one.source.url for one in self.found}
        for page in pages:
            source = Source(
                id=f"s{len(self.web) + 1}",
                kind="web",
                title=page.title,
                url=page.url,
                published=page.published,
                fetched_at=self.now,
            )
            # What cannot be shown as a link cannot be checked by its reader.
            if not source.url or source.url in known:
                continue
            told = [one for one in _prose(page.text) if one not in ("", page.title)]
            kept = self._without_orders(told, source.site)
            chosen = self._nearest(kept, query)
            if chosen and self.is_about_company(source, " ".join(kept)):
                known.add(source.url)
                fresh.append(Found(source, chosen, name))
                self.found.append(fresh[-1])
        return fresh

    def is_about_company(self, source: Source, text: str) -> bool:
        """True when the page's title, its host or this text of it names the company."""
        name = self.company_words
        heard = set(words(f"{source.title} {source.site.replace('.', ' ')} {text}"))
        return bool(name) and (name[0] in heard or "".join(name) in source.site.replace("-", ""))

    @property
    def company_words(self) -> list[str]:
        """The company's name without its legal form."""
        return [word for word in words(self.target.company) if word not in _LEGAL]

    def _without_orders(self, told: Sequence[str], where: str) -> list[str]:
        kept = [one for one in told if not is_order(one)]
        if len(kept) < len(told):
            first = next(one for one in told if is_order(one))
            self.note(f"A sentence on {where} gives orders to programs that read it; it was left out: “{first[:120]}”")
        return kept

    def _nearest(self, told: list[str], query: str) -> tuple[str, ...]:
        if not told:
            return ()
        # The small words would drown what a sentence is about.
        near = self.embedder.embed([" ".join(content(one)) for one in told]) @ self.embedder.embed([query])[0]
        best = sorted(range(len(told)), key=lambda at: -float(near[at]))[:KEPT_SENTENCES]
        kept: list[str] = []
        for at in sorted(best):
            if sum(map(len, kept)) + len(told[at]) <= KEPT_CHARS:
                kept.append(told[at])
        return tuple(kept)


def _prose(text: str) -> list[str]:
    """The sentences of a page without its menus, buttons and small print."""
    found = (" ".join(one.split()) for one in sentences(clean(text)))
    return list(
        dict.fromkeys(
            one
            for one in found
            if len(words(one)) >= 6 and len(one) <= LONGEST_SENTENCE and one[-1] in ".!?…”\"'" and len(content(one)) >= 3
            and not _FURNITURE.search(one)
        )
    )  # fmt: skip
