"""A piece of sound as the whole app passes it on: PCM16, mono, little-endian, 16 kHz."""

import io
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from core.errors import AppError

RATE = 16_000
"""Samples a second, everywhere inside: uplink, downlink, recognizers and voices."""
LONGEST_S = 3 * 3600.0


@dataclass(frozen=True, slots=True)
class Clip:
    """PCM16 mono at `RATE`."""

    pcm: bytes

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.pcm) / 2 / RATE

    def samples(self) -> npt.NDArray[np.int16]:
        """The samples, int16, shape (n,)."""
        return np.frombuffer(self.pcm[: len(self.pcm) // 2 * 2], dtype="<i2")

    def floats(self) -> npt.NDArray[np.float32]:
        """The samples as float32 in [-1, 1), shape (n,)."""
        return self.samples().astype(np.float32) / 32768.0

    def cut(self, start: float, end: float) -> "Clip":
        """The part between two seconds."""
        return Clip(self.pcm[max(0, int(start * RATE)) * 2 : max(0, int(end * RATE)) * 2])

    def wav(self) -> bytes:
        """The clip as a WAV file."""
        held = io.BytesIO()
        with wave.open(held, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(self.pcm)
        return held.getvalue()


def from_floats(samples: npt.NDArray[np.floating], rate: int = RATE) -> Clip:
    """A clip from float samples in [-1, 1] of any rate; what is beyond is clipped."""
    whole = (np.clip(samples, -1.0, 32767 / 32768) * 32768.0).astype("<i2")
    if rate == RATE or not len(whole):
        return Clip(whole.tobytes())
    import av

    frame = av.AudioFrame.from_ndarray(whole.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    return Clip(b"".join(out.to_ndarray().tobytes() for one in (frame, None) for out in resampler.resample(one)))


def decode(source: Path | bytes | BinaryIO, longest_s: float = LONGEST_S) -> Clip:
    """A sound file of any common kind as a clip, channels mixed; AppError `not_audio` or `audio_too_long`."""
    import av

    file = io.BytesIO(source) if isinstance(source, bytes) else str(source) if isinstance(source, Path) else source
    pieces: list[bytes] = []
    taken = 0
    try:
        with av.open(file, mode="r", metadata_errors="ignore") as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in (*container.decode(audio=0), None):
                for out in resampler.resample(frame):
                    pieces.append(out.to_ndarray().tobytes())
                    taken += out.samples
                if taken > longest_s * RATE:
                    raise AppError(
                        "audio_too_long",
                        f"That recording is longer than {longest_s / 60:.0f} minutes. Send a shorter one.",
                    )
    except (av.FFmpegError, IndexError, ValueError, OSError):
        raise AppError(
            "not_audio", "That file holds no sound that can be read. Send WAV, MP3, M4A, OGG, FLAC or WebM."
        ) from None
    return Clip(b"".join(pieces))
