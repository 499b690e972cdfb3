"""Opening a stranger's media file so that no other file or address can be opened through it; runs in the bounded child.

The content decides what it is, never the name. Only formats that hold sound themselves are allowed: a playlist, whatever it is
called, is none of them, and none of them opens a second file; no protocol but that of files is allowed.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph
from av.stream import Discard, Disposition

from core.errors import AppError

FORMATS = (
    "aac,ac3,eac3,aiff,amr,ape,asf,au,avi,caf,dts,flac,flv,matroska,webm,mov,mp4,m4a,3gp,mp3,mpeg,mpegts,"
    "ogg,oma,rm,tta,voc,w64,wav,wv"
)
"""FFmpeg's own names."""
PLAYLIST = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:#EXT|ffconcat|<asx|<\?wpl|\[playlist\]|\[reference\]|<smil|rtsptext|<playlist|v=0\s|"
    rb"<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?:MPD|playlist|asx|smil)|(?:https?|file|rtsp)://)",
    re.IGNORECASE | re.DOTALL,
)
"""How lists of other files begin; they would be refused anyway, this is for the sentence."""
LIE = 1.02
"""A header may say this much more than there is."""
DAMAGED = 3
"""Packets that cannot be decoded before the reader is told."""
BLOCK = 65_536
"""Samples given at once, at the file's own rate."""
MOST_DAMAGED = 1000
"""After so many the rest is given up."""


class Found:
    """A recording and its sound track."""

    def __init__(self, container: InputContainer, path: Path, size: int, promised: int) -> None:
        self._path, self._short = path, promised > size
        self._format, self._says = container.format.name, (container.duration or 0) / av.time_base
        stream = _track(container)
        self._index = stream.index
        moving = [one for one in container.streams.video if not one.disposition & Disposition.attached_pic]
        context = stream.codec_context
        self.told: dict[str, Any] = {
            "kind": "video" if moving else "audio",
            "codec": context.name,
            "rate": context.sample_rate,
            "channels": context.channels,
        }
        """The first fields of MediaFacts."""
        self._damaged = 0
        self._cut = False

    def blocks(self) -> Iterator[AudioFrame]:
        """All sound that can be decoded, in blocks of some `BLOCK` samples; AppError `no_sound` when there is none.

        A filter graph that opens the file itself decodes without the interpreter between two frames. It stops at the first
        damage: from there on packets are decoded one by one, those that cannot be being left out.
        """
        taken = 0
        try:
            for block in self._quickly():
                taken += block.samples
                yield block
        except EOFError:
            pass
        except av.FFmpegError:
            for block in self._patiently(taken):
                taken += block.samples
                yield block
        if not taken:
            raise AppError("no_sound", "There is not a moment of sound in that file. Send a recording that can be heard.")

    def _quickly(self) -> Iterator[AudioFrame]:
        graph = Graph()
        only = f"format_whitelist={FORMATS}:protocol_whitelist=file"
        # One thread for the decoder: with several FFmpeg crashes on one FLAC in a thousand, and gains nothing on small frames.
        source = graph.add(
            "amovie", filename=str(self._path), stream_index=str(self._index), format_opts=only, dec_threads="1"
        )
        larger, sink = graph.add("asetnsamples", f"n={BLOCK}:p=0"), graph.add("abuffersink")
        source.link_to(larger)
        larger.link_to(sink)
        graph.configure()
        while True:
            block = graph.pull()
            assert isinstance(block, AudioFrame)
            yield block

    def _patiently(self, skip: int) -> Iterator[AudioFrame]:
        held = av.AudioFifo()
        for frame in self._frames():
            frame.pts = None
            try:
                held.write(frame)
            except ValueError:  # another rate, layout or format from here on
                if held.samples and (rest := held.read(0, True)):
                    yield rest
                held = av.AudioFifo()
                held.write(frame)
            if skip and held.samples:
                least = min(skip, held.samples)
                held.read(least)
                skip -= least
            if held.samples >= BLOCK and (block := held.read(held.samples)):
                yield block
        if held.samples and (rest := held.read(0, True)):
            yield rest

    def _frames(self) -> Iterator[AudioFrame]:
        with _container(self._path) as container:
            stream = container.streams[self._index]
            for one in container.streams:
                one.discard = Discard.default if one is stream else Discard.all
            while not self._cut:
                try:
                    for frame in container.decode(stream):
                        assert isinstance(frame, AudioFrame)
                        yield frame
                    return
                except EOFError:
                    return
                except av.FFmpegError:
                    self._damaged += 1
                    self._cut = self._damaged > MOST_DAMAGED

    def share(self, seconds: float) -> float:
        """How much of it that many seconds are, 0-1, by what its header says."""
        return min(1.0, seconds / (self._says or 1e9))

    def broken(self, seconds: float) -> list[str]:
        """What is wrong with a file that was decoded as far as it goes, in sentences."""
        told = []
        says = self._says
        # Of MP3, AAC and MPEG streams the length is a guess from the first packets.
        guessed = self._format in ("mp3", "aac", "ac3", "eac3", "mpeg", "mpegts", "flv", "dts", "amr")
        if not guessed and says > LIE * seconds + 1:
            told.append(f"The file says that it lasts {_clock(says)}, but only {_clock(seconds)} of sound could be read.")
        elif self._cut or self._short:
            told.append(f"The file breaks off: {_clock(seconds)} of sound could be read.")
        if self._damaged >= DAMAGED:
            told.append(f"{self._damaged} pieces of the sound are damaged and were left out.")
        return told


def opened(path: Path) -> Found:
    """What is in the file, which is closed again: the index of a long film takes memory. AppError `playlist`, `not_media` or
    `no_audio`."""
    with path.open("rb") as file:
        head = file.read(2048)
    if PLAYLIST.match(head):
        raise AppError(
            "playlist", "That file is a list of other files or addresses, not a recording. Send the recording itself."
        )
    with _container(path) as container:
        return Found(container, path, path.stat().st_size, _promised(head))


@contextmanager
def _container(path: Path) -> Iterator[InputContainer]:
    """FFmpeg reads through our own file object and has nothing else to open."""
    with path.open("rb", buffering=0) as file:
        try:
            container = av.open(
                file,
                metadata_errors="ignore",
                buffer_size=1 << 18,
                options={"format_whitelist": FORMATS, "protocol_whitelist": "none"},
            )
        except (av.FFmpegError, OSError, ValueError):
            raise AppError(
                "not_media",
                "That file is no recording that can be read, or its end is missing. Send MP4, M4A, MP3, WAV, OGG, FLAC, "
                "WebM or MOV.",
            ) from None
        assert isinstance(container, InputContainer)
        with container:
            yield container


def _promised(head: bytes) -> int:
    """Bytes that a WAV or AVI says it has; 0 for others and where its writer could not know."""
    size = int.from_bytes(head[4:8], "little") if head[:4] == b"RIFF" else 0
    return size + 8 if 0 < size < 2**32 - 256 else 0


def _track(container: InputContainer) -> AudioStream:
    best = container.streams.best("audio")
    if best is None and not container.streams.audio:
        raise AppError("no_audio", "There is no sound track in that file. Send a recording that was made with sound.")
    found = best or container.streams.audio[0]
    assert isinstance(found, AudioStream)
    return found


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
