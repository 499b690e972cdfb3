# mypy: disable-error-code="import-not-found,misc,no-untyped-call,no-any-unimported"
"""Pipecat's pipeline behind a websocket, in pipecat's own environment: `python -m bench.voice_pipecat PORT MODE PATIENCE_S`.

Its own parts throughout (single-client websocket server, Silero, user aggregator, turn strategies, output), with services that
sleep as the stand-ins of our room do. Modes:
- `timeout`: as pipecat recommends for a fixed wait: VAD stop 0.2 s, the rest of the patience by SpeechTimeoutUserTurnStopStrategy;
  the final text comes 0.15 s after the VAD's stop, so that it hides in the patience.
- `vad`: VAD stop_secs = patience and no further wait; the text comes 0.15 s after that.
- `eager`: its speculative mode (EagerUserTurnStrategies): the recognizer predicts the end of the turn 0.15 s after the VAD's
  0.2 s and commits it when the patience is over; the model works meanwhile, and its text is held until the commit.
"""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Awaitable
from typing import Any

from loguru import logger
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.audio.vad.vad_analyzer import VADParams
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    OutputAudioRawFrame,
    ProposedUserStartedSpeakingFrame,
    ProposedUserStoppedSpeakingFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair, LLMUserAggregatorParams
from pipecat.processors.audio.vad_processor import VADProcessor
from pipecat.processors.frame_processor import FrameDirection
from pipecat.serializers.base_serializer import FrameSerializer
from pipecat.services.llm_service import LLMService
from pipecat.services.settings import LLMSettings, STTSettings, TTSSettings
from pipecat.services.stt_service import STTService
from pipecat.services.tts_service import TTSService
from pipecat.transports.websocket.server import (
    SingleClientWebsocketServerParams,
    SingleClientWebsocketServerTransport,
)
from pipecat.turns.eager_end_of_turn_mixin import EagerEndOfTurnSTTServiceMixin
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import EagerUserTurnStrategies, UserTurnStrategies
from pipecat.utils.time import time_now_iso8601
from pipecat.workers.runner import WorkerRunner

from bench.live_fixed import HEARD, RATE, STT_S, TTS_S, Replies, streamed, tone

VAD_STOP_S = 0.2
"""Pipecat's default and recommendation."""


class Bare(FrameSerializer):
    """PCM16 16 kHz in binary messages, nothing else."""

    async def serialize(self, frame: Frame) -> bytes | None:
        """Sound only."""
        return bytes(frame.audio) if isinstance(frame, OutputAudioRawFrame) else None

    async def deserialize(self, data: str | bytes) -> Frame | None:
        """Sound only."""
        return InputAudioRawFrame(audio=data, sample_rate=RATE, num_channels=1) if isinstance(data, bytes) else None


class Hearing(EagerEndOfTurnSTTServiceMixin, STTService):
    """The final text at a fixed time after the VAD's stop; in eager mode a prediction then, and the turn's end when it is due."""

    def __init__(self, *, eager: bool, commit_after_s: float) -> None:
        super().__init__(
            enable_eager_end_of_turn=eager,
            ttfs_p99_latency=VAD_STOP_S + STT_S,
            settings=STTSettings(model="fixed", language=None),
        )
        self._eager, self._commit_after_s = eager, commit_after_s
        self._pending: list[asyncio.Task[None]] = []

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame | None, None]:
        """Takes the sound; the words come by time."""
        yield None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Follows the voice detector."""
        await super().process_frame(frame, direction)
        if isinstance(frame, VADUserStartedSpeakingFrame):
            for task in self._pending:
                task.cancel()
            self._pending = []
            if self._eager:
                await self._cancel_eager_end_of_turn()
                await self.broadcast_frame(ProposedUserStartedSpeakingFrame)
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            work = [self._after(STT_S, self._predicted), self._after(self._commit_after_s, self._committed)]
            self._pending = [asyncio.create_task(one) for one in (work if self._eager else ())]
            if not self._eager:
                for one in work:
                    one.close()
                self._pending = [asyncio.create_task(self._after(STT_S, self._final))]

    @staticmethod
    async def _after(seconds: float, work: Any) -> None:
        await asyncio.sleep(seconds)
        done: Awaitable[None] = work()
        await done

    async def _final(self) -> None:
        await self.push_frame(TranscriptionFrame(HEARD, "", time_now_iso8601(), finalized=True))

    async def _predicted(self) -> None:
        await self._push_eager_end_of_turn(HEARD, user_id="")

    async def _committed(self) -> None:
        self._clear_eager_end_of_turn()
        await self._final()
        await self.broadcast_frame(ProposedUserStoppedSpeakingFrame)


class Thinking(LLMService):
    """The fixed reply, token by token."""

    def __init__(self) -> None:
        unset: dict[str, Any] = dict.fromkeys(
            (
                "system_instruction",
                "temperature",
                "max_tokens",
                "top_p",
                "top_k",
                "frequency_penalty",
                "presence_penalty",
                "seed",
                "filter_incomplete_user_turns",
                "user_turn_completion_config",
            )
        )
        super().__init__(settings=LLMSettings(model="fixed", **unset))
        self._replies = Replies()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Answers a context."""
        await super().process_frame(frame, direction)
        if not isinstance(frame, LLMContextFrame):
            await self.push_frame(frame, direction)
            return
        await self.push_frame(LLMFullResponseStartFrame())
        try:
            async for piece in streamed(self._replies.next()):
                await self._push_llm_text(piece)
        finally:
            await self.push_frame(LLMFullResponseEndFrame())


class Speaking(TTSService):
    """Sound at a fixed time after the text."""

    def __init__(self) -> None:
        super().__init__(
            push_start_frame=True,
            push_stop_frames=True,
            sample_rate=RATE,
            settings=TTSSettings(model="fixed", voice="fixed", language=None),
        )

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame, None]:
        """100 ms at a time, as fast as it is taken."""
        await asyncio.sleep(TTS_S)
        pcm = tone(len(text.split()))
        for at in range(0, len(pcm), 3200):
            yield TTSAudioRawFrame(pcm[at : at + 3200], RATE, 1, context_id=context_id)


def pipeline(port: int, mode: str, patience_s: float) -> tuple[Pipeline, Any]:
    """The pipeline, and its transport."""
    stop_s = patience_s if mode == "vad" else VAD_STOP_S
    transport = SingleClientWebsocketServerTransport(
        host="127.0.0.1",
        port=port,
        params=SingleClientWebsocketServerParams(audio_in_enabled=True, audio_out_enabled=True, serializer=Bare()),
    )
    strategies = (
        EagerUserTurnStrategies()
        if mode == "eager"
        else UserTurnStrategies(stop=[SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=patience_s - stop_s)])
    )
    pair = LLMContextAggregatorPair(LLMContext(), user_params=LLMUserAggregatorParams(user_turn_strategies=strategies))
    detector = VADProcessor(vad_analyzer=SileroVADAnalyzer(params=VADParams(stop_secs=stop_s)))
    hearing = Hearing(eager=mode == "eager", commit_after_s=patience_s - stop_s)
    steps = [transport.input(), detector, hearing, pair.user(), Thinking(), Speaking(), transport.output()]
    return Pipeline([*steps, pair.assistant()]), transport


async def serve(port: int, mode: str, patience_s: float) -> None:
    """Until it is ended."""
    line, transport = pipeline(port, mode, patience_s)
    worker = PipelineWorker(
        line,
        params=PipelineParams(audio_in_sample_rate=RATE, audio_out_sample_rate=RATE),
        idle_timeout_secs=None,
        enable_rtvi=False,
    )

    @transport.event_handler("on_websocket_ready")  # type: ignore[untyped-decorator]
    async def ready(*_: Any) -> None:
        print("READY {}", flush=True)

    runner = WorkerRunner()
    await runner.add_workers(worker)
    await runner.run()


def main(arguments: list[str]) -> int:
    """The command line."""
    logger.remove()
    logger.add(sys.stderr, level=os.environ.get("VOICE_LOG", "WARNING"))
    asyncio.run(serve(int(arguments[0]), arguments[1], float(arguments[2])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
