"""The side of the one who asks: a kit is made, candidates are invited, what they held comes back."""

import uuid
from typing import Literal

from pydantic import Field, ValidationError

from agents import asking, linking
from agents.deps import Deps
from agents.door import brief_from
from core.bank import Question
from core.caller import Caller
from core.errors import AppError
from core.kit import LONGEST_INVITE_DAYS, MOST_QUESTIONS, Invite, Kit
from core.link import LinkState
from core.noun import Noun
from core.schema import Brief, Plan
from core.text import clean
from store import banks, kits

MOST_KITS = 200
MOST_INVITES = 500
"""Of one kit."""
State = LinkState | Literal["begun", "finished", "withdrawn"]


class Wanted(Noun):
    """What a kit should be: picked questions by their ids, or as many as `count` chosen from banks and a job description."""

    title: str = Field(min_length=1, max_length=120)
    organisation: str = Field(default="", max_length=120)
    brief: Brief
    question_ids: tuple[str, ...] = Field(default=(), max_length=MOST_QUESTIONS)


class Result(Noun):
    """One invite and what became of it. The interview is named only where its candidate lets the caller read it."""

    invite: Invite
    state: State
    session_id: str = ""


def wanted_from(fields: dict[str, object]) -> Wanted:
    """What a form or a program asked for; AppError names the field."""
    own = {name: clean(str(fields.pop(name, "") or "")) for name in ("title", "organisation")}
    ids = fields.pop("question_ids", ()) or ()
    if not own["title"]:
        raise AppError("no_title", "Give the kit a title that candidates will understand.")
    if not isinstance(ids, (list, tuple)) or not all(isinstance(one, str) for one in ids):
        raise AppError("wrong_questions", "Send question_ids as a list of ids.")
    if len(ids) > MOST_QUESTIONS:
        raise AppError("too_many_questions", f"A kit holds at most {MOST_QUESTIONS} questions. Leave some out.")
    try:
        return Wanted(**own, brief=brief_from(fields), question_ids=tuple(dict.fromkeys(ids)))
    except ValidationError as fault:
        name = str(fault.errors()[0]["loc"][0])
        raise AppError("wrong_kit", f"{name.capitalize()}: at most 120 characters.") from None


def make(deps: Deps, caller: Caller, wanted: Wanted) -> Kit:
    """Makes a kit and keeps its questions as they are today."""
    if len(kits.every(deps.store, caller)) >= MOST_KITS:
        raise AppError("too_many_kits", f"You have {MOST_KITS} kits. Delete one that you no longer use.")
    plan = _picked(deps, caller, wanted) if wanted.question_ids else _chosen(deps, caller, wanted)
    brief = wanted.brief
    kit = Kit(
        id=uuid.uuid4().hex,
        owner=caller.owner,
        title=wanted.title,
        organisation=wanted.organisation,
        track=brief.track,
        role=brief.role,
        level=brief.level,
        questions=plan.questions,
        requirements=plan.requirements,
        made_at=deps.now(),
    )
    kits.put(deps.store, caller, kit)
    return kit


def listing(deps: Deps, caller: Caller) -> list[Kit]:
    """The caller's kits, latest first."""
    return kits.every(deps.store, caller)


def remove(deps: Deps, caller: Caller, kit_id: str) -> None:
    """Deletes a kit and its links; interviews that were held with it stay."""
    kits.remove(deps.store, caller, kit_id)


def invite(deps: Deps, caller: Caller, kit_id: str, label: str = "", days: int = 14) -> tuple[Invite, str]:
    """A link for one candidate and its secret, which is told this once; AppError for a kit that is not the caller's."""
    kits.get(deps.store, caller, kit_id)
    link, secret = linking.made(deps, caller, label, days, LONGEST_INVITE_DAYS)
    if len(kits.invites(deps.store, caller, kit_id)) >= MOST_INVITES:
        raise AppError("too_many_invites", f"A kit has at most {MOST_INVITES} links. Make another kit.")
    made = Invite(**dict(link), kit_id=kit_id)
    kits.put_invite(deps.store, caller, made, secret)
    return made, secret


def revoke(deps: Deps, caller: Caller, invite_id: str) -> Invite:
    """Ends a link that nobody has taken."""
    return kits.revoke(deps.store, caller, invite_id, deps.now())


def results(deps: Deps, caller: Caller, kit_id: str) -> list[Result]:
    """Every invite of a kit and what became of it."""
    kits.get(deps.store, caller, kit_id)
    readable = {one.session_id for one in kits.granted(deps.store, caller, kit_id)}
    ended = kits.finished(deps.store, caller, readable)
    made = []
    for one in kits.invites(deps.store, caller, kit_id):
        state = _state(deps, one, readable, ended)
        shown = one if state != "withdrawn" else one.model_copy(update={"session_id": "", "taken_by": ""})
        made.append(Result(invite=shown, state=state, session_id=one.session_id if state == "finished" else ""))
    return made


def _state(deps: Deps, one: Invite, readable: set[str], ended: frozenset[str]) -> State:
    if one.taken_by:
        if one.session_id not in readable:
            return "withdrawn"
        return "finished" if one.session_id in ended else "begun"
    return one.state(deps.now())


def _picked(deps: Deps, caller: Caller, wanted: Wanted) -> Plan:
    """The questions that were named, in this order; all of the kit's kind of interview."""
    own = {
        question.id: question
        for bank_id in dict.fromkeys(wanted.brief.banks)
        for question in banks.usable(deps.store, caller, bank_id).questions
    }
    found: list[Question] = []
    for one in wanted.question_ids:
        question = own.get(one) or deps.knowledge.bank.find(one)
        if question is None:
            raise AppError("unknown_question", f"There is no question '{one[:64]}' in the banks that you named. Take ids from rag_search.")
        if question.track != wanted.brief.track:
            raise AppError("other_track", f"“{question.title}” is of another kind of interview. Pick questions of one kind.")
        found.append(question)
    return Plan(slots=(), questions=tuple(found))


def _chosen(deps: Deps, caller: Caller, wanted: Wanted) -> Plan:
    """As an interview would be planned, the best choice of each slot."""
    count = min(wanted.brief.questions, MOST_QUESTIONS)
    brief = wanted.brief.model_copy(update={"questions": count, "minutes": None, "resume": "", "briefing": ""})
    plan, _ = asking.planned(deps, caller, brief)
    own = {question.id: question for question in plan.questions}
    firsts = [slot.choices[0] for slot in plan.slots]
    questions = tuple(own.get(one) or deps.knowledge.bank.get(one) for one in firsts)
    return plan.model_copy(update={"questions": questions})
