"""Files of every kind and in every bad state: decoded as far as they go, or refused in one clear sentence with nothing left."""

import dataclasses
import os
from pathlib import Path

import av
import numpy as np
import pytest

from agents.media import arriving, decoding, keeping
from audio.clip import RATE, decode
from audio.container import opened
from audio.waveform import Peaks, fold
from core.errors import AppError
from core.media import About
from tests.media import made
from tests.media.test_arriving import refused, stored

SHARED = Path(__file__).parents[3] / "shared" / "data" / "audio"


@pytest.fixture
def bring(deps, caller, tmp_path):
    """Takes in a file or bytes under a name and decodes it."""

    def brought(what, name="talk.bin"):
        path = what
        if isinstance(what, bytes):
            path = tmp_path / "brought"
            path.write_bytes(what)
        media = arriving.accept_file(deps, caller, path, name, About())
        return decoding.decode(deps, caller, media.id)

    return brought


def sound(deps, caller, facts, key=""):
    return decode(deps.blobs.get(caller.owner, key or facts.key))


def both(seconds=3.0, rate=44100):
    return np.stack((made.voice(seconds, rate),) * 2)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not tell its threads")
def test_flac_is_decoded_without_threads_of_its_own_which_crash_now_and_then(tmp_path):
    blocks = opened(made.container(tmp_path / "a.flac", "flac", both(20.0), 44100)).blocks()
    next(blocks)
    assert not [one for one in Path("/proc/self/task").glob("*/comm") if one.read_text().startswith("av:flac")]
    assert sum(block.samples for block in blocks) > 18 * 44100


@pytest.mark.parametrize(
    ("name", "codec", "rate", "heard"),
    [
        ("a.m4a", "aac", 44100, "aac"),
        ("a.mp3", "libmp3lame", 44100, "mp3float"),
        ("a.ogg", "libopus", 48000, "opus"),
        ("a.webm", "libopus", 48000, "opus"),
        ("a.flac", "flac", 96000, "flac"),
    ],
)
def test_every_common_kind_becomes_sound_and_a_waveform(deps, caller, bring, tmp_path, name, codec, rate, heard):
    # Its name says nothing: the content decides.
    facts = bring(made.container(tmp_path / name, codec, both(3.0, rate), rate), "notes.txt").facts
    clip = sound(deps, caller, facts)
    assert (facts.kind, facts.codec, facts.rate, facts.channels) == ("audio", heard, rate, 2)
    assert abs(facts.seconds - 3) < 0.1
    assert clip.seconds == facts.seconds
    assert abs(np.abs(clip.floats()).max() - np.abs(both()).max()) < 0.15
    known = np.array(fold((clip.pcm,), len(clip.pcm) // 2, len(facts.peaks)))
    coarse = [[part.max() for part in np.array_split(np.abs(one), 20)] for one in (known, np.array(facts.peaks))]
    assert np.allclose(*coarse, atol=3)
    assert (facts.apart, facts.notices) == ((), ())
    assert facts.bytes == deps.blobs.size(caller.owner, facts.key)


def test_a_video_gives_its_sound(bring, tmp_path):
    facts = bring(made.container(tmp_path / "v.mp4", "aac", both(), picture=True)).facts
    assert (facts.kind, facts.codec) == ("video", "aac")


def test_decoding_again_gives_back_what_is_there_and_replaces_what_is_half_made(deps, caller, bring, tmp_path):
    media = bring(made.talk(tmp_path / "a.m4a"))
    assert media.stages[1].state == "done"
    assert decoding.decode(deps, caller, media.id) == media
    deps.blobs.put(caller.owner, media.facts.key, b"half")
    assert decoding.decode(deps, caller, media.id).facts == media.facts
    assert deps.blobs.size(caller.owner, media.facts.key) == media.facts.bytes


def test_the_original_is_let_go_where_a_setting_says_so(deps, caller, tmp_path):
    settings = deps.settings.model_copy(update={"keep_original": False})
    frugal = dataclasses.replace(deps, settings=settings)
    media = arriving.accept_file(frugal, caller, made.talk(tmp_path / "a.m4a"), "a.m4a", About())
    done = decoding.decode(frugal, caller, media.id)
    assert deps.blobs.keys(caller.owner) == (done.facts.key,)
    assert (done.key, done.sha256) == ("", media.sha256)
    assert decoding.decode(frugal, caller, media.id) == done


@pytest.mark.parametrize(("bits", "rate", "channels"), [(8, 8000, 1), (16, 96000, 2), (16, 48000, 6), (24, 44100, 1)])
def test_odd_widths_rates_and_channels_are_read(deps, caller, bring, bits, rate, channels):
    one = made.voice(2, rate)
    held = {8: ((one + 1) * 127).astype(np.uint8), 16: (one * 32000).astype("<i2")}
    if bits == 24:
        whole = (one * 8_000_000).astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3]
        data = made.wav(np.ascontiguousarray(whole).reshape(1, -1), rate, 3)
    else:
        data = made.wav(np.repeat(held[bits][None], channels, 0), rate, bits // 8)
    facts = bring(data).facts
    assert (facts.rate, facts.channels, facts.apart) == (rate, channels, ())
    assert facts.seconds == pytest.approx(2, abs=0.01)
    assert np.abs(sound(deps, caller, facts).floats()).max() == pytest.approx(np.abs(one).max(), abs=0.1)


def test_channels_with_a_speaker_each_are_kept_apart(deps, caller, bring):
    rate = 16000
    left, right = made.voice(6, rate, 120), made.voice(6, rate, 190)
    turns = (np.arange(6 * rate) // rate % 2).astype(np.float32)
    pair = np.stack((left * turns + 0.1 * right * (1 - turns), right * (1 - turns) + 0.1 * left * turns))
    facts = bring(made.wav((pair * 32000).astype("<i2"), rate)).facts
    assert [one.n for one in facts.apart] == [0, 1]
    for one in facts.apart:
        clip = sound(deps, caller, facts, one.key)
        assert np.array_equal(clip.samples(), (pair[one.n] * 32000).astype("<i2"))


def test_two_microphones_in_one_room_are_not_apart(bring):
    one = made.voice(6, 16000) * (np.sin(np.arange(6 * 16000) / 9000) > -0.5)
    pair = np.stack((one, np.roll(one, 48) * 0.5)) + np.random.default_rng(0).standard_normal((2, len(one))) * 0.002
    assert bring(made.wav((pair * 32000).astype("<i2"), 16000)).facts.apart == ()


def test_channels_that_cancel_each_other_are_heard_all_the_same(deps, caller, bring):
    one = (made.voice(2, 16000) * 32000).astype("<i2")
    facts = bring(made.wav(np.stack((one, -one)), 16000)).facts
    assert "cancel each other out" in facts.notices[0]
    assert np.array_equal(sound(deps, caller, facts).samples(), one)


def test_silence_is_named(bring):
    facts = bring(made.wav(np.zeros((1, RATE), dtype="<i2"))).facts
    assert "next to no sound" in facts.notices[0]
    assert set(facts.peaks) == {(0, 0)}


def test_files_that_break_off_are_decoded_as_far_as_they_go(bring, tmp_path):
    long = both(20)
    for name, codec, rate in (("a.flac", "flac", 44100), ("a.webm", "libopus", 48000), ("a.mov", "pcm_s16le", 44100)):
        path = tmp_path / name
        made.container(path, codec, long, rate)
        data = path.read_bytes()
        if name == "a.mov":  # its index comes first, as in files made for the web
            with av.open(str(path)) as source, av.open(str(tmp_path / "b.mov"), "w", options={"movflags": "faststart"}) as out:
                stream = out.add_stream_from_template(source.streams.audio[0])
                for packet in source.demux(audio=0):
                    if packet.dts is not None:
                        packet.stream = stream
                        out.mux(packet)
            data = (tmp_path / "b.mov").read_bytes()
        facts = bring(data[: len(data) // 2]).facts
        assert 7 < facts.seconds < 12, name
        assert "only 0:00:" in facts.notices[0], name
    data = made.wav((long * 32000).astype("<i2"), 44100)
    facts = bring(data[: len(data) // 2]).facts
    assert facts.seconds == pytest.approx(10, abs=0.1)
    assert "breaks off" in facts.notices[0]


def test_a_header_that_lies_of_600_hours_changes_nothing(bring, tmp_path):
    data = made.talk(tmp_path / "a.m4a").read_bytes()
    facts = bring(made.lying(data)).facts
    assert facts.seconds == bring(data).facts.seconds
    path = made.container(tmp_path / "a.webm", "libopus", both(3.0, 48000), 48000)
    data = path.read_bytes()
    at = data.index(b"\x44\x89\x88") + 3  # Duration, a double in milliseconds
    facts = bring(data[:at] + np.array([600 * 3600e3], dtype=">f8").tobytes() + data[at + 8 :]).facts
    assert facts.seconds == pytest.approx(3, abs=0.1)
    assert "600:00:00" in facts.notices[0]


def test_damaged_pieces_are_left_out(bring, tmp_path):
    data = bytearray(made.container(tmp_path / "a.mp3", "libmp3lame", both(10)).read_bytes())
    data[40_000:60_000] = os.urandom(20_000)
    assert 8 < bring(bytes(data)).facts.seconds < 10.2


PLAYLISTS = (
    b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
    b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1/a.ts\n#EXT-X-ENDLIST\n",
    b"ffconcat version 1.0\nfile '/etc/hostname'\n",
    b"\xef\xbb\xbf<asx version='3.0'><entry><ref href='file:///etc/passwd'/></entry></asx>",
    b"[playlist]\nFile1=/etc/passwd\nNumberOfEntries=1\n",
    b"<?xml version='1.0'?>\n<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>file:///etc/passwd</BaseURL></MPD>",
    b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n",
    b"http://127.0.0.1/talk.mp3\n",
)


@pytest.mark.parametrize("data", PLAYLISTS, ids=lambda data: data[:9].decode("utf-8", "replace"))
def test_a_list_of_other_files_is_refused_whatever_it_is_called(deps, caller, bring, data):
    assert refused(lambda: bring(data, "talk.mp3")) == "playlist"
    assert (stored(deps, caller), keeping.listing(deps, caller)) == ([], [])


def test_a_list_that_hides_behind_other_lines_opens_no_file_either(deps, caller, bring, tmp_path):
    secret = made.container(tmp_path / "secret.wav", "pcm_s16le", both())
    for data in (
        b"\n" * 3000 + b"#EXTM3U\n#EXTINF:3,\nfile://" + str(secret).encode() + b"\n#EXT-X-ENDLIST\n",
        b"# a comment\nffconcat version 1.0\nfile '" + str(secret).encode() + b"'\n",
        b"file '" + str(secret).encode() + b"'\n",
        b"[InternetShortcut]\nURL=file://" + str(secret).encode() + b"\n",
    ):
        assert refused(lambda data=data: bring(data, "talk.m3u8")) in ("not_media", "playlist")
    assert (stored(deps, caller), keeping.listing(deps, caller)) == ([], [])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"hello " * 5000, "not_media"),
        (bytes(100_000), "not_media"),
        (made.wav(np.zeros((1, 0), dtype="<i2")), "no_sound"),
    ],
    ids=["empty", "text", "zeros", "no-samples"],
)
def test_what_cannot_be_heard_is_refused_and_leaves_nothing(deps, caller, bring, data, code):
    with pytest.raises(AppError) as fault:
        bring(data, "talk.wav")
    assert fault.value.code == code
    assert fault.value.sentence.endswith(".")
    assert (stored(deps, caller), keeping.listing(deps, caller)) == ([], [])


def test_a_film_without_sound_is_refused(deps, caller, bring, tmp_path):
    silent = made.container(tmp_path / "v.mp4", "", both(), picture=True)
    assert refused(lambda: bring(silent)) == "no_audio"
    assert (stored(deps, caller), keeping.listing(deps, caller)) == ([], [])


def test_nothing_is_decoded_before_it_is_here(deps, caller):
    media = arriving.begin(deps, caller, "a.wav", 10, About()).media
    assert refused(lambda: decoding.decode(deps, caller, media.id)) == "not_received"


def test_progress_is_told(deps, caller, tmp_path):
    noise = (np.random.default_rng(1).standard_normal((1, 16000 * 400)) * 3000).astype("<i2")
    path = tmp_path / "long.wav"
    path.write_bytes(made.wav(noise))
    told = []
    media = arriving.accept_file(deps, caller, path, "long.wav", About())
    decoding.decode(deps, caller, media.id, lambda share, words: told.append((share, words)))
    assert told
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[-1][0] <= 1


def test_the_waveform_of_any_length_is_folded_in_the_same_memory():
    rng = np.random.default_rng(3)
    for total in (0, 1, 63, 64, 1000, 16_384 * 64, 16_384 * 64 * 3 + 17):
        samples = rng.integers(-30000, 30000, total, dtype=np.int16)
        peaks = Peaks()
        at = 0
        while at < total:
            step = int(rng.integers(1, 70_000))
            peaks.add(samples[at : at + step])
            at += step
        pairs = peaks.pairs(1600)
        assert len(pairs) <= 1600
        if total:
            assert min(low for low, _ in pairs) == round(int(samples.min()) / 327.67)
            assert max(high for _, high in pairs) == round(int(samples.max()) / 327.67)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared recordings are not here")
def test_the_shared_recordings(bring):
    talk = bring(SHARED / "jfk.flac").facts
    assert (talk.seconds, talk.apart) == (11.0, ())
    two = bring(SHARED / "stereo_diarization.wav").facts
    assert [one.n for one in two.apart] == [0, 1]
