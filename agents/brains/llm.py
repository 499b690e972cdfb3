"""The language-model brain: decides per key point with quotes, words replies and reports; code checks it and counts."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from agents import grading, planning
from agents.brains import Answer, Better, Material, Move, Words
from agents.brains.model import ChatModel, lacking, test_model
from agents.brains.rules import Voice
from agents.brains.schemas import JudgeReply, PlanReply, PointReply, SpokenReply, WordsReply
from agents.door import LANGUAGES
from agents.memory import told_by
from agents.personas import manner
from agents.phrase import content
from agents.prompts import as_data, fill
from agents.tracks import style
from core.bank import Question
from core.report import Report
from core.schema import Brief, Decision, Judgement, Part, Plan, Session
from core.settings import Settings
from core.text import sentences, squeeze
from rag.index import TextEmbedder

__all__ = ["LlmBrain", "lacking", "test_key"]
FAR_APART = 1.5
"""Points of 5 between the model's score and the rules' above which a verdict is marked as uncertain (GRADING)."""
MOST_USES = 2
"""Key points that one and the same quote may show."""
_WORST = {"missing": 0, "contradicted": 1, "partly": 2, "covered": 3}


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
        """Gates first, by code; then the model's decisions, each with a quote that must stand in the transcript."""
        english = answer.language == "en"
        rules = grading.judge(question, answer.parts, self.embedder) if english else None
        if rules is not None and rules.state != "scored":
            return rules
        cut = [grading.strip_instructions(part.text) for part in answer.parts]
        said = "\n\n".join(
            f"(turn {part.turn}) {clean.text}\n{part.code}".strip()
            for part, clean in zip(answer.parts, cut, strict=True)
        )
        prompt = fill(
            "judge",
            question=question.question,
            points="\n".join(f"{p.id}: {p.text}" for p in question.key_points),
            language="" if english else f"The answer is in {LANGUAGES[answer.language]}; write `why` in that language.",
            data=as_data(exhibit=question.exhibit, answer=said),
        )
        reply = await self.model.ask(JudgeReply, prompt)
        kept = tuple(
            part.model_copy(update={"text": clean.text}) for part, clean in zip(answer.parts, cut, strict=True)
        )
        return self._verdict(question, answer, kept, reply, rules)

    async def reply(self, session: Session, move: Move) -> AsyncIterator[str]:
        """The model words what leads; what is asked comes from the bank, or is a probe that gives nothing away."""
        voice = Voice(session)
        ask = voice.ask(move)
        if session.brief.language != "en":
            spoken = await self.model.ask(
                SpokenReply, self._prompt(session, move, f"Then ask exactly this, translated: {ask}")
            )
            yield f"{spoken.lead.strip()}\n\n{spoken.ask.strip() or ask}"
            return
        told = {squeeze(text) for turn in session.turns for text in told_by(turn)}
        lead = False
        async for sentence in _sentences(self.model.stream(self._prompt(session, move, ""))):
            if squeeze(sentence) in told or not squeeze(sentence):
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
                decisions=decisions,
                data=as_data(answers=said[:24_000]),
            ),
        )
        known = {one.question_id for one in report.questions}
        return Words(
            headline=_short(reply.headline, 90),
            summary=_short(reply.addition, 400),
            better=tuple(Better(**one.model_dump()) for one in reply.better if one.question_id in known),
            exercises={one.question_id: _short(one.text, 240) for one in reply.exercises if one.question_id in known},
        )

    def _verdict(
        self, question: Question, answer: Answer, kept: tuple[Part, ...], reply: JudgeReply, rules: Judgement | None
    ) -> Judgement:
        decisions, unproved, unsure = [], 0, False
        used: dict[str, int] = {}
        for point in question.key_points:
            told = [one for one in reply.decisions if one.point == point.id]
            unsure = unsure or len({one.status for one in told}) > 1
            one = min(
                told, key=lambda found: _WORST[found.status], default=PointReply(point=point.id, status="missing")
            )
            quote = grading.verify(one.quote, kept) if one.status != "missing" and one.quote.strip() else None
            if quote is not None:
                used[squeeze(quote.text)] = used.get(squeeze(quote.text), 0) + 1
                quote = quote if used[squeeze(quote.text)] <= MOST_USES else None
            unproved += one.status != "missing" and quote is None
            decisions.append(
                Decision(
                    point=point.id,
                    text=point.text,
                    weight=point.weight,
                    competency=point.competency,
                    status=one.status if quote else "missing",
                    quote=quote,
                    why=_short(one.why, 240),
                )
            )
        score = grading.score(decisions)
        far = rules is not None and rules.score is not None and abs(rules.score - score) > FAR_APART
        notes = [rules.note if rules else ""]
        if unproved:
            notes.append(f"{unproved} of the model's findings had no quote in your answer and count as missing.")
        return Judgement(
            question_id=question.id,
            state="scored",
            decisions=tuple(decisions),
            score=score,
            words=rules.words if rules else len(answer.text.split()),
            note=" ".join(filter(None, notes)),
            engine=self.name,
            rubric=grading.RUBRIC,
            confidence="low" if far or unsure else "normal",
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
        "respond": "Answer the candidate's question from the job description only; where it says nothing, say that you do not know.",
        "close": "Thank them and end.",
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


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
