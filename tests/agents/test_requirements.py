"""What plans are made from: the needs of an ad, most important first, in its own words, never its advertising."""

from pathlib import Path

import pytest

from agents.requirements import requirements
from bench.resume_edits import pairs

SHARED = sorted((Path(__file__).parents[3] / "shared" / "data" / "resume" / "jobs").glob("*.txt"))
ADVERTISING = """What we offer
- 30 days of holiday, a pension and a gym
- Salary range: 60,000 to 70,000
Helio is an equal opportunity employer and welcomes all applicants regardless of age.
Apply now with your CV.
"""


def test_must_haves_come_before_what_is_nice_and_duties_before_nothing():
    ad = "Platform engineer\n\nYou will\n- Run our clusters on Kubernetes\nNice to have\n- Kafka\nMust have\n- 3+ years of Go\n- PostgreSQL\n"
    assert requirements(ad + ADVERTISING) == ("3+ years of Go", "PostgreSQL", "Kafka", "Run our clusters on Kubernetes")


@pytest.mark.parametrize("ad", [pair["job"] for pair in pairs()], ids=lambda ad: ad[:20])
def test_advertising_is_never_a_need(ad):
    assert requirements(f"{ad}\n\n{ADVERTISING}") == requirements(ad)
    assert all(" ".join(need.split()) in " ".join(ad.split()) for need in requirements(ad))
    assert requirements(ad)


@pytest.mark.skipif(not SHARED, reason="the shared ads are not here")
def test_needs_that_a_line_break_parts_are_whole():
    for path in SHARED:
        ad = " ".join(path.read_text("utf-8").split())
        assert all(need in ad and len(need.split()) >= 2 for need in requirements(path.read_text("utf-8")))


def test_nothing_in_gives_nothing_out():
    assert requirements("") == ()
