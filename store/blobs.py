"""Large things by owner and key: recordings and made sound. A local folder; clouds fill the same Protocol."""

import hashlib
import os
import re
import shutil
import uuid
from pathlib import Path
from typing import Protocol

from core.errors import AppError

_KEY = re.compile(r"^[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*$")
SHARED = "shared"
"""Owner of what belongs to nobody: sound of the interviewer's common lines."""


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

    def delete(self, owner: str, prefix: str) -> None:
        """Deletes a key, or everything below a folder."""
        ...

    def delete_all(self, owner: str) -> None:
        """Deletes everything of an owner."""
        ...


class LocalBlobs:
    """Files below a folder; the owner's name is hashed, and keys cannot leave it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, owner: str, key: str) -> Path:
        if not _KEY.match(key) or ".." in key:
            raise ValueError(f"not a key: {key[:80]!r}")
        return self._of(owner) / key

    def _of(self, owner: str) -> Path:
        return self._folder / hashlib.sha256(owner.encode()).hexdigest()[:32]

    def put(self, owner: str, key: str, data: bytes) -> None:
        """Writes beside, syncs, then moves into place."""
        path = self._path(owner, key)
        fresh = path.with_name(f".{uuid.uuid4().hex}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as fault:
            fresh.unlink(missing_ok=True)
            raise AppError(
                "storage_full",
                f"Nothing more can be kept in {self._folder} ({fault.strerror}). Make room, then try again.",
            ) from None

    def get(self, owner: str, key: str, start: int = 0, end: int | None = None) -> bytes | None:
        """Reads a part of the file."""
        try:
            with self._path(owner, key).open("rb") as file:
                file.seek(start)
                return file.read() if end is None else file.read(max(0, end - start))
        except FileNotFoundError:
            return None

    def size(self, owner: str, key: str) -> int | None:
        """The file's length."""
        try:
            return self._path(owner, key).stat().st_size
        except FileNotFoundError:
            return None

    def delete(self, owner: str, prefix: str) -> None:
        """Removes a file or a folder."""
        path = self._path(owner, prefix)
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    def delete_all(self, owner: str) -> None:
        """Removes the owner's folder."""
        shutil.rmtree(self._of(owner), ignore_errors=True)


class Artifacts:
    """The shared shelf as the voice's cache wants it: losing or not keeping something is no failure."""

    def __init__(self, blobs: Blobs, folder: str = "voice") -> None:
        self._blobs = blobs
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """What was kept, or None."""
        return self._blobs.get(SHARED, f"{self._folder}/{key}")

    def put(self, key: str, data: bytes) -> None:
        """Keeps it if there is room."""
        try:
            self._blobs.put(SHARED, f"{self._folder}/{key}", data)
        except AppError:
            return
