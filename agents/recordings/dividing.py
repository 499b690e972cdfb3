"""The stage that divides: passages into questions with their answers, each matched to a question of our banks or the owner's own."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agents.deps import Deps
from agents.recordings import doubts, hearing, own, speakers
from agents.recordings.matching import Match, best, enough, stems
from agents.recordings.questions import asked, asks
from agents.recordings.stages import Work
from core.bank import Question
from core.noun import Noun
from core.own import RESERVED
from core.transcript import Exchange, Passage, Speaker

Find = Callable[[str], Match | None]
"""Which question of a bank is asked in a text."""
NAME, REFUSED = "divided.json", "refused.json"
LONGEST_TITLE = 48
_GENERAL = stems(
    "example time happen learn differently different result end first next last step exactly detail specific specifically "
    "elaborate explain describe tell give walk talk bit handle approach decide decision choose role part react feel hard hardest "
    "reason mean outcome impact measure success successful follow today change main biggest most answer question case situation "
    "more sound work interesting kind long often point one important matter exact exactly wrong help useful think opinion prefer"
)
"""What a question may say without speaking of anything new."""
_TURNED = re.compile(r"\bquestions? (?:do you |that you |you |might |may )*(?:have )?(?:for|to) (?:me|us)\b", re.IGNORECASE)
"""The candidate's turn to ask: nothing to be graded."""


class Divided(Noun):
    """The recording's words as they will stand in its transcript, not yet graded."""

    speakers: tuple[Speaker, ...]
    passages: tuple[Passage, ...]
    exchanges: tuple[Exchange, ...]
    questions: tuple[Question, ...] = ()
    """Those of the owner's own banks that were asked, as they were then: a bank can be changed or deleted later."""
    engine: str
    notices: tuple[str, ...] = ()


class Refused(Noun):
    """Questions of banks that a person said were not asked here."""

    ids: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """An exchange while its passages are gathered."""

    asked: list[Passage]
    match: Match | None
    answered: list[Passage] = field(default_factory=list)
    follow_ups: list[Passage] = field(default_factory=list)

    @property
    def question(self) -> str:
        """What was asked before anything was answered."""
        return " ".join(one.text for one in self.asked)

    @property
    def talk(self) -> str:
        """All of it."""
        return " ".join(one.text for one in (*self.asked, *self.answered, *self.follow_ups))


def divide(work: Work) -> str:
    """Keeps who said what and what was asked; says how many questions there are."""
    heard = hearing.channels(work.kept, work.media)
    said, how = speakers.told_apart(heard)
    who, passages = speakers.passages(said, work.media.candidate, how)
    drafts, turns = gathered(who, passages, _finder(work))
    exchanges = tuple(_exchange(n, draft) for n, draft in enumerate(drafts))
    every = [one for channel in heard for one in channel]
    made = Divided(
        speakers=who,
        passages=tuple(one.model_copy(update={"turn": turns[one.n]}) for one in passages),
        exchanges=exchanges,
        questions=_own_ones(drafts),
        engine=" + ".join(dict.fromkeys(one.engine for one in every if one.engine)),
        notices=(*dict.fromkeys(notice for one in every for notice in one.notices), *doubts.notices(heard, passages, exchanges, how)),
    )
    work.kept.put(NAME, made)
    count = "One question" if len(exchanges) == 1 else f"{len(exchanges)} questions"
    return f"{count} found." if exchanges else "No question is in it."


def _finder(work: Work) -> Find:
    """Looks among the owner's own banks and ours; what a person refused is not the next best thing either."""
    mine, media = own.of(work.deps, work.caller), work.media
    refused = (work.kept.get(REFUSED, Refused) or Refused()).ids

    def find(text: str) -> Match | None:
        ours = best(work.deps.knowledge, text, media.track, media.role)
        found = enough(mine.best(text, media.track) if mine else None, ours)
        return None if found is not None and found.question.id in refused else found

    return find


def _own_ones(drafts: Sequence[Draft]) -> tuple[Question, ...]:
    asked_for = (one.match.question for one in drafts if one.match is not None)
    return tuple({one.id: one for one in asked_for if one.id.startswith(RESERVED)}.values())


def gathered(who: Sequence[Speaker], passages: Sequence[Passage], find: Find) -> tuple[list[Draft], dict[int, int]]:
    """The exchanges in order, and passage number → the exchange it belongs to (what comes before the first: 0)."""
    askers = {one.n for one in who if one.role == "interviewer"}
    drafts: list[Draft] = []
    turns: dict[int, int] = {}
    loose: list[Passage] = []
    for passage in passages:
        mine = passage.speaker in askers
        if mine and asks(passage.text):
            whole = " ".join(one.text for one in (*loose, passage))
            found = None if _TURNED.search(passage.text) else find(whole)
            if drafts and not drafts[-1].answered:
                drafts[-1].asked += [*loose, passage]
                drafts[-1].match = _matched(drafts[-1], found, find)
            elif drafts and _follows(drafts[-1], passage.text, found):
                drafts[-1].follow_ups += [*loose, passage]
            else:
                drafts.append(Draft([*loose, passage], found))
            turns.update(dict.fromkeys((one.n for one in loose), len(drafts) - 1))
            loose = []
        elif mine:
            loose.append(passage)
        elif drafts:
            drafts[-1].answered.append(passage)
            loose = []
        turns[passage.n] = max(0, len(drafts) - 1)
    return drafts, turns


def _matched(draft: Draft, last: Match | None, find: Find) -> Match | None:
    """What a question is near to that was asked in several goes: as a whole, or by its last part."""
    if _TURNED.search(draft.question):
        return None
    found = [one for one in (find(draft.question), last, draft.match) if one is not None]
    return max(found, key=lambda one: one.near, default=None)


def _follows(draft: Draft, text: str, found: Match | None) -> bool:
    """True for a question about what was just spoken of: it names nothing new, or more of the old than of the new."""
    if _TURNED.search(text):
        return False
    named = stems(" ".join(asked(text))) - _GENERAL
    known = stems(draft.talk)
    if draft.match is not None:
        question = draft.match.question
        known |= stems(" ".join((question.question, *(one.text for one in question.follow_ups))))
    if not named - known:
        return True
    if found is not None:
        return draft.match is not None and found.question.id == draft.match.question.id
    return len(named & known) >= max(1, len(named - known))


def question_of(deps: Deps, found: Divided | None, question_id: str) -> Question:
    """The question that an exchange is graded by; AppError `unknown_question` when neither the recording nor our banks hold it."""
    kept = next((one for one in found.questions if one.id == question_id), None) if found else None
    return kept or deps.knowledge.bank.get(question_id)


def _exchange(n: int, draft: Draft) -> Exchange:
    match = draft.match
    return Exchange(
        n=n,
        title=match.question.title if match else _title(draft.question),
        question=draft.question,
        asked=tuple(one.n for one in (*draft.asked, *draft.follow_ups)),
        answered=tuple(one.n for one in draft.answered),
        question_id=match.question.id if match else "",
        topic=match.question.topic if match else "",
        matched=match.question.question if match else "",
    )


def without(found: Divided, question_id: str) -> Divided:
    """The same with the exchanges that were matched to a question matched to none."""
    exchanges = tuple(unmatched(one) if one.question_id == question_id else one for one in found.exchanges)
    return found.model_copy(update={"exchanges": exchanges})


def unmatched(one: Exchange) -> Exchange:
    """The same held against no question."""
    bare = {"question_id": "", "topic": "", "matched": "", "judgement": None, "band": None}
    return one.model_copy(update={**bare, "title": _title(one.question)})


def _title(question: str) -> str:
    """The asking sentence, cut short between two words."""
    told = (asked(question) or (question,))[-1]
    told = told[:1].upper() + told[1:]
    if len(told) <= LONGEST_TITLE:
        return told
    return f"{told[: LONGEST_TITLE - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
