"""Making a link for others: whom it is for, how long it is open, and the secret in its address."""

import uuid
from datetime import timedelta

from agents.deps import Deps
from core.caller import Caller
from core.errors import AppError
from core.link import Link
from core.text import clean
from store import links


def made(deps: Deps, caller: Caller, label: str, days: int, longest: int) -> tuple[Link, str]:
    """A link that is open for 1 to `longest` days, not kept yet, and its secret; AppError `wrong_days`."""
    if not 1 <= days <= longest:
        raise AppError("wrong_days", f"A link can be open for 1 to {longest} days.")
    at = deps.now()
    link = Link(
        id=uuid.uuid4().hex,
        owner=caller.owner,
        label=" ".join(clean(label).split())[:120],
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    return link, links.fresh()
