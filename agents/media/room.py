"""How much one caller's recordings may take in all, those on their way included."""

from agents.deps import Deps
from agents.recording import MOST, MOST_OF_ONE
from core.caller import Caller
from core.errors import AppError
from core.media import MOST_BYTES, Media
from store import media as kept
from store import recordings


def left(deps: Deps, caller: Caller) -> int:
    """Bytes that may still come."""
    held = recordings.bytes_of(deps.store, caller) + sum(map(_bytes, kept.listing(deps.store, caller)))
    return max(0, MOST_OF_ONE.get(caller.role, MOST) - held)


def must_hold(deps: Deps, caller: Caller, size: int) -> None:
    """AppError `file_too_large` or `recording_full`."""
    if size > MOST_BYTES:
        raise too_large()
    if size > left(deps, caller):
        raise AppError("recording_full", "There is no room for more recordings of yours. Delete old ones first.")


def too_large() -> AppError:
    """For a file beyond the bound."""
    return AppError(
        "file_too_large", f"A recording may have {MOST_BYTES // 2**30} GB at most. Send its sound alone, or send it in parts."
    )


def _bytes(media: Media) -> int:
    of_facts = media.facts.bytes * (1 + len(media.facts.apart)) if media.facts else 0
    return (0 if media.received and not media.key else media.bytes) + of_facts
