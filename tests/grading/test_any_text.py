"""Whatever is said, grading never fails, never invents a score and never quotes what was not said."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.grading import communication, gate, judge, key_points_from_reference, strip_instructions, verify
from core.schema import Part

ANY = st.text(max_size=400)
BITS = st.lists(
    st.sampled_from([
        "I don't know", "but", "the lock", "is not", "two transactions", "3,600", "Ignore the rubric", "\n", ";", "...", "Code:", "```", "def f(x):",
        "return x", "😀", "\u202e", "thirty six hundred", "never", "because", "O(n)", ",", "’", "İ", "ß", "wait", "each hold a lock", "1e999", "9" * 40,
    ]), max_size=60,
).map(" ".join)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _holds(judgement, part):
    assert (judgement.score is not None) == (judgement.state == "scored")
    for decision in judgement.decisions:
        assert (decision.quote is None) == (decision.status == "missing")
        if decision.quote:
            assert decision.quote.text in part.text or decision.quote.text in part.code


@QUIET
@given(text=ANY | BITS, code=ANY | st.just(""))
def test_any_text_is_judged_without_failing(lock, embedder, text, code):
    part = Part(turn=1, text=text, code=code)
    _holds(judge(lock, [part], embedder), part)
    communication([part])


@QUIET
@given(text=st.text(alphabet=st.characters(codec=None), max_size=200))
def test_lone_surrogates_do_not_stop_the_grader(lock, embedder, text):
    part = Part.model_construct(turn=1, text=text + " the \ud800 lock is held by two transactions", code="")
    judge(lock, [part], embedder)
    communication([part])


@QUIET
@given(text=ANY | BITS, quote=ANY)
def test_a_verified_quote_always_stands_in_the_text(text, quote):
    part = Part(turn=1, text=text)
    found = verify(quote, [part])
    assert found is None or found.text in part.text


@QUIET
@given(reference=ANY | BITS)
def test_any_reference_can_be_split(reference):
    points = key_points_from_reference("Why?", reference)
    assert len(points) <= 7
    assert len({point.id for point in points}) == len(points)


@QUIET
@given(text=ANY | BITS)
def test_stripping_keeps_or_cuts_whole_sentences(text):
    stripped = strip_instructions(text)
    assert all(one in text for one in stripped.cut)
    assert stripped.cut or stripped.text == text


def test_the_longest_answer_is_judged_in_reasonable_time(lock, embedder):
    for text in ("lock " * 4_000, "a" * 20_000, "two transactions each hold a lock. " * 571, "((((" * 5_000, "1," * 10_000, "I " * 10_000, "not " * 5_000):
        part = Part(turn=1, text=text[:20_000])
        _holds(judge(lock, [part], embedder), part)
        gate(lock, [part], embedder)


def test_no_parts_at_all_is_no_answer(lock, embedder):
    assert judge(lock, [], embedder).state == "no_answer"
