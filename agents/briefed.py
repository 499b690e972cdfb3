"""What an interview takes from an interview brief: a question on the company, small talk, colour for a case, answers; quotes only."""

from agents.phrase import earlier_mention
from core.bank import FollowUp, KeyPoint, Question
from core.briefing import Briefing, Statement
from core.schema import Brief, Plan, Session, Slot
from core.text import words

SUITS = ("hr", "behavioral")
"""Tracks in which a company asks why you come to it."""
OWN = "company knowledge"
"""The banks' topic that a question on the company stands in for."""
SAYABLE = (5, 26)
"""Words of a quote that can be said aloud in one breath."""
MOST_ALIASES = 8


def plan(made: Plan, brief: Brief, briefing: Briefing) -> Plan:
    """The plan with the brief, and where the track fits with a question on the company in place of one of its own."""
    made = made.model_copy(update={"briefing": briefing})
    facts = (*briefing.does, *briefing.news)
    if brief.track not in SUITS or not briefing.company or not facts or len(made.slots) < 2:
        return made
    question = _question(brief, briefing, facts)
    slot = Slot(topic=OWN, choices=(question.id,), why=f"your interview brief is on {briefing.company}"[:200])
    same = next((at for at, one in enumerate(made.slots) if one.topic == OWN), len(made.slots) - 1)
    rest = tuple(one for at, one in enumerate(made.slots) if at != same)
    # Second: nobody opens with it, and it should not be lost when the time is up.
    return made.model_copy(update={"slots": (rest[0], slot, *rest[1:]), "questions": (*made.questions, question)})


def small_talk(session: Session) -> str:
    """One sentence that shows the brief was read; empty without a brief that has a sayable quote."""
    briefing = session.plan.briefing
    if briefing is None or session.brief.language != "en":
        return ""
    one = _sayable((*briefing.news, *briefing.does))
    if one is None:
        return ""
    return f"I had your brief on {briefing.company or 'the company'} beside me and stopped at this line: {_said(briefing, one)}."


def colour(session: Session) -> str:
    """A line on the company under the first question of a case study; the case itself stays as it stands."""
    briefing = session.plan.briefing
    if briefing is None or session.brief.track != "case_study" or any(turn.phase == "core" for turn in session.turns):
        return ""
    one = _sayable((*briefing.does, *briefing.news))
    return f"For colour, from your brief: {_said(briefing, one)}. The case stays as it is." if one else ""


def answer_to(session: Session, asked: str, everyday: frozenset[str]) -> str:
    """What the brief says to a question of the candidate's, as a quote; empty where it says nothing."""
    briefing = session.plan.briefing
    if briefing is None:
        return ""
    every = (*briefing.does, *briefing.news)
    line = earlier_mention([one.quote for one in every], asked, everyday)
    one = next((one for one in every if line and line in one.quote), None)
    return f"Your brief has a line on that: {_said(briefing, one)}. More than that I do not know." if one else ""


def quotes(session: Session) -> str:
    """Every statement of the brief, one a line, with where it stands."""
    briefing = session.plan.briefing
    if briefing is None:
        return ""
    return "\n".join(_said(briefing, one) for one in (*briefing.does, *briefing.news, *briefing.involves))


def _said(briefing: Briefing, one: Statement) -> str:
    source = briefing.source(one.source)
    where = source.site or "the job description" if source else ""
    return f"“{one.quote.rstrip('.')}”" + (f", says {where}" if where else "")


def _sayable(every: tuple[Statement, ...]) -> Statement | None:
    return next((one for one in every if SAYABLE[0] <= len(words(one.quote)) <= SAYABLE[1]), None)


def _question(brief: Brief, briefing: Briefing, facts: tuple[Statement, ...]) -> Question:
    company = briefing.company
    return Question(
        id=f"brief-{briefing.id[:12]}",
        track=brief.track,
        role="any",
        topic=OWN,
        level=brief.level,
        title=f"Why {company}"[:48],
        question=f"Why {company}? Name something concrete about the company that draws you, and say what you would bring to it.",
        rephrased=f"You could apply anywhere. What do you know about {company} that makes you want to work there, and what of your own "
        "work fits it?",
        key_points=(
            KeyPoint(
                id="a",
                text="Names something concrete that the company does or has done.",
                weight=3,
                aliases=tuple(one.quote for one in facts[:MOST_ALIASES]),
                competency="situation",
            ),
            KeyPoint(
                id="b",
                text="Says what they did in their own work that fits this company.",
                aliases=("In my last job I built something like it myself.", "I have worked on the same kind of problem."),
                competency="action",
                check="action",
            ),
            KeyPoint(
                id="c",
                text="Says what the company would gain from hiring them.",
                aliases=("I would help your team succeed and learn quickly.", "I want to be part of this company and bring that to you."),
                competency="result",
                check="result",
            ),
        ),
        reference=f"What draws me to {company} is something I can point to: {facts[0].quote} It matters to me because I have worked on a "
        "problem of the same kind. In my last position I did the part of it that I would do here, and I can say what came of it in "
        "a number or an example. So what you would gain is someone who has done this once and knows what to do better the second time.",
        follow_ups=(
            FollowUp(point="a", text="What have you read or seen of us that you could name?"),
            FollowUp(point="b", text="Which piece of your own work comes nearest to that?"),
            FollowUp(point="c", text="And what would we notice after half a year?"),
        ),
        hints=("One fact about the company, one piece of your work, and the line between them.",),
        mistakes=("Praise that would fit every company.", "Only what the company gives you, nothing that you bring."),
        source="Your interview brief",
    )  # fmt: skip
