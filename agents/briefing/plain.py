"""A brief by rules: sentences chosen word for word by code, questions from the banks, and questions to ask from plain patterns."""

from collections.abc import Iterable

from agents.briefing.choosing import DOES, NEWS, ROLE, best, telling
from agents.briefing.desk import Desk, Found
from agents.requirements import requirements
from core.bank import Question
from core.briefing import Statement, Suggested
from core.text import sentences, words
from rag.knowledge import Knowledge

MOST_FACTS, MOST_NEWS, MOST_LINES, MOST_EXPECTED, MOST_ASKED = 5, 4, 6, 6, 5
LOOKED_AT = 24
"""Questions of the banks that are looked at for one line of the role."""
_OURS = frozenset("we our us".split())
_TO_READER = frozenset("you your candidate candidates applicants apply salary benefits".split())
_PUT_TO_LINES = (
    "Your posting asks for this. What would you like to see of it after three months?",
    "How hard is this to find in the people who apply, and what do you miss most often?",
)


def does(desk: Desk) -> tuple[Statement, ...]:
    """What the company does, in its own words and those of pages about it."""
    pool = [(one, text) for one in desk.web if one.about != "news" for text in one.sentences]
    pool += [(job, text) for job in _job(desk) for text in job.sentences if _of_itself(desk, text)]
    return best(desk, pool, DOES, MOST_FACTS)


def news(desk: Desk) -> tuple[Statement, ...]:
    """What pages of a news search say of the company, latest first."""
    pool = [(one, text) for one in desk.web if one.about == "news" for text in one.sentences]
    chosen = best(desk, pool, NEWS, MOST_NEWS)
    days = {one.source.id: one.source.published for one in desk.web}
    return tuple(sorted(chosen, key=lambda one: str(days[one.source] or ""), reverse=True))


def involves(desk: Desk) -> tuple[Statement, ...]:
    """What the role asks for: the job description's own lines, else what pages about the role say."""
    lines = [
        Statement(quote=one, source=job.source.id)
        for job in _job(desk)
        for one in requirements(desk.target.job_description)
        if set(sentences(one)) <= set(job.sentences) and not _of_itself(desk, one)
    ]
    pool = [(one, text) for one in desk.web if one.about == "role" for text in one.sentences]
    return tuple(lines[:MOST_LINES]) or best(desk, pool, ROLE, MOST_LINES)


def expect(desk: Desk, knowledge: Knowledge, lines: Iterable[Statement]) -> tuple[Suggested, ...]:
    """Why this company; then for each line of the role a question of the banks that speaks of it, or one for a story."""
    company, role = desk.target.company, desk.target.role
    made = (
        [Suggested(text=f"Why {company}, and why this role?", why="Asked in nearly every first conversation.")]
        if company
        else []
    )
    taken: set[str] = set()
    for line in lines:
        found = _of_the_banks(desk, knowledge, line.quote, taken)
        if found is not None:
            taken.add(found.id)
        made.append(
            Suggested(
                text=found.question if found else "Tell me about one time when you did this. What came of it?",
                why="From our question banks, on the words of this line." if found else "",
                quote=line.quote,
                source=line.source,
            )
        )
    if not taken:
        found = _of_the_banks(desk, knowledge, role, taken)
        made += [Suggested(text=found.question, why="From our question banks, for this role.")] if found else []
    return tuple(made[:MOST_EXPECTED])


def ask(facts: Iterable[Statement], recent: Iterable[Statement], lines: Iterable[Statement]) -> tuple[Suggested, ...]:
    """Questions to put, each resting on a quote as far as there are quotes, and one that always fits."""
    made = [
        Suggested(
            text="I read this about you. What does it change for the team I would join?",
            quote=one.quote,
            source=one.source,
        )
        for one in list(recent)[:1]
    ]
    made += [
        Suggested(text=text, quote=one.quote, source=one.source)
        for text, one in zip(_PUT_TO_LINES, lines, strict=False)
    ]
    made += [
        Suggested(text="How does the team I would join contribute to this?", quote=one.quote, source=one.source)
        for one in list(facts)[:1]
    ]
    last = "How will you decide, half a year in, whether hiring me was right?"
    return (
        *made[: MOST_ASKED - 1],
        Suggested(text=last, why="Fits every interview; the answer tells what is really wanted."),
    )


def _job(desk: Desk) -> tuple[Found, ...]:
    return (desk.job,) if desk.job else ()


def _of_itself(desk: Desk, text: str) -> bool:
    """True where a job description speaks of the company and not of whom it wants."""
    said = set(words(text))
    return bool(said & (_OURS | set(desk.company_words[:1]))) and not said & _TO_READER


def _of_the_banks(desk: Desk, knowledge: Knowledge, text: str, taken: set[str]) -> Question | None:
    """The question that shares the most telling words with a text, in any kind of interview; None when none does."""
    wanted = telling(desk.embedder, text)
    found = [one.question for one in knowledge.search(text, k=LOOKED_AT)] if wanted else []

    def shared(one: Question) -> float:
        said = telling(desk.embedder, f"{one.topic} {one.title} {one.question}")
        return sum(wanted[word] for word in wanted.keys() & said.keys())

    known = [one for one in found if one.id not in taken and shared(one) > 0]
    return max(known, key=shared, default=None)
