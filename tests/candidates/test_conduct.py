"""Ten candidates on every track through the verbs, over a virtual clock: how the interviewer behaves, and what the scores say of them."""

import uuid

import pytest

from agents import interview
from agents.moves import MOST_OUTBURSTS, MOST_SILENT
from agents.wishes import hostile, wish_of
from bench.candidates import KINDS, Shelf
from bench.candidates.conduct import RULES
from bench.simulate import CALLER, Room, hold, injection_gains, score_of
from core.bank import TRACKS
from core.errors import AppError
from core.schema import PERSONAS, Brief, Plan, Slot, Utterance
from core.settings import Settings
from rag.bank import Bank


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    settings = Settings(data=tmp_path_factory.mktemp("room"), brain="rules", max_open=10_000)
    with Room.open(settings, Shelf(Bank())) as opened:
        yield opened


@pytest.fixture(scope="module")
def held(room):
    """One interview of a candidate on a track, held once; personas take turns, some have an agreed end."""
    kept = {}

    def one(track, kind):
        if (track, kind) not in kept:
            at = TRACKS.index(track) + KINDS.index(kind)
            limit = 20 if kind in ("rambling", "non_native") else None
            kept[track, kind] = hold(room, track, kind, persona=PERSONAS[at % len(PERSONAS)], minutes=limit)
        return kept[track, kind]

    return one


def opened(room, track="technical", persona="friendly", **more):
    """An interview that stands at its first question; returns its view."""
    question = room.shelf.of(track)[0]
    plan = Plan(slots=(Slot(topic=question.topic, choices=(question.id,)),))
    view = interview.start_planned(
        room.deps, CALLER, Brief(track=track, persona=persona, questions=1, **more), plan, uuid.uuid4().hex
    )
    return said(room, view.session_id, "I have worked in this field for some years.")


def said(room, key, text):
    list(interview.answer(room.deps, CALLER, key, Utterance(text=text), uuid.uuid4().hex))
    return interview.status(room.deps, CALLER, key)


@pytest.mark.parametrize("track", TRACKS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_interviewer_behaves_with_everybody(held, track, kind):
    session = held(track, kind).session
    broken = {name: found for name, rule in RULES.items() if (found := list(rule(session)))}
    assert not broken
    assert session.turns[-1].phase == "closing"


@pytest.mark.parametrize("track", TRACKS)
def test_who_knows_more_gets_more_and_orders_to_the_grader_get_nothing(room, held, track):
    mean = {kind: sum(scores) / len(scores) for kind in KINDS if (scores := score_of(held(track, kind)))}
    assert mean["strong"] > mean["average"] > mean["weak"]
    assert mean["strong"] - mean["weak"] >= 2
    assert mean["non_native"] > mean["average"]
    gains = injection_gains(room, held(track, "injecting"))
    assert sum(gains) / len(gains) <= 0.5
    for kind in ("silent", "gibberish", "repeating", "hostile"):
        assert mean[kind] <= 0.5, kind


@pytest.mark.parametrize("track", TRACKS)
def test_silence_ends_in_a_kind_goodbye_and_in_states(held, track):
    after = held(track, "silent")
    asked = [turn for turn in after.session.turns if turn.phase == "core"]
    assert len(asked) == MOST_SILENT
    assert {one.judgement.state for one in after.report.questions} == {"no_answer"}


@pytest.mark.parametrize("track", TRACKS)
def test_insults_are_met_calmly_and_end_the_interview_in_the_end(held, track):
    session = held(track, "hostile").session
    assert sum(hostile(turn.heard.text) for turn in session.turns if turn.heard) == MOST_OUTBURSTS
    assert not any("“" in turn.lead for turn in session.turns)


def test_what_is_skipped_or_left_by_words_is_so_in_the_report(held):
    report = held("technical", "weak").report
    states = [one.judgement.state for one in report.questions]
    assert states.count("skipped") == 1
    assert states[-1] == "not_asked"  # the candidate asked to end there
    assert held("technical", "weak").session.turns[-1].phase == "closing"


def test_a_question_heard_again_is_no_part_of_the_answer_and_no_probe(room):
    view = opened(room, persona="challenging")
    again = said(room, view.session_id, "Sorry, could you repeat that?")
    assert (again.said, again.number, again.phase) == (view.said, 1, "follow_up")
    other = said(room, view.session_id, "I don't understand the question.")
    assert other.said != view.said
    answered = said(room, view.session_id, room.shelf.answer(room.shelf.of("technical")[0], "average").text)
    assert answered.phase == "follow_up"
    assert said(room, view.session_id, "That depends on the load, and I would measure it.").phase == "follow_up"


def test_a_hint_is_given_in_practice_and_not_in_a_real_interview(room):
    question = room.shelf.of("technical")[0]
    assert said(room, opened(room).session_id, "Can I have a hint?").said in question.hints
    assert said(room, opened(room, mode="real").session_id, "Can I have a hint?").said not in question.hints


def test_the_same_wish_again_and_again_leads_on(room):
    view = opened(room)
    for _ in range(4):
        view = said(room, view.session_id, "Could you repeat the question?")
    assert view.phase == "questions"


def test_nothing_at_all_is_refused_and_dots_are_silence(room):
    view = opened(room)
    with pytest.raises(AppError, match="nothing in your answer"):
        said(room, view.session_id, "")
    assert said(room, view.session_id, "...").phase == "follow_up"
    assert said(room, view.session_id, "...").phase == "questions"


def test_a_goodbye_is_no_question(room):
    view = said(room, opened(room).session_id, "Can we skip this one?")
    assert view.phase == "questions"
    assert said(room, view.session_id, "No, that was everything, thank you.").status == "finished"


@pytest.mark.parametrize(
    ("wish", "texts"),
    {
        "repeat": ("Could you repeat the question, please?", "Sorry, I didn't catch that.", "What was the question again?", "Say that again?"),
        "rephrase": ("I don't understand the question.", "What do you mean by that?", "Could you explain it in other words?"),
        "hint": ("Can I have a hint?", "I'm stuck, could you give me a small hint?", "hint please"),
        "skip": ("Can we skip this one?", "I don't know, can we move on?", "Next question, please.", "pass"),
        "think": ("Let me think about that for a moment.", "One moment, please."),
        "end": ("Can we end here?", "I'd like to stop the interview.", "Sorry, I have to go now.", "Let's stop here for today."),
        "silence": ("...", "um", "…"),
        None: (
            "I don't know.", "No, thank you.", "I would skip the cache and repeat the query once more.",
            "Next I would look at the logs.", "We can end the transaction here.", "I'd stop the line now.",
            "Let me think, so the first thing is the cache.", "I can explain that with an example from work.",
        ),
    }.items(),
)  # fmt: skip
def test_a_wish_is_understood_and_an_answer_is_not_taken_for_one(wish, texts):
    for text in texts:
        assert wish_of(text) == wish, text


def test_an_insult_is_told_from_an_answer_with_strong_words():
    for text in ("You are useless.", "This is a stupid question.", "I'll find you.", "Shut up."):
        assert hostile(text), text
    for text in ("I would kill the process.", "I'll get you the numbers.", "The code was simple and dumb.", "That is ridiculous pricing."):
        assert not hostile(text), text


@pytest.mark.parametrize("track", TRACKS)
def test_the_shelf_holds_every_kind_of_answer_for_enough_questions(track):
    shelf = Shelf(Bank())
    assert len(shelf.of(track)) >= 6
    for question in shelf.of(track):
        for found in shelf.rows[question.id]["said"].values():
            assert len(found) == len(question.key_points)
            assert set(found) <= set("cpmx")


RUNS = {
    "code-basket-leak": "assert add_item(1) == [1] and add_item(2) == [2]; mine = []; add_item(3, mine); assert mine == [3]",
    "code-helpdesk-order": "t = [(1, 2, False, 'T08'), (2, 1, False, 'T09'), (3, 2, True, 'T10')]; assert [x['id'] for x in working_order([dict(zip(('id', 'priority', 'premium', 'arrived'), r)) for r in t])] == [2, 3, 1]",
    "code-shop-visits": "assert count_visits([('ann', 0), ('bob', 100), ('ann', 1800), ('ann', 3601), ('bob', 90)]) == {'ann': 2, 'bob': 1}",
    "code-migration-order": "order, stuck = run_order({'users': [], 'orders': ['users'], 'a': ['b'], 'b': ['a']}); assert order == ['users', 'orders'] and sorted(stuck) == ['a', 'b']",
    "code-screw-packs": "assert [fewest_packs([4, 15, 20], n) for n in (30, 7, 0)] == [2, None, 0]",
    "code-price-tier-hang": "assert [tier_for([0, 10, 50], n) for n in (0, 5, 10, 49, 50, 99)] == [0, 0, 1, 1, 2, 2]",
}


@pytest.mark.parametrize("kind", ["strong", "non_native"])
@pytest.mark.parametrize("key", RUNS)
def test_the_code_of_who_knows_runs(key, kind):
    exec(f"{Shelf(Bank()).rows[key][f'{kind}_code']}\n{RUNS[key]}", {})
