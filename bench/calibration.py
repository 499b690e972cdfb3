"""The benches' figures made into what the product ships: `python -m bench.calibration RESULT...` writes the data and the README.

Each RESULT is what one bench printed, its last line the JSON: `bench.trust`, `bench.simulate`, `bench.grade` (once a file of graded
answers) and, if you like, `bench.retrieve`. A line of another rubric or engine than the one at work is refused.
`--out FILE` writes the data there instead, and leaves the README alone.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agents.calibration import FILE
from agents.calibration.known import ATTEMPTS
from agents.calibration.plain import BEGIN, END, section
from agents.grading import ENGINE, RUBRIC
from bench.candidates.conduct import RULES
from core.bank import TRACKS
from core.calibration import Agreement, Calibration, Finding, Interviews

README = Path(__file__).parent.parent / "README.md"
MARKS = {"trust": "keywords_only", "simulate": "separation", "grade": "rules", "retrieve": "recall_at_5"}
"""Bench → the field by which its line is known."""
Line = dict[str, Any]


def line_of(path: Path) -> Line:
    """The JSON in the last line that is not empty; ValueError when there is none."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    try:
        made = json.loads(lines[-1])
    except (IndexError, ValueError):
        made = None
    if not isinstance(made, dict):
        raise ValueError(f"{path.name}: its last line is not what a bench prints. Give the whole output of a bench.")
    return made


def bench_of(line: Line, name: str) -> str:
    """Which bench printed the line, after its rubric and engine were looked at."""
    bench = next((bench for bench, mark in MARKS.items() if mark in line), "")
    if not bench:
        raise ValueError(f"{name}: no line of bench.{', bench.'.join(MARKS)}.")
    if bench == "retrieve":
        return bench
    if line.get("rubric") != RUBRIC:
        raise ValueError(
            f"{name}: measured with rubric {line.get('rubric', 'unknown')}, at work is {RUBRIC}. Run bench.{bench} again."
        )
    engine = line.get("engine", line.get("brain", ENGINE))
    if engine != ENGINE:
        raise ValueError(
            f"{name}: measured with {engine}; the figures are of {ENGINE}. Run bench.{bench} without a model."
        )
    return bench


def gathered(paths: Sequence[Path]) -> Calibration:
    """The lines as one; ValueError says which bench is missing, given twice, or not as it should be."""
    found: dict[str, list[Line]] = {bench: [] for bench in MARKS}
    for path in paths:
        line = line_of(path)
        found[bench_of(line, path.name)].append(line)
    for bench in ("trust", "simulate", "grade"):
        if not found[bench]:
            raise ValueError(f"There is no line of bench.{bench}. Run it, and give its output too.")
    for bench in ("trust", "simulate", "retrieve"):
        if len(found[bench]) > 1:
            raise ValueError(f"There are {len(found[bench])} lines of bench.{bench}. Give one.")
    files = [line["file"] for line in found["grade"]]
    if len(set(files)) < len(files):
        raise ValueError("A file of graded answers is there twice. Give each once.")
    trust = found["trust"][0]
    try:
        return Calibration(
            measured_on=datetime.now(UTC).date(),
            rubric=RUBRIC,
            engine=ENGINE,
            machine=f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}",
            agreement=tuple(_agreement(line) for line in found["grade"]),
            tried={one.name: trust[one.name] for one in ATTEMPTS if trust.get(one.name) is not None},
            tried_answers=trust["n"],
            interviews=_interviews(found["simulate"][0]),
            finding=next((_finding(line) for line in found["retrieve"]), None),
        )
    except KeyError as fault:
        raise ValueError(f"A line lacks {fault}. Run its bench again.") from None


def _agreement(line: Line) -> Agreement:
    rules = line["rules"]
    return Agreement(
        name=Path(line["file"]).stem,
        answers=line["answers"],
        questions=line["questions"],
        r=rules["zero_shot_r"],
        within_r=rules["zero_shot_within_r"],
        fitted_r=rules.get("fitted_r"),
        fitted_within_r=rules.get("fitted_within_r"),
        rmse=rules.get("rmse_5"),
        states=line["states"],
    )


def _interviews(line: Line) -> Interviews:
    return Interviews(
        tracks={track: line[track] for track in TRACKS},
        apart=line["separation"],
        conduct={rule: line[rule] for rule in RULES},
        interviews=line["interviews"],
        answers=line["answers"],
        points_same=line["points_same"],
        points_near=line["points_within_half"],
    )


def _finding(line: Line) -> Finding:
    return Finding(recall_at_5=line["recall_at_5"], ndcg_at_10=line["ndcg_at_10"])


def in_readme(text: str, made: Calibration) -> str:
    """The README with its section on trust written anew; ValueError when its place is not marked."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md does not hold {BEGIN} and {END}. Put both lines where the section belongs.")
    return before + section(made) + after


def main(arguments: Sequence[str]) -> int:
    """Writes data and README, prints where; 2 when something is not as it should be, and nothing is written."""
    asked = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__)
    asked.add_argument("results", nargs="+", type=Path, metavar="RESULT")
    asked.add_argument("--out", type=Path)
    given = asked.parse_args(arguments)
    try:
        made = gathered(given.results)
        readme = None if given.out else in_readme(README.read_text(encoding="utf-8"), made)
    except (OSError, ValueError) as fault:
        print(f"Nothing was written. {fault}")
        return 2
    out = given.out or FILE
    out.write_text(made.model_dump_json(indent=2) + "\n", encoding="utf-8")
    if readme is not None:
        README.write_text(readme, encoding="utf-8")
    print(f"{out.name} is of rubric {made.rubric}, measured on {made.measured_on}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
