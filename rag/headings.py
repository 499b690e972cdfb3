"""What the trade calls the matter of each question: names that a job description uses and a question avoids on purpose."""

import json
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "headings.jsonl"


@lru_cache(maxsize=1)
def shipped() -> dict[str, tuple[str, ...]]:
    """Question id → its headings, most telling first; a question without any is found by its own words alone."""
    rows = (json.loads(line) for line in FILE.read_text(encoding="utf-8").split("\n") if line.strip())
    return {row["id"]: tuple(row["headings"]) for row in rows}
