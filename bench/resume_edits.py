"""Controlled edits of resumes: what must move the score does, what must not does not; `python -m bench.resume_edits`, one JSON line.

All figures are points of 100: `must_have_drop_min` is the least that a lost must-have costs, the others are the most that any edit moves.
`dates_change` sets the same months in other formats, `years_only_change` leaves the months out.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from agents.resume.analysis import analyze
from agents.resume.matching import wholes
from agents.resume.parse import document_of
from bench.process import finish
from bench.resume_pages import DATES, EXPERIENCE_LAST, LAYOUTS, Way, page, stuffings
from core.document import Document, Hidden
from core.resume import Match
from rag.embedder import shipped
from rag.skills import catalog, find

PAIRS = Path(__file__).parent / "resume_pairs"
SHARED = Path("../shared/data")
NOW = date(2026, 6, 30)


def pairs() -> list[dict[str, Any]]:
    """Our own pairs of a fictional person and a job."""
    return [json.loads(path.read_text("utf-8")) | {"file": path.stem} for path in sorted(PAIRS.glob("*.json"))]


def held(text: str | Document, ad: str) -> Match:
    """One resume against one ad."""
    return analyze(text if isinstance(text, Document) else document_of(text), ad, shipped(), NOW)


def points(text: str | Document, ad: str) -> float:
    """The exact score; 0 where the reading is refused."""
    found = held(text, ad).score
    return found.exact if found else 0.0


def without(text: str, term: str) -> str:
    """The resume without any mention of a skill or of a part of it."""
    gone = {one.skill.id for one in find(term)}
    # A mention may run over the end of a line, and taking one away may leave another.
    while mentions := [one for one in find(text) if one.skill.id in gone or gone & wholes(one.skill.id)]:
        for one in reversed(mentions):
            text = f"{text[: one.start]}{text[one.end :]}"
    return text


def edits(pair: dict[str, Any]) -> dict[str, Any]:
    """The figures of one pair."""
    ad = pair["job"]
    text = page(pair)
    base = points(text, ad)
    told = held(text, ad)
    wanted = [
        catalog().name(skill) for row in told.job.requirements if row.kind in ("must", "nice") for skill in row.skills
    ]
    drops = {term: round(base - points(without(text, term), ad), 2) for term in pair["must"]}
    made = {name: make() for name, make in stuffings(pair, wanted, ad).items()}
    # An ad without a list has no lines to copy.
    stuffed = {name: held(full, ad) for name, full in made.items() if full.rstrip() != page(pair, EXPERIENCE_LAST)}
    hidden = document_of(text).model_copy(update={"hidden": (Hidden(text=ad, why="white"),)})
    return {
        "file": pair["file"],
        "score": base,
        "drops": drops,
        "paraphrase": round(points(page(pair, paraphrase=True), ad) - base, 2),
        "layout": _moves(pair, LAYOUTS, base),
        "dates": _moves(pair, DATES, base),
        "years_only": round(points(page(pair, Way(date="year")), ad) - base, 2),
        "stuffing": {
            name: round((found.score.exact if found.score else 0.0) - base, 2) for name, found in stuffed.items()
        },
        "unnamed": [
            name
            for name, found in stuffed.items()
            if not any(one.kind in ("stuffing", "copied") for one in found.warnings)
        ],
        "hidden": round(points(hidden, ad) - base, 2),
        "hidden_named": any(one.kind == "hidden" for one in held(hidden, ad).warnings),
    }


def _moves(pair: dict[str, Any], ways: dict[str, Way], base: float) -> dict[str, float]:
    return {name: round(points(page(pair, way), pair["job"]) - base, 2) for name, way in ways.items()}


def injected(found: Sequence[dict[str, Any]], rows: Iterable[dict[str, Any]]) -> tuple[float, int, int]:
    """(most points that any injection moves, how many were tried, how many were not named)."""
    most, tried, silent = 0.0, 0, 0
    pair = found[0]
    text = page(pair)
    base = points(text, pair["job"])
    lines = text.split("\n")
    middle = lines.index("Experience") + 3
    for row in rows:
        for at in (0, 3, middle, len(lines)):
            match = held("\n".join([*lines[:at], row["text"], *lines[at:]]), pair["job"])
            most = max(most, abs((match.score.exact if match.score else 0.0) - base))
            silent += not any(one.kind == "injection" for one in match.warnings)
            tried += 1
    return round(most, 2), tried, silent


def shared(folder: Path) -> dict[str, float]:
    """The same resume in the shared layouts against the shared ads: the most that a layout moves."""
    ads = [path.read_text("utf-8") for path in sorted((folder / "resume" / "jobs").glob("*.txt"))]
    moved: dict[str, float] = {}
    for group in sorted((folder / "resume" / "layouts").glob("*/gt")):
        texts = [path.read_text("utf-8") for path in sorted(group.glob("*.txt"))]
        spread = [[points(text, ad) for text in texts] for ad in ads]
        moved[group.parent.name] = round(max((max(row) - min(row) for row in spread), default=0.0), 2)
    return moved


def shared_drops(folder: Path) -> list[float]:
    """What each must-have that a shared resume shows costs when every mention of it is taken away."""
    ads = [path.read_text("utf-8") for path in sorted((folder / "resume" / "jobs").glob("*.txt"))]
    drops = []
    for text in (path.read_text("utf-8") for path in sorted((folder / "resume" / "layouts").glob("*/gt/*column.txt"))):
        for ad in ads:
            match = held(text, ad)
            for row in match.rows:
                if row.requirement.kind == "must" and row.state == "shown" and row.requirement.skills and match.score:
                    names = ", ".join(catalog().name(skill) for skill in row.requirement.skills)
                    drops.append(round(match.score.exact - points(without(text, names), ad), 2))
    return drops


def main(arguments: Sequence[str]) -> int:
    """Edits every pair and prints the JSON line; with a file name, the details go there."""
    rows = [edits(pair) for pair in pairs()]
    folder = SHARED
    injections = folder / "injection" / "resume.jsonl"
    lines = [json.loads(line) for line in injections.read_text("utf-8").splitlines()] if injections.is_file() else []
    most, tried, silent = injected(pairs(), lines)
    layouts = shared(folder) if (folder / "resume").is_dir() else {}
    if arguments:
        Path(arguments[0]).write_text(json.dumps(rows, indent=1), encoding="utf-8")
    finish(
        {
            "pairs": len(rows),
            "must_have_drop_min": min([drop for row in rows for drop in row["drops"].values()] + shared_drops(folder)),
            "paraphrase_change": max(abs(row["paraphrase"]) for row in rows),
            "layout_change": max([abs(move) for row in rows for move in row["layout"].values()] + list(layouts.values())),
            "shared_layouts": layouts,
            "dates_change": max(abs(move) for row in rows for move in row["dates"].values()),
            "years_only_change": max(abs(row["years_only"]) for row in rows),
            "stuffing_gain": max(0.0, *(gain for row in rows for gain in row["stuffing"].values())),
            "stuffing_unnamed": sum(len(row["unnamed"]) for row in rows),
            "hidden_text_gain": max(0.0, *(row["hidden"] for row in rows)),
            "hidden_unnamed": sum(not row["hidden_named"] for row in rows),
            "injection_change": most, "injections": tried, "injections_unnamed": silent,
        }
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
