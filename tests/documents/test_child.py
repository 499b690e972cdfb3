"""The child process: what it may not do, and that it is gone afterwards."""

import os
import socket
import sys
import time
from pathlib import Path

import pytest

from core.child import Limits, Ran, run
from core.errors import AppError
from tests.documents import hostile_tasks as tasks

linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")


def test_a_task_gives_its_bytes_back():
    assert run(tasks.echo, {"times": 2}, b"ab") == b"abab"


def test_a_child_that_hangs_is_killed_in_time():
    begun = time.monotonic()
    with pytest.raises(AppError) as told:
        run(tasks.hang, {}, limits=Limits(wall_s=1))
    assert told.value.code == "took_too_long"
    assert time.monotonic() - begun < 60


@linux
def test_a_child_that_takes_too_much_memory_is_told_so():
    ran = Ran()
    with pytest.raises(AppError) as told:
        run(tasks.fill, {}, limits=Limits(memory_mb=200), ran=ran)
    assert told.value.code == "too_much_memory"
    assert ran.peak_mb < 220


def test_a_child_that_crashes_ends_in_a_sentence():
    with pytest.raises(AppError, match="crash") as told:
        run(tasks.crash, {})
    assert told.value.code == "unreadable"


def test_a_child_that_says_too_much_is_stopped():
    with pytest.raises(AppError) as told:
        run(tasks.echo, {"times": 4}, b"x" * (1 << 20), limits=Limits(output_mb=2))
    assert told.value.code == "too_large"


@linux
def test_what_a_child_starts_ends_with_it():
    born = int(run(tasks.fork, {}))
    time.sleep(0.2)
    stat = Path(f"/proc/{born}/stat")
    # Dead and not yet collected by its new parent is dead enough.
    assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


@linux
def test_a_child_reaches_no_network_and_starts_no_program():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert run(tasks.call, {"port": server.getsockname()[1]}) == b"refused refused refused"


def test_a_child_sees_no_secret_and_its_folder_is_gone(monkeypatch):
    monkeypatch.setenv("GOOGLE_API_KEY", "secret")
    folder, *names = run(tasks.look, {}).decode().split("\n")
    assert "GOOGLE_API_KEY" not in names
    assert not os.path.exists(folder)
