"""Transcripts are listed with filters and searched by words and by meaning; nobody finds what is another's."""

import uuid
from datetime import timedelta

import pytest

from agents.transcripts import editing, searching, shelf
from agents.transcripts.wanted import filters_from
from core.errors import AppError
from core.shelf import Filters
from tests.transcripts import made


def key():
    return uuid.uuid4().hex


def texts(found):
    return ["".join(piece for piece, _ in one.snippet) for one in found]


def ids(rows):
    return [one.id for one in rows]


def test_words_are_found_in_any_form_and_marked(parts, me):
    one = made.keep(parts, me, made.plain(key(), "We retried every payment, since the retries carry an idempotency key."))
    (hit,) = searching.search(parts, me, "retry payments")
    assert (hit.transcript_id, hit.passage, hit.speaker, hit.start) == (one.id, 0, "Ada Moreau", 3.0)
    assert [piece for piece, match in hit.snippet if match] == ["retried", "payment", "retries"]
    assert "".join(piece for piece, _ in hit.snippet) == one.passages[0].text


def test_a_phrase_must_stand_there_and_a_beginning_is_enough(parts, me):
    right = made.plain(key(), "A lease expiry of ten seconds was too short.")
    wrong = made.plain(key(), "The expiry of our lease was ten minutes.")
    made.keep(parts, me, right, wrong)
    assert {one.transcript_id for one in searching.search(parts, me, "lease expiry")} == {right.id, wrong.id}
    assert [one.transcript_id for one in searching.search(parts, me, '"lease expiry"')] == [right.id]
    assert {one.transcript_id for one in searching.search(parts, me, "expi*")} == {right.id, wrong.id}


def test_what_is_meant_is_found_without_its_words(parts, me):
    quarrel = made.plain(key(), "I had a disagreement with a teammate, and we talked it through over lunch.")
    other = made.plain(key(), "The index covers the query, so that the table is not read.")
    made.keep(parts, me, quarrel, other)
    found = searching.search(parts, me, "an argument with a colleague at work")
    assert found[0].transcript_id == quarrel.id


@pytest.mark.parametrize("query", ['" OR text:zebra', "zebra AND (", "NEAR(zebra horse)", "-zebra ^zebra {text}:zebra", "zebra' --", "za*b* **", '"*"x'])
def test_nothing_in_a_query_is_read_as_a_language_of_its_own(parts, me, query):
    made.keep(parts, me, made.plain(key(), "The zebra stands near the horse."))
    assert len(searching.search(parts, me, query)) <= 1


@pytest.mark.parametrize(("query", "code"), [("", "empty_query"), (' "" * ', "empty_query"), ("x" * 401, "query_too_long")])
def test_a_query_without_words_or_without_end_is_refused(parts, me, query, code):
    with pytest.raises(AppError) as fault:
        searching.search(parts, me, query)
    assert fault.value.code == code


def test_nobody_finds_what_is_anothers(parts, me, them):
    planted = "The walrus hums beneath the pier at dawn."
    one = made.keep(parts, me, made.plain(key(), planted))
    for query in ("walrus", '"the walrus hums"', "walr*", planted):
        assert searching.search(parts, them, query) == []
    assert shelf.listing(parts, them, Filters(text="walrus")) == []
    assert shelf.listing(parts, them) == []
    for work in (
        lambda: shelf.get(parts, them, one.id),
        lambda: shelf.tag(parts, them, one.id, ["mine"]),
        lambda: shelf.rename(parts, them, one.id, "Mine", ""),
        lambda: shelf.delete(parts, them, one.id),
        lambda: shelf.keep(parts, them, one),
        lambda: editing.correct(parts, them, one.id, 0, "Other words"),
        lambda: editing.revert(parts, them, one.id, 0),
        lambda: editing.history(parts, them, one.id),
    ):
        with pytest.raises(AppError) as fault:
            work()
        assert fault.value.code == "unknown_transcript"
    assert shelf.get(parts, me, one.id).passages[0].text == planted


def test_the_index_follows_corrections(parts, me):
    one = made.keep(parts, me, made.plain(key(), "We use cough car for the events."))
    editing.correct(parts, me, one.id, 0, "We use Kafka for the events.")
    assert searching.search(parts, me, '"cough car"') == []
    assert texts(searching.search(parts, me, "kafka")) == ["We use Kafka for the events."]
    editing.revert(parts, me, one.id, 0)
    assert [one for one in searching.search(parts, me, "kafka") if "Kafka" in str(one.snippet)] == []


def test_a_list_is_narrowed_by_every_filter(parts, me):
    graded = made.recording(parts, key())
    late = made.plain(key(), "The lighthouse keeper counted ships.", days=9, track="hr", role="qa", candidate="Grace Álvarez")
    made.keep(parts, me, graded, late)
    shelf.tag(parts, me, late.id, [" Second  Round ", "second round", "c++"])
    assert ids(shelf.listing(parts, me)) == [late.id, graded.id]
    assert ids(shelf.listing(parts, me, limit=1, offset=1)) == [graded.id]
    day = made.NOW + timedelta(days=5)
    for wanted, filters in (
        (late, Filters(track="hr")), (late, Filters(role="qa")), (late, Filters(since=day)), (graded, Filters(until=day)),
        (graded, Filters(state="graded")), (late, Filters(state="ungraded")), (late, Filters(tag="Second round")),
        (graded, Filters(band_from=1, band_to=5)), (late, Filters(text="keepers ships")), (late, Filters(text="álvarez")),
        (late, Filters(text="GRACE")), (late, Filters(tag="c++", text="lighthouse")),
    ):  # fmt: skip
        assert ids(shelf.listing(parts, me, filters)) == [wanted.id], filters
    for filters in (Filters(tag="second"), Filters(source="interview"), Filters(text="keeper absent"), Filters(tag='"')):
        assert shelf.listing(parts, me, filters) == []
    (row,) = shelf.listing(parts, me, Filters(track="hr"))
    assert (row.candidate, row.tags, row.graded, row.exchanges, row.seconds) == ("Grace Álvarez", ("second round", "c++"), False, 0, 60.0)
    assert [one.transcript_id for one in searching.search(parts, me, "ships", Filters(track="technical"))] == []


def test_filters_of_a_program_are_checked():
    whole = filters_from({"since": "2026-11-01", "until": "2026-11-20", "role": ""})
    assert (whole.since.hour, whole.until.hour) == (0, 23)
    for wrong in ({"band_from": 9}, {"since": "tomorrow"}, {"colour": "red"}, {"state": "done"}):
        with pytest.raises(AppError) as fault:
            filters_from(wrong)
        assert fault.value.code == "wrong_filter"
        assert next(iter(wrong)) in fault.value.sentence


def test_names_and_tags_are_bounded_and_stay_when_the_transcript_is_made_anew(parts, me):
    one = made.keep(parts, me, made.plain(key(), "Something was said."))
    shelf.rename(parts, me, one.id, "Second round", "Ada")
    shelf.tag(parts, me, one.id, ["keep"])
    again = shelf.keep(parts, me, one)
    assert (again.title, again.candidate, again.tags) == ("Second round", "Ada", ("keep",))
    for work in (
        lambda: shelf.rename(parts, me, one.id, " ", "x"),
        lambda: shelf.rename(parts, me, one.id, "x" * 201, ""),
        lambda: shelf.tag(parts, me, one.id, [str(n) for n in range(13)]),
        lambda: shelf.tag(parts, me, one.id, ["x" * 41]),
    ):
        with pytest.raises(AppError):
            work()


def test_the_search_can_be_asked_of_postgresql():
    from sqlalchemy.dialects import postgresql

    from store.transcript_index import Term, holding, marked, passages_with

    terms = (Term(("lease", "expiry")), Term(("expi",), prefix=True))
    for query in (passages_with("postgresql", terms[1], 0, 9), holding("postgresql", terms[0], 0), marked("postgresql", terms, [1])):
        told = str(query.compile(dialect=postgresql.dialect()))
        assert "tsquery" in told
        assert "MATCH" not in told
