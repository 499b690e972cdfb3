"""An interview brief as Markdown, for reading on the way there: every statement with its quote, its source and its date."""

from collections.abc import Iterable

from agents.export import escape
from core.briefing import Briefing, Source, Statement, Suggested
from core.text import day


def to_markdown(made: Briefing) -> str:
    """The whole brief; everything that a page, a model or a person wrote is escaped."""
    lines = [
        f"# Interview brief: {escape(heading(made))}",
        "",
        f"{day(made.made_at)} · {escape(about(made))}",
        "",
        *_statements(made, "What the company does", made.does),
        *_statements(made, "Recent news", made.news),
        *_statements(made, "What the role likely involves", made.involves),
        *_questions(made, "Questions to expect", made.expect),
        *_questions(made, "Questions to ask them", made.ask),
        "## Sources",
        "",
        *(_source(one) for one in made.sources),
        "",
    ]
    if made.searches:
        lines += ["Searched for: " + "; ".join(f"“{escape(one)}”" for one in made.searches), ""]
    lines += [f"- {escape(one)}" for one in made.notices]
    return "\n".join(lines).rstrip() + "\n"


def heading(made: Briefing) -> str:
    """Company and role, as far as they are known."""
    return ", ".join(filter(None, (made.company, made.role))) or "The role in your job description"


def about(made: Briefing) -> str:
    """Where it comes from, in one sentence."""
    reach = "from the web and the job description" if made.reach == "web" else "from the job description only"
    who = (
        "our rules"
        if made.engine == "rules"
        else f"{made.engine.partition(':')[2]}, each quote checked against its source"
    )
    return f"{reach}, chosen by {who}"


def dated(one: Source) -> str:
    """What is known of a source's age: the page's own date, and when it was read."""
    own = f"published {day(one.published)}" if one.published else "no date given" if one.kind == "web" else ""
    return ", ".join(filter(None, (own, f"read {day(one.fetched_at)}")))


def _statements(made: Briefing, title: str, every: Iterable[Statement]) -> list[str]:
    told = [
        f"- {escape(one.text)} “{escape(one.quote)}” ({_where(made, one.source)})" if one.text
        else f"- “{escape(one.quote)}” ({_where(made, one.source)})"
        for one in every
    ]  # fmt: skip
    return [f"## {title}", "", *(told or ["Nothing that can be quoted was found."]), ""]


def _questions(made: Briefing, title: str, every: Iterable[Suggested]) -> list[str]:
    told = []
    for one in every:
        on = f" On: “{escape(one.quote)}” ({_where(made, one.source)})." if one.quote else ""
        told.append(f"- {escape(one.text)}{on}" + (f" {escape(one.why)}" if one.why else ""))
    return [f"## {title}", "", *told, ""]


def _where(made: Briefing, source_id: str) -> str:
    source = made.source(source_id)
    return escape(source.site or "the job description") if source else ""


def _source(one: Source) -> str:
    address = f" <{one.url}>" if one.url else ""
    return f"- {escape(one.title)}{address}, {dated(one)}"
