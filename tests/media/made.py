"""Recordings made for the tests, in every common and uncommon form."""

import io
import struct
import wave

import av
import numpy as np


def voice(seconds, rate=44100, pitch=130.0):
    """A hum with syllables, float in [-1, 1]."""
    t = np.arange(int(seconds * rate)) / rate
    hum = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, 8))
    return (0.2 * hum * (0.55 + 0.45 * np.sin(2 * np.pi * 3 * t))).astype(np.float32)


def container(path, codec, samples, rate=44100, layout="stereo", picture=False, fmt=None):
    """A file of any kind; `samples` are floats, shape (channels, n)."""
    with av.open(str(path), "w", format=fmt) as out:
        moving = out.add_stream("mpeg4", rate=10) if picture else None
        if moving:
            moving.width, moving.height, moving.pix_fmt = 64, 48, "yuv420p"
        stream = out.add_stream(codec, rate=rate, layout=layout) if codec else None
        if moving:
            for n in range(max(1, int(samples.shape[1] / rate * 10))):
                frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), n % 255, dtype=np.uint8), format="rgb24")
                out.mux(moving.encode(frame))
            out.mux(moving.encode(None))
        if stream:
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
            frame.sample_rate = rate
            turned = av.AudioResampler(format=stream.codec_context.format.name, layout=layout, rate=rate)
            for one in turned.resample(frame):
                one.pts = None
                out.mux(stream.encode(one))
            out.mux(stream.encode(None))
    return path


def talk(path, seconds=3.0):
    """A stereo M4A as a telephone makes it, the same voice on both sides."""
    one = voice(seconds)
    return container(path, "aac", np.stack((one, one)))


def wav(samples, rate=16000, width=2):
    """A WAV of ints, shape (channels, n)."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(len(samples))
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(np.ascontiguousarray(samples.T).tobytes())
    return held.getvalue()


def lying(data, seconds=600 * 3600):
    """An M4A or MP4 whose header says that it lasts 600 hours."""
    at = data.index(b"mvhd") + 4
    scale = struct.unpack(">I", data[at + 12 : at + 16])[0]
    long = struct.pack(">I", min(2**32 - 1, seconds * scale))
    data = data[: at + 16] + long + data[at + 20 :]
    at = data.index(b"mdhd") + 4
    scale = struct.unpack(">I", data[at + 12 : at + 16])[0]
    data = data[: at + 16] + struct.pack(">I", min(2**32 - 1, seconds * scale)) + data[at + 20 :]
    at = data.index(b"tkhd") + 4
    return data[: at + 20] + long + data[at + 24 :]
