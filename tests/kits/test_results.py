"""The results of a kit in the Transcripts tab: labelled, filtered, led to from the kit, and nameless in a blind review."""

import json
import uuid

import pytest

from agents.kits import making, taking
from agents.kits.results import arrived
from agents.review import blinding, comparing, deciding, reading
from agents.transcripts import shelf
from agents.transcripts.wanted import filters_from
from core.caller import Caller
from core.shelf import Filters
from pages import kits_html
from tests.agents.test_interview import refused
from tests.kits.test_kits import employer, held, invited, kit_of  # noqa: F401 - a fixture
from tests.transcripts import made


def person():
    return Caller(owner=uuid.uuid4().hex, role="guest")


@pytest.fixture
def two(deps, employer):  # noqa: F811
    """A kit that Ada and Ben have taken, Cleo was invited to, and Dora has begun; with a recording beside it."""
    kit = kit_of(deps, employer, questions=1)
    ids = {}
    for name in ("Ada Moreau", "Ben Ngo"):
        _, secret = invited(deps, employer, kit, label=name)
        ids[name.split()[0]] = held(deps, person(), secret)[0]
    invited(deps, employer, kit, label="Cleo Marsh")
    taking.take(deps, person(), invited(deps, employer, kit, label="Dora Lind")[1], agreed=True, name="Dora")
    made.keep(deps, employer, made.plain("c" * 32, "Something else was said."))
    return kit, ids


def test_a_transcript_taken_by_a_kit_carries_its_name_and_is_found_by_it(deps, employer, two):  # noqa: F811
    kit, ids = two
    rows = {one.id: one for one in shelf.listing(deps, employer)}
    assert {rows[key].kit_title for key in ids.values()} == {kit.title}
    assert (rows["c" * 32].kit, rows["c" * 32].kit_title) == ("", "")
    fits = shelf.listing(deps, employer, filters_from({"kit": kit.id}))
    assert {one.id for one in fits} == set(ids.values())
    assert {one.transcript_id for one in reading.search(deps, employer, "zebra harbour", Filters(kit=kit.id))} == set(ids.values())
    assert shelf.listing(deps, employer, Filters(kit="d" * 32)) == []
    assert shelf.listing(deps, person(), Filters(kit=kit.id)) == []
    assert refused(lambda: filters_from({"kit": "x" * 33})) == "wrong_filter"


def test_a_candidate_sees_no_label_and_finds_nothing_by_anothers_kit(deps, employer):  # noqa: F811
    candidate = person()
    kit = kit_of(deps, employer, questions=1)
    held(deps, candidate, invited(deps, employer, kit)[1])
    (row,) = shelf.listing(deps, candidate)
    assert (row.kit, row.kit_title) == ("", "")
    assert shelf.listing(deps, candidate, Filters(kit=kit.id)) == []


def test_the_kit_says_of_each_candidate_how_far_they_are(deps, employer, two):  # noqa: F811
    kit, ids = two
    found = arrived(deps, employer, kit.id)
    assert not found.blind
    assert [(one.called, one.state, one.readable) for one in found.lines] == [
        ("Ada Moreau", "finished", True), ("Ben Ngo", "finished", True), ("Cleo Marsh", "open", False), ("Dora Lind", "begun", False),
    ]  # fmt: skip
    assert [one.transcript_id for one in found.lines] == [ids["Ada"], ids["Ben"], "", ""]
    shown = kits_html.results(found, kit.id)
    assert "4 links: 1 invited, 1 has begun, 2 finished." in shown
    assert shown.count('name="kit-pick"') == 2
    table = comparing.side_by_side(deps, employer, list(ids.values()))
    assert [one.title for one in table.questions][:1] == [kit.questions[0].title]
    assert refused(lambda: arrived(deps, person(), kit.id)) == "unknown_kit"


def test_what_is_withdrawn_leaves_the_list_the_filter_and_the_way_there(deps, employer):  # noqa: F811
    candidate = person()
    kit = kit_of(deps, employer, questions=1)
    session_id, _ = held(deps, candidate, invited(deps, employer, kit, label="Ada")[1])
    taking.withdraw(deps, candidate, session_id)
    assert shelf.listing(deps, employer, Filters(kit=kit.id)) == []
    (line,) = arrived(deps, employer, kit.id).lines
    assert (line.state, line.transcript_id, line.readable) == ("withdrawn", "", False)
    assert "data-kit-go" not in kits_html.results(arrived(deps, employer, kit.id), kit.id)


def test_a_blind_review_tells_by_no_label_no_order_and_no_id_who_it_is(deps, employer, two):  # noqa: F811
    kit, ids = two
    links = {one.invite.id for one in making.results(deps, employer, kit.id) if one.state != "open"}
    blinding.switch(deps, employer, on=True)
    found = arrived(deps, employer, kit.id)
    assert found.blind
    told = json.dumps([vars_of(one) for one in found.lines]) + kits_html.results(found, kit.id)
    for name in ("Ada", "Ben", "Cleo", "Dora", "Moreau", *links):
        assert name not in told
    assert told.count("Name hidden") == 2
    numbers = [one.called for one in found.lines if one.state == "finished"]
    assert numbers == sorted(numbers)
    assert all(one.startswith("Candidate ") for one in numbers)
    assert {one.row.kit_title for one in reading.listing(deps, employer, Filters(kit=kit.id))} == {kit.title}
    assert [one.made_at for one in found.lines if one.state != "open"] == [None] * 3
    for key in ids.values():
        deciding.decide(deps, employer, key, "hold", "The same for both.")
    assert [one.called for one in arrived(deps, employer, kit.id).lines][:2] == ["Ada Moreau", "Ben Ngo"]


def test_one_blind_review_alone_hides_every_label_of_its_kit(deps, employer, two):  # noqa: F811
    kit, ids = two
    blinding.switch(deps, employer, on=True, transcript_id=ids["Ada"])
    called = {one.transcript_id: one.called for one in arrived(deps, employer, kit.id).lines if one.transcript_id}
    assert called[ids["Ada"]].startswith("Candidate ")
    assert called[ids["Ben"]] == "Ada"  # what the list of transcripts calls the other, as both gave this name themselves
    assert not {"Ada Moreau", "Ben Ngo", "Cleo Marsh", "Dora Lind"} & {one.called for one in arrived(deps, employer, kit.id).lines}


def test_a_kit_that_is_called_after_its_candidate_is_no_label(deps, employer):  # noqa: F811
    kit = kit_of(deps, employer, questions=1, title="Ada for the platform")
    held(deps, person(), invited(deps, employer, kit)[1])
    (row,) = shelf.listing(deps, employer)
    assert (row.candidate, row.kit, row.kit_title) == ("Ada", "", "")


def vars_of(line):
    return {name: str(getattr(line, name)) for name in line.__slots__}
