"""Recordings over HTTP: pieces in, a killed server gone on with, sound and waveform in ranges, nobody else's."""

import hashlib
import json
import os
import time
from pathlib import Path

import httpx
import numpy as np
import pytest
from gradio_client import handle_file

from core.caller import Caller
from core.media import CHUNK
from core.settings import Settings
from tests.callers import program
from tests.conftest import Server
from tests.media import made
from tests.wire.files import Files


def digest(data):
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    served = Files(made.talk(tmp_path_factory.mktemp("talk") / "talk.m4a", 20).read_bytes())
    yield served
    served.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, files):
    made_server = Server(tmp_path_factory.mktemp("media"), VIVA_FETCH_ALLOW=files.host, VIVA_BRAIN="rules").start()
    yield made_server
    made_server.stop()


@pytest.fixture(scope="module")
def long():
    noise = np.random.default_rng(1).integers(-3000, 3000, (2, (2 * CHUNK + 1_000_000) // 4), dtype=np.int16)
    return made.wav(noise, 48000)


def put(url, media_id, n, data):
    return httpx.put(f"{url}/files/media/{media_id}/{n}", content=data, headers={"x-content-sha256": digest(data)}, timeout=60)


def pieces(data):
    return [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]


def test_an_upload_survives_kill_9_in_its_middle_and_is_gone_on_with(server, long):
    begun = httpx.post(f"{server.url}/files/media", json={"file": "talk.wav", "bytes": len(long), "candidate": "Ada"}).json()
    media_id = begun["media"]["id"]
    assert (begun["chunks"], begun["missing"], begun["chunk_bytes"]) == (3, [0, 1, 2], CHUNK)
    assert begun["media"].keys().isdisjoint({"owner", "key"})
    assert put(server.url, media_id, 2, pieces(long)[2]).status_code == 200

    def half():
        yield pieces(long)[0][: CHUNK // 2]
        server.kill()
        yield pieces(long)[0][CHUNK // 2 :]

    with pytest.raises(httpx.TransportError):
        headers = {"x-content-sha256": digest(pieces(long)[0]), "content-length": str(CHUNK)}
        httpx.put(f"{server.url}/files/media/{media_id}/0", content=half(), headers=headers)
    server.start()
    assert httpx.get(f"{server.url}/files/media/{media_id}").json()["missing"] == [0, 1]
    for n in (0, 1, 0):
        assert put(server.url, media_id, n, pieces(long)[n]).json()["sha256"] == digest(pieces(long)[n])
    altered = put(server.url, media_id, 0, bytes(CHUNK))
    assert (altered.status_code, altered.json()["error"].split(":")[0]) == (409, "chunk_differs")
    # Killed while it puts the pieces together: finishing can be asked for again.
    with pytest.raises(httpx.TransportError):
        kill_soon(server)
        httpx.post(f"{server.url}/files/media/{media_id}/finish", timeout=60)
        raise httpx.TransportError("it was quicker than the kill")
    server.process.wait()
    server.start()
    done = httpx.post(f"{server.url}/files/media/{media_id}/finish", timeout=60).json()
    assert (done["sha256"], done["stages"][0]["state"]) == (digest(long), "done")
    assert httpx.get(f"{server.url}/files/media/{media_id}").json()["missing"] == []
    assert httpx.delete(f"{server.url}/files/media/{media_id}").status_code == 200
    assert httpx.get(f"{server.url}/files/media/{media_id}").status_code == 404
    # What the killed server was making goes when the next one looks, since its lock is free.
    left = [one for one in (server.folder / "blobs").rglob("*") if one.is_file() and ".making" not in str(one)]
    assert left == []


def kill_soon(server):
    import threading

    threading.Timer(0.02, server.kill).start()


def test_a_half_made_file_of_a_dead_process_is_swept_and_that_of_a_living_one_is_not(server):
    from store.blobs import LocalBlobs

    blobs = LocalBlobs(server.folder / "blobs")
    making = server.folder / "blobs" / ".making"
    dead = making / "dead"
    dead.mkdir(parents=True)
    (dead / "file").write_bytes(bytes(1000))
    with blobs.scratch() as living:
        old = time.time() - 3600
        for one in making.iterdir():
            os.utime(one, (old, old))
        blobs.sweep()
        assert [one.name for one in making.iterdir()] == [living.name]
    assert list(making.iterdir()) == []


def test_bodies_are_bounded_before_they_are_read(server):
    refused = httpx.put(f"{server.url}/files/media/{'a' * 32}/0", content=bytes(CHUNK + 1))
    assert refused.json()["error"].startswith("body_too_long")

    def endless():
        for _ in range(20):
            yield bytes(2**20)

    refused = httpx.put(f"{server.url}/files/media/{'a' * 32}/0", content=endless())
    assert refused.json()["error"].startswith("body_too_long")
    for body in (b"{", b"[]", b"null", b'{"file": 1, "bytes": 2}', b'{"file": "a", "bytes": "2"}', b'{"file": "a", "bytes": -1}'):
        assert httpx.post(f"{server.url}/files/media", content=body).status_code == 409
    huge = httpx.post(f"{server.url}/files/media", json={"file": "a", "bytes": 2 * 2**30 + 1})
    assert huge.json()["error"].startswith("file_too_large")


@pytest.fixture(scope="module")
def decoded(server, files):
    """A recording that came by its address, decoded by the worker's verb over the same folder."""
    from agents.media import decoding
    from app import make_deps

    told = program(server.url).predict(
        url=f"{files.url}/file/talk.m4a", title="Ada's talk", candidate="Ada", track="technical", api_name="/recording_upload"
    )
    deps = make_deps(Settings(data=server.folder, brain="rules"))
    facts = decoding.decode(deps, Caller(owner="local", role="local"), told["id"]).facts
    deps.close()
    return told, facts


def test_the_endpoint_takes_a_file_or_an_address(server, files, decoded, tmp_path):
    told, _ = decoded
    assert (told["title"], told["candidate"], told["track"], told["sha256"]) == ("Ada's talk", "Ada", "technical", digest(files.data))
    path = tmp_path / "talk.m4a"
    path.write_bytes(files.data)
    client = program(server.url)
    brought = client.predict(handle_file(str(path)), request_id="one", api_name="/recording_upload")
    assert (brought["file"], brought["title"], brought["sha256"]) == ("talk.m4a", "talk", digest(files.data))
    again = client.predict(handle_file(str(path)), request_id="one", api_name="/recording_upload")
    assert again["id"] == brought["id"]
    for asked, code in (
        ({}, "file_or_url"),
        ({"url": "http://127.0.0.1:1/x"}, "private_address"),
        ({"url": "x", "track": "cooking"}, "unknown_track"),
    ):
        with pytest.raises(Exception, match=code):
            client.predict(**asked, api_name="/recording_upload")
    path.write_bytes(b"#EXTM3U\n/etc/passwd\n")
    with pytest.raises(Exception, match="playlist"):
        client.predict(handle_file(str(path)), api_name="/recording_upload")
    assert httpx.delete(f"{server.url}/files/media/{brought['id']}").json() == {"deleted": brought["id"]}


def test_the_sound_is_given_whole_and_in_ranges_with_its_waveform(server, decoded):
    told, facts = decoded
    url = f"{server.url}/files/media/{told['id']}/sound.flac"
    whole = httpx.get(url)
    assert (whole.status_code, len(whole.content), whole.content[:4]) == (200, facts.bytes, b"fLaC")
    assert whole.headers["accept-ranges"] == "bytes"
    head = httpx.head(url)
    assert (head.headers["content-length"], head.content) == (str(facts.bytes), b"")
    for asked, begin, end in (("bytes=10-19", 10, 20), ("bytes=-7", facts.bytes - 7, facts.bytes), ("bytes=5-", 5, facts.bytes)):
        part = httpx.get(url, headers={"range": asked})
        assert (part.status_code, part.content) == (206, whole.content[begin:end])
        assert part.headers["content-range"] == f"bytes {begin}-{end - 1}/{facts.bytes}"
    assert httpx.get(url, headers={"range": f"bytes={facts.bytes}-"}).status_code == 416
    assert httpx.get(url, headers={"if-none-match": whole.headers["etag"]}).status_code == 304
    waveform = httpx.get(f"{server.url}/files/media/{told['id']}/waveform.json").json()
    assert waveform["seconds"] == facts.seconds
    assert len(waveform["peaks"]) == 1600


def test_anothers_recording_is_a_missing_one_by_every_route(server, decoded):
    media_id = decoded[0]["id"]
    proxied = {"x-forwarded-for": "203.0.113.9"}  # a guest, not the local user
    piece = bytes(10)
    for method, path, more in (
        ("GET", "", {}),
        ("GET", "/sound.flac", {}),
        ("HEAD", "/sound.flac", {}),
        ("GET", "/waveform.json", {}),
        ("PUT", "/0", {"content": piece, "headers": {"x-content-sha256": digest(piece)}}),
        ("POST", "/finish", {}),
        ("DELETE", "", {}),
    ):
        told = []
        for one in (media_id, "f" * 32, "..%2f" + media_id, "x"):
            headers = {**proxied, **more.get("headers", {})}
            answer = httpx.request(method, f"{server.url}/files/media/{one}{path}", **{**more, "headers": headers})
            told.append((answer.status_code, answer.text))
        assert told[0] == told[1]
        assert {status for status, _ in told} == {404}, (method, path, told)
    assert httpx.get(f"{server.url}/files/media/{media_id}").status_code == 200


def test_another_site_cannot_act_here(server, decoded):
    media_id = decoded[0]["id"]
    headers = {"origin": "https://evil.example"}
    for method, path in (("DELETE", f"/{media_id}"), ("POST", ""), ("PUT", f"/{media_id}/0"), ("POST", f"/{media_id}/finish")):
        assert httpx.request(method, f"{server.url}/files/media{path}", headers=headers).status_code == 403
    assert httpx.get(f"{server.url}/files/media/{media_id}").status_code == 200


def test_everything_at_once_names_the_sound(server, decoded):
    told = json.loads(httpx.get(f"{server.url}/files/everything.json").content)
    assert f"/files/media/{decoded[0]['id']}/sound.flac" in told["audio"]
    assert Path(server.folder / "blobs").is_dir()
