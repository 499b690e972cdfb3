"""The voice network in matrix products against the same network in onnxruntime, and many streams against each alone."""

import asyncio
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from audio import silero
from audio.silero import CONTEXT, STATE, WINDOW, Network, OneByOne
from audio.tts.espeak import Espeak
from audio.vad import Vad
from core.settings import Settings

pytest.importorskip("espeakng_loader")
MODEL = Path(importlib.util.find_spec("faster_whisper").origin).parent / "assets" / "silero_vad_v6.onnx"


@pytest.fixture(scope="module")
def reference():
    return OneByOne(MODEL)


def spoken(words):
    async def said():
        return b"".join([piece async for piece in Espeak(Settings()).speak(words, "en")])

    return bytes(16_000) + asyncio.run(said()) + bytes(32_000)


def test_the_products_give_what_onnxruntime_gives_over_many_windows(reference):
    ours = Network(silero.weights_of(MODEL.read_bytes()), reference)
    chance = np.random.default_rng(3)
    h, c = np.zeros((8, STATE), np.float32), np.zeros((8, STATE), np.float32)
    other_h, other_c = h.copy(), c.copy()
    for _ in range(60):
        loud = chance.uniform(0.001, 0.5, (8, 1))
        windows = (chance.standard_normal((8, CONTEXT + WINDOW)) * loud).astype(np.float32)
        chances, h, c = ours.together(windows, h, c)
        others, other_h, other_c = reference.together(windows, other_h, other_c)
        np.testing.assert_allclose(chances, others, atol=1e-3)
        np.testing.assert_allclose(h, other_h, atol=2e-3)


def test_streams_that_ask_together_hear_what_each_hears_alone():
    sounds = [spoken("the lease expired while the worker slept"), spoken("I would add a fencing token first"), spoken("no")]
    sounds += [bytes(len(sounds[0])), spoken("measure it, and then decide what to change")]
    sounds += [sounds[0] + bytes(646) + sounds[2] + bytes(1) + sounds[1], b"\1\0" * 400 + bytes(30_000) + sounds[2]]
    alone = [[edge for at in range(0, len(pcm), 640) for edge in vad.feed(pcm[at : at + 640])] for pcm in sounds if (vad := Vad())]

    async def live(pcm):
        vad, edges = Vad(), []
        for at in range(0, len(pcm), 640):
            edges += await vad.hear(pcm[at : at + 640])
        return edges

    async def together():
        return await asyncio.gather(*(live(pcm) for pcm in sounds))

    assert asyncio.run(together()) == alone
    assert any(alone)


def test_a_stream_that_is_reset_while_it_waits_begins_anew():
    pcm = spoken("a word")

    async def run():
        vad = Vad()
        asked = asyncio.create_task(vad.hear(pcm[16_000:18_000]))
        await asyncio.sleep(0)
        vad.reset()
        await asked
        return vad

    assert not asyncio.run(run()).speaking


def test_a_network_that_is_laid_out_differently_is_run_by_onnxruntime(monkeypatch):
    monkeypatch.setattr(silero, "weights_of", lambda model: {})
    assert isinstance(silero._load(), OneByOne)
    monkeypatch.setattr(silero, "weights_of", lambda model: {"anything": np.zeros(3, np.float32)})
    assert isinstance(silero._load(), OneByOne)
