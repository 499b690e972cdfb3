"""Chroma on a server of its own: the same finds, and when it is away, silent or empty, an interview all the same."""

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from agents import banks, interview, vendors
from app import make_deps
from core.errors import AppError
from core.schema import Brief
from core.settings import Settings
from rag.bank import Bank
from rag.embedder import Embedder
from rag.index import QuestionIndex
from store import sessions
from tests.conftest import free_port

BANK = Bank()
CHROMA = shutil.which("chroma") or str(Path(sys.executable).with_name("chroma"))


class Chroma:
    """`chroma run` on a port of loopback."""

    def __init__(self, port, folder):
        folder.mkdir(exist_ok=True)
        self.url = f"http://127.0.0.1:{port}"
        command = [CHROMA, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self.process.poll() is None, "chroma run ended at once"
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=1):
                return
            time.sleep(0.1)
        raise AssertionError("chroma run did not answer")

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def chroma(tmp_path):
    made = Chroma(free_port(), tmp_path / "server")
    yield made
    made.stop()


def test_a_server_finds_what_the_process_finds(chroma, tmp_path):
    embedder = Embedder()
    near, far = (QuestionIndex(tmp_path / "here", embedder, BANK, url) for url in ("", chroma.url))
    for text, where in (
        ("message ordering", {}),
        ("locks", {"track": "coding"}),
        ("slow queries", {"track": "technical", "role": ("sql", "any"), "level": 3}),
    ):
        here, there = (index.nearest(text, where, 10) for index in (near, far))
        assert [key for key, _ in here] == [key for key, _ in there]
        assert [fit for _, fit in here] == pytest.approx([fit for _, fit in there], abs=1e-4)
    assert far.fault == ""
    kept = b"".join(path.read_bytes() for path in (tmp_path / "server").rglob("*") if path.is_file())
    assert b"POST to the collection" not in kept


def test_a_server_that_dies_and_comes_back_empty_is_used_again(tmp_path):
    port = free_port()
    server = Chroma(port, tmp_path / "one")
    index = QuestionIndex(tmp_path / "unused", Embedder(), BANK, server.url, away_s=0.0)

    def found():
        return [key for key, _ in index.nearest("message ordering", {"track": "technical"}, 5)]

    before = found()
    server.stop()
    assert found() == before
    assert server.url in index.fault
    again = Chroma(port, tmp_path / "two")
    try:
        assert found() == before
        assert index.fault == ""
    finally:
        again.stop()


def test_a_server_that_never_answers_does_not_hold_anybody_up(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(8)
        index = QuestionIndex(tmp_path, Embedder(), BANK, f"http://127.0.0.1:{silent.getsockname()[1]}")
        found = []
        asking = threading.Thread(target=lambda: found.extend(index.nearest("message ordering", {}, 5)), daemon=True)
        asking.start()
        asking.join(60)
        assert len(found) == 5
        assert "does not answer" in index.fault


def test_an_interview_is_held_without_the_server_and_says_so(tmp_path, caller):
    url = f"http://127.0.0.1:{free_port()}"
    deps = make_deps(Settings(data=tmp_path, brain="rules", chroma_url=url))
    try:
        brief = Brief(track="technical", role="backend", job_description="- Experience with Kafka\n- Caching with Redis")
        view = interview.start(deps, caller, brief)
        session = interview.status(deps, caller, view.session_id)
        assert session.status == "open"
        assert banks.search(deps, caller, "Kafka")[0].id == "tech-backend-closed-before-opened"
        first = sessions.load(deps.store, caller, view.session_id).turns[0]
        row = next(one for one in vendors.board(deps) if one.part == "Question vectors")
        assert row.state == "lacking"
        assert url in row.name
        assert "does not answer" in row.words
        assert any("does not answer" in notice for notice in first.notices)
    finally:
        deps.close()


def test_a_wrong_address_is_refused_with_words(tmp_path, monkeypatch):
    monkeypatch.setenv("VIVA_CHROMA_URL", "chroma:8000")
    with pytest.raises(AppError, match=r"VIVA_CHROMA_URL=http://127\.0\.0\.1"):
        Settings.load()
