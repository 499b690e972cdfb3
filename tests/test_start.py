"""Starting: what stops it says so in one sentence, the image's steps make a working app, and MCP is a setting away."""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import ROOT, Server, free_port


def start(folder, **env):
    """The one line that a start that fails prints, and its exit code."""
    told = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "VIVA_DATA": str(folder), "VIVA_PORT": "0", **env},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in told.stderr
    lines = told.stderr.strip().splitlines()
    assert len(lines) == 1, told.stderr
    return lines[0], told.returncode


def test_a_port_in_use_is_named_with_a_way_out(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line, code = start(tmp_path, VIVA_PORT=str(port))
    assert code == 1
    assert f"Port {port} on 127.0.0.1 cannot be taken" in line
    assert f"VIVA_PORT={port + 1}" in line


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    for folder in ("/proc/viva-voce", str(Path(__file__))):
        line, code = start(folder)
        assert code == 1
        assert folder in line
        assert "VIVA_DATA" in line


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("VIVA_BRAIN", "clever", "For example: VIVA_BRAIN=rules"),
        ("VIVA_PORT", "80000", "VIVA_PORT"),
        ("VIVA_LLM", "gemini", "write it as provider:name"),
        ("VIVA_LLM_TIMEOUT_S", "soon", "VIVA_LLM_TIMEOUT_S"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name_and_an_example(tmp_path, name, value, words):
    line, code = start(tmp_path, **{name: value})
    assert code == 1
    assert name in line
    assert words in line
    assert "For example" in line


def test_a_secret_never_stands_in_a_refusal(tmp_path):
    line, _ = start(tmp_path, VIVA_BRAIN="x", GOOGLE_API_KEY="AIza-never-shown")
    assert "never-shown" not in line


def test_the_steps_of_the_image_make_a_working_app(tmp_path):
    """Runs what the Dockerfile says in an empty folder: its copies, its environment, its command, its health check."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    inside, data = tmp_path / "app", tmp_path / "data"
    inside.mkdir()
    data.mkdir()
    for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        *sources, target = line.split()
        for source in sources:
            place = inside / target if target not in (".", "./") else inside / source
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, place)
    given = dict(pair.split("=", 1) for pair in re.search(r"^ENV (.+)$", text, re.MULTILINE).group(1).split())
    port = free_port()
    env = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(data),
        **given,
        "VIVA_DATA": str(data),
        "PORT": str(port),
    }
    command = json.loads(re.search(r"^CMD (\[.+\])$", text, re.MULTILINE).group(1))
    health = re.search(r"HEALTHCHECK .*?CMD (.+)$", text, re.MULTILINE).group(1)
    process = subprocess.Popen(command, cwd=inside, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until, well = time.monotonic() + 60, False
        while not well and time.monotonic() < until and process.poll() is None:
            well = subprocess.run(["sh", "-c", health], env=env, capture_output=True).returncode == 0
        assert well, "the health check never passed"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"Viva Voce" in page.read()
    finally:
        process.terminate()
        process.wait(20)


def test_mcp_serves_the_public_endpoints_once_it_is_set(tmp_path):
    client = pytest.importorskip("mcp")
    from mcp.client.streamable_http import streamable_http_client

    async def ask(url):
        async with (
            streamable_http_client(f"{url}/gradio_api/mcp/") as (read, write, *_),
            client.ClientSession(read, write) as one,
        ):
            await one.initialize()
            tools = {tool.name for tool in (await one.list_tools()).tools}
            found = await one.call_tool(
                next(name for name in tools if name.endswith("rag_search")), {"query": "locks"}
            )
            return tools, found

    server = Server(tmp_path, VIVA_MCP="true").start()
    try:
        tools, found = asyncio.run(ask(server.url))
    finally:
        server.stop()
    assert {"interview_start", "interview_answer", "feedback_get"} <= {
        re.sub(r"^.*?(interview|feedback)", r"\1", name) for name in tools
    }
    assert not found.isError
    assert "lock" in found.content[0].text.lower()
