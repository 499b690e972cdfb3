"""How much of known resumes is read, and in which order: `python -m bench.resume_read FOLDER [--ocr tesseract]`.

Every file with its truth at `gt/STEM.txt` in its folder or in the folder above. Recall counts lower-cased runs of letters and
digits as a multiset; order is the longest common subsequence, divided by the tokens that match.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from bench.process import finish
from core.child import Ran
from core.errors import AppError
from documents.read import Engine, read


def tokens(text: str) -> list[str]:
    """Lower-cased runs of letters and digits."""
    return re.findall(r"[^\W_]+", text.lower())


def pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Files and their truths."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "gt" not in path.parts and path.suffix.lower() not in (".txt", ".yaml", ".yml", ".json"):
            truths = [place / "gt" / f"{path.stem}.txt" for place in (path.parent, path.parent.parent)]
            if truth := next((one for one in truths if one.is_file()), None):
                yield path, truth


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence, by bits (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for n, token in enumerate(other):
        places[token] = places.get(token, 0) | 1 << n
    whole = (1 << len(other)) - 1
    rest = whole
    for token in one:
        hit = rest & places.get(token, 0)
        rest = ((rest + hit) | (rest - hit)) & whole
    return len(other) - rest.bit_count()


def measured(path: Path, truth: Path, engine: Engine = "rapidocr") -> dict[str, Any]:
    """One file's numbers."""
    ran, begun = Ran(), time.perf_counter()
    try:
        document = read(path, ran=ran, engine=engine)
        said, pages, hidden, why = document.text, len(document.pages) or 1, len(document.hidden), ""
    except AppError as error:
        said, pages, hidden, why = "", 1, 0, error.code
    seconds = time.perf_counter() - begun
    wanted, got = tokens(truth.read_text(encoding="utf-8")), tokens(said)
    matched = (Counter(wanted) & Counter(got)).total()
    return {
        "recall": matched / max(1, len(wanted)), "order": common(wanted, got) / matched if matched else 0.0,
        "pages": pages, "hidden": hidden, "seconds": seconds, "peak_mb": ran.peak_mb, **({"error": why} if why else {}),
    }  # fmt: skip


def bare(paths: Sequence[Path]) -> float:
    """Pages a second of pypdfium2 alone, in this process, over the PDFs."""
    import pypdfium2

    pages, begun = 0, time.perf_counter()
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            page.get_textpage().get_text_bounded()
            pages += 1
        document.close()
    return pages / (time.perf_counter() - begun) if pages else 0.0


def main(arguments: Sequence[str]) -> int:
    """All files and the JSON line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--ocr", choices=get_args(Engine), default="rapidocr")
    given = asked.parse_args(arguments)
    folder = given.folder
    found = {path: measured(path, truth, given.ocr) for path, truth in pairs(folder)}
    each = {
        str(path.relative_to(folder)): {k: round(v, 3) if isinstance(v, float) else v for k, v in one.items()}
        for path, one in found.items()
    }
    for name, one in each.items():
        print(name, one, file=sys.stderr)
    recalls = [one["recall"] for one in found.values()]
    kinds: dict[str, list[float]] = {}
    for path, one in found.items():
        kinds.setdefault(str(path.parent.relative_to(folder)), []).append(one["recall"])
    finish(
        {
            "files": len(found),
            "mean_word_recall": round(sum(recalls) / max(1, len(recalls)), 4),
            "min_word_recall": round(min(recalls, default=0), 4),
            "min_order": round(min((one["order"] for one in found.values()), default=0), 4),
            "pages_per_s": round(
                sum(one["pages"] for one in found.values()) / max(1e-9, sum(one["seconds"] for one in found.values())),
                2,
            ),
            "bare_pages_per_s": round(bare([path for path in found if path.suffix.lower() == ".pdf"]), 2),
            "peak_mb": round(max((one["peak_mb"] for one in found.values()), default=0), 1),
            "mean_by_folder": {kind: round(sum(some) / len(some), 4) for kind, some in kinds.items()},
            "each": each,
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
