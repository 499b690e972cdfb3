"""The research agent: a LangChain agent with two tools that gathers, and one structured answer that writes from what it gathered."""

from typing import TYPE_CHECKING, Any

from agents.brains import Writer
from agents.briefing.desk import Desk, Found, topics
from agents.briefing.held import BriefReply
from agents.briefing.looking import Told, look, look_in_banks
from agents.prompts import as_data, fill
from core.briefing import MOST_CALLS
from core.errors import ProviderError
from rag.knowledge import Knowledge
from rag.web import WebSearch

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

LONGEST_DESCRIPTION = 6_000


def load() -> None:
    """Imports what the agent is made of; seconds on a small machine, so not on the loop and not on the clock."""
    import langchain.agents
    import langchain.agents.middleware  # noqa: F401


async def gather(desk: Desk, writer: Writer, web: WebSearch, knowledge: Knowledge, told: Told) -> None:
    """Runs the agent until it has enough or its calls are used up; what it found lies on the desk, whatever it says."""
    given = fill(
        "research", company=desk.target.company, role=desk.target.role, calls=str(MOST_CALLS), topics=_choices(desk)
    )
    data = as_data(job_description="\n".join(desk.job.sentences)[:LONGEST_DESCRIPTION] if desk.job else "")

    async def run(model: Any) -> None:
        from langchain.agents import create_agent
        from langchain.agents.middleware import ModelCallLimitMiddleware, ToolCallLimitMiddleware

        # Calls beyond the limit are refused, not run; a model that goes on asking is ended by the second limit.
        limits: list[Any] = [
            ToolCallLimitMiddleware(run_limit=MOST_CALLS, exit_behavior="continue"),
            ModelCallLimitMiddleware(run_limit=MOST_CALLS + 1, exit_behavior="end"),
        ]
        agent = create_agent(model, tools=tools(desk, web, knowledge, told), system_prompt=given, middleware=limits)
        asked = "\n\n".join(filter(None, ["Gather what an interview brief needs.", data]))
        await agent.ainvoke({"messages": [{"role": "user", "content": asked}]})

    await writer.drive(run)


def tools(desk: Desk, web: WebSearch, knowledge: Knowledge, told: Told) -> "list[BaseTool]":
    """`web_search` takes a topic by its name and no words of the model's own; `bank_search` stays on this machine."""
    from langchain_core.tools import tool

    @tool
    async def web_search(topic: str) -> str:
        """Searches the web. topic: one of the names you were given; nothing else is searched."""
        name = topic.strip().lower()
        if name not in topics(desk.target):
            return f"There is no such topic. Use one of: {', '.join(topics(desk.target))}."
        if name in desk.searched:
            return "That was searched already; what it gave is above. Choose another topic, or stop."
        try:
            found = await look(desk, web, name, told)
        except ProviderError as fault:
            desk.note(fault.sentence)
            return f"Nothing came back: {fault.sentence}."
        return shown(found) or "Nothing useful was found. Choose another topic, or stop."

    @tool
    def bank_search(query: str) -> str:
        """Searches our question banks by meaning. query: a few words on what could be asked."""
        told("Looking through the question banks")
        found = look_in_banks(desk, knowledge, query[:200])
        return "\n".join(f"{one.id}: {one.question}" for one in found) or "No question comes near to that."

    return [web_search, bank_search]


async def write(desk: Desk, writer: Writer) -> BriefReply:
    """One structured answer over everything on the desk; it still has to be held to its sources."""
    banks = "\n".join(f"{key}: {text}" for key, text in desk.questions.items())
    prompt = fill(
        "brief",
        company=desk.target.company or "the company",
        role=desk.target.role,
        sources="\n".join(f"{one.source.id}: {_line(one)}" for one in desk.found),
        questions=banks or "none",
        data=shown(desk.found),
    )
    return await writer.ask(BriefReply, prompt)


def shown(found: list[Found]) -> str:
    """Sources as data: each between marks nobody could guess, under its id."""
    return as_data(**{one.source.id: one.text for one in found})


def _line(one: Found) -> str:
    """What a source is, in words that the page did not write."""
    return f"{one.source.site or 'the job description'}, {one.source.published or 'undated'}, found under “{one.about}”"


def _choices(desk: Desk) -> str:
    return "\n".join(f"{name}: {topic.label}" for name, topic in topics(desk.target).items())
