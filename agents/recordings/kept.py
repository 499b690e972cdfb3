"""What a recording's stages leave for the next ones: JSON blobs beside its sound, so that a killed job goes on where it was."""

from collections.abc import Iterator
from typing import TypeVar

from agents.deps import Deps
from audio import flac
from core.caller import Caller
from core.media import STAGES, Stage
from core.noun import Noun
from core.schema import Word

N = TypeVar("N", bound=Noun)
_NAMES: dict[Stage, str] = {"transcribe": "heard", "divide": "divided.json", "grade": "verdicts"}
"""What a stage keeps: a file, or a folder of files."""


class Heard(Noun):
    """One piece of one channel. Samples count from the recording's start, word times are seconds from there."""

    channel: int
    start: int
    end: int
    begun: float = 0.0
    """First and last second of speech in it; both 0 where there is none."""
    ended: float = 0.0
    text: str = ""
    words: tuple[Word, ...] = ()
    engine: str = ""
    """Who heard it; empty where there was nothing to hear."""
    music: tuple[tuple[float, float, bool], ...] = ()
    """Stretches of music in seconds from the recording's start, and whether somebody is heard in them."""
    notices: tuple[str, ...] = ()


class Kept:
    """One recording's blobs."""

    def __init__(self, deps: Deps, caller: Caller, media_id: str) -> None:
        self._blobs, self._owner = deps.blobs, caller.owner
        self._folder = f"media/{media_id}/work"

    def heard(self, channel: int) -> list[Heard]:
        """The pieces of a channel that were heard, in order and without a gap."""
        found: list[Heard] = []
        for key in self._blobs.keys(self._owner, f"{self._folder}/heard/{channel}"):
            one = Heard.model_validate_json(self._blobs.get(self._owner, key) or b"")
            if one.start == (found[-1].end if found else 0):
                found.append(one)
        return found

    def hear(self, heard: Heard) -> None:
        """Keeps a piece."""
        self.put(f"heard/{heard.channel}/{heard.start:012d}.json", heard)

    def put(self, name: str, made: Noun) -> None:
        """Keeps a result by its name."""
        self._blobs.put(self._owner, f"{self._folder}/{name}", made.model_dump_json().encode())

    def get(self, name: str, kind: type[N]) -> N | None:
        """A result by its name; None when it was not kept."""
        data = self._blobs.get(self._owner, f"{self._folder}/{name}")
        return kind.model_validate_json(data) if data is not None else None

    def drop(self, first: Stage) -> None:
        """Forgets what a stage and those after it left."""
        for stage in STAGES[STAGES.index(first) :]:
            if stage in _NAMES:
                self._blobs.delete(self._owner, f"{self._folder}/{_NAMES[stage]}")

    def sound(self, key: str) -> Iterator[bytes]:
        """The samples of a FLAC blob, PCM16 mono 16 kHz, read as they are asked for."""
        with self._blobs.local(self._owner, key) as path, path.open("rb") as file:
            yield from flac.stream(file)
