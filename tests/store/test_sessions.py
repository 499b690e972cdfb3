"""Sessions through the store's public functions over a real SQLite file."""

import subprocess
import sys
import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.caller import Caller
from core.errors import AppError
from core.schema import Act, Brief, Plan, Session, Turn, Utterance
from store import account, jobs, keys, listing, sessions
from store.database import HEAD, open_store
from store.jobs import NewJob

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    made = open_store("", tmp_path)
    yield made
    made.close()


def new_session(owner="someone", **changes):
    turn = Turn(n=0, phase="opening", said="Who are you?", level=3, asked_at=NOW)
    kept = {
        "id": uuid.uuid4().hex,
        "owner": owner,
        "brief": Brief(track="hr"),
        "plan": Plan(slots=()),
        "status": "open",
        "engine": "rules",
        "created_at": NOW,
        "updated_at": NOW,
        "turns": (turn,),
        **changes,
    }
    return Session(**kept)


def closed(n=0, request_id="r", text="I am Ada."):
    return Turn(
        n=n,
        phase="opening",
        said="Who are you?",
        level=3,
        asked_at=NOW,
        heard=Utterance(text=text),
        answered_at=NOW + timedelta(seconds=9),
        request_id=request_id,
    )


def following(n=1):
    return Turn(n=n, phase="core", said="And then?", level=3, asked_at=NOW)


def test_the_same_request_id_makes_one_session(store, caller):
    first = sessions.create(store, caller, new_session(), "once")
    again = sessions.create(store, caller, new_session(), "once")
    assert again.id == first.id
    assert len(listing.summaries(store, caller)) == 1


def test_a_turn_is_closed_once_and_a_retry_is_replayed(store, caller):
    session = sessions.create(store, caller, new_session(), "s")
    stored = sessions.save_turn(store, caller, session.id, closed(), following())
    assert stored == sessions.load(store, caller, session.id)
    assert sessions.save_turn(store, caller, session.id, closed(text="Other words"), following()) == stored
    kept = sessions.load(store, caller, session.id)
    assert [turn.n for turn in kept.turns] == [0, 1]
    assert kept.turns[0].heard.text == "I am Ada."


def test_of_two_answers_at_once_exactly_one_is_taken(store, caller):
    session = sessions.create(store, caller, new_session(), "s")
    outcomes = []

    def answer(name):
        try:
            sessions.save_turn(store, caller, session.id, closed(request_id=name), following())
            outcomes.append("saved")
        except AppError as fault:
            outcomes.append(fault.code)

    threads = [threading.Thread(target=answer, args=(f"r{at}",)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved"] + ["turn_taken"] * 7


def test_another_owner_is_told_the_same_as_for_nothing_at_all(store, caller, other):
    session = sessions.create(store, caller, new_session(), "s")
    act = Act(action="hint", said="x", at=NOW, request_id="a")
    for work in (
        lambda key: sessions.load(store, other, key),
        lambda key: sessions.save_turn(store, other, key, closed(), following()),
        lambda key: sessions.save_act(store, other, key, 0, act),
        lambda key: sessions.pause(store, other, key, NOW, act),
        lambda key: sessions.resume(store, other, key, NOW, act),
        lambda key: sessions.finish(store, other, key, NOW, None),
    ):
        told = []
        for key in (session.id, "nothing"):
            with pytest.raises(AppError) as fault:
                work(key)
            told.append((fault.value.code, fault.value.sentence))
        assert told[0] == told[1]
    assert listing.summaries(store, other) == []
    assert sessions.load(store, caller, session.id).status == "open"


def test_a_paused_interview_keeps_its_pause_out_of_the_time(store, caller):
    session = sessions.create(store, caller, new_session(), "s")
    sessions.pause(store, caller, session.id, NOW, Act(action="pause", said="", at=NOW, request_id="p"))
    with pytest.raises(AppError, match="paused"):
        sessions.save_turn(store, caller, session.id, closed(), following())
    later = NOW + timedelta(days=3)
    sessions.resume(store, caller, session.id, later, Act(action="resume", said="", at=later, request_id="q"))
    kept = sessions.load(store, caller, session.id)
    assert kept.status == "open"
    assert kept.paused_s == 3 * 24 * 3600


def test_a_finished_interview_takes_no_answer_and_has_its_job(store, caller):
    session = sessions.create(store, caller, new_session(), "s")
    job = NewJob(kind="feedback", payload={"session_id": session.id}, key="k")
    sessions.finish(store, caller, session.id, NOW, job)
    assert sessions.finish(store, caller, session.id, NOW, job) == "replayed"
    with pytest.raises(AppError, match="finished"):
        sessions.save_turn(store, caller, session.id, closed(), following())
    assert jobs.by_key(store, caller, "k").state == "queued"


def test_a_delete_leaves_no_byte_and_touches_nobody_else(store, caller, other, tmp_path):
    planted = "the zebra sings at noon"
    session = sessions.create(store, caller, new_session(), "s")
    sessions.save_turn(store, caller, session.id, closed(text=planted), following())
    theirs = sessions.create(store, other, new_session(owner=other.owner), "s")
    account.delete(store, caller)
    store.close()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or planted.encode() not in path.read_bytes(), path
    assert sessions.load(store, other, theirs.id).id == theirs.id


def test_an_export_holds_what_was_said_and_nothing_of_others(store, caller, other):
    session = sessions.create(store, caller, new_session(), "s")
    sessions.save_turn(store, caller, session.id, closed(text="mine alone"), following())
    assert "mine alone" in str(account.export(store, caller))
    assert not any(account.export(store, other).values())


def test_a_lone_surrogate_ends_in_a_sentence(store, caller):
    session = sessions.create(store, caller, new_session(), "s")
    turn = closed().model_copy(
        update={"heard": Utterance.model_construct(text="a\ud800b", code="", source="typed", revision=0)}
    )
    try:
        sessions.save_turn(store, caller, session.id, turn, following())
    except AppError as fault:
        assert fault.sentence
    else:
        sessions.load(store, caller, session.id)


def test_a_read_only_folder_is_named_in_the_refusal(tmp_path):
    folder = tmp_path / "file"
    folder.write_text("in the way")
    with pytest.raises(AppError) as fault:
        open_store("", folder / "data")
    assert str(folder) in fault.value.sentence


def test_a_full_disk_says_so_and_what_was_stored_stays(store, caller):
    session = sessions.create(store, caller, new_session(), "s")
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        connection.rollback()
    with pytest.raises(AppError) as fault:
        for at in range(200):
            sessions.create(store, caller, new_session(), f"more{at}")
    assert fault.value.code == "storage_full"
    assert sessions.load(store, caller, session.id).id == session.id


def test_what_was_acknowledged_survives_a_kill(tmp_path):
    program = f"""
import sys, uuid, pathlib
sys.path.insert(0, {str(ROOT)!r})
from tests.store.test_sessions import new_session, closed, following
from core.caller import Caller
from store import sessions
from store.database import open_store
store, caller = open_store("", pathlib.Path({str(tmp_path)!r})), Caller("someone", "local")
session = sessions.create(store, caller, new_session(), "s")
print(session.id, flush=True)
n = 0
while True:
    sessions.save_turn(store, caller, session.id, closed(n, f"r{{n}}", f"answer {{n}}"), following(n + 1))
    n += 1
    print(n, flush=True)
"""
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    session_id = child.stdout.readline().strip()
    told = [child.stdout.readline().strip() for _ in range(40)]
    child.kill()
    told += child.stdout.read().split()
    acknowledged = int([line for line in told if line][-1])
    store = open_store("", tmp_path)
    kept = sessions.load(store, Caller("someone", "local"), session_id)
    answered = [turn.heard.text for turn in kept.turns if turn.heard]
    assert answered[:acknowledged] == [f"answer {at}" for at in range(acknowledged)]
    store.close()


def test_the_migrations_and_the_tables_agree(store):
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from store.tables import metadata

    config = Config()
    config.set_main_option("script_location", str(ROOT / "store" / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    # The word index is FTS5's own: tables that no metadata knows.
    ours = {"include_name": lambda name, kind, _: not (kind == "table" and name.startswith("passages_fts"))}
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []


def test_the_tables_can_be_made_on_postgresql():
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateTable

    from store.tables import metadata

    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_a_key_acts_for_its_owner_until_it_is_revoked(store):
    key = keys.create(store, "someone", "script")
    assert keys.owner_of(store, key) == "someone"
    assert keys.owner_of(store, key[:-1]) is None
    assert keys.revoke(store, "someone", "script")
    assert keys.owner_of(store, key) is None


def test_a_closed_turn_opens_again_for_a_candidate_who_was_not_done(store, caller, other):
    session = sessions.create(store, caller, new_session(), "s")
    sessions.save_turn(store, caller, session.id, closed(), following())
    for who, request_id in ((other, closed().request_id), (caller, "somebody else's")):
        with pytest.raises(AppError):
            sessions.reopen(store, who, session.id, 0, request_id)
    opened = sessions.reopen(store, caller, session.id, 0, closed().request_id)
    assert opened == sessions.load(store, caller, session.id)
    assert len(opened.turns) == 1
    assert opened.turns[0].heard is None
    assert sessions.reopen(store, caller, session.id, 0, closed().request_id) == opened
    again = sessions.save_turn(store, caller, session.id, closed(text="all of it", request_id="r-again"), following())
    assert again.turns[0].heard.text == "all of it"
