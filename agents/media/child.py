"""The bounded child in which a stranger's recording is opened, with words that fit recordings."""

from typing import Any

from core import child
from core.errors import AppError

LIMITS = child.Limits(wall_s=1800.0, memory_mb=600, output_mb=1024)
"""Eight hours at 16 kHz have 922 MB before FLAC; three processes share the memory and use some 130 MB."""
WORDS = {
    "took_too_long": "Decoding that recording takes too long. Send its sound alone, as MP3 or M4A.",
    "too_much_memory": "Decoding that recording takes too much memory. Send its sound alone, as MP3 or M4A.",
    "unreadable": "That recording made its decoder crash. Convert it to MP3 or M4A and send that.",
}


def in_child(
    task: child.Task,
    ask: dict[str, Any],
    on_progress: child.Progress | None = None,
    ran: child.Ran | None = None,
) -> bytes:
    """The task's result; AppError."""
    try:
        return child.run(task, ask, limits=LIMITS, on_progress=on_progress, ran=ran)
    except AppError as fault:
        raise AppError(fault.code, WORDS.get(fault.code, fault.sentence)) from None
