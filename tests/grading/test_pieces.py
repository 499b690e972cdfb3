"""The small parts: numbers, stems, negation, quotes, code, splitting, stories, communication, better sentences."""

import pytest

from agents.grading import better_sentence, communication, key_points_from_reference, verify
from agents.grading.codes import likeness, looks_like_code
from agents.grading.kinds import holds, kinds_of
from agents.grading.numerals import numbers, same
from agents.grading.polarity import polarity
from agents.grading.reading import read, sentences_of
from agents.grading.stem import stem
from agents.grading.story import DETECTORS
from core.schema import Judgement, Part


@pytest.mark.parametrize(("text", "values"), [
    ("3,600", [3600]), ("3600", [3600]), ("thirty six hundred", [3600]), ("3.6 thousand", [3600]), ("3.6k", [3600]),
    ("one hundred and sixty thousand", [160_000]), ("two point five million", [2_500_000]), ("from fifteen to ten percent", [15, 10]),
    ("twenty-five", [25]), ("nineteen ninety nine", [1999]), ("no numbers here", []),
])
def test_numbers_are_found_in_any_spoken_form(text, values):
    assert [number.value for number in numbers(text)] == pytest.approx(values)


def test_numbers_agree_across_scales():
    assert same(160_000, 160)
    assert same(15, 0.15)
    assert not same(31, 13)


@pytest.mark.parametrize(("one", "other"), [
    ("increases", "increased"), ("retries", "retry"), ("behaviour", "behaviors"), ("organised", "organize"), ("sent", "sending"), ("locks", "locking"),
])
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


def _polarity(text):
    sentence = next(sentences_of(text))
    return polarity(sentence.words, sentence.clauses)


def test_a_negator_denies_the_words_after_it():
    assert "replac" in _polarity("PUT does not replace the resource.").heads
    assert "chang" in _polarity("Running it again changes nothing.").heads
    assert _polarity("PUT replaces the resource.").count == 0
    assert _polarity("It is not only fast but safe.").count == 0
    assert _polarity("No, the index speeds it up.").count == _polarity("Then no we add an index.").count == 0
    assert _polarity("No index speeds it up.").count == 1


@pytest.mark.parametrize("text", ["It is not true that locks help.", "I disagree that locks help.", "Contrary to belief, locks help.", "Locks help, which is not true."])
def test_a_frame_can_deny_a_whole_sentence(text):
    assert _polarity(text).wrapped


def test_a_quote_is_found_without_case_and_spacing_and_returned_as_it_stands():
    parts = [Part(turn=3, text="Well, The  Lease\nexpired while it slept.", code="x = 1")]
    found = verify("“the lease expired”", parts)
    assert found is not None
    assert found.turn == 3
    assert found.text == "The  Lease\nexpired"
    assert verify("x = 1", parts) is not None


@pytest.mark.parametrize("quote", ["the lease never expired", "ease expired", "", "...", "“”"])
def test_an_invented_quote_is_none(quote):
    assert verify(quote, [Part(turn=1, text="The lease expired while it slept.")]) is None


def test_code_is_alike_when_only_names_differ():
    assert looks_like_code("seen = set()")
    assert not looks_like_code("keep a set of badges")
    assert likeness("seen = set()", "visited = set()") > 0.75
    assert likeness("seen = set()", "visited = sorted(badges)") < 0.6


def test_a_reference_without_points_is_split_into_claims():
    points = key_points_from_reference(
        "What does PUT do?",
        "PUT replaces the whole resource. It is idempotent, so a client can retry it; POST creates a new resource. What does PUT do?",
    )
    assert [point.id for point in points] == ["a", "b", "c"]
    assert points[2].text.startswith("POST creates")
    assert len(key_points_from_reference("Why?", "It is safe. " * 40)) <= 7
    assert key_points_from_reference("Why?", "") == ()


STORY = (
    "In March 2023 I was a nurse at a clinic in Leeds. I asked my colleague Priya what worried her, and I proposed a trial. "
    "As a result the calls fell from 31 to 12. I learned to ask first."
)


@pytest.mark.parametrize("part", ["situation", "action", "result", "reflection"])
def test_each_part_of_a_story_is_found_with_its_sentence(part):
    reading = read([Part(turn=1, text=STORY)])
    found = DETECTORS[part]([(s, reading.line(s)) for s in reading.talk])
    assert found.status == "covered"
    assert found.sentence is not None


@pytest.mark.parametrize("part", ["situation", "action", "result", "reflection"])
def test_opinions_are_no_story(part):
    reading = read([Part(turn=1, text="Teamwork is important. One should always be open and listen to people. Good leaders inspire.")])
    assert DETECTORS[part]([(s, reading.line(s)) for s in reading.talk]).status == "missing"


def _found(part, text):
    reading = read([Part(turn=1, text=text)])
    return DETECTORS[part]([(s, reading.line(s)) for s in reading.talk]).status


OPENING = "In May I ran the counter of a shop in Leeds. People waited long. I moved the till and drew a line. "


@pytest.mark.parametrize("ending", [
    "In the following six months we had one complaint.", "Since one year we had zero missing.",
    "With the list we made the closing in five days and not eight.", "We missed one slot in the following half year.",
])
def test_a_count_over_a_time_or_before_and_after_is_a_result(ending):
    assert _found("result", OPENING + ending) == "covered"


def test_what_people_came_to_is_a_result_without_a_number():
    assert _found("result", OPENING + "The two regulars stayed.") == "partly"


@pytest.mark.parametrize("ending", [
    "So I've stopped taking haste for speed.", "For me the lesson is: watch before you move.", "In my job today I ask where people stand.",
])
def test_a_rule_of_ones_own_at_the_end_is_a_reflection(ending):
    assert _found("reflection", OPENING + ending) == "covered"


def test_a_story_that_ends_in_plain_deeds_has_no_reflection():
    assert _found("reflection", OPENING + "The owner walked past. He bought a second till.") == "missing"


def test_a_point_names_a_kind_of_thing_and_sentences_hold_it():
    assert kinds_of("Admits what cannot be done yet.") == ("limit",)
    assert kinds_of("Asks back before starting.") == ("asking",)
    assert holds("limit", "How the branch does, I don't know yet.")
    assert holds("asking", "First I'd ask what she needs it for.")
    assert not holds("asking", "The shop is large.")


def test_we_alone_is_only_partly_an_action():
    reading = read([Part(turn=1, text="We built a tool and we shipped it in spring.")])
    assert DETECTORS["action"]([(s, reading.line(s)) for s in reading.talk]).status == "partly"


def test_communication_shows_its_signs_with_quotes():
    parts = [Part(turn=1, text=(
        "A lease can expire while its holder sleeps. First the holder pauses, because of garbage collection. Then another one takes "
        "the lock. For example, a pause of a minute is enough."
    ))]
    signs = communication(parts)
    assert [sign.status for sign in signs] == ["covered"] * 4
    assert all(sign.quote and sign.quote.text in parts[0].text for sign in signs)
    assert all(sign.status == "missing" for sign in communication([Part(turn=1, text="um")]))


def test_a_better_sentence_is_the_candidates_own_and_invents_nothing(lock):
    judgement = Judgement(question_id=lock.id, state="scored", score=2.0, engine="rules", rubric="x")
    parts = [Part(turn=4, text="I think that maybe the index made the query a lot faster on our system.")]
    better = better_sentence(lock, judgement, parts)
    assert better is not None
    assert better.turn == 4
    assert better.before in parts[0].text
    assert "[by how much]" in better.after
    assert "maybe" not in better.after
    assert better_sentence(lock, judgement, [Part(turn=1, text="Yes.")]) is None
