"""Every front door under bad input: one sentence with a code that says what to do, nothing kept, no traceback in the log."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from pages.calls import CLOSED
from tests.callers import fetch, interviewed, program

REFUSED = re.compile(r"[a-z_]+: ['A-Za-z].*\.", re.S)
DEEP = b'{"file":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
HALF = r"\ud800"


@pytest.fixture(scope="module")
def base(server):
    yield server.url
    assert "Traceback" not in (server.folder / "server.log").read_text()


@pytest.fixture(scope="module")
def endpoints(base):
    told = json.loads(fetch(f"{base}/gradio_api/info").body)["named_endpoints"]
    return {name.strip("/"): about["parameters"] for name, about in told.items()}


def post(url, body, kind="application/json"):
    answer = fetch(url, method="POST", body=body if isinstance(body, bytes) else json.dumps(body).encode(), content_type=kind)
    return answer.status, answer.body.decode()


def called(base, name, data):
    """What a call by plain HTTP ends in: `complete` with its data, or `error` with its sentence."""
    status, told = post(f"{base}/gradio_api/call/{name}", {"data": data})
    assert status == 200, told
    lines = fetch(f"{base}/gradio_api/call/{name}/{json.loads(told)['event_id']}").body.decode().splitlines()
    ended = max(at for at, line in enumerate(lines) if line in ("event: complete", "event: error"))
    found = json.loads(lines[ended + 1].removeprefix("data: "))
    return lines[ended].removeprefix("event: "), found["error"] if lines[ended] == "event: error" else found


def usual(one):
    fits = {"integer": 0, "boolean": True, "array": ["x"]}
    return one["parameter_default"] if one["parameter_has_default"] else fits.get(one["type"].get("type"), "x")


def test_every_endpoint_refuses_what_is_of_another_kind(base, endpoints):
    asked = []
    for name, parameters in endpoints.items():
        plain = [at for at, one in enumerate(parameters) if "gradio.FileData" not in str(one)]
        for at in plain[-1:]:
            wrong = 5 if "additionalProperties" in str(parameters[at]) else {"a": [["x"]]}
            data = [wrong if n == at else usual(one) for n, one in enumerate(parameters)]
            asked.append((name, parameters[at]["parameter_name"], data))
    assert len(asked) > 50
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda one: called(base, one[0], one[2]), asked))
    for (name, which, _), (kind, sentence) in zip(asked, told, strict=True):
        assert kind == "error", (name, which)
        assert sentence.startswith(f"wrong_argument: '{which}' takes "), (name, sentence)
        assert REFUSED.fullmatch(sentence)


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("interview_list", [], "wrong_call: interview_list takes 1 value (limit), in this order"),
        ("interview_list", [1, 2], "wrong_call"),
        ("kit_create", ["x"], "wrong_call: kit_create takes 10 values (title, track, "),
        ("interview_list", [10**30], "wrong_argument: 'limit' takes a whole number of at most 18 digits."),
        ("interview_list", [float("nan")], "wrong_argument"),
        ("interview_list", [1.5], "wrong_argument"),
        ("note_add", ["x", "", float("inf")], "wrong_argument: 'at' takes a number"),
        ("share_create", ["x", [None], 3, ""], "wrong_argument: 'scope' takes a list of texts; what came is a list of something else."),
        ("interview_status", ["\ud800"], "unknown_session"),
        ("interview_status", ["\x00"], "unknown_session"),
        ("transcript_list", [{"role": "\ud800", "band_from": 9}, 1, 0], "wrong_filter: The filter band_from: at most 5."),
        ("transcript_list", [{"sort": "up"}, 1, 0], "wrong_filter: The filter sort: there is no such field; leave it out."),
        ("transcript_list", [{"since": "soon"}, 1, 0], "wrong_filter: The filter since: write a date as 2026-11-30."),
        ("resume_parse", [None, "a" * 1_000_000, ""], "too_long: That is 1,000,000 characters"),
        ("speech_transcribe", [{"path": "a" * 9_000}, "en"], "no_file"),
        ("speech_transcribe", [{"path": "\ud800"}, "en"], "no_file"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_named_in_a_sentence(base, name, data, wanted):
    kind, told = called(base, name, data)
    assert kind == "error"
    assert told.startswith(wanted), told
    assert REFUSED.fullmatch(told)


@pytest.mark.parametrize("path", ["/etc/passwd", "README.md", "{folder}/secret", "https://files.example/cv.pdf"])
def test_no_file_is_read_that_was_not_sent(server, base, path):
    """A mounted Gradio copies what it is told the path or the address of into the folder of uploads, whosever it is."""
    file = {"path": path.format(folder=server.folder), "meta": {"_type": "gradio.FileData"}}
    for name, data in (
        ("resume_parse", [file, "", ""]),
        ("bank_preview", [file, "", "", "technical"]),
        ("speech_transcribe", [file, "en"]),
        ("resume_analyze", ["", file, "", "", "", "", None, [file]]),
        ("transcript_list", [{"role": file}, 1, 0]),
    ):
        assert called(base, name, data) == ("error", "no_file: Send the file itself: with gradio_client, handle_file(path). Nothing was changed.")


def test_null_stands_for_what_a_program_leaves_out(base):
    kind, (found,) = called(base, "rag_search", ["caching", None, None, None, 2, None, None, None])
    assert kind == "complete"
    assert len(found) == 2


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("call/no_such_thing", {"data": []}, 404, "unknown_endpoint"),
        ("call/interview_status", b"{", 422, "wrong_request"),
        ("call/interview_status", b"", 422, "wrong_request"),
        ("call/interview_status", {"data": "x"}, 422, "wrong_request: This request cannot be read, data: send a list."),
        ("call/v2/interview_status", {"nothing": 1}, 400, "wrong_request"),
        ("call/v2/no_such_thing", {}, 400, "wrong_request"),
        ("queue/join", {"data": [], "fn_index": 99_999, "session_hash": "s"}, 400, "wrong_request"),
        ("component_server", {"data": 1, "component_id": 99_999, "fn_name": "x", "session_hash": "s"}, 400, "wrong_request"),
    ],
)  # fmt: skip
def test_a_request_that_fits_no_route_of_gradio_is_refused(base, path, body, status, code):
    answer = post(f"{base}/gradio_api/{path}", body)
    assert answer[0] == status, answer
    told = json.loads(answer[1])["error"]
    assert told.startswith(code)
    assert REFUSED.fullmatch(told)


def test_what_is_private_refuses_a_stranger_s_values_without_a_word_in_the_log(base):
    config = json.loads(fetch(f"{base}/config").body)
    private = [one for one in config["dependencies"] if one["inputs"] and one["api_visibility"] == "private" and one["backend_fn"]]
    assert len(private) > 30
    for one in private:
        odd = [{"a": [[]]}] * len(one["inputs"])
        assert post(f"{base}/gradio_api/queue/join", {"data": odd, "fn_index": one["id"], "session_hash": "odd"})[0] == 200
    stream = f"{base}/gradio_api/queue/data?session_hash=odd"
    assert fetch(stream).body.count(b'"process_completed"') == len(private)


@pytest.mark.parametrize("path", ["call/interview_status/nobody", "queue/data?session_hash=nobody"])
def test_a_stream_that_nobody_knows_ends_properly(base, path):
    status, _, body = fetch(f"{base}/gradio_api/{path}")
    assert status == 200
    assert b"404" in body


@pytest.mark.parametrize("path", CLOSED)
def test_doors_that_no_page_needs_are_closed(base, path):
    for method in ("GET", "POST"):
        assert fetch(f"{base}{path}", method=method, body=b"" if method == "POST" else None).status == 404


@pytest.fixture(scope="module")
def held(base):
    client = program(base)
    key, _ = interviewed(client, "I work on payments in Go.", "An index is sorted, so a read need not see all rows.")
    return client, key


@pytest.mark.parametrize(
    "body",
    [
        DEEP, b"", b"null", b"[]", b'"x"', b"\xff\xfe", b'{"at": NaN, "days": 1e400}', b'{"bytes": true, "file": "x.wav"}',
        f'{{"text": "{HALF}", "label": "{HALF}", "host": "{HALF}", "tags": "{HALF}", "decision": "{HALF}", "scope": ["{HALF}"], "file": "{HALF}",'
        f'"report_id": "{HALF}", "question_id": "{HALF}", "point": "{HALF}", "status": "{HALF}", "why": "{HALF}", "on": true,'
        f'"transcript_id": "{HALF}", "title": "{HALF}", "bytes": 5, "at": 99999}}'.encode(),
        b'{"text": 5, "at": "x", "decision": 7, "scope": 3, "days": "x", "label": [], "on": "x", "tags": 7, "file": [], "bytes": "x"}',
    ],
)  # fmt: skip
def test_no_body_breaks_a_route_of_ours(base, held, body):
    about = f"files/review/{held[1]}"
    paths = ("files/media", "files/disputes", "files/review/blind", *(f"{about}/{one}" for one in ("notes", "verdict", "shares", "reviewers")))
    for path in paths:
        status, told = post(f"{base}/{path}", body)
        assert status < 500, (path, told)
        if status >= 400 and '"error"' in told:
            assert REFUSED.fullmatch(json.loads(told)["error"]), (path, told)


def test_bad_input_has_kept_nothing(base, held):
    client, key = held
    assert [one["id"] for one in client.predict(api_name="/transcript_list")] == [key]
    assert client.predict(key, api_name="/note_list") == []
    assert client.predict(api_name="/kit_list") == []


@pytest.mark.parametrize("name", ["/files/report/{}.json", "/files/transcript/{}.json", "/files/media/{}", "/files/match/{}.json", "/shared/{}"])
@pytest.mark.parametrize("odd", ["%00", "..%2f..%2fetc", "%ff%fe", "%ed%a0%80", "a" * 3_000, "%0d%0aX:y"])
def test_an_odd_id_is_an_unknown_one(base, name, odd):
    assert fetch(base + name.format(odd)).status == 404
