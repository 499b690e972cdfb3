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
from tests.wire.gemini import KEY, Gemini

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
    made.close()


@pytest.fixture
def gemini():
    """A stand-in for Gemini."""
    made = Gemini()
    yield made
    made.close()


@pytest.fixture
def settings(gemini, tmp_path):
    """With a key for the stand-in."""
    return Settings(data=tmp_path, google_api_key=KEY, llm_base_url=gemini.url, llm_timeout_s=2.0)


@pytest.fixture
def able(settings, request):
    """Deps with the language model first and the rules behind it; a test may say how long the model has."""
    from app import make_deps

    made = make_deps(settings.model_copy(update={"llm_timeout_s": getattr(request, "param", settings.llm_timeout_s)}))
    made.queue.start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """The real parts over an empty folder, no worker running; all tests of a file share them."""
    from app import make_deps

    made = make_deps(Settings(data=tmp_path_factory.mktemp("parts"), brain="rules"))
    yield made
    made.close()


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
        """Ends it at once: asked kindly, it would wait ten seconds for the streams that clients hold open."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()


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
