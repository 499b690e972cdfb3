"""Links that open one transcript for whoever holds them: made, looked at, withdrawn; what they open, and who opened them when."""

from collections.abc import Sequence
from datetime import datetime

from agents import linking
from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from core.kit import SCOPES, Grant, Scope, Share, Viewing
from core.link import LinkState
from core.noun import Noun
from core.transcript import Exchange, Passage, Take, Transcript
from store import access, shares, transcripts

LONGEST_DAYS = 180
MOST = 100
"""Links to one transcript."""
OVER = "This link leads to nothing, or it has ended. Ask whoever sent it for a new one."


class Told(Noun):
    """A share as those whom it concerns read it: the candidate, and whoever made it."""

    id: str
    label: str
    scope: tuple[Scope, ...]
    state: LinkState
    made_at: datetime
    expires_at: datetime
    views: int
    last_viewed_at: datetime | None = None
    mine: bool
    """The caller made it and can end it."""


class Opened(Noun):
    """What a link opens: the transcript without what its scope leaves out."""

    share: Share
    transcript: Transcript


def create(
    deps: Deps, caller: Caller, transcript_id: str, scope: Sequence[str] = SCOPES, days: int = 14, label: str = ""
) -> tuple[Share, str]:
    """A link to a transcript that the caller may read, and its secret, which is told this once."""
    _, consent = readable(deps, caller, transcript_id)
    chosen = tuple(one for one in SCOPES if one in scope)
    if not chosen or set(scope) - set(SCOPES):
        raise AppError("wrong_scope", f"Choose what the link opens: {', '.join(SCOPES)}.")
    link, secret = linking.made(deps, caller, label, days, LONGEST_DAYS)
    if "audio" in chosen and consent is not None and not consent.audio:
        raise AppError("no_consent", "The candidate did not agree to a recording, so no link can open its sound.")
    if len(shares.of_transcript(deps.store, transcript_id)) >= MOST:
        raise AppError("too_many_shares", f"There are {MOST} links to this transcript already.")
    made = Share(**dict(link), transcript_id=transcript_id, scope=chosen)
    shares.put(deps.store, caller, made, secret)
    return made, secret


def revoke(deps: Deps, caller: Caller, share_id: str) -> Share:
    """Ends a link at once."""
    return shares.revoke(deps.store, caller, share_id, deps.now())


def about(deps: Deps, caller: Caller, transcript_id: str) -> tuple[Told, ...]:
    """The links to a transcript: all of them for whom it belongs to, their own for anybody who may read it."""
    own = transcripts.owner_of(deps.store, transcript_id) == caller.owner
    found = shares.of_transcript(deps.store, transcript_id)
    return tuple(_told(deps, caller, one) for one in found if own or one.owner == caller.owner)


def opened(deps: Deps, secret: str) -> Opened:
    """What a link opens, and a line in its log; AppError `unknown_share` in the same words for every link that opens nothing."""
    share, made = _through(deps, secret)
    shares.viewed(deps.store, share, Viewing(share_id=share.id, at=deps.now(), what="page"))
    return Opened(share=share, transcript=_within(made, share.scope))


def sound(deps: Deps, secret: str, n: int, *, first: bool) -> tuple[Transcript, Take]:
    """A take of a shared transcript, to be read from the blobs; `first` for the beginning of a file, which the log names."""
    share, made = _through(deps, secret)
    takes = _within(made, share.scope).takes
    if not 0 <= n < len(takes) or deps.blobs.size(made.owner, takes[n].key) is None:
        raise AppError("unknown_share", OVER)
    if first:
        shares.viewed(deps.store, share, Viewing(share_id=share.id, at=deps.now(), what="audio"))
    return made, takes[n]


def readable(deps: Deps, caller: Caller, transcript_id: str) -> tuple[Transcript, Grant | None]:
    """A transcript of the caller's, or one whose candidate lets them read it, with that consent; else `unknown_transcript`."""
    found = access.through_grant(deps.store, caller, transcript_id)
    if found is None:
        return transcripts.load(deps.store, caller, transcript_id), None
    made, consent = found
    return (made if consent.audio else made.model_copy(update={"takes": ()})), consent


def _through(deps: Deps, secret: str) -> tuple[Share, Transcript]:
    share = shares.by_secret(deps.store, secret)
    if share is None or share.state(deps.now()) != "open":
        raise AppError("unknown_share", OVER)
    found = access.through_share(deps.store, share)
    if found is None:
        raise AppError("unknown_share", OVER)
    made, consent = found
    return share, made if consent is None or consent.audio else made.model_copy(update={"takes": ()})


def _within(made: Transcript, scope: Sequence[Scope]) -> Transcript:
    """A transcript without what a link does not open; quotes are words of the transcript."""
    left: dict[str, object] = {}
    if "audio" not in scope:
        left["takes"] = ()
    if "scores" not in scope:
        left |= {"band": None, "score": None, "graded_by": "", "rubric": "", "notices": ()}
    if "transcript" not in scope:
        left["passages"] = tuple(_unworded(one) for one in made.passages)
    left["exchanges"] = tuple(_exchange(one, scope) for one in made.exchanges)
    return made.model_copy(update=left)


def _unworded(one: Passage) -> Passage:
    return one.model_copy(update={"text": "", "code": "", "words": ()})


def _exchange(one: Exchange, scope: Sequence[Scope]) -> Exchange:
    if "scores" not in scope:
        return one.model_copy(update={"judgement": None, "band": None})
    if "transcript" in scope or one.judgement is None:
        return one
    bare = tuple(decision.model_copy(update={"quote": None}) for decision in one.judgement.decisions)
    return one.model_copy(update={"judgement": one.judgement.model_copy(update={"decisions": bare})})


def _told(deps: Deps, caller: Caller, one: Share) -> Told:
    views = shares.views(deps.store, one.id)
    return Told(
        **one.model_dump(include={"id", "label", "scope", "made_at", "expires_at"}),
        state=one.state(deps.now()),
        views=len(views),
        last_viewed_at=views[-1].at if views else None,
        mine=one.owner == caller.owner,
    )
