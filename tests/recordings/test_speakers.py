"""Who said what: by turns without a full stop anywhere, by numbers that begin anew, by channels that overlap; nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.recordings.kept import Heard
from agents.recordings.questions import asks
from agents.recordings.speakers import passages, told_apart
from core.schema import Word


def heard(*said, channel=0, pace=0.3):
    """A piece from (start, text) or (start, text, speaker)."""
    words = []
    for start, text, *speaker in said:
        for at, word in enumerate(text.split()):
            begun = start + at * pace
            words.append(Word(text=word, start=begun, end=begun + pace * 0.9, speaker=speaker[0] if speaker else None))
    text = " ".join(word.text for word in words)
    return Heard(channel=channel, start=0, end=0, begun=words[0].start, ended=words[-1].end, text=text, words=tuple(words), engine="e")


def told(*channels):
    said, how = told_apart(channels)
    speakers, made = passages(said, "", how)
    roles = [one.role for one in speakers]
    return how, [(roles[one.speaker], one.text) for one in made]


def test_turns_are_told_without_any_punctuation():
    how, made = told([
        heard(
            (0, "okay great so tell me about a time when you disagreed with your manager"),
            (8, "yes so last year my manager wanted to ship on a friday and i said that nobody would be there"),
            (16, "and in the end we waited until monday"),
            (22, "and what would you do differently today"),
            (27, "i would ask earlier and bring numbers"),
        )
    ])  # fmt: skip
    assert how == "turns"
    assert [role for role, _ in made] == ["interviewer", "candidate", "interviewer", "candidate"]
    assert made[0][1].endswith("with your manager")


def test_what_leads_into_a_question_in_one_breath_is_the_interviewers():
    how, made = told([
        heard(
            (0, "Welcome to our company. My name is Anna."),
            (5, "Two services write to one table. Both think that they hold the lock. What do you do?"),
            (12, "I would give each write a token. Then the older one is refused."),
            (20, "Thank you. How would you test that?"),
            (25, "By pausing one of them."),
        )
    ])  # fmt: skip
    assert how == "turns"
    assert [role for role, _ in made] == ["interviewer", "interviewer", "candidate", "interviewer", "candidate"]
    assert made[1][1].startswith("Two services")


def test_numbers_that_begin_anew_in_each_piece_are_the_same_voices():
    how, made = told([
        heard((0, "How do you cache?", 0), (3, "I keep what is read often near the reader for a short time.", 1)),
        heard((20, "It went well and nobody complained about it for a whole year.", 0), (26, "Why did you choose Redis?", 1)),
        heard((40, "Because we had it and everybody knew how to run it.", 0)),
    ])  # fmt: skip
    assert how == "numbers"
    assert [role for role, _ in made] == ["interviewer", "candidate", "candidate", "interviewer", "candidate"]


def test_two_who_speak_at_once_on_their_channels_lose_no_word():
    one = heard((0, "How do you cache things?"), (4, "mm-hm"), (8, "And why is that?"), channel=0)
    two = heard((2, "I keep what is read often near the reader and forget it after a while because it changes."), (10, "It is simple."), channel=1)
    how, made = told([one], [two])
    assert how == "channels"
    assert ("candidate", two.text.removesuffix(" It is simple.")) in made  # the backchannel within does not break it
    assert sorted(" ".join(text for _, text in made).split()) == sorted(f"{one.text} {two.text}".split())


def test_of_two_voices_the_one_who_asks_is_the_interviewer_even_if_they_say_more():
    long = "We have forty people here and a product that measures noise on building sites all over the country. "
    _, made = told([
        heard((0, long * 3 + "What do you know about us?", 1), (40, "A little.", 0), (42, "What made you apply?", 1), (45, "The work.", 0))
    ])  # fmt: skip
    assert {role for role, text in made if text == "The work."} == {"candidate"}


def test_a_speech_without_a_question_has_one_voice_and_no_role():
    how, made = told([heard((0, "we choose to go to the moon"), (6, "not because it is easy"))])
    assert how == "one"
    assert {role for role, _ in made} == {"unknown"}


def test_hearing_without_times_still_gives_passages():
    piece = Heard(channel=0, start=0, end=0, begun=1.0, ended=21.0, text="What is a lock? It keeps two writers apart.", engine="e")
    how, made = told([piece])
    assert (how, made) == ("turns", [("interviewer", "What is a lock?"), ("candidate", "It keeps two writers apart.")])


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("So, tell me about yourself.", True),
        ("walk me through your last project", True),
        ("What I did was talk to both of them.", False),
        ("How we solved it is a long story.", False),
        ("It went well, you know?", False),
        ("Right?", False),
        ("So you left?", True),
        ("When I was at the bank we had this every day.", False),
        ("when you look back what would you change", True),
    ],
)
def test_what_asks_and_what_only_begins_like_a_question(text, asking):
    assert asks(text) is asking


spoken = st.lists(
    st.tuples(st.floats(0, 300), st.sampled_from(["how do you do that?", "mm", "i did it. then i left", "so what is it"]), st.integers(0, 2)),
    min_size=1, max_size=12,
)  # fmt: skip


@given(spoken)
def test_no_word_is_lost_and_passages_are_in_order(said):
    piece = heard(*said)
    for numbers in (True, False):
        words = tuple(word.model_copy(update={} if numbers else {"speaker": None}) for word in piece.words)
        made, _ = told_apart([[piece.model_copy(update={"words": words})]])
        assert sorted(word.start for one in made for word in one.words) == sorted(word.start for word in words)
        assert [one.start for one in made] == sorted(one.start for one in made)


def test_a_long_answer_is_several_passages_of_whole_sentences():
    sentence = "And then we moved one table after the other to the new machine without any harm. "
    said, _ = told_apart([[heard((0, "How did it go?", 0), (3, sentence * 60, 1))]])
    long = [one for one in said if one.voice == 1]
    assert 5 <= len(long) <= 10
    assert all(one.text.endswith("harm.") for one in long)
