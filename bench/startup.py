"""How long until the app answers, beside a bare Gradio app? `python -m bench.startup [ROUNDS]`; JSON comes last.

Each round (6 unless told, at least 5) starts ours and the bare app in turn, both with compiled bytecode, both behind
FastAPI and uvicorn, both ready when /healthz answers 200. `app_ready_s` is the median over a data folder that is warm;
`app_ready_empty_s` the median of three first starts in an empty one. `ratio` is app_ready_s / bare_gradio_ready_s.
`first_question_s` runs from the start of the process to the return of `interview_start` through gradio_client, in the
warm folder (`first_question_empty_s` in the empty one), `bare_first_answer_s` to that of the bare app's one endpoint.
`rss_mb` is our server's memory after the first question.
"""

import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from gradio_client import Client

from bench.process import ROOT, Server, child_env, compile_bytecode, finish

ROUNDS = 6
EMPTY_ROUNDS = 3
STAGES = """
import time; begun = time.perf_counter()
def told(what):
    global begun
    now = time.perf_counter(); print(f"  {now - begun:6.2f} s  {what}"); begun = now
import gradio, uvicorn, fastapi; told("import gradio, fastapi and uvicorn (the bare app pays this too)")
from app import make_deps, create_app; from core.settings import Settings; settings = Settings.load(); told("settings")
import store.database; told("import store (SQLAlchemy)")
import agents.feedback, agents.interview, rag.index; told("import agents and rag")
deps = make_deps(settings); told("make_deps: opening the store")
import pages.site; told("import pages")
app = create_app(deps); told("create_app: building the page")
deps.turns.warm(); told("later, in the warm-up thread: langgraph and the checkpoint")
deps.knowledge.search("warm up", k=1); told("later, in the warm-up thread: the banks, Chroma and the embedding")
"""
IMPORTS = {
    "ours": "from app import make_deps, create_app; from core.settings import Settings; "
    "from agents.vendors import starting_lines; "
    "d = make_deps(Settings.load()); create_app(d); import uvicorn; starting_lines(d)",
    "bare": "import gradio as gr, uvicorn, fastapi\n"
    "with gr.Blocks() as d: gr.Textbox()\n"
    "gr.mount_gradio_app(fastapi.FastAPI(), d, path='', ssr_mode=False)",
}
_LINE = re.compile(r"^import time:\s+(\d+) \|\s+(\d+) \| (\s*)(\S+)$")


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until ready and until the first answer, MB after it."""

    ready_s: float
    first_s: float
    rss_mb: float


def started(server: Server, *question: str, api_name: str) -> Start:
    """Starts, asks once, stops."""
    try:
        ready = server.start()
        Client(server.url, verbose=False).predict(*question, api_name=api_name)
        return Start(ready, perf_counter() - server.begun, server.rss_mb())
    finally:
        server.stop()


def ours(folder: Path) -> Start:
    """Our app over `folder`, up to the first question of an interview."""
    return started(Server.ours(folder, VIVA_MAX_OPEN="1000"), "technical", api_name="/interview_start")


def bare(folder: Path) -> Start:
    """The bare app, up to its first echo."""
    return started(Server.bare(folder), "hello", api_name="/echo")


def self_times(code: str, folder: Path) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Microseconds spent in each module itself, and (cumulated, module) of everything, by `python -X importtime`."""
    env = child_env(VIVA_DATA=str(folder), VIVA_BRAIN="rules")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    found = [match.groups() for line in done.stderr.splitlines() if (match := _LINE.match(line))]
    return {name: int(own) for own, _, _, name in found}, [(int(total), name) for _, total, _, name in found]


def tell_where(folder: Path) -> None:
    """Prints the stages of a start and what is imported beyond the bare app."""
    env = child_env(VIVA_DATA=str(folder), VIVA_BRAIN="rules")
    done = subprocess.run([sys.executable, "-c", STAGES], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    print("Stages of a start, one after the other in one process:", done.stdout.rstrip() or done.stderr[-500:], sep="\n")
    mine, totals = self_times(IMPORTS["ours"], folder)
    base, _ = self_times(IMPORTS["bare"], folder)
    extra: dict[str, int] = defaultdict(int)
    for name, own in mine.items():
        if name not in base:
            extra[name.split(".")[0]] += own
    print(f"Imports: ours {sum(mine.values()) / 1e6:.2f} s, bare {sum(base.values()) / 1e6:.2f} s (importtime slows both)")
    print("Imported by ours and not by the bare app, own time by package:")
    for package, own in sorted(extra.items(), key=lambda one: -one[1])[:14]:
        print(f"  {own / 1000:6.0f} ms  {package}")
    print("Heaviest of these modules, with all that they import first:")
    for total, name in sorted((one for one in totals if one[1] not in base), reverse=True)[:24]:
        print(f"  {total / 1000:6.0f} ms  {name}")


def main(arguments: Sequence[str]) -> int:
    """Starts both again and again, tells where our time goes, prints the JSON line."""
    rounds = max(5, int(arguments[0])) if arguments else ROUNDS
    print(f"Bytecode compiled in {compile_bytecode():.1f} s.")
    empty: list[Start] = []
    warm: list[Start] = []
    plain: list[Start] = []
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / name for name in ("kept", *map(str, range(EMPTY_ROUNDS)))]
        for folder in folders:
            folder.mkdir()
        # Not counted: these two bring the files of both into the page cache.
        bare(folders[0])
        ours(folders[0])
        for at in range(rounds):
            plain.append(bare(folders[0]))
            warm.append(ours(folders[0]))
            if at < EMPTY_ROUNDS:
                empty.append(ours(folders[at + 1]))
            print(f"round {at + 1}: ours {warm[-1].ready_s:.2f} s, bare {plain[-1].ready_s:.2f} s", flush=True)
        tell_where(folders[0])
    ready, bare_ready = median(one.ready_s for one in warm), median(one.ready_s for one in plain)
    finish(
        {
            "app_ready_s": round(ready, 3),
            "app_ready_empty_s": round(median(one.ready_s for one in empty), 3),
            "bare_gradio_ready_s": round(bare_ready, 3),
            "ratio": round(ready / bare_ready, 3),
            "first_question_s": round(median(one.first_s for one in warm), 3),
            "first_question_empty_s": round(median(one.first_s for one in empty), 3),
            "bare_first_answer_s": round(median(one.first_s for one in plain), 3),
            "rss_mb": round(median(one.rss_mb for one in warm), 1),
            "rounds": rounds,
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
