"""Looking into the question banks, for people and programs, without giving answers away unless asked for."""

from typing import Any

from agents.deps import Deps
from agents.door import LANGUAGES
from agents.planning import roles_of
from agents.tracks import style
from core.bank import TRACKS, Track
from core.caller import Caller
from core.errors import AppError
from core.noun import Noun
from core.text import clean
from rag import knowledge
from store.listing import asked_before


class Choices(Noun):
    """What a brief may choose from, for one track."""

    track: Track
    label: str
    about: str
    roles: tuple[str, ...]
    topics: tuple[str, ...]
    minutes_each: float


class Found(Noun):
    """One question found; `fit` is 0-1, `why` says in words what made it fit."""

    id: str
    track: Track
    role: str
    topic: str
    level: int
    title: str
    question: str
    fit: float
    why: str = ""
    words: tuple[str, ...] = ()
    """The words of the query that the question has, rarest first."""
    heading: str = ""
    """What the trade calls the question's matter, as near to the query as it comes."""


def search(
    deps: Deps,
    caller: Caller,
    query: str,
    track: str = "",
    role: str = "",
    level: int = 0,
    limit: int = 10,
    *,
    topic: str = "",
    per_topic: int = 0,
    fresh: bool = False,
) -> list[Found]:
    """The questions nearest to a query, by words and by meaning, narrowed by track, role, topic and level (0 for any).

    `per_topic` bounds how many may share a topic; `fresh` leaves out what the caller was asked before.
    """
    query = clean(query)[:500]
    if not query:
        raise AppError("empty_query", "Say what the questions should be about, for example: caching.")
    if track and track not in TRACKS:
        raise AppError("unknown_track", f"There is no track '{track[:40]}'. Use one of: {', '.join(TRACKS)}.")
    if not 0 <= level <= 5:
        raise AppError("unknown_level", "Levels go from 1 (first job) to 5 (staff and above); 0 means any.")
    wanted: Any = track or None
    found = deps.knowledge.search(
        query,
        track=wanted,
        role=role.strip().lower(),
        level=level or None,
        topic=topic.strip().lower(),
        k=max(1, min(limit, 50)),
        without=asked_before(deps.store, caller) if fresh else (),
        per_topic=max(0, per_topic),
    )
    shown = set(Found.model_fields) - {"fit", "why", "words", "heading"}
    return [
        Found(
            fit=round(one.fit, 3),
            why=_why(one),
            words=one.words,
            heading=one.heading,
            **one.question.model_dump(include=shown),
        )
        for one in found
    ]


def _why(found: knowledge.Found) -> str:
    """What made a question fit, in one line: words, meaning, and for whom it is."""
    question = found.question
    parts = [
        f"Has your words: {', '.join(found.words[:6])}." if found.words else "",
        f"Near in meaning: {found.heading} ({found.meaning:.0%})." if found.heading and found.meaning > 0 else "",
        f"{style(question.track).label}, {'for everyone' if question.role == 'any' else question.role}, level {question.level}.",
    ]
    return " ".join(part for part in parts if part)


def choices(deps: Deps, track: Track) -> Choices:
    """Roles and topics that a track has questions for."""
    bank, how = deps.knowledge.bank, style(track)
    return Choices(
        track=track,
        label=how.label,
        about=how.about,
        roles=bank.roles(track),
        topics=bank.topics(track),
        minutes_each=how.minutes_each,
    )


def topics_of(deps: Deps, track: Track, role: str) -> tuple[str, ...]:
    """The topics that somebody of this role can be asked about, most questions first."""
    bank = deps.knowledge.bank
    roles = roles_of(bank, track, role)
    asked = {one.topic for one in bank.track(track) if one.role in roles}
    return tuple(topic for topic in bank.topics(track) if topic in asked)


def languages(deps: Deps) -> dict[str, tuple[str, bool]]:
    """Code → (name, whether an interview can be held in it now)."""
    model = len(deps.brains()) > 1
    return {code: (name, model or code == "en") for code, name in LANGUAGES.items()}
