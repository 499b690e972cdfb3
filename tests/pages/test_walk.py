"""One guest walks every public endpoint and every route of ours with the ids of another's transcripts, and gets nothing of them."""

import json
import wave

import pytest
from gradio_client import handle_file
from starlette.routing import Route

from tests.callers import fetch, guest, interviewed
from tests.pages.test_guests import PLANTED, SAID

WORD = "zebra"
BODY = json.dumps({
    "text": WORD, "at": 1.0, "decision": "hold", "reason": "No.", "scope": ["transcript"], "days": 3, "label": "Mine now", "on": True,
    "tags": "mine", "report_id": "r", "question_id": "q", "point": "a", "status": "covered", "why": "So.", "quote": "", "revert": False,
    "blind": False, "host": "Mine now",
}).encode()  # fmt: skip


@pytest.fixture(scope="module")
def guests(public_server):
    return [guest(public_server.url) for _ in range(2)]


def tone(path):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((b"\x00\x10" * 400 + b"\x00\xf0" * 400) * 20)
    return path


@pytest.fixture(scope="module")
def held(guests, tmp_path_factory):
    """Everything that the first guest has, by what its id is called."""
    client, _ = guests[0]
    key, job = interviewed(client, *SAID)
    assert [one["id"] for one in client.predict(api_name="/transcript_list")] == [key]
    note = client.predict(key, f"A note: {PLANTED}", api_name="/note_add")["id"]
    client.predict(key, "decline", f"A reason: {PLANTED}", api_name="/verdict_set")
    share = client.predict(key, label=PLANTED, api_name="/share_create")["id"]
    reviewer = client.predict([key], PLANTED, PLANTED, api_name="/reviewer_invite")["id"]
    kit = client.predict(PLANTED, "hr", questions=1, api_name="/kit_create")["id"]
    invite = client.predict(kit, PLANTED, api_name="/kit_invite")["id"]
    media = client.predict(
        file=handle_file(str(tone(tmp_path_factory.mktemp("tone") / "tone.wav"))), title=PLANTED, candidate=PLANTED,
        api_name="/recording_upload",
    )["id"]  # fmt: skip
    return {"session": key, "note": note, "share": share, "reviewer": reviewer, "kit": kit, "invite": invite, "media": media, "job": job}


def told(client, name, fields):
    try:
        return client.submit(**fields, api_name=name).result(timeout=60)
    except Exception as fault:
        return fault


def test_no_endpoint_gives_or_changes_anything_of_another(guests, held):
    mine, theirs = guests[0][0], guests[1][0]
    walked = 0
    for name, about in theirs.view_api(return_format="dict")["named_endpoints"].items():
        known = {one["parameter_name"]: one for one in about["parameters"]}
        fields = {"confirm": "delete"} if "confirm" in known and name != "/data_delete" else {}
        fields |= {
            one: WORD for one, told_ in known.items() if not told_["parameter_has_default"] and one not in fields and one != "file"
        }
        asked = [one for one in known if one.endswith(("_id", "_ids")) and one != "request_id"]
        for value in held.values() if asked else [""]:
            given = {**fields, **{one: [value] if one.endswith("_ids") else value for one in asked}}
            answer = told(theirs, name, given)
            assert PLANTED not in str(answer), (name, given)
            walked += 1
    assert walked > 150
    assert theirs.predict(api_name="/transcript_list") == []
    everything = str(mine.predict(api_name="/data_export"))
    assert all(value in everything for value in held.values())


@pytest.fixture(scope="module")
def routes(parts):
    """Every route of ours that names something, with its methods."""
    from app import create_app

    found = {
        (one.path, method)
        for one in create_app(parts).routes
        if isinstance(one, Route) and one.path.startswith(("/files/", "/shared/", "/invite/", "/review/"))
        for method in one.methods or ()
    }
    return sorted(found)


def filled(path, values):
    """The path with every name in braces replaced by each value."""
    for value in values:
        made = path
        while "{" in made:
            start, end = made.index("{"), made.index("}")
            name = made[start + 1 : end].split(":")[0]
            put = {"n": "0", "turn": "0", "name": f"{value}.json", "kind": "json", "side": "you"}.get(name, value)
            made = made[:start] + put + made[end + 1 :]
        yield made
        if made.endswith(".json"):
            yield from (made[:-5] + ending for ending in (".md", ".html", ".pdf", ".docx", ".txt", ".flac"))


def test_no_route_gives_or_changes_anything_of_another(public_server, guests, held, routes):
    _, cookie = guests[1]
    url = public_server.url
    assert len(routes) > 40
    for path, method in routes:
        for address in dict.fromkeys(filled(path, held.values())):
            sent = BODY if method in ("POST", "PUT") else None
            status, _, answer = fetch(url + address, cookie, method, sent, content_type="application/json")
            assert PLANTED.encode() not in answer, (method, address)
            assert status < 500, (method, address)
            if "{" in path and method == "GET":
                assert status >= 400, (method, address)
    mine, own = guests[0]
    assert fetch(f"{url}/files/media/{held['media']}", own).status == 200
    assert [one["id"] for one in mine.predict(held["session"], api_name="/note_list")] == [held["note"]]
    assert [one["state"] for one in mine.predict(held["session"], api_name="/share_list")] == ["open"]
    assert [one["state"] for one in mine.predict(held["session"], api_name="/reviewer_list")["reviewers"]] == ["open"]
    transcript = f"{url}/files/transcript/{held['session']}"
    assert PLANTED.encode() in fetch(f"{transcript}.json", own).body
    assert fetch(f"{transcript}.pdf", own).body[:4] == b"%PDF"
