"""Transcripts: each kept whole, beside the columns that lists filter by and the passages that searches read."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, Table, and_, cast, delete, insert, or_, select, update

from core.caller import Caller
from core.errors import AppError
from core.shelf import Filters, Row
from core.transcript import Edit, Transcript
from store import access, panel, tables, transcript_index
from store.database import Store
from store.transcript_index import Term

_KIT = ("kit", "kit_title")
"""Of a line of the list: what stands in another table."""
_COLUMNS = set("id source title candidate track role level band score seconds held_at made_at".split())


@dataclass(frozen=True, slots=True)
class Held:
    """A transcript with its corrections, oldest first; `named`: a person chose its title and the candidate's name."""

    transcript: Transcript
    edits: tuple[Edit, ...] = ()
    named: bool = False


Work = Callable[[Held | None], Held]


def visible(caller: Caller, table: Table) -> ColumnElement[bool]:
    """Which rows of a table about transcripts this caller may read: their own, those whose candidate lets them, those they review.

    What is shared is let in here and nowhere else.
    """
    key = table.c.id if table is tables.transcripts else table.c.transcript_id
    return or_(table.c.owner == caller.owner, key.in_(access.let_read(caller.owner)))


def put(store: Store, caller: Caller, made: Transcript) -> None:
    """Keeps a transcript in place of the one with its id; AppError `unknown_transcript` when that is somebody else's."""
    put_many(store, caller, (made,))


def put_many(store: Store, caller: Caller, many: Sequence[Transcript]) -> None:
    """Keeps several in one transaction."""
    with store.write() as connection:
        for made in many:
            _put(connection, caller, made)


def rework(store: Store, caller: Caller, transcript_id: str, work: Work) -> Transcript:
    """Changes a transcript and its corrections as they stand at this moment, or keeps a new one; what `work` raises changes nothing."""
    with store.write() as connection:
        before = _held(connection, caller, transcript_id)
        held = work(before)
        same = before is not None and _read(before.transcript) == _read(held.transcript)
        _put(connection, caller, held.transcript, named=held.named, read_anew=not same)
        _put_edits(connection, caller, transcript_id, held.edits)
    return held.transcript


def must(held: Held | None) -> Held:
    """What is held; AppError `unknown_transcript` for nothing."""
    if held is None:
        raise _unknown()
    return held


def mine(store: Store, caller: Caller, transcript_id: str) -> Held:
    """The caller's own transcript with its corrections; AppError `unknown_transcript`, also for one they may only read."""
    with store.read() as connection:
        return must(_held(connection, caller, transcript_id))


def edits(store: Store, caller: Caller, transcript_id: str) -> tuple[Edit, ...]:
    """Every correction of a transcript, oldest first; AppError `unknown_transcript`."""
    with store.read() as connection:
        _load(connection, caller, transcript_id)
        return _edits(connection, transcript_id)


def load(store: Store, caller: Caller, transcript_id: str) -> Transcript:
    """The transcript with this id; AppError `unknown_transcript`."""
    with store.read() as connection:
        return _load(connection, caller, transcript_id)


def ids(store: Store, caller: Caller) -> frozenset[str]:
    """Of all transcripts of the caller."""
    t = tables.transcripts.c
    with store.read() as connection:
        return frozenset(connection.execute(select(t.id).where(t.owner == caller.owner)).scalars())


def readable(store: Store, caller: Caller, transcript_ids: Iterable[str]) -> frozenset[str]:
    """Of these transcripts those that the caller may read now."""
    t = tables.transcripts.c
    query = select(t.id).where(t.id.in_(list(transcript_ids)), visible(caller, tables.transcripts))
    with store.read() as connection:
        return frozenset(connection.execute(query).scalars())


def owner_of(store: Store, transcript_id: str) -> str:
    """Whose a transcript is; empty where there is none. For verbs that decide who may know of it."""
    t = tables.transcripts.c
    with store.read() as connection:
        return str(connection.execute(select(t.owner).where(t.id == transcript_id)).scalar() or "")


def missing(store: Store, caller: Caller) -> list[str]:
    """The caller's finished interviews that have no transcript, and whose transcript was not deleted."""
    s = tables.sessions.c
    query = select(s.id).where(s.owner == caller.owner, s.status == "finished")
    for table, key in ((tables.transcripts, tables.transcripts.c.id), (tables.buried, tables.buried.c.transcript_id)):
        query = query.where(~select(key).where(key == s.id, table.c.owner == caller.owner).exists())
    with store.read() as connection:
        return list(connection.execute(query.order_by(s.created_at)).scalars())


def is_buried(store: Store, caller: Caller, transcript_id: str) -> bool:
    """Whether the caller deleted the transcript of an interview that is still there."""
    b = tables.buried.c
    query = select(b.transcript_id).where(b.transcript_id == transcript_id, b.owner == caller.owner)
    with store.read() as connection:
        return connection.execute(query).first() is not None


def listing(
    store: Store, caller: Caller, filters: Filters, terms: Iterable[Term] = (), limit: int = 100, offset: int = 0
) -> list[Row]:
    """The transcripts that the caller may see, latest first; `terms` are what `filters.text` asks for."""
    t = tables.transcripts.c
    query = narrowed(_rows(caller), caller, filters)
    if filters.text:
        named = [or_(_has(t.title, word), _has(t.candidate, word)) for word in filters.text.split()]
        asked = [
            t.id.in_(transcript_index.holding(store.engine.dialect.name, term, at).where(visible(caller, tables.passages)))
            for at, term in enumerate(terms)
        ]
        found = [and_(*some) for some in (named, asked) if some]
        query = query.where(or_(*found)) if found else query
    with store.read() as connection:
        rows = connection.execute(query.order_by(t.held_at.desc(), t.id).limit(limit).offset(offset)).mappings()
        return [Row.model_validate({key: value for key, value in row.items() if value is not None or key not in _KIT}) for row in rows]


def _rows(caller: Caller) -> Select[Any]:
    """Lines of a list, each with the caller's kit that it was held by, as long as there is one."""
    t, g, k = tables.transcripts.c, tables.grants.c, tables.kits.c
    shown = [t[name] for name in Row.model_fields if name not in _KIT]
    allowed = and_(g.session_id == t.id, g.grantee == caller.owner, g.withdrawn_at.is_(None))
    return (
        select(*shown, k.id.label("kit"), k.data["title"].as_string().label("kit_title"))
        .select_from(tables.transcripts)
        .outerjoin(tables.grants, allowed)
        .outerjoin(tables.kits, and_(k.id == g.kit_id, k.owner == caller.owner))
    )


def narrowed(query: Select[Any], caller: Caller, filters: Filters) -> Select[Any]:
    """A query over transcripts, narrowed to what the caller may see and the filters let through; not to their text."""
    t = tables.transcripts.c
    asked: list[ColumnElement[bool]] = [visible(caller, tables.transcripts)]
    asked += [t[name] == value for name in ("role", "track", "source") if (value := getattr(filters, name))]
    asked += [t.held_at >= filters.since] if filters.since else []
    asked += [t.held_at <= filters.until] if filters.until else []
    asked += [t.graded.is_(filters.state == "graded")] if filters.state else []
    asked += [t.band >= filters.band_from] if filters.band_from else []
    asked += [t.band <= filters.band_to] if filters.band_to else []
    asked += [t.id.in_(access.granted_to(caller.owner, filters.kit))] if filters.kit else []
    # As JSON writes it: a tag is found whole, with its quotes.
    asked += [cast(t.tags, String).contains(json.dumps(filters.tag), autoescape=True)] if filters.tag else []
    return query.where(*asked)


def remove(store: Store, caller: Caller, transcript_id: str, bury: datetime | None = None) -> None:
    """Deletes a transcript with everything that hangs on it; `bury`: it is not to be made again, from this moment on."""
    t = tables.transcripts.c
    with store.write() as connection:
        must(_held(connection, caller, transcript_id))
        transcript_index.drop(connection, caller, transcript_id)
        for table in (tables.edits, *tables.ABOUT):
            connection.execute(delete(table).where(table.c.transcript_id == transcript_id))
        panel.sweep(connection)
        connection.execute(delete(tables.transcripts).where(t.id == transcript_id, t.owner == caller.owner))
        if bury is not None:
            row = {"transcript_id": transcript_id, "owner": caller.owner, "created_at": bury}
            connection.execute(insert(tables.buried).values(row))


def _put(connection: Connection, caller: Caller, made: Transcript, *, named: bool | None = None, read_anew: bool = True) -> None:
    t = tables.transcripts.c
    held = connection.execute(select(t.owner, t.named).where(t.id == made.id)).first()
    if held is not None and held.owner != caller.owner:
        raise _unknown()
    row = {
        **made.model_dump(include=_COLUMNS),
        "owner": caller.owner,
        "exchanges": len(made.exchanges),
        "graded": bool(made.graded_by),
        "named": named if named is not None else bool(held and held.named),
        "tags": list(made.tags),
        "data": made.model_dump(mode="json"),
    }
    if held is None:
        connection.execute(insert(tables.transcripts).values(row))
    else:
        connection.execute(update(tables.transcripts).where(t.id == made.id).values(row))
    if read_anew:
        transcript_index.write(connection, caller, made)


def _read(made: Transcript) -> object:
    """What the index is made of."""
    return made.speakers, made.passages


def _put_edits(connection: Connection, caller: Caller, transcript_id: str, made: Iterable[Edit]) -> None:
    connection.execute(delete(tables.edits).where(tables.edits.c.transcript_id == transcript_id))
    common = {"transcript_id": transcript_id, "owner": caller.owner}
    rows = [{**common, "created_at": one.at, "data": one.model_dump(mode="json")} for one in made]
    if rows:
        connection.execute(insert(tables.edits), rows)


def _edits(connection: Connection, transcript_id: str) -> tuple[Edit, ...]:
    e = tables.edits.c
    rows = connection.execute(select(e.data).where(e.transcript_id == transcript_id).order_by(e.id)).scalars()
    return tuple(Edit.model_validate(data) for data in rows)


def _held(connection: Connection, caller: Caller, transcript_id: str) -> Held | None:
    t = tables.transcripts.c
    query = select(t.data, t.named).where(t.id == transcript_id, t.owner == caller.owner).with_for_update()
    row = connection.execute(query).first()
    return Held(Transcript.model_validate(row.data), _edits(connection, transcript_id), row.named) if row else None


def _load(connection: Connection, caller: Caller, transcript_id: str) -> Transcript:
    t = tables.transcripts.c
    query = select(t.data).where(t.id == transcript_id, visible(caller, tables.transcripts))
    data = connection.execute(query).scalar()
    if data is None:
        raise _unknown()
    return Transcript.model_validate(data)


def _has(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """SQLite knows capitals of English letters alone."""
    spelled = {word, word.lower(), word.upper(), word.capitalize()}
    return or_(*(column.icontains(one, autoescape=True) for one in sorted(spelled)))


def _unknown() -> AppError:
    return AppError("unknown_transcript", "There is no such transcript among yours. Pick one from the list.")
