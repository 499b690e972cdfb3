"""Kits and shares: the same questions for everyone, nobody else's eyes without consent, and none at all once it is withdrawn."""

import dataclasses
import threading
import uuid
from datetime import timedelta

import pytest

from agents import account, feedback, interview, recording, sharing
from agents.kits import making, taking
from agents.transcripts import searching, shelf
from core.caller import Caller
from core.errors import AppError
from core.schema import Utterance
from store import shares
from tests.agents.test_interview import refused
from tests.agents.test_spoken import aloud, hold, jfk  # noqa: F401 - a fixture
from tests.waiting import report_of

JOB = "Platform engineer\nMust have\n- PostgreSQL in depth\n- Kubernetes in production\n"
SAID = "The zebra sang at noon beside the harbour wall, and I would rather measure before I guess at anything."


@pytest.fixture
def employer():
    return Caller(owner="employer", role="program")


def kit_of(deps, caller, **more):
    fields = {"title": "Platform engineers, spring", "organisation": "Northwind", "track": "technical", "questions": 2, **more}
    return making.make(deps, caller, making.wanted_from(fields))


def invited(deps, caller, kit, **more):
    return making.invite(deps, caller, kit.id, **more)


def held(deps, candidate, secret, said=SAID):
    """A whole interview by link, typed; returns its id and the core questions in order."""
    view = taking.take(deps, candidate, secret, agreed=True, name="Ada")
    asked = []
    while view.status != "finished":
        if view.phase == "core":
            asked.append(view.title)
        list(interview.answer(deps, candidate, view.session_id, Utterance(text=said), uuid.uuid4().hex))
        view = interview.status(deps, candidate, view.session_id)
    report_of(deps, candidate, view.session_id)
    return view.session_id, asked


def test_everyone_is_asked_the_same_in_the_same_order(deps, caller, other, employer):
    kit = kit_of(deps, employer, job_description=JOB, questions=2)
    assert any("PostgreSQL" in one for one in kit.requirements)
    first = held(deps, caller, invited(deps, employer, kit)[1])[1]
    second = held(deps, other, invited(deps, employer, kit)[1], said="I do not know, and I would look it up in the manual first.")[1]
    assert first == second == [one.title for one in kit.questions]


def test_questions_can_be_picked_and_wrong_ones_are_named(deps, employer):
    one, two = (question.id for question in list(deps.knowledge.bank.track("hr"))[:2])
    kit = kit_of(deps, employer, track="hr", question_ids=[two, one])
    assert [question.id for question in kit.questions] == [two, one]
    assert refused(lambda: kit_of(deps, employer, track="hr", question_ids=["nothing"])) == "unknown_question"
    assert refused(lambda: kit_of(deps, employer, track="technical", question_ids=[one])) == "other_track"
    assert refused(lambda: kit_of(deps, employer, title=" ")) == "no_title"


def test_an_invitation_is_for_one_and_only_with_consent(deps, caller, other, employer):
    kit = kit_of(deps, employer)
    _, secret = invited(deps, employer, kit)
    offer = taking.look(deps, caller, secret)
    assert (offer.title, offer.organisation, offer.questions, offer.mine) == (kit.title, "Northwind", 2, False)
    assert kit.questions[0].question not in offer.model_dump_json()
    assert refused(lambda: taking.take(deps, caller, secret, agreed=False)) == "not_agreed"
    view = taking.take(deps, caller, secret, agreed=True)
    assert taking.take(deps, caller, secret, agreed=True).session_id == view.session_id
    assert refused(lambda: taking.look(deps, other, secret)) == "invite_taken"
    assert refused(lambda: taking.take(deps, other, secret, agreed=True)) == "invite_taken"
    assert refused(lambda: taking.look(deps, other, "guess")) == "unknown_invite"


def test_of_two_who_agree_at_once_one_begins_and_nothing_stays_with_the_other(deps, caller, other, employer):
    _, secret = invited(deps, employer, kit_of(deps, employer))
    begun, refusals = [], []

    def agree(candidate):
        try:
            begun.append(taking.take(deps, candidate, secret, agreed=True))
        except AppError as fault:
            refusals.append((fault.code, interview.listing(deps, candidate)))

    both = [threading.Thread(target=agree, args=(one,)) for one in (caller, other)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(begun) == 1
    assert refusals == [("invite_taken", [])]


def test_an_invitation_ends_on_its_day_and_can_be_taken_back(deps, caller, employer):
    kit = kit_of(deps, employer)
    made, secret = invited(deps, employer, kit, days=2)
    later = dataclasses.replace(deps, now=lambda: made.expires_at + timedelta(seconds=1))
    assert refused(lambda: taking.take(later, caller, secret, agreed=True)) == "invite_over"
    assert [one.state for one in making.results(later, employer, kit.id)] == ["expired"]
    making.revoke(deps, employer, made.id)
    assert refused(lambda: taking.look(deps, caller, secret)) == "invite_over"
    assert refused(lambda: invited(deps, employer, kit, days=400)) == "wrong_days"


def test_results_arrive_with_consent_and_go_with_it(deps, caller, other, employer):
    kit = kit_of(deps, employer)
    _, secret = invited(deps, employer, kit, label="Candidate from Leeds")
    session_id, _ = held(deps, caller, secret)
    (result,) = making.results(deps, employer, kit.id)
    assert (result.state, result.session_id, result.invite.label) == ("finished", session_id, "Candidate from Leeds")
    assert SAID in [one.text for one in shelf.get(deps, employer, session_id).passages]
    assert [one.id for one in shelf.listing(deps, employer)] == [session_id]
    assert {one.transcript_id for one in searching.search(deps, employer, "zebra harbour")} == {session_id}
    assert refused(lambda: shelf.get(deps, other, session_id)) == "unknown_transcript"
    assert (shelf.listing(deps, other), searching.search(deps, other, "zebra harbour")) == ([], [])
    assert refused(lambda: shelf.rename(deps, employer, session_id, "Mine now", "")) == "unknown_transcript"
    assert refused(lambda: shelf.delete(deps, employer, session_id)) == "unknown_transcript"
    share, link = sharing.create(deps, employer, session_id, ["transcript"], label="Second reviewer")
    assert SAID in sharing.opened(deps, link).transcript.model_dump_json()
    (told,) = taking.look(deps, caller, secret).shared
    assert (told.label, told.views, told.mine) == ("Second reviewer", 1, False)

    taking.withdraw(deps, caller, session_id)
    assert refused(lambda: shelf.get(deps, employer, session_id)) == "unknown_transcript"
    assert (shelf.listing(deps, employer), searching.search(deps, employer, "zebra harbour")) == ([], [])
    assert refused(lambda: sharing.opened(deps, link)) == "unknown_share"
    (result,) = making.results(deps, employer, kit.id)
    assert (result.state, result.session_id, result.invite.session_id) == ("withdrawn", "", "")
    assert feedback.get(deps, caller, session_id).questions  # the candidate keeps it
    assert refused(lambda: taking.withdraw(deps, other, session_id)) == "unknown_consent"
    assert share.id


def test_a_share_opens_its_scope_until_it_ends_and_writes_down_who_looked(deps, caller, other, employer):
    kit = kit_of(deps, employer, questions=1)
    session_id, _ = held(deps, caller, invited(deps, employer, kit)[1])
    _, scores = sharing.create(deps, caller, session_id, ["scores"])
    _, words = sharing.create(deps, caller, session_id, ["transcript"])
    opened = sharing.opened(deps, scores).transcript
    assert "zebra" not in opened.model_dump_json()
    assert opened.exchanges[0].judgement is not None
    read = sharing.opened(deps, words).transcript
    assert "zebra" in read.model_dump_json()
    assert {one.judgement for one in read.exchanges} == {None}
    first, second = sharing.about(deps, caller, session_id)
    assert (first.views, second.views) == (1, 1)
    assert refused(lambda: sharing.revoke(deps, other, first.id)) == "unknown_share"
    sharing.revoke(deps, caller, first.id)
    assert refused(lambda: sharing.opened(deps, scores)) == "unknown_share"
    later = dataclasses.replace(deps, now=lambda: second.expires_at + timedelta(seconds=1))
    assert refused(lambda: sharing.opened(later, words)) == "unknown_share"
    assert refused(lambda: sharing.create(deps, caller, session_id, ["everything"])) == "wrong_scope"
    assert refused(lambda: sharing.create(deps, other, session_id)) == "unknown_transcript"
    assert refused(lambda: sharing.sound(deps, words, 0, first=True)) == "unknown_share"


def test_sound_is_opened_only_with_consent_and_scope(deps, caller, employer, jfk):  # noqa: F811
    session_id = hold(deps, caller, aloud, clip=jfk)
    _, words = sharing.create(deps, caller, session_id, ["transcript"])
    _, sound = sharing.create(deps, caller, session_id, ["audio"])
    assert refused(lambda: sharing.sound(deps, words, 0, first=True)) == "unknown_share"
    made, take = sharing.sound(deps, sound, 0, first=True)
    assert deps.blobs.get(made.owner, take.key)[:4] == b"fLaC"
    assert refused(lambda: sharing.sound(deps, sound, 1, first=True)) == "unknown_share"
    assert [one.what for one in shares.views(deps.store, sharing.about(deps, caller, session_id)[1].id)] == ["audio"]
    recording.delete(deps, caller, session_id)
    assert refused(lambda: sharing.sound(deps, sound, 0, first=True)) == "unknown_share"


def test_a_kits_answers_stay_its_owners_and_deleting_takes_all(deps, caller, employer):
    kit = kit_of(deps, employer)
    _, secret = invited(deps, employer, kit)
    view = taking.take(deps, caller, secret, agreed=True)
    told = str(account.export(deps, caller))
    assert kit.questions[1].reference not in told
    assert secret not in told + str(account.export(deps, employer))
    account.delete(deps, caller)
    assert [one.state for one in making.results(deps, employer, kit.id)] == ["withdrawn"]
    assert view.session_id not in str(account.export(deps, caller))
    making.remove(deps, employer, kit.id)
    assert refused(lambda: taking.look(deps, caller, secret)) == "unknown_invite"
    assert refused(lambda: making.results(deps, employer, kit.id)) == "unknown_kit"
