"""Our whole site in a process of its own, with a stand-in for the language model. `python -m bench.live_server [KIND]`.

Everything is the product's: `app.make_deps`, `app.create_app`, its settings from the environment. Two things are the bench's own:
the brain whose replies stream with fixed latency (plans are the rules'; an answer is judged at once, since pipecat judges
nothing), and three more rows in the table of patience, with one fixed wait each. KIND: `clause` (default), `unbroken`, `instant`.
"""

import dataclasses
import sys
from collections.abc import AsyncIterator
from typing import Any

import uvicorn

from agents.brains import Answer, Brain, Material, Move, Words
from app import create_app, make_deps
from audio.turns import PATIENCE, Patience
from bench.live_fixed import REPLY, UNBROKEN, Replies, streamed
from core.bank import Question
from core.report import Report
from core.schema import Brief, Judgement, Plan, Session
from core.settings import Settings

FIXED: dict[str, Patience] = {
    "fixed_0.6": Patience(0.6, 0.6, soft=PATIENCE["quick"].soft, judged=False),
    "fixed_1.2": Patience(1.2, 1.2, soft=PATIENCE["normal"].soft, judged=False),
    "fixed_2.0": Patience(2.0, 2.0, soft=PATIENCE["patient"].soft, judged=False),
}


class FixedBrain:
    """Replies token by token on a fixed schedule; the rest is the rules', or nothing."""

    name = "fixed"

    def __init__(self, rules: Brain, kind: str) -> None:
        self._rules = rules
        self._instant = kind == "instant"
        self._replies = Replies(UNBROKEN if kind == "unbroken" else REPLY)

    async def ready(self) -> None:
        """Nothing to load."""

    async def plan(self, brief: Brief, material: Material) -> Plan:
        """The rules'."""
        return await self._rules.plan(brief, material)

    async def judge(self, question: Question, answer: Answer) -> Judgement:
        """A verdict that asks for no follow-up."""
        return Judgement(question_id=question.id, state="scored", score=3.0, engine=self.name, rubric="none")

    async def reply(self, session: Session, move: Move) -> AsyncIterator[str]:
        """The fixed reply; what opens an interview comes at once."""
        text = self._replies.next()
        if move.kind == "open" or self._instant:
            yield text
            return
        async for piece in streamed(text):
            yield piece

    async def words(self, session: Session, report: Report) -> Words:
        """The rules'."""
        return await self._rules.words(session, report)


class Server(uvicorn.Server):
    """Says when it listens."""

    async def startup(self, sockets: Any = None) -> None:
        """Starts, and prints READY."""
        await super().startup(sockets)
        print("READY {}", flush=True)


def main(arguments: list[str]) -> int:
    """Serves until it is ended."""
    settings = Settings.load()
    PATIENCE.update(FIXED)  # type: ignore[arg-type]
    made = make_deps(settings)
    brain: Any = FixedBrain(made.brains()[-1], arguments[0] if arguments else "clause")
    rules = made.brains()[-1]
    deps = dataclasses.replace(made, brains=lambda: (brain, rules))
    config = uvicorn.Config(
        create_app(deps), host=settings.host, port=settings.port, log_level="warning", proxy_headers=False
    )
    Server(config).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
