"""Processes that the benches measure: our server and a bare Gradio one, on free ports of loopback.

`python -m bench.process PORT` serves the bare one: a textbox, a one-textbox endpoint and an endpoint that does nothing.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("app.py", "core", "audio", "documents", "store", "rag", "agents", "pages", "bench")
START_LIMIT_S = 90.0


def child_env(**more: str) -> dict[str, str]:
    """Our environment without keys, for both kinds of server: bytecode is used, nothing is sent out."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.endswith("_KEY") and not name.startswith("VIVA_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    quiet = {"GRADIO_ANALYTICS_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False", "HF_HUB_OFFLINE": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {**kept, **quiet, **more}


def compile_bytecode() -> float:
    """Compiles our folders and the installed packages, which both servers share; returns the seconds it took."""
    begun = time.perf_counter()
    for places in (OURS, (sysconfig.get_path("purelib"),)):
        # Packages carry templates that are no Python, so that the exit code says nothing.
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", "-j", "0", *places],
            cwd=ROOT, env=child_env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )
    return time.perf_counter() - begun


def free_port() -> int:
    """A port of loopback that nobody has right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def p(share: float, values: Sequence[float]) -> float:
    """The value below which `share` (0-1) of the values lie, by the nearest rank; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))] if ordered else 0.0


def finish(told: dict[str, object]) -> None:
    """Prints the bench's last line, with the load of the machine."""
    print(json.dumps({**told, "load1": round(os.getloadavg()[0], 2)}), flush=True)


class Server:
    """One child process that serves HTTP; it can be started again on the same port and folder."""

    def __init__(self, command: Sequence[str], port: int, log: Path, env: dict[str, str]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.begun = 0.0
        self._command, self._log, self._env = command, log, env
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def ours(cls, folder: Path, **env: str) -> "Server":
        """`python app.py` over `folder`."""
        port = free_port()
        place = {"VIVA_PORT": str(port), "VIVA_DATA": str(folder)}
        settings = {"VIVA_BRAIN": "rules", **place, **env}
        return cls(["app.py"], port, folder / "server.log", child_env(**settings))

    @classmethod
    def bare(cls, folder: Path) -> "Server":
        """The bare Gradio app, served the same way."""
        port = free_port()
        return cls(["-m", "bench.process", str(port)], port, folder / "bare.log", child_env())

    def start(self) -> float:
        """Seconds from the start of the process until /healthz answers 200."""
        with self._log.open("ab") as log:
            self.begun = time.perf_counter()
            self._process = subprocess.Popen(
                [sys.executable, *self._command], cwd=ROOT, env=self._env, stdout=log, stderr=subprocess.STDOUT
            )
        while time.perf_counter() - self.begun < START_LIMIT_S:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return time.perf_counter() - self.begun
            except OSError:
                time.sleep(0.01)
        self.stop()
        raise RuntimeError(f"the server did not start: {self._log.read_text()[-2000:]}")

    def rss_mb(self) -> float:
        """Resident memory, from /proc; 0 where there is none."""
        assert self._process is not None
        try:
            lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)

    def kill(self) -> None:
        """kill -9, and waits until the process is gone."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Ends the process gently, else by force."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


def serve_bare(port: int) -> None:
    """A one-textbox Gradio app on FastAPI and uvicorn, as ours is served."""
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI

    def nothing() -> Iterator[dict[str, str]]:
        yield {"event": "nothing"}

    with gr.Blocks(analytics_enabled=False) as demo:
        box = gr.Textbox(label="Say something")
        box.submit(lambda text: text, box, box, api_name="echo")
        gr.api(nothing, api_name="nothing", concurrency_limit=None)
    app = FastAPI()

    @app.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True}

    app = gr.mount_gradio_app(app, demo, path="", ssr_mode=False)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    serve_bare(int(sys.argv[1]))
