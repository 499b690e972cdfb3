"""Speaking through real boto3 against a loopback Polly, and through espeak-ng: sound, faults, nothing dropped, nothing cached that broke."""

import asyncio
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.clip import Clip
from audio.fragments import FIRST, Fragmenter, fragments
from audio.tts import Speaking
from audio.tts.polly import LONGEST, parts
from audio.tts.speakable import speakable
from core.errors import ProviderError
from core.settings import Settings
from store.blobs import Artifacts, LocalBlobs
from tests.wire import polly

TEXT = "Thanks, that helps. Two services both believe that they hold the lock. How did that happen?"


@pytest.fixture
def voice(tmp_path):
    stand_in = polly.Polly()

    def make(tts="polly", **env):
        settings = Settings(
            VIVA_DATA=tmp_path,
            VIVA_TTS=tts,
            AWS_ACCESS_KEY_ID=polly.KEY,
            AWS_SECRET_ACCESS_KEY=polly.SECRET,
            VIVA_POLLY_URL=stand_in.url,
            **env,
        )
        return Speaking(settings, Artifacts(LocalBlobs(tmp_path / "blobs")))

    yield make, stand_in
    stand_in.close()


def say(speaking, text, **more):
    async def run():
        return b"".join([piece async for piece in speaking.speak(text, **more)])

    return Clip(asyncio.run(run()))


def test_polly_speaks_every_word_at_the_pace_that_is_set(voice):
    make, stand_in = voice
    clip = say(make(), TEXT)
    assert clip.seconds == pytest.approx(len(TEXT.split()) * polly.SECONDS_A_WORD, abs=0.1)
    assert " ".join(stand_in.texts).split() == TEXT.split()


def test_twenty_thousand_characters_lose_no_word(voice):
    make, stand_in = voice
    text = " ".join(f"Sentence number {at} has its own words & signs <like this>." for at in range(360))
    assert len(text) > 20_000
    say(make(), text)
    assert " ".join(stand_in.texts).split() == speakable(text).split()
    assert max(map(len, stand_in.texts)) <= LONGEST


@pytest.mark.parametrize("fault", ["throttled", "server_error", "forbidden", "unknown_engine", "cut"])
def test_a_fault_is_told_and_the_next_voice_goes_on(voice, fault):
    pytest.importorskip("espeakng_loader")
    make, stand_in = voice
    stand_in.fault = fault
    told = []
    clip = say(make("polly,espeak"), TEXT, on_notice=told.append)
    assert clip.seconds > 3
    assert len(told) == 1
    assert "another voice goes on" in told[0]
    assert polly.SECRET not in told[0]


def test_without_another_voice_the_reason_is_said(voice):
    make, stand_in = voice
    stand_in.fault = "forbidden"
    with pytest.raises(ProviderError, match="were refused"):
        say(make(), TEXT)


def test_the_same_words_cost_one_request_and_what_broke_is_not_kept(voice):
    make, stand_in = voice
    speaking = make()

    async def run():
        stand_in.fault = "cut"
        with pytest.raises(ProviderError):
            async for _ in speaking.speak("One sentence that is cut off in its middle here."):
                pass
        stand_in.fault = ""
        made = []
        for _ in range(3):
            made.append(
                b"".join([piece async for piece in speaking.speak("One sentence that is cut off in its middle here.")])
            )
        return made

    first, *others = asyncio.run(run())
    assert first
    assert all(other == first for other in others)
    assert len(stand_in.texts) == 2  # the one that was cut, and the one that was kept


def test_common_lines_outlive_the_process_and_others_leave_no_trace(voice, tmp_path):
    make, stand_in = voice
    asyncio.run(make().warm(["Take your time."]))
    say(make(), "You said that your team used Redis.")
    kept = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert len(kept) == 1
    before = len(stand_in.texts)
    asyncio.run(make().warm(["Take your time."]))
    assert len(stand_in.texts) == before


def test_two_at_once_share_one_synthesis_and_leaving_early_ends_it(voice):
    make, stand_in = voice
    stand_in.latency = 0.2
    speaking = make()

    async def all_of(text):
        return b"".join([piece async for piece in speaking.speak(text)])

    async def run():
        one, two = await asyncio.gather(all_of("Hold on a moment please."), all_of("Hold on a moment please."))
        task = asyncio.create_task(all_of("Nobody waits for this one any more."))
        await asyncio.sleep(0.05)
        task.cancel()
        return one, two

    one, two = asyncio.run(run())
    assert one == two
    assert stand_in.texts.count("Hold on a moment please.") == 1


def test_word_marks_carry_the_time_of_each_word(voice):
    make, _ = voice
    speaking = make()
    words = asyncio.run(speaking._voice("polly").marks("How did that happen?", "en"))
    assert [word.text for word in words] == "How did that happen?".split()
    assert all(a.start < b.start for a, b in pairwise(words))


def test_espeak_makes_audible_sound(tmp_path):
    pytest.importorskip("espeakng_loader")
    clip = say(Speaking(Settings(data=tmp_path, tts="espeak")), TEXT)
    assert 3 < clip.seconds < 12
    assert np.sqrt(np.mean(clip.floats() ** 2)) > 0.01


def test_the_browser_speaks_when_nobody_else_can(tmp_path):
    speaking = Speaking(Settings(data=tmp_path))
    assert speaking.by_client
    told = speaking.instructions("Use `O(n log n)`, not **O(n^2)**.")
    assert told["use_client_tts"]
    assert told["text"] == "Use O of n log n, not O of n squared."


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("See [the docs](https://example.org/a(b)) now.", "See the docs now."),
        ("Look at https://example.org/x?y=1 please.", "Look at the link please."),
        ("# Title\n\n- one\n- two", "Title. one. two"),
        ("p99 was 30 ms, up 12 %.", "p 99 was 30 milliseconds, up 12 percent."),
        ("C++, C# and .NET, e.g. in k8s", "C plus plus, C sharp and dot net, for example, in Kubernetes"),
        ("if x >= 3 -> stop", "if x at least 3 leads to stop"),
        ("It costs $1.5m or €200.", "It costs 1.5 million dollars or 200 euros."),
        ("```python\nprint(1)\n```\nWhat does it print?", "The code is on your screen. What does it print?"),
        ("1,500 users, 10-20 a day", "1500 users, 10 to 20 a day"),
    ],
)
def test_notation_is_read_as_a_person_reads_it(written, spoken):
    assert speakable(written) == spoken


@given(st.text(max_size=400))
def test_any_text_is_speakable_and_holds_no_markup(text):
    told = speakable(text)
    assert not re.search(r"[`*#|<>{}\[\]\\~^]", told.replace("C#", ""))


@given(st.text(max_size=900))
def test_stretches_give_the_text_back(text):
    assert "".join("".join(fragments(text)).split()) == "".join(text.split())


@given(st.lists(st.text(max_size=12), max_size=60))
def test_a_text_in_pieces_is_cut_without_loss(pieces):
    cutter = Fragmenter()
    found = [stretch for piece in pieces for stretch in cutter.push(piece)] + cutter.rest()
    assert "".join("".join(found).split()) == "".join("".join(pieces).split())


def test_the_first_stretch_is_short():
    text = "You said that the lease had expired, which is the heart of it, and then you went on. " * 3
    assert len(fragments(text)[0]) <= 2 * FIRST


@given(st.text(max_size=6000))
def test_requests_lose_nothing_and_stay_within_what_polly_takes(text):
    found = parts(text)
    assert all(len(part) <= LONGEST for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())
