"""The shared resumes and bombs, where they are there: the benches hold all of them, these a few."""

from pathlib import Path

import pytest

from bench.hostile import tried
from bench.resume_read import measured, pairs

SHARED = Path(__file__).parents[3] / "shared" / "data"
LAYOUTS = list(pairs(SHARED / "resume" / "layouts")) if SHARED.is_dir() else []
BOMBS = sorted((SHARED / "hostile" / "generated").glob("*")) if SHARED.is_dir() else []

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not here")


@pytest.mark.parametrize(
    ("path", "truth"), [one for one in LAYOUTS if one[0].suffix == ".pdf"], ids=lambda path: path.name
)
def test_a_layout_is_read_whole_and_in_order(path, truth):
    found = measured(path, truth)
    assert found["recall"] >= 0.98
    assert found["order"] >= 0.97
    assert found["hidden"] == 0


@pytest.mark.parametrize("path", BOMBS, ids=lambda path: path.name)
def test_a_bomb_ends_in_a_result_or_a_sentence(path):
    told = tried(path, 0.0)
    assert not told["end"].startswith("UNANSWERED")
