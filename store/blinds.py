"""Blind review as rows: who has it switched on for what, and the number that stands for each candidate's name."""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from core.caller import Caller
from store import tables
from store.database import Store

EVERY = ""
"""In the place of a transcript's id: all of them."""
_b, _c = tables.blinds.c, tables.candidates.c


def switch(store: Store, caller: Caller, reviewer: str, transcript_id: str, on: bool, at: datetime) -> None:
    """Blind review on or off for one transcript, or for `EVERY` one, which ends what was said of single ones."""
    gone = [_b.reviewer == reviewer]
    if transcript_id != EVERY:
        gone += [_b.owner == caller.owner, _b.transcript_id == transcript_id]
    row = {"reviewer": reviewer, "transcript_id": transcript_id, "owner": caller.owner, "created_at": at, "data": {"on": on}}
    with store.write() as connection:
        connection.execute(delete(tables.blinds).where(*gone))
        connection.execute(insert(tables.blinds).values(row))


def switches(store: Store, caller: Caller, reviewer: str) -> Mapping[str, bool]:
    """What this reviewer has switched, by transcript or `EVERY`."""
    query = select(_b.transcript_id, _b.data).where(_b.reviewer == reviewer, _b.owner == caller.owner)
    with store.read() as connection:
        return {one: bool(data["on"]) for one, data in connection.execute(query).tuples()}


def numbers(store: Store, caller: Caller, transcript_ids: Sequence[str], at: datetime) -> Mapping[str, int]:
    """The candidates' numbers by transcript. One that has none gets a free one by chance, so that it tells no order."""
    query = select(_c.transcript_id, _c.number).where(_c.owner == caller.owner)
    with store.read() as connection:
        held = dict(connection.execute(query.where(_c.transcript_id.in_(transcript_ids))).tuples().all())
    if any(one not in held for one in transcript_ids):
        with store.write() as connection:
            held = dict(connection.execute(query).tuples().all())
            new = dict(_drawn(dict.fromkeys(one for one in transcript_ids if one not in held), set(held.values())))
            rows = [{"transcript_id": one, "owner": caller.owner, "number": n, "created_at": at} for one, n in new.items()]
            if rows:  # another request may have been quicker
                connection.execute(insert(tables.candidates), rows)
        held |= new
    return {one: held[one] for one in transcript_ids}


def _drawn(wanted: Iterable[str], taken: set[int]) -> Iterable[tuple[str, int]]:
    for one in wanted:
        room = 10_000
        while len(taken) * 2 >= room:
            room *= 10
        number = random.randrange(1, room)
        while number in taken:
            number = random.randrange(1, room)
        taken.add(number)
        yield one, number
