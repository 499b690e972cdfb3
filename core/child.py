"""Runs a function in a child process that can be killed, with limits on memory, time and output.

The function stands at the top of a module and takes JSON values and one file's bytes: `name(ask, data) -> bytes`; it may raise
`AppError`, whose words come through. Whatever else happens in the child (a crash, a bomb, a hang) becomes one `AppError` here.
"""

import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from core.confine import MB, confine, die_with_parent
from core.errors import AppError

ROOT = Path(__file__).parent.parent
HEAD = struct.Struct(">cI")
"""Before each message of the child: its kind (p progress, r result, e error) and its length in bytes."""
LOOK_S = 0.02
"""How often the child's memory is looked at."""
SPARE_MB = 24
"""The child may ask for this much less than the limit, since its code counts as memory too."""

NEAR = 0.75
HEAVY = "This file needs too much memory to read; save it anew or paste its text."

Task = Callable[[dict[str, Any], bytes], bytes]
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Limits:
    """Seconds of wall time, megabytes of memory (all that the child holds) and of output."""

    wall_s: float = 10.0
    memory_mb: int = 300
    output_mb: int = 32


@dataclass
class Ran:
    """What the last run cost: seconds and the most memory seen, in megabytes."""

    seconds: float = 0.0
    peak_mb: float = 0.0
    ocr: bool = False
    """Whether a recognizer's child ran; set by who started it."""


def run(
    task: Task,
    ask: dict[str, Any],
    data: bytes = b"",
    *,
    limits: Limits = Limits(),
    on_progress: Progress | None = None,
    ran: Ran | None = None,
    program: Sequence[str] = (),
) -> bytes:
    """The task's result. Raises AppError: the task's own, `took_too_long`, `too_much_memory` or `unreadable`.

    `program` is started beside the task, under the same limits and before the task gives up starting any: see `beside`.
    """
    with tempfile.TemporaryDirectory(prefix="viva-child-", ignore_cleanup_errors=True) as place:
        Path(place, "data").write_bytes(data)
        asked = {"task": f"{task.__module__}:{task.__qualname__}", "ask": ask, "limits": vars(limits), "program": list(program)}
        process = _start(place)
        watch = _Watch(process, limits, ran or Ran())
        try:
            _write(process, asked)
            return _result(watch, on_progress)
        finally:
            watch.stop()


def _start(place: str) -> subprocess.Popen[bytes]:
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "PYTHONDONTWRITEBYTECODE", "LD_LIBRARY_PATH")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    env |= {"PYTHONPATH": str(ROOT), "HOME": place, "TMPDIR": place, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    # One arena: with one per thread the allocator takes address space that nobody uses. Pieces of 4 MB and more go back at
    # once: a page read from its picture then peaks at 650 MB instead of 830.
    env |= {"MALLOC_MMAP_THRESHOLD_": "4194304", "MALLOC_ARENA_MAX": "1", "PYTHONHASHSEED": "0"}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "core.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        cwd=place, env=env, start_new_session=True, close_fds=True,
    )  # fmt: skip


def _write(process: subprocess.Popen[bytes], asked: dict[str, Any]) -> None:
    assert process.stdin
    try:
        process.stdin.write(json.dumps(asked).encode())
        process.stdin.close()
    except BrokenPipeError:
        pass  # it died at its start; reading says so


def _result(watch: "_Watch", on_progress: Progress | None) -> bytes:
    for kind, body in watch.messages():
        if kind == b"r":
            return body
        told = json.loads(body)
        if kind == b"e":
            raise AppError(str(told["code"]), str(told["sentence"]))
        if on_progress:
            on_progress(float(told["share"]), str(told["words"]))
    raise watch.why_it_died()


class _Watch:
    """The parent's eye on one child: its messages, its memory, its time."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits, ran: Ran) -> None:
        self._process, self._limits, self._ran = process, limits, ran
        self._begun = time.monotonic()
        self._buffer = bytearray()
        self._left = limits.output_mb * MB

    def messages(self) -> Iterator[tuple[bytes, bytes]]:
        """Each whole message, until the child closes its output. Raises AppError beyond a limit."""
        assert self._process.stdout
        with selectors.DefaultSelector() as ready:
            ready.register(self._process.stdout, selectors.EVENT_READ)
            while True:
                self._look()
                if not ready.select(LOOK_S):
                    continue
                piece = os.read(self._process.stdout.fileno(), 1 << 16)
                if not piece:
                    return
                self._take(piece)
                yield from self._whole()

    def why_it_died(self) -> AppError:
        """It is gone without a word: native code ends so when it gets no more memory, or by a fault of its own."""
        if self._ran.peak_mb > NEAR * self._limits.memory_mb:
            return AppError("too_much_memory", HEAVY)
        return AppError(
            "unreadable",
            "This file made its reader crash; save it anew from the program it came from, or paste the text.",
        )

    def stop(self) -> None:
        """Kills the child and all that it started, and leaves nothing open."""
        self._ran.seconds = time.monotonic() - self._begun
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        self._process.wait()
        for end in (self._process.stdin, self._process.stdout):
            if end:
                end.close()

    def _take(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            raise AppError("too_large", "This file holds more text than can be read; upload the part that matters.")
        self._buffer += piece

    def _whole(self) -> Iterator[tuple[bytes, bytes]]:
        while len(self._buffer) >= HEAD.size:
            kind, length = HEAD.unpack_from(self._buffer)
            if len(self._buffer) < HEAD.size + length:
                return
            yield kind, bytes(self._buffer[HEAD.size : HEAD.size + length])
            del self._buffer[: HEAD.size + length]

    def _look(self) -> None:
        held = resident_mb(self._process.pid) + sum(map(resident_mb, _started_by(self._process.pid)))
        self._ran.peak_mb = max(self._ran.peak_mb, held)
        if held > self._limits.memory_mb:
            raise AppError("too_much_memory", HEAVY)
        if time.monotonic() - self._begun > self._limits.wall_s:
            raise AppError(
                "took_too_long", "Reading this file takes too long; save it anew with fewer pages or paste its text."
            )


def resident_mb(pid: int) -> float:
    """Megabytes of memory that a process holds right now; 0 where it is gone or the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGESIZE") / MB


def _started_by(pid: int) -> list[int]:
    """The processes that a process has started; none where the system does not say."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (OSError, ValueError):
        return []


_out: IO[bytes] | None = None
"""In the child only: where its messages go."""


def progress(share: float, words: str) -> None:
    """Called by a task: how far it is (0-1), in words; the parent's `on_progress` gets it."""
    if _out:
        _send(b"p", json.dumps({"share": share, "words": words}).encode())


_program: subprocess.Popen[bytes] | None = None
"""In the child only: the program beside the task."""


def beside() -> subprocess.Popen[bytes]:
    """Called by a task: the program that was started for it; its input and output are pipes."""
    assert _program, "the task was run without a program"
    return _program


def _begin_beside(program: Sequence[str], limits: Limits) -> None:
    """Starts the program while that is still allowed; it is confined before it begins and dies with the child."""
    global _program

    def bound() -> None:
        die_with_parent()
        confine(limits.memory_mb, int(limits.wall_s) + 2, limits.output_mb, programs=True)

    if program:
        _program = subprocess.Popen(  # noqa: S603 - a command of ours; a stranger's bytes are not among its words
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"}, preexec_fn=bound if os.name == "posix" else None,
        )  # fmt: skip


def _send(kind: bytes, body: bytes) -> None:
    assert _out
    _out.write(HEAD.pack(kind, len(body)) + body)
    _out.flush()


def main() -> None:
    """The child: limits first, then the task."""
    global _out
    die_with_parent()
    asked = json.load(sys.stdin)
    limits = Limits(**asked["limits"])
    # What libraries print must not come between the messages.
    _out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if hasattr(signal, "alarm"):
        signal.alarm(int(limits.wall_s) + 2)
    try:
        _begin_beside(asked["program"], limits)
        confine(limits.memory_mb - SPARE_MB, int(limits.wall_s * (os.cpu_count() or 1)) + 2, limits.output_mb)
        room, name = asked["task"].split(":")
        _send(b"r", getattr(import_module(room), name)(asked["ask"], Path("data").read_bytes()))
    except AppError as error:
        _send(b"e", json.dumps({"code": error.code, "sentence": error.sentence}).encode())
    except MemoryError:
        told = {
            "code": "too_much_memory",
            "sentence": HEAVY,
        }
        _send(b"e", json.dumps(told).encode())
    os._exit(0)


if __name__ == "__main__":
    # Under `-m` this file is `__main__`; tasks import `core.child`, and there must be one `_out`.
    import_module("core.child").main()
