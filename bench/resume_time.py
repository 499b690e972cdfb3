"""How long from a file to its analysis? `python -m bench.resume_time FOLDER [--rounds N]`; JSON comes last.

Every PDF with text and every picture under FOLDER is kept as a new person's file and held against one job by the product's own
verbs and queue, one after the other; the seconds are those that the page shows, from the worker's start to the stored match.
Pictures are those with JPG or PNG in their names.
"""

import argparse
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from agents import portfolio
from app import make_deps
from bench.process import finish, p
from core.caller import Caller
from core.errors import AppError
from core.settings import Settings

JOB = """Senior backend engineer

Must have
- 4+ years of Python
- PostgreSQL or another relational database
- Kubernetes in production
- Experience with REST services

Nice to have
- Kafka
- Terraform
"""
KINDS = {"pdf": (".pdf",), "photo": (".jpg", ".jpeg", ".png")}


def main(arguments: Sequence[str]) -> int:
    """All files, and the JSON line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--rounds", type=int, default=3, help="of the text PDFs; pictures are read once")
    given = asked.parse_args(arguments)
    taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
    refused: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        deps = make_deps(Settings(data=Path(place), brain="rules"))
        deps.queue.start()
        try:
            for kind, ends in KINDS.items():
                files = sorted(one for one in given.folder.rglob("*") if one.suffix.lower() in ends)
                for file in files * (given.rounds if kind == "pdf" else 1):
                    caller = Caller(owner=uuid.uuid4().hex, role="guest")
                    resume = portfolio.add(deps, caller, file.read_bytes(), file.name)
                    match_id, _ = portfolio.start(deps, caller, resume.id, JOB)
                    while (job := portfolio.job_of(deps, caller, match_id)).state not in ("done", "failed"):
                        time.sleep(0.02)
                    try:
                        kept = portfolio.get(deps, caller, match_id)
                    except AppError as fault:
                        refused.append(f"{file.name}: {fault.sentence} ({job.state})")
                        continue
                    taken[kind].append(kept.seconds)
                    print(json.dumps({"file": file.name, "seconds": kept.seconds}), flush=True)
        finally:
            deps.close()
    told = {
        f"{kind}_{name}_s": round(p(at, found), 2)
        for kind, found in taken.items()
        if found
        for name, at in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))
    }
    finish({"files": sum(map(len, taken.values())), **told, "refused": refused})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
