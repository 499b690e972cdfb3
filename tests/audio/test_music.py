"""Music is known as music where nobody speaks; speech, noise and hums are never called so."""

import numpy as np
import pytest

from audio import music
from audio.clip import RATE, Clip, decode
from audio.music import Music
from audio.vad import speech_spans
from tests.recordings.brought import JFK, TWO, quiet, speech
from tests.recordings.brought import music as struck
from tests.recordings.tunes import sung, tunes

SECONDS = 12
TUNES = {**tunes(SECONDS), "struck": struck(SECONDS)}


def found(clip):
    return music.stretches(clip, speech_spans(clip))


def no_music():
    """Sounds without a tune in them."""
    chance, time = np.random.default_rng(1), np.arange(RATE * SECONDS) / RATE
    noise = chance.normal(0, 1, len(time))
    return {
        "noise": noise,
        "wind": np.convolve(noise, np.exp(-np.arange(400) / 80))[: len(time)] / 6,
        "typing": noise * np.exp(-20 * (time * 6 % 1)),
        "hum": sum(np.sin(2 * np.pi * 50 * part * time) / part for part in range(1, 9)) + noise / 15,
        "ringing": np.sin(2 * np.pi * 425 * time) * (time % 5 < 1),
        "whistle of a camera": np.sin(2 * np.pi * 1000 * time),
    }


@pytest.mark.parametrize("name", TUNES)
def test_a_tune_is_music_from_end_to_end(name):
    assert found(TUNES[name]) == (Music(0.0, float(SECONDS), voiced=False),)


@pytest.mark.parametrize("name", no_music())
def test_noise_and_hums_are_no_music(name):
    assert found(Clip((no_music()[name] * 3000).clip(-32768, 32767).astype("<i2").tobytes())) == ()


@pytest.mark.parametrize("text", ["", "Aaah. Mmmm. Oh, I see! Well, well, well.", "I called the shops one by one. How would you do it today?"])
def test_speech_is_no_music(text):
    assert found(speech(30, text)) == ()


@pytest.mark.skipif(not JFK.exists(), reason="the sample recordings are not here")
@pytest.mark.parametrize("path", [JFK, TWO], ids=["jfk", "two"])
def test_people_are_no_music(path):
    assert found(decode(path)) == ()


@pytest.mark.parametrize("name", ["piano", "organ", "flute"])
def test_music_below_speech_never_stands_for_it(name):
    said, under = speech(SECONDS), TUNES[name].samples().astype(float)
    words = said.samples().astype(float)
    for level in (0.25, 0.5, 1.0):
        mixed = words + under * level * words.std() / under.std()
        clip = Clip((mixed / np.abs(mixed).max() * 14_000).astype("<i2").tobytes())
        assert all(one.voiced for one in found(clip))


def test_song_is_music_with_a_voice():
    clip = sung(SECONDS)
    assert sum(end - start for start, end in speech_spans(clip)) > SECONDS / 2  # else there is nothing to tell apart
    ((start, end, voiced),) = [(one.start, one.end, one.voiced) for one in found(clip)]
    assert end - start >= 8
    assert voiced


def test_a_waiting_line_between_two_talks_is_named_where_it_plays():
    clip = Clip(speech(13).pcm + TUNES["waiting line"].pcm + quiet(5).pcm + speech(9).pcm)
    ((start, end, voiced),) = [(one.start, one.end, one.voiced) for one in found(clip)]
    assert 13 <= start <= 17
    assert 21 <= end <= 25
    assert not voiced


def test_stretches_of_two_pieces_are_one():
    parts = [Music(0, 28, False), Music(32, 60, False), Music(60, 64, True), Music(90, 94, True)]
    assert music.joined(parts) == (Music(0, 60, False), *parts[2:])
    assert music.joined([]) == ()
