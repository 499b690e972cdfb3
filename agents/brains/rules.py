"""The embedded brain: deterministic, explainable, no key and no network. Plans, judges and speaks from our own data."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from agents.brains import Answer, Material, Move, Words
from agents.brains.voice import Voice
from agents.grading import RUBRIC, judge
from agents.planning import plan
from agents.wording import report_words
from core.bank import Question
from core.report import Report
from core.schema import Brief, Judgement, Plan, Session
from rag.index import TextEmbedder


@dataclass(frozen=True, slots=True)
class RulesBrain:
    """Fills the Brain protocol from the banks, the personas and the grader."""

    embedder: TextEmbedder

    @property
    def name(self) -> str:
        """What the page shows."""
        return "rules"

    async def ready(self) -> None:
        """Nothing to load."""

    async def plan(self, brief: Brief, material: Material) -> Plan:
        """The best-fitting questions over different topics."""
        return plan(brief, material)

    async def judge(self, question: Question, answer: Answer) -> Judgement:
        """The rules grader's verdict."""
        if answer.language != "en":
            return Judgement(
                question_id=question.id,
                state="not_graded",
                engine=self.name,
                rubric=RUBRIC,
                note="Only English can be graded without the language model; your answer is kept and can be graded again.",
            )
        return judge(question, answer.parts, self.embedder)

    async def reply(self, session: Session, move: Move) -> AsyncIterator[str]:
        """Lead and ask, each wording new in this interview."""
        voice = Voice(session)
        lead = " ".join(part for part in voice.lead(move) if part)
        if lead:
            yield lead + "\n\n"
        yield voice.ask(move)

    async def words(self, session: Session, report: Report) -> Words:
        """Headline and summary by rule; the better sentences are the grader's own."""
        return report_words(report)
