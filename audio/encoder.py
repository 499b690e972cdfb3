"""FLAC made by a fork of this process, which takes what is written to it through a pipe.

The encoder comes back to the interpreter for each frame. As a third thread it made an hour take 4.0 s where decoding and
resampling in two threads take 2.6.
"""

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from core.errors import AppError

WIDE_PIPE = 1031, 2**20
"""fcntl(2): F_SETPIPE_SZ, and the most that a user may ask for."""
PIECE = 64 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Encoder:
    """Begun before any thread is: only one's own process can be forked whole. It ends with its process group."""

    def __init__(self, path: Path) -> None:
        ours, self._pipe = os.pipe()
        if sys.platform == "linux":
            import fcntl

            fcntl.fcntl(self._pipe, *WIDE_PIPE)
        self._process = os.fork()
        if not self._process:
            os.close(self._pipe)
            _encode(path, ours)
        os.close(ours)

    def write(self, pieces: Iterable[bytes]) -> None:
        """All pieces of PCM16 mono 16 kHz; the file is whole afterwards. AppError `storage_full` or `unreadable`."""
        try:
            with os.fdopen(self._pipe, "wb", buffering=0) as out:
                for piece in pieces:
                    out.write(piece)
        except BrokenPipeError:
            pass  # its end says why
        code = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
        if code in FULL:
            raise AppError("storage_full", "The disk that recordings are kept on is full. Free some space.")
        if code:
            raise AppError("unreadable", "The sound of that recording could not be written. Try again.")


def _encode(path: Path, source: int) -> None:
    """In the fork, which ends here."""
    code = 1
    try:
        from audio import flac

        with os.fdopen(source, "rb") as pieces, path.open("wb") as out:
            flac.write(out, iter(lambda: pieces.read(PIECE), b""))
        code = 0
    except OSError as fault:
        code = fault.errno or 1
    finally:
        os._exit(code)
