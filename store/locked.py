"""Folders that last as long as the process that made them: a lock goes with its process, however that ends."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

YOUNG_S = 60.0
"""A folder may be this young without its lock: it is just being made. Where there are no locks, a day."""
OLD_S = 24 * 3600.0


@contextmanager
def locked(place: Path) -> Iterator[Path]:
    """Makes the folder and locks it; it is gone afterwards with all that is in it."""
    place.mkdir()
    try:
        lock = os.open(place / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _lock(lock)
            yield place
        finally:
            os.close(lock)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def remove_unlocked(place: Path) -> None:
    """Removes the folder if nobody holds it."""
    try:
        age = time.time() - place.stat().st_mtime
        if age < (YOUNG_S if sys.platform != "win32" else OLD_S):
            return
        lock = os.open(place / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if _lock(lock):
                shutil.rmtree(place, ignore_errors=True)
        finally:
            os.close(lock)
    except OSError:
        return  # another process was quicker


def _lock(handle: int) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
