"""The language-model brain: decides per key point with quotes, words replies and reports; code checks it and counts."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

from agents import briefed, grading, planning
from agents.brains import Answer, Better, Material, Move, Words, verdict
from agents.brains.model import ChatModel, lacking, test_model
from agents.brains.prose import is_verdict, plain
from agents.brains.schemas import JudgeReply, PlanReply, SpokenReply, WordsReply
from agents.brains.voice import Voice
from agents.door import LANGUAGES
from agents.grading.instructions import is_instruction
from agents.memory import told_by
from agents.personas import manner
from agents.phrase import content
from agents.prompts import as_data, fill
from agents.resume.reworded import holds
from agents.tracks import style
from core.bank import KeyPoint, Question
from core.errors import ProviderError
from core.report import Report
from core.schema import Brief, Decision, Judgement, Part, Plan, Session
from core.settings import Settings
from core.text import sentences, squeeze
from rag.index import TextEmbedder

__all__ = ["LlmBrain", "lacking", "test_key"]
LONGEST_BETTER, NEW_IN_BETTER = 45, 0.55
"""Words of a sentence said better, and the share of them that may be new; its numbers and names are the candidate's."""
SHARE = 0.9
"""Of the time that a judgement may take: a second look that would need more is not waited for."""


def test_key(settings: Settings) -> str:
    """Tries the key with one small call; a sentence, or ProviderError."""
    return asyncio.run(test_model(settings))


@dataclass(frozen=True, slots=True)
class LlmBrain:
    """Fills the Brain protocol with a chat model; the rules stand beside it in every judgement."""

    model: ChatModel
    embedder: TextEmbedder

    @property
    def name(self) -> str:
        """What the page shows."""
        return f"llm:{self.model.name.partition(':')[2]}"

    async def ready(self) -> None:
        """Imports and builds the client, three seconds on a small machine, away from the loop."""
        await self.model.ready()

    async def plan(self, brief: Brief, material: Material) -> Plan:
        """The model orders the candidates; topics, choices and gaps are filled as the rules do it."""
        listed = material.candidates[:40]
        prompt = fill(
            "plan",
            track=style(brief.track).label,
            role=brief.role,
            level=str(brief.level),
            count=str(planning.slot_count(brief)),
            candidates="\n".join(
                f"{c.question.id} (level {c.question.level}, {c.question.topic}): {c.question.title}" for c in listed
            ),
            data=as_data(job_description=brief.job_description[:8000], resume=brief.resume[:8000]),
        )
        reply = await self.model.ask(PlanReply, prompt)
        place = {key: at for at, key in enumerate(dict.fromkeys(reply.question_ids))}
        lifted = tuple(
            c.model_copy(update={"fit": c.fit + 2 - 0.05 * place[c.question.id]}) if c.question.id in place else c
            for c in material.candidates
        )
        return planning.plan(brief, Material(candidates=lifted, requirements=material.requirements))

    async def judge(self, question: Question, answer: Answer) -> Judgement:
        """Gates first, by code; then the model's decisions, each with a quote that must stand in the transcript.

        One look is enough where nothing in it is doubtful and the rules see it alike; else there is a second.
        """
        begun = time.monotonic()
        english = answer.language == "en"
        rules = grading.judge(question, answer.parts, self.embedder) if english else None
        if rules is not None and rules.state != "scored":
            return rules
        kept = tuple(_to_grade(part) for part in answer.parts)
        said = "\n\n".join(f"(turn {part.turn}) {part.text}\n{part.code}".strip() for part in kept)

        async def look(points: Sequence[KeyPoint]) -> verdict.Look:
            prompt = fill(
                "judge",
                # A bank can be a stranger's: its words are data too.
                points=as_data(key_points="\n".join(f"{p.id}: {p.text}" for p in points)),
                language=""
                if english
                else f"The answer is in {LANGUAGES[answer.language]}; write `why` in that language.",
                data=as_data(question=question.question, exhibit=question.exhibit, answer=said),
            )
            return verdict.look(question, answer.parts, kept, await self.model.ask(JudgeReply, prompt))

        found, unanswered = await look(question.key_points), False
        apart = verdict.far_apart(grading.score(verdict.decisions(question, found)), rules)
        if found.doubtful or apart:
            try:
                async with asyncio.timeout(self.model.limit_s * SHARE - (time.monotonic() - begun)):
                    # In another order, so that it is a second look and not the first one's echo.
                    found = verdict.both(found, await look(question.key_points[::-1]))
            except (ProviderError, TimeoutError):
                unanswered = True
        return verdict.verdict(question, found, rules, self.name, len(answer.text.split()), unanswered=unanswered)

    async def reply(self, session: Session, move: Move) -> AsyncIterator[str]:
        """The model words what leads; what is asked comes from the bank, or is a probe that gives nothing away."""
        voice = Voice(session)
        ask = voice.ask(move)
        if move.kind == "again":  # said at once and in known words: nobody waits for a model to hear a question twice
            yield "\n\n".join(filter(None, (" ".join(filter(None, voice.lead(move))), ask)))
            return
        if session.brief.language != "en":
            spoken = await self.model.ask(
                SpokenReply, self._prompt(session, move, f"Then ask exactly this, translated: {ask}")
            )
            lead_in, asked = ("" if is_verdict(text) else text.strip() for text in (spoken.lead, spoken.ask))
            yield f"{lead_in}\n\n{asked or ask}"
            return
        told = {squeeze(text) for turn in session.turns for text in told_by(turn)}
        lead = False
        async for sentence in _sentences(self.model.stream(self._prompt(session, move, ""))):
            if squeeze(sentence) in told or not squeeze(sentence) or is_verdict(sentence):
                continue
            if sentence.endswith("?"):
                if move.kind == "probe" and self._gives_nothing_away(session, move, sentence):
                    ask = sentence
                continue
            if move.kind in ("probe", "ask", "redirect", "nudge") and not self._gives_nothing_away(
                session, move, sentence
            ):
                continue
            told.add(squeeze(sentence))
            yield sentence + " "
            lead = True
        talk = briefed.small_talk(session) if move.kind == "open" else ""
        if talk:
            yield talk
            lead = True
        yield f"\n\n{ask}" if lead else ask

    async def words(self, session: Session, report: Report) -> Words:
        """Prose over final decisions; what names a sentence or a question that is not there is dropped by the caller."""
        decisions = "\n".join(
            f"{one.question_id} ({one.judgement.state}): {d.text} - {d.status}"
            for one in report.questions
            for d in one.judgement.decisions
            or (Decision(point="-", text=one.title, weight=1, competency="", status="missing"),)
        )
        said = "\n".join(f"(turn {t.n}) {t.heard.text}" for t in session.turns if t.heard)
        reply = await self.model.ask(
            WordsReply,
            fill(
                "words",
                track=style(session.brief.track).label,
                decisions=as_data(decisions=decisions),
                data=as_data(answers=said[:24_000]),
            ),
        )
        known = {one.question_id for one in report.questions}
        judged = any(is_verdict(text) for text in (reply.headline, reply.addition, *(e.text for e in reply.exercises)))
        return Words(
            headline=plain(reply.headline, 90),
            summary=plain(reply.addition, 400),
            better=tuple(
                Better(**one.model_dump())
                for one in reply.better
                if one.question_id in known
                and not is_verdict(f"{one.after}\n{one.why}")
                and holds(one.after, [said], LONGEST_BETTER, NEW_IN_BETTER)
            ),
            exercises={one.question_id: plain(one.text, 240) for one in reply.exercises if one.question_id in known},
            notices=("The model's words for this report passed a verdict of their own; those were left out.",)
            if judged
            else (),
        )

    def _prompt(self, session: Session, move: Move, more: str) -> str:
        brief = session.brief
        last = session.turns[-1] if session.turns else None
        return fill(
            "reply",
            track=style(brief.track).label,
            manner=manner(brief.persona).about,
            language=LANGUAGES[brief.language],
            task=" ".join([_task(move), more]).strip(),
            data=as_data(
                you_asked=last.said if last else "",
                candidate_said=last.heard.text[:6000] if last and last.heard else "",
                job_description=brief.job_description[:4000] if move.kind in ("respond", "open") else "",
                interview_brief=briefed.quotes(session) if move.kind == "respond" else "",
                name=brief.name,
            ),
        )

    @staticmethod
    def _gives_nothing_away(session: Session, move: Move, sentence: str) -> bool:
        """True when no two content words of an open key point appear that neither side has said yet."""
        if move.question is None:
            return True
        heard = {word for turn in session.turns for text in (turn.said, turn.lead) for word in content(text)}
        heard |= {word for turn in session.turns if turn.heard for word in content(turn.heard.text)}
        heard |= set(content(move.question.question))
        new = set(content(sentence)) - heard
        return all(len(new & set(content(f"{p.text} {' '.join(p.aliases)}"))) < 2 for p in move.question.key_points)


def _to_grade(part: Part) -> Part:
    """A turn's words and code without what speaks to the grader; the rest keeps its lines and its indents."""
    text = part.text
    for one in grading.strip_instructions(text).cut:
        text = text.replace(one, "")
    code = "\n".join(line for line in part.code.split("\n") if not is_instruction(line))
    return part.model_copy(update={"text": text, "code": code})


def _task(move: Move) -> str:
    return {
        "open": "Greet the candidate and say in one sentence what awaits them.",
        "ask": "Acknowledge the answer and move on to another subject"
        + ("; it is your last question." if move.last else "."),
        "probe": "Then ask one short follow-up question of your own about this, without naming it: "
        + (move.question.point(move.point).text if move.question and move.point else ""),
        "nudge": "They are stuck; say kindly that a pointer follows.",
        "redirect": "The answer was about something else; say so kindly and that you put the question another way.",
        "invite": "Say that your questions are done.",
        "respond": "Answer the candidate's question from the job description and the interview brief only; "
        "where they say nothing, say that you do not know.",
        "close": "They have asked to stop here, or it is better so; thank them kindly and end."
        if move.early
        else "Thank them and end.",
    }[move.kind]


async def _sentences(pieces: AsyncIterator[str]) -> AsyncIterator[str]:
    """Whole sentences as soon as each is complete, plain of Markdown."""
    held = ""
    async for piece in pieces:
        held += re.sub(r"[*_`#]+", "", piece)
        for done in _complete(held):
            held = held[held.index(done) + len(done) :]
            yield done
    for rest in sentences(held):
        yield rest


def _complete(text: str) -> Iterator[str]:
    found = sentences(text)
    yield from found[:-1]
