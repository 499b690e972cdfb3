"""A model's brief held to its sources: a quote that does not stand there is dropped, and words that say more than their quote."""

from collections.abc import Sequence

from pydantic import BaseModel

from agents.briefing.commands import is_order
from agents.briefing.desk import Desk
from agents.briefing.plain import MOST_ASKED, MOST_EXPECTED, MOST_FACTS, MOST_LINES, MOST_NEWS
from agents.grading import verify
from agents.grading.polarity import negates
from agents.grading.stem import stem
from agents.phrase import content
from agents.resume.reworded import holds
from core.briefing import Statement, Suggested
from core.noun import Noun
from core.schema import Part
from core.text import sentences, words

LONGEST_TEXT, NEW_IN_TEXT = 32, 0.3
"""Words of a statement in the model's own words, and the share of those with a meaning that its quote may lack."""
LONGEST_QUESTION, NEW_IN_QUESTION = 45, 1.0
"""A question may ask in new words; numbers, names and skills of its own it may not bring."""

_ITSELF = "company firm business group employer team role job person"
"""How a company, or whom it looks for, may be called without its name."""


class StatementReply(BaseModel):
    """One statement and its proof."""

    source: str
    quote: str
    text: str = ""


class QuestionReply(BaseModel):
    """One question; `bank_id` for one of the banks, else words of its own over a quote."""

    text: str = ""
    bank_id: str = ""
    source: str = ""
    quote: str = ""


class BriefReply(BaseModel):
    """What the model may say: choices and quotes. All parts are asked for, so that half a reply is none."""

    does: list[StatementReply]
    news: list[StatementReply]
    involves: list[StatementReply]
    expect: list[QuestionReply]
    ask: list[QuestionReply]


class Held(Noun):
    """What is left of a reply, and how much of it was dropped."""

    does: tuple[Statement, ...]
    news: tuple[Statement, ...]
    involves: tuple[Statement, ...]
    expect: tuple[Suggested, ...]
    ask: tuple[Suggested, ...]
    dropped: int


def held(desk: Desk, reply: BriefReply) -> Held:
    """Every part of the reply that its sources bear out."""
    parts = {name: getattr(reply, name) for name in BriefReply.model_fields}
    count = sum(map(len, parts.values()))
    made = Held(
        does=_statements(desk, reply.does, MOST_FACTS),
        news=_statements(desk, reply.news, MOST_NEWS),
        involves=_statements(desk, reply.involves, MOST_LINES),
        expect=_questions(desk, reply.expect, MOST_EXPECTED),
        ask=_questions(desk, reply.ask, MOST_ASKED),
        dropped=0,
    )
    kept = sum(len(getattr(made, name)) for name in parts)
    return made.model_copy(update={"dropped": count - kept})


def quoted(desk: Desk, source_id: str, quote: str) -> tuple[str, str]:
    """(the source's own words, its id) where the quote stands in that source; else two empty texts."""
    found = next((one for one in desk.found if one.source.id == source_id), None)
    if found is None or len(quote.split()) < 3:
        return "", ""
    # Sentence by sentence: a quote that runs over two of them may join what the page keeps apart.
    parts = [Part(turn=at, text=text) for at, text in enumerate(found.sentences)]
    stands = verify(quote, parts)
    return (stands.text, found.source.id) if stands else ("", "")


def _statements(desk: Desk, told: Sequence[StatementReply], most: int) -> tuple[Statement, ...]:
    made: dict[str, Statement] = {}
    for one in told:
        quote, source = quoted(desk, one.source, one.quote)
        if not quote or quote.casefold() in made or len(made) == most:
            continue
        text = " ".join(one.text.split())
        fair = text != quote and _says_the_same(desk, text, quote)
        made[quote.casefold()] = Statement(quote=quote, source=source, text=text if fair else "")
    return tuple(made.values())


def _questions(desk: Desk, told: Sequence[QuestionReply], most: int) -> tuple[Suggested, ...]:
    made: dict[str, Suggested] = {}
    for one in told:
        known = desk.questions.get(one.bank_id, "")
        quote, source = quoted(desk, one.source, one.quote)
        text = known or " ".join(one.text.split())
        fair = known or (quote and text.endswith("?") and _fair(desk, text, quote, LONGEST_QUESTION, NEW_IN_QUESTION))
        if fair and text.casefold() not in made and len(made) < most:
            why = "From our question banks." if known else ""
            made[text.casefold()] = Suggested(text=text, why=why, quote=quote, source=source)
    return tuple(made.values())


def _says_the_same(desk: Desk, text: str, quote: str) -> bool:
    """True for words that say what their quote says: of nobody else, and with its yes or no."""
    known = {stem(word) for word in words(f"{quote} {desk.target.company} {_ITSELF}")}
    # A name that begins a sentence looks like any other word there.
    strangers = [one for told in sentences(text) for one in content(told)[:1] if stem(one) not in known]
    return not strangers and _denies(text) == _denies(quote) and _fair(desk, text, quote, LONGEST_TEXT, NEW_IN_TEXT)


def _fair(desk: Desk, text: str, quote: str, longest: int, new: float) -> bool:
    """True for words that bring no number, name or skill of their own, little else, and no orders."""
    return holds(text, [quote, desk.target.company, desk.target.role], longest, new) and not is_order(text)


def _denies(text: str) -> bool:
    """True when something in it is denied."""
    return any(negates(word) for word in text.lower().replace("’", "'").split())
