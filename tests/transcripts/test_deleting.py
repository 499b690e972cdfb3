"""A deleted transcript leaves no byte: not in the database, its log, the word index, vectors, sound, checkpoints or server's files."""

import uuid

import pytest
from sqlalchemy import insert

from agents import interview, recording
from agents.transcripts import editing, searching, shelf
from core.errors import AppError
from core.media import Media
from core.transcript import Note
from store import sessions, tables, transcripts
from tests.agents.test_spoken import hold, jfk, keep, refused, typed  # noqa: F401 - a fixture
from tests.transcripts import made

PLANTED = "the zebra sings at noon beside the harbour wall"


def found(folder, sought=PLANTED):
    """The files that hold it."""
    return [path.name for path, data in made.everything(folder).items() if sought.encode() in data]


def said_it(view, reference):
    plain = typed(view, reference)
    return plain.model_copy(update={"text": f"{reference} And {PLANTED}."}) if view.phase == "core" else plain


def held_media(deps, caller, one):
    """The rows and blobs that a recording leaves behind."""
    media = Media(id=one.id, owner=caller.owner, title=PLANTED, held_at=made.NOW, created_at=made.NOW)
    common = {"owner": caller.owner, "created_at": made.NOW}
    with deps.store.write() as connection:
        connection.execute(insert(tables.media).values(id=one.id, updated_at=made.NOW, data=media.model_dump(mode="json"), **common))
        connection.execute(insert(tables.media_chunks).values(media_id=one.id, n=0, sha256="0" * 64, bytes=9, **common))
    deps.blobs.put(caller.owner, f"media/{one.id}/sound.flac", PLANTED.encode())
    deps.blobs.put(caller.owner, "media/another/sound.flac", b"stays")


def test_a_recording_goes_with_its_sound_its_rows_and_every_word(deps, caller, tmp_path):
    one = made.keep(deps, caller, made.recording(deps, uuid.uuid4().hex, said=f"First of all, {PLANTED}. " * 3))
    stays = made.keep(deps, caller, made.plain(uuid.uuid4().hex, "The walrus hums beneath the pier."))
    held_media(deps, caller, one)
    editing.correct(deps, caller, one.id, 1, f"Before anything else, {PLANTED}, said the zebras.")
    shelf.rename(deps, caller, one.id, PLANTED.title(), "Ada")
    shelf.tag(deps, caller, one.id, [PLANTED[:40]])
    note = Note(id="n", transcript_id=one.id, by=caller.owner, text=PLANTED, made_at=made.NOW)
    with deps.store.write() as connection:
        for table, key in ((tables.notes, {"id": "n"}), (tables.verdicts, {"id": "v"}), (tables.audit, {})):
            row = {"transcript_id": one.id, "owner": caller.owner, "created_at": made.NOW, "data": note.model_dump(mode="json"), **key}
            connection.execute(insert(table).values(row))
    assert searching.search(deps, caller, "zebra")
    assert found(tmp_path)
    shelf.delete(deps, caller, one.id)
    assert found(tmp_path) == []
    assert found(tmp_path, "zebra") == []
    assert found(tmp_path, one.id) == []
    assert [one.transcript_id for one in searching.search(deps, caller, "zebra walrus")] == [stays.id]
    assert deps.blobs.keys(caller.owner) == ("media/another/sound.flac",)
    assert refused(lambda: shelf.delete(deps, caller, one.id)) == "unknown_transcript"


def test_of_an_interview_the_transcript_alone_goes_and_does_not_come_back(deps, caller):
    session_id = hold(deps, caller, said_it, record=False)
    shelf.get(deps, caller, session_id)
    shelf.delete(deps, caller, session_id)
    assert shelf.listing(deps, caller) == []
    assert refused(lambda: shelf.get(deps, caller, session_id)) == "unknown_transcript"
    assert refused(lambda: shelf.keep_interview(deps, caller, session_id)) == "transcript_deleted"
    assert searching.search(deps, caller, "zebra") == []
    assert sessions.load(deps.store, caller, session_id).id == session_id
    with deps.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM passages").scalar() == 0


def test_with_the_whole_interview_nothing_of_it_stays(deps, caller, other, jfk, tmp_path):  # noqa: F811
    theirs = interview.start(deps, other, interview.Brief(track="hr", questions=1)).session_id
    session_id = hold(deps, caller, said_it, clip=jfk)
    shelf.get(deps, caller, session_id)
    assert recording.listing(deps, caller, session_id)
    assert refused(lambda: shelf.delete(deps, other, session_id, whole=True)) == "unknown_transcript"
    assert found(tmp_path)
    shelf.delete(deps, caller, session_id, whole=True)
    assert found(tmp_path) == []
    assert found(tmp_path, session_id) == []
    assert deps.blobs.keys(caller.owner) == ()
    assert shelf.listing(deps, caller) == []
    assert not transcripts.is_buried(deps.store, caller, session_id)
    with pytest.raises(AppError, match="unknown_session"):
        sessions.load(deps.store, caller, session_id)
    assert sessions.load(deps.store, other, theirs).id == theirs


def test_everything_of_a_caller_goes_with_the_index(deps, caller, other, tmp_path):
    from agents import account

    made.keep(deps, caller, made.plain(uuid.uuid4().hex, f"As I said, {PLANTED}."))
    stays = made.keep(deps, other, made.plain(uuid.uuid4().hex, "The walrus hums beneath the pier."))
    searching.search(deps, caller, "zebra")
    told = account.export(deps, caller)
    assert PLANTED in str(told["transcripts"])
    assert "passages" not in told
    account.delete(deps, caller)
    assert found(tmp_path) == found(tmp_path, "zebra") == []
    assert searching.search(deps, caller, "zebra walrus") == []
    assert [one.transcript_id for one in searching.search(deps, other, "walrus")] == [stays.id]
