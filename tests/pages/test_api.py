"""The public endpoints through gradio_client against a real server: what programs rely on."""

import json
import urllib.error
import urllib.request
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.api import PUBLIC
from tests.callers import fetch, program, report_for


@pytest.fixture(scope="module")
def client(server):
    return program(server.url)


def events(client, session_id, text, request_id=None):
    job = client.submit(session_id, text, "", request_id or uuid.uuid4().hex, api_name="/interview_answer")
    job.result(timeout=60)
    return job.outputs()


def refusal(work):
    with pytest.raises(Exception) as fault:
        work()
    return str(fault.value)


def test_the_public_endpoints_are_exactly_these(client):
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {f"/{name}" for name in PUBLIC}


def test_a_program_holds_an_interview_to_its_report(client):
    view = client.predict("technical", questions=1, seed=3, api_name="/interview_start")
    key = view["session_id"]
    first = events(client, key, "I work on a payment service in Go.")
    assert [event["event"] for event in first if event["event"] != "partial"] == ["heard", "said"]
    second = events(client, key, "It depends: I would measure first, because guessing is expensive.")
    assert {"heard", "judged", "said"} <= {event["event"] for event in second}
    done = client.predict(key, api_name="/interview_end")
    assert done["event"] == "finished"
    assert report_for(client, key)["session_id"] == key
    assert client.predict(done["job_id"], api_name="/feedback_status")["state"] == "done"
    assert "##" in client.predict(key, "markdown", api_name="/feedback_get")["markdown"]
    assert any(one["id"] == key for one in client.predict(api_name="/interview_list"))


def test_a_retried_request_is_replayed(client):
    key = client.predict("hr", questions=2, api_name="/interview_start")["session_id"]
    said = [[e for e in events(client, key, "I am a nurse.", "once") if e["event"] == "said"] for _ in range(2)]
    assert said[0] == said[1]
    assert client.predict(key, api_name="/interview_status")["turn"] == 1


def test_the_acts_and_the_search_answer(client):
    key = client.predict("coding", questions=1, api_name="/interview_start")["session_id"]
    assert client.predict(key, "repeat", uuid.uuid4().hex, api_name="/interview_act")["text"]
    found = client.predict("merge two sorted lists", track="coding", limit=3, api_name="/rag_search")
    assert len(found) == 3


def test_a_refusal_begins_with_its_code_and_is_one_sentence(client):
    key = client.predict("hr", questions=1, api_name="/interview_start")["session_id"]
    for code, work in {
        "unknown_track": lambda: client.predict("sports", api_name="/interview_start"),
        "unknown_session": lambda: client.predict("nothing", api_name="/interview_status"),
        "empty_answer": lambda: events(client, key, "  "),
        "answer_too_long": lambda: events(client, key, "a" * 200_000),
        "still_running": lambda: client.predict(key, api_name="/feedback_get"),
        "not_asked": lambda: client.predict(key, "nothing", api_name="/feedback_retry"),
        "unknown_job": lambda: client.predict("nothing", api_name="/feedback_status"),
        "empty_query": lambda: client.predict(" ", api_name="/rag_search"),
        "not_sure": lambda: client.predict("yes", api_name="/data_delete"),
    }.items():
        told = refusal(work)
        assert told.startswith(f"{code}: "), told
        assert "Traceback" not in told


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_any_text_is_answered_or_refused_with_a_code(client, text):
    key = _running(client)
    try:
        told = events(client, key, text)
    except Exception as fault:
        code = str(fault).split(":")[0]
        assert code in ("empty_answer", "not_text", "finished"), str(fault)
        if code == "finished":
            _kept.clear()
    else:
        assert told[-1]["event"] in ("said", "finished")


_kept: list[str] = []


def _running(client):
    if not _kept:
        _kept.append(client.predict("technical", questions=12, api_name="/interview_start")["session_id"])
    return _kept[0]


def test_no_traceback_reached_the_log(server):
    assert "Traceback" not in (server.folder / "server.log").read_text()


def test_every_page_carries_the_safety_headers(server):
    _, headers, _ = fetch(server.url)
    policy = next(value for name, value in headers.items() if name.lower() == "content-security-policy")
    assert "default-src 'self'" in policy
    assert {"x-content-type-options", "referrer-policy"} <= {name.lower() for name in headers}


def test_the_page_asks_nothing_of_foreign_hosts(server):
    _, _, page = fetch(server.url)
    assert b"fonts.googleapis" not in page
    assert b"fonts.gstatic" not in page


def test_another_site_cannot_act_for_the_local_user(server):
    request = urllib.request.Request(
        f"{server.url}/gradio_api/call/data_delete",
        data=json.dumps({"data": ["delete"]}).encode(),
        headers={"content-type": "application/json", "origin": "https://evil.example"},
    )
    with pytest.raises(urllib.error.HTTPError) as fault:
        urllib.request.urlopen(request, timeout=20)
    assert fault.value.code == 403


def test_an_unknown_api_key_is_turned_away(server):
    status, _, body = fetch(f"{server.url}/files/everything.json", authorization="Bearer vv_wrong")
    assert status == 401
    assert b"unknown_key" in body
