"""Who calls a server from outside: programs over the real client, guests by their cookies, and plain requests."""

import urllib.error
import urllib.request
import uuid
from email.message import Message
from typing import NamedTuple

from gradio_client import Client

from tests.waiting import until


class Answer(NamedTuple):
    """What a request got."""

    status: int
    headers: Message
    body: bytes


def fetch(url: str, cookie: str = "", method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """One request, refused or not; `if_range` is sent as If-Range."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()} | ({"cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, sent, method=method), timeout=30) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as fault:
        return Answer(fault.code, fault.headers, fault.read())


def program(url: str, cookie: str = "") -> Client:
    """The real client. Told that there is no TLS here, it does not read all certificates for each request."""
    return Client(url, headers={"cookie": cookie} if cookie else None, verbose=False, ssl_verify=False)


def new_cookie(url: str) -> str:
    """The cookie of a guest who comes for the first time."""
    cookie = fetch(url).headers["set-cookie"]
    assert "HttpOnly" in cookie
    return cookie.split(";")[0]


def guest(url: str) -> tuple[Client, str]:
    """A new guest: their client and their cookie."""
    cookie = new_cookie(url)
    return program(url, cookie), cookie


def interviewed(client: Client, *said: str, **brief: object) -> tuple[str, str]:
    """A finished and graded interview of one question, in which this was said: its id, and that of the report's job."""
    key = client.predict("technical", questions=1, seed=1, **brief, api_name="/interview_start")["session_id"]
    for text in said:
        client.submit(key, text, "", uuid.uuid4().hex, api_name="/interview_answer").result(timeout=60)
    job = client.predict(key, api_name="/interview_end")["job_id"]
    done(client, job)
    return key, job


def report_for(client: Client, session_id: str) -> dict[str, object]:
    """The report of an interview that is over, once a program can have it."""

    def made() -> dict[str, object] | None:
        try:
            return client.predict(session_id, api_name="/feedback_get")
        except Exception as fault:
            assert "no_report_yet" in str(fault)
            return None

    return until(made)


def done(client: Client, job_id: str) -> None:
    """Waits until the job of a report is done."""
    until(lambda: client.predict(job_id, api_name="/feedback_status")["state"], lambda state: state == "done")
