"""What reviewers say of a transcript: notes, verdicts and the trail; blind until one's own verdict; nobody else gets in."""

import math
from datetime import UTC, datetime

import pytest

from agents.kits import taking
from agents.review import blinding, comparing, deciding, handling, noting, reading, seats, timing, trail
from agents.transcripts import shelf
from core.caller import Caller
from core.errors import AppError
from core.schema import Decision, Judgement, Quote, Word
from core.shelf import Filters
from core.transcript import Exchange, Line, Note, Passage, Speaker, Take, Transcript, Verdict
from store import account, review, transcripts
from tests.kits.test_kits import held, invited, kit_of
from tests.waiting import until

AT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
SAID = "My name is Ada Lovelace. Every write has to be idempotent, will you note that?"


def timed(text, start):
    return tuple(Word(text=word, start=start + n, end=start + n + 0.8) for n, word in enumerate(text.split()))


def made(caller, key="t1", candidate="Ada Lovelace", question_id="q1", said=SAID, band=4):
    quote = Quote(turn=1, text="Every write has to be idempotent")
    decision = Decision(
        point="a", text="Idempotent writes", weight=2, competency="technical", status="covered", quote=quote
    )
    graded = Judgement(question_id=question_id, state="scored", decisions=(decision,), score=4.0, engine="rules", rubric="r1")
    return Transcript(
        id=key,
        owner=caller.owner,
        source="recording",
        source_id=key,
        title=f"Interview with {candidate}",
        candidate=candidate,
        track="technical",
        role="backend",
        level=4,
        held_at=AT,
        made_at=AT,
        seconds=60.0,
        speakers=(Speaker(n=0, name="Grace Hopper", role="interviewer"), Speaker(n=1, name=candidate, role="candidate")),
        passages=(
            Passage(n=0, speaker=0, text="How did two workers come to hold it, Ada?", start=0.0, end=9.0, turn=1),
            Passage(n=1, speaker=1, text=said, start=10.0, end=30.0, words=timed(said, 10.0), turn=1),
        ),
        exchanges=(
            Exchange(n=0, title="Locks", question="How?", asked=(0,), answered=(1,), question_id=question_id, judgement=graded, band=band),
        ),
        takes=(Take(start=0.0, seconds=60.0, path=f"/files/media/{key}/sound.flac"),),
        graded_by="rules",
        rubric="r1",
        band=band,
        score=4.0,
        tags=("Ada", "senior"),
        notices=("Ada could not be heard once.",),
    )


@pytest.fixture
def key(deps, caller):
    transcripts.put(deps.store, caller, made(caller))
    return "t1"


@pytest.fixture
def another(deps, caller, key):
    """What another reviewer has said of the same transcript."""
    at = deps.now()
    review.add_note(deps.store, caller, Note(id="n9", transcript_id=key, by="guest-9", at=5.0, text="Slow start", made_at=at), 9)
    verdict = Verdict(transcript_id=key, by="guest-9", decision="hold", reason="Not sure yet", made_at=at)
    review.put_verdict(deps.store, caller, verdict)
    review.add_line(deps.store, caller, Line(transcript_id=key, by="guest-9", at=at, what="gave the verdict hold"))


def refused(work):
    with pytest.raises(AppError) as fault:
        work()
    return fault.value.code


def test_notes_stand_in_the_order_of_their_seconds_and_only_their_author_changes_them(deps, caller, key, another):
    late = noting.add(deps, caller, key, 14.07, "  Named the real cause\u200b unprompted. ")
    mark = noting.add(deps, caller, key, 2)
    whole = noting.add(deps, caller, key, None, "Ask again about cost.")
    told = noting.listing(deps, caller, key)
    assert [one.id for one in told] == [whole.id, mark.id, "n9", late.id]
    assert told[-1].text == "Named the real cause unprompted."
    assert noting.edit(deps, caller, key, late.id, "Named it.").at == 14.07
    noting.delete(deps, caller, key, mark.id)
    assert [one.text for one in noting.listing(deps, caller, key)] == ["Ask again about cost.", "Slow start", "Named it."]
    assert refused(lambda: noting.edit(deps, caller, key, "n9", "Mine now")) == "not_yours"
    assert refused(lambda: noting.delete(deps, caller, key, "n9")) == "not_yours"
    assert refused(lambda: noting.delete(deps, caller, key, mark.id)) == "unknown_note"
    assert [one.what for one in reading.open(deps, caller, key).lines if one.by == caller.owner] == [
        "deleted a bookmark at 0:02",
        "changed a note at 0:14",
        "added a note",
        "set a bookmark at 0:02",
        "added a note at 0:14",
    ]


def test_a_note_that_does_not_fit_is_refused_with_nothing_kept(deps, caller, key):
    for at, text, code in (
        (None, " ", "empty_note"),
        (-1, "x", "wrong_time"),
        (math.nan, "x", "wrong_time"),
        (math.inf, "x", "wrong_time"),
        (99, "x", "wrong_time"),
        (1, "x" * 4_001, "too_long"),
    ):
        assert refused(lambda at=at, text=text: noting.add(deps, caller, key, at, text)) == code
    assert noting.listing(deps, caller, key) == []
    assert reading.open(deps, caller, key).lines == ()


def test_a_verdict_needs_a_reason_to_decline_and_a_change_keeps_the_earlier_in_the_trail(deps, caller, key):
    assert refused(lambda: deciding.decide(deps, caller, key, "maybe")) == "unknown_decision"
    assert refused(lambda: deciding.decide(deps, caller, key, "decline", " ")) == "no_reason"
    assert refused(lambda: deciding.decide(deps, caller, key, "hold", "x" * 2_001)) == "too_long"
    assert reading.open(deps, caller, key).own is None
    assert deciding.decide(deps, caller, key, "hold", "Cost was not asked.").decision == "hold"
    deciding.decide(deps, caller, key, "hold", "Cost was not asked.")
    deciding.decide(deps, caller, key, "decline", "No cost in the second talk either.")
    opened = reading.open(deps, caller, key)
    assert (opened.own.decision, opened.own.reason) == ("decline", "No cost in the second talk either.")
    assert [one.what for one in opened.lines] == [
        "changed the verdict from hold (Cost was not asked.) to decline: No cost in the second talk either.",
        "gave the verdict hold: Cost was not asked.",
    ]


def test_a_blind_review_hides_names_voices_scores_and_reviewers_until_the_verdict_is_in(deps, caller, key, another):
    blinding.switch(deps, caller, True, key)
    opened = reading.open(deps, caller, key)
    told = str(opened)
    for name in ("Ada", "Lovelace", "Grace", "Hopper", "Slow start", "Not sure yet", "guest-9", "sound.flac", "Idempotent writes"):
        assert name not in told, name
    shown = opened.transcript
    assert shown.title == shown.candidate
    assert shown.title.startswith("Candidate ")
    assert (shown.takes, shown.band, shown.score, shown.tags) == ((), None, None, ("senior",))
    assert [one.judgement for one in shown.exchanges] == [None]
    assert shown.passages[1].text == "My name is [name]. Every write has to be idempotent, will you note that?"
    assert shown.passages[1].words[4].text == "[name]."
    assert shown.passages[1].words[11].text == "will"
    assert opened.hidden == blinding.HIDDEN
    assert [one.text for one in noting.listing(deps, caller, key)] == []
    (listed,) = reading.listing(deps, caller, Filters())
    assert (listed.row.title, listed.row.band, listed.blind) == (shown.title, None, True)
    assert reading.open(deps, caller, key).transcript.title == shown.title, "the number stays"
    assert deciding.decide(deps, caller, key, "advance").blind
    opened = reading.open(deps, caller, key)
    assert (opened.hidden, opened.blind, opened.transcript) == ((), True, shelf.get(deps, caller, key))
    assert [one.decision for one in opened.others] == ["hold"]
    assert not deciding.decide(deps, caller, key, "hold").blind


def test_all_can_be_reviewed_blind_and_then_neither_names_nor_bands_find_anybody(deps, caller, key):
    transcripts.put(deps.store, caller, made(caller, "t2", "Mary Shelley", band=2))
    blinding.switch(deps, caller, True)
    assert reading.blind_for_all(deps, caller)
    listed = reading.listing(deps, caller, Filters())
    assert len({one.row.title for one in listed}) == 2
    assert all(one.blind and one.row.title.startswith("Candidate ") for one in listed)
    assert len(reading.listing(deps, caller, Filters(band_from=4))) == 2
    assert reading.listing(deps, caller, Filters(text="Mary")) == []
    assert len(reading.listing(deps, caller, Filters(text="idempotent"))) == 2
    blinding.switch(deps, caller, False, "t2")
    assert [one.blind for one in reading.listing(deps, caller, Filters()) if one.row.id == "t2"] == [False]
    blinding.switch(deps, caller, False)
    assert {one.row.title for one in reading.listing(deps, caller, Filters())} == {
        "Interview with Ada Lovelace",
        "Interview with Mary Shelley",
    }


@pytest.mark.parametrize(
    ("names", "text", "hidden"),
    [
        (("Mark Twain",), "Mark my words, Mr. TWAIN, on the mark.", "[name] my words, Mr. [name], on the mark."),
        (("Will Smith",), "will smith said he will come", "[name] said he [name] come"),
        (("Zoë d'Arc",), "Zoë, Arc and zoë d'arc", "[name], [name] and [name]"),
        (("Al",), "Al talks; also Alan.", "[name] talks; also Alan."),
        (("", "Interviewer"), "The Interviewer asks.", "The Interviewer asks."),
        (("(.*)",), "All (.*) stays.", "All (.*) stays."),
    ],
)
def test_names_are_taken_out_of_what_was_said(names, text, hidden):
    assert blinding.nameless(*names)(text) == hidden


def test_candidates_stand_side_by_side_on_the_same_questions(deps, caller, key):
    transcripts.put(deps.store, caller, made(caller, "t2", "Mary Shelley", said="I do not know.", band=None))
    transcripts.put(deps.store, caller, made(caller, "t3", "Jane Austen", "q2", said="I am Jane Austen."))
    told = comparing.side_by_side(deps, caller, [key, "t2", "t3", key])
    assert [one.transcript.id for one in told.columns] == [key, "t2", "t3"]
    assert [(row.key, [cell is not None for cell in row.cells]) for row in told.questions] == [
        ("q1", [True, True, False]),
        ("q2", [False, False, True]),
    ]
    assert told.questions[0].cells[0].quote.text == "Every write has to be idempotent"
    assert told.questions[0].cells[1].said == "I do not know."
    assert refused(lambda: comparing.side_by_side(deps, caller, [key])) == "wrong_number"
    assert refused(lambda: comparing.side_by_side(deps, caller, list("abcde"))) == "wrong_number"
    blinding.switch(deps, caller, True)
    blind = comparing.side_by_side(deps, caller, [key, "t3"])
    assert "Lovelace" not in str(blind)
    assert "Austen" not in str(blind)
    assert [cell.quote for row in blind.questions for cell in row.cells if cell] == [None, None]


def test_words_that_were_corrected_keep_the_times_of_those_that_were_not(caller):
    heard = made(caller).passages[1]
    corrected = heard.model_copy(update={"text": SAID.replace("Every write", "Each write really")})
    by = {corrected.text[one.first : one.last]: one.start for one in timing.tokens(corrected)}
    assert (by["Lovelace."], by["Each"], by["really"], by["write"], by["that?"]) == (14.0, None, None, 16.0, 24.0)
    quote = Quote(turn=1, text="has to be idempotent")
    found = timing.places(made(caller), [quote, Quote(turn=2, text="has to be")])
    assert {one.text: (span.start, span.end) for one, span in found.items()} == {quote.text: (17.0, 20.8)}


def test_what_is_done_with_a_transcript_stands_in_its_trail_and_waits_for_a_blind_verdict(deps, caller, key):
    handling.correct(deps, caller, key, 1, SAID.replace("idempotent", "impotent"))
    handling.correct(deps, caller, key, 1, SAID.replace("idempotent", "impotent"))
    handling.revert(deps, caller, key, 1)
    handling.tag(deps, caller, key, ["Spring", " "])
    assert handling.export(deps, caller, key, "txt")[1].startswith("text/plain")
    assert [one.what for one in reading.open(deps, caller, key).lines] == [
        "took it out as TXT",
        "tagged it spring",
        "put back what was heard at 0:10",
        "corrected what was heard at 0:10",
    ]
    blinding.switch(deps, caller, True, key)
    for work in (
        lambda: handling.export(deps, caller, key, "pdf"),
        lambda: handling.correct(deps, caller, key, 1, "x"),
        lambda: handling.revert(deps, caller, key, 1),
        lambda: handling.regrade(deps, caller, key),
        lambda: handling.tag(deps, caller, key, []),
        lambda: handling.delete(deps, caller, key),
    ):
        assert refused(work) == "blind_review"
    assert reading.open(deps, caller, key).transcript.tags == ("spring",)


def test_a_search_finds_nobody_by_name_in_a_blind_review(deps, caller, key):
    transcripts.put(deps.store, caller, made(caller, "t2", "Mary Shelley", said="I said that Mary Shelley retries."))
    blinding.switch(deps, caller, True, key)
    assert [one.transcript_id for one in reading.search(deps, caller, '"Lovelace"')] == []
    (hit,) = reading.search(deps, caller, '"idempotent"')
    assert hit.transcript_id == key
    assert hit.title == reading.open(deps, caller, key).transcript.title
    assert (hit.speaker, "Ada" in str(hit.snippet)) == ("Candidate", False)
    assert [one.transcript_id for one in reading.search(deps, caller, '"Mary Shelley"')] == ["t2"]
    answer = reading.ask(deps, caller, "Which writes have to be idempotent?")
    assert key in [one.transcript_id for one in answer.quotes]
    assert "Lovelace" not in str(answer)


def test_everything_is_refused_to_anybody_else_in_the_same_words(deps, caller, other, key, another):
    note = noting.add(deps, caller, key, 1.0, "Mine")
    for verb in (
        lambda one: seats.take(deps, other, one),
        lambda one: reading.open(deps, other, one),
        lambda one: trail.told(deps, other, one, "looked"),
        lambda one: noting.add(deps, other, one, 1.0, "Theirs"),
        lambda one: noting.edit(deps, other, one, note.id, "Theirs"),
        lambda one: noting.delete(deps, other, one, note.id),
        lambda one: noting.listing(deps, other, one),
        lambda one: deciding.decide(deps, other, one, "advance"),
        lambda one: blinding.switch(deps, other, True, one),
        lambda one: comparing.side_by_side(deps, other, [one, "other"]),
        lambda one: handling.export(deps, other, one, "json"),
        lambda one: handling.correct(deps, other, one, 1, "Theirs"),
        lambda one: handling.revert(deps, other, one, 1),
        lambda one: handling.regrade(deps, other, one),
        lambda one: handling.tag(deps, other, one, ["theirs"]),
        lambda one: handling.delete(deps, other, one),
        lambda one: reading.sound(deps, other, one, 0),
    ):
        told = []
        for one in (key, "nothing"):
            with pytest.raises(AppError) as fault:
                verb(one)
            told.append(str(fault.value))
        assert told[0] == told[1]
        assert told[0].startswith("unknown_transcript: ")
    assert reading.listing(deps, other, Filters()) == []
    assert reading.search(deps, other, "idempotent") == []
    assert reading.ask(deps, other, "Which writes have to be idempotent?").quotes == ()
    blinding.switch(deps, other, True)
    assert not reading.open(deps, caller, key).blind
    assert len(noting.listing(deps, caller, key)) == 2


def test_a_voice_is_not_given_out_while_it_is_hidden(deps, caller, other, key):
    whole = made(caller)
    deps.blobs.put(caller.owner, "recordings/t1.flac", b"fLaC")
    take = whole.takes[0].model_copy(update={"key": "recordings/t1.flac"})
    transcripts.put(deps.store, caller, whole.model_copy(update={"takes": (take,)}))
    assert reading.sound(deps, caller, key, 0)[1] == take
    for n in (-1, 1):
        assert refused(lambda n=n: reading.sound(deps, caller, key, n)) == "unknown_recording"
    assert refused(lambda: reading.sound(deps, other, key, 0)) == "unknown_transcript"
    blinding.switch(deps, caller, True, key)
    assert refused(lambda: reading.sound(deps, caller, key, 0)) == "unknown_recording"
    deciding.decide(deps, caller, key, "hold")
    assert reading.sound(deps, caller, key, 0)[1] == take
    deps.blobs.delete(caller.owner, "recordings/t1.flac")
    assert refused(lambda: reading.sound(deps, caller, key, 0)) == "unknown_recording"


def test_the_one_who_invited_reviews_apart_from_the_candidate_until_the_consent_ends(deps, caller, other):
    kit = kit_of(deps, caller)
    first, _ = held(deps, other, invited(deps, caller, kit)[1])
    third = Caller(owner="a-third", role="guest")
    second, _ = held(deps, third, invited(deps, caller, kit)[1])
    until(lambda: {one.row.id for one in reading.listing(deps, caller, Filters())} == {first, second})
    told = comparing.side_by_side(deps, caller, [first, second])
    assert [cell is not None for row in told.questions for cell in row.cells] == [True] * 4
    noting.add(deps, caller, first, None, "Thin on cost.")
    deciding.decide(deps, caller, first, "decline", "Thin on cost.")
    blinding.switch(deps, caller, True)
    theirs = reading.open(deps, other, first)
    assert (theirs.own, theirs.others, theirs.notes, theirs.lines, theirs.blind) == (None, (), (), (), False)
    assert "Thin on cost" not in str(account.export(deps.store, other))
    assert deciding.decide(deps, other, first, "advance").decision == "advance"
    assert reading.open(deps, caller, first).own.decision == "decline"
    taking.withdraw(deps, other, first)
    for verb in (reading.open, noting.listing):
        assert refused(lambda verb=verb: verb(deps, caller, first)) == "unknown_transcript"
    assert [one.row.id for one in reading.listing(deps, caller, Filters())] == [second]
    account.delete(deps.store, other)
    assert account.export(deps.store, caller)["notes"] == []
    assert account.export(deps.store, caller)["verdicts"] == []


def test_everything_said_of_a_transcript_goes_with_its_owner(deps, caller, other, key, another):
    blinding.switch(deps, caller, True)
    reading.listing(deps, caller, Filters())
    told = account.export(deps.store, caller)
    assert [len(told[name]) for name in ("notes", "verdicts", "audit", "blinds", "candidates")] == [1, 1, 1, 1, 1]
    assert account.delete(deps.store, other)["notes"] == 0
    account.delete(deps.store, caller)
    assert not any(account.export(deps.store, caller).values())
