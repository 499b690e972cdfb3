"""The embedded brain: deterministic, explainable, no key and no network. Plans, judges and speaks from our own data."""

import random
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from functools import cached_property

from agents.brains import Answer, Material, Move, Words
from agents.grading import RUBRIC, judge
from agents.memory import told_by
from agents.personas import Manner, manner
from agents.phrase import content, earlier_mention, phrase
from agents.planning import plan, slot_count
from agents.requirements import requirements
from agents.tracks import style
from agents.wording import report_words
from core.bank import Question
from core.report import Report
from core.schema import Brief, Judgement, Plan, Session
from core.text import sentences, squeeze
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


class Voice:
    """Finds words for one move of one session; the same session and move give the same words."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._brief = session.brief
        self._manner: Manner = manner(session.brief.persona)
        self._used = {squeeze(text) for turn in session.turns for text in told_by(turn)}
        self._chance = random.Random(f"{session.id}/{len(session.turns)}")

    def lead(self, move: Move) -> Iterable[str]:
        """What is said before the ask, piece by piece."""
        if move.kind == "open":
            yield self._opening[0]
            return
        yield self._acknowledge(move)
        if move.kind == "ask" and move.question:
            pool = self._manner.last if move.last and len(self._session.plan.slots) > 1 else self._manner.bridge
            yield self._fresh(pool, topic=move.question.topic)
        elif move.kind == "probe":
            yield self._fresh(self._manner.probe)
        elif move.kind == "nudge":
            yield self._fresh(self._manner.hint)
        elif move.kind == "respond":
            yield self._answer_to_candidate()

    def ask(self, move: Move) -> str:
        """What is asked: the bank's question or follow-up as it stands, or a line of the persona's."""
        question = move.question
        if move.kind == "open":
            return self._opening[1]
        if move.kind == "ask" and question:
            return question.question
        if move.kind == "probe" and question:
            return next(follow.text for follow in question.follow_ups if follow.point == move.point)
        if move.kind == "nudge" and question:
            return question.hints[0]
        if move.kind == "redirect" and question:
            return question.rephrased
        if move.kind == "respond":
            return self._fresh(self._manner.more) or "Anything more?"
        if move.kind == "invite":
            return self._fresh(self._manner.invite)
        return self._fresh(self._manner.early if move.early else self._manner.close)

    def _acknowledge(self, move: Move) -> str:
        turn = self._session.turns[-1]
        if turn.skipped or turn.heard is None:
            return ""
        judgement = turn.judgement
        if judgement is not None and judgement.state == "no_answer":
            return self._fresh(self._manner.stuck) or self._short()
        if judgement is not None and judgement.state not in ("scored", "too_little"):
            return self._short()
        if move.kind in ("respond", "close"):
            return self._short() if move.kind == "close" else ""
        words = phrase(turn.heard.text, avoid=content(turn.said))
        if not words or (turn.n % 2 and move.kind == "probe"):
            return self._short()
        return self._fresh(self._manner.noted, phrase=f"“{words}”") or self._short()

    def _answer_to_candidate(self) -> str:
        """A line of the job description that answers, or plainly that the answer is not known here."""
        turn = self._session.turns[-1]
        asked = turn.heard.text if turn.heard else ""
        line = earlier_mention(requirements(self._brief.job_description), asked, _EVERYDAY)
        if line:
            return self._fresh(
                (
                    f"The job description says: “{line}”. More than that I was not given.",
                    f"What I can read to you is this line: “{line}”.",
                )
            )
        return (
            self._fresh(
                (
                    "I only know what you gave me, so I cannot answer that truthfully. Put it to your interviewer in just those words.",
                    "That one belongs to the company, and I do not speak for it. Keep it for the real conversation.",
                    "I have nothing on that in front of me. It is worth asking the person who would lead you.",
                    "That I cannot know from here. Write it down and ask it on the day.",
                )
            )
            or "I cannot know that."
        )

    @cached_property
    def _opening(self) -> tuple[str, str]:
        """(greeting, first ask): the last sentence of an opening is what is asked."""
        count = slot_count(self._brief)
        thing = "question" if count == 1 else "questions"
        spelled = _COUNTS.get(count, str(count))
        pool = style(self._brief.track).opening[self._brief.persona]
        text = self._chance_of(pool).format(
            name=f", {self._brief.name}" if self._brief.name else "",
            count=f"{spelled} {thing}",
            Count=f"{spelled} {thing}".capitalize(),
            role=self._role_words(),
        )
        said = sentences(text)
        return " ".join(said[:-1]), said[-1]

    def _role_words(self) -> str:
        """The field, so that "{role} work" reads well: backend, data science, this kind of."""
        field = re.sub(
            r"\b(?:senior|junior|engineer|developer|specialist)s?\b", "", self._brief.role, flags=re.IGNORECASE
        )
        field = " ".join(field.split())
        if field.lower() in ("", "any"):
            return {"technical": "engineering", "coding": "programming"}.get(self._brief.track, "this kind of")
        known = field if field.isupper() or len(field) <= 3 else field[0].lower() + field[1:]
        return known if len(known.split()) == 1 else "this kind of"

    def _short(self) -> str:
        return self._chance_of(self._manner.short)

    def _fresh(self, pool: tuple[str, ...], **fill: str) -> str:
        """A wording of the pool that was not used in this interview; empty when all were."""
        name = f", {self._brief.name}" if self._brief.name else ""
        left = []
        for wording in pool:
            text = wording.format_map(
                {
                    "name": name,
                    **fill,
                    **{key.capitalize(): _capital(value) for key, value in fill.items()},
                }
            )
            if not any(squeeze(sentence) in self._used for sentence in sentences(text)):
                left.append(text)
        return self._chance_of(tuple(left)) if left else ""

    def _chance_of(self, pool: tuple[str, ...]) -> str:
        return pool[self._chance.randrange(len(pool))]


def _capital(text: str) -> str:
    for at, letter in enumerate(text):
        if letter.isalpha():
            return text[:at] + letter.upper() + text[at + 1 :]
    return text


_COUNTS = dict(enumerate(("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))) | {
    0: "no"
}
_EVERYDAY = frozenset(
    "work worked working team teams time company people question use used using system systems project projects change "
    "changed need needs good better best first last next year years month months week weeks day days problem problems "
    "tell give describe explain would could one two three way part new build built service services data user users "
    "customer customers manager someone something".split()
)


def earlier_said(session: Session, question: Question) -> str:
    """What the candidate said in an earlier turn that belongs to this question."""
    said = [turn.heard.text for turn in session.turns[:-1] if turn.heard]
    return earlier_mention(said, f"{question.topic} {question.question}", _EVERYDAY)
