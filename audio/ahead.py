"""Sound made ahead of who needs it, by a thread: worth it where the pieces are large and made outside the interpreter."""

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

T = TypeVar("T")
ROOM = 3
"""Pieces that a thread may be ahead."""


def ahead(pieces: Iterator[T]) -> Iterator[T]:
    """The same pieces, made from this call on; what making them raises is raised here. The thread ends with its process."""
    held: queue.Queue[T | BaseException | None] = queue.Queue(ROOM)

    def fill() -> None:
        try:
            for piece in pieces:
                held.put(piece)
            held.put(None)
        except BaseException as fault:  # noqa: BLE001 - raised again by who reads
            held.put(fault)

    threading.Thread(target=fill, daemon=True).start()
    return _taken(held)


def _taken(held: "queue.Queue[T | BaseException | None]") -> Iterator[T]:
    while (piece := held.get()) is not None:
        if isinstance(piece, BaseException):
            raise piece
        yield piece
