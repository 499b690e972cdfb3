"""What a reader is told of music, of two voices at once, and that quick turns and backchannels are neither."""

from agents.recordings import doubts
from agents.recordings.speakers import passages, told_apart
from tests.recordings.test_speakers import heard


def told(*channels):
    said, how = told_apart(channels)
    return doubts.notices(channels, passages(said, "", how)[1], ("some",), how)


def test_two_voices_at_once_are_named_with_their_second():
    one = heard((0, "How do you cache the things that people ask for most often?"), (40, "And why would you do that at all?"), channel=0)
    two = heard((1.5, "I keep what is read often near the reader of it."), (60, "Because it changes."), channel=1)
    assert told([one], [two]) == ("Two people speak at once at 0:01; each is written from a channel of their own.",)
    both = [
        heard((0, "How do you cache the things that people ask for most often?", 0), (60, "It is simple and I like it.", 1)),
        heard((0, "one two three four five six seven", 0), (0.4, "and he counts along with her", 1), pace=0.5),
    ]
    assert told([both[1]])[0].startswith("Two people speak at once at 0:00; words there may be missing or another's")


def test_quick_turns_and_a_word_in_between_are_not_at_once():
    one = heard((0, "How do you cache the things that people ask for most often?"), (8, "Good."), channel=0)
    two = heard((2, "mm-hm"), (3.5, "I keep what is read often near the reader of it and so on."), channel=1)
    assert told([one], [two]) == ()


def test_music_is_named_by_its_stretches_and_a_voice_over_it_is_said():
    piece = heard((70, "What is a lock?"), (74, "It keeps two writers apart."))
    tune = piece.model_copy(update={"music": ((4.0, 28.0, False), (32.0, 60.0, False), (72.0, 76.0, True))})
    first, second, *_ = told([tune])
    assert first == "We hear music rather than speech from 0:04 to 1:00; no words are written down for it."
    assert second.startswith("We hear music with a voice in it from 1:12 to 1:16;")
    alone = piece.model_copy(update={"text": "", "words": (), "music": ((0.0, 60.0, False),)})
    assert doubts.notices([[alone]], (), (), "one") == (doubts.ONLY_MUSIC,)
    every = tuple((at * 20.0, at * 20.0 + 4, False) for at in range(5))
    named, *_ = told([piece.model_copy(update={"music": every})])
    assert named.endswith("from 0:40 to 0:44 and in 2 more places; no words are written down for it.")
