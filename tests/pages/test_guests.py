"""Two guests on one public server: neither reaches anything of the other by any endpoint, route or job id."""

import hashlib
import time
import urllib.error
import urllib.request
import uuid

import pytest
from gradio_client import Client
from itsdangerous import URLSafeSerializer

from agents import recording
from core.caller import Caller
from core.settings import Settings

PLANTED = "the zebra sang at noon beside the harbour wall"


def new_cookie(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    return cookie.split(";")[0]


@pytest.fixture(scope="module")
def guests(public_server):
    made = []
    for _ in range(2):
        cookie = new_cookie(public_server.url)
        made.append((Client(public_server.url, headers={"cookie": cookie}, verbose=False), cookie))
    return made


@pytest.fixture(scope="module")
def held(guests):
    """The first guest's finished interview: session id, job id, question id."""
    client, _ = guests[0]
    key = client.predict("technical", questions=1, seed=1, api_name="/interview_start")["session_id"]
    for text in (PLANTED, f"I think {PLANTED}, because measuring comes first and guessing is expensive."):
        client.submit(key, text, "", uuid.uuid4().hex, api_name="/interview_answer").result(timeout=60)
    job = client.predict(key, api_name="/interview_end")["job_id"]
    until = time.monotonic() + 30
    while client.predict(job, api_name="/feedback_status")["state"] != "done":
        assert time.monotonic() < until
        time.sleep(0.1)
    question = client.predict(key, api_name="/feedback_get")["questions"][0]["question_id"]
    return key, job, question


def test_the_owner_reaches_what_is_theirs(public_server, guests, held):
    client, cookie = guests[0]
    assert PLANTED in str(client.predict(api_name="/data_export"))
    request = urllib.request.Request(f"{public_server.url}/files/report/{held[0]}.md", headers={"cookie": cookie})
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200


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
        lambda: client.predict(job, api_name="/feedback_status"),
    ):
        with pytest.raises(Exception) as fault:
            work()
        assert str(fault.value).startswith(("unknown_session: ", "unknown_job: "))
        assert PLANTED not in str(fault.value)
    assert client.predict(api_name="/interview_list") == []
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
    for headers in ({"cookie": cookie}, {}, {"cookie": "viva_guest=forged"}):
        for path in (f"/files/report/{held[0]}.md", f"/files/report/{held[0]}.json", "/files/everything.json"):
            request = urllib.request.Request(public_server.url + path, headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    body = answer.read().decode()
            except urllib.error.HTTPError as fault:
                assert fault.code == 404
                body = fault.read().decode()
            assert PLANTED not in body


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
    deps.turns.close()
    deps.store.close()
    return f"{public_server.url}/files/audio/{key}/0/you.flac"


def fetch(url, cookie="", method="GET", **headers):
    asked = {"cookie": cookie, **headers} if cookie else headers
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method, headers=asked), timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read()


def test_no_guest_hears_deletes_or_transcribes_the_recording_of_another(public_server, guests, recorded):
    status, sound = fetch(recorded, guests[0][1])
    assert (status, sound[:4]) == (200, b"fLaC")
    unknown = fetch(f"{public_server.url}/files/audio/{uuid.uuid4().hex}/0/you.flac", guests[1][1])
    base = recorded.removesuffix("/0/you.flac")
    for cookie in (guests[1][1], "", "viva_guest=forged"):
        for headers in ({}, {"range": "bytes=0-9"}, {"range": "bytes=99999999-"}):
            assert fetch(recorded, cookie, **headers) == unknown
        assert fetch(recorded, cookie, "HEAD")[0] == 404
        assert fetch(base, cookie, "DELETE")[0] == 404
        assert fetch(f"{base}/transcript", cookie)[0] == 404
        assert fetch(f"{base}/transcript", cookie, "POST")[0] == 404
    assert fetch(recorded, guests[0][1]) == (200, sound)


def test_deleting_everything_of_one_guest_leaves_the_other_alone(guests, held):
    guests[1][0].predict("delete", api_name="/data_delete")
    assert guests[0][0].predict(held[0], api_name="/interview_status")["session_id"] == held[0]
