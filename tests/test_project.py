"""The project's own promises: settings documented, pins true to pyproject, banks in order."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from core import knobs
from core.bank import TRACKS
from rag.bank import Bank
from rag.lint import faults, shipped

ROOT = Path(__file__).parent.parent


def test_the_readme_holds_the_table_of_settings():
    assert knobs.table() in (ROOT / "README.md").read_text()


def test_the_env_example_is_generated_from_the_settings():
    assert (ROOT / ".env.example").read_text() == knobs.env_example()


def test_every_dependency_is_pinned_in_the_requirements():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    pins = dict(line.split("==") for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line)
    for one in wanted:
        name, op, version = re.match(r"([\w-]+)(?:\[\w+\])?(==|>=)(.+)", one).groups()
        assert name in pins, f"{name} is not in requirements.txt: run make requirements"
        have, least = (tuple(int(part) for part in re.findall(r"\d+", text)[:3]) for text in (pins[name], version))
        assert have[: len(least)] >= least
        assert op == ">=" or pins[name] == version


def test_the_shipped_banks_have_no_fault():
    assert faults(shipped()) == []


def test_every_track_has_at_least_forty_questions_and_all_levels():
    bank = Bank()
    assert len(bank) >= 240
    for track in TRACKS:
        questions = bank.track(track)
        assert len(questions) >= 40
        assert {question.level for question in questions} == {1, 2, 3, 4, 5}


def test_no_two_key_points_aliases_or_follow_ups_of_a_question_are_the_same():
    for question in Bank():
        for texts in (
            [p.text for p in question.key_points],
            [f.text for f in question.follow_ups],
            *[[*p.aliases, p.text] for p in question.key_points],
        ):
            folded = [text.casefold() for text in texts]
            assert len(set(folded)) == len(folded), f"{question.id}: {texts}"


@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed")
@pytest.mark.parametrize("script", sorted((ROOT / "pages" / "look").glob("*.js")), ids=lambda path: path.name)
def test_every_script_of_the_page_can_be_read(script):
    found = subprocess.run(
        ["node", "--input-type=module", "--check", "-"], input=script.read_bytes(), capture_output=True, timeout=60
    )
    assert found.returncode == 0, found.stderr.decode()
