"""Two guests on one public server: neither reaches anything of the other by any endpoint, route or job id."""

import hashlib
import uuid

import pytest
from itsdangerous import URLSafeSerializer

from agents import recording
from core.caller import Caller
from core.settings import Settings
from tests.callers import fetch, guest, interviewed, new_cookie  # noqa: F401 - others ask here for cookies

PLANTED = "the zebra sang at noon beside the harbour wall"
SAID = (PLANTED, f"I think {PLANTED}, because measuring comes first and guessing is expensive.")


@pytest.fixture(scope="module")
def guests(public_server):
    return [guest(public_server.url) for _ in range(2)]


@pytest.fixture(scope="module")
def held(guests):
    """The first guest's finished interview: session id, job id, question id."""
    client, _ = guests[0]
    key, job = interviewed(client, *SAID)
    question = client.predict(key, api_name="/feedback_get")["questions"][0]["question_id"]
    return key, job, question


def test_the_owner_reaches_what_is_theirs(public_server, guests, held):
    client, cookie = guests[0]
    assert PLANTED in str(client.predict(api_name="/data_export"))
    assert fetch(f"{public_server.url}/files/report/{held[0]}.md", cookie).status == 200


def test_no_endpoint_gives_the_other_guest_anything(guests, held):
    client, _ = guests[1]
    key, job, question = held
    for work in (
        lambda: client.predict(key, api_name="/interview_status"),
        lambda: client.submit(key, "Hello", "", "r", api_name="/interview_answer").result(timeout=60),
        lambda: client.submit(key, "repeat", "r", api_name="/interview_act").result(timeout=60),
        lambda: client.predict(key, api_name="/interview_end"),
        lambda: client.predict(key, api_name="/feedback_generate"),
        lambda: client.predict(key, api_name="/feedback_get"),
        lambda: client.predict(key, question, api_name="/feedback_retry"),
        lambda: client.predict(key, question, "a", "covered", "So.", api_name="/feedback_dispute"),
        lambda: client.predict(key, api_name="/feedback_disputes"),
        lambda: client.predict(key, api_name="/feedback_compare"),
        lambda: client.predict(job, api_name="/feedback_status"),
    ):
        with pytest.raises(Exception) as fault:
            work()
        assert str(fault.value).startswith(("unknown_session: ", "unknown_job: "))
        assert PLANTED not in str(fault.value)
    assert client.predict(api_name="/interview_list") == []
    assert client.predict(api_name="/feedback_disputes") == {"disputes": [], "rows": []}
    assert PLANTED not in str(client.predict(api_name="/data_export"))


def test_no_private_handler_gives_the_other_guest_anything(public_server, guests, held):
    """Every function of the page, called by its index with the other's session id."""
    client, _ = guests[1]
    for index, dependency in enumerate(client.config["dependencies"]):
        if dependency.get("api_visibility") != "private" or not dependency.get("backend_fn", True):
            continue
        count = len(dependency["inputs"])
        try:
            told = client.submit(*[held[0]] * count, fn_index=index).result(timeout=30)
        except Exception as fault:
            told = fault
        assert PLANTED not in str(told), index


def test_no_route_gives_the_other_guest_a_file(public_server, guests, held):
    _, cookie = guests[1]
    for known in (cookie, "", "viva_guest=forged"):
        for path in (f"/files/report/{held[0]}.md", f"/files/report/{held[0]}.json", "/files/everything.json"):
            status, _, body = fetch(public_server.url + path, known)
            assert status in (200, 404)
            assert PLANTED.encode() not in body


@pytest.fixture(scope="module")
def recorded(public_server, guests):
    """The first guest's interview with a second of sound in its first turn: where that is."""
    from app import make_deps

    client, cookie = guests[0]
    key = client.predict("technical", questions=1, seed=2, record=True, api_name="/interview_start")["session_id"]
    _, guest = URLSafeSerializer("any").loads_unsafe(cookie.partition("=")[2])
    caller = Caller(owner=guest, role="guest")
    deps = make_deps(Settings(data=public_server.folder, brain="rules"))
    pcm = (b"\x00\x10" * 8000) + (b"\x00\xf0" * 8000)
    recording.keep_chunk(deps, caller, key, 0, "you", 0, pcm, hashlib.sha256(pcm).hexdigest())
    client.submit(key, "I work on payments.", "", uuid.uuid4().hex, api_name="/interview_answer").result(timeout=60)
    deps.close()
    return f"{public_server.url}/files/audio/{key}/0/you.flac"


def test_no_guest_hears_deletes_or_transcribes_the_recording_of_another(public_server, guests, recorded):
    status, _, sound = fetch(recorded, guests[0][1])
    assert (status, sound[:4]) == (200, b"fLaC")
    unknown = fetch(f"{public_server.url}/files/audio/{uuid.uuid4().hex}/0/you.flac", guests[1][1])
    base = recorded.removesuffix("/0/you.flac")
    for cookie in (guests[1][1], "", "viva_guest=forged"):
        for headers in ({}, {"range": "bytes=0-9"}, {"range": "bytes=99999999-"}):
            told = fetch(recorded, cookie, **headers)
            assert (told.status, told.body) == (unknown.status, unknown.body)
        assert fetch(recorded, cookie, "HEAD").status == 404
        assert fetch(base, cookie, "DELETE").status == 404
        assert fetch(f"{base}/transcript", cookie).status == 404
        assert fetch(f"{base}/transcript", cookie, "POST").status == 404
    assert fetch(recorded, guests[0][1])[::2] == (200, sound)


def test_deleting_everything_of_one_guest_leaves_the_other_alone(guests, held):
    guests[1][0].predict("delete", api_name="/data_delete")
    assert guests[0][0].predict(held[0], api_name="/interview_status")["session_id"] == held[0]
