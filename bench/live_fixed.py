"""What both sides of the voice bench share: fixed latencies, the interviewer's reply as tokens in time, the sound of a word.

Standard library only, since pipecat's process imports it in an environment of its own. `ideal_ms` is defined here.
"""

import asyncio
import math
import os
import struct
import time
from collections.abc import AsyncIterator

STT_S, LLM_S, TOKEN_S, TTS_S = 0.15, 0.3, 0.02, 0.15
"""End of a segment to its final text; request to stream; each token; text to the first byte of its sound."""
HEARD = "We added fencing tokens so that a late writer is refused, and after that the problem never came back."
"""What pipecat's stand-in recognizer hears; ours hears the finished answers of `bench/patience.jsonl` in turn."""
REPLY = "Right, lease {n} had run out, so the second worker really owned the lock. What would you have changed first?"
UNBROKEN = "Lease {n} had run out and the second worker really owned the lock then. What would you have changed first?"
"""The same without a comma, so that nothing can be said before the sentence is whole."""
RATE, FRAME = 16_000, 640
FRAME_S = 0.02
WORD_S = 0.05
"""Length of a spoken word of the interviewer; short, so that a bench does not wait for sound that nobody measures."""


def pieces(text: str) -> list[str]:
    """A token is a word with the space before it, as tokenizers cut: a break is known only when the next one is there."""
    return [word if at == 0 else f" {word}" for at, word in enumerate(text.split())]


def sentence_tokens(text: str = REPLY) -> int:
    """Tokens of the first sentence."""
    return len(text.split(". ", maxsplit=1)[0].split())


def ideal_s(patience_s: float, text: str = REPLY) -> float:
    """max(patience, STT) + LLM first sentence + TTS first byte: one after the other, without overhead, nothing ahead of time."""
    return max(patience_s, STT_S) + LLM_S + TOKEN_S * sentence_tokens(text) + TTS_S


async def streamed(text: str) -> AsyncIterator[str]:
    """The text in tokens, each at its due time counted from the request."""
    begun = time.monotonic()
    for at, piece in enumerate(pieces(text), 1):
        await asyncio.sleep(max(0.0, begun + LLM_S + TOKEN_S * at - time.monotonic()))
        yield piece


class Replies:
    """A reply that no cache can have heard before, each time."""

    def __init__(self, text: str = REPLY) -> None:
        self._text = text
        self._count = os.getpid() % 1000 * 1000

    def next(self) -> str:
        """The next one."""
        self._count += 1
        return self._text.format(n=self._count)


def tone(words: int, word_s: float = WORD_S) -> bytes:
    """PCM16 16 kHz that is no silence, as long as so many words."""
    samples = round(words * word_s * RATE)
    wave = [round(6000 * math.sin(2 * math.pi * 220 * at / RATE)) for at in range(RATE // 10)]
    block = struct.pack(f"<{len(wave)}h", *wave)
    return (block * (samples * 2 // len(block) + 1))[: samples * 2]
