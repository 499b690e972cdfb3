"""Finds the interviewer's words by rule: what leads, what is asked, each wording new in its interview."""

import random
import re
from collections.abc import Iterable
from functools import cached_property

from agents import briefed
from agents.brains import Move
from agents.grading import strip_instructions
from agents.memory import told_by
from agents.moves import outbursts
from agents.personas import Manner, manner
from agents.phrase import content, earlier_mention, phrase
from agents.planning import slot_count
from agents.requirements import requirements
from agents.tracks import style
from agents.view import open_hints
from agents.wishes import wish_of
from core.bank import Question
from core.schema import Session
from core.text import sentences, squeeze

WORTH_RECALLING = 2.3
"""A score (0-5) from which an answer is worth coming back to later."""
LONG_ENOUGH = 40
"""Characters from which the same answer twice is remarked upon."""


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
            yield briefed.small_talk(self._session)
            return
        if move.kind == "again":
            yield self._before_again(move)
            return
        yield self._acknowledge(move)
        if move.kind == "ask" and move.question:
            yield self._fresh(self._bridges(move, move.question), topic=move.question.topic)
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
            return open_hints(self._session, question)[0]
        if move.kind == "redirect" and question:
            return question.rephrased
        if move.kind == "again":
            return self._once_more(move)
        if move.kind == "respond":
            return self._fresh(self._manner.more) or "Anything more?"
        if move.kind == "invite":
            return self._fresh(self._manner.invite)
        if move.early and move.wish in (None, "silence"):
            return self._fresh(self._manner.silent_close if move.wish else self._manner.calm_close)
        return self._fresh(self._manner.early if move.early else self._manner.close)

    def _acknowledge(self, move: Move) -> str:
        turn = self._session.turns[-1]
        if move.kind == "close":
            return ""
        if turn.heard is not None and outbursts(self._session):
            return self._fresh(self._manner.calm_on)
        if turn.skipped or turn.heard is None:
            return self._fresh(self._manner.skipped) or self._short() if turn.skipped and turn.question else ""
        judgement = turn.judgement
        if judgement is not None and judgement.state == "no_answer":
            wordless = wish_of(turn.heard.text) == "silence"
            return self._fresh(self._manner.skipped if wordless else self._manner.stuck) or self._short()
        if move.kind == "respond" or wish_of(turn.heard.text) == "silence":
            return ""
        said = strip_instructions(turn.heard.text)
        if said.cut:
            return self._fresh(self._manner.aside) or self._short()
        if self._said_before(turn.heard.text):
            return self._fresh(self._manner.same) or self._short()
        if judgement is not None and judgement.state in self._manner.puzzled:
            return self._fresh(self._manner.puzzled[judgement.state]) or self._short()
        # A person quotes you now and then; whoever does it every time has stopped listening.
        words = "" if move.kind == "probe" or "“" in turn.lead else phrase(said.text, avoid=content(turn.said))
        if not words:
            return self._short()
        return self._fresh(self._manner.noted, phrase=f"“{words}”") or self._short()

    def _before_again(self, move: Move) -> str:
        """A word to what was wished for; a hint is led by the words for hints as long as there is one."""
        if move.wish == "hint" and self._hint(move):
            return self._fresh(self._manner.hint)
        moved = move.wish == "silence" and self._session.turns[-1].phase != "core"
        return self._fresh(self._manner.again["think" if moved else move.wish or "calm"])

    def _once_more(self, move: Move) -> str:
        """The hint that was wished for, the question in other words, or what was asked as it stood."""
        turn, question = self._session.turns[-1], move.question
        if move.wish == "hint" and (hint := self._hint(move)):
            return hint
        if move.wish in ("repeat", "think", "hint") or question is None or turn.point:
            return self._asked()
        return question.rephrased if turn.said != question.rephrased else question.question

    def _asked(self) -> str:
        """What was asked last, the question itself rather than a hint that was given to it."""
        turn = self._session.turns[-1]
        hinted = turn.question is not None and turn.said in turn.question.hints
        return turn.question.question if hinted and turn.question else turn.said

    def _hint(self, move: Move) -> str:
        left = open_hints(self._session, move.question) if move.question else ()
        return left[0] if left and self._brief.mode == "practice" else ""

    def _said_before(self, text: str) -> bool:
        """True when an earlier answer was the same in its words; short ones may well be."""
        wanted = squeeze(text)
        earlier = (turn.heard.text for turn in self._session.turns[:-1] if turn.heard)
        return len(wanted) >= LONG_ENOUGH and any(squeeze(one) == wanted for one in earlier)

    def _bridges(self, move: Move, question: Question) -> tuple[str, ...]:
        """The bridges that may be used: a topic that is half of the answer ("dynamic programming") is not named."""
        if not any(turn.question for turn in self._session.turns):
            return self._manner.first
        if move.last:
            return self._manner.last
        answer = {word for point in question.key_points for word in content(f"{point.text} {' '.join(point.aliases)}")}
        told = set(content(question.topic)) & answer - set(content(f"{question.question} {question.rephrased}"))
        return tuple(one for one in self._manner.bridge if not told or "{topic}" not in one)

    def _answer_to_candidate(self) -> str:
        """A line of the brief or the job description that answers, or plainly that the answer is not known here."""
        turn = self._session.turns[-1]
        asked = turn.heard.text if turn.heard else ""
        if strip_instructions(asked).cut and (left_out := self._fresh(self._manner.aside)):
            return left_out
        known = briefed.answer_to(self._session, asked, _EVERYDAY)
        if known:
            return known
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
        count = len(self._session.plan.slots) or slot_count(self._brief)
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
        """One of the short words, none that was heard in the last turns."""
        lately = " ".join(turn.lead for turn in self._session.turns[-3:])
        return self._chance_of(tuple(one for one in self._manner.short if one not in lately) or self._manner.short)

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
    said = [
        turn.heard.text
        for turn in session.turns[:-1]
        if turn.heard and not turn.skipped and (turn.judgement is None or (turn.judgement.score or 0.0) >= WORTH_RECALLING)
    ]
    return earlier_mention(said, f"{question.topic} {question.question}", _EVERYDAY)
