"""Preparing an interview brief on a company and a role: look first at what would be sent, prepare, stop, read again."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

from agents.briefing import held, looking, plain
from agents.briefing.desk import ANY_ROLE, Desk, topics
from agents.briefing.running import Run
from agents.deps import Deps
from agents.door import one_of, valid
from agents.requirements import check_description
from core.bank import TRACKS
from core.briefing import MOST_CALLS, Briefing, Target
from core.caller import Caller
from core.errors import AppError, ProviderError
from core.events import Looking, Prepared, ResearchEvent
from core.noun import Noun
from core.text import clean

FOLDER = "briefings"
MOST_KEPT = 20
"""Briefs of one person that stay; the oldest leaves first. An interview keeps its own copy."""
GATHERING = 0.6
"""Share of the time that looking may take; the rest is for writing."""


class Outlook(Noun):
    """What pressing the button would do: `queries` are all that may be sent, of which at most `most` are."""

    reach: str
    queries: tuple[str, ...]
    most: int
    model: str
    """The language model that reads the pages and the job description; empty: none does."""
    lacking: str
    """Why the web is not searched; empty when it is."""


def target_from(fields: dict[str, Any]) -> Target:
    """A target from a form or a request; AppError names the field and what it may be."""
    told = {key: clean(value) if isinstance(value, str) else value for key, value in fields.items()}
    for name in ("company", "role"):  # one line each, as they are searched
        if isinstance(told.get(name), str):
            told[name] = " ".join(told[name].split())
    one_of("track", told.get("track", "hr"), TRACKS)
    return valid(Target, told, "wrong_target")


def outlook(deps: Deps, target: Target) -> Outlook:
    """What would be sent where, before anything is."""
    missing = deps.web.lacking()
    writer = deps.writer()
    found = () if missing else tuple(topic.query for topic in topics(target).values())
    return Outlook(
        reach="web" if found else "job",
        queries=found,
        most=min(len(found), MOST_CALLS if writer else looking.SEARCHES),
        model=writer.name if writer else "",
        lacking=f"no web search is set up. It needs {missing}" if missing else "" if found else "no company is named",
    )


def prepare(deps: Deps, caller: Caller, target: Target) -> Iterator[ResearchEvent]:
    """Looks, writes and keeps a brief: `Looking` as it goes, `Prepared` at the end.

    A reader who walks away, or `stop`, ends it and keeps nothing. AppError says why there can be no brief.
    """
    check_description(target.job_description)
    if not target.job_description.strip() and outlook(deps, target).reach == "job":
        why = outlook(deps, target).lacking
        raise AppError("nothing_to_go_on", f"There is no job description, and {why}. Paste the job description first.")
    with deps.researching.alone(caller.owner) as run:
        yield from deps.turns.loop.iterate(_events(deps, caller, target, run))


def stop(deps: Deps, caller: Caller) -> bool:
    """Stops the caller's research; False when none is running."""
    return deps.researching.stop(caller.owner)


def get(deps: Deps, caller: Caller, briefing_id: str) -> Briefing:
    """A brief of the caller's; AppError `unknown_briefing`."""
    kept = deps.blobs.get(caller.owner, _key(briefing_id)) if _is_id(briefing_id) else None
    if kept is None:
        raise AppError("unknown_briefing", "There is no such interview brief among yours. Prepare one first.")
    return Briefing.model_validate_json(kept)


def latest(deps: Deps, caller: Caller) -> Briefing | None:
    """The brief made last, if there is one."""
    return max(listing(deps, caller), key=lambda one: one.made_at, default=None)


def listing(deps: Deps, caller: Caller) -> list[Briefing]:
    """The caller's briefs."""
    held_ = (deps.blobs.get(caller.owner, key) for key in deps.blobs.keys(caller.owner, FOLDER))
    return [Briefing.model_validate_json(one) for one in held_ if one]


async def _events(deps: Deps, caller: Caller, target: Target, run: Run) -> AsyncIterator[ResearchEvent]:
    """The research as a task of its own, so that it can be cancelled in the middle of a call."""
    told: asyncio.Queue[ResearchEvent | None] = asyncio.Queue()
    task = asyncio.ensure_future(_made(deps, target, told))
    run.task = task
    task.add_done_callback(lambda _: told.put_nowait(None))
    if run.stopped:
        task.cancel()
    while (event := await told.get()) is not None:
        yield event
    if task.cancelled():
        raise AppError("stopped", "Stopped. Nothing was kept; press the button to begin again.")
    made = task.result()
    await asyncio.to_thread(_keep, deps, caller, made)
    yield Prepared(made)


async def _ready(deps: Deps) -> None:
    """Loads what is needed, once in the life of the process."""
    writer = deps.writer()
    if writer is not None:
        from agents.briefing import agent

        await writer.ready()
        await asyncio.to_thread(agent.load)
    if not deps.web.lacking():
        await deps.web.ready()


async def _made(deps: Deps, target: Target, told: "asyncio.Queue[ResearchEvent | None]") -> Briefing:
    await _ready(deps)
    desk = await asyncio.to_thread(Desk, target, deps.now(), deps.knowledge.embedder)
    loop = asyncio.get_running_loop()

    def tell(text: str) -> None:
        # A tool that is no coroutine runs in a thread of LangChain's.
        loop.call_soon_threadsafe(told.put_nowait, Looking(text))

    until = loop.time() + deps.settings.research_timeout_s
    view = outlook(deps, target)
    if view.lacking:
        desk.note(f"From the job description only: {view.lacking}")
    elif view.reach == "web":
        await _gather(deps, desk, tell, until)
        if not desk.web:
            desk.note("The web gave nothing that can be quoted about this company")
    reply = await _written(deps, desk, tell, until) if desk.found else None
    return await asyncio.to_thread(_put_together, deps, desk, reply)


async def _gather(deps: Deps, desk: Desk, tell: looking.Told, until: float) -> None:
    """By the agent where there is a model; the rules search where it failed before it found anything."""
    left = until - asyncio.get_running_loop().time()
    writer = deps.writer()
    try:
        async with asyncio.timeout(left * GATHERING):
            if writer is not None:
                from agents.briefing import agent

                try:
                    await agent.gather(desk, writer, deps.web, deps.knowledge, tell)
                except ProviderError as fault:
                    then = "what was found by then is used" if desk.searched else "the rules searched instead"
                    desk.note(f"{fault.sentence.rstrip('.')}; {then}")
            if not desk.searched:
                await looking.look_in_order(desk, deps.web, tell)
    except TimeoutError:
        desk.note("The search was ended when its time was up; what was found by then is used")


async def _written(deps: Deps, desk: Desk, tell: looking.Told, until: float) -> held.Held | None:
    """The model's brief as far as its sources bear it out; None where there is no model, or it failed."""
    writer = deps.writer()
    if writer is None:
        return None
    from agents.briefing import agent

    tell("Writing the brief, each statement with its quote")
    try:
        async with asyncio.timeout_at(until):
            if not desk.questions:
                looking.look_in_banks(desk, deps.knowledge, desk.target.job_description[:500] or desk.target.role)
            return held.held(desk, await agent.write(desk, writer))
    except (ProviderError, TimeoutError) as fault:
        why = fault.sentence if isinstance(fault, ProviderError) else f"{writer.name} took too long"
        desk.note(f"{why.rstrip('.')}; the rules chose the quotes")
        return None


def _put_together(deps: Deps, desk: Desk, reply: held.Held | None) -> Briefing:
    """The model's parts where they hold, the rules' parts where they are empty; only sources that are quoted."""
    writer = deps.writer()
    does = (reply and reply.does) or plain.does(desk)
    news = (reply and reply.news) or plain.news(desk)
    involves = (reply and reply.involves) or plain.involves(desk)
    expect = (reply and reply.expect) or plain.expect(desk, deps.knowledge, involves)
    ask = (reply and reply.ask) or plain.ask(does, news, involves)
    kept = reply is not None and any((reply.does, reply.news, reply.involves, reply.expect, reply.ask))
    if reply and not kept:
        desk.note("Nothing that the model wrote is borne out by a source; the rules chose the quotes")
    if reply and reply.dropped:
        things = "statement of the model's was" if reply.dropped == 1 else "statements of the model's were"
        desk.note(f"{reply.dropped} {things} dropped: no source says so in these words")
    quoted = {one.source for part in (does, news, involves, expect, ask) for one in part}
    used = [one.source for one in desk.found if one.source.id in quoted]
    return Briefing(
        id=uuid.uuid4().hex,
        company=desk.target.company,
        role=desk.target.role if desk.target.role.lower() != ANY_ROLE else "",
        made_at=desk.now,
        engine=f"llm:{writer.name.partition(':')[2]}" if kept and writer else "rules",
        reach="web" if desk.web else "job",
        does=does,
        news=news,
        involves=involves,
        expect=expect,
        ask=ask,
        sources=tuple(used),
        searches=tuple(desk.searched.values()),
        dropped=reply.dropped if reply else 0,
        notices=tuple(desk.notices),
    )


def _keep(deps: Deps, caller: Caller, made: Briefing) -> None:
    deps.blobs.put(caller.owner, _key(made.id), made.model_dump_json().encode())
    for old in sorted(listing(deps, caller), key=lambda one: one.made_at)[:-MOST_KEPT]:
        deps.blobs.delete(caller.owner, _key(old.id))


def _key(briefing_id: str) -> str:
    return f"{FOLDER}/{briefing_id}.json"


def _is_id(text: str) -> bool:
    return len(text) == 32 and all(letter in "0123456789abcdef" for letter in text)
