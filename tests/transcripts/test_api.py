"""Transcripts through the public API of a real server: a guest's own, from the interview to its deletion; another guest is refused."""

import base64
import json

import pytest

from pages.transcript_api import PUBLIC
from tests.callers import fetch, guest, interviewed

PLANTED = "the heron waits at dusk beneath the copper bridge"
KINDS = ("txt", "md", "json", "docx", "pdf")


@pytest.fixture(scope="module")
def guests(public_server):
    return [guest(public_server.url) for _ in range(2)]


@pytest.fixture(scope="module")
def held(guests):
    """The first guest's transcript, by its id."""
    said = f"I think {PLANTED}, because measuring comes first and guessing is expensive. " * 3
    return interviewed(guests[0][0], PLANTED, said, name="Ada")[0]


def calls(key):
    """One call of every endpoint that names a transcript."""
    return {
        "transcript_get": (key,), "transcript_export": (key, "pdf"), "transcript_edit": (key, 1, "Mine now."),
        "transcript_regrade": (key,), "transcript_delete": (key, "delete", True),
    }  # fmt: skip


def refused(work):
    with pytest.raises(Exception) as fault:
        work()
    return str(fault.value)


def test_the_owner_lists_reads_searches_and_asks(guests, held):
    client, _ = guests[0]
    (row,) = client.predict(api_name="/transcript_list")
    assert (row["id"], row["candidate"], row["track"], row["source"]) == (held, "Ada", "technical", "interview")
    assert client.predict(filters={"track": "hr"}, api_name="/transcript_list") == []
    made = client.predict(held, api_name="/transcript_get")
    assert "owner" not in made
    assert PLANTED in made["passages"][1]["text"]
    hits = client.predict("herons waiting", k=5, api_name="/transcript_search")
    assert hits[0]["transcript_id"] == held
    assert ["heron", True] in hits[0]["snippet"]
    answer = client.predict("Where does the heron wait?", api_name="/transcript_ask")
    assert answer["text"] is None
    assert PLANTED in answer["quotes"][0]["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_is_the_same_by_endpoint_and_by_link(public_server, guests, held, kind):
    client, cookie = guests[0]
    made = client.predict(held, kind, api_name="/transcript_export")
    status, headers, body = fetch(public_server.url + made["url"], cookie)
    assert status == 200
    assert headers["content-type"] == made["media_type"]
    assert headers["cache-control"] == "no-store"
    assert made["name"] in headers["content-disposition"]
    assert made["name"].endswith(f".{kind}")
    data = base64.b64decode(made["data"])
    assert len(data) > 500
    assert kind in ("docx",) or body == data
    assert kind in ("docx", "pdf") or PLANTED in data.decode().replace("\\", "")


def test_a_correction_is_kept_with_its_history_and_graded(guests, held):
    client, _ = guests[0]
    made = client.predict(held, api_name="/transcript_get")
    exchange = made["exchanges"][0]
    n = exchange["answered"][0]
    edited = client.predict(held, n, "I do not know, and I would ask.", api_name="/transcript_edit")
    assert edited["passage"]["edited"]
    assert any("Grade again" in notice for notice in edited["notices"])
    after = client.predict(held, api_name="/transcript_regrade")
    assert after["exchanges"][0]["judgement"]["state"] == "no_answer"
    back = client.predict(held, n, revert=True, api_name="/transcript_edit")
    assert (back["passage"]["edited"], len(back["edits"])) == (False, 2)
    assert client.predict(held, api_name="/transcript_regrade")["exchanges"][0]["judgement"]["state"] == exchange["judgement"]["state"]


def test_every_endpoint_and_route_refuses_another_guest(public_server, guests, held):
    client, cookie = guests[1]
    asked = calls(held)
    listed = {"transcript_list", "transcript_search", "transcript_ask"}
    assert set(asked) | listed == set(PUBLIC)
    for name, given in asked.items():
        told = refused(lambda name=name, given=given: client.predict(*given, api_name=f"/{name}"))
        assert told.startswith("unknown_transcript: ")
        assert PLANTED not in told
    for kind in (*KINDS, "srt", "vtt"):
        status, _, body = fetch(f"{public_server.url}/files/transcript/{held}.{kind}", cookie)
        assert status == 404
        assert b"unknown_transcript" in body
    assert client.predict(api_name="/transcript_list") == []
    assert client.predict(filters={"text": "heron"}, api_name="/transcript_list") == []
    for query in ("heron", f'"{PLANTED}"', "hero*", PLANTED):
        assert client.predict(query, api_name="/transcript_search") == []
        assert client.predict(query, api_name="/transcript_ask")["quotes"] == []


def test_wrong_requests_end_in_one_sentence_with_a_code(guests, held):
    client, _ = guests[0]
    for code, name, given in (
        ("unknown_format", "transcript_export", (held, "exe")), ("no_times", "transcript_export", (held, "srt")),
        ("empty_query", "transcript_search", ("",)), ("wrong_filter", "transcript_list", ({"band_from": 7},)),
        ("not_sure", "transcript_delete", (held, "yes")), ("unknown_passage", "transcript_edit", (held, 99, "Words")),
        ("text_and_revert", "transcript_edit", (held, 1, "Words", True)), ("empty_text", "transcript_edit", (held, 1, "")),
        ("nothing_changed", "transcript_regrade", (held,)), ("unknown_transcript", "transcript_get", ("' OR 1=1 --",)),
    ):  # fmt: skip
        assert refused(lambda name=name, given=given: client.predict(*given, api_name=f"/{name}")).startswith(f"{code}: ")


def test_the_owner_deletes_it_with_the_interview(public_server, guests, held):
    client, cookie = guests[0]
    assert client.predict(held, "delete", True, api_name="/transcript_delete") == {"deleted": held}
    assert client.predict(api_name="/transcript_list") == []
    assert held not in json.dumps(client.predict(api_name="/interview_list"))
    assert fetch(f"{public_server.url}/files/transcript/{held}.pdf", cookie)[0] == 404
    for path in public_server.folder.rglob("*"):
        assert not path.is_file() or PLANTED.encode() not in path.read_bytes(), path
