"""What bombs, lies and broken files do to the reader: `python -m bench.hostile FOLDER`.

Each file is to end in a result or in one sentence, within 10 s (20 s where its pictures are read) and within 300 MB (1,000 MB)
above this process at rest; memory is that of the children and what this process grows by.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.process import finish
from core.child import Ran, resident_mb
from core.errors import AppError
from documents.read import read

TEXT, OCR = (10.0, 300.0), (20.0, 1000.0)
"""Seconds and megabytes."""
PARSED = ("read", "nothing_to_read")
"""Ends of a file that was opened: one of the controls is a white picture."""


def tried(path: Path, idle_mb: float) -> dict[str, Any]:
    """One file's end. `ocr` where the recognizer ran: its child asks for more than text ever does."""
    ran, begun, stages = Ran(), time.perf_counter(), []
    try:
        document = read(path, on_progress=lambda _, words: stages.append(words), ran=ran)
        end, ocr = f"read: {len(document.lines)} lines", any(page.ocr for page in document.pages)
    except AppError as error:
        end, ocr = f"{error.code}: {error.sentence}", ran.ocr
    except Exception as error:  # anything that was not foreseen is what this bench looks for
        return {
            "end": f"UNANSWERED {type(error).__name__}: {error}",
            "s": time.perf_counter() - begun,
            "mb": 0.0,
            "ok": False,
        }
    seconds = time.perf_counter() - begun
    extra = ran.peak_mb + max(0.0, resident_mb_self() - idle_mb)
    most_s, most_mb = OCR if ocr or ran.ocr else TEXT
    return {"end": end, "s": round(seconds, 2), "mb": round(extra, 1), "ok": seconds <= most_s and extra <= most_mb}


def resident_mb_self() -> float:
    """What this process holds."""
    return resident_mb(os.getpid())


def main(arguments: Sequence[str]) -> int:
    """All files and the JSON line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    folder = asked.parse_args(arguments).folder
    idle = resident_mb_self()
    each = {str(path.relative_to(folder)): tried(path, idle) for path in sorted(folder.rglob("*")) if path.is_file()}
    for name, one in each.items():
        print(name, one, file=sys.stderr)
    finish(
        {
            "files": len(each),
            "unanswered": sum(one["end"].startswith("UNANSWERED") for one in each.values()),
            "max_s": max((one["s"] for one in each.values()), default=0),
            "max_extra_mb": max((one["mb"] for one in each.values()), default=0),
            "beyond": [name for name, one in each.items() if not one["ok"]],
            "controls_read": all(one["end"].startswith(PARSED) for name, one in each.items() if "ok_control" in name),
            "ends": dict(Counter(one["end"].split(":")[0] for one in each.values())),
            "each": each,
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
