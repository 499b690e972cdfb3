"""One turn of an interview as a graph: listen, recall, judge, decide, speak, save. The store is the truth.

The checkpoint (thread = session) carries only the memory, and only between turns. A draft runs the same nodes without
`save`, and the turn that takes a draft runs all of them; neither needs the graph or its checkpoint.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from langgraph.channels import UntrackedValue
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agents import briefed
from agents.brains import Move, chain
from agents.brains.voice import earlier_said
from agents.drafts import Draft
from agents.memory import Memory, after, answer_to, remember
from agents.moves import next_move, wish_in
from core.events import Event, Heard, Judged, Notice, Partial
from core.schema import Judgement, Session, Turn, Utterance
from core.text import words

if TYPE_CHECKING:
    from agents.deps import Deps


@dataclass(frozen=True, slots=True)
class Call:
    """What one run of the graph is given. `utterance` is None for a skip; `draft` spares the work already done."""

    deps: "Deps"
    session: Session
    utterance: Utterance | None
    request_id: str
    at: datetime
    commit: Callable[[Turn, Turn | None], Any]
    draft: Draft | None = None
    told: Callable[[Event], None] | None = None


class State(TypedDict, total=False):
    """`memory` outlives the turn; the rest is this turn's work."""

    memory: dict[str, Any]
    session: Annotated[Session, UntrackedValue]
    judgement: Annotated[Judgement | None, UntrackedValue]
    move: Annotated[Move, UntrackedValue]
    level: Annotated[int, UntrackedValue]
    text: Annotated[str, UntrackedValue]
    notices: Annotated[tuple[str, ...], UntrackedValue]


async def listen(state: State, runtime: Runtime[Call]) -> State:
    """Puts the words into the open turn, in memory only."""
    call = runtime.context
    heard = call.utterance
    runtime.stream_writer(Heard(turn=call.session.turns[-1].n, words=len(words(heard.text)) if heard else 0))
    turn = call.session.turns[-1].model_copy(
        update={"heard": heard, "skipped": heard is None, "answered_at": call.at, "request_id": call.request_id}
    )
    session = _with_last(call.session, turn)
    if wish_in(session) == "skip":
        session = _with_last(session, turn.model_copy(update={"skipped": True}))
    return {"session": session, "notices": ()}


async def recall(state: State, runtime: Runtime[Call]) -> State:
    """Takes the memory from the checkpoint, or makes it anew where it is absent or behind."""
    kept = state.get("memory")
    session = runtime.context.session
    memory = Memory.model_validate(kept) if kept else Memory()
    last = session.turns[-1]
    # Hints and repeats add sentences without a turn, so the memory is behind when acts were spoken in this turn.
    if (memory.turn, memory.asked_at) != (last.n, last.asked_at) or last.acts:
        memory = remember(session)
    return {"memory": memory.model_dump(mode="json")}


async def judge(state: State, runtime: Runtime[Call]) -> State:
    """Judges the question over all its turns; a skip, a wish and small talk are not judged."""
    call, session = runtime.context, state["session"]
    turn = session.turns[-1]
    if call.draft is not None:
        judgement, notices = call.draft.judgement, call.draft.notices
    elif turn.question is None or turn.skipped or wish_in(session):
        judgement, notices = None, ()
    else:
        question, answer = turn.question, answer_to(session, turn.question.id)
        judgement, notices = await chain.first_able(
            call.deps.brains(), lambda brain: brain.judge(question, answer), _limit(call), chain.GRADING
        )
    for notice in notices:
        runtime.stream_writer(Notice(notice))
    turn = turn.model_copy(update={"judgement": judgement})
    return {"session": _with_last(session, turn), "judgement": judgement, "notices": notices}


async def decide(state: State, runtime: Runtime[Call]) -> State:
    """Chooses the next move; only then is it known how much of the verdict may be shown."""
    call = runtime.context
    if call.draft is not None:
        move, level = call.draft.move, call.draft.level
    else:
        memory = Memory.model_validate(state["memory"])
        own = {question.id: question for question in call.session.plan.questions}
        bank = call.deps.knowledge.bank
        move, level = next_move(
            state["session"], memory, state["judgement"], lambda key: own.get(key) or bank.get(key), call.at
        )
    judgement = state["judgement"]
    if judgement is not None and state["session"].brief.mode == "practice":
        runtime.stream_writer(shown(state["session"].turns[-1].n, judgement, stays_open=move.kind in STAYS_OPEN))
    return {"move": move, "level": level}


async def speak(state: State, runtime: Runtime[Call]) -> State:
    """Finds the words, streaming them; a brain that fails in the middle is replaced by the next from the start."""
    call = runtime.context
    if call.draft is not None:
        runtime.stream_writer(Partial(call.draft.text))
        return {"text": call.draft.text}
    pieces: list[str] = []
    notices = list(state["notices"])
    async for kind, text in chain.reply(call.deps.brains(), state["session"], state["move"], _limit(call)):
        if kind == "piece":
            pieces.append(text)
            runtime.stream_writer(Partial(text))
        else:
            pieces, notices = [], [*notices, text]
            runtime.stream_writer(Notice(text))
    return {"text": "".join(pieces).strip(), "notices": tuple(notices)}


async def save(state: State, runtime: Runtime[Call]) -> State:
    """Closes this turn and opens the next in one transaction; only then is anything said."""
    call, session, move = runtime.context, state["session"], state["move"]
    closed = session.turns[-1].model_copy(update={"notices": state["notices"]})
    following = next_turn(session, move, state["level"], state["text"], call.deps.now())
    await asyncio.to_thread(call.commit, closed, following)
    memory = after(Memory.model_validate(state["memory"]), following)
    return {"memory": memory.model_dump(mode="json")}


STAYS_OPEN = ("probe", "nudge", "redirect", "again")
"""Moves that stay on the question, so that what was missed must not be told yet."""


def shown(turn: int, judgement: Judgement, *, stays_open: bool) -> Judged:
    """The judgement as practice mode shows it: with the missed points only once the question is closed."""
    if not stays_open:
        return Judged(turn=turn, judgement=judgement)
    told = tuple(one for one in judgement.decisions if one.status in ("covered", "partly"))
    kept = judgement.model_copy(update={"decisions": told})
    return Judged(turn=turn, judgement=kept, withheld=len(judgement.decisions) - len(told))


def next_turn(session: Session, move: Move, level: int, text: str, at: datetime) -> Turn:
    """The turn that `move` opens, its text split into lead and ask at the last blank line."""
    lead, _, ask = text.rpartition("\n\n")
    phases = {"open": "opening", "ask": "core", "invite": "questions", "respond": "questions", "close": "closing"}
    if move.kind == "again" and move.question is None:
        phases["again"] = session.turns[-1].phase
    context = ""
    if move.kind == "ask" and move.question:
        earlier = earlier_said(session, move.question)
        context = f"Earlier you said: “{earlier}”. Start from there if you like." if earlier else briefed.colour(session)
    return Turn(
        n=len(session.turns),
        phase=phases.get(move.kind, "follow_up"),
        lead=lead.strip(),
        said=ask.strip(),
        context=context,
        question=move.question,
        point=move.point,
        again=move.kind == "again",
        level=level,
        asked_at=at,
    )


def _with_last(session: Session, turn: Turn) -> Session:
    return session.model_copy(update={"turns": (*session.turns[:-1], turn)})


def _limit(call: Call) -> float:
    return call.deps.settings.llm_timeout_s


STEPS = (listen, recall, judge, decide, speak)


def build() -> StateGraph[State, Call, State, State]:
    """The graph."""
    graph: StateGraph[State, Call, State, State] = StateGraph(State, context_schema=Call)
    for node in (*STEPS, save):
        graph.add_node(node.__name__, node)
    for before, later in pairwise((*STEPS, save)):
        graph.add_edge(before.__name__, later.__name__)
    graph.add_edge(START, listen.__name__)
    graph.add_edge(save.__name__, END)
    return graph


async def worked_out(call: Call) -> State:
    """The same steps but for `save`, and without the graph: a draft is dropped more often than used."""
    state: State = {}
    runtime = Runtime(context=call, stream_writer=call.told or (lambda event: None))
    for step in STEPS:
        state = {**state, **await step(state, runtime)}
    return state


async def taken(call: Call) -> AsyncIterator[Event]:
    """All steps without the graph, for a turn whose reply is ready: the graph around them costs several times as much.

    The checkpoint falls behind, and the next turn that goes through the graph makes the memory anew from the store.
    """
    state: State = {}
    events: list[Event] = []
    runtime = Runtime(context=call, stream_writer=events.append)
    for step in (*STEPS, save):
        state = {**state, **await step(state, runtime)}
        for event in events:
            yield event
        events.clear()
