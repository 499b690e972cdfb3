"""Interviews and their turns: made once, closed once, read whole. A turn is one transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Text, bindparam, cast, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.caller import Caller
from core.errors import AppError
from core.schema import Act, Judgement, Session, Turn, Utterance
from store import jobs, nouns, tables
from store.database import Store
from store.jobs import NewJob

Saved = Literal["saved", "replayed"]

_S, _T = tables.sessions.c, tables.turns.c
_COLUMNS = (_S.status, _S.updated_at, _S.paused_at, _S.paused_s, _S.finished_at)
_WANTED: Any = bindparam("wanted")
_MINE: Any = bindparam("mine")
_SESSION = select(cast(_S.data, Text).label("data"), *_COLUMNS).where(_S.id == _WANTED, _S.owner == _MINE)
_TURNS = select(cast(_T.data, Text)).where(_T.session_id == _WANTED, _T.owner == _MINE).order_by(_T.n)
"""Built once: a live interview is read four times a turn."""


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


def reopen(store: Store, caller: Caller, session_id: str, n: int, request_id: str) -> Session:
    """Opens turn `n` again and drops the one after it, for a candidate who was not done; returns the session.

    AppError `moved_on` unless turn `n` was closed by `request_id` and nothing has happened since.
    """
    with store.write() as connection:
        session = _load(connection, caller, session_id)
        last = session.turns[-1]
        if last.n == n and last.answered_at is None:
            return session
        closed = session.turns[n] if n < len(session.turns) else None
        untouched = last.n == n + 1 and last.answered_at is None and not last.acts
        if closed is None or closed.request_id != request_id or not untouched or session.status != "open":
            raise AppError(
                "moved_on", "The interview has moved on from that answer. Go on with the question that is open."
            )
        t = tables.turns.c
        connection.execute(
            delete(tables.turns).where(t.session_id == session_id, t.n == n + 1, t.owner == caller.owner)
        )
        changed = {
            "heard": None,
            "skipped": False,
            "answered_at": None,
            "request_id": None,
            "judgement": None,
            "notices": (),
        }
        opened = closed.model_copy(update=changed)
        _put_turn(connection, caller, session_id, opened)
        return session.model_copy(update={"turns": (*session.turns[:n], opened)})


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


def stop_recording(store: Store, caller: Caller, session_id: str) -> None:
    """Takes the consent to a recording back; when it was given stays known."""
    with store.write() as connection:
        session = _load(connection, caller, session_id)
        brief = session.brief.model_copy(update={"record": False})
        _put_session(connection, caller, session.model_copy(update={"brief": brief}))


def fill_words(
    store: Store,
    caller: Caller,
    session_id: str,
    heard: Mapping[int, Utterance],
    verdicts: Mapping[str, Judgement],
    *,
    notice: str,
    job: NewJob,
    at: datetime,
) -> Session:
    """Puts later words into answered turns and new verdicts to their questions, and queues the report: all of it or nothing.

    A turn whose words are all there is left alone; `notice` is kept where words were found. `heard` is by turn,
    `verdicts` by question id.
    """
    with store.write() as connection:
        session = _load(connection, caller, session_id)
        turns = list(session.turns)
        last = {turn.question.id: turn.n for turn in turns if turn.question is not None and turn.heard is not None}
        for n, utterance in heard.items():
            before = turns[n].heard
            if before is not None and before.unheard:
                found = (utterance.text, utterance.spoken_text) != (before.text, before.spoken_text)
                told = tuple(dict.fromkeys((*turns[n].notices, *([notice] if found else []))))
                turns[n] = turns[n].model_copy(update={"heard": utterance, "notices": told})
        for question_id, verdict in verdicts.items():
            n = last[question_id]
            turns[n] = turns[n].model_copy(update={"judgement": verdict})
        changed = [turn for turn, before in zip(turns, session.turns, strict=True) if turn != before]
        for turn in changed:
            _put_turn(connection, caller, session_id, turn)
        if changed:
            jobs.add(connection, caller, job, at)
    return session.model_copy(update={"turns": tuple(turns)})


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
    mine = {"wanted": session_id, "mine": caller.owner}
    row = connection.execute(_SESSION, mine).mappings().one_or_none()
    if row is None:
        raise AppError(
            "unknown_session", "There is no such interview among yours. Start one, or pick one from the list."
        )
    kept = connection.execute(_TURNS, mine).scalars()
    changes = {column.name: row[column.name] for column in _COLUMNS}
    return nouns.session_of(row["data"]).model_copy(update={**changes, "turns": tuple(map(nouns.turn_of, kept))})


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
