"""kill -9 of a real server in every stage of a recording's job: it ends once, with one transcript, and nothing kept is heard again."""

import pytest

from bench import killed
from core.media import STAGES

pytest.importorskip("espeakng_loader")


def test_a_server_killed_in_every_stage_ends_the_job_once(tmp_path):
    told = killed.measured(tmp_path, 1)
    assert set(told["killed"]) == set(STAGES[1:])
    assert min(told["killed"].values()) >= 1
    assert told["ended"] == told["transcripts"]
    assert told["heard_again"] <= told["ended"]  # the piece that was being heard when the process died
