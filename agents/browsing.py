"""Looking through the questions there are: ours by kind and topic, a person's own with their answers, shared ones without."""

from collections.abc import Iterable

from agents import banks
from agents.deps import Deps
from core.bank import Question, Track
from core.caller import Caller
from core.noun import Noun
from core.text import clean, words
from store import banks as kept

MOST = 60
"""Questions shown at a time."""


class Shown(Noun):
    """A question in a list. `answer` and `points` are empty where they are not the caller's to see."""

    id: str
    track: Track
    role: str
    topic: str
    level: int
    title: str
    question: str
    exhibit: str = ""
    answer: str = ""
    points: tuple[str, ...] = ()


class Page(Noun):
    """The first questions that fit, and how many do."""

    shown: tuple[Shown, ...]
    total: int
    answers: bool
    """Whether their answers may be opened."""


def browse(
    deps: Deps, caller: Caller, bank_id: str = "", track: Track = "technical", topic: str = "", query: str = ""
) -> Page:
    """The questions of a bank (ours when `bank_id` is empty) of a kind and topic; a query finds ours by meaning."""
    query = clean(query)[:200]
    if not bank_id:
        return _page(_ours(deps, caller, track, topic, query), answers=True)
    bank = kept.usable(deps.store, caller, bank_id)
    wanted = set(words(query))
    found = (one for one in bank.questions if wanted <= set(words(f"{one.topic} {one.title} {one.question}")))
    return _page(found, answers=bank.line.mine)


def _ours(deps: Deps, caller: Caller, track: Track, topic: str, query: str) -> Iterable[Question]:
    bank = deps.knowledge.bank
    if query:
        return [bank.get(one.id) for one in banks.search(deps, caller, query, track, limit=20)]
    return [one for one in bank.track(track) if not topic or one.topic == topic]


def _page(found: Iterable[Question], *, answers: bool) -> Page:
    every = tuple(found)
    return Page(shown=tuple(_shown(one, answers=answers) for one in every[:MOST]), total=len(every), answers=answers)


def _shown(one: Question, *, answers: bool) -> Shown:
    told = {"answer": one.reference, "points": tuple(point.text for point in one.key_points)} if answers else {}
    return Shown(
        id=one.id,
        track=one.track,
        role=one.role,
        topic=one.topic,
        level=one.level,
        title=one.title,
        question=one.question,
        exhibit=one.exhibit,
        **told,
    )
