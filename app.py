"""Viva Voce: builds the parts, puts them together and serves them. `python app.py` serves; `python app.py key NAME` makes a key."""

import gc
import logging
import os
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING

from core.errors import AppError
from core.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from agents.deps import Deps

log = logging.getLogger("viva")
WARM_AFTER_S = 1.0
"""Seconds after the start of serving: imports in a thread would hold the first answers up."""


def make_deps(settings: Settings) -> "Deps":
    """Every part, built once; nothing is started and no model is loaded."""
    from agents import feedback, interview, portfolio, retention, transcribing
    from agents.brains.shelf import Shelf
    from agents.deps import Deps
    from agents.recordings import running
    from agents.turns import Turns
    from audio.stt import Hearing
    from audio.tts import Speaking
    from rag import bank as banks
    from rag import embedder as embedders
    from rag.index import QuestionIndex
    from rag.knowledge import Knowledge
    from rag.web import WebSearch
    from store.blobs import Artifacts, LocalBlobs
    from store.database import open_store
    from store.queue import ThreadQueue

    store = open_store(settings.database_url, settings.data)
    blobs = LocalBlobs(settings.data / "blobs")
    bank, embedder = banks.ours(), embedders.shipped()
    knowledge = Knowledge(bank, embedder, QuestionIndex(settings.data / "chroma", embedder, bank, settings.chroma_url))
    # Job kind -> verb. The handlers need the deps, which hold the queue: looked up when a job runs.
    handlers = {
        interview.REPORT_JOB: lambda job: feedback.run(deps, job),
        transcribing.TRANSCRIBE_JOB: lambda job: transcribing.run(deps, job),
        portfolio.RESUME_JOB: lambda job: portfolio.run(deps, job),
        retention.RETENTION_JOB: lambda job: retention.run(deps, job),
        running.RECORDING_JOB: lambda job: running.run(deps, job),
    }
    shelf = Shelf(settings, embedder)
    deps: Deps = Deps(
        settings=settings,
        store=store,
        queue=ThreadQueue(store, handlers, slow={running.RECORDING_JOB}),
        knowledge=knowledge,
        brains=shelf,
        writer=shelf.writer,
        turns=Turns(settings.data),
        hearing=Hearing(settings),
        speaking=Speaking(settings, Artifacts(blobs)),
        blobs=blobs,
        web=WebSearch(settings),
    )
    return deps


UPKEEP_S = 3 * 3600.0
"""Seconds between two looks for what is to be deleted."""

COLLECT = (3_000, 10, 20)
"""New objects between two looks for garbage, young looks between two older ones, and those between two at everything.

Python's own 700 looks hundreds of times a second in a full house. A look at everything halts every room for a quarter of a second, and
what only it finds may pile up to 600,000 objects.
"""


def create_app(deps: "Deps") -> "FastAPI":
    """The site over the deps; its lifespan starts and stops the workers."""
    from pages.site import site

    gc.set_threshold(*COLLECT)

    stopping = threading.Event()

    def start() -> None:
        deps.queue.start()
        threading.Thread(target=_warm, args=(deps,), name="warm-up", daemon=True).start()
        threading.Thread(target=_upkeep, args=(deps, stopping), name="upkeep", daemon=True).start()

    def stop() -> None:
        stopping.set()
        deps.close()

    return site(deps, start, stop)


def _upkeep(deps: "Deps", stopping: threading.Event) -> None:
    """Deletes what nobody came back for and what was kept long enough, now and every few hours."""
    from agents import retention
    from agents.media import keeping

    wait = WARM_AFTER_S
    while not stopping.wait(wait):
        wait = UPKEEP_S
        try:
            keeping.sweep(deps)
            retention.sweep(deps)
        except Exception:
            log.warning("looking after what is kept failed", exc_info=True)


def _warm(deps: "Deps") -> None:
    """Loads what the first interview needs, so that the first person does not wait for it."""
    time.sleep(WARM_AFTER_S)
    try:
        deps.knowledge.bank.track("technical")
        deps.turns.warm()
        deps.knowledge.search("warm up", k=1)
        # What is loaded by now stays: the collector need not walk it again while somebody speaks.
        gc.collect()
        gc.freeze()
    except Exception:
        log.warning("warming up failed", exc_info=True)


def serve(settings: Settings) -> None:
    """Serves until it is told to stop."""
    port = _free(settings)
    deps = make_deps(settings)
    app = create_app(deps)
    import uvicorn

    from agents.vendors import starting_lines

    name = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    print(f"Viva Voce is at http://{name}:{port}", *starting_lines(deps), sep="\n", flush=True)
    uvicorn.run(
        app,
        host=settings.host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=10,
        ws_max_size=2**20,
        proxy_headers=False,
        server_header=False,
    )


def _free(settings: Settings) -> int:
    """The port to take; AppError when somebody else has it."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            raise AppError(
                "port_in_use",
                f"Port {settings.port} on {settings.host} cannot be taken ({fault.strerror}). "
                f"Stop what uses it, or choose another: VIVA_PORT={settings.port + 1}",
            ) from None
        taken: int = probe.getsockname()[1]
    return taken


def main(arguments: list[str]) -> int:
    """The command line; faults that have words end in one line."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # Small matrices by many threads cost more than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        settings = Settings.load()
        if arguments[:1] == ["key"]:
            from store import keys

            deps = make_deps(settings)
            print(keys.create(deps.store, "local", arguments[1] if len(arguments) > 1 else "program"))
            return 0
        if arguments not in ([], ["serve"]):
            print("Use: python app.py [serve] or python app.py key NAME")
            return 2
        serve(settings)
    except AppError as fault:
        print(fault.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
