"""Interviews and their turns: made once, closed once, read whole. A turn is one transaction."""

import json
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.caller import Caller
from core.errors import AppError
from core.noun import Noun
from core.schema import Act, Session, Turn
from store import jobs, tables
from store.database import Store
from store.jobs import NewJob

Saved = Literal["saved", "replayed"]


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


def create(store: Store, caller: Caller, session: Session, request_id: str) -> Session:
    """Stores a new session with its first turn; the same request id gives the one that was made first."""
    row = {
        **_columns(session),
        "id": session.id,
        "owner": caller.owner,
        "request_id": request_id[:64],
        "track": session.brief.track,
        "created_at": session.created_at,
    }
    try:
        with store.write() as connection:
            connection.execute(insert(tables.sessions).values(row))
            for turn in session.turns:
                connection.execute(insert(tables.turns).values(_turn_row(session.id, caller, turn)))
        return session
    except AppError as fault:
        if not isinstance(fault.__cause__, IntegrityError):
            raise
    with store.read() as connection:
        wanted = select(tables.sessions.c.id).where(
            tables.sessions.c.owner == caller.owner, tables.sessions.c.request_id == request_id[:64]
        )
        first = connection.execute(wanted).scalar_one()
    return load(store, caller, first)


def load(store: Store, caller: Caller, session_id: str) -> Session:
    """The whole session; AppError `unknown_session`, in the same words for one that is somebody else's."""
    with store.read() as connection:
        return _load(connection, caller, session_id)


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


def save_turn(
    store: Store,
    caller: Caller,
    session_id: str,
    closed: Turn,
    following: Turn | None,
    *,
    finished_at: datetime | None = None,
    job: NewJob | None = None,
) -> Session:
    """Closes the open turn and opens the next one, once; returns the session as it now stands.

    A request id that was stored already changes nothing.
    """
    with store.write() as connection:
        session = _load(connection, caller, session_id)
        stored = session.turns[closed.n] if closed.n < len(session.turns) else None
        if stored is None or stored.answered_at is not None:
            if stored is not None and stored.request_id == closed.request_id:
                return session
            raise AppError(
                "turn_taken", "This question has been answered already, from another window perhaps. Reload to go on."
            )
        _must_run(session)
        # Acts that arrived while the answer was being read are kept with it.
        closed = closed.model_copy(update={"acts": stored.acts})
        _put_turn(connection, caller, session_id, closed)
        if following is not None:
            connection.execute(insert(tables.turns).values(_turn_row(session_id, caller, following)))
        at = finished_at or closed.answered_at or session.updated_at
        changes: dict[str, Any] = {"updated_at": at}
        if finished_at is not None:
            changes |= {"status": "finished", "finished_at": finished_at}
        turns = (*session.turns[: closed.n], closed, *((following,) if following else ()))
        session = session.model_copy(update={**changes, "turns": turns})
        _put_session(connection, caller, session)
        if job is not None:
            jobs.add(connection, caller, job, at)
    return session


def save_act(store: Store, caller: Caller, session_id: str, n: int, act: Act) -> Saved:
    """Adds what was done beside answering to the open turn `n`, once."""
    with store.write() as connection:
        session = _load(connection, caller, session_id)
        _must_run(session)
        return _add_act(connection, caller, session, n, act)


def pause(store: Store, caller: Caller, session_id: str, at: datetime, act: Act) -> Saved:
    """Stops the clock; pausing twice changes nothing."""
    with store.write() as connection:
        session = _load(connection, caller, session_id)
        if session.status == "paused":
            return "replayed"
        _must_run(session)
        _add_act(connection, caller, session, session.turns[-1].n, act)
        changed = {"status": "paused", "paused_at": at, "updated_at": at}
        _put_session(connection, caller, session.model_copy(update=changed))
    return "saved"


def resume(store: Store, caller: Caller, session_id: str, at: datetime, act: Act) -> Saved:
    """Lets the clock run again; resuming twice changes nothing."""
    with store.write() as connection:
        session = _load(connection, caller, session_id)
        if session.status != "paused":
            return "replayed"
        _add_act(connection, caller, session, session.turns[-1].n, act)
        away = (at - session.paused_at).total_seconds() if session.paused_at else 0.0
        changed = {"status": "open", "paused_at": None, "paused_s": session.paused_s + away, "updated_at": at}
        _put_session(connection, caller, session.model_copy(update=changed))
    return "saved"


def finish(store: Store, caller: Caller, session_id: str, at: datetime, job: NewJob | None) -> Saved:
    """Ends the interview where it is; ending it twice changes nothing."""
    with store.write() as connection:
        session = _load(connection, caller, session_id)
        if session.status == "finished":
            return "replayed"
        changed = {"status": "finished", "finished_at": at, "paused_at": None, "updated_at": at}
        _put_session(connection, caller, session.model_copy(update=changed))
        if job is not None:
            jobs.add(connection, caller, job, at)
    return "saved"


def _must_run(session: Session) -> None:
    if session.status == "finished":
        raise AppError("finished", "This interview is over. Its report is on the Feedback page.")
    if session.status == "paused":
        raise AppError("paused", "This interview is paused. Resume it first.")


def _add_act(connection: Connection, caller: Caller, session: Session, n: int, act: Act) -> Saved:
    if any(one.request_id == act.request_id and act.request_id for turn in session.turns for one in turn.acts):
        return "replayed"
    turn = session.turns[n] if n < len(session.turns) else None
    if turn is None or turn.answered_at is not None:
        raise AppError("turn_taken", "The interview has moved on from that question. Reload to see where it stands.")
    _put_turn(connection, caller, session.id, turn.model_copy(update={"acts": (*turn.acts, act)}))
    return "saved"


def _load(connection: Connection, caller: Caller, session_id: str) -> Session:
    s, t = tables.sessions.c, tables.turns.c
    query = select(tables.sessions).where(s.id == session_id, s.owner == caller.owner)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise AppError(
            "unknown_session", "There is no such interview among yours. Start one, or pick one from the list."
        )
    kept = connection.execute(
        select(t.data).where(t.session_id == session_id, t.owner == caller.owner).order_by(t.n)
    ).scalars()
    columns = ("status", "updated_at", "paused_at", "paused_s", "finished_at")
    return Session.model_validate({**row["data"], **{name: row[name] for name in columns}, "turns": list(kept)})


def _columns(session: Session) -> dict[str, Any]:
    fields = {"status", "updated_at", "paused_at", "paused_s", "finished_at"}
    return {
        **session.model_dump(include=fields),
        "data": session.model_dump(mode="json", exclude={"turns", *fields}),
    }


def _put_session(connection: Connection, caller: Caller, session: Session) -> None:
    s = tables.sessions.c
    connection.execute(
        update(tables.sessions).where(s.id == session.id, s.owner == caller.owner).values(_columns(session))
    )


def _put_turn(connection: Connection, caller: Caller, session_id: str, turn: Turn) -> None:
    t = tables.turns.c
    connection.execute(
        update(tables.turns)
        .where(t.session_id == session_id, t.n == turn.n, t.owner == caller.owner)
        .values(_turn_row(session_id, caller, turn))
    )


def _turn_row(session_id: str, caller: Caller, turn: Turn) -> dict[str, Any]:
    return {
        "session_id": session_id,
        "n": turn.n,
        "owner": caller.owner,
        "request_id": turn.request_id,
        "question_id": turn.question.id if turn.question else None,
        "phase": turn.phase,
        "asked_at": turn.asked_at,
        "answered_at": turn.answered_at,
        # Through JSON, so that what could not be read again is refused here and not kept.
        "data": json.loads(turn.model_dump_json()),
    }


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
