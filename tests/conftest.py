"""What the tests share: deps over a temporary folder, and a real server on a free port of loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from core.caller import Caller
from core.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture
def caller():
    return Caller(owner="someone", role="local")


@pytest.fixture
def other():
    return Caller(owner="somebody-else", role="guest")


@pytest.fixture
def deps(tmp_path):
    """The real parts over an empty folder, workers running."""
    from app import make_deps

    made = make_deps(Settings(data=tmp_path, brain="rules"))
    made.queue.start()
    yield made
    made.queue.stop()
    made.turns.close()
    made.store.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`python app.py` as a process of its own."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self._env = {
            **{key: value for key, value in os.environ.items() if not key.endswith(("_API_KEY", "_KEY"))},
            "VIVA_PORT": str(self.port),
            "VIVA_DATA": str(folder),
            **env,
        }
        self.process: subprocess.Popen | None = None

    def start(self) -> "Server":
        self.log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=self._env, stdout=self.log, stderr=subprocess.STDOUT
        )
        until = time.monotonic() + 90
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "server.log").read_text())
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start: " + (self.folder / "server.log").read_text())

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One local server for the tests that only talk to it."""
    made = Server(tmp_path_factory.mktemp("data")).start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def public_server(tmp_path_factory):
    """A server as a Space has it: every visitor is a guest."""
    made = Server(tmp_path_factory.mktemp("public"), SPACE_ID="someone/viva-voce").start()
    yield made
    made.stop()
