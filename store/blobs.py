"""Large things by owner and key: recordings and made sound. A local folder; clouds fill the same Protocol."""

import errno
import hashlib
import logging
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from core.errors import AppError
from store.locked import locked, remove_unlocked

log = logging.getLogger(__name__)
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
SHARED = "shared"
"""Owner of what belongs to nobody: sound of the interviewer's common lines."""
RESERVE = 64 * 2**20
"""Bytes left free on the disk, so that a recording never takes the room that answers need."""
MAKING = ".making"
"""Folder of the scratch folders; no owner's has such a name."""


class Blobs(Protocol):
    """What is kept under an owner's key; no owner reaches another's."""

    def put(self, owner: str, key: str, data: bytes) -> None:
        """Keeps the data, durably, in place of what was there; AppError when it cannot."""
        ...

    def get(self, owner: str, key: str, start: int = 0, end: int | None = None) -> bytes | None:
        """The bytes from `start` up to `end`, or None when there is nothing."""
        ...

    def size(self, owner: str, key: str) -> int | None:
        """How many bytes there are, or None."""
        ...

    def keys(self, owner: str, folder: str = "") -> tuple[str, ...]:
        """The keys of an owner, of all or below a folder, sorted."""
        ...

    def local(self, owner: str, key: str) -> AbstractContextManager[Path]:
        """A path on this machine at which the file can be read while the block lasts; AppError `unknown_blob`."""
        ...

    def scratch(self, size: int = 0) -> AbstractContextManager[Path]:
        """A folder on this machine for making a file of about `size` bytes; gone with all that is still in it at the end.

        AppError `storage_full` before the block when there is no room, and in the block's place when the disk fills up.
        """
        ...

    def take(self, owner: str, key: str, made: Path) -> None:
        """Keeps a file that was made in a scratch folder, durably, in place of what was there; AppError when it cannot."""
        ...

    def sweep(self) -> None:
        """Removes the scratch folders of processes that died."""
        ...

    def delete(self, owner: str, key: str) -> None:
        """Deletes a key, or everything below a folder; AppError when something stays."""
        ...

    def delete_owner(self, owner: str) -> None:
        """Deletes everything of an owner; AppError when something stays."""
        ...


class LocalBlobs:
    """Files below a folder; the owner's name is hashed, and keys cannot leave it."""

    def __init__(self, folder: Path, reserve: int = RESERVE) -> None:
        self._folder = folder
        self._reserve = reserve

    def _path(self, owner: str, key: str) -> Path:
        if not _KEY.fullmatch(key) or ".." in key:
            raise ValueError(f"not a key: {key[:80]!r}")
        return self._of(owner) / key

    def _of(self, owner: str) -> Path:
        return self._folder / hashlib.sha256(owner.encode("utf-8", "ignore")).hexdigest()[:32]

    def put(self, owner: str, key: str, data: bytes) -> None:
        """Writes beside, syncs, moves into place, syncs the folder."""
        path = self._path(owner, key)
        fresh = path.with_name(f".{uuid.uuid4().hex}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._must_fit(path.parent, len(data))
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
            _sync(path.parent)
        except OSError as fault:
            _discard(fresh)
            raise self._worded(fault) from None

    def get(self, owner: str, key: str, start: int = 0, end: int | None = None) -> bytes | None:
        """Reads a part of the file."""
        try:
            with self._path(owner, key).open("rb") as file:
                file.seek(start)
                return file.read() if end is None else file.read(max(0, end - start))
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as fault:
            raise self._worded(fault) from None

    def size(self, owner: str, key: str) -> int | None:
        """The file's length."""
        path = self._path(owner, key)
        try:
            return path.stat().st_size if path.is_file() else None
        except OSError:
            return None

    def keys(self, owner: str, folder: str = "") -> tuple[str, ...]:
        """The files below, without those that are still being written."""
        home = self._of(owner)
        below = self._path(owner, folder) if folder else home
        found = (path for path in below.rglob("*") if not path.name.startswith(".") and path.is_file())
        return tuple(sorted(str(path.relative_to(home)) for path in found))

    @contextmanager
    def local(self, owner: str, key: str) -> Iterator[Path]:
        """The file itself."""
        path = self._path(owner, key)
        if not path.is_file():
            raise AppError("unknown_blob", "That file is gone. Upload it again.")
        yield path

    @contextmanager
    def scratch(self, size: int = 0) -> Iterator[Path]:
        """On the same disk as the blobs, locked while this process lives."""
        making = self._folder / MAKING
        try:
            making.mkdir(parents=True, exist_ok=True)
            self._must_fit(making, size)
            with locked(making / uuid.uuid4().hex) as place:
                yield place
        except OSError as fault:
            raise self._worded(fault) from None

    def take(self, owner: str, key: str, made: Path) -> None:
        """Syncs it, moves it into place, syncs the folder."""
        path = self._path(owner, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._must_fit(path.parent, 0)
            with made.open("rb") as file:
                os.fsync(file.fileno())
            made.replace(path)
            _sync(path.parent)
        except OSError as fault:
            raise self._worded(fault) from None

    def sweep(self) -> None:
        """Those whose lock is free."""
        for place in (self._folder / MAKING).glob("*"):
            remove_unlocked(place)

    def _must_fit(self, folder: Path, size: int) -> None:
        if shutil.disk_usage(folder).free < size + self._reserve:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def delete(self, owner: str, key: str) -> None:
        """Removes a file or a folder."""
        self._remove(self._path(owner, key))

    def delete_owner(self, owner: str) -> None:
        """Removes the owner's folder."""
        self._remove(self._of(owner))

    def _remove(self, path: Path) -> None:
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as fault:
            raise self._worded(fault) from None

    def _worded(self, fault: OSError) -> AppError:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return AppError(
                "storage_full", f"The disk that holds {self._folder} is full. Free some space; what was stored is safe."
            )
        if fault.errno in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR):
            return AppError(
                "storage_readonly", f"Nothing can be written to {self._folder}. Make it writable, or set VIVA_DATA."
            )
        log.error("blobs: %s", fault)
        return AppError(
            "storage_failed", "The folder of recordings could not do that. Try again; what was stored before is safe."
        )


class Artifacts:
    """The shared shelf as the voice's cache wants it: losing or not keeping something is no failure."""

    def __init__(self, blobs: Blobs, folder: str = "voice") -> None:
        self._blobs = blobs
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """What was kept, or None."""
        try:
            return self._blobs.get(SHARED, f"{self._folder}/{key}")
        except AppError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keeps it if there is room."""
        try:
            self._blobs.put(SHARED, f"{self._folder}/{key}", data)
        except AppError:
            return


def _sync(folder: Path) -> None:
    """Makes a rename in the folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
