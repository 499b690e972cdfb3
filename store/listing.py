"""Lists of a caller's interviews, and what they were asked before."""

from datetime import datetime

from sqlalchemy import RowMapping, func, select

from core.caller import Caller
from core.noun import Noun
from store import tables
from store.database import Store


class SessionSummary(Noun):
    """One line of a list of interviews."""

    id: str
    track: str
    role: str
    level: int
    mode: str
    persona: str
    status: str
    created_at: datetime
    updated_at: datetime
    asked: int
    answered: int
    band: int | None = None
    headline: str = ""
    retry_of: str = ""
    retry_question: str = ""


def summaries(store: Store, caller: Caller, limit: int = 100) -> list[SessionSummary]:
    """The caller's interviews, latest first, each with the band of its latest report."""
    s, t, r = tables.sessions.c, tables.turns.c, tables.reports.c
    asked = (
        select(t.session_id, func.count().label("asked"), func.count(t.answered_at).label("answered"))
        .where(t.owner == caller.owner, t.phase == "core")
        .group_by(t.session_id)
        .subquery()
    )
    latest = (
        select(r.session_id, func.max(r.created_at).label("at"))
        .where(r.owner == caller.owner)
        .group_by(r.session_id)
        .subquery()
    )
    query = (
        select(tables.sessions, asked.c.asked, asked.c.answered, r.band, r.headline)
        .outerjoin(asked, asked.c.session_id == s.id)
        .outerjoin(latest, latest.c.session_id == s.id)
        .outerjoin(tables.reports, (r.session_id == s.id) & (r.created_at == latest.c.at))
        .where(s.owner == caller.owner)
        .order_by(s.created_at.desc(), s.id)
        .limit(limit)
    )
    with store.read() as connection:
        rows = {row["id"]: _summary(row) for row in connection.execute(query).mappings()}
    return list(rows.values())


def asked_before(store: Store, caller: Caller) -> dict[str, int]:
    """Question id → how often this caller was asked it."""
    t = tables.turns.c
    query = (
        select(t.question_id, func.count())
        .where(t.owner == caller.owner, t.phase == "core", t.question_id.is_not(None))
        .group_by(t.question_id)
    )
    with store.read() as connection:
        return {key: count for key, count in connection.execute(query).tuples() if key}


def _summary(row: RowMapping) -> SessionSummary:
    data = row["data"]
    brief, retry = data["brief"], data.get("retry_of") or {}
    return SessionSummary(
        id=row["id"],
        track=row["track"],
        role=brief["role"],
        level=brief["level"],
        mode=brief["mode"],
        persona=brief["persona"],
        status=row["status"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        asked=row["asked"] or 0,
        answered=row["answered"] or 0,
        band=row["band"],
        headline=row["headline"] or "",
        retry_of=retry.get("session_id", ""),
        retry_question=retry.get("question_id", ""),
    )
