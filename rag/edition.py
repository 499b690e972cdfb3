"""The edition of the question banks: a version, and what each file looked like then, both read from their changelog.

`rag/banks/CHANGELOG.md` is the only record. A section `## 2026.11.2` begins a version, newest first; a line
"- `hr/hr.jsonl` 1a2b3c4d: what changed" beneath it gives a file and its fingerprint, and the newest line counts.
"""

import hashlib
import re
from pathlib import Path

CHANGELOG = "CHANGELOG.md"

_VERSION = re.compile(r"^## (\S+?),?(?: .*)?$", re.MULTILINE)
_ENTRY = re.compile(r"^- `([\w./-]+\.jsonl)` ([0-9a-f]{8}): (\S.*)$", re.MULTILINE)


def version(banks: Path) -> str:
    """The newest version named in the changelog of a folder of banks; empty when there is none."""
    found = _VERSION.search(_changelog(banks))
    return found.group(1) if found else ""


def fingerprint(path: Path) -> str:
    """Eight hex digits of a file's text, the same whatever its line ends."""
    return hashlib.sha256(path.read_text(encoding="utf-8", errors="replace").encode()).hexdigest()[:8]


def faults(banks: Path) -> list[str]:
    """What the changelog does not say of the files beside it, one sentence each."""
    text = _changelog(banks)
    if not _VERSION.search(text):
        return [f"{CHANGELOG}: names no version: begin it with a section such as '## 2026.11.1'"]
    said: dict[str, str] = {}
    for name, print_, _ in _ENTRY.findall(text):
        said.setdefault(name, print_)
    found = []
    for path in sorted(banks.rglob("*.jsonl")):
        name, now = path.relative_to(banks).as_posix(), fingerprint(path)
        line = f"write under a new version in {CHANGELOG}: - `{name}` {now}: what changed"
        if name not in said:
            found.append(f"{name}: is not in the changelog; {line}")
        elif said[name] != now:
            found.append(f"{name}: has changed since its last entry, {said[name]}; {line}")
    return found


def _changelog(banks: Path) -> str:
    path = banks / CHANGELOG
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
