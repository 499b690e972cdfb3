"""An upload in pieces, through its verbs: kept once, in any order, put together once, nothing left of what is refused."""

import dataclasses
import hashlib
import os
from datetime import timedelta

import numpy as np
import pytest

from agents import account
from agents.media import arriving, decoding, keeping
from agents.media.about import about_from
from core.errors import AppError
from core.media import CHUNK, About
from store.blobs import LocalBlobs
from tests.media import made


def digest(data):
    return hashlib.sha256(data).hexdigest()


def refused(work):
    with pytest.raises(AppError) as fault:
        work()
    return fault.value.code


def stored(deps, caller):
    """Every file of the caller's, half-made ones too."""
    folder = deps.settings.data / "blobs"
    places = (folder / hashlib.sha256(caller.owner.encode()).hexdigest()[:32], folder / ".making")
    return sorted(str(one) for place in places for one in place.rglob("*") if one.is_file())


@pytest.fixture(scope="module")
def long():
    """A WAV of two pieces and a bit."""
    noise = np.random.default_rng(1).integers(-3000, 3000, (2, (2 * CHUNK + 1_000_000) // 4), dtype=np.int16)
    return made.wav(noise, 48000)


@pytest.fixture
def upload(deps, caller, long):
    """Begun; `put(n)` sends a piece of it."""
    media = arriving.begin(deps, caller, "C:\\talks\\Ada.wav", len(long), About(candidate="Ada")).media

    def put(n, data=None, sha256=None):
        data = long[n * CHUNK : (n + 1) * CHUNK] if data is None else data
        return arriving.put_chunk(deps, caller, media.id, n, data, sha256 or digest(data))

    return media, put


def test_pieces_come_in_any_order_and_twice(deps, caller, long, upload):
    media, put = upload
    assert (media.file, media.title) == ("Ada.wav", "Ada")
    assert arriving.missing(deps, caller, media.id) == (0, 1, 2)
    put(2)
    assert put(0) == put(0)
    assert arriving.missing(deps, caller, media.id) == (1,)
    assert refused(lambda: arriving.finish(deps, caller, media.id)) == "upload_incomplete"
    put(1)
    whole = arriving.finish(deps, caller, media.id)
    assert whole.sha256 == digest(long)
    assert arriving.finish(deps, caller, media.id) == whole
    assert deps.blobs.get(caller.owner, whole.key) == long
    assert deps.blobs.keys(caller.owner) == (whole.key,)
    put(1)  # late, and the same
    assert refused(lambda: put(1, bytes(CHUNK))) == "chunk_differs"
    assert deps.blobs.keys(caller.owner) == (whole.key,)


def test_a_piece_that_is_altered_damaged_or_beyond_the_end_is_refused(deps, caller, long, upload):
    media, put = upload
    put(0)
    assert refused(lambda: put(0, bytes(CHUNK))) == "chunk_differs"
    assert refused(lambda: put(1, sha256=digest(b"other"))) == "wrong_hash"
    assert refused(lambda: put(1, sha256="0")) == "wrong_hash"
    assert refused(lambda: put(3, b"more")) == "wrong_chunk"
    assert refused(lambda: put(-1, bytes(CHUNK))) == "wrong_chunk"
    assert refused(lambda: put(1, bytes(CHUNK - 1))) == "wrong_chunk"
    assert refused(lambda: put(2, bytes(CHUNK))) == "wrong_chunk"
    assert arriving.missing(deps, caller, media.id) == (1, 2)


def test_a_piece_whose_bytes_were_lost_or_changed_on_disk_is_asked_for_again(deps, caller, upload):
    media, put = upload
    for n in range(3):
        put(n)
    deps.blobs.put(caller.owner, next(k for k in deps.blobs.keys(caller.owner) if "/1-" in k), b"rotten")
    assert refused(lambda: arriving.finish(deps, caller, media.id)) == "upload_incomplete"
    assert arriving.missing(deps, caller, media.id) == (1,)
    put(1)
    assert arriving.finish(deps, caller, media.id).received


def test_the_same_request_id_gives_the_same_upload(deps, caller, other):
    first = arriving.begin(deps, caller, "a.wav", 100, About(), "mine").media
    assert arriving.begin(deps, caller, "a.wav", 100, About(), "mine").media == first
    assert arriving.begin(deps, caller, "a.wav", 100, About()).media.id != first.id
    assert arriving.begin(deps, other, "a.wav", 100, About(), "mine").media.id != first.id


def test_sizes_and_totals_are_bounded(deps, caller, other):
    def begin(size, who):
        return lambda: arriving.begin(deps, who, "a.wav", size, About())

    assert refused(begin(0, caller)) == "empty_file"
    assert refused(begin(2 * 2**30 + 1, caller)) == "file_too_large"
    begin(2 * 2**30, caller)()
    begin(2**29, other)()
    assert refused(begin(2**29 + 1, other)) == "recording_full"
    for _ in range(19):
        begin(1, caller)()
    assert refused(begin(1, caller)) == "too_many_uploads"


def test_a_full_disk_refuses_with_its_known_words_and_leaves_nothing_half_made(deps, caller, long, upload):
    media, put = upload
    put(0)
    full = dataclasses.replace(deps, blobs=LocalBlobs(deps.settings.data / "blobs", reserve=2**60))
    before = stored(deps, caller)
    piece = long[CHUNK : 2 * CHUNK]
    assert refused(lambda: arriving.put_chunk(full, caller, media.id, 1, piece, digest(piece))) == "storage_full"
    assert (stored(deps, caller), arriving.missing(deps, caller, media.id)) == (before, (1, 2))
    put(1)
    put(2)
    before = stored(deps, caller)
    assert refused(lambda: arriving.finish(full, caller, media.id)) == "storage_full"
    assert stored(deps, caller) == before
    whole = arriving.finish(deps, caller, media.id)
    before = stored(deps, caller)
    assert refused(lambda: decoding.decode(full, caller, whole.id)) == "storage_full"
    assert stored(deps, caller) == before
    assert refused(lambda: arriving.accept_file(full, caller, _file(deps, long), "x.wav", About())) == "storage_full"
    assert stored(deps, caller) == before
    assert len(keeping.listing(deps, caller)) == 1


def _file(deps, data):
    path = deps.settings.data / "brought"
    path.write_bytes(data)
    return path


def test_what_is_no_recording_leaves_nothing_when_it_is_put_together(deps, caller):
    data = os.urandom(1000)
    media = arriving.begin(deps, caller, "talk.mp4", len(data), About()).media
    arriving.put_chunk(deps, caller, media.id, 0, data, digest(data))
    assert refused(lambda: arriving.finish(deps, caller, media.id)) == "not_media"
    assert (stored(deps, caller), keeping.listing(deps, caller)) == ([], [])


def test_an_upload_that_nobody_goes_on_with_is_swept_after_a_day(deps, caller, other, upload):
    _, put = upload
    put(0)
    later = dataclasses.replace(deps, now=lambda: deps.now() + timedelta(hours=23))
    assert keeping.sweep(later) == 0
    put(1)
    later = dataclasses.replace(deps, now=lambda: deps.now() + timedelta(hours=25))
    arriving.begin(later, other, "b.wav", 10, About())
    assert (stored(deps, caller), keeping.listing(deps, caller)) == ([], [])
    assert refused(lambda: put(2)) == "unknown_media"
    assert stored(deps, caller) == []


def test_nobody_reaches_anothers_upload(deps, caller, other, upload):
    media, _ = upload
    piece = bytes(CHUNK)
    for work in (
        lambda: arriving.missing(deps, other, media.id),
        lambda: arriving.put_chunk(deps, other, media.id, 0, piece, digest(piece)),
        lambda: arriving.finish(deps, other, media.id),
        lambda: decoding.decode(deps, other, media.id),
        lambda: keeping.sound(deps, other, media.id),
        lambda: keeping.delete(deps, other, media.id),
        lambda: keeping.delete(deps, other, "../" + media.id),
    ):
        assert refused(work) == "unknown_media"


def test_deleting_leaves_no_byte_and_everything_of_an_owner_goes_with_the_owner(deps, caller, tmp_path):
    talk = made.talk(tmp_path / "talk.m4a")
    ids = [arriving.accept_file(deps, caller, talk, "talk.m4a", About(title=f"planted-{n}")).id for n in range(2)]
    for one in ids:
        decoding.decode(deps, caller, one)
    exported = account.export(deps, caller)
    assert {f"/files/media/{one}/sound.flac" for one in ids} == set(exported["audio"])
    keeping.delete(deps, caller, ids[0])
    assert not [key for key in deps.blobs.keys(caller.owner) if ids[0] in key]
    arriving.begin(deps, caller, "more.wav", 10, About())
    account.delete(deps, caller)
    assert (stored(deps, caller), keeping.listing(deps, caller)) == ([], [])
    for one in deps.settings.data.rglob("*"):
        assert not one.is_file() or b"planted-" not in one.read_bytes(), one


def test_what_is_said_of_a_recording_is_bounded():
    assert refused(lambda: about_from({"track": "cooking"})) == "unknown_track"
    assert refused(lambda: about_from({"language": "xx"})) == "unknown_language"
    assert refused(lambda: about_from({"candidate": "x" * 81})) == "wrong_recording"
    assert refused(lambda: about_from({"level": 9})) == "wrong_recording"
    assert about_from({"title": " A\x00da "}).title == "Ada"
