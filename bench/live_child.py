"""A child process of the voice benches: started, ready when it says so, its processor time and memory read from /proc."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.live_fixed import WORD_S
from bench.process import ROOT, child_env, free_port

TICKS = os.sysconf("SC_CLK_TCK")
START_LIMIT_S = 120.0


class Child:
    """`told` is the JSON behind its READY."""

    def __init__(self, command: Sequence[str], log: Path, env: dict[str, str], python: str = sys.executable) -> None:
        self._command = [python, *command]
        self._log, self._env = log, env
        self._process: subprocess.Popen[bytes] | None = None
        self.told: dict[str, Any] = {}

    def start(self) -> "Child":
        """Starts it and waits for its READY."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._env, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL
            )
        assert self._process.stdout is not None
        until = time.monotonic() + START_LIMIT_S
        while time.monotonic() < until and self._process.poll() is None:
            if not select.select([self._process.stdout], [], [], 0.5)[0]:
                continue
            line = self._process.stdout.readline().decode()
            if line.startswith("READY"):
                self.told = json.loads(line[5:])
                return self
        self.stop()
        raise RuntimeError(f"{self._command[2]} did not start: {self._log.read_text()[-2000:]}")

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def last_line(self) -> str:
        """Waits for its end; the last line that it printed."""
        assert self._process is not None
        out, _ = self._process.communicate(timeout=START_LIMIT_S)
        return out.decode().strip().splitlines()[-1]

    def cpu_s(self) -> float:
        """Seconds of processor time so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def rss_mb(self) -> float:
        """Resident memory."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)

    def stop(self) -> None:
        """Ends it gently, else by force."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def stand_ins(folder: Path, scale: float = 1.0, word_s: float = WORD_S) -> Child:
    """The vendors, started."""
    command = ["-m", "bench.live_stand_ins", str(scale), str(word_s)]
    return Child(command, folder / "stand_ins.log", child_env()).start()


def server(folder: Path, vendors: Child, kind: str = "clause") -> tuple[Child, str]:
    """Our site over a fresh data folder, started, and its address."""
    data, port = folder / f"data-{kind}", free_port()
    data.mkdir()
    env = child_env(
        VIVA_DATA=str(data),
        VIVA_PORT=str(port),
        VIVA_BRAIN="rules",
        VIVA_STT="deepgram",
        DEEPGRAM_API_KEY="dg-test-key-that-must-never-be-shown",
        VIVA_DEEPGRAM_URL=vendors.told["stt"],
        VIVA_TTS="polly",
        AWS_ACCESS_KEY_ID="AKIATESTKEY",
        AWS_SECRET_ACCESS_KEY="secret-that-must-never-be-shown",
        VIVA_POLLY_URL=vendors.told["tts"],
    )
    child = Child(["-m", "bench.live_server", kind], folder / f"server-{kind}.log", env).start()
    return child, f"http://127.0.0.1:{port}"
