"""A recording from a web address: noted first, then fetched, so that a process that dies can begin again."""

from agents.deps import Deps
from agents.media import about, arriving, keeping, room
from core.caller import Caller
from core.child import Progress
from core.errors import AppError
from core.media import About, Media


def begin_url(deps: Deps, caller: Caller, url: str, said: About, request_id: str = "") -> Media:
    """Notes a web address; AppError when it is none."""
    from rag.addresses import parsed

    found = parsed(url)
    keeping.sweep(deps)
    return about.begun(deps, caller, said, file=found.path, url=str(found), request_id=request_id)


def fetch(deps: Deps, caller: Caller, media_id: str, progress: Progress | None = None) -> Media:
    """Fetches the file of a recording that was noted; one that is here is given back. AppError says why it cannot be had: the
    note stays, so that it can be tried again."""
    from rag.fetch import Bounds
    from rag.fetch import fetch as get

    media = keeping.get(deps, caller, media_id)
    if media.received or not media.url:
        return media

    def told(have: int, whole: int) -> None:
        if progress:
            of = f" of {whole / 2**20:,.0f}" if whole else ""
            progress(have / whole if whole else 0.0, f"{have / 2**20:,.0f}{of} MB")

    bounds = Bounds(most=min(Bounds().most, room.left(deps, caller)))
    with deps.blobs.scratch() as place:
        digest = get(media.url, place / "file", bounds, deps.settings.fetch_allowed, told)
        return arriving.receive(deps, caller, media, place / "file", digest)


def accept_url(deps: Deps, caller: Caller, url: str, said: About, request_id: str = "") -> Media:
    """Both at once; of one that cannot be had nothing stays."""
    media = begin_url(deps, caller, url, said, request_id)
    try:
        return fetch(deps, caller, media.id)
    except AppError:
        keeping.let_go(deps, caller, media.id)
        raise

