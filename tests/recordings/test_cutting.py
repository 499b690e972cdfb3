"""Long sound is cut without loss: every sample in one piece, in a pause where there is one; silence and noise reach nobody."""

import io

import numpy as np
import pytest

from audio import flac
from audio.clip import RATE, Clip
from audio.cutting import MINUTE, Bounds, pieces
from audio.vad import speech_spans
from tests.recordings.brought import music, quiet, speech

SHORT = Bounds(4.0, 8.0)


@pytest.fixture(scope="module")
def talk():
    """Speech with pauses of one and of two seconds."""
    some = speech(3.5)
    return Clip(b"".join(some.pcm + quiet(1 + at % 2).pcm for at in range(12)))


def parts(pcm, size):
    return (pcm[at : at + size] for at in range(0, len(pcm), size))


@pytest.mark.parametrize("size", [2, 640, 100_001 * 2])
def test_every_sample_is_in_one_piece_however_it_arrives(talk, size):
    pcm = talk.pcm[: 20 * RATE * 2] if size == 2 else talk.pcm
    made = list(pieces(parts(pcm, size), SHORT))
    assert b"".join(one.clip.pcm for one in made) == pcm
    assert [one.start for one in made[1:]] == [one.end for one in made[:-1]]
    assert all(SHORT.least <= one.clip.seconds <= SHORT.most for one in made[:-1])


def test_it_is_cut_in_pauses_so_that_no_word_is_halved(talk):
    made = list(pieces(parts(talk.pcm, 8192), SHORT))
    spans = speech_spans(talk)
    for one in made[:-1]:
        assert not any(start < one.end / RATE < end for start, end in spans)


def test_what_was_heard_already_is_left_out(talk):
    first, *_ = pieces(parts(talk.pcm, 8192), SHORT)
    rest = list(pieces(parts(talk.pcm, 8192), SHORT, first.end))
    assert rest[0].start == first.end
    assert b"".join(one.clip.pcm for one in rest) == talk.pcm[first.end * 2 :]
    assert list(pieces(parts(talk.pcm, 8192), SHORT, len(talk.pcm) // 2)) == []


def test_speech_without_any_pause_is_cut_where_it_is_quietest():
    loud = np.random.default_rng(1).normal(0, 4000, 9 * RATE)
    loud[6 * RATE : 6 * RATE + 1000] *= 0.01
    made = list(pieces([loud.astype("<i2").tobytes()], SHORT))
    if made[0].spans:  # else the detector does not take noise for speech, and any pause will do
        assert made[0].end == pytest.approx(6 * RATE + 500, abs=700)
    assert sum(len(one.clip.pcm) for one in made) == 9 * RATE * 2


def test_long_stretches_without_speech_are_hushed_and_times_stay():
    said = speech(4.0)
    (one,) = pieces([said.pcm + music(20.0).pcm + said.pcm], MINUTE)
    assert one.hushed().seconds == one.clip.seconds
    heard = one.hushed().samples()
    assert not heard[8 * RATE : 20 * RATE].any()
    assert (heard[: 3 * RATE] == said.samples()[: 3 * RATE]).all()
    assert (heard[-3 * RATE :] == said.samples()[-3 * RATE :]).all()


def test_a_flac_is_read_as_it_was_written(talk):
    data = flac.encode([talk.pcm])
    assert b"".join(flac.stream(io.BytesIO(data))) == talk.pcm
