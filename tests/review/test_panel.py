"""Reviewers by link: who sits, what they see and may not, what the one who invited reads, where they agree, and the end of it."""

import dataclasses
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from agents import account
from agents.kits import taking
from agents.review import agreeing, blinding, comparing, deciding, handling, noting, panel, reading, sitting
from agents.transcripts import searching, shelf
from core.caller import Caller
from core.errors import AppError
from core.shelf import Filters
from core.transcript import Verdict
from store import panel as rows
from store import shares, tables, transcripts
from tests.kits.test_kits import held, invited, kit_of
from tests.review.test_review import AT, made, refused

MARY = Caller(owner="guest-mary", role="guest")
JANE = Caller(owner="guest-jane", role="guest")


@pytest.fixture
def two(deps, caller):
    transcripts.put(deps.store, caller, made(caller))
    transcripts.put(deps.store, caller, made(caller, "t2", "Mary Shelley", said="Every write has to be idempotent, I think.", band=2))
    return ["t1", "t2"]


def asked(deps, caller, ids, **more):
    fields = {"transcript_ids": ids, "label": "Second reader", "host": "Northwind", "days": 14, **more}
    return panel.invite(deps, caller, panel.wanted_from(fields))


def seated(deps, caller, ids, who=MARY, name="Mary", **more):
    _, secret = asked(deps, caller, ids, **more)
    return sitting.sit(deps, who, secret, name), secret


def test_a_link_names_no_candidate_before_somebody_sits_and_the_first_has_the_seat(deps, caller, two):
    made_, secret = asked(deps, caller, two)
    offer = sitting.look(deps, MARY, secret)
    assert (offer.host, offer.blind, offer.transcripts, offer.state) == ("Northwind", True, 2, "open")
    assert "Lovelace" not in offer.model_dump_json()
    assert reading.listing(deps, MARY, Filters()) == []
    assert sitting.look(deps, caller, secret).state == "host"
    assert refused(lambda: sitting.sit(deps, caller, secret, "Me")) == "own_invitation"
    assert refused(lambda: sitting.sit(deps, MARY, secret, " ")) == "no_name"
    assert sitting.sit(deps, MARY, secret, " Mary \n Poovey ").name == "Mary Poovey"
    assert sitting.sit(deps, MARY, secret, "Other").name == "Mary Poovey"
    assert refused(lambda: sitting.look(deps, JANE, secret)) == "review_taken"
    assert refused(lambda: sitting.sit(deps, JANE, secret, "Jane")) == "review_taken"
    assert refused(lambda: sitting.look(deps, JANE, "guess")) == "unknown_review"
    assert secret not in str(account.export(deps, caller))
    assert made_.id in str(account.export(deps, caller))


def test_of_two_who_sit_at_once_one_has_the_seat(deps, caller, two):
    _, secret = asked(deps, caller, two)
    told = []

    def sit(who):
        try:
            told.append(sitting.sit(deps, who, secret, who.owner).taken_by)
        except AppError as fault:
            told.append(fault.code)

    both = [threading.Thread(target=sit, args=(one,)) for one in (MARY, JANE)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told, reverse=True)[0] == "review_taken"
    assert len({"guest-mary", "guest-jane"} & set(told)) == 1


def test_an_invitation_that_does_not_fit_is_refused(deps, caller, other, two):
    for fields, code in (
        ({"transcript_ids": []}, "wrong_number"),
        ({"transcript_ids": [f"t{n}" for n in range(21)]}, "wrong_number"),
        ({"transcript_ids": "t1"}, "wrong_transcripts"),
        ({"days": 0}, "wrong_days"),
        ({"days": 91}, "wrong_days"),
        ({"days": "many"}, "wrong_days"),
        ({"transcript_ids": ["t1", "nothing"]}, "unknown_transcript"),
    ):
        ids = fields.pop("transcript_ids", two)
        assert refused(lambda fields=fields, ids=ids: asked(deps, caller, ids, **fields)) == code
    assert refused(lambda: asked(deps, other, two)) == "unknown_transcript"
    assert rows.invited(deps.store, caller) == []


def test_a_blind_reviewer_sees_no_name_until_their_verdict_and_cannot_switch_it_off(deps, caller, two):
    seated(deps, caller, two)
    deciding.decide(deps, caller, "t1", "decline", "Thin on cost.")
    noting.add(deps, caller, "t1", 5.0, "Slow start")
    listed = reading.listing(deps, MARY, Filters())
    assert len(listed) == 2
    assert all(one.blind and one.row.title.startswith("Candidate ") for one in listed)
    for name in ("Ada", "Lovelace", "Grace", "Slow start", "Thin on cost", "sound.flac", "Idempotent writes"):
        assert name not in str(reading.open(deps, MARY, "t1")), name
    assert noting.listing(deps, MARY, "t1") == []
    assert refused(lambda: blinding.switch(deps, MARY, False, "t1")) == "blind_by_invitation"
    blinding.switch(deps, MARY, False)
    assert reading.open(deps, MARY, "t1").nameless
    assert refused(lambda: reading.sound(deps, MARY, "t1", 0)) == "unknown_recording"
    for filters in (Filters(band_from=4), Filters(state="graded"), Filters(text="Lovel"), Filters(text="Ada")):
        assert "t1" not in [one.row.id for one in reading.listing(deps, MARY, filters)]
    assert reading.search(deps, MARY, '"idempotent"', Filters(band_to=3)) == []
    assert {one.title for one in reading.search(deps, MARY, '"idempotent"')} == {one.row.title for one in listed}
    assert "Lovelace" not in str(comparing.side_by_side(deps, MARY, two))
    assert deciding.decide(deps, MARY, "t1", "advance").blind
    opened = reading.open(deps, MARY, "t1")
    assert (opened.transcript.candidate, opened.hidden, [one.text for one in opened.notes]) == ("Ada Lovelace", (), ["Slow start"])
    assert opened.names[opened.others[0].by] == "Northwind"
    assert reading.open(deps, MARY, "t2").nameless, "each opens with its own verdict"
    assert reading.open(deps, caller, "t1").transcript.candidate == "Ada Lovelace"


def test_a_reviewer_who_is_not_blind_still_decides_before_they_read_others(deps, caller, two):
    seated(deps, caller, ["t1"], blind=False)
    seated(deps, caller, ["t1"], JANE, "Jane", blind=False)
    deciding.decide(deps, JANE, "t1", "hold", "Not sure")
    noting.add(deps, JANE, "t1", 12.0, "Says why")
    opened = reading.open(deps, MARY, "t1")
    assert (opened.transcript.candidate, opened.hidden, opened.others, opened.notes) == ("Ada Lovelace", ("reviewers",), (), ())
    assert "Not sure" not in str(opened)
    blinding.switch(deps, MARY, True)
    assert reading.open(deps, MARY, "t1").nameless, "the switch for all is theirs here too"
    deciding.decide(deps, MARY, "t1", "advance")
    opened = reading.open(deps, MARY, "t1")
    assert [(opened.names[one.by], one.decision) for one in opened.others] == [("Jane", "hold")]
    assert {one.by for one in opened.lines} == {MARY.owner}
    assert refused(lambda: noting.edit(deps, MARY, "t1", opened.notes[0].id, "Mine")) == "not_yours"


def test_a_reviewer_reads_notes_and_decides_and_nothing_else(deps, caller, two):
    seat, _ = seated(deps, caller, ["t1"], blind=False)
    for work in (
        lambda: handling.correct(deps, MARY, "t1", 1, "x"),
        lambda: handling.revert(deps, MARY, "t1", 1),
        lambda: handling.regrade(deps, MARY, "t1"),
        lambda: handling.tag(deps, MARY, "t1", ["mine"]),
        lambda: handling.delete(deps, MARY, "t1"),
        lambda: handling.share(deps, MARY, "t1", ["transcript"], 3, ""),
        lambda: asked(deps, MARY, ["t1"]),
        lambda: panel.about(deps, MARY, "t1"),
        lambda: panel.agreement(deps, MARY, ["t1"]),
    ):
        assert refused(work) == "reviewer_only"
    assert refused(lambda: handling.export(deps, MARY, "t1", "txt")) == "no_files"
    assert refused(lambda: panel.revoke(deps, MARY, seat.id)) == "unknown_reviewer"
    assert refused(lambda: reading.open(deps, MARY, "t2")) == "unknown_transcript"
    assert shares.of_transcript(deps.store, "t1") == []
    seated(deps, caller, ["t1"], JANE, "Jane", blind=False, files=True)
    assert b"idempotent" in handling.export(deps, JANE, "t1", "txt")[0]
    assert "took it out as TXT" in [one.what for one in reading.open(deps, caller, "t1").lines]


def test_who_invited_reads_who_said_what_and_where_they_agree(deps, caller, two):
    mary, _ = seated(deps, caller, two)
    seated(deps, caller, two, JANE, "Jane")
    asked(deps, caller, ["t1"], label="Never came")
    for who, first, second in ((MARY, "advance", "hold"), (JANE, "advance", "decline")):
        deciding.decide(deps, who, "t1", first)
        deciding.decide(deps, who, "t2", second, "Thin.")
    noting.add(deps, MARY, "t1", 12.0, "Good")
    noting.add(deps, JANE, "t1", 25.0, "Names the cause")
    noting.add(deps, JANE, "t1", 26.0, "And the cure")
    deciding.decide(deps, caller, "t1", "hold")
    opened = reading.open(deps, caller, "t1")
    assert [(one.name or one.label, one.state, one.given, one.verdict and one.verdict.decision) for one in opened.panel.reviewers] == [
        ("Mary", "seated", 2, "advance"),
        ("Jane", "seated", 2, "advance"),
        ("Never came", "open", 0, None),
    ]
    assert agreeing.said([*opened.others, opened.own], opened.names) == "2 of 3 advance; you hold."
    (question,) = opened.panel.at_questions
    assert (question.title, [one.text for one in question.notes]) == ("Locks", ["Good", "Names the cause", "And the cure"])
    told = opened.panel.agreement
    assert (told.transcripts, told.same, told.of, told.alpha, told.left_out) == (2, 1, 2, None, 1)
    assert [(one.same, one.of) for one in told.pairs] == [(1, 2)]
    assert "there are 2" in told.why
    assert panel.agreement(deps, caller) == told
    blinding.switch(deps, caller, True, "t2")
    assert reading.open(deps, caller, "t2").panel.agreement is None
    assert panel.agreement(deps, caller).transcripts == 1, "what is hidden from who asks is not counted"
    blinding.switch(deps, caller, False, "t2")
    deciding.decide(deps, JANE, "t2", "hold")
    assert panel.agreement(deps, caller, ["t2"]).left_out == 1, "changed once the others' was open"
    whats = [one.what for one in opened.lines if one.by == MARY.owner]
    assert {"took the seat of an invited reviewer", "gave the verdict advance in a blind review"} <= set(whats)
    assert mary.called == "Mary"


def test_an_invitation_ends_on_its_day_and_at_once_when_it_is_taken_back(deps, caller, two):
    past = dataclasses.replace(deps, now=lambda: deps.now() - timedelta(days=20))
    _, over = asked(past, caller, two)
    assert refused(lambda: sitting.sit(deps, JANE, over, "Jane")) == "unknown_review"
    sitting.sit(past, JANE, over, "Jane")
    assert reading.listing(deps, JANE, Filters()) == []
    assert refused(lambda: reading.open(deps, JANE, "t1")) == "unknown_transcript"
    seat, secret = seated(deps, caller, two)
    assert searching.search(deps, MARY, "idempotent")
    deciding.decide(deps, MARY, "t1", "advance")
    panel.revoke(deps, caller, seat.id)
    assert refused(lambda: reading.open(deps, MARY, "t1")) == "unknown_transcript"
    assert refused(lambda: deciding.decide(deps, MARY, "t2", "hold")) == "unknown_transcript"
    assert (reading.listing(deps, MARY, Filters()), searching.search(deps, MARY, "idempotent")) == ([], [])
    assert refused(lambda: sitting.look(deps, MARY, secret)) == "unknown_review"
    opened = reading.open(deps, caller, "t1")
    assert [one.state for one in opened.panel.reviewers] == ["expired", "revoked"]
    assert [opened.names[one.by] for one in opened.others] == ["Mary"], "what was said stays"


def test_a_candidate_sees_the_reviewers_and_ends_their_access_with_the_consent(deps, caller, other):
    kit = kit_of(deps, caller)
    _, link = invited(deps, caller, kit)
    first, _ = held(deps, other, link)
    third = Caller(owner="a-third", role="guest")
    second, _ = held(deps, third, invited(deps, caller, kit)[1])
    made_, secret = asked(deps, caller, [first, second], host="")
    assert made_.host == "Northwind"
    assert refused(lambda: sitting.sit(deps, other, secret, "Ada herself")) == "own_transcript"
    sitting.sit(deps, MARY, secret, "Mary")
    assert {one.row.id for one in reading.listing(deps, MARY, Filters())} == {first, second}
    assert (taking.look(deps, other, link).reviewers, reading.open(deps, other, first).watching) == (1, 1)
    assert refused(lambda: asked(deps, MARY, [first])) == "reviewer_only"
    deciding.decide(deps, MARY, first, "advance")
    assert "gave the verdict" not in str(reading.open(deps, other, first))
    taking.withdraw(deps, other, first)
    for verb in (reading.open, noting.listing, shelf.get):
        assert refused(lambda verb=verb: verb(deps, MARY, first)) == "unknown_transcript"
    assert [one.row.id for one in reading.listing(deps, MARY, Filters())] == [second]
    assert {one.transcript_id for one in searching.search(deps, MARY, "zebra harbour")} == {second}
    taking.withdraw(deps, third, second)
    assert refused(lambda: sitting.look(deps, MARY, secret)) == "unknown_review"
    panel.revoke(deps, caller, made_.id)


def test_nobody_sits_on_two_sides_and_a_second_invitation_adds_to_the_first(deps, caller, other):
    kit = kit_of(deps, caller, questions=1)
    first, _ = held(deps, other, invited(deps, caller, kit)[1])
    seated(deps, caller, [first])
    _, theirs = asked(deps, other, [first])
    assert refused(lambda: sitting.sit(deps, MARY, theirs, "Mary")) == "other_side"
    transcripts.put(deps.store, caller, made(caller))
    seat, _ = seated(deps, caller, [first, "t1"])
    assert {one.row.id for one in reading.listing(deps, MARY, Filters())} == {first, "t1"}
    panel.revoke(deps, caller, seat.id)
    assert [one.row.id for one in reading.listing(deps, MARY, Filters())] == [first]


def test_what_a_reviewer_hears_ends_with_the_consent_to_a_recording(deps, caller, two):
    whole = made(caller, "t3")
    deps.blobs.put(caller.owner, "recordings/t3.flac", b"fLaC")
    take = whole.takes[0].model_copy(update={"key": "recordings/t3.flac"})
    transcripts.put(deps.store, caller, whole.model_copy(update={"takes": (take,)}))
    seated(deps, caller, ["t3"], blind=False)
    assert reading.open(deps, MARY, "t3").transcript.takes[0].path == "/files/transcript/t3/take/0.flac"
    assert reading.sound(deps, MARY, "t3", 0)[0].owner == caller.owner
    assert refused(lambda: reading.sound(deps, JANE, "t3", 0)) == "unknown_transcript"


def count(deps):
    with deps.store.read() as connection:
        return [connection.execute(select(func.count()).select_from(one)).scalar() for one in (tables.reviewers, tables.reviewed)]


def test_a_delete_takes_the_invitation_with_the_last_of_its_transcripts(deps, caller, two, tmp_path):
    planted = "zebra by the harbour"
    seated(deps, caller, two, name=planted, label=planted, host=planted)
    noting.add(deps, MARY, "t1", 1.0, planted)
    shelf.delete(deps, caller, "t1")
    assert count(deps) == [1, 1]
    shelf.delete(deps, caller, "t2")
    assert count(deps) == [0, 0]
    deps.store.close()
    assert [path for path in tmp_path.rglob("*") if path.is_file() and planted.encode() in path.read_bytes()] == []


def test_a_reviewer_who_deletes_everything_takes_what_they_said_and_leaves_the_rest(deps, caller, two):
    seated(deps, caller, two)
    seated(deps, caller, two, JANE, "Jane")
    noting.add(deps, MARY, "t1", 1.0, "Mine")
    noting.add(deps, JANE, "t1", 2.0, "Theirs")
    deciding.decide(deps, MARY, "t1", "advance", "My reason")
    told = account.export(deps, MARY)["said_as_reviewer"]
    assert {one["kind"] for one in told} == {"notes", "verdicts", "audit"}
    assert "Theirs" not in str(told)
    account.delete(deps, MARY)
    assert refused(lambda: reading.open(deps, MARY, "t1")) == "unknown_transcript"
    opened = reading.open(deps, caller, "t1")
    assert ([one.text for one in opened.notes], opened.others, len(opened.panel.reviewers)) == (["Theirs"], (), 1)
    assert "Mary" not in str(account.export(deps, caller)["reviewers"])
    account.delete(deps, caller)
    assert count(deps) == [0, 0]


def given(by, decision, transcript="t1", **more):
    return Verdict(transcript_id=transcript, by=by, decision=decision, reason="", made_at=AT, **more)


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ("", ""),
        ("a", "A advances."),
        ("aa", "Both advance."),
        ("aaa", "All 3 advance."),
        ("aah", "2 of 3 advance; C holds."),
        ("ahh", "2 of 3 hold; A advances."),
        ("ahd", "A advances, B holds, C declines."),
    ],
)
def test_where_reviewers_agree_is_said_in_words(decisions, words):
    known = {"a": "advance", "h": "hold", "d": "decline"}
    verdicts = [given(name, known[one]) for name, one in zip("ABC", decisions, strict=False)]
    assert agreeing.said(verdicts, {name: name for name in "ABC"}) == words


def test_alpha_is_that_of_the_published_examples_and_none_where_there_is_too_little():
    """Krippendorff (2011), sections A to C: two observers, two and more values, four observers with values missing."""
    assert round(agreeing.alpha(zip("0100000010", "1110010000", strict=True)), 3) == 0.095
    assert round(agreeing.alpha(zip("aabbdcccedda", "babbbccceddd", strict=True)), 3) == 0.692
    four = ("123321412...", "123322412" + "5.3", ".33323422" + "51.", "123324412" + "51.")
    assert round(agreeing.alpha([[one for one in unit if one != "."] for unit in zip(*four, strict=True)]), 3) == 0.743
    assert agreeing.alpha([("a", "a"), ("a", "a")]) is None
    verdicts = [given(by, "hold" if n % 2 else "advance", f"t{n}") for n in range(10) for by in ("A", "B")]
    assert agreeing.measured(verdicts, "owner").alpha == 1.0
    assert agreeing.measured(verdicts[:-1], "owner").alpha is None
    assert "the same verdict everywhere" in agreeing.measured([given(by, "hold", f"t{n}") for n in range(10) for by in "AB"], "o").why
