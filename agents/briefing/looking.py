"""The two ways to look: the web, by a topic from the closed list, and our own banks. What is found goes on the desk."""

from collections.abc import Callable

from agents.briefing.desk import Desk, Found, topics
from core.bank import Question
from core.errors import ProviderError
from rag.knowledge import Knowledge
from rag.web import WebSearch

ORDER = ("overview", "news", "role", "interview", "culture", "market")
"""What is searched first where no model chooses."""
SEARCHES = 4
BANK_RESULTS = 6

Told = Callable[[str], None]


async def look(desk: Desk, web: WebSearch, name: str, told: Told) -> list[Found]:
    """One search of the web; KeyError for what is no topic, ProviderError when the vendor fails."""
    topic = topics(desk.target)[name]
    told(f"Searching the web for “{topic.query}”")
    desk.searched[name] = topic.query
    return desk.lay(await web.search(topic.query, news=topic.news), name, topic.query)


async def look_in_order(desk: Desk, web: WebSearch, told: Told) -> None:
    """The searches of the rules; a fault is noted, and one that will not pass ends them."""
    known = topics(desk.target)
    for name in [name for name in ORDER if name in known][:SEARCHES]:
        try:
            await look(desk, web, name, told)
        except ProviderError as fault:
            desk.note(fault.sentence)
            if not fault.retryable:
                return


def look_in_banks(desk: Desk, knowledge: Knowledge, text: str) -> list[Question]:
    """Questions of ours nearest in meaning, of the interview's own kind."""
    found = [one.question for one in knowledge.search(text, track=desk.target.track, k=BANK_RESULTS)]
    desk.questions.update({one.id: one.question for one in found})
    return found
